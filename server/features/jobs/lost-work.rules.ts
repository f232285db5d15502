/** How the jobs of one piece of work went so far. */
export type JobTries = {
  /** One waits, runs, or is about to be recorded as given up. */
  readonly live: boolean
  /** How many gave up after their last try. */
  readonly givenUp: number
  readonly firstGivenUpAt: Date | null
  readonly lastGivenUpAt: Date | null
}

/** `wait`: it is in hands, or was tried a moment ago. `send`: a new job, with all its tries. `end`: tried in vain. */
export type LostWorkStep = 'wait' | 'send' | 'end'

const minuteMs = 60_000
const firstWaitMs = 5 * minuteMs
const longestWaitMs = 120 * minuteMs
/** What is mended within a day (a full disk, a broken release) is not asked of people again. */
const triedForMs = 24 * 60 * minuteMs
/** Workers that were all away for that day have tried nothing. */
const leastGivenUp = 5

/**
 * What becomes of work that is begun and not done. Without a job, and none that gave up, its job was lost, and it is sent at
 * once; after one that gave up it rests 5 minutes, then twice as long each time, 2 hours at most. After a day of that it ends.
 */
export function nextStep({ live, givenUp, firstGivenUpAt, lastGivenUpAt }: JobTries, now: Date): LostWorkStep {
  if (live) return 'wait'
  if (!firstGivenUpAt || !lastGivenUpAt) return 'send'
  if (givenUp >= leastGivenUp && now.getTime() - firstGivenUpAt.getTime() >= triedForMs) return 'end'
  const restMs = Math.min(firstWaitMs * 2 ** (givenUp - 1), longestWaitMs)
  return now.getTime() - lastGivenUpAt.getTime() < restMs ? 'wait' : 'send'
}
