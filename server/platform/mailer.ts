import { createTransport } from 'nodemailer'
import { readSmtpAnswer, saysNoMailbox } from '../core/smtp-answers.ts'
import { createMailGate } from './mail-gate.ts'

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
  /** The server says that there is no such mailbox: nothing will ever arrive there. */
  readonly noMailbox?: boolean
}

export type Mailer = {
  /**
   * Waits while the server is away and others find out whether it is back; false when it was still away after half a
   * minute: then the mail is to be tried later, and nothing was tried now.
   */
  ready(): Promise<boolean>
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

/**
 * A mailer for `smtp://user:password@host:port` or `smtps://…`. It connects when the first mail goes. `onBack` is called
 * when a server that was away has answered again.
 */
export function createMailer(smtpUrl: string, onBack: () => void = () => undefined): Mailer {
  const transport = createTransport({ ...poolOptions, url: smtpUrl })
  const gate = createMailGate({ onBack })
  // A failing idle connection is replaced when the next mail goes.
  transport.on('error', () => undefined)
  return {
    ready: () => gate.pass(),
    async send(mail) {
      try {
        const sent = await transport.sendMail({
          messageId: mail.messageId,
          from: { name: headText(mail.from.name), address: mail.from.address },
          // As an object: a comma or a name in it never becomes a second recipient.
          to: { name: '', address: mail.to },
          subject: headText(mail.subject),
          text: mail.text,
          html: mail.html,
          textEncoding: 'base64',
          headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': mail.locale },
          attachments: mail.attachments.map(({ name, contentType, bytes }) => ({
            filename: attachmentName(name),
            contentType,
            content: Buffer.from(bytes),
          })),
          signal: AbortSignal.timeout(sendTimeLimitMs),
        })
        gate.reached()
        return { outcome: 'sent', detail: sent.response }
      } catch (error) {
        if (isServerAway(error)) gate.failed()
        else gate.reached()
        return outcomeOf(error)
      }
    },
    close() {
      gate.close()
      transport.close()
    },
  }
}

/**
 * A text for a line of the head. Control characters are taken out; and a text that holds an encoded word of its own
 * (RFC 2047: `=?utf-8?B?…?=`) is encoded as a whole, so that mail programs show it and do not decode it.
 */
export function headText(text: string): string {
  const line = text.replace(/\p{Cc}+/gu, ' ').trim()
  if (!line.includes('=?')) return line
  const words: string[] = []
  // An encoded word has 75 characters at most, and no character is split between two: eleven of four bytes fit.
  const characters = [...line]
  for (let at = 0; at < characters.length; at += 11) {
    words.push(`=?UTF-8?B?${Buffer.from(characters.slice(at, at + 11).join('')).toString('base64')}?=`)
  }
  return words.join(' ')
}

/** A file name that every system can save: nothing that names a folder, ends a header or is refused by Windows. */
export function attachmentName(name: string): string {
  const plain = name
    .replace(/[\p{Cc}\p{Cf}]+/gu, '')
    .replace(/[\\/:*?"<>|]+/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  const dot = plain.lastIndexOf('.')
  const [stem, extension] = dot > 0 && plain.length - dot <= 8 ? [plain.slice(0, dot), plain.slice(dot)] : [plain, '']
  return `${[...stem].slice(0, longestAttachmentName).join('') || 'file'}${extension}`
}
const longestAttachmentName = 100

/**
 * Whether the failure says something about the server and not about this mail: nobody answers, the log-in fails, the
 * connection drops, or the server says that it is closing (421).
 */
function isServerAway(error: unknown): boolean {
  const { responseCode, code } = (error instanceof Error ? error : {}) as Partial<SmtpFailure>
  if (responseCode === 421 || (responseCode !== undefined && authenticationCodes.has(responseCode))) return true
  return code !== 'EENVELOPE' && code !== 'EMESSAGE' && code !== 'ESTREAM'
}

/** Only a final answer (5xx) to this mail is a refusal; everything else is worth another try. */
function outcomeOf(error: unknown): MailOutcome {
  if (!(error instanceof Error)) return { outcome: 'unavailable', detail: String(error) }
  const { responseCode, response, permanent, originalCode, code, command } = error as Partial<SmtpFailure>
  const words = (response ?? error.message).slice(0, 500)
  const detail = response || !(originalCode ?? code) ? words : `${originalCode ?? code}: ${words}`
  // A 5xx to anything but the recipient or the message (greeting, log-in, sender) is about us: another day it may pass.
  const isAboutThisMail = code === 'EMESSAGE' || (code === 'EENVELOPE' && (command !== 'MAIL FROM' || !response))
  const isFinal =
    responseCode === undefined
      ? // Not even said: an address that nodemailer refuses, or a message that the server announced to be too large.
        code === 'EENVELOPE' || command === 'MAIL FROM'
      : permanent === true && !authenticationCodes.has(responseCode)
  if (!isAboutThisMail || !isFinal) return { outcome: 'unavailable', detail }
  const noMailbox = command === 'RCPT TO' && saysNoMailbox(readSmtpAnswer(response ?? ''))
  return { outcome: 'refused', detail, noMailbox }
}

type SmtpFailure = {
  responseCode: number
  response: string
  permanent: boolean
  code: string
  originalCode: string
  command: string
}
