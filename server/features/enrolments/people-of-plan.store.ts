import { type Fen, fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import { paymentStatusSql } from './enrolment-lists.store.ts'
import type { EnrolmentState, PaymentStatus } from './enrolments.schema.ts'

/** One line of a printed list of a plan's people. */
export type PlanPerson = {
  readonly learnerId: string
  readonly learnerName: string
  readonly idNumberMasked: string
  readonly organisationName: string
  readonly state: EnrolmentState
  readonly paymentStatus: PaymentStatus
  /** In the plan's order; none where it has a fee per learner. */
  readonly subjects: readonly string[]
  readonly feeFen: Fen
}

type Range = { readonly from: string; readonly to: string }
type SqlPerson = Omit<PlanPerson, 'feeFen'> & { feeFen: bigint | null }

const whichSql = (planId: string, range: Range | null, states: readonly EnrolmentState[]) => Prisma.sql`
  e.plan_id = ${planId}::uuid AND e.state = ANY(${[...states]}::enrolment_state[])
  AND ${range ? Prisma.sql`e.organisation_path >= ${range.from} AND e.organisation_path < ${range.to}` : Prisma.sql`true`}`

export async function countPlanPeople(
  db: Readable,
  planId: string,
  range: Range | null,
  states: readonly EnrolmentState[],
): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM enrolments e WHERE ${whichSql(planId, range, states)}`
  return rows[0]?.count ?? 0
}

/** Unit by unit, by name; subjects in one question for all of them. */
export async function findPlanPeople(
  db: Readable,
  planId: string,
  range: Range | null,
  states: readonly EnrolmentState[],
): Promise<PlanPerson[]> {
  const rows = await db.$queryRaw<SqlPerson[]>`
    SELECT e.learner_id AS "learnerId", l.name AS "learnerName", l.id_number_masked AS "idNumberMasked",
           org.name AS "organisationName", e.state::text AS state, ${paymentStatusSql} AS "paymentStatus",
           coalesce(taken.subjects, '[]'::json) AS subjects, e.fee_fen AS "feeFen"
    FROM enrolments e
    JOIN learners l ON l.id = e.learner_id
    JOIN organisations org ON org.id = e.organisation_id
    LEFT JOIN orders o ON o.id = e.order_id
    LEFT JOIN (SELECT es.enrolment_id, json_agg(s.name ORDER BY s.position) AS subjects
               FROM plan_subjects s JOIN enrolment_subjects es ON es.subject_id = s.id
               WHERE s.plan_id = ${planId}::uuid GROUP BY es.enrolment_id) taken ON taken.enrolment_id = e.id
    WHERE ${whichSql(planId, range, states)}
    ORDER BY e.organisation_path, l.name_key, e.id`
  return rows.map((row) => ({ ...row, feeFen: fenFromBigint(row.feeFen ?? 0n) }))
}
