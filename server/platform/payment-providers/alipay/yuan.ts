import { type Fen, fen, maxFen } from '../../../core/money.ts'

/** 110 -> `1.10`: exactly, with the two decimals that Alipay asks for. */
export function yuanFromFen(amount: Fen): string {
  if (amount < 0) throw new RangeError('an amount to pay is not negative')
  const digits = String(amount).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/** `1.10`, `0.1`, `12` -> fen, exactly; null for anything else (`1e2`, `1.005`, `01.00`, `1,000.00`, full-width digits). */
export function fenFromYuan(text: string): Fen | null {
  const match = /^(0|[1-9]\d{0,9})(?:\.(\d{1,2}))?$/.exec(text)
  if (!match) return null
  const amount = Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
  return amount <= maxFen ? fen(amount) : null
}
