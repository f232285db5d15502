/**
 * ISO 8601 durations, as `result.duration` of an xAPI statement has them (1.0.3 part two 4.6): weeks, or years to seconds,
 * the smallest of them with a fraction. A year is taken for 365 days and a month for 30: the standard leaves it open, and
 * nobody studies a course for a month without a break.
 */
const shape =
  /^P(?:(\d+(?:[.,]\d+)?)W|(?=\d|T)(?:(\d+(?:[.,]\d+)?)Y)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)D)?(?:T(?=\d)(?:(\d+(?:[.,]\d+)?)H)?(?:(\d+(?:[.,]\d+)?)M)?(?:(\d+(?:[.,]\d+)?)S)?)?)$/

const secondsOf = [7 * 86_400, 365 * 86_400, 30 * 86_400, 86_400, 3600, 60, 1] as const

/** 68 years: what an `integer` column holds. More than that is that much. */
export const mostSeconds = 2_147_483_647

/** Whether it is written as the standard wants it, with a fraction in the last part alone. */
export function isDuration(text: string): boolean {
  const parts = shape
    .exec(text)
    ?.slice(1)
    .filter((part) => part !== undefined)
  return parts !== undefined && parts.length > 0 && parts.slice(0, -1).every((part) => !/[.,]/.test(part))
}

/** `PT1H30M` -> 5400. Parts of a second are dropped: never more than was stated. Null for what is no duration. */
export function parseDuration(text: string): number | null {
  if (!isDuration(text)) return null
  const parts = shape.exec(text)?.slice(1) ?? []
  // In hundredths, the standard's precision, so that 0.29 of a second is 29 of them and not 28.999…
  const hundredths = parts.reduce(
    (sum, part, at) =>
      sum + (part === undefined ? 0 : Math.round(Number(part.replace(',', '.')) * (secondsOf[at] ?? 0) * 100)),
    0,
  )
  return Math.min(Math.floor(hundredths / 100), mostSeconds)
}
