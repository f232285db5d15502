/** How a stored number reads: plain, with leading zeros, or as a date, by its cell's number format. */

export type NumberFormat =
  | { readonly kind: 'plain' }
  /** `000000`: shown with at least so many digits. */
  | { readonly kind: 'padded'; readonly digits: number }
  | { readonly kind: 'date'; readonly date: boolean; readonly time: boolean }

export const plainFormat: NumberFormat = { kind: 'plain' }

/**
 * A number of 16 digits has lost some: spreadsheet programs keep fifteen (Excel specifications and limits, "Number
 * precision"), so an identity number of 18 digits is stored as 110101199001011000.
 */
const exactBelow = 1e15

export function losesPrecision(value: number): boolean {
  return Math.abs(value) >= exactBelow
}

/**
 * Without exponent and separators. Whole numbers in full; fractions to fifteen significant digits as programs show them,
 * so that the sum 0.1 + 0.2 reads 0.3.
 */
export function numberText(value: number): string {
  if (Number.isInteger(value)) return value > -1e21 && value < 1e21 ? plainDigits(String(value)) : expand(String(value))
  if (!Number.isFinite(value)) return String(value)
  return expand(String(Number(value.toPrecision(15))))
}

function plainDigits(text: string): string {
  return text === '-0' ? '0' : text
}

/** `1.5e-7` → `0.00000015`, `1.2e+22` → `12000000000000000000000`. */
function expand(text: string): string {
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text)
  if (!match) return text
  const [, sign = '', whole = '', fraction = '', exponentText = '0'] = match
  const exponent = Number(exponentText)
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${whole}${fraction}`
  return `${sign}${whole}${fraction.padEnd(exponent, '0')}`
}

/** The text of a stored number in its format. Null when the number is no date of its system: it is then just a number. */
export function dateText(
  serial: number,
  format: { readonly date: boolean; readonly time: boolean },
  from1904: boolean,
): string | null {
  // Beyond 9999-12-31 programs show #####; before the first day as well.
  if (!(serial >= 0 && serial < (from1904 ? 2957004 : 2958466))) return null
  let day = Math.floor(serial)
  // A serial holds a time of day to within a few microseconds; 23:59:59.9999 is the next midnight.
  let seconds = Math.round((serial - day) * 86_400)
  if (seconds === 86_400) {
    day += 1
    seconds = 0
  }
  if (!format.date && day === 0) return timeText(seconds)
  const date = dayText(day, from1904)
  return seconds !== 0 && format.time ? `${date} ${timeText(seconds)}` : date
}

/**
 * Day 1 is 1900-01-01, and day 60 is 1900-02-29, which was none: Lotus 1-2-3 counted it and everybody after it does
 * (ECMA-376 part 1, 18.17.4.1). In the system of 1904 day 0 is 1904-01-01.
 */
function dayText(day: number, from1904: boolean): string {
  if (from1904) return isoDay(Date.UTC(1904, 0, 1 + day))
  if (day === 0) return '1900-01-00'
  if (day === 60) return '1900-02-29'
  return isoDay(Date.UTC(1899, 11, day < 60 ? 31 + day : 30 + day))
}

function isoDay(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 10)
}

function timeText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`
}

/** The serial of `2026-05-02` or `2026-05-02 13:05[:00]` in the system of 1900, or null when it is no such date. */
export function dateSerial(text: string): number | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2}))?)?$/.exec(text)
  if (!match) return null
  const [year = 0, month = 0, date = 0, hours = 0, minutes = 0, seconds = 0] = match
    .slice(1)
    .map((part) => Number(part ?? 0))
  const time = Date.UTC(year, month - 1, date)
  if (isoDay(time) !== text.slice(0, 10) || hours > 23 || minutes > 59 || seconds > 59) return null
  const day = time / 86_400_000 + 25_569
  // Before March 1900 the two calendars differ, and before 1900 there is no serial: such dates stay text.
  return day < 61 ? null : day + (hours * 3600 + minutes * 60 + seconds) / 86_400
}

/** Built-in formats that are dates (ECMA-376 part 1, 18.8.30), those of the Chinese language (27–36, 50–58) included. */
function builtInFormat(id: number): NumberFormat {
  const date =
    (id >= 14 && id <= 17) ||
    id === 22 ||
    (id >= 27 && id <= 31) ||
    id === 36 ||
    (id >= 50 && id <= 54) ||
    id === 57 ||
    id === 58
  const time = (id >= 18 && id <= 22) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id === 55 || id === 56
  return date || time ? { kind: 'date', date, time } : plainFormat
}

/** What a number format does to a number, from its built-in number or its code. */
export function numberFormat(id: number, code: string | undefined): NumberFormat {
  if (code === undefined) return builtInFormat(id)
  if (/^0{2,}$/.test(code)) return { kind: 'padded', digits: code.length }
  const first = code
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\\.|_.|\*./g, '')
    .split(';')[0]
  const letters = (first ?? '')
    .replaceAll(/\[(h+|m+|s+)\]/gi, '$1')
    .replaceAll(/\[[^\]]*\]/g, '')
    .replaceAll(/General/gi, '')
    .replaceAll(/AM\/PM|A\/P|上午\/下午/gi, 'h')
    .replaceAll(/E[+-]/gi, '')
  const time = /[hs]/i.test(letters)
  const date = /[yde]|aaa/i.test(letters) || (/m/i.test(letters) && !time)
  return date || time ? { kind: 'date', date, time } : plainFormat
}
