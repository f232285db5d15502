import { compact, type StatementCell, textOf } from './statement-cells.rules.ts'

export type Moment = {
  /** YYYY-MM-DD */
  readonly date: string | null
  /** HH:MM:SS */
  readonly time: string | null
}

/** 03-04-2026: whether the day or the month comes first is a matter of the column. */
export type DayOrder = 'dayFirst' | 'monthFirst' | null

export type DateReading = Moment | 'empty' | 'ambiguous' | 'unreadable'

const timePart = String.raw`(?:T|[-\s]?)(\d{1,2})[:.时](\d{1,2})(?:[:.分](\d{1,2})秒?(?:[.,:]\d{1,9})?|分)?(?:Z|[+-]\d{2}:?\d{2})?`
const yearFirst = new RegExp(String.raw`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:${timePart})?$`, 'u')
const digitsOnly = /^(\d{4})(\d{2})(\d{2})(?:[-_T]?(\d{2}):?(\d{2}):?(\d{2})(?:\.?\d{1,6})?)?$/u
const digitsThenTime = /^(\d{4})(\d{2})(\d{2})[-_T]?(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?:\.\d+)?$/u
const yearLast = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:${timePart})?$`, 'u')
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const dayMonthName = new RegExp(String.raw`^(\d{1,2})[-/]?([a-z]{3})[a-z]*[-/.,]?(\d{4})(?:${timePart})?$`, 'iu')
const monthNameDay = new RegExp(String.raw`^([a-z]{3})[a-z]*[-/.]?(\d{1,2}),(\d{4})(?:${timePart})?$`, 'iu')
const weekday = /[([]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?/u

/** Serials of 2000-01-01 and 2099-12-31 in the system of 1900: what else five digits are, no statement's date is. */
const firstSerial = 36_526
const lastSerial = 73_050

/** Reads a date with or without a time of day behind it. */
export function readDate(cell: StatementCell | undefined, order: DayOrder): DateReading {
  const shown = textOf(cell)
  if (cell === undefined || shown === '' || /^[-—/\\]+$/u.test(shown)) return 'empty'
  const spaced = shown.normalize('NFKC').replace(weekday, '').replace(/\s+/gu, ' ').trim()
  const close = compact(spaced)
  if (/^\d{5}(?:\.\d+)?$/u.test(close)) return fromSerial(Number(close))
  // 2026-03-03 145800
  const clocked = spaced.replace(/^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}) (\d{2})(\d{2})(\d{2})$/u, '$1 $2:$3:$4')
  for (const text of [clocked, close]) {
    const first = yearFirst.exec(text) ?? digitsThenTime.exec(text) ?? digitsOnly.exec(text)
    if (first) return moment(first[1], first[2], first[3], first.slice(4))
    const last = yearLast.exec(text)
    if (last) return fromYearLast(last, order)
    const named = dayMonthName.exec(text)
    if (named) return moment(named[3], monthNumber(named[2]), named[1], named.slice(4))
    const leading = monthNameDay.exec(text)
    if (leading) return moment(leading[3], monthNumber(leading[1]), leading[2], leading.slice(4))
  }
  return 'unreadable'
}

function monthNumber(name: string | undefined): string {
  return String(months.indexOf((name ?? '').toLowerCase()) + 1)
}

function fromYearLast(match: RegExpExecArray, order: DayOrder): DateReading {
  const [, one = '', two = '', year] = match
  const rest = match.slice(4)
  const a = Number(one)
  const b = Number(two)
  if (a > 12 || (order === 'dayFirst' && b <= 12) || a === b) return moment(year, two, one, rest)
  if (b > 12 || order === 'monthFirst') return moment(year, one, two, rest)
  return 'ambiguous'
}

/** What a date of a column says about the order of its fellows. */
export function dayOrderOf(cell: StatementCell | undefined): DayOrder {
  const match = yearLast.exec(compact(textOf(cell)))
  if (!match) return null
  const [a, b] = [Number(match[1]), Number(match[2])]
  if (a > 12 && b <= 12) return 'dayFirst'
  return b > 12 && a <= 12 ? 'monthFirst' : null
}

function fromSerial(serial: number): DateReading {
  if (serial < firstSerial || serial > lastSerial) return 'unreadable'
  const seconds = Math.round((serial - Math.floor(serial)) * 86_400)
  const at = new Date(Date.UTC(1899, 11, 30 + Math.floor(serial)) + seconds * 1000).toISOString()
  return { date: at.slice(0, 10), time: seconds === 0 ? null : at.slice(11, 19) }
}

function moment(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
  clock: readonly (string | undefined)[],
): DateReading {
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  if (y < 1990 || y > 2099 || m < 1 || m > 12 || d < 1 || d > 31) return 'unreadable'
  if (new Date(Date.UTC(y, m - 1, d)).getUTCDate() !== d) return 'unreadable'
  const date = `${year}-${two(m)}-${two(d)}`
  if (clock[0] === undefined) return { date, time: null }
  const time = clockTime(Number(clock[0]), Number(clock[1] ?? 0), Number(clock[2] ?? 0))
  return time === null ? 'unreadable' : { date, time }
}

function clockTime(hours: number, minutes: number, seconds: number): string | null {
  if (hours > 23 || minutes > 59 || seconds > 59) return null
  return `${two(hours)}:${two(minutes)}:${two(seconds)}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

/**
 * Reads a time of day, or the time within a date: `14:58:00`, `145800`, `93015` (a number cell that lost its zero),
 * `14.58.00`, `下午2:58`, a part of a day (0.62361). Null when it is none.
 */
export function readTime(cell: StatementCell | undefined): string | null {
  const shown = textOf(cell)
  if (cell === undefined || shown === '') return null
  const close = compact(shown.normalize('NFKC'))
  const clock = /^(上午|下午|AM|PM)?(\d{1,2})[:.时](\d{1,2})(?:[:.分](\d{1,2})秒?(?:[.,:]\d+)?|分)?(AM|PM)?$/iu.exec(
    close,
  )
  if (clock && !(cell.kind === 'number')) {
    const half = (clock[1] ?? clock[5] ?? '').toUpperCase()
    const hours = Number(clock[2])
    const later = (half === '下午' || half === 'PM') && hours < 12 ? 12 : 0
    return clockTime(hours + later, Number(clock[3]), Number(clock[4] ?? 0))
  }
  if (/^0?\.\d+$/u.test(close)) {
    const seconds = Math.round(Number(close) * 86_400)
    return clockTime(Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60)
  }
  if (/^\d{1,9}$/u.test(close) && typeof readDate(cell, null) === 'string') {
    // HHMM is written with four digits only by hand; a number cell drops the zeros of 00:12:05.
    const digits = close.length === 4 && cell.kind === 'text' ? `${close}00` : close
    const six = digits.length <= 6 ? digits.padStart(6, '0') : digits.slice(0, 6)
    if (digits.length === 7) return null
    return clockTime(Number(six.slice(0, 2)), Number(six.slice(2, 4)), Number(six.slice(4, 6)))
  }
  const whole = readDate(cell, 'dayFirst')
  return typeof whole === 'string' ? null : whole.time
}
