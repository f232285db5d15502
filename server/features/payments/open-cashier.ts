import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import type { Cashier } from '../../platform/payment-providers/payment-provider.ts'
import { providerNamed } from '../../platform/payment-providers/payment-providers.ts'
import { loadOrder } from '../orders/load-order.ts'
import { isLive, nextQuerySeconds } from './payments.rules.ts'
import { askFrom, changePaymentState, findAttempt, lockAttempt } from './payments.store.ts'

export type OpenCashierInput = {
  readonly id: string
  readonly device: 'desktop' | 'phone'
  /** Where the browser is now, without a trailing slash: it comes back there, and nothing is decided by that. */
  readonly origin: string
}

export type OpenedCashier = { readonly orderId: string; readonly cashier: Cashier }

/** Where a provider's browser comes back to; the page is then found by the path's ids. */
export function returnPath(orderId: string, paymentId: string): string {
  return `/api/payments/return/${orderId}/${paymentId}`
}

/** Where a provider sends its notices. */
export function noticePath(provider: string): string {
  return `/api/payments/notices/${provider}`
}

/**
 * 付款: how the payer gets to the provider's cashier. The attempt is pending, and asked about by the sweep, before the
 * provider hears of it: what is paid there is found even when this process dies in between. Opened again, it is the same
 * trade. Throws `notFound`, `paymentNotLive`, `gatewayUnavailable`, `gatewayRefused`.
 */
export async function openCashier(
  deps: Pick<Deps, 'db' | 'clock' | 'providers' | 'settings'>,
  actor: AccountActor,
  input: OpenCashierInput,
): Promise<OpenedCashier> {
  const attempt = authorize(actor, await findAttempt(deps.db, input.id))
  const provider = providerNamed(deps.providers, attempt.provider)
  await inTransaction(deps, async (tx) => {
    const current = await lockAttempt(tx, attempt.id)
    if (!current || !isLive(current.state) || current.isOver || current.orderState !== 'open') {
      throw new AppError('paymentNotLive', { state: current?.state ?? 'expired' })
    }
    if (current.state === 'created') {
      await changePaymentState(tx, actor, current, { to: 'pending', now: deps.clock.now() })
    }
    await askFrom(tx, attempt.id, nextQuerySeconds(0))
  })
  const order = await loadOrder(deps, actor, attempt.orderId)
  const cashier = await provider.openCashier({
    tradeNo: attempt.tradeNo,
    method: attempt.method,
    amountFen: attempt.amountFen,
    description: `${order.planName} ${order.number}`,
    createdAt: attempt.createdAt,
    expiresAt: attempt.expiresAt,
    device: input.device,
    returnUrl: `${input.origin}${returnPath(order.id, attempt.id)}`,
    noticeUrl: `${deps.settings.linkBase}${noticePath(provider.name)}`,
  })
  return { orderId: order.id, cashier }
}
