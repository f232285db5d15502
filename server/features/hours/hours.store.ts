import type { HourKind, HourSource, HourState } from '../../../prisma/generated/enums.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { waitsForSql } from './hour-parts.store.ts'
import { type HourReviewer, type HourSums, type PlanHours, withdrawnReason } from './hours.schema.ts'

// --- Writing ---------------------------------------------------------------------------------------------------------

/**
 * Lets one transaction after the other record, decide and correct hours of a plan in a tree of organisations: of the same
 * training two are never recorded at once, and two that touch the same people in another order do not wait in a ring.
 */
export async function lockHours(
  tx: Transaction,
  places: readonly { readonly planId: string; readonly organisationPath: string }[],
): Promise<void> {
  const keys = [...new Set(places.map((one) => `${one.planId} ${one.organisationPath.split('/')[1] ?? ''}`))]
  await tx.$executeRaw`
    SELECT count(*) FROM (
      SELECT pg_advisory_xact_lock(key) FROM (
        SELECT DISTINCT hashtextextended('hours ' || place, 0) AS key FROM unnest(${keys}::text[]) AS place ORDER BY key) sorted) held`
}

export type RecordToInsert = {
  readonly id: string
  readonly learnerId: string
  readonly planId: string
  readonly organisationId: string
  readonly organisationPath: string
  readonly kind: HourKind
  readonly source: HourSource
  readonly title: string
  /** Hundredths of an hour. */
  readonly hours: number
  /** `2026-05-08` */
  readonly studiedOn: string
  readonly evidence: string
  readonly reason: string
  readonly correctsId: string | null
  readonly importId: string | null
  readonly statementId: string | null
  readonly state: HourState
  readonly dueAt: string | null
  readonly createdById: string | null
  readonly createdByName: string
}

/** Adds records in one statement; the sums of plan_progress follow by a trigger. An id that is taken is a unique violation. */
export async function insertRecords(tx: Transaction, rows: readonly RecordToInsert[], now: Date): Promise<void> {
  if (rows.length === 0) return
  await tx.$executeRaw`
    INSERT INTO hour_records (id, learner_id, plan_id, organisation_id, organisation_path, kind, source, title, hours, studied_on,
                              evidence, reason, corrects_id, import_id, statement_id, state, state_since, due_at, created_by_id,
                              created_by_name, created_at)
    SELECT id, "learnerId", "planId", "organisationId", "organisationPath", kind, source, title, hours, "studiedOn", evidence, reason,
           "correctsId", "importId", "statementId", state, ${now}, "dueAt", "createdById", "createdByName", ${now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json)
      AS t(id uuid, "learnerId" uuid, "planId" uuid, "organisationId" uuid, "organisationPath" text, kind hour_kind,
           source hour_source, title text, hours int, "studiedOn" date, evidence text, reason text, "correctsId" uuid, "importId" uuid,
           "statementId" uuid, state hour_state, "dueAt" timestamptz, "createdById" uuid, "createdByName" text)`
}

/** Gives up records that wait, whatever anybody is deciding on them; answers how many waited still. */
export async function giveUpRecords(
  tx: Transaction,
  ids: readonly string[],
  {
    at,
    byId,
    byName,
    reason,
  }: { readonly at: Date; readonly byId: string; readonly byName: string; readonly reason: string },
): Promise<number> {
  return tx.$executeRaw`
    UPDATE hour_records SET state = 'rejected', state_since = ${at}, decided_by_id = ${byId}::uuid, decided_by_name = ${byName},
           rejected_reason = ${withdrawnReason}, decision_id = NULL, reason = ${reason}
    WHERE id = ANY (${[...ids]}::uuid[]) AND state = 'pending'`
}

// --- Reading for a decision ------------------------------------------------------------------------------------------

export type LockedRecord = {
  id: string
  learnerId: string
  learnerName: string
  learnerAccountId: string | null
  planId: string
  planName: string
  organisationId: string
  organisationPath: string
  organisationName: string
  kind: HourKind
  source: HourSource
  title: string
  hours: number
  /** What counts of it, with its adjustments that were not rejected. */
  left: number
  /** An adjustment of it waits for review. */
  adjustmentWaits: boolean
  studiedOn: string
  state: HourState
  waitsFor: HourReviewer | null
  correctsId: string | null
  createdById: string | null
  createdByName: string
  decidedById: string | null
  rejectedReason: string | null
  /** Of one that waits: whose decision on it has not taken effect. */
  decisionId: string | null
}

