import { mostDays } from '../../../server/features/finance/finance.schema.ts'

export type Period = { readonly from: string; readonly to: string }

/** Month by month from a day of Shanghai's calendar: 0 is this month up to today, 1 the whole of the last. */
export function monthBefore(today: string, months: number): Period {
  const [year = 0, month = 1] = today.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 10)
  const last = new Date(Date.UTC(year, month - months, 0)).toISOString().slice(0, 10)
  return { from: first, to: months === 0 ? today : last }
}

export function yearOf(today: string): Period {
  return { from: `${today.slice(0, 4)}-01-01`, to: today }
}

export function isPeriod({ from, to }: Period): boolean {
  return from <= to && (Date.parse(to) - Date.parse(from)) / 86_400_000 < mostDays
}

/** Every day of a period, so that days without money are seen as such. */
export function daysOf({ from, to }: Period): string[] {
  const days: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}
