import type { Actor, Authorized } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { zeroFen } from '../../core/money.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { askForCertificates } from '../certificates/ask-for-certificates.ts'
import { issueBatch } from '../study-cards/issue-batch.ts'
import {
  changeOrderState,
  findOrder,
  findOrderForUpdate,
  findOrderItems,
  type OrderItemFacts,
  type OrderRow,
} from './orders.store.ts'

export type { OrderRow } from './orders.store.ts'

export type OrderFacts = OrderRow & { readonly items: readonly OrderItemFacts[] }

/** An order with its items and what the ledger says was paid. Throws `notFound` also for another organisation's. */
export async function loadOrder(
  deps: Pick<Deps, 'db'>,
  actor: Actor,
  orderId: string,
): Promise<Authorized<OrderFacts>> {
  const order = authorize(actor, await findOrder(deps.db, orderId))
  return Object.assign(order, { items: await findOrderItems(deps.db, order.id) })
}

/**
 * Locks an order until the transaction ends, so that what is decided on its money or its vouchers stays true. Who holds
 * it has been authorised on something that belongs to it. Throws `notFound`.
 */
export async function lockOrder(tx: Transaction, orderId: string): Promise<OrderRow> {
  const order = await findOrderForUpdate(tx, orderId)
  if (!order) throw new AppError('notFound')
  return order
}

/**
 * Makes an open order paid once the ledger holds its whole amount; one for study cards gives out its batch then. Call it
 * after posting, in the same transaction, with the order that `lockOrder` gave; returns the order as it is then.
 */
export async function settleOrder(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  order: Pick<OrderRow, 'id'>,
): Promise<OrderRow> {
  const current = await lockOrder(tx, order.id)
  return current.state === 'open' && current.outstandingFen === 0 ? makePaid(deps, tx, actor, current) : current
}

/**
 * The same for who holds the order's lock and has just posted what it lacked: nothing is read again. `order` as
 * `lockOrder` gave it, open.
 */
export async function makePaid(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  current: OrderRow,
): Promise<OrderRow> {
  const at = deps.clock.now()
  await changeOrderState(tx, actor, current, 'paid', at)
  if (current.kind === 'studyCards' && current.planId !== null) {
    const { id: orderId, organisationId, planId, amountFen } = current
    await issueBatch(deps, tx, actor, { orderId, organisationId, planId, amountFen })
  }
  // Who had the hours already waited for this alone.
  if (current.kind === 'enrolments')
    for (const planId of await plansOf(tx, current)) await askForCertificates(deps, tx, planId)
  return { ...current, state: 'paid', stateSince: at, paidFen: current.amountFen, outstandingFen: zeroFen }
}

async function plansOf(tx: Transaction, { id, planId }: Pick<OrderRow, 'id' | 'planId'>): Promise<string[]> {
  if (planId !== null) return [planId]
  return [...new Set((await findOrderItems(tx, id)).map((item) => item.planId))]
}