/** Records held against decisions and corrections until the transaction ends, in the order of their ids. */
export async function lockRecords(tx: Transaction, ids: readonly string[]): Promise<LockedRecord[]> {
  await lockRows(tx, ids)
  return findRecords(tx, ids)
}

/** The same of many records of which nothing has to be known one by one. */
export async function lockRows(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    SELECT count(*) FROM (SELECT 1 FROM hour_records WHERE id = ANY (${[...ids]}::uuid[]) ORDER BY id FOR NO KEY UPDATE) held`
}

export async function findRecords(db: Readable, ids: readonly string[]): Promise<LockedRecord[]> {
  if (ids.length === 0) return []
  return db.$queryRaw<LockedRecord[]>`
    SELECT h.id, h.learner_id AS "learnerId", l.name AS "learnerName", l.account_id AS "learnerAccountId",
           h.plan_id AS "planId", p.name AS "planName", h.organisation_id AS "organisationId",
           h.organisation_path AS "organisationPath", o.name AS "organisationName", h.kind::text AS kind, h.source::text AS source,
           h.title, h.hours, ${leftSql} AS left, ${adjustmentWaitsSql} AS "adjustmentWaits", h.studied_on::text AS "studiedOn",
           h.state::text AS state, ${waitsForSql} AS "waitsFor", h.corrects_id AS "correctsId",
           h.created_by_id AS "createdById", h.created_by_name AS "createdByName", h.decided_by_id AS "decidedById",
           h.rejected_reason AS "rejectedReason", h.decision_id AS "decisionId"
    FROM hour_records h
    JOIN learners l ON l.id = h.learner_id
    JOIN plans p ON p.id = h.plan_id
    JOIN organisations o ON o.id = h.organisation_id
    WHERE h.id = ANY (${[...ids]}::uuid[]) ORDER BY h.id`
}

/** What counts of the record `h`, or will if it is approved: with its adjustments that were not rejected. */
export const leftSql = Prisma.sql`
  CASE WHEN h.state = 'rejected' THEN 0 ELSE h.hours + coalesce((
    SELECT sum(c.hours)::int FROM hour_records c WHERE c.corrects_id = h.id AND c.state <> 'rejected'), 0) END`

export const adjustmentWaitsSql = Prisma.sql`
  EXISTS (SELECT 1 FROM hour_records c WHERE c.corrects_id = h.id AND c.state = 'pending')`

export type PlaceOfRecords = { planId: string; organisationPath: string; count: number }

/** In which plans and where these are, before they are held, and how many there are of them. */
export async function findPlacesOf(db: Readable, ids: readonly string[]): Promise<PlaceOfRecords[]> {
  return db.$queryRaw<PlaceOfRecords[]>`
    SELECT plan_id AS "planId", organisation_path AS "organisationPath", count(*)::int AS count FROM hour_records
    WHERE id = ANY (${[...ids]}::uuid[]) GROUP BY plan_id, organisation_path`
}

export type PlaceOfLearner = {
  learnerId: string
  name: string
  organisationId: string
  organisationPath: string
}

export async function findPlacesOfLearners(db: Readable, learnerIds: readonly string[]): Promise<PlaceOfLearner[]> {
  return db.$queryRaw<PlaceOfLearner[]>`
    SELECT id AS "learnerId", name, organisation_id AS "organisationId", organisation_path AS "organisationPath"
    FROM learners WHERE id = ANY (${[...learnerIds]}::uuid[]) ORDER BY id`
}

export type SimilarRecord = { learnerId: string; learnerName: string; title: string }

/** What these learners have of one day, kind and length in a plan by the form or an import, and that still counts or waits. */
export async function findSimilar(
  db: Readable,
  learnerIds: readonly string[],
  { planId, kind, studiedOn, hours }: { planId: string; kind: HourKind; studiedOn: string; hours: number },
): Promise<SimilarRecord[]> {
  return db.$queryRaw<SimilarRecord[]>`
    SELECT h.learner_id AS "learnerId", l.name AS "learnerName", h.title
    FROM hour_records h JOIN learners l ON l.id = h.learner_id
    WHERE h.learner_id = ANY (${[...learnerIds]}::uuid[]) AND h.plan_id = ${planId}::uuid AND h.kind = ${kind}::hour_kind
      AND h.studied_on = ${studiedOn}::date AND h.hours = ${hours} AND h.source = 'offline' AND h.state <> 'rejected'
      AND ${leftSql} > 0
    ORDER BY h.learner_id`
}

export type PersonInPlan = {
  learnerId: string
  name: string
  takesPart: boolean
} & HourSums

/** What these learners have in a plan, and whether their place in it is paid. */
export async function findPeopleInPlan(
  db: Readable,
  planId: string,
  learnerIds: readonly string[],
): Promise<PersonInPlan[]> {
  return db.$queryRaw<PersonInPlan[]>`
    SELECT l.id AS "learnerId", l.name, ${inPlanSql} AS "takesPart", ${sumsSql}
    FROM learners l
    LEFT JOIN plan_progress g ON g.learner_id = l.id AND g.plan_id = ${planId}::uuid
    CROSS JOIN (SELECT ${planId}::uuid AS id) p
    WHERE l.id = ANY (${[...learnerIds]}::uuid[]) ORDER BY l.id`
}

/** Whether the learner `l` is confirmed in the plan `p`, or has opened it: paid or not yet. */
export const inPlanSql = Prisma.sql`
  (EXISTS (SELECT 1 FROM enrolments e WHERE e.learner_id = l.id AND e.plan_id = p.id AND e.state = 'confirmed')
   OR EXISTS (SELECT 1 FROM course_openings c WHERE c.learner_id = l.id AND c.plan_id = p.id AND c.closed_at IS NULL))`

export const sumsSql = Prisma.sql`
  coalesce(g.compulsory_approved, 0) AS "compulsoryApproved", coalesce(g.elective_approved, 0) AS "electiveApproved",
  coalesce(g.compulsory_pending, 0) AS "compulsoryPending", coalesce(g.elective_pending, 0) AS "electivePending"`

// --- Progress and certificates ---------------------------------------------------------------------------------------

export type ProgressRow = PlanHours &
  HourSums & { planId: string; number: string; name: string; year: number; changedAt: Date | null }

/** A learner's sums in the plans where there are any, and in those that are asked for; the newest plan first. */
export async function findProgress(
  db: Readable,
  learnerId: string,
  planIds: readonly string[] | null,
): Promise<ProgressRow[]> {
  const columns = Prisma.sql`
    p.id AS "planId", p.number, p.name, p.year, p.required_hours AS "requiredHours", p.compulsory_min AS "compulsoryMin",
    p.compulsory_cap AS "compulsoryCap", p.elective_min AS "electiveMin", p.elective_cap AS "electiveCap", ${sumsSql},
    g.changed_at AS "changedAt"`
  if (planIds === null) {
    return db.$queryRaw<ProgressRow[]>`
      SELECT ${columns} FROM plan_progress g JOIN plans p ON p.id = g.plan_id
      WHERE g.learner_id = ${learnerId}::uuid ORDER BY p.year DESC, p.number DESC`
  }
  return db.$queryRaw<ProgressRow[]>`
    SELECT ${columns} FROM plans p LEFT JOIN plan_progress g ON g.plan_id = p.id AND g.learner_id = ${learnerId}::uuid
    WHERE p.id = ANY (${[...planIds]}::uuid[]) OR g.learner_id IS NOT NULL
    ORDER BY p.year DESC, p.number DESC`
}

export type ShortCertificate = { planId: string; planName: string; learnerName: string; number: string }

/** The valid certificates of these learners in a plan whose hours do not suffice any more. */
export async function findShortCertificates(
  db: Readable,
  learners: readonly { readonly learnerId: string; readonly planId: string }[],
): Promise<ShortCertificate[]> {
  return db.$queryRaw<ShortCertificate[]>`
    SELECT DISTINCT p.id AS "planId", p.name AS "planName", l.name AS "learnerName", c.number
    FROM unnest(${learners.map((one) => one.learnerId)}::uuid[], ${learners.map((one) => one.planId)}::uuid[]) AS t (learner_id, plan_id)
    JOIN certificates c ON c.learner_id = t.learner_id AND c.plan_id = t.plan_id AND c.state = 'valid'
    JOIN plans p ON p.id = t.plan_id
    JOIN learners l ON l.id = t.learner_id
    LEFT JOIN plan_progress g ON g.learner_id = t.learner_id AND g.plan_id = t.plan_id
    WHERE NOT hours_reached(p, coalesce(g.compulsory_approved, 0), coalesce(g.elective_approved, 0))
    ORDER BY c.number`
}
