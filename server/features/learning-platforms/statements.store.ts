import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { Studied } from './learning-platforms.rules.ts'
import type { StatementOutcome, StatementReason } from './learning-platforms.schema.ts'
import { voidedVerb } from './xapi-statement.schema.ts'

export type NewStatement = {
  id: string
  platformId: string
  statementId: string
  /** Sealed; what the statement says holds names, mail addresses and ID numbers. */
  body: { sealed: string }
  sha256: string
  verb: string
  activityId: string
  learnerId: string | null
  courseId: string | null
  seconds: number | null
  outcome: StatementOutcome
  reason: StatementReason | null
  happenedAt: Date
  receivedAt: Date
}

/** Writes them in the order of their ids; fewer than were given when one of them came in at this very moment. */
export async function insertStatements(tx: Transaction, statements: readonly NewStatement[]): Promise<number> {
  if (statements.length === 0) return 0
  return tx.$executeRaw`
    INSERT INTO learning_statements (id, platform_id, statement_id, body, sha256, verb, activity_id, learner_id, course_id,
                                     seconds, outcome, reason, happened_at, received_at)
    SELECT t.id, t."platformId", t."statementId", t.body, t.sha256, t.verb, t."activityId", t."learnerId", t."courseId",
           t.seconds, t.outcome::learning_statement_outcome, t.reason, t."happenedAt", t."receivedAt"
    FROM json_to_recordset(${JSON.stringify(statements)}::json)
      AS t(id uuid, "platformId" uuid, "statementId" uuid, body jsonb, sha256 text, verb text, "activityId" text, "learnerId" uuid,
           "courseId" uuid, seconds int, outcome text, reason text, "happenedAt" timestamptz, "receivedAt" timestamptz)
    ORDER BY t."statementId"
    ON CONFLICT (platform_id, statement_id) DO NOTHING`
}

export type KnownStatement = {
  id: string
  statementId: string
  sha256: string
  verb: string
  activityId: string
  learnerId: string | null
  courseId: string | null
  seconds: number | null
  outcome: StatementOutcome
  reason: StatementReason | null
  happenedAt: Date
  receivedAt: Date
}
const known = {
  id: true,
  statementId: true,
  sha256: true,
  verb: true,
  activityId: true,
  learnerId: true,
  courseId: true,
  seconds: true,
  outcome: true,
  reason: true,
  happenedAt: true,
  receivedAt: true,
} as const

/** Those of a platform's statements that are known by these ids of their own. */
export async function findKnown(
  db: Readable,
  platformId: string,
  statementIds: readonly string[],
): Promise<KnownStatement[]> {
  const rows = await db.learningStatement.findMany({
    where: { platformId, statementId: { in: [...statementIds] } },
    select: known,
  })
  return rows as KnownStatement[]
}

