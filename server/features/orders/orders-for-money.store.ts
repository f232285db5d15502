import { escapeLike } from '../../core/escape-like.ts'
import type { Fen } from '../../core/money.ts'
import { normaliseOrderNumber } from '../../core/order-number.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import { findOrders, type OrderRow } from './orders.store.ts'

export async function findOrdersByIds(db: Readable, ids: readonly string[]): Promise<OrderRow[]> {
  return findOrders(db, Prisma.sql`WHERE o.id = ANY(${[...ids]}::uuid[])`)
}

/** Orders that still take money come first, then what expired, then what is over; the newest of each first. */
const payableFirst = Prisma.sql`
  CASE o.state WHEN 'open' THEN 0 WHEN 'expired' THEN 1 WHEN 'paid' THEN 2 ELSE 3 END, o.id DESC`

/** By number or a part of it, an organisation's name, or an amount; in any state. */
export async function searchOrdersForMoney(
  db: Readable,
  { text, amountFen, limit }: { readonly text: string; readonly amountFen: Fen | null; readonly limit: number },
): Promise<OrderRow[]> {
  const whole = normaliseOrderNumber(text)
  if (whole !== null) return findOrders(db, Prisma.sql`WHERE o.number = ${whole}`)
  const words = `%${escapeLike(text)}%`
  const number = text.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  const matches = [Prisma.sql`o.organisation_id IN (SELECT id FROM organisations WHERE name ILIKE ${words})`]
  if (/^[0-9A-Z]+$/.test(number)) matches.push(Prisma.sql`o.number LIKE ${`%${number}%`}`)
  if (amountFen !== null) matches.push(Prisma.sql`o.amount_fen = ${BigInt(amountFen)}`)
  return chosen(db, Prisma.sql`(${Prisma.join(matches, ' OR ')})`, limit)
}

/** Open and expired orders of these organisations, and open ones of anybody over just this amount: the payer's own first. */
export async function findOrdersNear(
  db: Readable,
  {
    organisationIds,
    amountFen,
    limit,
  }: { readonly organisationIds: readonly string[]; readonly amountFen: Fen; readonly limit: number },
): Promise<OrderRow[]> {
  const own = Prisma.sql`o.organisation_id = ANY(${[...organisationIds]}::uuid[])`
  const sum = Prisma.sql`o.amount_fen = ${BigInt(amountFen)}`
  return findOrders(
    db,
    Prisma.sql`
      WHERE o.id IN (
        (SELECT o.id FROM orders o WHERE ${own} AND o.state IN ('open', 'expired') ORDER BY ${sum} DESC, ${payableFirst} LIMIT ${limit})
        UNION (SELECT o.id FROM orders o WHERE ${sum} AND o.state = 'open' ORDER BY o.id DESC LIMIT ${limit}))
      ORDER BY (${own} AND ${sum}) DESC, ${own} DESC, ${payableFirst} LIMIT ${limit}`,
  )
}

async function chosen(db: Readable, condition: Prisma.Sql, limit: number): Promise<OrderRow[]> {
  return findOrders(
    db,
    Prisma.sql`
      WHERE o.id IN (SELECT o.id FROM orders o WHERE ${condition} ORDER BY ${payableFirst} LIMIT ${limit})
      ORDER BY ${payableFirst}`,
  )
}

/** The slip of each order that waits for its review, else the one that was approved last. */
export async function findSlipsOfOrders(
  db: Readable,
  orderIds: readonly string[],
): Promise<{ orderId: string; id: string; state: string }[]> {
  return db.$queryRaw<{ orderId: string; id: string; state: string }[]>`
    SELECT DISTINCT ON (order_id) order_id AS "orderId", id, state::text AS state
    FROM vouchers WHERE order_id = ANY(${[...orderIds]}::uuid[]) AND state IN ('submitted', 'approved')
    ORDER BY order_id, state = 'submitted' DESC, id DESC`
}
