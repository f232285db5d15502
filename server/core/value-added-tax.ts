import { type Fen, fen } from './money.ts'

const wholeBasisPoints = 10_000

/**
 * An amount with value-added tax taken apart. 税额 = 含税金额 ÷ (1 + 税率) × 税率, rounded half up to the fen, of which the
 * amount without tax is the rest, so that the two always add up. `rateBasisPoints`: 600 = 6 %. A negative amount (a red
 * invoice) splits as its positive does. Throws RangeError for a rate outside 0–100 %.
 */
export function splitTax(totalFen: Fen, rateBasisPoints: number): { amountWithoutTaxFen: Fen; taxFen: Fen } {
  if (!Number.isInteger(rateBasisPoints) || rateBasisPoints < 0 || rateBasisPoints > wholeBasisPoints)
    throw new RangeError(`not a tax rate in basis points: ${rateBasisPoints}`)
  const amount = BigInt(Math.abs(totalFen))
  const divisor = BigInt(wholeBasisPoints + rateBasisPoints)
  const tax = Number((amount * BigInt(rateBasisPoints) * 2n + divisor) / (divisor * 2n))
  const taxFen = fen(totalFen < 0 && tax > 0 ? -tax : tax)
  return { amountWithoutTaxFen: fen(totalFen - taxFen), taxFen }
}

/** `600` -> `6%`, `150` -> `1.5%`, as invoices write it. */
export function formatTaxRate(rateBasisPoints: number): string {
  return `${rateBasisPoints / 100}%`
}
