import type { Fen } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'
import { findCoveredDays, findSlipLines, type SlipLine } from './slip-lines.store.ts'

export type { SlipLine } from './slip-lines.store.ts'

/** What a slip says about the money, as statements can be asked for it. Days are Shanghai's. */
export type AskedSlip = {
  readonly voucherId: string
  readonly amountFen: Fen | null
  /** Null where neither the slip nor a person says it. */
  readonly paidOn: string | null
  /** No money for an order comes before it is made. */
  readonly orderedOn: string
  /** The account of ours that the order names. */
  readonly accountId: string
}

export type StatementFacts = {
  /** Whether an imported statement covers the day of the slip. */
  readonly covered: boolean
  /** Lines that brought just what the slip says, around its day. */
  readonly lines: readonly SlipLine[]
}

/** Banks write the day of booking: a transfer of the evening, or before a holiday, comes with the next working day. */
const daysBefore = 1
const daysAfter = 10
/** Without a day the money is looked for from the order on; slips are handed in within weeks. */
const daysWithoutDate = 60

/** What the imported statements show of the money that slips claim, by voucher. */
export async function loadStatementFacts(
  db: Readable,
  slips: readonly AskedSlip[],
): Promise<Map<string, StatementFacts>> {
  const known = slips.flatMap((slip) => (slip.amountFen === null ? [] : [{ ...slip, amountFen: slip.amountFen }]))
  if (known.length === 0) return new Map()
  const asked = known.map(({ voucherId, amountFen, paidOn, orderedOn }) => ({
    key: voucherId,
    amountFen,
    from: movedBy(paidOn ?? orderedOn, -daysBefore),
    to: movedBy(paidOn ?? orderedOn, paidOn === null ? daysWithoutDate : daysAfter),
  }))
  const days = known.flatMap(({ paidOn, accountId }) => (paidOn === null ? [] : [{ accountId, day: paidOn }]))
  const [lines, covered] = await Promise.all([findSlipLines(db, asked), findCoveredDays(db, days)])
  const coveredDays = new Set(covered.map(({ accountId, day }) => `${accountId} ${day}`))
  return new Map(
    known.map(({ voucherId, accountId, paidOn }) => [
      voucherId,
      { covered: coveredDays.has(`${accountId} ${paidOn}`), lines: lines.get(voucherId) ?? [] },
    ]),
  )
}

function movedBy(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
