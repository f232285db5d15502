import type { Actor } from '../../core/actor.ts'
import { AppError, isRetryable } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { lockOrder } from '../orders/load-order.ts'
import { approveVoucher } from './approve-voucher.ts'
import { changeDecisionState, type DecisionRecord, findDecision, lockDecision } from './voucher-decisions.store.ts'
import { voucherSettle } from './vouchers.queues.ts'
import { changeVoucherState, findVoucher, lockVoucher, type VoucherRecord } from './vouchers.store.ts'

/**
 * Carries a decision out, once, when its ten seconds are over. Approval confirms the payment, posts the ledger, settles
 * the order, opens the invoice request, learns the payer's name and queues the notices; rejection says why; each in one
 * transaction with its audit rows. The actor is the reviewer: the job only waited for them.
 *
 * A voucher that changed since it was decided on goes back to the queue: the decision fails with `voucherChanged`.
 */
export async function settleDecision(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  input: { decisionId: string },
): Promise<void> {
  const decision = await findDecision(deps.db, input.decisionId)
  if (!decision || decision.state !== 'waiting') return
  const voucher = await findVoucher(deps.db, decision.voucherId)
  if (!voucher) return
  const now = deps.clock.now()
  const actor = reviewerOf(decision)
  if (decision.effectiveAt > now) {
    // The job came a moment early: clocks of two machines differ. Queue it for the right moment.
    await inTransaction(deps, (tx) => deps.jobs.send(tx, voucherSettle, input, { startAfter: decision.effectiveAt }))
    return
  }
  try {
    await inTransaction(deps, async (tx) => {
      await lockOrder(tx, voucher.orderId)
      const current = await lockVoucher(tx, voucher.id)
      const waiting = await lockDecision(tx, decision.id)
      if (waiting?.state !== 'waiting') return
      if (current.version !== decision.voucherVersion || current.state !== 'submitted')
        throw new AppError('voucherChanged')
      await (decision.verdict === 'approve'
        ? approve(deps, tx, actor, current, decision)
        : reject(deps, tx, actor, current, decision, now))
      await changeDecisionState(tx, actor, waiting, { to: 'effective', now, organisationId: current.organisationId })
    })
  } catch (error) {
    if (isRetryable(error)) throw error
    // It cannot be carried out, now or later: the desk shows why, and the voucher can be decided anew.
    await inTransaction(deps, async (tx) => {
      const waiting = await lockDecision(tx, decision.id)
      if (waiting?.state !== 'waiting') return
      await changeDecisionState(tx, actor, waiting, {
        to: 'failed',
        now,
        organisationId: voucher.organisationId,
        errorCode: error instanceof AppError ? error.code : 'internal',
      })
    })
  }
}

async function approve(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  voucher: VoucherRecord,
  decision: DecisionRecord,
): Promise<void> {
  if (decision.amountFen === null) throw new AppError('voucherAmountMissing')
  await approveVoucher(deps, tx, actor, voucher, {
    paymentId: decision.id,
    amountFen: decision.amountFen,
    decidedAt: decision.decidedAt,
    decidedById: decision.decidedById,
    audit: { decisionId: decision.id },
  })
}

async function reject(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  voucher: VoucherRecord,
  decision: DecisionRecord,
  now: Date,
): Promise<void> {
  const reasonCode = decision.reasonCode ?? 'other'
  await changeVoucherState(tx, actor, voucher, {
    to: 'rejected',
    now,
    data: {
      decidedAt: decision.decidedAt,
      decidedById: decision.decidedById,
      rejectedCode: reasonCode,
      rejectedNote: decision.reasonNote,
    },
    audit: { reasonCode, reasonNote: decision.reasonNote, decisionId: decision.id },
  })
  const order = await lockOrder(tx, voucher.orderId)
  await announce(deps, tx, {
    kind: 'voucherRejected',
    voucherId: voucher.id,
    orderId: order.id,
    orderNumber: order.number,
    amountFen: voucher.claims.amountFen,
    reasonCode,
    reasonNote: decision.reasonNote,
    organisationId: voucher.organisationId,
    organisationName: voucher.organisationName,
    version: voucher.version,
  })
}

/** The reviewer as the audit trail names them; what they may do was checked when they decided. */
function reviewerOf(decision: DecisionRecord): Actor {
  return {
    kind: 'account',
    accountId: decision.decidedById,
    name: decision.decidedByName,
    ip: 'voucher.settle',
    staffRoles: ['reviewer'],
    organisation: null,
    learnerId: null,
  }
}
