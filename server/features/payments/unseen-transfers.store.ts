import { type Fen, fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable } from '../../platform/database.ts'

/** A confirmed transfer of which no statement line has shown a part yet. */
export type UnseenTransfer = {
  readonly id: string
  readonly orderId: string
  readonly voucherId: string | null
  readonly amountFen: Fen
  readonly leftFen: Fen
  /** The day on which the bank moved it, in Shanghai, as far as somebody said. */
  readonly movedOn: string | null
}

type SqlTransfer = Omit<UnseenTransfer, 'amountFen' | 'leftFen'> & { amountFen: bigint; leftFen: bigint }

/**
 * Transfers confirmed in the last `days` days whose money was not wholly seen on a statement, up to `limit` after the given
 * id. (What shows a payment is reconciliation's; that depends on payments, so payments ask the table.)
 */
export async function findUnseenTransfers(
  db: Readable,
  { afterId, days, limit }: { readonly afterId: string | null; readonly days: number; readonly limit: number },
): Promise<UnseenTransfer[]> {
  return find(
    db,
    Prisma.sql`
      AND p.created_at > now() - make_interval(days => ${days}::int)
      AND (${afterId}::uuid IS NULL OR p.id > ${afterId}::uuid)
      ORDER BY p.id LIMIT ${limit}`,
  )
}

/** The same of these orders, the oldest first. */
export async function findUnseenOfOrders(db: Readable, orderIds: readonly string[]): Promise<UnseenTransfer[]> {
  return find(db, Prisma.sql`AND p.order_id = ANY(${[...orderIds]}::uuid[]) ORDER BY p.created_at, p.id`)
}

async function find(db: Readable, rest: Prisma.Sql): Promise<UnseenTransfer[]> {
  const rows = await db.$queryRaw<SqlTransfer[]>`
    SELECT p.id, p.order_id AS "orderId", p.voucher_id AS "voucherId", p.received_fen AS "amountFen",
           (p.received_fen - shown.fen)::bigint AS "leftFen",
           (p.moved_at AT TIME ZONE 'Asia/Shanghai')::date::text AS "movedOn"
    FROM payments p
    CROSS JOIN LATERAL (
      SELECT coalesce(sum(a.amount_fen), 0) AS fen FROM line_allocations a
      WHERE a.payment_id = p.id AND a.undone_at IS NULL) shown
    WHERE p.method = 'transfer' AND p.state = 'confirmed' AND p.received_fen > shown.fen ${rest}`
  return rows.map((row) => ({
    ...row,
    amountFen: fenFromBigint(row.amountFen),
    leftFen: fenFromBigint(row.leftFen),
  }))
}
