import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { AuditAction } from '../../core/audit-actions.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import { checkTransition } from '../../core/transitions.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { enrolmentTransitions } from './enrolments.rules.ts'
import type { EnrolmentState, SubmitProblem } from './enrolments.schema.ts'

export type LockedEnrolment = {
  id: string
  version: number
  planId: string
  learnerId: string
  organisationId: string
  organisationPath: string
  state: EnrolmentState
  feeFen: bigint | null
  submittedAt: Date | null
  orderId: string | null
  refundId: string | null
}

const locked = Prisma.sql`
  e.id, e.version, e.plan_id AS "planId", e.learner_id AS "learnerId", e.organisation_id AS "organisationId",
  e.organisation_path AS "organisationPath", e.state::text AS state, e.fee_fen AS "feeFen", e.submitted_at AS "submittedAt",
  e.order_id AS "orderId", e.refund_id AS "refundId"`

/** Those of the ids that are in the subtree `scope`, locked in the order of their ids as everybody does who needs many. */
export async function lockEnrolments(
  tx: Transaction,
  ids: readonly string[],
  scope: string,
): Promise<LockedEnrolment[]> {
  return tx.$queryRaw<LockedEnrolment[]>`
    SELECT ${locked} FROM enrolments e
    WHERE e.id = ANY(${[...ids]}::uuid[]) AND starts_with(e.organisation_path, ${scope})
    ORDER BY e.id FOR NO KEY UPDATE`
}

/** Keeps whom they are about as they are until the transaction ends. */
export async function holdLearners(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS held FROM learners WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR SHARE`
}

/** The names of learners, for sentences about them. */
export async function findNames(db: Readable, learnerIds: readonly string[]): Promise<{ id: string; name: string }[]> {
  return db.$queryRaw`SELECT id, name FROM learners WHERE id = ANY(${[...learnerIds]}::uuid[]) ORDER BY id`
}

// --- Adding ------------------------------------------------------------------------------------------------------

export type NewEnrolment = { readonly id: string; readonly learnerId: string; readonly formCode: string }
export type Inserted = {
  id: string
  learnerId: string
  organisationId: string
  name: string
  idNumberMasked: string
}

/** Adds drafts by the units in which the learners are; leaves out those who are in the plan already. */
export async function insertEnrolments(
  tx: Transaction,
  planId: string,
  rows: readonly NewEnrolment[],
  createdById: string,
  now: Date,
): Promise<Inserted[]> {
  return tx.$queryRaw<Inserted[]>`
    WITH made AS (
      INSERT INTO enrolments (id, plan_id, learner_id, organisation_id, organisation_path, state_since, form_code, created_by_id, created_at)
      SELECT t.id, ${planId}::uuid, l.id, l.organisation_id, l.organisation_path, ${now}, t.form_code, ${createdById}::uuid, ${now}
      FROM unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.learnerId)}::uuid[], ${rows.map((row) => row.formCode)}::text[])
        AS t (id, learner_id, form_code)
      JOIN learners l ON l.id = t.learner_id
      ORDER BY l.id
      ON CONFLICT (plan_id, learner_id) WHERE state IN ('draft', 'submitted', 'confirmed', 'rejected') DO NOTHING
      RETURNING id, learner_id, organisation_id)
    SELECT m.id, m.learner_id AS "learnerId", m.organisation_id AS "organisationId", l.name, l.id_number_masked AS "idNumberMasked"
    FROM made m JOIN learners l ON l.id = m.learner_id`
}

/** Gives each of the enrolments these subjects instead of what they had; fees are agreed at the submission. */
export async function replaceSubjects(
  tx: Transaction,
  ids: readonly string[],
  subjectIds: readonly string[],
): Promise<void> {
  await tx.$executeRaw`DELETE FROM enrolment_subjects WHERE enrolment_id = ANY(${[...ids]}::uuid[])`
  if (subjectIds.length === 0) return
  await tx.$executeRaw`
    INSERT INTO enrolment_subjects (enrolment_id, subject_id)
    SELECT e.id, s.id FROM unnest(${[...ids]}::uuid[]) AS e (id) CROSS JOIN unnest(${[...subjectIds]}::uuid[]) AS s (id)`
}

// --- States ------------------------------------------------------------------------------------------------------

export type StateChange = {
  readonly to: EnrolmentState
  readonly action: AuditAction
  readonly at: Date
  /** Further columns, as `column = value` on the row `e` with its reason `t.reason`. */
  readonly set?: Prisma.Sql
  /** Of each row; null where there is none. */
  readonly reasonOf?: (row: LockedEnrolment) => string | null
  /** What the audit trail says besides the states. */
  readonly audit?: (row: LockedEnrolment, changed: Changed) => Prisma.InputJsonObject
}
export type Changed = { readonly id: string; readonly feeFen: Fen | null }

/**
 * The one place where enrolments change their states, with an audit row each. They are locked already; throws `conflict`
 * when the table has no such step or somebody else was faster.
 */
export async function changeStates(
  tx: Transaction,
  actor: Actor,
  rows: readonly LockedEnrolment[],
  { to, action, at, set, reasonOf, audit }: StateChange,
): Promise<ReadonlyMap<string, Changed>> {
  if (rows.length === 0) return new Map()
  const from = [...new Set(rows.map((row) => row.state))]
  for (const state of from) checkTransition(enrolmentTransitions, state, to)
  const changed = await tx.$queryRaw<{ id: string; feeFen: bigint | null }[]>`
    UPDATE enrolments e SET state = ${to}::enrolment_state, state_since = ${at}, version = e.version + 1 ${set ? Prisma.sql`, ${set}` : Prisma.empty}
    FROM unnest(${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => reasonOf?.(row) ?? null)}::text[]) AS t (id, reason)
    WHERE e.id = t.id AND e.state = ANY(${from}::enrolment_state[])
    RETURNING e.id, e.fee_fen AS "feeFen"`
  if (changed.length !== rows.length) throw new AppError('conflict')
  const byId = new Map(
    changed.map(({ id, feeFen }) => [id, { id, feeFen: feeFen === null ? null : fenFromBigint(feeFen) }]),
  )
  await writeAudits(
    tx,
    actor,
    { action, subjectType: 'enrolment' },
    rows.map((row) => {
      const reason = reasonOf?.(row) ?? null
      return {
        subjectId: row.id,
        organisationId: row.organisationId,
        before: { state: row.state },
        after: {
          state: to,
          ...(reason === null ? {} : { reason }),
          ...audit?.(row, byId.get(row.id) ?? { id: row.id, feeFen: null }),
        },
      }
    }),
  )
  return byId
}

/** What a draft knows: that its fee is not agreed yet. */
export const asDraft = Prisma.sql`fee_fen = NULL, due_at = NULL, decided_at = NULL, decided_by_id = NULL`

/** Forgets the agreed fees of the subjects of what becomes a draft again. */
export async function forgetFees(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE enrolment_subjects SET fee_fen = NULL WHERE enrolment_id = ANY(${[...ids]}::uuid[]) AND fee_fen IS NOT NULL`
}

