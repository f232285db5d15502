import { type Fen, zeroFen } from '../../core/money.ts'
import type { Readable } from '../../platform/database.ts'
import { outstandingFen } from './orders.rules.ts'
import type { OrderRow } from './orders.store.ts'
import { findOrdersByIds, findOrdersNear, findSlipsOfOrders, searchOrdersForMoney } from './orders-for-money.store.ts'

/** An order as somebody sees it who has money in the hand and looks for what it is for. */
export type OrderForMoney = Omit<OrderRow, 'outstandingFen'> & {
  /** What can still be paid; of an expired order what it lacked. */
  readonly outstandingFen: Fen
  /** Its slip that waits for review, or was approved last. */
  readonly voucher: { readonly id: string; readonly state: string } | null
}

export async function loadOrdersForMoney(db: Readable, ids: readonly string[]): Promise<OrderForMoney[]> {
  const wanted = [...new Set(ids)]
  return wanted.length === 0 ? [] : withSlips(db, await findOrdersByIds(db, wanted))
}

/** In any state, those that take money first. `amountFen` where the words are an amount. */
export async function searchForMoney(
  db: Readable,
  search: { readonly text: string; readonly amountFen: Fen | null; readonly limit: number },
): Promise<OrderForMoney[]> {
  return withSlips(db, await searchOrdersForMoney(db, search))
}

/** What money of just this sum may be for, that came from one of these organisations if they are known. */
export async function loadOrdersNear(
  db: Readable,
  near: { readonly organisationIds: readonly string[]; readonly amountFen: Fen; readonly limit: number },
): Promise<OrderForMoney[]> {
  return withSlips(db, await findOrdersNear(db, near))
}

async function withSlips(db: Readable, orders: readonly OrderRow[]): Promise<OrderForMoney[]> {
  const slips = await findSlipsOfOrders(
    db,
    orders.map((order) => order.id),
  )
  return orders.map((order) => {
    const slip = slips.find((one) => one.orderId === order.id)
    const wants = order.state === 'open' || order.state === 'expired'
    return {
      ...order,
      outstandingFen: wants ? outstandingFen(order.amountFen, order.paidFen) : zeroFen,
      voucher: slip ? { id: slip.id, state: slip.state } : null,
    }
  })
}
