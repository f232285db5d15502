import { compact, type StatementCell, textOf } from './statement-cells.rules.ts'

/** What an amount cell says. `sign` of a suffix CR/DR (贷/借) is a direction, not a sign. */
export type AmountReading =
  | { readonly kind: 'amount'; readonly fen: number; readonly side: 'in' | 'out' | null }
  | { readonly kind: 'empty' }
  | { readonly kind: 'refused'; readonly code: 'amountUnreadable' | 'amountEuropean' | 'amountTooLarge' }

const empty: AmountReading = { kind: 'empty' }
const unreadable: AmountReading = { kind: 'refused', code: 'amountUnreadable' }
const european: AmountReading = { kind: 'refused', code: 'amountEuropean' }
const tooLarge: AmountReading = { kind: 'refused', code: 'amountTooLarge' }

/** 10^13 fen, a hundred thousand million yuan: above any balance, far below 2^53. */
const mostFen = 10_000_000_000_000

const nothing = /^[-—–_/\\*]*$/u
const currency = /^(?:RMB|CNY|人民币|[¥￥])|(?:RMB|CNY|人民币|元整?|圆)$/giu
const sideAtEnd = /(?:\(?(CR|DR|贷|借)\)?)$/iu
const sideAtStart = /^(CR|DR|贷|借)[:.]?/iu
/** 1234.5, 1,234.56, 12,345 */
const plainShape = /^(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.(\d*))?$/
/** 1.234,56 and 1234,5 */
const europeanShape = /^(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d{1,2}))?$/
const shownEuropean = /^(?:\d{1,3}(?:\.\d{3})+,\d{1,2}|\d{1,3}(?:\.\d{3}){2,}|\d+,\d{1,2})$/

/**
 * Reads `1,234.56`, `¥1,234.56`, `1234.5元`, `(1,234.56)`, `1,234.56-`, `1,234.56CR`, full-width digits, and with
 * `decimalComma` `1.234,56`. Money is never rounded: more than two decimals are unreadable, but for the last bits of a
 * number cell (12338.889999999999).
 */
export function readAmount(cell: StatementCell | undefined, decimalComma: boolean): AmountReading {
  if (cell === undefined) return empty
  if (cell.kind === 'number') return fromNumber(cell.text)
  if (cell.kind === 'error' || cell.kind === 'boolean' || cell.kind === 'date') return unreadable
  let text = compact(textOf(cell)).replace(/[−‐‑‒–—]/gu, '-')
  if (nothing.test(text)) return empty
  let side: 'in' | 'out' | null = null
  const mark = sideAtEnd.exec(text) ?? sideAtStart.exec(text)
  if (mark?.[1] !== undefined && text.length > mark[0].length) {
    side = /CR|贷/iu.test(mark[1]) ? 'in' : 'out'
    text = text.replace(mark[0], '')
  }
  let negative = false
  const takeSign = () => {
    const signed = /^([-+])(.+)$/u.exec(text) ?? /^(?=.*\d)([^-+]+)([-+])$/u.exec(text)
    if (!signed) return
    const [sign, rest] = signed[1] === '-' || signed[1] === '+' ? [signed[1], signed[2]] : [signed[2], signed[1]]
    negative ||= sign === '-'
    text = rest ?? ''
  }
  takeSign()
  const bare = text.replace(currency, '').replace(currency, '')
  if (bare !== text) {
    text = bare
    takeSign()
  }
  const bracketed = /^\((.+)\)$/u.exec(text)
  if (bracketed?.[1] !== undefined) {
    negative = true
    text = bracketed[1].replace(currency, '')
  }
  const fen = decimalComma ? europeanFen(text) : plainFen(text)
  if (fen === null) return !decimalComma && shownEuropean.test(text) ? european : unreadable
  if (fen > mostFen) return tooLarge
  return { kind: 'amount', fen: negative && fen !== 0 ? -fen : fen, side }
}

/** Whether the cell shows a decimal comma, and whether it shows a decimal point; for looking at whole columns. */
export function decimalSignOf(cell: StatementCell | undefined): 'comma' | 'point' | null {
  if (cell === undefined || cell.kind !== 'text') return null
  const text = compact(textOf(cell)).replace(/[^\d.,]/gu, '')
  if (shownEuropean.test(text)) return 'comma'
  return /^(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?|\d+\.\d{1,2})$/u.test(text) ? 'point' : null
}

function plainFen(text: string): number | null {
  const match = plainShape.exec(text)
  if (!match || !/\d/.test(text)) return null
  return fenOf(text.replace(/\..*$/, '').replaceAll(',', ''), match[1] ?? '')
}

function europeanFen(text: string): number | null {
  const match = europeanShape.exec(text)
  if (!match) return null
  return fenOf(text.replace(/,.*$/, '').replaceAll('.', ''), match[1] ?? '')
}

function fenOf(yuan: string, decimals: string): number | null {
  const cents = decimals.replace(/0+$/, '')
  if (cents.length > 2 || yuan.length > 15) return null
  const fen = Number(yuan === '' ? '0' : yuan) * 100 + Number(cents.padEnd(2, '0'))
  return Number.isSafeInteger(fen) ? fen : mostFen + 1
}

/** Number cells hold binary fractions: what is a hundred-thousandth of a fen off is the fen. */
function fromNumber(text: string): AmountReading {
  const value = Number(text)
  if (!Number.isFinite(value)) return unreadable
  const fen = Math.round(value * 100)
  if (Math.abs(fen) > mostFen) return tooLarge
  return Math.abs(value * 100 - fen) < 1e-3 ? { kind: 'amount', fen: fen === 0 ? 0 : fen, side: null } : unreadable
}
