import { createSignal } from 'solid-js'

/** How often to ask while the worker reads, for the first minute and then; in milliseconds. */
const readingMs = 1_500
const readingLongMs = 5_000
const patienceMs = 60_000

export interface ReadingPace {
  /** For a query's `refreshMs`. */
  refreshMs(): number | false
  /** Told with every answer whether the worker still has something to do, and how often to ask when it has not. */
  follow(inWork: boolean, otherwiseMs: number | false): void
}

/** Asks often while pictures are being read, less often when that takes long, and then as the page likes. */
export function createReadingPace(): ReadingPace {
  const [refreshMs, setRefreshMs] = createSignal<number | false>(false)
  let workingSince = 0
  return {
    refreshMs,
    follow(inWork, otherwiseMs) {
      if (!inWork) workingSince = 0
      else if (workingSince === 0) workingSince = Date.now()
      const long = workingSince > 0 && Date.now() - workingSince > patienceMs
      setRefreshMs(inWork ? (long ? readingLongMs : readingMs) : otherwiseMs)
    },
  }
}

/** While a file has arrived that no answer has shown yet. */
export const awaitedMs = readingMs
