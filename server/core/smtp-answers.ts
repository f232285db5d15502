/** What a mail server answered, on the line (RFC 5321) or in a report that came later (RFC 3464). */
export type SmtpAnswer = {
  /** The basic code, 550; null where only a status is known. */
  readonly code: number | null
  /** The enhanced status of RFC 3463, `5.1.1`; null where the server gives none. */
  readonly status: string | null
  readonly words: string
}

/** Takes `550 5.1.1 no such user` apart; what is no answer of a server has neither code nor status. */
export function readSmtpAnswer(text: string): SmtpAnswer {
  const code = /^\s*([2-5]\d\d)(?=[\s-]|$)/.exec(text)?.[1]
  const status = /(?:^|[\s(#-])([245]\.\d{1,3}\.\d{1,3})(?=[\s):;,-]|$)/.exec(text)?.[1]
  return { code: code === undefined ? null : Number(code), status: status ?? null, words: text.trim() }
}

/**
 * RFC 3463: x.1.x is about the address (5.1.7 and 5.1.8 about the sender's), 5.2.1 a mailbox that is disabled. Exchange
 * Online answers 5.4.1 for recipients that it does not have.
 */
const noMailboxStatuses = /^5\.(1\.(0|1|2|3|4|6|9|10)|2\.1|4\.1)$/
/** RFC 5321 4.2.3: mailbox unavailable, user not local, mailbox name not allowed. */
const noMailboxCodes: readonly (number | null)[] = [550, 551, 553]
/** Servers without enhanced statuses answer 550 also to a sender that they do not like. */
const aboutTheSender =
  /relay|spam|block|blacklist|blocklist|policy|denied|frequen|limit|authenticat|reputation|spf|dkim/i

/**
 * Whether a final answer says that mail to this address will never arrive. A full mailbox, a refusal of the sender or of
 * the contents, or a host that is away is none of that: the address may be right.
 */
export function saysNoMailbox({ code, status, words }: SmtpAnswer): boolean {
  if (status !== null && status !== '5.0.0') return noMailboxStatuses.test(status)
  return noMailboxCodes.includes(code) && !aboutTheSender.test(words)
}
