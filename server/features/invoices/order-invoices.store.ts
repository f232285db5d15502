import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import { deadRequestStates } from './invoices.rules.ts'
import type { InvoiceRequestState } from './invoices.schema.ts'

/** The requests of an order that count, with their states. */
export async function findOrderRequests(db: Readable, orderId: string): Promise<{ id: string; state: string }[]> {
  return db.invoiceRequest.findMany({
    where: { orderId, state: { notIn: [...deadRequestStates] } },
    select: { id: true, state: true },
    orderBy: { id: 'asc' },
  })
}

export type UndecidedRequest = {
  readonly id: string
  readonly state: InvoiceRequestState
  readonly amountFen: Fen
  /** What opened it: a payment, or the slip that brought one. */
  readonly paymentId: string | null
  readonly voucherId: string | null
}

/** The requests of an order that count, the newest first, locked: who issues one at this moment comes before or after. */
export async function findUndecided(tx: Transaction, orderId: string): Promise<UndecidedRequest[]> {
  await tx.$queryRaw`SELECT id FROM invoice_requests WHERE order_id = ${orderId}::uuid ORDER BY id FOR UPDATE`
  const rows = await tx.invoiceRequest.findMany({
    where: { orderId, state: { notIn: [...deadRequestStates] } },
    select: { id: true, state: true, amountFen: true, paymentId: true, voucherId: true },
    orderBy: { id: 'desc' },
  })
  return rows.map((row) => ({ ...row, amountFen: fenFromBigint(row.amountFen) }))
}
