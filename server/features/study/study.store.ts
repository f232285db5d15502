import { Prisma, type Readable } from '../../platform/database.ts'
import type { HourKind, HourSource, HourState } from '../hours/hours.schema.ts'
import type { Approval } from './study.rules.ts'

export type StudyFacts = {
  id: string
  name: string
  idNumberMasked: string
  organisationName: string
  plans: StudyPlanRow[]
  /** The newest day first. */
  records: StudyRecordRow[]
}

/**
 * A learner with everything of theirs that this page tells, in one question: their unit, the plans that they have anything of,
 * and their records. All of it by indexes that begin with the learner, the plan or the order; PostgreSQL puts it together,
 * because a dozen questions cost more than their answers.
 */
export async function findStudyFacts(db: Readable, learnerId: string, mostRecords: number): Promise<StudyFacts | null> {
  const rows = await db.$queryRaw<StudyFacts[]>`
    SELECT l.id, l.name, l.id_number_masked AS "idNumberMasked", o.name AS "organisationName",
           (SELECT coalesce(json_agg(plan), '[]') FROM (${plansSql(learnerId)}) plan) AS plans,
           (SELECT coalesce(json_agg(record), '[]') FROM (${recordsSql(learnerId, mostRecords)}) record) AS records
    FROM learners l JOIN organisations o ON o.id = l.organisation_id WHERE l.id = ${learnerId}::uuid`
  return rows[0] ?? null
}

/** As it stands in JSON: `2026-04-15T02:00:00+00:00`. */
type Moment = string

export type StudyPlanRow = {
  id: string
  number: string
  name: string
  year: number
  publisher: string
  mode: 'online' | 'offline'
  place: string
  state: 'draft' | 'published' | 'closed'
  stateSince: Moment
  startsAt: Moment
  endsAt: Moment
  requiredHours: number
  compulsoryMin: number
  compulsoryCap: number | null
  electiveMin: number
  electiveCap: number | null
  certificates: boolean
  certificateNeedsPayment: boolean
  compulsoryApproved: number
  electiveApproved: number
  compulsoryPending: number
  electivePending: number
  changedAt: Moment | null
  takesPart: boolean
  enrolmentState: 'draft' | 'submitted' | 'confirmed' | 'rejected' | 'withdrawn' | 'revoked' | null
  enrolmentSince: Moment | null
  enrolmentDueAt: Moment | null
  enrolmentFeeFen: number | null
  refundedAt: Moment | null
  enrolledBy: string | null
  enrolledByPath: string | null
  orderState: 'open' | 'paid' | 'expired' | 'cancelled' | null
  orderSince: Moment | null
  orderExpiresAt: Moment | null
  voucherDueAt: Moment | null
  cardsBoughtAt: Moment | null
  cardsBoughtBy: string | null
  cardsBoughtByPath: string | null
  rechargedAt: Moment | null
}

