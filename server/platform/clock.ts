/** Passed in wherever a deadline is decided, so that deadlines are plain tests. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }
