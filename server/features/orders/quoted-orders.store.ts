import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'
import type { OrderMode, OrderState } from './orders.rules.ts'

/** An order whose number somebody may quote to their bank. Amounts are fen. */
export type QuotedOrder = {
  readonly id: string
  readonly number: string
  readonly organisationId: string
  readonly amountFen: Fen
  readonly paidFen: Fen
  readonly state: OrderState
  readonly mode: OrderMode
  /** The day on which it was made, in Shanghai. */
  readonly createdOn: string
}

type SqlOrder = Omit<QuotedOrder, 'amountFen' | 'paidFen'> & { amountFen: bigint; paidFen: bigint }

/**
 * Up to `limit` orders after the given id: all open ones, and of the others those made in the last `days` days. What was
 * paid is asked of the ledger, where it matters: one that is paid or cancelled lacks nothing.
 */
export async function findQuotedOrders(
  db: Readable,
  { afterId, days, limit }: { readonly afterId: string | null; readonly days: number; readonly limit: number },
): Promise<QuotedOrder[]> {
  const rows = await db.$queryRaw<SqlOrder[]>`
    SELECT o.id, o.number, o.organisation_id AS "organisationId", o.amount_fen AS "amountFen", o.state::text AS state,
           o.mode::text AS mode, (o.created_at AT TIME ZONE 'Asia/Shanghai')::date::text AS "createdOn",
           CASE WHEN a.id IS NULL OR o.state IN ('paid', 'cancelled') THEN 0 ELSE ledger_balance(a.id) END::bigint AS "paidFen"
    FROM orders o
    LEFT JOIN ledger_accounts a ON a.kind = 'order' AND a.owner_id = o.id
    WHERE (o.state = 'open' OR o.created_at > now() - make_interval(days => ${days}::int))
      AND (${afterId}::uuid IS NULL OR o.id > ${afterId}::uuid)
    ORDER BY o.id LIMIT ${limit}`
  return rows.map((row) => ({
    ...row,
    amountFen: fenFromBigint(row.amountFen),
    paidFen: fenFromBigint(row.paidFen),
  }))
}

/** Which orders, not paid yet, were placed by somebody of one of these names. */
export async function findPlacedBy(
  db: Readable,
  names: readonly string[],
): Promise<{ orderId: string; name: string }[]> {
  return db.$queryRaw<{ orderId: string; name: string }[]>`
    SELECT o.id AS "orderId", a.name
    FROM orders o JOIN accounts a ON a.id = o.created_by_id
    WHERE o.state IN ('open', 'expired') AND a.name = ANY(${[...names]})`
}
