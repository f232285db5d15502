import { AppError } from '../../core/app-error.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { PaymentOutcome, ShownPayment } from './payments.rules.ts'

/**
 * The transfers of this order that were booked from a statement and have no slip, locked, the oldest first. Ask with the
 * order locked. (What shows a payment is reconciliation's; that depends on payments, so payments ask the table.)
 */
export async function lockShownWithoutVoucher(tx: Transaction, orderId: string): Promise<ShownPayment[]> {
  type SqlShown = { id: string; outcome: PaymentOutcome; receivedFen: bigint; lineFen: bigint }
  const rows = await tx.$queryRaw<SqlShown[]>`
    SELECT p.id, p.outcome::text AS outcome, p.received_fen AS "receivedFen", l.amount_fen AS "lineFen"
    FROM payments p
    JOIN line_allocations a ON a.payment_id = p.id AND a.settled AND a.undone_at IS NULL
    JOIN statement_lines l ON l.id = a.line_id
    WHERE p.order_id = ${orderId}::uuid AND p.method = 'transfer' AND p.state = 'confirmed' AND p.voucher_id IS NULL
    ORDER BY p.id FOR UPDATE OF p`
  return rows.map(({ receivedFen, lineFen, ...row }) => ({
    ...row,
    receivedFen: fenFromBigint(receivedFen),
    lineFen: fenFromBigint(lineFen),
  }))
}

export async function giveVoucher(tx: Transaction, paymentId: string, voucherId: string): Promise<void> {
  const changed = await tx.$executeRaw`
    UPDATE payments SET voucher_id = ${voucherId}::uuid WHERE id = ${paymentId}::uuid AND voucher_id IS NULL`
  if (changed !== 1) throw new AppError('conflict')
}

/** A confirmed transfer, and what of it no statement line has shown yet. */
export type TransferToShow = {
  readonly id: string
  readonly orderId: string
  readonly voucherId: string | null
  readonly receivedFen: Fen
  readonly leftFen: Fen
}

type SqlTransfer = Omit<TransferToShow, 'receivedFen' | 'leftFen'> & { receivedFen: bigint; shownFen: bigint }

/** Those of an order, locked, the oldest first. Ask with the order locked. */
export async function lockTransfersOf(tx: Transaction, orderId: string): Promise<TransferToShow[]> {
  await tx.$queryRaw`SELECT id FROM payments WHERE order_id = ${orderId}::uuid ORDER BY id FOR UPDATE`
  const rows = await tx.$queryRaw<SqlTransfer[]>`
    SELECT p.id, p.order_id AS "orderId", p.voucher_id AS "voucherId", p.received_fen AS "receivedFen",
           coalesce((SELECT sum(a.amount_fen) FROM line_allocations a WHERE a.payment_id = p.id AND a.undone_at IS NULL), 0)::bigint AS "shownFen"
    FROM payments p
    WHERE p.order_id = ${orderId}::uuid AND p.method = 'transfer' AND p.state = 'confirmed' ORDER BY p.created_at, p.id`
  return rows.map(({ receivedFen, shownFen, ...row }) => ({
    ...row,
    receivedFen: fenFromBigint(receivedFen),
    leftFen: fenFromBigint(receivedFen - shownFen),
  }))
}

export type PaymentToReverse = {
  readonly id: string
  readonly orderId: string
  readonly voucherId: string | null
  readonly state: string
  readonly method: string
}

export async function findPaymentToReverse(db: Readable, id: string): Promise<PaymentToReverse | null> {
  return db.payment.findUnique({
    where: { id },
    select: { id: true, orderId: true, voucherId: true, state: true, method: true },
  })
}

/** The payment was booked by mistake; its slip is free for another. */
export async function markReversed(tx: Transaction, id: string, reason: string, now: Date): Promise<void> {
  const changed = await tx.$executeRaw`
    UPDATE payments SET state = 'reversed', state_since = ${now}, reversed_reason = ${reason}, voucher_id = NULL
    WHERE id = ${id}::uuid AND state = 'confirmed'`
  if (changed !== 1) throw new AppError('conflict')
}
