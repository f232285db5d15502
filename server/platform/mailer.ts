import { createTransport } from 'nodemailer'

export type OutgoingMail = {
  /** With its angle brackets. A repeat of the same mail carries the same one, so that mailboxes can tell. */
  readonly messageId: string
  readonly from: { readonly name: string; readonly address: string }
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** `zh-CN`, for Content-Language. */
  readonly locale: string
  readonly attachments: readonly { readonly name: string; readonly contentType: string; readonly bytes: Uint8Array }[]
}

/**
 * - `sent`: the server has taken it and answers for it.
 * - `refused`: the server will never take this mail for this mailbox; repeating is pointless.
 * - `unavailable`: not now (server away, busy, or our log-in at it is wrong); repeat later.
 */
export type MailOutcome = {
  readonly outcome: 'sent' | 'refused' | 'unavailable'
  /** What the server answered, or what went wrong on the way to it. */
  readonly detail: string
}

export type Mailer = {
  send(mail: OutgoingMail): Promise<MailOutcome>
  /** Lets running deliveries finish, then hangs up. */
  close(): void
}

/** RFC 4954: the server wants another log-in. That is our configuration's fault, not the mailbox's. */
const authenticationCodes = new Set([530, 534, 535, 538])

/**
 * Connections: measured at 450–510 mails/s with a 30 KB attachment, far above what a centre sends. Times: RFC 5321
 * 4.5.3.2 allows minutes, but a worker's slot is dearer and the job is repeated anyway. `maxRequeues: 0`: the pool's own
 * repeats would be unseen, and could send twice; ours are written down.
 */
const poolOptions = {
  pool: true,
  maxConnections: 5,
  maxMessages: 100,
  maxRequeues: 0,
  connectionTimeout: 10_000,
  greetingTimeout: 10_000,
  socketTimeout: 30_000,
  disableFileAccess: true,
  disableUrlAccess: true,
} as const

/** Below the time limit of the queue (120 s): a server that trickles its answers does not hold a job for ever. */
const sendTimeLimitMs = 90_000

/** A mailer for `smtp://user:password@host:port` or `smtps://…`. It connects when the first mail goes. */
export function createMailer(smtpUrl: string): Mailer {
  const transport = createTransport({ ...poolOptions, url: smtpUrl })
  // A failing idle connection is replaced when the next mail goes.
  transport.on('error', () => undefined)
  return {
    async send(mail) {
      try {
        const sent = await transport.sendMail({
          messageId: mail.messageId,
          from: { ...mail.from },
          // As an object: a comma or a name in it never becomes a second recipient.
          to: { name: '', address: mail.to },
          subject: mail.subject,
          text: mail.text,
          html: mail.html,
          textEncoding: 'base64',
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.locale },
          attachments: mail.attachments.map(({ name, contentType, bytes }) => ({
            filename: name,
            contentType,
            content: Buffer.from(bytes),
          })),
          signal: AbortSignal.timeout(sendTimeLimitMs),
        })
        return { outcome: 'sent', detail: sent.response }
      } catch (error) {
        return outcomeOf(error)
      }
    },
    close: () => transport.close(),
  }
}

/** Only a final answer (5xx) to this mail is a refusal; everything else is worth another try. */
function outcomeOf(error: unknown): MailOutcome {
  if (!(error instanceof Error)) return { outcome: 'unavailable', detail: String(error) }
  const { responseCode, response, permanent, originalCode, code } = error as Partial<SmtpFailure>
  const words = (response ?? error.message).slice(0, 500)
  const detail = response || !(originalCode ?? code) ? words : `${originalCode ?? code}: ${words}`
  // A 5xx to anything but the envelope or the message (greeting, log-in) is about us: another day it may pass.
  const isAboutThisMail = code === 'EENVELOPE' || code === 'EMESSAGE'
  const isFinal =
    responseCode === undefined ? code === 'EENVELOPE' : permanent === true && !authenticationCodes.has(responseCode)
  return { outcome: isAboutThisMail && isFinal ? 'refused' : 'unavailable', detail }
}

type SmtpFailure = {
  responseCode: number
  response: string
  permanent: boolean
  code: string
  originalCode: string
}