/** Refused ones among these rows, locked in their order; who else takes them up waits, and finds them decided. */
export async function lockRefused(
  tx: Transaction,
  ids: readonly string[],
): Promise<(KnownStatement & { platformId: string; body: { sealed: string } | null })[]> {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM learning_statements WHERE id = ANY(${[...ids]}::uuid[]) AND outcome = 'refused' ORDER BY id FOR NO KEY UPDATE`
  const rows = await tx.learningStatement.findMany({
    where: { id: { in: [...ids] }, outcome: 'refused' },
    select: { ...known, platformId: true, body: true },
    orderBy: { id: 'asc' },
  })
  return rows as (KnownStatement & { platformId: string; body: { sealed: string } | null })[]
}

/** From `refused` to what it is when it was taken up again, or from anything to `voided`. */
export async function setOutcome(
  tx: Transaction,
  id: string,
  from: StatementOutcome,
  to: {
    outcome: StatementOutcome
    reason: StatementReason | null
    learnerId?: string | null
    courseId?: string | null
  },
): Promise<boolean> {
  const { count } = await tx.learningStatement.updateMany({ where: { id, outcome: from }, data: to })
  return count === 1
}

/** Holds the learners, in the order of their ids, so that two statements about one of them never count twice. */
export async function holdLearners(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await tx.$queryRaw`
    SELECT 1 AS locked FROM learners WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

/** Which of the learners take part in the plan beside them (`learner plan`). */
export async function findTakingPart(
  tx: Readable,
  pairs: readonly { learnerId: string; planId: string }[],
): Promise<Set<string>> {
  if (pairs.length === 0) return new Set()
  const rows = await tx.$queryRaw<{ learnerId: string; planId: string }[]>`
    SELECT t."learnerId", t."planId" FROM (
      SELECT DISTINCT "learnerId", "planId" FROM json_to_recordset(${JSON.stringify(pairs)}::json) AS t("learnerId" uuid, "planId" uuid)) t
    WHERE takes_part(t."learnerId", t."planId")`
  return new Set(rows.map((row) => `${row.learnerId} ${row.planId}`))
}

export type Standing = Studied & { readonly recorded: number }

/**
 * What each of the learners has in the course beside them, of the time of its plan: what the statements state together, and
 * what was recorded from them, in hundredths. Corrections by people are left alone: they are not undone by the next statement.
 * Key: `learner course`.
 */
export async function findStandings(
  tx: Readable,
  pairs: readonly { learnerId: string; courseId: string }[],
): Promise<Map<string, Standing>> {
  if (pairs.length === 0) return new Map()
  const rows = await tx.$queryRaw<({ learnerId: string; courseId: string } & Standing)[]>`
    SELECT t."learnerId", t."courseId", coalesce(max(s.seconds), 0)::int AS "mostSeconds",
           coalesce(sum(s.seconds), 0)::float8 AS "sumSeconds",
           coalesce(bool_or(s.seconds IS NULL AND s.verb ~ '/completed$'), false) AS "completedUntimed",
           coalesce(sum(h.hours) FILTER (WHERE s.outcome = 'recorded'), 0)::int AS recorded
    FROM (SELECT DISTINCT "learnerId", "courseId" FROM json_to_recordset(${JSON.stringify(pairs)}::json) AS t("learnerId" uuid, "courseId" uuid)) t
    JOIN learning_courses c ON c.id = t."courseId"
    JOIN plans p ON p.id = c.plan_id
    JOIN learning_statements s ON s.learner_id = t."learnerId" AND s.course_id = t."courseId"
      AND s.happened_at BETWEEN p.starts_at AND p.ends_at
      AND (s.outcome = 'recorded' OR s.outcome = 'noted' AND s.reason IN ('noGrowth', 'courseFull'))
    LEFT JOIN hour_records h ON h.statement_id = s.id AND h.plan_id = c.plan_id
    GROUP BY t."learnerId", t."courseId"`
  return new Map(rows.map(({ learnerId, courseId, ...standing }) => [`${learnerId} ${courseId}`, standing]))
}

/** The voiding statements that were given hours which another one had counted (void-statement.ts). */
export async function findToppedUp(tx: Transaction, learnerId: string, courseId: string): Promise<string[]> {
  const rows = await tx.learningStatement.findMany({
    where: { learnerId, courseId, outcome: 'recorded', verb: voidedVerb },
    select: { id: true },
  })
  return rows.map((row) => row.id)
}

// --- What a platform reads back ------------------------------------------------------------------------------------

export type StoredBody = { id: string; statementId: string; body: { sealed: string } | null; receivedAt: Date }
const storedColumns = Prisma.sql`s.id, s.statement_id AS "statementId", s.body, s.received_at AS "receivedAt"`

/** One by its own id; null where it is voided and was not asked for as such, or the other way round. */
export async function findStored(
  db: Readable,
  platformId: string,
  statementId: string,
  voided: boolean,
): Promise<StoredBody | null> {
  const rows = await db.$queryRaw<StoredBody[]>`
    SELECT ${storedColumns} FROM learning_statements s
    WHERE s.platform_id = ${platformId}::uuid AND s.statement_id = ${statementId}::uuid AND (s.outcome = 'voided') = ${voided}`
  return rows[0] ?? null
}

export type StoredQuery = {
  verb?: string | undefined
  activity?: string | undefined
  learnerId?: string | undefined
  since?: Date | undefined
  until?: Date | undefined
  ascending: boolean
  after?: string | undefined
}

/** The platform's own that are not voided, in the order in which they came. */
export async function findStoredPage(
  db: Readable,
  platformId: string,
  query: StoredQuery,
  take: number,
): Promise<StoredBody[]> {
  const { verb, activity, learnerId, since, until, ascending, after } = query
  const conditions = [
    Prisma.sql`s.platform_id = ${platformId}::uuid AND s.outcome <> 'voided'`,
    ...(verb === undefined ? [] : [Prisma.sql`s.verb = ${verb}`]),
    ...(activity === undefined ? [] : [Prisma.sql`s.activity_id = ${activity}`]),
    ...(learnerId === undefined ? [] : [Prisma.sql`s.learner_id = ${learnerId}::uuid`]),
    ...(since === undefined ? [] : [Prisma.sql`s.received_at > ${since}`]),
    ...(until === undefined ? [] : [Prisma.sql`s.received_at <= ${until}`]),
    ...(after === undefined ? [] : [ascending ? Prisma.sql`s.id > ${after}::uuid` : Prisma.sql`s.id < ${after}::uuid`]),
  ]
  return db.$queryRaw<StoredBody[]>`
    SELECT ${storedColumns} FROM learning_statements s WHERE ${Prisma.join(conditions, ' AND ')}
    ORDER BY s.id ${ascending ? Prisma.sql`ASC` : Prisma.sql`DESC`} LIMIT ${take}`
}
