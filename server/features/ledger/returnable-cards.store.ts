import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'

export type ReturnableCards = { readonly paymentId: string; readonly amountFen: Fen }

export async function findReturnableCards(db: Readable, batchId: string): Promise<ReturnableCards[]> {
  const rows = await db.$queryRaw<{ paymentId: string; amountFen: bigint }[]>`
    SELECT t.cause_id AS "paymentId", t.amount_fen AS "amountFen"
    FROM ledger_transfers t JOIN ledger_accounts a ON a.id = t.debit_account_id
    WHERE a.kind = 'cardBatch' AND a.owner_id = ${batchId}::uuid AND t.kind = 'cardsTakenBack' AND t.cause_type = 'payment'
      AND NOT EXISTS (SELECT 1 FROM ledger_transfers back WHERE back.idempotency_key = 'payment:' || t.cause_id || ':cardsBack')
    ORDER BY t.id`
  return rows.map((row) => ({ ...row, amountFen: fenFromBigint(row.amountFen) }))
}
