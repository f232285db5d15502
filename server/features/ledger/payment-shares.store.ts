import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'

/** What one payment brought, and where the money is with us: a bank account or a merchant account. */
export type PaymentShare = {
  readonly paymentId: string
  readonly to: 'order' | 'organisationCredit'
  readonly ownerId: string
  readonly amountFen: Fen
  readonly cameBy: 'bank' | 'gateway'
  readonly cameByOwnerId: string
  /** `2026-05-02`: the day of the books. */
  readonly bookedOn: string
}

/** The shares of payments, by their transfers: each payment is the cause of its own. */
export async function findPaymentShares(db: Readable, paymentIds: readonly string[]): Promise<PaymentShare[]> {
  if (paymentIds.length === 0) return []
  const rows = await db.$queryRaw<(Omit<PaymentShare, 'amountFen'> & { amountFen: bigint })[]>`
    SELECT t.cause_id AS "paymentId", c.kind::text AS to, c.owner_id AS "ownerId", t.amount_fen AS "amountFen",
           d.kind::text AS "cameBy", d.owner_id AS "cameByOwnerId", t.booked_on::text AS "bookedOn"
    FROM ledger_transfers t
    JOIN ledger_accounts d ON d.id = t.debit_account_id
    JOIN ledger_accounts c ON c.id = t.credit_account_id
    WHERE t.cause_type = 'payment' AND t.cause_id = ANY(${[...paymentIds]}::uuid[])
      AND t.kind IN ('paymentReceived', 'overpaymentToCredit') AND d.kind IN ('bank', 'gateway')`
  return rows.map((row) => ({ ...row, amountFen: fenFromBigint(row.amountFen) }))
}
