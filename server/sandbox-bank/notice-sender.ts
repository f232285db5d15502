import { randomBytes } from 'node:crypto'
import type { SandboxKeys } from '../sandbox-parts/key-folder.ts'
import { signText } from '../sandbox-parts/signing.ts'
import type { Bank, BankClock } from './bank.ts'
import { noticeText } from './signatures.ts'
import type { Notice } from './trades.ts'

/** Seconds to wait before each try: eight in all, the last after an hour and a half. */
const backOffS = [0, 2, 5, 15, 60, 300, 900, 3600]
const answerWithinMs = 5_000
/** Merchants in trouble must not use up the bank's connections. */
const atOnce = 8
/** Timers cannot be set for months; looking again costs nothing. */
const longestSleepMs = 60_000

export type SendNotice = (url: string, init: RequestInit) => Promise<Response>
export type Delivery = { readonly status: number | null; readonly answered: boolean }
export type NoticeSender = ReturnType<typeof createNoticeSender>

/** Brings notices to the merchants, again with growing pauses until one answers `success`. */
export function createNoticeSender(bank: Bank, keys: SandboxKeys, clock: BankClock, send: SendNotice) {
  const underWay = new Map<string, Promise<Delivery>>()
  let timer: NodeJS.Timeout | undefined
  let running = false
  let stopped = false

  async function deliver(notice: Notice): Promise<Delivery> {
    const known = underWay.get(notice.id)
    if (known) return known
    const delivery = deliverOnce(notice).finally(() => underWay.delete(notice.id))
    underWay.set(notice.id, delivery)
    return delivery
  }

  async function deliverOnce(notice: Notice): Promise<Delivery> {
    await bank.settled()
    const { status, answered } = await post(notice)
    const wait = backOffS[notice.tries + 1]
    const over = answered || notice.answered || notice.once || wait === undefined
    await bank.noticeTried(
      notice.id,
      status,
      answered,
      over ? null : new Date(clock.now().getTime() + wait * 1000).toISOString(),
    )
    return { status, answered }
  }

  async function post(notice: Notice): Promise<Delivery> {
    try {
      const response = await send(notice.url, {
        method: 'POST',
        ...signedNotice(notice, keys, clock),
        // A notice follows nobody to another place.
        redirect: 'manual',
        signal: AbortSignal.timeout(answerWithinMs),
      })
      const said = (await response.text()).slice(0, 100).trim()
      return { status: response.status, answered: response.status === 200 && said === 'success' }
    } catch {
      return { status: null, answered: false }
    }
  }

  function due(): Notice[] {
    const now = clock.now().toISOString()
    return [...bank.state.openNotices.values()]
      .filter((notice) => notice.dueAt !== null && notice.dueAt <= now && !underWay.has(notice.id))
      .sort((a, b) => ((a.dueAt ?? '') < (b.dueAt ?? '') ? -1 : 1))
  }

  /** Settles what is due and delivers every due notice once, in the order in which they became due. */
  async function tick(): Promise<number> {
    await bank.settleDue()
    const notices = due()
    for (const notice of notices) await deliver(notice)
    return notices.length
  }

  async function run(): Promise<void> {
    if (running || stopped) return
    running = true
    await bank.settleDue()
    await Promise.all(
      due()
        .slice(0, atOnce)
        .map((notice) => deliver(notice)),
    )
    running = false
    wake()
  }

  /** After anything that may have made work: sleeps until the next moment at which something is due. */
  function wake(): void {
    if (stopped || running) return
    clearTimeout(timer)
    const moments = [
      ...[...bank.state.openNotices.values()].map((notice) => notice.dueAt),
      ...[...bank.state.processing].map((trade) => trade.settlesAt),
      ...[...bank.state.pendingRefunds].map((refund) => refund.settlesAt),
    ].flatMap((at) => (at === null ? [] : [Date.parse(at)]))
    if (moments.length === 0) return
    const waitMs = Math.min(...moments) - clock.now().getTime()
    timer = setTimeout(() => void run(), Math.min(Math.max(waitMs, 0), longestSleepMs))
  }

  return {
    deliver,
    tick,
    wake,
    async stop() {
      stopped = true
      clearTimeout(timer)
      await Promise.allSettled(underWay.values())
    },
  }
}

/** Signed afresh at each try, as its time must be near; only what the notice says stays the same. */
function signedNotice(
  notice: Notice,
  keys: SandboxKeys,
  clock: BankClock,
): { headers: Record<string, string>; body: string } {
  const { content, fault } = notice
  const said = { noticeId: notice.id, ...content }
  if (fault === 'amount') said.amountFen += 100
  if (fault === 'merchant') said.merchant = 'SOMEBODY01'
  const body = JSON.stringify(fault === 'currency' ? { ...said, currency: 'USD' } : said)
  const timestamp = clock.now().toISOString()
  const nonce = randomBytes(16).toString('hex')
  const signature = signText(fault === 'stranger' ? keys.stranger : keys.own, noticeText(timestamp, nonce, body))
  return {
    headers: {
      'content-type': 'application/json',
      'x-bank-timestamp': timestamp,
      'x-bank-nonce': nonce,
      'x-bank-signature': signature,
    },
    body: fault === 'signature' ? JSON.stringify({ ...said, amountFen: said.amountFen + 1 }) : body,
  }
}
