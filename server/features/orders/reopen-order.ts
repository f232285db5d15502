import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { takeBackCards } from '../study-cards/take-back-cards.ts'
import { lockOrder } from './load-order.ts'
import { expiresAt } from './orders.rules.ts'
import { changeOrderState, type OrderRow, setExpiry } from './orders.store.ts'

/**
 * Opens a paid order again that lacks money because a payment was taken back, with a new time to pay; what was given out
 * for it (study cards) is taken back. Call it in the transaction that took the money out, with the order locked; an order
 * that lacks nothing, or was not paid, stays as it is. Throws `allocationSpent` when cards were used since.
 */
export async function reopenOrder(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  orderId: string,
  paymentId: string,
): Promise<OrderRow> {
  const order = await lockOrder(tx, orderId)
  if (order.state !== 'paid' || order.paidFen >= order.amountFen) return order
  const now = deps.clock.now()
  if (order.kind === 'studyCards') await takeCards(deps, tx, actor, order, paymentId)
  await changeOrderState(tx, actor, order, 'open', now)
  const { orderPaymentHours } = await loadCentre(tx)
  await setExpiry(tx, order.id, expiresAt(now, orderPaymentHours))
  return lockOrder(tx, orderId)
}

async function takeCards(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  order: OrderRow,
  paymentId: string,
): Promise<void> {
  try {
    const cause = { causeType: 'payment', causeId: paymentId } as const
    await takeBackCards(deps, tx, actor, { orderId: order.id, amountFen: order.amountFen, ...cause })
  } catch (error) {
    if (error instanceof AppError && error.code === 'cardsSpent')
      throw new AppError('allocationSpent', { why: 'cards' })
    throw error
  }
}
