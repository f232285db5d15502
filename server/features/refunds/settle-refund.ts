import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { releaseFromRefund, revokeForRefund } from '../enrolments/enrolments-in-refunds.ts'
import type { LedgerAccountRef, NewTransfer } from '../ledger/ledger.rules.ts'
import { loadPaymentShares } from '../ledger/payment-shares.ts'
import { postTransfers } from '../ledger/post-transfers.ts'
import { announce } from '../notices/announce.ts'
import { settleOrder } from '../orders/load-order.ts'
import { giveBackCards } from '../study-cards/take-back-cards.ts'
import type { LockedRefund } from './lock-refund.ts'
import { splitReturned } from './refunds.rules.ts'
import { changeRefundState, findRefundPeople, type RefundChange, type RefundRow } from './refunds.store.ts'

/**
 * The money has arrived where it was to go, in the caller's transaction with everything locked: it leaves what was set
 * aside, the refund is done, its people are enrolled no more, and the order it went to is paid if it has its amount.
 */
export async function completeRefund(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  { refund, target }: LockedRefund,
  facts: Pick<RefundChange, 'transfer' | 'providerRefundNo'>,
): Promise<void> {
  await postTransfers(tx, actor, [
    {
      idempotencyKey: `refund:${refund.id}:gone`,
      ...(await whereItWent(tx, refund, facts.transfer?.payeeAccountId ?? null)),
      debit: { kind: 'refund', ownerId: refund.id },
      amountFen: refund.amountFen,
      causeType: 'refund',
      causeId: refund.id,
    },
  ])
  await changeRefundState(tx, actor, refund, { to: 'done', at: deps.clock.now(), ...facts })
  const people = await findRefundPeople(tx, refund.id)
  if (people.length > 0) {
    const ids = people.map((person) => person.enrolmentId)
    await revokeForRefund(deps, tx, actor, refund.id, ids, refund.reason)
  }
  if (target) await settleOrder(deps, tx, actor, target)
  await announce(deps, tx, { kind: 'refundDone', ...factsOf(refund), way: refund.way })
}

/**
 * The refund failed, in the caller's transaction with everything locked: its money goes back to the order as far as that
 * still takes it, the rest to the credit; its people stay enrolled, the cards are given back, both sides are told.
 */
export async function returnRefund(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  { refund, order }: LockedRefund,
  failure: string,
): Promise<void> {
  const { toOrderFen, toCreditFen } = splitReturned(refund.amountFen, order)
  const back = (part: string, credit: LedgerAccountRef, amountFen: NewTransfer['amountFen']): NewTransfer => ({
    idempotencyKey: `refund:${refund.id}:returned:${part}`,
    kind: 'refundReturned',
    debit: { kind: 'refund', ownerId: refund.id },
    credit,
    amountFen,
    causeType: 'refund',
    causeId: refund.id,
  })
  const transfers: NewTransfer[] = []
  if (order && toOrderFen > 0) transfers.push(back('order', { kind: 'order', ownerId: order.id }, toOrderFen))
  if (toCreditFen > 0) {
    transfers.push(back('credit', { kind: 'organisationCredit', ownerId: refund.organisationId }, toCreditFen))
  }
  await postTransfers(tx, actor, transfers)
  await changeRefundState(tx, actor, refund, { to: 'failed', at: deps.clock.now(), note: failure })
  await releaseFromRefund(tx, refund.id)
  if (order?.kind === 'studyCards' && toOrderFen > 0) {
    await giveBackCards(deps, tx, actor, {
      orderId: order.id,
      amountFen: toOrderFen,
      causeType: 'refund',
      causeId: refund.id,
    })
  }
  if (order) await settleOrder(deps, tx, actor, order)
  await announce(deps, tx, { kind: 'refundFailed', ...factsOf(refund), failure })
  await announce(deps, tx, { kind: 'refundFailedStaff', ...factsOf(refund), organisationId: null, failure })
}

async function whereItWent(
  tx: Transaction,
  refund: RefundRow,
  payeeAccountId: string | null,
): Promise<Pick<NewTransfer, 'kind' | 'credit'>> {
  switch (refund.way) {
    case 'credit':
      return { kind: 'refundToCredit', credit: { kind: 'organisationCredit', ownerId: refund.organisationId } }
    case 'order':
      if (refund.targetOrderId === null) throw new AppError('refundWayWrong')
      return { kind: 'refundToOrder', credit: { kind: 'order', ownerId: refund.targetOrderId } }
    case 'transfer':
      if (payeeAccountId === null) throw new AppError('payeeAccountMissing')
      return { kind: 'refundPaid', credit: { kind: 'bank', ownerId: payeeAccountId } }
    case 'source': {
      const [share] = refund.paymentId === null ? [] : await loadPaymentShares(tx, [refund.paymentId])
      if (!share) throw new AppError('refundWayWrong')
      return { kind: 'refundPaid', credit: { kind: share.cameBy, ownerId: share.cameByOwnerId } }
    }
  }
}

function factsOf(refund: RefundRow) {
  return {
    organisationId: refund.organisationId,
    organisationName: refund.organisationName,
    refundId: refund.id,
    refundNumber: refund.number,
    amountFen: refund.amountFen,
  }
}
