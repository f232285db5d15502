import type { AccountActor } from '../../core/actor.ts'
import { zeroFen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { findInvoiceBeforePayment } from '../invoices/order-cover.ts'
import { findBatchOfOrder } from '../study-cards/find-batch.ts'
import { loadOrder } from './load-order.ts'
import { countUnits, findCounts, findReplacements, type OrderCounts } from './order-lists.store.ts'
import { expiresAt } from './orders.rules.ts'
import type { OrderListRow, OrderView } from './orders.schema.ts'
import type { OrderRow } from './orders.store.ts'

/** An order as the page shows it. Throws `notFound` also for another organisation's. */
export async function viewOrder(deps: Pick<Deps, 'db'>, actor: AccountActor, id: string): Promise<OrderView> {
  const { items, ...order } = await loadOrder(deps, actor, id)
  const [[row], replacements, unitCount, invoice, cardBatch] = await Promise.all([
    toListRows(deps.db, [order]),
    findReplacements(deps.db, order.id),
    countUnits(deps.db, order.id),
    findInvoiceBeforePayment(deps.db, order.id),
    findBatchOfOrder(deps.db, order.id),
  ])
  return {
    ...(row ?? toListRow(order, nothing)),
    items: [...items],
    unitCount,
    ...replacements,
    invoice: invoice && {
      requestId: invoice.id,
      state: invoice.state,
      stateSince: invoice.stateSince.toISOString(),
      amountFen: invoice.amountFen,
      requestedAt: invoice.createdAt.toISOString(),
      approvedAt: invoice.approvedAt?.toISOString() ?? null,
      rejectedReason: invoice.rejectedReason,
      issuedOn: invoice.issuedOn,
      payBy: invoice.issuedAt && (await payBy(deps.db, order, invoice.issuedAt)).toISOString(),
    },
    cardBatch,
  }
}

/** Who waited for the invoice has as long from its day as others have from their order's. */
async function payBy(db: Readable, order: Pick<OrderRow, 'expiresAt'>, issuedAt: Date): Promise<Date> {
  const { orderPaymentHours } = await loadCentre(db)
  const from = expiresAt(issuedAt, orderPaymentHours)
  return new Date(Math.max(from.getTime(), order.expiresAt.getTime()))
}

const nothing: OrderCounts = { peopleCount: 0, underWay: { attempt: false, voucher: false }, paidOnlineFen: zeroFen }

export async function toListRows(db: Readable, orders: readonly OrderRow[]): Promise<OrderListRow[]> {
  const counts = await findCounts(
    db,
    orders.map((order) => order.id),
  )
  return orders.map((order) => toListRow(order, counts.get(order.id) ?? nothing))
}

/** Over the wire times are ISO strings; the path, by which subtrees are cut, stays here. */
function toListRow(order: OrderRow, counts: OrderCounts): OrderListRow {
  const { organisationPath, stateSince, expiresAt, createdAt, ...row } = order
  return {
    ...row,
    ...counts,
    stateSince: stateSince.toISOString(),
    expiresAt: expiresAt.toISOString(),
    createdAt: createdAt.toISOString(),
  }
}
