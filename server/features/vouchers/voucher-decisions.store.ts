import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Transitions } from '../../core/transitions.ts'
import { checkTransition } from '../../core/transitions.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { RejectReason } from './vouchers.schema.ts'

export type DecisionState = 'waiting' | 'undone' | 'effective' | 'failed'

/** waiting -> effective (after ten seconds) | undone (before) | failed (what it was made on had changed) */
export const decisionTransitions: Transitions<DecisionState> = {
  waiting: ['effective', 'undone', 'failed'],
  effective: [],
  undone: [],
  failed: [],
}

export type DecisionRecord = {
  id: string
  voucherId: string
  voucherVersion: number
  verdict: 'approve' | 'reject'
  amountFen: Fen | null
  reasonCode: RejectReason | null
  reasonNote: string | null
  state: DecisionState
  errorCode: string | null
  decidedById: string
  decidedByName: string
  decidedAt: Date
  effectiveAt: Date
}

type Row = Omit<DecisionRecord, 'amountFen' | 'reasonCode'> & { amountFen: bigint | null; reasonCode: string | null }

function toRecord(row: Row): DecisionRecord {
  return {
    ...row,
    amountFen: row.amountFen === null ? null : fenFromBigint(row.amountFen),
    reasonCode: row.reasonCode as RejectReason | null,
  }
}

export async function findDecision(db: Readable, id: string): Promise<DecisionRecord | null> {
  const row = await db.voucherDecision.findUnique({ where: { id } })
  return row ? toRecord(row) : null
}

export async function lockDecision(tx: Transaction, id: string): Promise<DecisionRecord | null> {
  await tx.$queryRaw`SELECT 1 FROM voucher_decisions WHERE id = ${id}::uuid FOR UPDATE`
  return findDecision(tx, id)
}

/** The decision that counts for a voucher now: one that waits, or the latest that was carried out or failed. */
export async function findCurrentDecision(db: Readable, voucherId: string): Promise<DecisionRecord | null> {
  const row = await db.voucherDecision.findFirst({
    where: { voucherId, state: { not: 'undone' } },
    orderBy: { decidedAt: 'desc' },
  })
  return row ? toRecord(row) : null
}

export type NewDecision = Omit<DecisionRecord, 'state' | 'errorCode'>

/** A unique index allows one waiting decision for each voucher: the second reviewer's insert fails with 23505. */
export async function insertDecision(tx: Transaction, decision: NewDecision): Promise<void> {
  await tx.voucherDecision.create({
    data: { ...decision, amountFen: decision.amountFen === null ? null : BigInt(decision.amountFen) },
  })
}

/** The one function that changes a decision's state: conditional, with its audit row. */
export async function changeDecisionState(
  tx: Transaction,
  actor: Actor,
  decision: DecisionRecord,
  change: { to: DecisionState; now: Date; organisationId: string; errorCode?: string },
): Promise<void> {
  checkTransition(decisionTransitions, decision.state, change.to)
  const changed = await tx.voucherDecision.updateMany({
    where: { id: decision.id, state: decision.state },
    data: { state: change.to, settledAt: change.now, errorCode: change.errorCode ?? null },
  })
  if (changed.count !== 1) throw new AppError('conflict', { from: decision.state, to: change.to })
  await writeAudit(tx, actor, {
    action: `voucherDecision.${change.to}`,
    subjectType: 'voucherDecision',
    subjectId: decision.id,
    organisationId: change.organisationId,
    after: {
      voucherId: decision.voucherId,
      verdict: decision.verdict,
      ...(change.errorCode ? { errorCode: change.errorCode } : {}),
    },
  })
}