/** The plans that a learner has anything of, each with what the chain from the payment to the certificate is told from. */
function plansSql(learnerId: string): Prisma.Sql {
  return Prisma.sql`
    WITH mine AS (
      SELECT plan_id FROM plan_progress WHERE learner_id = ${learnerId}::uuid
      UNION SELECT plan_id FROM enrolments WHERE learner_id = ${learnerId}::uuid AND state IN ('submitted', 'confirmed', 'rejected')
      UNION SELECT plan_id FROM course_openings WHERE learner_id = ${learnerId}::uuid
      UNION SELECT b.plan_id FROM study_card_wallets w JOIN study_card_batches b ON b.id = w.batch_id WHERE w.learner_id = ${learnerId}::uuid
      UNION SELECT plan_id FROM certificates WHERE learner_id = ${learnerId}::uuid)
    SELECT p.id, p.number, p.name, p.year, p.publisher, p.mode::text AS mode, p.place, p.state::text AS state, p.state_since AS "stateSince",
           p.starts_at AS "startsAt", p.ends_at AS "endsAt", p.required_hours AS "requiredHours", p.compulsory_min AS "compulsoryMin",
           p.compulsory_cap AS "compulsoryCap", p.elective_min AS "electiveMin", p.elective_cap AS "electiveCap", p.certificates,
           p.certificate_needs_payment AS "certificateNeedsPayment",
           coalesce(g.compulsory_approved, 0) AS "compulsoryApproved", coalesce(g.elective_approved, 0) AS "electiveApproved",
           coalesce(g.compulsory_pending, 0) AS "compulsoryPending", coalesce(g.elective_pending, 0) AS "electivePending",
           g.changed_at AS "changedAt", takes_part(${learnerId}::uuid, p.id) AS "takesPart",
           e.state::text AS "enrolmentState", e.state_since AS "enrolmentSince", e.due_at AS "enrolmentDueAt", e.fee_fen AS "enrolmentFeeFen",
           e.refunded_at AS "refundedAt", eo.name AS "enrolledBy", eo.path AS "enrolledByPath",
           o.state::text AS "orderState", o.state_since AS "orderSince", o.expires_at AS "orderExpiresAt", v.due_at AS "voucherDueAt",
           w.bought AS "cardsBoughtAt", w.name AS "cardsBoughtBy", w.path AS "cardsBoughtByPath", w.recharged AS "rechargedAt"
    FROM mine
    JOIN plans p ON p.id = mine.plan_id AND p.state <> 'draft'
    LEFT JOIN plan_progress g ON g.learner_id = ${learnerId}::uuid AND g.plan_id = p.id
    LEFT JOIN LATERAL (
      SELECT e.* FROM enrolments e WHERE e.learner_id = ${learnerId}::uuid AND e.plan_id = p.id
      ORDER BY e.state = 'confirmed' DESC, e.id DESC LIMIT 1) e ON true
    LEFT JOIN organisations eo ON eo.id = e.organisation_id
    LEFT JOIN orders o ON o.id = e.order_id
    LEFT JOIN LATERAL (
      SELECT v.due_at FROM vouchers v WHERE v.order_id = o.id AND v.state = 'submitted' AND o.state = 'open'
      ORDER BY v.due_at LIMIT 1) v ON true
    LEFT JOIN LATERAL (
      SELECT b.created_at AS bought, w.created_at AS recharged, bo.name, bo.path FROM study_card_wallets w
      JOIN study_card_batches b ON b.id = w.batch_id JOIN organisations bo ON bo.id = b.organisation_id
      WHERE w.learner_id = ${learnerId}::uuid AND b.plan_id = p.id ORDER BY w.created_at LIMIT 1) w ON true`
}

export type StudyRecordRow = {
  id: string
  planId: string
  kind: HourKind
  source: HourSource
  title: string
  hours: number
  studiedOn: string
  state: HourState
  stateSince: Moment
  reason: string
  rejectedReason: string | null
  correctsId: string | null
  organisationName: string
  organisationPath: string
  platformName: string
}

/** A learner's records, whoever recorded them, the newest day first. */
function recordsSql(learnerId: string, take: number): Prisma.Sql {
  return Prisma.sql`
    SELECT h.id, h.plan_id AS "planId", h.kind::text AS kind, h.source::text AS source, h.title, h.hours, h.studied_on::text AS "studiedOn",
           h.state::text AS state, h.state_since AS "stateSince", h.reason, h.rejected_reason AS "rejectedReason", h.corrects_id AS "correctsId",
           o.name AS "organisationName", o.path AS "organisationPath",
           CASE WHEN h.source = 'online' THEN h.created_by_name ELSE '' END AS "platformName"
    FROM (SELECT * FROM hour_records WHERE learner_id = ${learnerId}::uuid ORDER BY studied_on DESC, id DESC LIMIT ${take}) h
    JOIN organisations o ON o.id = h.organisation_id
    ORDER BY h.studied_on DESC, h.id DESC`
}

/** When what was approved in a plan came in, the oldest first: the day on which it was enough is told from it. */
export async function findApprovals(db: Readable, learnerId: string, planIds: readonly string[]): Promise<Approval[]> {
  if (planIds.length === 0) return []
  return db.$queryRaw<Approval[]>`
    SELECT plan_id AS "planId", kind::text AS kind, hours, state_since AS at FROM hour_records
    WHERE learner_id = ${learnerId}::uuid AND plan_id = ANY(${[...planIds]}::uuid[]) AND state = 'approved'
    ORDER BY state_since, id`
}
