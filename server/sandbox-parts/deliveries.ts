/** Seconds to wait before each try: eight in all, the last after an hour and a half. */
const backOffS = [0, 2, 5, 15, 60, 300, 900, 3600]
const answerWithinMs = 5_000
/** Receivers in trouble must not use up the connections. */
const atOnce = 8
/** Timers cannot be set for months; looking again costs nothing. */
const longestSleepMs = 60_000

/** What a sandbox has to bring to one of its own, as its journal holds it. */
export type Message = {
  readonly id: string
  readonly url: string
  readonly tries: number
  readonly answered: boolean
  /** Brought once, whatever is answered. */
  readonly once: boolean
  readonly dueAt: string | null
}

export type SendMessage = (url: string, init: RequestInit) => Promise<Response>
export type Delivery = { readonly status: number | null; readonly answered: boolean }

export type Deliverer<M extends Message> = {
  /** Those that nobody has answered yet. */
  open(): Iterable<M>
  /** Other moments at which the sandbox settles something of itself. */
  moments(): Iterable<string | null>
  /** When all that was written is on disk. */
  settled(): Promise<unknown>
  settleDue(): Promise<unknown>
  tried(id: string, status: number | null, answered: boolean, dueAt: string | null): Promise<unknown>
  /** Signed afresh at each try, as its time must be near; only what the message says stays the same. */
  signed(message: M): { headers: Record<string, string>; body: string }
  readonly clock: { now(): Date }
  readonly send: SendMessage
}

export type Deliveries<M extends Message> = {
  deliver(message: M): Promise<Delivery>
  tick(): Promise<number>
  wake(): void
  stop(): Promise<void>
}

/** Brings messages to their receivers, again with growing pauses until one answers `success`. */
export function createDeliveries<M extends Message>(from: Deliverer<M>): Deliveries<M> {
  const underWay = new Map<string, Promise<Delivery>>()
  let timer: NodeJS.Timeout | undefined
  let running = false
  let stopped = false

  async function deliver(message: M): Promise<Delivery> {
    const known = underWay.get(message.id)
    if (known) return known
    const delivery = deliverOnce(message).finally(() => underWay.delete(message.id))
    underWay.set(message.id, delivery)
    return delivery
  }

  async function deliverOnce(message: M): Promise<Delivery> {
    await from.settled()
    const { status, answered } = await post(message)
    const wait = backOffS[message.tries + 1]
    const over = answered || message.answered || message.once || wait === undefined
    await from.tried(
      message.id,
      status,
      answered,
      over ? null : new Date(from.clock.now().getTime() + wait * 1000).toISOString(),
    )
    return { status, answered }
  }

  async function post(message: M): Promise<Delivery> {
    try {
      const response = await from.send(message.url, {
        method: 'POST',
        ...from.signed(message),
        // A message follows nobody to another place.
        redirect: 'manual',
        signal: AbortSignal.timeout(answerWithinMs),
      })
      const said = (await response.text()).slice(0, 100).trim()
      return { status: response.status, answered: response.status === 200 && said === 'success' }
    } catch {
      return { status: null, answered: false }
    }
  }

  function due(): M[] {
    const now = from.clock.now().toISOString()
    return [...from.open()]
      .filter((message) => message.dueAt !== null && message.dueAt <= now && !underWay.has(message.id))
      .sort((a, b) => ((a.dueAt ?? '') < (b.dueAt ?? '') ? -1 : 1))
  }

  /** Settles what is due and delivers every due message once, in the order in which they became due. */
  async function tick(): Promise<number> {
    await from.settleDue()
    const messages = due()
    for (const message of messages) await deliver(message)
    return messages.length
  }

  async function run(): Promise<void> {
    if (running || stopped) return
    running = true
    await from.settleDue()
    await Promise.all(
      due()
        .slice(0, atOnce)
        .map((message) => deliver(message)),
    )
    running = false
    wake()
  }

  /** After anything that may have made work: sleeps until the next moment at which something is due. */
  function wake(): void {
    if (stopped || running) return
    clearTimeout(timer)
    const moments = [...[...from.open()].map((message) => message.dueAt), ...from.moments()].flatMap((at) =>
      at === null ? [] : [Date.parse(at)],
    )
    if (moments.length === 0) return
    const waitMs = Math.min(...moments) - from.clock.now().getTime()
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
