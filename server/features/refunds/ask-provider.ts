import { type Actor, systemActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import type { PaymentProvider, RefundAnswer, RefundRequest } from '../../platform/payment-providers/payment-provider.ts'
import { providerNamed } from '../../platform/payment-providers/payment-providers.ts'
import { noticePath } from '../payments/open-cashier.ts'
import { loadPaid } from '../payments/paid-online.ts'
import { type AppliedAnswer, applyRefundAnswer } from './apply-refund-answer.ts'
import { lockRefund } from './lock-refund.ts'
import { minutesToNextQuery } from './refunds.rules.ts'
import { changeRefundState, findRefund, type RefundRow, scheduleQuery } from './refunds.store.ts'

const sender = systemActor('refund.send')

/**
 * Sends an approved refund to its provider, and takes what it answers. It is `sent` before it is asked for, so that it is
 * asked about when we die in between; sent again it has the same number, which is the same refund there. Throws
 * `gatewayUnavailable`: the job is repeated, and the sweep asks.
 */
export async function sendRefund(deps: Deps, { refundId }: { refundId: string }): Promise<void> {
  const known = await findRefund(deps.db, refundId)
  if (known?.way !== 'source') return
  const refund = await inTransaction(deps, async (tx) => {
    const { refund } = await lockRefund(tx, known)
    if (refund.state === 'sent') return refund
    if (refund.state !== 'approved') return null
    await changeRefundState(tx, sender, refund, { to: 'sent', at: deps.clock.now() })
    await scheduleQuery(tx, refund.id, minutesToNextQuery(0))
    return refund
  })
  if (refund) await askFor(deps, refund, sender)
}

/**
 * Asks the provider what became of a refund; one that it has never heard of is sent (again), with the same number. Throws
 * `gatewayUnavailable`, also when the payment is of a merchant number that is no longer ours.
 */
export async function queryRefund(deps: Deps, refundId: string, actor: Actor): Promise<void> {
  const refund = await findRefund(deps.db, refundId)
  if (refund?.way !== 'source') return
  if (refund.state === 'approved') return sendRefund(deps, { refundId })
  if (refund.state !== 'sent') return
  const { provider, request } = await whatIsAsked(deps, refund)
  const answer = await provider.queryRefund(request)
  if (answer.state === 'unknown') await askFor(deps, refund, actor)
  else await applyRefundAnswer(deps, refund.number, answer, actor)
}

async function askFor(deps: Deps, refund: RefundRow, actor: Actor): Promise<AppliedAnswer> {
  const { provider, request } = await whatIsAsked(deps, refund)
  return applyRefundAnswer(deps, refund.number, await answerOf(provider, request), actor)
}

/** A provider that says no may say so because it has the refund already: then what became of that one counts. */
async function answerOf(provider: PaymentProvider, request: RefundRequest): Promise<RefundAnswer> {
  try {
    return await provider.refund(request)
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'gatewayRefused') throw error
    const known = await provider.queryRefund(request)
    if (known.state !== 'unknown') return known
    return { state: 'failed', failure: String(error.details.failure ?? '支付通道没有接受退款') }
  }
}

async function whatIsAsked(
  deps: Deps,
  refund: RefundRow,
): Promise<{ provider: PaymentProvider; request: RefundRequest }> {
  const payment = refund.paymentId === null ? null : await loadPaid(deps.db, refund.paymentId)
  if (!refund.provider || !payment?.online) throw new AppError('refundWayWrong')
  const provider = providerNamed(deps.providers, refund.provider)
  // The money lies with the merchant that took it: another's number would find nothing, or something else.
  if (provider.merchant !== payment.online.merchant) {
    throw new AppError('gatewayUnavailable', { provider: refund.provider })
  }
  return {
    provider,
    request: {
      refundNumber: refund.number,
      amountFen: refund.amountFen,
      requestedAt: refund.decidedAt ?? refund.createdAt,
      noticeUrl: `${deps.settings.linkBase}${noticePath(refund.provider)}`,
      payment: {
        tradeNo: payment.online.tradeNo,
        providerTradeNo: payment.online.providerTradeNo,
        amountFen: payment.receivedFen,
        method: payment.online.method,
        createdAt: payment.createdAt,
      },
    },
  }
}
