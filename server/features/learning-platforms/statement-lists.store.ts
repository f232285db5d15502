import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { HourKind } from '../hours/hours.schema.ts'
import type { RefusedReason, StatementOutcome, StatementReason } from './learning-platforms.schema.ts'

export type StatementQuery = {
  platformId?: string | undefined
  outcome?: StatementOutcome | undefined
  reason?: StatementReason | undefined
  courseId?: string | undefined
  /** What a search of people found: these, or a condition on the row `l` of learners; null: nothing is searched. */
  people: { readonly ids: readonly string[] } | { readonly condition: Prisma.Sql } | null
}

export type StatementListRow = {
  id: string
  statementId: string
  platformId: string
  platformName: string
  verb: string
  activityId: string
  body: { sealed: string } | null
  learnerId: string | null
  learnerName: string | null
  idNumberMasked: string | null
  organisationName: string | null
  courseTitle: string | null
  planName: string | null
  kind: HourKind | null
  seconds: number | null
  hours: number | null
  outcome: StatementOutcome
  reason: StatementReason | null
  happenedAt: Date
  receivedAt: Date
}

function conditionsOf({ platformId, outcome, reason, courseId, people }: StatementQuery): Prisma.Sql[] {
  return [
    Prisma.sql`true`,
    ...(platformId === undefined ? [] : [Prisma.sql`s.platform_id = ${platformId}::uuid`]),
    ...(outcome === undefined ? [] : [Prisma.sql`s.outcome = ${outcome}::learning_statement_outcome`]),
    ...(reason === undefined ? [] : [Prisma.sql`s.reason = ${reason}`]),
    ...(courseId === undefined ? [] : [Prisma.sql`s.course_id = ${courseId}::uuid`]),
    ...(people === null
      ? []
      : 'ids' in people
        ? [Prisma.sql`s.learner_id = ANY(${[...people.ids]}::uuid[])`]
        : [Prisma.sql`EXISTS (SELECT 1 FROM learners l WHERE l.id = s.learner_id AND ${people.condition})`]),
  ]
}

/** One row more than the page, as `toPage` wants it; the latest first. The hours are as they were recorded. */
export async function findStatementRows(
  db: Readable,
  query: StatementQuery & { cursor?: string | null | undefined; id?: string | undefined },
  take: number,
): Promise<StatementListRow[]> {
  const conditions = [
    ...conditionsOf(query),
    ...(query.cursor ? [Prisma.sql`s.id < ${query.cursor}::uuid`] : []),
    ...(query.id === undefined ? [] : [Prisma.sql`s.id = ${query.id}::uuid`]),
  ]
  return db.$queryRaw<StatementListRow[]>`
    SELECT s.id, s.statement_id AS "statementId", s.platform_id AS "platformId", f.name AS "platformName", s.verb,
           s.activity_id AS "activityId", s.body, s.learner_id AS "learnerId", l.name AS "learnerName",
           l.id_number_masked AS "idNumberMasked", o.name AS "organisationName", c.title AS "courseTitle", p.name AS "planName",
           c.kind::text AS kind, s.seconds, h.hours, s.outcome::text AS outcome, s.reason, s.happened_at AS "happenedAt",
           s.received_at AS "receivedAt"
    FROM (SELECT s.* FROM learning_statements s WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY s.id DESC LIMIT ${take}) s
    JOIN learning_platforms f ON f.id = s.platform_id
    LEFT JOIN learners l ON l.id = s.learner_id
    LEFT JOIN organisations o ON o.id = l.organisation_id
    LEFT JOIN learning_courses c ON c.id = s.course_id
    LEFT JOIN plans p ON p.id = c.plan_id
    LEFT JOIN hour_records h ON h.statement_id = s.id
    ORDER BY s.id DESC`
}

export type RefusedKey = { id: string; platformId: string }

function afterSql(after: string | null): Prisma.Sql {
  return after === null ? Prisma.empty : Prisma.sql`AND s.id > ${after}::uuid`
}

