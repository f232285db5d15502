import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, isUniqueViolation } from '../../platform/database.ts'
import { methodsOf, providerFor } from '../../platform/payment-providers/payment-providers.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { loadOrder, lockOrder } from '../orders/load-order.ts'
import { isLive, tradeNumber } from './payments.rules.ts'
import type { BeginPaymentInput, PaymentMethodsView, PaymentView } from './payments.schema.ts'
import {
  auditBegun,
  changePaymentState,
  countAttempts,
  findAttempt,
  insertAttempt,
  lockAttemptsOfOrder,
  orderIsOverdue,
} from './payments.store.ts'
import { viewPayment } from './view-payment.ts'

/** How an order can be paid online here, and for how long an attempt lasts. */
export async function listMethods(deps: Pick<Deps, 'db' | 'providers'>): Promise<PaymentMethodsView> {
  const { paymentAttemptMinutes } = await loadCentre(deps.db)
  const methods = methodsOf(deps.providers)
  return {
    methods,
    attemptMinutes: paymentAttemptMinutes,
    sandbox: methods.filter((method) => providerFor(deps.providers, method).name === 'sandbox'),
  }
}

/**
 * Begins an attempt to pay what is outstanding of an order online (确认缴费, 再次提交支付). The attempts before it are given
 * up: the payer has left them, and what is paid on them all the same is taken as a payment of its own. The same id again
 * gives the same attempt. Throws `notFound`, `orderNotPayable` (not open, over, or nothing outstanding),
 * `paymentMethodOff`, `idempotencyKeyReused`.
 */
export async function beginPayment(
  deps: Pick<Deps, 'db' | 'clock' | 'providers'>,
  actor: AccountActor,
  input: BeginPaymentInput,
): Promise<PaymentView> {
  const known = await loadOrder(deps, actor, input.orderId)
  const provider = providerFor(deps.providers, input.method)
  const { paymentAttemptMinutes } = await loadCentre(deps.db)
  try {
    await inTransaction(deps, async (tx) => {
      const order = await lockOrder(tx, known.id)
      const made = await findAttempt(tx, input.id)
      if (made) {
        const same = made.orderId === order.id && made.method === input.method && made.createdById === actor.accountId
        if (!same) throw new AppError('idempotencyKeyReused')
        return
      }
      if (order.state !== 'open' || order.outstandingFen === 0)
        throw new AppError('orderNotPayable', { state: order.state })
      if (await orderIsOverdue(tx, order.id)) throw new AppError('orderNotPayable', { state: 'expired' })
      const now = deps.clock.now()
      for (const attempt of await lockAttemptsOfOrder(tx, order.id)) {
        if (isLive(attempt.state)) await changePaymentState(tx, actor, attempt, { to: 'cancelled', now })
      }
      const tradeNo = tradeNumber(order.number, (await countAttempts(tx, order.id)) + 1)
      await insertAttempt(tx, {
        id: input.id,
        orderId: order.id,
        method: input.method,
        provider: provider.name,
        merchant: provider.merchant,
        amountFen: order.outstandingFen,
        attemptMinutes: paymentAttemptMinutes,
        createdById: actor.accountId,
        tradeNo,
        now,
      })
      await auditBegun(tx, actor, {
        id: input.id,
        organisationId: order.organisationId,
        after: { orderId: order.id, method: input.method, amountFen: order.outstandingFen, tradeNo },
      })
    })
  } catch (error) {
    // The same id at the same moment for two orders, or another payment's.
    if (isUniqueViolation(error)) throw new AppError('idempotencyKeyReused')
    throw error
  }
  return viewPayment(deps, actor, input.id)
}
