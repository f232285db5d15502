import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { besides, type Transaction } from '../../platform/database.ts'
import type { TradeAnswer } from '../../platform/payment-providers/payment-provider.ts'
import { announce } from '../notices/announce.ts'
import { lockOrder, type OrderRow } from '../orders/load-order.ts'
import { isLive, type NoticeVerdict, outcomeOf } from './payments.rules.ts'
import {
  type AttemptRow,
  changePaymentState,
  closeAttempt,
  findByProviderTrade,
  insertSecondTrade,
  lockAttempt,
  merchantAccountId,
} from './payments.store.ts'
import { postReceived } from './post-received.ts'
import { requestInvoice } from './request-invoice.ts'

export type Taken = Extract<NoticeVerdict, 'applied' | 'repeated' | 'secondTrade'>
type Taking = Pick<Deps, 'clock' | 'jobs' | 'logger'>
type Paid = Extract<TradeAnswer, { state: 'paid' }>

/**
 * Takes a provider's word on an attempt, whoever brought it (a notice, a person who asked, the sweep), in the caller's
 * transaction and once: order and attempt are locked, in that order, and what is confirmed stays so. Paid money is taken
 * whatever the attempt's state: late, double, over and under payments go where `splitReceived` says, and nothing is
 * dropped. The caller has made sure that the word is the provider's and about our merchant account and currency.
 */
export async function takeTradeAnswer(
  deps: Taking,
  tx: Transaction,
  actor: Actor,
  known: Pick<AttemptRow, 'id' | 'orderId'>,
  answer: TradeAnswer,
): Promise<Taken> {
  const order = await lockOrder(tx, known.orderId)
  const attempt = await lockAttempt(tx, known.id)
  if (!attempt) throw new AppError('notFound')
  switch (answer.state) {
    case 'paid':
      return takePaid(deps, tx, actor, order, attempt, answer)
    case 'failed':
      return takeFailed(deps, tx, actor, attempt, answer.failure)
    case 'unknown':
      // Nobody got as far as paying at its cashier; while that may stand open somewhere, somebody still may.
      if (attempt.isLongOver) await closeAttempt(tx, attempt.id)
      return 'repeated'
    case 'waiting':
      return 'repeated'
  }
}

async function takePaid(
  deps: Taking,
  tx: Transaction,
  actor: Actor,
  order: OrderRow,
  attempt: AttemptRow,
  paid: Paid,
): Promise<Taken> {
  if (attempt.state === 'confirmed' && attempt.providerTradeNo === paid.providerTradeNo) return 'repeated'
  const booked = await findByProviderTrade(tx, attempt.provider, paid.providerTradeNo)
  // Confirmed under this number already: as a second transaction of this trade, or, which finance looks at, as another trade.
  if (booked) return attempt.state === 'confirmed' ? 'repeated' : 'secondTrade'
  const outcome = outcomeOf(paid.amountFen, order)
  const isSecond = attempt.state === 'confirmed'
  const paymentId = isSecond ? newId() : attempt.id
  const now = deps.clock.now()
  const facts = { receivedFen: paid.amountFen, outcome, providerTradeNo: paid.providerTradeNo }
  if (isSecond) {
    await insertSecondTrade(tx, { ...facts, id: paymentId, of: attempt, movedAt: paid.paidAt, now })
    await writeAudit(tx, actor, {
      action: 'payment.confirmed',
      subjectType: 'payment',
      subjectId: paymentId,
      organisationId: order.organisationId,
      after: { orderId: order.id, secondOf: attempt.tradeNo, ...facts },
    })
  } else {
    await changePaymentState(tx, actor, attempt, {
      to: 'confirmed',
      now,
      facts: { ...facts, movedAt: paid.paidAt },
    })
  }
  const posted = await postReceived(deps, tx, actor, order, {
    paymentId,
    amountFen: paid.amountFen,
    at: { kind: 'gateway', ownerId: await merchantAccountId(tx, attempt.provider, attempt.merchant) },
  })
  // The money is here whatever becomes of its invoice request and its notice: a fault in them must not send it away.
  await besides(deps, tx, 'payment.invoiceRequest', () =>
    requestInvoice(deps, tx, actor, order, { paymentId, toOrderFen: posted.toOrderFen }),
  )
  await besides(deps, tx, 'payment.announce', () =>
    announce(deps, tx, {
      kind: 'paymentReceived',
      paymentId,
      orderId: order.id,
      orderNumber: order.number,
      method: attempt.method,
      receivedFen: paid.amountFen,
      creditFen: posted.toCreditFen,
      outstandingFen: posted.outstandingFen,
      outcome,
      organisationId: order.organisationId,
      organisationName: order.organisationName,
    }),
  )
  return isSecond ? 'secondTrade' : 'applied'
}

async function takeFailed(
  deps: Taking,
  tx: Transaction,
  actor: Actor,
  attempt: AttemptRow,
  failure: string,
): Promise<Taken> {
  if (attempt.state === 'confirmed') return 'repeated'
  // One card failed, and the payer may still be at the cashier with another.
  if (attempt.isLongOver) await closeAttempt(tx, attempt.id)
  if (!isLive(attempt.state)) return 'repeated'
  await changePaymentState(tx, actor, attempt, {
    to: 'failed',
    now: deps.clock.now(),
    facts: { failure },
  })
  return 'applied'
}