/** Those of the rows that are refused, the oldest first. */
export async function findStillRefused(db: Readable, ids: readonly string[]): Promise<RefusedKey[]> {
  return db.learningStatement.findMany({
    where: { id: { in: [...ids] }, outcome: 'refused' },
    select: { id: true, platformId: true },
    orderBy: { id: 'asc' },
  })
}

/** The refused ones that a filter finds, the oldest first. */
export async function findRefused(
  db: Readable,
  query: StatementQuery,
  after: string | null,
  take: number,
): Promise<RefusedKey[]> {
  const conditions = Prisma.join(conditionsOf({ ...query, outcome: 'refused' }), ' AND ')
  return db.$queryRaw<RefusedKey[]>`
    SELECT s.id, s.platform_id AS "platformId" FROM learning_statements s
    WHERE ${conditions} ${afterSql(after)} ORDER BY s.id LIMIT ${take}`
}

/** Refused ones by reason, the newest `most` of them all. */
export async function countRefusedByReason(
  db: Readable,
  most: number,
): Promise<{ reason: RefusedReason; count: number }[]> {
  return db.$queryRaw<{ reason: RefusedReason; count: number }[]>`
    SELECT reason, count(*)::int AS count
    FROM (SELECT reason FROM learning_statements WHERE outcome = 'refused' ORDER BY id DESC LIMIT ${most}) newest
    GROUP BY reason ORDER BY 2 DESC, 1`
}

/** Refused for want of one of these activities, in the forms in which they are mapped (`activityCandidates`). */
function wantingSql(platformId: string, activityIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    s.outcome = 'refused' AND s.platform_id = ${platformId}::uuid AND s.reason IN ('courseUnknown', 'courseRetired')
    AND ARRAY[rtrim(s.activity_id, '/'), rtrim(regexp_replace(rtrim(s.activity_id, '/'), '#.*$', ''), '/')]
        && ${[...activityIds]}::text[]`
}

/** How many of a platform's statements were refused because these activities were not mapped, or not in use. */
export async function countWanting(
  tx: Transaction,
  platformId: string,
  activityIds: readonly string[],
): Promise<number> {
  const rows = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM learning_statements s WHERE ${wantingSql(platformId, activityIds)}`
  return rows[0]?.count ?? 0
}

/** Those statements, the oldest first. */
export async function findWanting(
  db: Readable,
  platformId: string,
  activityIds: readonly string[],
  after: string | null,
  take: number,
): Promise<RefusedKey[]> {
  return db.$queryRaw<RefusedKey[]>`
    SELECT s.id, s.platform_id AS "platformId" FROM learning_statements s
    WHERE ${wantingSql(platformId, activityIds)} ${afterSql(after)} ORDER BY s.id LIMIT ${take}`
}

/**
 * What was refused because somebody took no part in the plan and by now does, and what takes back a statement that has come
 * by now; the oldest first.
 */
export async function findMended(db: Readable, after: string | null, take: number): Promise<RefusedKey[]> {
  return db.$queryRaw<RefusedKey[]>`
    WITH paying AS MATERIALIZED (
      SELECT w.learner_id, w.course_id FROM (
        SELECT DISTINCT s.learner_id, s.course_id FROM learning_statements s
        WHERE s.outcome = 'refused' AND s.reason = 'notTakingPart') w
      JOIN learning_courses c ON c.id = w.course_id
      WHERE takes_part(w.learner_id, c.plan_id))
    SELECT s.id, s.platform_id AS "platformId" FROM learning_statements s
    WHERE s.outcome = 'refused' ${afterSql(after)} AND CASE s.reason
      WHEN 'notTakingPart' THEN (s.learner_id, s.course_id) IN (SELECT learner_id, course_id FROM paying)
      -- Its object is a statement's id, so that this is no other's address.
      WHEN 'voidTargetUnknown' THEN EXISTS (
        SELECT 1 FROM learning_statements t WHERE t.platform_id = s.platform_id AND t.statement_id = s.activity_id::uuid)
      ELSE false END
    ORDER BY s.id LIMIT ${take}`
}
