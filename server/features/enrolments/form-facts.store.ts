import { type Fen, fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import { paymentStatusSql } from './enrolment-lists.store.ts'
import type { EnrolmentState, PaymentStatus } from './enrolments.schema.ts'

/** What a confirmation form 培训报名确认表 says of one enrolment, and what its code leads to. */
export type FormFacts = {
  readonly enrolmentId: string
  readonly formCode: string
  readonly state: EnrolmentState
  readonly paymentStatus: PaymentStatus
  readonly learnerName: string
  readonly idNumberMasked: string
  readonly mobile: string
  readonly post: string
  readonly organisationId: string
  readonly organisationName: string
  readonly organisationPath: string
  readonly planId: string
  readonly planName: string
  readonly planNumber: string
  readonly planMode: 'online' | 'offline'
  /** Hundredths of an hour. */
  readonly requiredHours: number
  readonly startsAt: Date
  readonly endsAt: Date
  readonly place: string
  /** In the plan's order; none where it has a fee per learner. */
  readonly subjects: readonly string[]
  readonly feeFen: Fen
  readonly orderNumber: string | null
  readonly decidedAt: Date | null
}

type SqlForm = Omit<FormFacts, 'feeFen'> & { feeFen: bigint | null }

async function findForms(db: Readable, rest: Prisma.Sql): Promise<FormFacts[]> {
  const rows = await db.$queryRaw<SqlForm[]>`
    SELECT e.id AS "enrolmentId", e.form_code AS "formCode", e.state::text AS state, ${paymentStatusSql} AS "paymentStatus",
           l.name AS "learnerName", l.id_number_masked AS "idNumberMasked", l.mobile, l.post,
           org.id AS "organisationId", org.name AS "organisationName", e.organisation_path AS "organisationPath",
           p.id AS "planId", p.name AS "planName", p.number AS "planNumber", p.mode::text AS "planMode",
           p.required_hours AS "requiredHours", p.starts_at AS "startsAt", p.ends_at AS "endsAt", p.place,
           coalesce((SELECT json_agg(s.name ORDER BY s.position) FROM enrolment_subjects es
                     JOIN plan_subjects s ON s.id = es.subject_id WHERE es.enrolment_id = e.id), '[]'::json) AS subjects,
           e.fee_fen AS "feeFen", o.number AS "orderNumber", e.decided_at AS "decidedAt"
    FROM enrolments e
    JOIN learners l ON l.id = e.learner_id
    JOIN organisations org ON org.id = e.organisation_id
    JOIN plans p ON p.id = e.plan_id
    LEFT JOIN orders o ON o.id = e.order_id
    ${rest}`
  return rows.map((row) => ({ ...row, feeFen: fenFromBigint(row.feeFen ?? 0n) }))
}

export async function findFormByCode(db: Readable, formCode: string): Promise<FormFacts | null> {
  return (await findForms(db, Prisma.sql`WHERE e.form_code = ${formCode}`))[0] ?? null
}

export async function findFormById(db: Readable, enrolmentId: string): Promise<FormFacts | null> {
  return (await findForms(db, Prisma.sql`WHERE e.id = ${enrolmentId}::uuid`))[0] ?? null
}

/** The confirmed enrolments of a plan under a path, unit by unit, at most `most`. */
export async function findFormsOfPlan(
  db: Readable,
  planId: string,
  range: { readonly from: string; readonly to: string },
  most: number,
): Promise<FormFacts[]> {
  return findForms(
    db,
    Prisma.sql`
      WHERE e.plan_id = ${planId}::uuid AND e.state = 'confirmed'
        AND e.organisation_path >= ${range.from} AND e.organisation_path < ${range.to}
      ORDER BY e.organisation_path, l.name_key, e.id LIMIT ${most}`,
  )
}
