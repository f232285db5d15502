import { escapeLike } from '../../core/escape-like.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import type { CertificateDoubt, CertificateState, CertificateTotals, CertifiedPlan } from './certificates.schema.ts'
import { type CertificateRecord, selectCertificates } from './certificates.store.ts'

export type CertificateQuery = {
  /** Of the organisations that the learners belonged to. */
  readonly range: { readonly from: string; readonly to: string }
  readonly planId: string | null
  readonly state: CertificateState | null
  readonly doubtful: boolean
  readonly search: CertificateSearch | null
  readonly from: string | null
  readonly to: string | null
}

export type CertificateSearch =
  | { readonly kind: 'number'; readonly part: string }
  | { readonly kind: 'name'; readonly part: string }
  | { readonly kind: 'idNumber'; readonly hash: string }

/** Why the one that is issued would not be issued today; null where it would, and for revoked ones. */
const doubtOf = Prisma.sql`
  CASE WHEN c.state <> 'valid' THEN NULL
       WHEN NOT hours_reached(p, coalesce(pp.compulsory_approved, 0), coalesce(pp.elective_approved, 0)) THEN 'hours'
       WHEN p.certificate_needs_payment AND NOT takes_part(c.learner_id, c.plan_id) THEN 'payment' END`

/** The same as a condition of rows `c`. `takes_part` is written out: what is asked of many is planned as joins then. */
const isDoubtful = Prisma.sql`
  c.state = 'valid' AND (
    EXISTS (
      SELECT 1 FROM plans p LEFT JOIN plan_progress pp ON pp.plan_id = p.id AND pp.learner_id = c.learner_id
      WHERE p.id = c.plan_id AND NOT hours_reached(p, coalesce(pp.compulsory_approved, 0), coalesce(pp.elective_approved, 0)))
    OR EXISTS (SELECT 1 FROM plans p WHERE p.id = c.plan_id AND p.certificate_needs_payment)
      AND NOT EXISTS (
        SELECT 1 FROM course_openings co
        WHERE co.learner_id = c.learner_id AND co.plan_id = c.plan_id AND co.closed_at IS NULL)
      AND NOT EXISTS (
        SELECT 1 FROM enrolments e LEFT JOIN orders o ON o.id = e.order_id
        WHERE e.learner_id = c.learner_id AND e.plan_id = c.plan_id AND e.state = 'confirmed' AND e.refunded_at IS NULL
          AND (e.fee_fen = 0 OR o.state = 'paid')))`

/** The newest first; one row more than asked for, to tell whether there are more. */
export async function findCertificatePage(
  db: Readable,
  query: CertificateQuery,
  beforeId: string | null,
  take: number,
): Promise<CertificateRecord[]> {
  return db.$queryRaw<CertificateRecord[]>`
    ${selectCertificates} WHERE ${whereOf(query)} ${beforeId ? Prisma.sql`AND c.id < ${beforeId}::uuid` : Prisma.empty}
    ORDER BY c.id DESC LIMIT ${take}`
}

/** Of these, the ones that would not be issued today. */
export async function findDoubts(db: Readable, ids: readonly string[]): Promise<Map<string, CertificateDoubt>> {
  const rows = await db.$queryRaw<{ id: string; doubt: CertificateDoubt | null }[]>`
    SELECT c.id, ${doubtOf} AS doubt FROM certificates c
    JOIN plans p ON p.id = c.plan_id
    LEFT JOIN plan_progress pp ON pp.plan_id = c.plan_id AND pp.learner_id = c.learner_id
    WHERE c.id = ANY(${[...ids]}::uuid[])`
  return new Map(rows.flatMap(({ id, doubt }) => (doubt === null ? [] : [[id, doubt] as const])))
}

export async function countCertificates(db: Readable, query: CertificateQuery): Promise<CertificateTotals> {
  const rows = await db.$queryRaw<CertificateTotals[]>`
    SELECT count(*) FILTER (WHERE c.state = 'valid')::int AS valid, count(*) FILTER (WHERE c.state = 'revoked')::int AS revoked
    FROM certificates c WHERE ${whereOf(query)}`
  return rows[0] ?? { valid: 0, revoked: 0 }
}

/** The plans that have any in the range, the latest year first. */
export async function findCertifiedPlans(
  db: Readable,
  { from, to }: CertificateQuery['range'],
): Promise<CertifiedPlan[]> {
  return db.$queryRaw<CertifiedPlan[]>`
    SELECT p.id, p.name, p.year, found.count FROM (
      SELECT c.plan_id, count(*)::int AS count FROM certificates c
      WHERE c.organisation_path >= ${from} AND c.organisation_path < ${to} GROUP BY c.plan_id) found
    JOIN plans p ON p.id = found.plan_id
    ORDER BY p.year DESC, p.name, p.id LIMIT 500`
}

function whereOf({ range, planId, state, doubtful, search, from, to }: CertificateQuery): Prisma.Sql {
  return Prisma.join(
    [
      // The whole centre is no condition, so that the order of ids is walked.
      ...(range.from === '/'
        ? [Prisma.sql`true`]
        : [Prisma.sql`c.organisation_path >= ${range.from} AND c.organisation_path < ${range.to}`]),
      ...(planId === null ? [] : [Prisma.sql`c.plan_id = ${planId}::uuid`]),
      ...(state === null ? [] : [Prisma.sql`c.state = ${state}::certificate_state`]),
      ...(from === null ? [] : [Prisma.sql`c.issued_on >= ${from}::date`]),
      ...(to === null ? [] : [Prisma.sql`c.issued_on <= ${to}::date`]),
      ...(search === null ? [] : [searchOf(search)]),
      ...(doubtful ? [isDoubtful] : []),
    ],
    ' AND ',
  )
}

function searchOf(search: CertificateSearch): Prisma.Sql {
  switch (search.kind) {
    case 'number':
      return Prisma.sql`c.number LIKE ${`%${escapeLike(search.part)}%`}`
    case 'name':
      return Prisma.sql`c.learner_name ILIKE ${`%${escapeLike(search.part)}%`}`
    case 'idNumber':
      return Prisma.sql`c.learner_id IN (SELECT id FROM learners WHERE id_number_hash = ${search.hash})`
  }
}
