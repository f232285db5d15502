import type { Fen } from '../../core/money.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Readable } from '../../platform/database.ts'
import { loadStatementFacts } from '../statements/slip-lines.ts'
import type { ShownMoney } from './statement-check.rules.ts'
import { findLineClaims } from './voucher-checks.store.ts'

export type SlipMoney = {
  /** The voucher. */
  readonly id: string
  readonly amountFen: Fen | null
  readonly paidOn: string | null
  readonly order: { readonly createdAt: Date; readonly payeeId: string }
}

/** What the imported statements show of the money that vouchers claim, and which of those lines other vouchers claim. */
export async function loadShownMoney(db: Readable, slips: readonly SlipMoney[]): Promise<Map<string, ShownMoney>> {
  const facts = await loadStatementFacts(
    db,
    slips.map(({ id, amountFen, paidOn, order }) => ({
      voucherId: id,
      amountFen,
      paidOn,
      orderedOn: shanghaiDay(order.createdAt),
      accountId: order.payeeId,
    })),
  )
  const lineIds = [...new Set([...facts.values()].flatMap(({ lines }) => lines.map((line) => line.id)))]
  const claims = await findLineClaims(db, lineIds)
  return new Map(
    [...facts].map(([voucherId, one]) => {
      const claimed = claims.filter((claim) => claim.voucherId !== voucherId).map((claim) => claim.lineId)
      return [voucherId, { ...one, claimed: new Set(claimed) }]
    }),
  )
}
