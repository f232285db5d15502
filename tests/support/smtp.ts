import type { AddressInfo } from 'node:net'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerSession } from 'smtp-server'

export type ReceivedMail = {
  /** From the envelope: where it really went. */
  readonly recipients: readonly string[]
  readonly raw: string
  readonly parsed: Email
}

/** How the server takes the next mails. `dropAfterData` takes the whole mail and hangs up without an answer. */
export type SmtpMood =
  | { kind: 'accept' }
  | { kind: 'refuseMailbox'; response: string }
  | { kind: 'refuseSender'; response: string }
  | { kind: 'busy'; response: string }
  | { kind: 'refuseContent'; response: string }
  | { kind: 'dropConnection' }
  | { kind: 'dropAfterData' }

export type TestSmtp = {
  readonly url: string
  /** What it took, `dropAfterData` included. */
  readonly mails: ReceivedMail[]
  /** Set to change its mind. */
  mood: SmtpMood
  /** Nobody listens on the port until `start` again. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** A real SMTP server on loopback that keeps what it receives. */
export async function startSmtp(): Promise<TestSmtp> {
  const mails: ReceivedMail[] = []
  let server: SMTPServer | null = null
  let port = 0

  const refusal = (response: string) => {
    const [code = '', ...words] = response.split(' ')
    return Object.assign(new Error(words.join(' ')), { responseCode: Number(code) })
  }
  const hangUp = (session: SMTPServerSession) => {
    for (const connection of server?.connections ?? []) {
      const { session: theirs, _socket: socket } = connection as unknown as {
        session: SMTPServerSession
        _socket: { destroy(): void }
      }
      if (theirs.id === session.id) socket.destroy()
    }
  }

  const make = () =>
    new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      onMailFrom(_address, _session, callback) {
        const { mood } = smtp
        if (mood.kind === 'refuseSender') return callback(refusal(mood.response))
        callback()
      },
      onRcptTo(_address, session, callback) {
        const { mood } = smtp
        if (mood.kind === 'dropConnection') return hangUp(session)
        if (mood.kind === 'refuseMailbox' || mood.kind === 'busy') return callback(refusal(mood.response))
        callback()
      },
      onData(stream, session, callback) {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', async () => {
          const { mood } = smtp
          if (mood.kind === 'refuseContent') return callback(refusal(mood.response))
          const raw = Buffer.concat(chunks)
          mails.push({
            recipients: session.envelope.rcptTo.map((recipient) => recipient.address),
            raw: raw.toString('utf8'),
            parsed: await PostalMime.parse(raw),
          })
          if (mood.kind === 'dropAfterData') return hangUp(session)
          callback()
        })
      },
    })

  const smtp: TestSmtp = {
    get url() {
      return `smtp://127.0.0.1:${port}`
    },
    mails,
    mood: { kind: 'accept' },
    async start() {
      const started = make()
      // A client that is cut off in the middle is what some tests are about.
      started.on('error', () => undefined)
      await new Promise<void>((resolve) => started.listen(port, '127.0.0.1', () => resolve()))
      port = (started.server.address() as AddressInfo).port
      server = started
    },
    async stop() {
      const stopping = server
      server = null
      if (stopping) await new Promise<void>((resolve) => stopping.close(() => resolve()))
    },
  }
  await smtp.start()
  return smtp
}
