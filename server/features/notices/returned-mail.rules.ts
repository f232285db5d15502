import { readSmtpAnswer, type SmtpAnswer } from '../../core/smtp-answers.ts'

/** What a returned mail says about one of ours. */
export type ReturnReport = {
  /** The notice that our Message-ID names, and which sending of it. */
  readonly noticeId: string
  readonly round: number
  /** `failed`: for good; `delayed`: the server still tries; `arrived`: it is no failure at all. */
  readonly action: 'failed' | 'delayed' | 'arrived'
  readonly answer: SmtpAnswer
}
export type ReturnProblem = 'notReport' | 'noMessageId'

type Part = { readonly head: ReadonlyMap<string, string>; readonly body: string; readonly type: string }

/** A report has three parts, its text perhaps in two forms; more than these is no report. */
const mostParts = 40
const deepest = 6

/**
 * Reads a mail that came back: RFC 3464 says what failed (message/delivery-status), and the returned mail or its head
 * bears our Message-ID. Servers that write only to people (163, QQ) are understood by their sender and the answer that
 * they quote. `text` holds one byte a character. Nothing in it is believed but status, words and that Message-ID.
 */
export function readReturnedMail(text: string): ReturnReport | ReturnProblem {
  const parts = [...partsOf(text.replace(/\r\n?/g, '\n'), 0)].slice(0, mostParts)
  const [outer] = parts
  if (!outer) return 'notReport'
  const status = parts.find((part) => /^message\/(global-)?delivery-status/.test(part.type))
  const said = status ? deliveryStatusOf(status.body) : wordsOfServer(outer, parts)
  if (!said) return 'notReport'
  const named = ourMessageIdIn(parts)
  return named ? { ...named, ...said } : 'noMessageId'
}

/** The part and all parts in it; a returned mail counts with its head alone. */
function* partsOf(text: string, depth: number): Generator<Part> {
  const { head, body } = headOf(text)
  const [type = 'text/plain', ...parameters] = (head.get('content-type') ?? 'text/plain').split(';')
  const part = {
    head,
    body: decodeBody(body, head.get('content-transfer-encoding') ?? ''),
    type: type.trim().toLowerCase(),
  }
  yield part
  if (depth >= deepest) return
  if (part.type.startsWith('multipart/')) {
    const boundary = /boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(parameters.join(';'))
    const line = boundary?.[1] ?? boundary?.[2]
    if (line === undefined) return
    const pieces = `\n${body}`.split(`\n--${line}`).slice(1, mostParts)
    for (const piece of pieces) {
      if (piece.startsWith('--')) return
      yield* partsOf(piece.replace(/^[^\n]*\n/, ''), depth + 1)
    }
  } else if (/^(message\/(rfc822|global)|text\/(rfc822-headers|global-headers))/.test(part.type)) {
    const inner = headOf(part.body)
    yield { head: inner.head, body: '', type: 'head' }
  }
}

/** Header fields, unfolded, by their names in small letters; of several of one name the first. */
function headOf(text: string): { head: ReadonlyMap<string, string>; body: string } {
  const end = text.indexOf('\n\n')
  const lines = (end < 0 ? text : text.slice(0, end))
    .slice(0, 64_000)
    .replace(/\n[ \t]+/g, ' ')
    .split('\n')
  const head = new Map<string, string>()
  for (const line of lines.slice(0, 300)) {
    const field = /^([!-9;-~]{1,80}):\s*(.*)$/.exec(line)
    const name = field?.[1]?.toLowerCase()
    if (name && !head.has(name)) head.set(name, field?.[2] ?? '')
  }
  return { head, body: end < 0 ? '' : text.slice(end + 2) }
}

function decodeBody(body: string, encoding: string): string {
  switch (encoding.trim().toLowerCase()) {
    case 'base64':
      return Buffer.from(body.replace(/[^A-Za-z0-9+/=]/g, ''), 'base64')
        .toString('latin1')
        .replace(/\r\n?/g, '\n')
    case 'quoted-printable':
      return body
        .replace(/[ \t]*=\n/g, '')
        .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    default:
      return body
  }
}

/** RFC 3464 2.3: groups of fields, the first about the message, one for each recipient after it. */
function deliveryStatusOf(body: string): Omit<ReturnReport, 'noticeId' | 'round'> | null {
  const groups = body.split(/\n[ \t]*\n/).map((group) => headOf(`${group}\n\n`).head)
  const about = groups.filter((group) => group.has('action') || group.has('status'))
  const recipient = about.find((group) => group.get('action')?.trim().toLowerCase() === 'failed') ?? about[0]
  if (!recipient) return null
  const action = recipient.get('action')?.trim().toLowerCase() ?? 'failed'
  const status = /\b([245]\.\d{1,3}\.\d{1,3})\b/.exec(recipient.get('status') ?? '')?.[1] ?? null
  const diagnostic = (recipient.get('diagnostic-code') ?? '').replace(/^\s*\w+\s*;\s*/, '').slice(0, 500)
  const said = readSmtpAnswer(diagnostic)
  // A relay that gives up writes 5.0.0 beside what the server behind it said.
  const surest = status === null || (status === '5.0.0' && said.status !== null) ? said.status : status
  const answer = { code: said.code, status: surest, words: asText(said.words || (status ?? '')) }
  if (action === 'delayed') return { action: 'delayed', answer }
  return { action: action === 'failed' ? 'failed' : 'arrived', answer }
}

/** What a server that writes to people alone quotes of the answer that it got. */
function wordsOfServer(outer: Part, parts: readonly Part[]): Omit<ReturnReport, 'noticeId' | 'round'> | null {
  const isFromServer = /mailer-daemon|postmaster|mail delivery|mailadmin/i.test(outer.head.get('from') ?? '')
  if (!isFromServer) return null
  for (const part of parts) {
    const line = /(?:^|[\s:：>"'(])(5\d\d[ -](?:5\.\d{1,3}\.\d{1,3}[ ])?[^\n<]{3,400})/.exec(part.body)?.[1]
    if (line === undefined || !part.type.startsWith('text/')) continue
    return { action: 'failed', answer: { ...readSmtpAnswer(line), words: asText(line.trim()) } }
  }
  return null
}

const ourMessageId =
  /<([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})(?:\.(\d{1,4}))?@[^\s<>]{1,255}>/i

/** First the head of the returned mail, then what the report says that it answers, then its text. */
function ourMessageIdIn(parts: readonly Part[]): { noticeId: string; round: number } | null {
  const places = [
    ...parts.filter((part) => part.type === 'head').map((part) => part.head.get('message-id') ?? ''),
    ...parts.slice(0, 1).flatMap((part) => [part.head.get('in-reply-to') ?? '', part.head.get('references') ?? '']),
    ...parts.filter((part) => part.type.startsWith('text/')).map((part) => part.body),
  ]
  for (const place of places) {
    const found = ourMessageId.exec(place)
    if (found?.[1]) return { noticeId: found[1].toLowerCase(), round: Number(found[2] ?? 0) }
  }
  return null
}

/** Bytes that are UTF-8 are read as such; others stay out of what pages show. */
function asText(bytes: string): string {
  const decoded = Buffer.from(bytes, 'latin1').toString('utf8')
  return decoded
    .replace(/[\p{Cc}\uFFFD]+/gu, ' ')
    .trim()
    .slice(0, 500)
}
