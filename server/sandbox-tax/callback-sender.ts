import { randomBytes } from 'node:crypto'
import type { SandboxKeys } from '../sandbox-parts/key-folder.ts'
import { maxSkewMs, signText } from '../sandbox-parts/signing.ts'
import type { TaxClock, TaxService } from './tax-service.ts'
import type { Callback } from './tax-state.ts'

/** Seconds to wait before each try: eight in all, the last after an hour and a half. */
const backOffS = [0, 2, 5, 15, 60, 300, 900, 3600]
const answerWithinMs = 5_000
/** Partners in trouble must not use up the connections. */
const atOnce = 8
/** Timers cannot be set for months; looking again costs nothing. */
const longestSleepMs = 60_000

export type SendCallback = (url: string, init: RequestInit) => Promise<Response>
export type Delivery = { readonly status: number | null; readonly answered: boolean }
export type CallbackSender = ReturnType<typeof createCallbackSender>

/** Brings callbacks to the partners, again with growing pauses until one answers `success`. */
export function createCallbackSender(service: TaxService, keys: SandboxKeys, clock: TaxClock, send: SendCallback) {
  const underWay = new Map<string, Promise<Delivery>>()
  let timer: NodeJS.Timeout | undefined
  let running = false
  let stopped = false

  async function deliver(callback: Callback): Promise<Delivery> {
    const known = underWay.get(callback.id)
    if (known) return known
    const delivery = deliverOnce(callback).finally(() => underWay.delete(callback.id))
    underWay.set(callback.id, delivery)
    return delivery
  }

  async function deliverOnce(callback: Callback): Promise<Delivery> {
    await service.settled()
    const { status, answered } = await post(callback)
    const wait = backOffS[callback.tries + 1]
    const over = answered || callback.answered || callback.once || wait === undefined
    const dueAt = over ? null : new Date(clock.now().getTime() + wait * 1000).toISOString()
    await service.callbackTried(callback.id, status, answered, dueAt)
    return { status, answered }
  }

  async function post(callback: Callback): Promise<Delivery> {
    try {
      const response = await send(callback.url, {
        method: 'POST',
        ...signedCallback(callback, keys, clock),
        // A callback follows nobody to another place.
        redirect: 'manual',
        signal: AbortSignal.timeout(answerWithinMs),
      })
      const said = (await response.text()).slice(0, 100).trim()
      return { status: response.status, answered: response.status === 200 && said === 'success' }
    } catch {
      return { status: null, answered: false }
    }
  }

  function due(): Callback[] {
    const now = clock.now().toISOString()
    return [...service.state.openCallbacks.values()]
      .filter((callback) => callback.dueAt !== null && callback.dueAt <= now && !underWay.has(callback.id))
      .sort((a, b) => ((a.dueAt ?? '') < (b.dueAt ?? '') ? -1 : 1))
  }

  /** Settles what is due and delivers every due callback once, in the order in which they became due. */
  async function tick(): Promise<number> {
    await service.settleDue()
    const callbacks = due()
    for (const callback of callbacks) await deliver(callback)
    return callbacks.length
  }

  async function run(): Promise<void> {
    if (running || stopped) return
    running = true
    await service.settleDue()
    await Promise.all(
      due()
        .slice(0, atOnce)
        .map((callback) => deliver(callback)),
    )
    running = false
    wake()
  }

  /** After anything that may have made work: sleeps until the next moment at which something is due. */
  function wake(): void {
    if (stopped || running) return
    clearTimeout(timer)
    const moments = [
      ...[...service.state.openCallbacks.values()].map((callback) => callback.dueAt),
      ...[...service.state.working].map((request) => request.settlesAt),
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

/** Signed afresh at each try, as its time must be near; only what the callback says stays the same. */
function signedCallback(
  { id, content, fault }: Callback,
  keys: SandboxKeys,
  clock: TaxClock,
): { headers: Record<string, string>; body: string } {
  const said = { callbackId: id, ...content }
  if (fault === 'app') said.app = 'SOMEBODY01'
  if (fault === 'number' && said.number !== null) said.number = otherNumber(said.number)
  const body = JSON.stringify(said)
  const now = clock.now().getTime()
  const timestamp = new Date(fault === 'stale' ? now - 2 * maxSkewMs : now).toISOString()
  const nonce = randomBytes(16).toString('hex')
  const key = fault === 'stranger' ? keys.stranger : keys.own
  return {
    headers: {
      'content-type': 'application/json',
      'x-timestamp': timestamp,
      'x-nonce': nonce,
      'x-signature': signText(key, `CALLBACK\n${timestamp}\n${nonce}\n${body}\n`),
    },
    body: fault === 'signature' ? JSON.stringify({ ...said, serial: `${said.serial}0` }) : body,
  }
}

/** The last digit changed. */
function otherNumber(number: string): string {
  return `${number.slice(0, -1)}${(Number(number.slice(-1)) + 1) % 10}`
}
