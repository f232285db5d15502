/** `2026-10-31`: the last day of a month. */
export function lastDayOf(month: string): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
}

/** Whether the whole of a month lies before a day of Shanghai's calendar. */
export function isOver(month: string, today: string): boolean {
  return lastDayOf(month) < today
}
