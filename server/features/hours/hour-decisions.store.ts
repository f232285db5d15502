import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { checkTransition, type Transitions } from '../../core/transitions.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { HourVerdict } from './hours.schema.ts'

export type HourDecisionState = 'waiting' | 'undone' | 'effective' | 'failed'

/** waiting -> effective (after ten seconds) | undone (before) | failed (all of it was taken back, or it was tried in vain) */
export const hourDecisionTransitions: Transitions<HourDecisionState> = {
  waiting: ['effective', 'undone', 'failed'],
  effective: [],
  undone: [],
  failed: [],
}

export type HourDecision = {
  id: string
  verdict: HourVerdict
  reason: string | null
  count: number
  settledCount: number | null
  state: HourDecisionState
  errorCode: string | null
  organisationId: string | null
  decidedById: string
  decidedByName: string
  byStaff: boolean
  decidedAt: Date
  effectiveAt: Date
}

export async function findHourDecision(db: Readable, id: string): Promise<HourDecision | null> {
  return db.hourDecision.findUnique({ where: { id } })
}

/** Those of these that wait, the newest first. */
export async function findWaitingDecisions(db: Readable, ids: readonly string[]): Promise<HourDecision[]> {
  if (ids.length === 0) return []
  return db.hourDecision.findMany({
    where: { id: { in: [...ids] }, state: 'waiting' },
    orderBy: [{ decidedAt: 'desc' }, { id: 'desc' }],
  })
}

export async function lockHourDecision(tx: Transaction, id: string): Promise<HourDecision | null> {
  await tx.$queryRaw`SELECT 1 FROM hour_decisions WHERE id = ${id}::uuid FOR UPDATE`
  return findHourDecision(tx, id)
}

export async function insertHourDecision(
  tx: Transaction,
  decision: Omit<HourDecision, 'state' | 'settledCount' | 'errorCode'>,
): Promise<void> {
  await tx.hourDecision.create({ data: decision })
}

/** Puts records that wait under a decision; answers how many nobody else was deciding on. */
export async function putUnderDecision(tx: Transaction, ids: readonly string[], decisionId: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE hour_records SET decision_id = ${decisionId}::uuid
    WHERE id = ANY (${[...ids]}::uuid[]) AND state = 'pending' AND decision_id IS NULL`
}

/** Gives the records of a decision back to the queue. */
export async function freeFromDecision(tx: Transaction, decisionId: string): Promise<void> {
  await tx.$executeRaw`
    UPDATE hour_records SET decision_id = NULL WHERE decision_id = ${decisionId}::uuid AND state = 'pending'`
}

/** What a decision is about and still waits. */
export async function findIdsUnderDecision(db: Readable, decisionId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM hour_records WHERE decision_id = ${decisionId}::uuid AND state = 'pending'`
  return rows.map((row) => row.id)
}

/** Decisions that should have taken effect before `at` and did not, the oldest first. */
export async function findOverdueDecisions(db: Readable, at: Date, most: number): Promise<HourDecision[]> {
  return db.hourDecision.findMany({
    where: { state: 'waiting', effectiveAt: { lt: at } },
    orderBy: { effectiveAt: 'asc' },
    take: most,
  })
}

export type DecisionEnd =
  | { readonly to: 'effective'; readonly settledCount: number }
  | { readonly to: 'undone' }
  | { readonly to: 'failed'; readonly errorCode: string }

/** The one function that changes a decision's state: conditional, with its audit row. */
export async function endHourDecision(
  tx: Transaction,
  actor: Actor,
  decision: HourDecision,
  { now, ...end }: DecisionEnd & { readonly now: Date },
): Promise<void> {
  checkTransition(hourDecisionTransitions, decision.state, end.to)
  const { to, ...ended } = end
  const changed = await tx.hourDecision.updateMany({
    where: { id: decision.id, state: decision.state },
    data: { state: to, settledAt: now, ...ended },
  })
  if (changed.count !== 1) throw new AppError('conflict', { from: decision.state, to })
  await writeAudit(tx, actor, {
    action: `hourDecision.${to}`,
    subjectType: 'hourDecision',
    subjectId: decision.id,
    organisationId: decision.organisationId,
    after: { verdict: decision.verdict, count: decision.count, ...ended },
  })
}
