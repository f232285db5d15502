import { mailAddressSchema } from '../../core/mail-address.ts'

/**
 * How long a try that was begun is taken to be running. A job's worker is found dead after the heartbeat of ten seconds
 * (platform/job-sender.ts), so that the repeat meets an older try; two jobs for one mail meet a younger one.
 */
const tryRunsMs = 10_000

/** Whether a try that was begun at `begunAt` may still be going on in another worker. */
export function isBusy(begunAt: Date, now: Date): boolean {
  return now.getTime() - begunAt.getTime() < tryRunsMs
}

/**
 * The same for every try of one sending, another when staff send it again (`round`): mailboxes show a Message-ID once,
 * which is right for repeats and wrong for what somebody asked for anew.
 */
export function messageIdOf(noticeId: string, round: number, senderAddress: string): string {
  const host = senderAddress.slice(senderAddress.lastIndexOf('@') + 1)
  return `<${noticeId}${round === 0 ? '' : `.${round}`}@${host}>`
}

/** From `Name <address>` or an address alone, then under the centre's name; null when none is set. */
export function senderOf(centre: { name: string; mailFrom: string }): { name: string; address: string } | null {
  const match = /^([^<>]*)<([^<>]+)>$/.exec(centre.mailFrom.trim())
  const address = mailAddressSchema.safeParse(match ? match[2] : centre.mailFrom)
  if (!address.success) return null
  const name = (match?.[1] ?? '').trim().replace(/^"|"$/g, '')
  return { name: (name || centre.name).replace(/\p{Cc}/gu, ' '), address: address.data }
}
