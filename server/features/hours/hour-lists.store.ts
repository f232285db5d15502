import type { HourKind, HourSource, HourState } from '../../../prisma/generated/enums.ts'
import { escapeLike } from '../../core/escape-like.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import { joinWaiting, waitingSql, waitsForSql } from './hour-parts.store.ts'
import { type HourReviewer, type HourVerdict, type ShownHourState, withdrawnReason } from './hours.schema.ts'
import { adjustmentWaitsSql, leftSql } from './hours.store.ts'

/** Whom a search of people finds (learners/search-learners.ts): these, or a condition on the row `l` of learners. */
export type PersonSearch = { readonly ids: readonly string[] } | { readonly condition: Prisma.Sql }

export type HourQuery = {
  /** Null: the whole centre. */
  readonly range: { readonly from: string; readonly to: string } | null
  readonly planId: string | null
  readonly kind: HourKind | null
  readonly source: HourSource | null
  readonly state: ShownHourState | null
  readonly waitsFor: HourReviewer | null
  readonly importId: string | null
  readonly learnerId: string | null
  readonly title: string | null
  readonly studiedFrom: string | null
  readonly studiedTo: string | null
  readonly people: PersonSearch | null
  /** Part of a title. */
  readonly titlePart: string | null
}

/** The newest first; one page of ids. */
export async function findHourPage(
  db: Readable,
  query: HourQuery,
  after: string | null,
  take: number,
): Promise<{ id: string }[]> {
  const next = after === null ? Prisma.empty : Prisma.sql`AND h.id < ${after}::uuid`
  return db.$queryRaw<{ id: string }[]>`
    ${withOf(query)} SELECT h.id FROM hour_records h ${joinsOf(query)}
    WHERE ${whereOf(query)} ${next} ORDER BY h.id DESC LIMIT ${take}`
}

export type HourTotalsRow = {
  count: number
  people: number
  approved: number
  pending: number
  pendingCount: number
  approvedCount: number
  rejectedCount: number
  withdrawnCount: number
}

export async function sumHours(db: Readable, query: HourQuery): Promise<HourTotalsRow> {
  const rows = await db.$queryRaw<HourTotalsRow[]>`
    ${withOf(query)} SELECT count(*)::int AS count, count(DISTINCT h.learner_id)::int AS people, ${countsSql}
    FROM hour_records h ${joinsOf(query)} WHERE ${whereOf(query)}`
  const nothing = { count: 0, people: 0, approved: 0, pending: 0 }
  return rows[0] ?? { ...nothing, pendingCount: 0, approvedCount: 0, rejectedCount: 0, withdrawnCount: 0 }
}

export const isWithdrawn = Prisma.sql`h.state = 'rejected' AND h.rejected_reason = ${withdrawnReason}`
export const isRejected = Prisma.sql`h.state = 'rejected' AND h.rejected_reason <> ${withdrawnReason}`

export const countsSql = Prisma.sql`
  coalesce(sum(h.hours) FILTER (WHERE h.state = 'approved'), 0)::float8 AS approved,
  coalesce(sum(h.hours) FILTER (WHERE h.state = 'pending'), 0)::float8 AS pending,
  count(*) FILTER (WHERE h.state = 'pending')::int AS "pendingCount",
  count(*) FILTER (WHERE h.state = 'approved')::int AS "approvedCount",
  count(*) FILTER (WHERE ${isRejected})::int AS "rejectedCount",
  count(*) FILTER (WHERE ${isWithdrawn})::int AS "withdrawnCount"`

function withOf(query: HourQuery): Prisma.Sql {
  if (query.waitsFor === null) return Prisma.empty
  return Prisma.sql`WITH ${waitingSql(query.range ? inRange(query.range) : Prisma.sql`true`)}`
}

function joinsOf({ waitsFor, people }: HourQuery): Prisma.Sql {
  const learners = people && 'condition' in people ? Prisma.sql`JOIN learners l ON l.id = h.learner_id` : Prisma.empty
  return Prisma.sql`${waitsFor === null ? Prisma.empty : joinWaiting} ${learners}`
}

const inRange = (range: { readonly from: string; readonly to: string }) =>
  Prisma.sql`h.organisation_path >= ${range.from} AND h.organisation_path < ${range.to}`

function whereOf(query: HourQuery): Prisma.Sql {
  const { range, planId, kind, source, state, waitsFor, importId, learnerId, title, people, titlePart } = query
  const conditions = [
    ...(range ? [inRange(range)] : []),
    ...(planId === null ? [] : [Prisma.sql`h.plan_id = ${planId}::uuid`]),
    ...(kind === null ? [] : [Prisma.sql`h.kind = ${kind}::hour_kind`]),
    ...(source === null ? [] : [Prisma.sql`h.source = ${source}::hour_source`]),
    ...(state === null ? [] : [stateIs(state)]),
    ...(waitsFor === null ? [] : [Prisma.sql`h.state = 'pending' AND w.waits_for = ${waitsFor}`]),
    ...(importId === null ? [] : [Prisma.sql`h.import_id = ${importId}::uuid`]),
    ...(learnerId === null ? [] : [Prisma.sql`h.learner_id = ${learnerId}::uuid`]),
    ...(title === null ? [] : [Prisma.sql`h.title = ${title}`]),
    ...(query.studiedFrom === null ? [] : [Prisma.sql`h.studied_on >= ${query.studiedFrom}::date`]),
    ...(query.studiedTo === null ? [] : [Prisma.sql`h.studied_on <= ${query.studiedTo}::date`]),
    ...(people === null ? [] : [peopleSql(people)]),
    ...(titlePart === null ? [] : [Prisma.sql`h.title ILIKE ${`%${escapeLike(titlePart)}%`}`]),
  ]
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND ')
}

