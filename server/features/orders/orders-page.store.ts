import { escapeLike } from '../../core/escape-like.ts'
import { normaliseOrderNumber } from '../../core/order-number.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import type { ListOrdersInput } from './orders.schema.ts'
import { findOrders, type OrderRow } from './orders.store.ts'

type Filter = ListOrdersInput & { readonly path: string | null }

/**
 * One row more than the page, as `toPage` wants it, the newest first. `path` cuts the list to a subtree; null is the whole
 * centre, whose search looks into organisations' names too.
 */
export async function findOrderPage(db: Readable, filter: Filter): Promise<OrderRow[]> {
  const { path, limit } = filter
  const conditions = Prisma.join(conditionsOf(filter), ' AND ')
  if (path === null) return findOrders(db, Prisma.sql`WHERE ${conditions} ORDER BY o.id DESC LIMIT ${limit + 1}`)
  // A page of each organisation by its own index, and of these the newest: joined in one go, the planner walks all orders
  // of the centre backwards until it has met enough of this subtree's.
  return findOrders(
    db,
    Prisma.sql`
      WHERE o.id IN (
        SELECT newest.id FROM organisations mine
        CROSS JOIN LATERAL (
          SELECT o.id FROM orders o
          WHERE o.organisation_id = mine.id AND ${conditions}
          ORDER BY o.id DESC LIMIT ${limit + 1}) newest
        WHERE mine.path LIKE ${`${path}%`}
        ORDER BY newest.id DESC LIMIT ${limit + 1})
      ORDER BY o.id DESC`,
  )
}

/** All of them ask the order's own row, so that the index that gives the order of the page can be walked. */
function conditionsOf({ path, state, kind, mode, search, organisationId, planId, cursor }: Filter): Prisma.Sql[] {
  const conditions = [Prisma.sql`true`]
  if (state !== undefined) conditions.push(Prisma.sql`o.state = ${state}::order_state`)
  if (kind !== undefined) conditions.push(Prisma.sql`o.kind = ${kind}::order_kind`)
  if (mode !== undefined) conditions.push(Prisma.sql`o.mode = ${mode}::order_mode`)
  if (organisationId !== undefined) conditions.push(Prisma.sql`o.organisation_id = ${organisationId}::uuid`)
  if (planId !== undefined)
    conditions.push(Prisma.sql`o.id IN (SELECT order_id FROM order_items WHERE plan_id = ${planId}::uuid)`)
  if (search) conditions.push(searchCondition(search, path === null))
  if (cursor) conditions.push(Prisma.sql`o.id < ${cursor}::uuid`)
  return conditions
}

function searchCondition(search: string, inOrganisations: boolean): Prisma.Sql {
  const whole = normaliseOrderNumber(search)
  if (whole !== null) return Prisma.sql`o.number = ${whole}`
  const words = `%${escapeLike(search)}%`
  const matches = [
    Prisma.sql`o.id IN (SELECT i.order_id FROM order_items i JOIN plans p ON p.id = i.plan_id WHERE p.name ILIKE ${words})`,
  ]
  // Order numbers are shown in groups and may be typed so; a name that holds a digit is no part of one.
  const number = search.normalize('NFKC').toUpperCase().replace(/[\s-]/g, '')
  if (/^[0-9A-Z]+$/.test(number)) matches.push(Prisma.sql`o.number LIKE ${`%${number}%`}`)
  if (inOrganisations) {
    matches.push(Prisma.sql`o.organisation_id IN (SELECT id FROM organisations WHERE name ILIKE ${words})`)
  }
  return Prisma.sql`(${Prisma.join(matches, ' OR ')})`
}
