import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { checkTransition, type Transitions } from '../../core/transitions.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { waitingSql } from './hour-parts.store.ts'
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

/** In which plans and where the records are that a decision is about and that still wait. */
export async function findPlacesUnder(
  db: Readable,
  decisionId: string,
): Promise<{ planId: string; organisationPath: string }[]> {
  return db.$queryRaw<{ planId: string; organisationPath: string }[]>`
    SELECT DISTINCT plan_id AS "planId", organisation_path AS "organisationPath" FROM hour_records
    WHERE decision_id = ${decisionId}::uuid AND state = 'pending'`
}

/** Holds these records until the transaction ends, in the order of their ids. */
export async function lockUnder(tx: Transaction, decisionId: string): Promise<void> {
  await tx.$executeRaw`
    SELECT count(*) FROM (
      SELECT 1 FROM hour_records WHERE decision_id = ${decisionId}::uuid AND state = 'pending' ORDER BY id FOR NO KEY UPDATE) held`
}

/** A record as it is told of and written into the trail. */
export type RecordUnder = {
  id: string
  learnerId: string
  learnerName: string
  learnerAccountId: string | null
  planId: string
  planName: string
  organisationId: string
  organisationName: string
  title: string
  /** Hundredths. */
  hours: number
  createdById: string | null
  createdByName: string
}

export async function findRecordsUnder(db: Readable, decisionId: string): Promise<RecordUnder[]> {
  return db.$queryRaw<RecordUnder[]>`
    SELECT h.id, h.learner_id AS "learnerId", l.name AS "learnerName", l.account_id AS "learnerAccountId", h.plan_id AS "planId",
           p.name AS "planName", h.organisation_id AS "organisationId", o.name AS "organisationName", h.title, h.hours,
           h.created_by_id AS "createdById", h.created_by_name AS "createdByName"
    FROM hour_records h
    JOIN learners l ON l.id = h.learner_id
    JOIN plans p ON p.id = h.plan_id
    JOIN organisations o ON o.id = h.organisation_id
    WHERE h.decision_id = ${decisionId}::uuid AND h.state = 'pending' ORDER BY h.id`
}

/** Brings what waits under a decision into its state; answers how many there were. */
export async function decideUnder(
  tx: Transaction,
  { id, verdict, reason, decidedById, decidedByName }: HourDecision,
  at: Date,
): Promise<number> {
  const state = verdict === 'approve' ? 'approved' : 'rejected'
  return tx.$executeRaw`
    UPDATE hour_records SET state = ${state}::hour_state, state_since = ${at}, decided_by_id = ${decidedById}::uuid,
           decided_by_name = ${decidedByName}, rejected_reason = ${reason}
    WHERE decision_id = ${id}::uuid AND state = 'pending'`
}

/** What of these records stands in the way of a decision; null or empty: nothing. */
export type Hindrances = {
  /** Whose of them is decided already. */
  decidedName: string | null
  /** Somebody is deciding on one already, and whose it is. */
  takenById: string | null
  takenName: string | null
  /** The actor recorded one. */
  own: boolean
  /** One waits for staff. */
  forStaff: boolean
  /** The topmost organisations of all of them. */
  rootIds: string[]
}

/** `accountId`: an organisation's admin, who decides on what others recorded and waits for a second admin; null: staff. */
export async function findHindrances(
  db: Readable,
  ids: readonly string[],
  accountId: string | null,
): Promise<Hindrances> {
  const among = Prisma.sql`h.id = ANY (${[...ids]}::uuid[])`
  const rows = await db.$queryRaw<Omit<Hindrances, 'forStaff'>[]>`
    SELECT (array_agg(l.name ORDER BY h.id) FILTER (WHERE h.state <> 'pending'))[1] AS "decidedName",
           (array_agg(h.decision_id ORDER BY h.id) FILTER (WHERE h.decision_id IS NOT NULL))[1] AS "takenById",
           (array_agg(l.name ORDER BY h.id) FILTER (WHERE h.decision_id IS NOT NULL))[1] AS "takenName",
           coalesce(bool_or(h.created_by_id = ${accountId}::uuid), false) AS own,
           array_agg(DISTINCT split_part(h.organisation_path, '/', 2)) AS "rootIds"
    FROM hour_records h JOIN learners l ON l.id = h.learner_id WHERE ${among}`
  const [found] = rows
  if (!found) throw new AppError('internal')
  if (accountId === null) return { ...found, forStaff: false }
  const others = await db.$queryRaw<{ any: boolean }[]>`
    WITH ${waitingSql(among)} SELECT EXISTS (SELECT 1 FROM waiting WHERE waits_for <> 'secondAdmin') AS any`
  return { ...found, forStaff: others[0]?.any ?? false }
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
