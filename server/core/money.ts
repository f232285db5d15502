import { z } from 'zod'

/**
 * Money is an integer number of fen, branded, so that yuan, hours and counts cannot be passed for it.
 * No division exists here: what has to be split names its rounding where it is split.
 */
export type Fen = number & { readonly __unit: 'fen' }

/** 10^11 fen (1 thousand million yuan): above any order of a training centre, far below 2^53 even when summed. */
export const maxFen = 100_000_000_000 as Fen

export const zeroFen = 0 as Fen

/** Takes a whole number of fen; throws RangeError for anything else. Negative is allowed (outstanding of an overpaid order). */
export function fen(value: number): Fen {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a whole number of fen: ${value}`)
  return value as Fen
}

export function fenFromBigint(value: bigint): Fen {
  return fen(Number(value))
}

export function addFen(...amounts: readonly Fen[]): Fen {
  return fen(amounts.reduce((sum, amount) => sum + amount, 0))
}

export function subtractFen(from: Fen, amount: Fen): Fen {
  return fen(from - amount)
}

export function minFen(a: Fen, b: Fen): Fen {
  return a < b ? a : b
}

/** Wire form of an amount that must be more than nothing. */
export const positiveFenSchema = z
  .number()
  .int()
  .positive()
  .max(maxFen)
  .transform((value) => value as Fen)

export const fenSchema = z
  .number()
  .int()
  .min(-maxFen)
  .max(maxFen)
  .transform((value) => value as Fen)

/** `320000` -> `3,200.00`; the caller puts ¥ before it where the interface wants it. */
export function formatFen(amount: Fen): string {
  const sign = amount < 0 ? '-' : ''
  const digits = Math.abs(amount).toString().padStart(3, '0')
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}${yuan}.${digits.slice(-2)}`
}

/**
 * Reads what a person typed as yuan: `3200`, `3,200.5`, `¥3,200.00`, full-width digits. Null when it is no amount, has
 * more than two decimals, is zero or negative, or exceeds `maxFen`: money is never rounded on the way in.
 */
export function parseYuan(typed: string): Fen | null {
  const text = typed.normalize('NFKC').replace(/[\s¥￥元]/g, '')
  const match = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{0,2}))?$/.exec(text)
  if (!match) return null
  const yuan = Number((match[1] ?? '').replaceAll(',', ''))
  const rest = Number((match[2] ?? '').padEnd(2, '0'))
  const value = yuan * 100 + rest
  if (!Number.isSafeInteger(value) || value <= 0 || value > maxFen) return null
  return value as Fen
}
