/**
 * Holds mail back while its server is away. After a failure that is the server's (nobody there, a greeting or a log-in
 * that fails, a connection that drops) one mail at a time tries again, after a second, two, four and so on up to
 * `longestWaitMs`; all others wait for it. So a server that comes back has its mail within seconds, and one that stays
 * away is asked four times a minute however much mail there is.
 */
export type MailGate = {
  /** True when a mail may be tried now; false when the server was still away after `holdMs`. */
  pass(): Promise<boolean>
  reached(): void
  failed(): void
  close(): void
}

type Options = {
  /** Called when a server that was away has taken a mail again. */
  readonly onBack: () => void
  readonly firstWaitMs?: number
  readonly longestWaitMs?: number
  /** How long one mail waits here. Its job's heartbeat goes on meanwhile. */
  readonly holdMs?: number
}

export function createMailGate({
  onBack,
  firstWaitMs = 1_000,
  longestWaitMs = 15_000,
  holdMs = 30_000,
}: Options): MailGate {
  /** Null: open. */
  let away: { waitMs: number; nextTryAtMs: number; isTried: boolean } | null = null
  let isClosed = false
  const waiting = new Set<() => void>()
  const wakeAll = () => {
    for (const wake of waiting) wake()
  }

  const sleep = (ms: number) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        waiting.delete(wake)
        resolve()
      }
      const timer = setTimeout(wake, ms)
      waiting.add(wake)
    })

  return {
    async pass() {
      const untilMs = performance.now() + holdMs
      for (;;) {
        if (away === null || isClosed) return !isClosed
        const nowMs = performance.now()
        if (nowMs >= away.nextTryAtMs) {
          // This one goes; while nothing is heard of it, the next goes no sooner.
          away.isTried = true
          away.nextTryAtMs = nowMs + Math.max(away.waitMs, firstWaitMs * 2)
          return true
        }
        if (nowMs >= untilMs) return false
        await sleep(Math.min(away.nextTryAtMs, untilMs) - nowMs)
      }
    },
    reached() {
      if (away === null) return
      away = null
      wakeAll()
      onBack()
    },
    failed() {
      // Those that were under way fail together with the first: that is one failure, not several.
      if (away !== null && !away.isTried) return
      const waitMs = away === null ? firstWaitMs : Math.min(away.waitMs * 2, longestWaitMs)
      away = { waitMs, nextTryAtMs: performance.now() + waitMs, isTried: false }
    },
    close() {
      isClosed = true
      wakeAll()
    },
  }
}
