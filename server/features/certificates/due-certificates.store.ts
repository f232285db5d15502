import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { IssueRefusal } from './certificates.schema.ts'

/** All that a new certificate says of its learner and plan, as they are now. */
export type CertificateFacts = {
  readonly learnerId: string
  readonly planId: string
  readonly organisationId: string
  readonly organisationPath: string
  readonly organisationName: string
  readonly learnerName: string
  readonly idNumberMasked: string
  readonly title: string
  readonly planNumber: string
  readonly planName: string
  readonly publisher: string
  readonly year: number
  /** Hundredths that count, each kind up to its cap. */
  readonly hours: number
  readonly compulsoryHours: number
  readonly electiveHours: number
}

/** A department by its organisation's name and its own: `苏州工程检测有限公司 › 检测一部`. */
const placeOf = Prisma.sql`
  (SELECT string_agg(u.name, ' › ' ORDER BY length(u.path)) FROM (
     SELECT a.name, a.path, max(length(a.path)) FILTER (WHERE a.kind = 'organisation') OVER () AS registered
     FROM organisations a WHERE a.id = ANY (string_to_array(trim('/' FROM o.path), '/')::uuid[])) u
   WHERE length(u.path) >= coalesce(u.registered, 0))`

const facts = Prisma.sql`
  l.id AS "learnerId", p.id AS "planId", o.id AS "organisationId", o.path AS "organisationPath", ${placeOf} AS "organisationName",
  l.name AS "learnerName", l.id_number_masked AS "idNumberMasked", p.certificate_title AS title, p.number AS "planNumber",
  p.name AS "planName", p.publisher, p.year,
  counted_hours(p, coalesce(pp.compulsory_approved, 0), coalesce(pp.elective_approved, 0)) AS hours,
  least(coalesce(pp.compulsory_approved, 0), coalesce(p.compulsory_cap, pp.compulsory_approved, 0)) AS "compulsoryHours",
  least(coalesce(pp.elective_approved, 0), coalesce(p.elective_cap, pp.elective_approved, 0)) AS "electiveHours"`

/**
 * Who has earned one and never had one: the hours suffice and the place is paid. One that was revoked is not issued again
 * by itself; that is a decision of staff. Whether a place is paid costs most to find out, so it is asked last, of those
 * whom everything else leaves: in a plan where all have theirs, of nobody.
 */
const dueSql = (plans: Prisma.Sql) => Prisma.sql`
  WITH reached AS MATERIALIZED (
    SELECT pp.learner_id, pp.plan_id, p.certificate_needs_payment
    FROM plans p
    JOIN plan_progress pp ON pp.plan_id = p.id
    WHERE ${plans} AND p.certificates AND p.state <> 'draft' AND hours_reached(p, pp.compulsory_approved, pp.elective_approved)
      AND NOT EXISTS (SELECT 1 FROM certificates c WHERE c.learner_id = pp.learner_id AND c.plan_id = pp.plan_id)),
  due AS (
    SELECT r.learner_id, r.plan_id FROM reached r JOIN learners l ON l.id = r.learner_id
    WHERE l.erased_at IS NULL AND (NOT r.certificate_needs_payment OR takes_part(r.learner_id, r.plan_id)))`

const ofPlan = (planId: string) => dueSql(Prisma.sql`p.id = ${planId}::uuid`)

export async function isAnybodyDue(db: Readable, planId: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`${ofPlan(planId)} SELECT 1 FROM due LIMIT 1`
  return rows.length > 0
}

/** The plans in which somebody is due. */
export async function findPlansDue(db: Readable): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    ${dueSql(Prisma.sql`true`)} SELECT DISTINCT plan_id AS id FROM due ORDER BY plan_id`
  return rows.map((row) => row.id)
}

/** Those who are due in a plan, `most` at most. In the order of units and names, so that numbers follow each other there. */
export async function findDue(tx: Transaction, planId: string, most: number): Promise<CertificateFacts[]> {
  return tx.$queryRaw<CertificateFacts[]>`
    ${ofPlan(planId)}
    SELECT ${facts} FROM due d
    JOIN plans p ON p.id = d.plan_id
    JOIN plan_progress pp ON pp.plan_id = d.plan_id AND pp.learner_id = d.learner_id
    JOIN learners l ON l.id = d.learner_id
    JOIN organisations o ON o.id = l.organisation_id
    ORDER BY l.organisation_path, l.name_key, l.id LIMIT ${most}`
}

export type IssueStand = CertificateFacts & { readonly requiredHours: number; readonly refusal: IssueRefusal | null }

/** What a certificate of this learner and plan would say now, and why none can be issued, apart from one that is valid. */
export async function findStand(
  db: Readable,
  { learnerId, planId }: { readonly learnerId: string; readonly planId: string },
): Promise<IssueStand | null> {
  const rows = await db.$queryRaw<IssueStand[]>`
    SELECT ${facts}, p.required_hours AS "requiredHours",
           CASE WHEN l.erased_at IS NOT NULL THEN 'erased'
                WHEN NOT p.certificates OR p.state = 'draft' THEN 'off'
                WHEN NOT hours_reached(p, coalesce(pp.compulsory_approved, 0), coalesce(pp.elective_approved, 0)) THEN 'hours'
                WHEN p.certificate_needs_payment AND NOT takes_part(l.id, p.id) THEN 'payment' END AS refusal
    FROM plans p
    JOIN learners l ON l.id = ${learnerId}::uuid
    JOIN organisations o ON o.id = l.organisation_id
    LEFT JOIN plan_progress pp ON pp.plan_id = p.id AND pp.learner_id = l.id
    WHERE p.id = ${planId}::uuid`
  return rows[0] ?? null
}

/** What stands before the numbers, and what stands under the certificate. */
export async function findIssuer(db: Readable): Promise<{ prefix: string; centreName: string } | null> {
  const row = await db.centreSettings.findUnique({ where: { id: 1 }, select: { certificatePrefix: true, name: true } })
  return row && { prefix: row.certificatePrefix, centreName: row.name }
}

/** The last number of a year, locked until the transaction ends: who issues next goes on after what this one took. */
export async function lockSeries(tx: Transaction, year: number): Promise<number> {
  await tx.$executeRaw`INSERT INTO certificate_series (year) VALUES (${year}) ON CONFLICT (year) DO NOTHING`
  const rows = await tx.$queryRaw<
    { last: number }[]
  >`SELECT last FROM certificate_series WHERE year = ${year} FOR UPDATE`
  return rows[0]?.last ?? 0
}

export async function setSeries(tx: Transaction, year: number, last: number): Promise<void> {
  await tx.certificateSeries.update({ where: { year }, data: { last } })
}
