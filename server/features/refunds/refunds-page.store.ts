import { escapeLike } from '../../core/escape-like.ts'
import { normaliseNumber, normaliseOrderNumber } from '../../core/order-number.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import { refundGroups } from './refunds.rules.ts'
import type { ListAllRefundsInput } from './refunds.schema.ts'
import { findRefunds, type RefundRow } from './refunds.store.ts'

type Filter = ListAllRefundsInput & { readonly path: string | null }

/**
 * One row more than the page, as `toPage` wants it, the newest first. `path` cuts the list to a subtree; null is the whole
 * centre, whose search looks into organisations' names too.
 */
export async function findRefundPage(db: Readable, filter: Filter): Promise<RefundRow[]> {
  const { path, limit } = filter
  const conditions = Prisma.join(conditionsOf(filter), ' AND ')
  if (path === null) return findRefunds(db, Prisma.sql`WHERE ${conditions} ORDER BY r.id DESC LIMIT ${limit + 1}`)
  // A page of each organisation by its own index, and of these the newest, as with orders.
  return findRefunds(
    db,
    Prisma.sql`
      WHERE r.id IN (
        SELECT newest.id FROM organisations mine
        CROSS JOIN LATERAL (
          SELECT r.id FROM refunds r
          WHERE r.organisation_id = mine.id AND ${conditions}
          ORDER BY r.id DESC LIMIT ${limit + 1}) newest
        WHERE mine.path LIKE ${`${path}%`}
        ORDER BY newest.id DESC LIMIT ${limit + 1})
      ORDER BY r.id DESC`,
  )
}

/** What waits for finance: decisions, and transfers that are to be made. */
const waits = Prisma.sql`(r.state = 'requested' OR (r.state = 'sent' AND r.way = 'transfer'))`

/** All of them ask the refund's own row, so that the index that gives the order of the page can be walked. */
function conditionsOf(filter: Filter): Prisma.Sql[] {
  const { path, state, group, way, orderId, search, organisationId, waiting, cursor } = filter
  const conditions = [Prisma.sql`true`]
  if (state !== undefined) conditions.push(Prisma.sql`r.state = ${state}::refund_state`)
  if (group !== undefined) conditions.push(Prisma.sql`r.state = ANY(${[...refundGroups[group]]}::refund_state[])`)
  if (way !== undefined) conditions.push(Prisma.sql`r.way = ${way}::refund_way`)
  if (orderId !== undefined) {
    conditions.push(Prisma.sql`(r.order_id = ${orderId}::uuid OR r.target_order_id = ${orderId}::uuid)`)
  }
  if (organisationId !== undefined) conditions.push(Prisma.sql`r.organisation_id = ${organisationId}::uuid`)
  if (waiting) conditions.push(waits)
  if (search) conditions.push(searchCondition(search, path === null))
  if (cursor) conditions.push(Prisma.sql`r.id < ${cursor}::uuid`)
  return conditions
}

function searchCondition(search: string, inOrganisations: boolean): Prisma.Sql {
  const refundNumber = normaliseNumber('RF', search)
  if (refundNumber !== null) return Prisma.sql`r.number = ${refundNumber}`
  const orderNumber = normaliseOrderNumber(search)
  if (orderNumber !== null) return Prisma.sql`r.order_id = (SELECT id FROM orders WHERE number = ${orderNumber})`
  const words = `%${escapeLike(search)}%`
  const matches = [Prisma.sql`r.requested_by_name ILIKE ${words}`, Prisma.sql`r.reason ILIKE ${words}`]
  const number = search.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  if (/^[0-9A-Z]+$/.test(number)) {
    const part = `%${number}%`
    matches.push(Prisma.sql`r.number LIKE ${part}`)
    matches.push(Prisma.sql`r.order_id IN (SELECT id FROM orders WHERE number LIKE ${part})`)
  }
  if (inOrganisations) {
    matches.push(Prisma.sql`r.organisation_id IN (SELECT id FROM organisations WHERE name ILIKE ${words})`)
  }
  return Prisma.sql`(${Prisma.join(matches, ' OR ')})`
}

/** How many wait for finance; the queue is short. */
export async function countWaitingRefunds(db: Readable): Promise<{ toDecide: number; toTransfer: number }> {
  const rows = await db.$queryRaw<{ toDecide: number; toTransfer: number }[]>`
    SELECT count(*) FILTER (WHERE r.state = 'requested')::int AS "toDecide",
           count(*) FILTER (WHERE r.state = 'sent')::int AS "toTransfer"
    FROM refunds r WHERE r.state IN ('requested', 'sent') AND ${waits}`
  return rows[0] ?? { toDecide: 0, toTransfer: 0 }
}
