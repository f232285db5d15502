import type { Slip } from './match-index.rules.ts'

const dayMs = 86_400_000
const known = new Map<string, number>()
/** Years of days; emptied when full. */
const mostDays = 10_000

/** Days since 1970 of `YYYY-MM-DD`; remembered, because the same days are compared over and over. */
export function dayNumber(date: string): number {
  const remembered = known.get(date)
  if (remembered !== undefined) return remembered
  const day = Math.round(Date.parse(`${date}T00:00:00Z`) / dayMs)
  if (known.size >= mostDays) known.clear()
  known.set(date, day)
  return day
}

/** Days from `from` to `to`, both `YYYY-MM-DD`. */
export function daysFrom(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from)
}

/** The day that a slip shows. */
export function slipDay(slip: Slip): string | null {
  return slip.kind === 'payment' ? slip.facts.movedOn : slip.facts.paidOn
}

/** Days between a line and a slip; 10 where the slip has no day. */
export function daysApart(line: { readonly date: string }, slip: Slip): number {
  const day = slipDay(slip)
  return day === null ? 10 : Math.abs(daysFrom(day, line.date))
}