/** Counts the version up: what a page shows of them is no longer so. */
export async function touchEnrolments(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`UPDATE enrolments SET version = version + 1 WHERE id = ANY(${[...ids]}::uuid[])`
}

export async function deleteEnrolments(tx: Transaction, ids: readonly string[]): Promise<void> {
  const count = await tx.$executeRaw`
    DELETE FROM enrolments WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'draft' AND submitted_at IS NULL`
  if (count !== ids.length) throw new AppError('conflict')
}

// --- Submitting --------------------------------------------------------------------------------------------------

/** How many seats of the plan are taken. Ask with the plan held for seats. */
export async function countSeats(tx: Transaction, planId: string): Promise<number> {
  const rows = await tx.$queryRaw<{ taken: number }[]>`
    SELECT count(*)::int AS taken FROM enrolments WHERE plan_id = ${planId}::uuid AND state IN ('submitted', 'confirmed')`
  return rows[0]?.taken ?? 0
}

/** What keeps people from being submitted, one problem each: the first of those that need doing. */
export async function findSubmitProblems(
  tx: Transaction,
  ids: readonly string[],
  scope: string,
  needsSubjects: boolean,
): Promise<SubmitProblem[]> {
  return tx.$queryRaw<SubmitProblem[]>`
    SELECT * FROM (
      SELECT e.id AS "enrolmentId", l.name, l.id_number_masked AS "idNumberMasked",
             CASE WHEN NOT l.enabled THEN 'learnerDisabled'
                  WHEN NOT starts_with(l.organisation_path, ${scope}) THEN 'learnerElsewhere'
                  WHEN taken.retired THEN 'enrolmentSubjectRetired'
                  WHEN ${needsSubjects} AND taken.retired IS NULL THEN 'enrolmentSubjectsMissing' END AS code
      FROM enrolments e
      JOIN learners l ON l.id = e.learner_id
      CROSS JOIN LATERAL (
        SELECT bool_or(s.retired_at IS NOT NULL) AS retired
        FROM enrolment_subjects t JOIN plan_subjects s ON s.id = t.subject_id WHERE t.enrolment_id = e.id) taken
      WHERE e.id = ANY(${[...ids]}::uuid[])) found
    WHERE code IS NOT NULL ORDER BY "enrolmentId"`
}

/** Agrees the fees of chosen subjects: what the plan asks now. */
export async function agreeSubjectFees(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE enrolment_subjects t SET fee_fen = s.fee_fen FROM plan_subjects s
    WHERE s.id = t.subject_id AND t.enrolment_id = ANY(${[...ids]}::uuid[])`
}

/** The columns of a submission, its fee the sum of its subjects', or the plan's for a learner where it has no subjects. */
export function submission(values: {
  readonly at: Date
  readonly by: string
  readonly dueAt: Date
  readonly feePerLearnerFen: Fen | null
}): Prisma.Sql {
  const fee =
    values.feePerLearnerFen === null
      ? Prisma.sql`(SELECT sum(s.fee_fen) FROM enrolment_subjects s WHERE s.enrolment_id = e.id)`
      : Prisma.sql`${BigInt(values.feePerLearnerFen)}::bigint`
  return Prisma.sql`
    fee_fen = ${fee}, submitted_at = ${values.at}, submitted_by_id = ${values.by}::uuid, due_at = ${values.dueAt},
    decided_at = NULL, decided_by_id = NULL, reason = NULL`
}
