import type { Actor } from '../../core/actor.ts'
import { changeAudited } from '../../platform/audit-log.ts'
import { freshIdSql, Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { enrolledSql } from './check-people.store.ts'

export type OpeningRow = {
  id: string
  learnerId: string
  learnerName: string
  idNumberMasked: string
  organisationId: string
  organisationPath: string
  organisationName: string
  planId: string
  planNumber: string
  planName: string
  amountFen: bigint
  operationId: string | null
  openedById: string
  openedByName: string
  openedAt: Date
  closedAt: Date | null
  closedReason: string | null
}

const columns = Prisma.sql`
  c.id, c.learner_id AS "learnerId", l.name AS "learnerName", l.id_number_masked AS "idNumberMasked",
  c.organisation_id AS "organisationId", c.organisation_path AS "organisationPath", o.name AS "organisationName",
  c.plan_id AS "planId", p.number AS "planNumber", p.name AS "planName", c.amount_fen AS "amountFen",
  c.operation_id AS "operationId", c.opened_by_id AS "openedById", c.opened_by_name AS "openedByName", c.opened_at AS "openedAt",
  c.closed_at AS "closedAt", c.closed_reason AS "closedReason"`

const tables = Prisma.sql`
  course_openings c JOIN learners l ON l.id = c.learner_id JOIN organisations o ON o.id = c.organisation_id JOIN plans p ON p.id = c.plan_id`

export async function findOpening(db: Readable, id: string): Promise<OpeningRow | null> {
  const rows = await db.$queryRaw<OpeningRow[]>`SELECT ${columns} FROM ${tables} WHERE c.id = ${id}::uuid`
  return rows[0] ?? null
}

/** Whom a search of people finds (learners/search-learners.ts): these, or a condition on the row `l` of learners. */
export type PersonSearch = { readonly ids: readonly string[] } | { readonly condition: Prisma.Sql }

export function searchSql(search: PersonSearch): Prisma.Sql {
  return 'ids' in search ? Prisma.sql`l.id = ANY(${[...search.ids]}::uuid[])` : search.condition
}

export type OpenedBy = { readonly id: string; readonly name: string }

/** False when the plan is open for the learner already, or this very opening is there. The learner’s organisation is that of now. */
export async function insertOpening(
  tx: Transaction,
  actor: Actor,
  one: {
    id: string
    learnerId: string
    planId: string
    amountFen: number
    organisationId: string
    by: OpenedBy
    now: Date
  },
): Promise<boolean> {
  return changeAudited(
    tx,
    actor,
    Prisma.sql`
      INSERT INTO course_openings (id, learner_id, plan_id, organisation_id, organisation_path, amount_fen, opened_by_id, opened_by_name, opened_at)
      SELECT ${one.id}::uuid, l.id, ${one.planId}::uuid, l.organisation_id, l.organisation_path, ${BigInt(one.amountFen)}, ${one.by.id}::uuid,
             ${one.by.name}, ${one.now}
      FROM learners l WHERE l.id = ${one.learnerId}::uuid
      ON CONFLICT DO NOTHING RETURNING id`,
    {
      action: 'course.opened',
      subjectType: 'course',
      subjectId: one.id,
      organisationId: one.organisationId,
      after: { planId: one.planId, learnerId: one.learnerId, amountFen: one.amountFen },
    },
  )
}

/** Opens the plan for everybody of an operation, in the order of learners; answers for how many it was not open before. */
export async function insertOpenings(
  tx: Transaction,
  operationId: string,
  planId: string,
  by: OpenedBy,
  now: Date,
): Promise<number> {
  return tx.$executeRaw`
    INSERT INTO course_openings (id, learner_id, plan_id, organisation_id, organisation_path, amount_fen, operation_id, opened_by_id, opened_by_name, opened_at)
    SELECT ${freshIdSql}, l.id, ${planId}::uuid, l.organisation_id, l.organisation_path, t.amount_fen, t.operation_id, ${by.id}::uuid, ${by.name}, ${now}
    FROM card_operation_lines t JOIN learners l ON l.id = t.learner_id
    WHERE t.operation_id = ${operationId}::uuid ORDER BY l.id
    ON CONFLICT (learner_id, plan_id) WHERE closed_at IS NULL DO NOTHING`
}

export type Standing = { count: number; name: string | null }

/** Of an operation's people, those for whom somebody else opened the plan. */
export async function findOpenedByOthers(db: Readable, operationId: string, planId: string): Promise<Standing> {
  const rows = await db.$queryRaw<Standing[]>`
    SELECT count(*)::int AS count, (array_agg(l.name ORDER BY t.position))[1] AS name
    FROM card_operation_lines t JOIN learners l ON l.id = t.learner_id
    JOIN course_openings c ON c.learner_id = t.learner_id AND c.plan_id = ${planId}::uuid AND c.closed_at IS NULL
    WHERE t.operation_id = ${operationId}::uuid AND c.operation_id IS DISTINCT FROM t.operation_id`
  return rows[0] ?? { count: 0, name: null }
}

/** Those who take part by an enrolment that was paid meanwhile. */
export async function findEnrolled(db: Readable, operationId: string, planId: string): Promise<Standing> {
  const rows = await db.$queryRaw<Standing[]>`
    SELECT count(*)::int AS count, (array_agg(l.name ORDER BY t.position))[1] AS name
    FROM card_operation_lines t JOIN learners l ON l.id = t.learner_id
    WHERE t.operation_id = ${operationId}::uuid AND ${enrolledSql(Prisma.sql`l.id`, Prisma.sql`${planId}::uuid`)}`
  return rows[0] ?? { count: 0, name: null }
}

export async function isEnrolled(db: Readable, learnerId: string, planId: string): Promise<boolean> {
  const rows = await db.$queryRaw<{ yes: boolean }[]>`
    SELECT ${enrolledSql(Prisma.sql`${learnerId}::uuid`, Prisma.sql`${planId}::uuid`)} AS yes`
  return rows[0]?.yes ?? false
}

/** False when it is closed already. */
export async function setClosed(
  tx: Transaction,
  actor: Actor,
  one: OpeningRow,
  { by, reason, now }: { readonly by: OpenedBy; readonly reason: string; readonly now: Date },
): Promise<boolean> {
  return changeAudited(
    tx,
    actor,
    Prisma.sql`
      UPDATE course_openings SET closed_at = ${now}, closed_by_id = ${by.id}::uuid, closed_reason = ${reason}
      WHERE id = ${one.id}::uuid AND closed_at IS NULL RETURNING id`,
    {
      action: 'course.closed',
      subjectType: 'course',
      subjectId: one.id,
      organisationId: one.organisationId,
      after: { planId: one.planId, learnerId: one.learnerId, amountFen: Number(one.amountFen), reason },
    },
  )
}
