/**
 * Working time in Asia/Shanghai (UTC+8 all year since 1991): Monday to Friday, holidays off, made-up weekend days on
 * (国务院办公厅 publishes both each year; they are rows of calendar_days).
 */
export type WorkingCalendar = {
  readonly startsMinute: number
  readonly endsMinute: number
  /** `2026-10-01` */
  readonly holidays: ReadonlySet<string>
  readonly workdays: ReadonlySet<string>
}

const shanghaiOffsetMs = 8 * 3_600_000
const dayMs = 86_400_000

/** The moment when `hours` of working time have passed since `from`. */
export function addWorkingHours(from: Date, hours: number, calendar: WorkingCalendar): Date {
  let leftMs = hours * 3_600_000
  let localMs = from.getTime() + shanghaiOffsetMs
  // Ten years of days bounds the loop even when a calendar has no working day at all.
  for (let days = 0; days < 3660; days++) {
    const midnightMs = Math.floor(localMs / dayMs) * dayMs
    if (isWorkday(midnightMs, calendar)) {
      const startMs = midnightMs + calendar.startsMinute * 60_000
      const endMs = midnightMs + calendar.endsMinute * 60_000
      const beginMs = Math.max(localMs, startMs)
      if (beginMs + leftMs <= endMs) return new Date(beginMs + leftMs - shanghaiOffsetMs)
      leftMs -= Math.max(0, endMs - beginMs)
    }
    localMs = midnightMs + dayMs
  }
  throw new RangeError('the calendar has no working days')
}

/** Whether somebody is at work: between the hours of a working day. */
export function isWorkingTime(at: Date, calendar: WorkingCalendar): boolean {
  const localMs = at.getTime() + shanghaiOffsetMs
  const midnightMs = Math.floor(localMs / dayMs) * dayMs
  const minute = (localMs - midnightMs) / 60_000
  return isWorkday(midnightMs, calendar) && minute >= calendar.startsMinute && minute < calendar.endsMinute
}

function isWorkday(localMidnightMs: number, calendar: WorkingCalendar): boolean {
  const date = new Date(localMidnightMs)
  const day = date.toISOString().slice(0, 10)
  if (calendar.holidays.has(day)) return false
  if (calendar.workdays.has(day)) return true
  return date.getUTCDay() >= 1 && date.getUTCDay() <= 5
}

/** `2026-05-08` in Asia/Shanghai. */
export function shanghaiDay(at: Date): string {
  return new Date(at.getTime() + shanghaiOffsetMs).toISOString().slice(0, 10)
}
