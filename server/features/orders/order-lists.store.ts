import { type Fen, fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { awaitsInvoice, findOrders, type OrderRow } from './orders.store.ts'

/** What lists and pages tell of an order besides its own row: it is counted over other nouns' tables, whose rules stay theirs. */
export type OrderCounts = {
  readonly peopleCount: number
  readonly underWay: { readonly attempt: boolean; readonly voucher: boolean }
  readonly paidOnlineFen: Fen
}

type SqlCounts = { id: string; peopleCount: number; attempt: boolean; voucher: boolean; paidOnlineFen: bigint }

export async function findCounts(db: Readable, ids: readonly string[]): Promise<ReadonlyMap<string, OrderCounts>> {
  if (ids.length === 0) return new Map()
  const rows = await db.$queryRaw<SqlCounts[]>`
    SELECT o.id,
           (SELECT count(*)::int FROM order_enrolments e WHERE e.order_id = o.id) AS "peopleCount",
           o.state = 'open' AND EXISTS (
             SELECT 1 FROM payments p WHERE p.order_id = o.id AND p.state IN ('created', 'pending') AND p.expires_at > now()) AS attempt,
           EXISTS (SELECT 1 FROM vouchers v WHERE v.order_id = o.id AND v.state = 'submitted') AS voucher,
           (SELECT coalesce(sum(p.received_fen), 0)::bigint FROM payments p
            WHERE p.order_id = o.id AND p.state = 'confirmed' AND p.method NOT IN ('transfer', 'credit')) AS "paidOnlineFen"
    FROM orders o WHERE o.id = ANY(${[...ids]}::uuid[])`
  return new Map(
    rows.map(({ id, peopleCount, attempt, voucher, paidOnlineFen }) => [
      id,
      { peopleCount, underWay: { attempt, voucher }, paidOnlineFen: fenFromBigint(paidOnlineFen) },
    ]),
  )
}

export type OtherOrder = { readonly id: string; readonly number: string }

/**
 * The orders that took over from a merged or split one: the one it names, and those that were made with it for its people.
 * The other way round, those that an order took over.
 */
export async function findReplacements(
  db: Readable,
  id: string,
): Promise<{ replacedBy: OtherOrder[]; replaces: OtherOrder[] }> {
  const [replacedBy, replaces] = await Promise.all([
    db.$queryRaw<OtherOrder[]>`
      SELECT DISTINCT later.id, later.number FROM orders o
      JOIN orders named ON named.id = o.replaced_by_id
      JOIN order_enrolments mine ON mine.order_id = o.id
      JOIN order_enrolments theirs ON theirs.enrolment_id = mine.enrolment_id
      JOIN orders later ON later.id = theirs.order_id AND later.created_at = named.created_at AND later.id <> o.id
      WHERE o.id = ${id}::uuid ORDER BY later.id`,
    db.$queryRaw<OtherOrder[]>`
      SELECT DISTINCT earlier.id, earlier.number FROM orders o
      JOIN order_enrolments mine ON mine.order_id = o.id
      JOIN order_enrolments theirs ON theirs.enrolment_id = mine.enrolment_id
      JOIN orders earlier ON earlier.id = theirs.order_id AND earlier.id <> o.id
      JOIN orders named ON named.id = earlier.replaced_by_id AND named.created_at = o.created_at
      WHERE o.id = ${id}::uuid ORDER BY earlier.id`,
  ])
  return { replacedBy, replaces }
}

/** From how many units the people are whose fee an order asks for. */
export async function countUnits(db: Readable, id: string): Promise<number> {
  const rows = await db.$queryRaw<{ units: number }[]>`
    SELECT count(DISTINCT e.organisation_id)::int AS units
    FROM order_enrolments oe JOIN enrolments e ON e.id = oe.enrolment_id
    WHERE oe.order_id = ${id}::uuid`
  return rows[0]?.units ?? 0
}

/** The orders that one request made, with whom they are for: ids derived from the request's (`orderIdsOf`). */
export async function findMade(
  db: Readable,
  ids: readonly string[],
): Promise<{ orders: OrderRow[]; enrolmentIds: string[] }> {
  const [orders, people] = await Promise.all([
    findOrders(db, Prisma.sql`WHERE o.id = ANY(${[...ids]}::uuid[])`),
    db.orderEnrolment.findMany({ where: { orderId: { in: [...ids] } }, select: { enrolmentId: true } }),
  ])
  const place = new Map(ids.map((id, index) => [id, index]))
  return {
    orders: orders.sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0)),
    enrolmentIds: people.map((row) => row.enrolmentId),
  }
}

/** The ids of the orders that this one took over, by what they name. */
export async function findReplacedIds(db: Readable, replacedById: string): Promise<string[]> {
  const rows = await db.order.findMany({ where: { replacedById }, select: { id: true } })
  return rows.map(({ id }) => id)
}

/**
 * Takes up to `limit` open orders that nobody was reminded of and whose time is over within `hours`, by the database's
 * clock, and notes that they were: two workers remind once. Not of what waits for the centre, nor of what was made just now.
 */
export async function takeToRemind(tx: Transaction, hours: number, limit: number): Promise<OrderRow[]> {
  const taken = await tx.$queryRaw<{ id: string }[]>`
    UPDATE orders SET reminded_at = now()
    WHERE id IN (
      SELECT o.id FROM orders o
      WHERE o.state = 'open' AND o.reminded_at IS NULL AND o.expires_at > now()
        AND o.expires_at <= now() + make_interval(hours => ${hours}::int) AND o.created_at <= now() - interval '1 hour'
        AND order_paid_fen(o.id) < o.amount_fen
        AND NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.order_id = o.id AND v.state = 'submitted')
        AND NOT ${awaitsInvoice}
      ORDER BY o.expires_at LIMIT ${limit} FOR UPDATE OF o SKIP LOCKED)
    RETURNING id`
  if (taken.length === 0) return []
  return findOrders(tx, Prisma.sql`WHERE o.id = ANY(${taken.map(({ id }) => id)}::uuid[])`)
}
