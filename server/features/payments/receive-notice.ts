import { systemActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import {
  type NoticeMessage,
  type NoticeReading,
  NoticeRefused,
  type NoticeReply,
  type PaymentProvider,
  type ProviderName,
  type RefundAnswer,
} from '../../platform/payment-providers/payment-provider.ts'
import { addGatewayNotice, countRecent, type NewGatewayNotice } from './gateway-notices.store.ts'
import { paymentQuery } from './payments.queues.ts'
import type { NoticeVerdict } from './payments.rules.ts'
import { findAttemptByTrade } from './payments.store.ts'
import { recordNotice } from './record-notice.ts'
import { takeTradeAnswer } from './take-trade-answer.ts'

type Receiving = Pick<Deps, 'db' | 'clock' | 'jobs' | 'providers' | 'logger'>

/** Refunds are a feature of their own that knows of payments: the route brings the two together. */
export type TakeRefundAnswer = (
  refundNumber: string,
  answer: RefundAnswer,
  /** Whether the message may be believed, or only the provider's answer to a question. */
  isTruth: boolean,
) => Promise<{
  readonly outcome: 'applied' | 'repeated' | 'contradicts' | 'asked' | 'unknownRefund'
  readonly refundId: string | null
}>

/** Refused messages of a kind that are kept in an hour; beyond them only the log says that there are more. */
const keptRefusals = 200

/**
 * A message in a provider's name. Its signature, merchant and currency are checked by the provider's adapter, its trade
 * number and amount here; a payment is then applied and recorded in one transaction, so that a message is either kept
 * with what it did or comes again. Where a message alone is not to be trusted, or the sum is another than was asked for, the
 * provider is asked by a job, and its answer is what counts. Throws `notFound` for a provider that is not set up.
 */
export async function receiveNotice(
  deps: Receiving,
  name: ProviderName,
  message: NoticeMessage,
  takeRefund: TakeRefundAnswer,
): Promise<NoticeReply> {
  const provider = deps.providers.find((candidate) => candidate.name === name)
  if (!provider) throw new AppError('notFound')
  let reading: NoticeReading
  try {
    reading = await provider.readNotice(message)
  } catch (error) {
    if (!(error instanceof NoticeRefused)) throw error
    await recordRefused(deps, provider, message, error)
    return provider.reply(false)
  }
  // A refund settles in a transaction of its own. If this process ends before the message is recorded, it comes again.
  const ofRefund = reading.about === 'refund' ? await takeRefundNotice(provider, reading, takeRefund) : null
  await inTransaction(deps, async (tx) => {
    const seen = reading.about === 'payment' ? await takePaymentNotice(deps, tx, provider, reading) : ofRefund
    if (seen)
      await recordNotice(deps, tx, { ...seen, id: newId(), provider: name, about: reading.about, body: message.body })
  })
  return provider.reply(true)
}

type Seen = Omit<NewGatewayNotice, 'id' | 'provider' | 'about' | 'body'>

async function takePaymentNotice(
  deps: Receiving,
  tx: Transaction,
  provider: PaymentProvider,
  { tradeNo, answer }: Extract<NoticeReading, { about: 'payment' }>,
): Promise<Seen> {
  const attempt = await findAttemptByTrade(tx, provider.name, tradeNo)
  const seen = {
    tradeNo,
    providerTradeNo: answer.state === 'paid' ? answer.providerTradeNo : '',
    amountFen: answer.state === 'paid' ? answer.amountFen : null,
    paymentId: attempt?.id ?? null,
    refundId: null,
  }
  if (!attempt) return { ...seen, verdict: 'unknownTrade' }
  // Our number there was changed since: this is about another account of ours.
  if (attempt.merchant !== provider.merchant) return { ...seen, verdict: 'otherMerchant' }
  const differs = answer.state === 'paid' && answer.amountFen !== attempt.amountFen
  if (attempt.state !== 'confirmed' && (differs || !provider.noticeIsTruth)) {
    await deps.jobs.send(tx, paymentQuery, { paymentId: attempt.id })
    return { ...seen, verdict: differs ? 'amountDiffers' : 'asked' }
  }
  const actor = systemActor(`payment.notice ${provider.name}`)
  return { ...seen, verdict: await takeTradeAnswer(deps, tx, actor, attempt, answer) }
}

async function takeRefundNotice(
  provider: PaymentProvider,
  { refundNumber, answer }: Extract<NoticeReading, { about: 'refund' }>,
  takeRefund: TakeRefundAnswer,
): Promise<Seen> {
  const taken = await takeRefund(refundNumber, answer, provider.noticeIsTruth)
  return {
    tradeNo: refundNumber,
    providerTradeNo: answer.state === 'done' ? answer.providerRefundNo : '',
    amountFen: null,
    paymentId: null,
    refundId: taken.refundId,
    verdict: taken.outcome === 'unknownRefund' ? 'unknownTrade' : taken.outcome,
  }
}

async function recordRefused(
  deps: Receiving,
  provider: PaymentProvider,
  message: NoticeMessage,
  refused: NoticeRefused,
): Promise<void> {
  const verdict: NoticeVerdict = refused.why
  deps.logger.info('payment.noticeRefused', { provider: provider.name, why: verdict })
  await inTransaction(deps, async (tx) => {
    if ((await countRecent(tx, provider.name, verdict)) >= keptRefusals) return
    const attempt = refused.tradeNo === '' ? null : await findAttemptByTrade(tx, provider.name, refused.tradeNo)
    await addGatewayNotice(tx, {
      id: newId(),
      provider: provider.name,
      about: '',
      tradeNo: refused.tradeNo.slice(0, 64),
      providerTradeNo: '',
      verdict,
      amountFen: null,
      body: message.body,
      paymentId: attempt?.id ?? null,
      refundId: null,
    })
  })
}
