import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { releaseFromRefund } from '../enrolments/enrolments-in-refunds.ts'
import { loadBalance } from '../ledger/load-balance.ts'
import { postTransfers } from '../ledger/post-transfers.ts'
import { announce } from '../notices/announce.ts'
import { takeBackCards } from '../study-cards/take-back-cards.ts'
import { checkUnchanged, loadRefund } from './load-refund.ts'
import { type LockedRefund, lockRefund } from './lock-refund.ts'
import { refundSend } from './refunds.queues.ts'
import { checkTarget, checkWithin } from './refunds.rules.ts'
import type { ApproveRefundInput, RefundView, RejectRefundInput } from './refunds.schema.ts'
import { changeRefundState, type RefundRow, scheduleQuery } from './refunds.store.ts'
import { completeRefund } from './settle-refund.ts'
import { viewRefund } from './view-refund.ts'

/** After this long without the job's doing, the sweep takes the refund up. */
const sendGraceMinutes = 2

/**
 * Approves a refund: its money is set aside in the ledger, and it goes its way. To the credit or another order it is done at
 * once; to the source a job sends it; a bank transfer waits for finance to make and record it. Sent twice, the second finds
 * it approved. Throws `refundSamePerson`, `refundChanged`, `refundTooMuch`, `creditTooLow`, `cardsSpent`, `orderNotPayable`,
 * `amountInvalid` (the typed amount is another).
 */
export async function approveRefund(deps: Deps, actor: AccountActor, input: ApproveRefundInput): Promise<RefundView> {
  const known = await loadRefund(deps, actor, input.id)
  if (known.requestedById === actor.accountId) throw new AppError('refundSamePerson')
  if (known.amountFen !== input.amountFen) throw new AppError('amountInvalid', { field: 'amountFen' })
  await inTransaction(deps, async (tx) => {
    const locked = await lockRefund(tx, known)
    if (wasDecidedSo(locked.refund, actor, 'approved')) return
    checkUnchanged(locked.refund, input.version)
    await setAside(deps, tx, actor, locked)
    const at = deps.clock.now()
    const decided = { byId: actor.accountId, byName: actor.name, at }
    await changeRefundState(tx, actor, locked.refund, {
      to: 'approved',
      at,
      decided,
      ...(input.note ? { note: input.note } : {}),
    })
    await tellDecided(deps, tx, locked.refund, true, input.note ?? null)
    await goItsWay(deps, tx, actor, { ...locked, refund: { ...locked.refund, state: 'approved' } })
  })
  return viewRefund(deps, actor, known.id)
}

/** Rejects a refund with a reason; its people are paid as before. Throws `refundSamePerson`, `refundChanged`. */
export async function rejectRefund(deps: Deps, actor: AccountActor, input: RejectRefundInput): Promise<RefundView> {
  const known = await loadRefund(deps, actor, input.id)
  if (known.requestedById === actor.accountId) throw new AppError('refundSamePerson')
  await inTransaction(deps, async (tx) => {
    const { refund } = await lockRefund(tx, known)
    if (wasDecidedSo(refund, actor, 'rejected')) return
    checkUnchanged(refund, input.version)
    const at = deps.clock.now()
    const decided = { byId: actor.accountId, byName: actor.name, at }
    await changeRefundState(tx, actor, refund, { to: 'rejected', at, decided, note: input.reason })
    await releaseFromRefund(tx, refund.id)
    await tellDecided(deps, tx, refund, false, input.reason)
  })
  return viewRefund(deps, actor, known.id)
}

/** The same decision by the same person, sent again. */
function wasDecidedSo(refund: RefundRow, actor: AccountActor, verdict: 'approved' | 'rejected'): boolean {
  if (refund.decidedById !== actor.accountId) return false
  return verdict === 'rejected' ? refund.state === 'rejected' : ['approved', 'sent', 'done'].includes(refund.state)
}

async function setAside(deps: Deps, tx: Transaction, actor: AccountActor, locked: LockedRefund): Promise<void> {
  const { refund, order, target } = locked
  if (order) {
    checkWithin(refund.amountFen, order.paidFen)
    if (target) checkTarget(order, target, refund.amountFen)
    if (order.kind === 'studyCards') {
      await takeBackCards(deps, tx, actor, {
        orderId: order.id,
        amountFen: refund.amountFen,
        causeType: 'refund',
        causeId: refund.id,
      })
    }
  }
  const credit = { kind: 'organisationCredit', ownerId: refund.organisationId } as const
  try {
    await postTransfers(tx, actor, [
      {
        idempotencyKey: `refund:${refund.id}:aside`,
        kind: order ? 'refundFromOrder' : 'refundFromCredit',
        debit: order ? { kind: 'order', ownerId: order.id } : credit,
        credit: { kind: 'refund', ownerId: refund.id },
        amountFen: refund.amountFen,
        causeType: 'refund',
        causeId: refund.id,
      },
    ])
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'balanceTooLow') throw error
    if (order) throw new AppError('refundTooMuch', { mostFen: order.paidFen })
    // Orders that were paid with it meanwhile came first.
    throw new AppError('creditTooLow', { balanceFen: await loadBalance(deps.db, credit) })
  }
}

async function goItsWay(deps: Deps, tx: Transaction, actor: AccountActor, locked: LockedRefund): Promise<void> {
  const { refund } = locked
  switch (refund.way) {
    case 'credit':
    case 'order':
      return completeRefund(deps, tx, actor, locked, {})
    case 'transfer':
      return changeRefundState(tx, actor, refund, { to: 'sent', at: deps.clock.now() })
    case 'source':
      await scheduleQuery(tx, refund.id, sendGraceMinutes)
      await deps.jobs.send(tx, refundSend, { refundId: refund.id })
  }
}

async function tellDecided(deps: Deps, tx: Transaction, refund: RefundRow, approved: boolean, note: string | null) {
  await announce(deps, tx, {
    kind: 'refundDecided',
    organisationId: refund.organisationId,
    organisationName: refund.organisationName,
    refundId: refund.id,
    refundNumber: refund.number,
    amountFen: refund.amountFen,
    approved,
    note,
  })
}