function peopleSql(people: PersonSearch): Prisma.Sql {
  return 'ids' in people ? Prisma.sql`h.learner_id = ANY (${[...people.ids]}::uuid[])` : people.condition
}

/** In the text, not as a parameter, so that the partial index of what waits can answer. */
function stateIs(state: ShownHourState): Prisma.Sql {
  if (state === 'rejected') return isRejected
  if (state === 'withdrawn') return isWithdrawn
  return Prisma.sql`h.state = ${Prisma.raw(`'${state}'`)}`
}

// --- Rows for people -------------------------------------------------------------------------------------------------

export type HourListRow = {
  id: string
  planId: string
  planNumber: string
  planName: string
  planYear: number
  learnerId: string
  learnerName: string
  idNumberMasked: string
  organisationId: string
  organisationPath: string
  organisationName: string
  organisationNames: string[]
  kind: HourKind
  source: HourSource
  title: string
  hours: number
  left: number
  adjustmentWaits: boolean
  studiedOn: string
  evidence: string
  reason: string
  correctsId: string | null
  importId: string | null
  state: HourState
  stateSince: Date
  dueAt: Date | null
  waitsFor: HourReviewer | null
  rejectedReason: string | null
  decidedById: string | null
  decidedByName: string
  decidedByStaff: boolean
  createdById: string | null
  createdByName: string
  createdByStaff: boolean
  createdAt: Date
  /** Whose decision on it has not taken effect. */
  waitingDecision: WaitingDecisionRow | null
}

export type WaitingDecisionRow = {
  id: string
  verdict: HourVerdict
  decidedById: string
  decidedByName: string
  byStaff: boolean
  effectiveAt: Date | string
}

/** These records in the order in which they are named; their places are as seen from `scope` downwards. */
export async function findHourRows(db: Readable, ids: readonly string[], scope: string): Promise<HourListRow[]> {
  if (ids.length === 0) return []
  return db.$queryRaw<HourListRow[]>`
    SELECT h.id, h.plan_id AS "planId", p.number AS "planNumber", p.name AS "planName", p.year AS "planYear",
           h.learner_id AS "learnerId", l.name AS "learnerName", l.id_number_masked AS "idNumberMasked",
           h.organisation_id AS "organisationId", h.organisation_path AS "organisationPath", o.name AS "organisationName",
           places.names AS "organisationNames", h.kind::text AS kind, h.source::text AS source, h.title, h.hours,
           CASE WHEN h.source = 'adjustment' AND h.state <> 'rejected' THEN h.hours ELSE ${leftSql} END AS left,
           ${adjustmentWaitsSql} AS "adjustmentWaits",
           h.studied_on::text AS "studiedOn", h.evidence, h.reason, h.corrects_id AS "correctsId", h.import_id AS "importId",
           h.state::text AS state, h.state_since AS "stateSince", h.due_at AS "dueAt", ${waitsForSql} AS "waitsFor",
           h.rejected_reason AS "rejectedReason", h.decided_by_id AS "decidedById", h.decided_by_name AS "decidedByName",
           coalesce(d.staff_roles <> '{}', false) AS "decidedByStaff", h.created_by_id AS "createdById",
           h.created_by_name AS "createdByName", coalesce(c.staff_roles <> '{}', false) AS "createdByStaff", h.created_at AS "createdAt",
           CASE WHEN k.id IS NULL THEN NULL ELSE json_build_object(
             'id', k.id, 'verdict', k.verdict, 'decidedById', k.decided_by_id, 'decidedByName', k.decided_by_name,
             'byStaff', k.by_staff, 'effectiveAt', k.effective_at) END AS "waitingDecision"
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS wanted (id, place)
    JOIN hour_records h ON h.id = wanted.id
    JOIN plans p ON p.id = h.plan_id
    JOIN learners l ON l.id = h.learner_id
    JOIN organisations o ON o.id = h.organisation_id
    LEFT JOIN accounts d ON d.id = h.decided_by_id
    LEFT JOIN accounts c ON c.id = h.created_by_id
    LEFT JOIN hour_decisions k ON k.id = h.decision_id AND h.state = 'pending'
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(above.name ORDER BY length(above.path)), '{}') AS names FROM organisations above
      WHERE above.id = ANY (string_to_array(trim(BOTH '/' FROM h.organisation_path), '/')::uuid[])
        AND starts_with(above.path, ${scope})) places
    ORDER BY wanted.place`
}

/** The record and everything that corrects it, or what it corrects itself and its siblings: the first row first. */
export async function findTrailIds(db: Readable, firstId: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM hour_records WHERE id = ${firstId}::uuid OR corrects_id = ${firstId}::uuid
    ORDER BY (id = ${firstId}::uuid) DESC, created_at, id`
  return rows.map((row) => row.id)
}

/** All records of a learner, of one plan or year or of all: the newest day first. */
export async function findIdsOfLearner(
  db: Readable,
  learnerId: string,
  { planId, year }: { readonly planId: string | null; readonly year: number | null },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT h.id FROM hour_records h JOIN plans p ON p.id = h.plan_id
    WHERE h.learner_id = ${learnerId}::uuid
      ${planId === null ? Prisma.empty : Prisma.sql`AND h.plan_id = ${planId}::uuid`}
      ${year === null ? Prisma.empty : Prisma.sql`AND p.year = ${year}`}
    ORDER BY h.studied_on DESC, h.id DESC`
  return rows.map((row) => row.id)
}

/** The learner's valid certificate of a plan. */
export async function findCertificate(
  db: Readable,
  learnerId: string,
  planId: string,
): Promise<{ id: string; number: string } | null> {
  return db.certificate.findFirst({
    where: { learnerId, planId, state: 'valid' },
    select: { id: true, number: true },
  })
}
