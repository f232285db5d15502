import type { HourKind } from '../../../prisma/generated/enums.ts'
import { escapeLike } from '../../core/escape-like.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import { joinWaiting, waitingSql } from './hour-parts.store.ts'
import type { HourGroup } from './hour-review.schema.ts'
import type { HourReviewer } from './hours.schema.ts'

export type HourGroupKey = { readonly dueAt: Date; readonly id: string }

export type ReviewQuery = {
  readonly planId: string | null
  readonly range: { readonly from: string; readonly to: string } | null
  readonly waitsFor: HourReviewer | null
  /** Leaves out what this account recorded. */
  readonly notById: string | null
  /** Part of a title, or of the topmost organisation's name. */
  readonly search: string
  readonly after: HourGroupKey | null
  readonly take: number
}

export type HourGroupListRow = {
  planId: string
  planNumber: string
  planName: string
  organisationId: string
  organisationName: string
  kind: HourKind
  title: string
  studiedOn: string
  importId: string | null
  waitsFor: HourReviewer
  /** The first of its records. */
  id: string
  count: number
  hours: number
  free: number
  freeHours: number
  decisionIds: string[]
  from: number
  to: number
  adjustments: number
  evidence: string
  createdByName: string
  createdAt: Date
  dueAt: Date
  byId: string | null
}

const rootOf = Prisma.sql`split_part(h.organisation_path, '/', 2)::uuid`

/** What waits of each training, of each topmost organisation: the earliest due first. */
export async function findGroups(db: Readable, query: ReviewQuery): Promise<HourGroupListRow[]> {
  const { after, search, take } = query
  const part = `%${escapeLike(search)}%`
  const named = search === '' ? Prisma.empty : Prisma.sql`AND (g.title ILIKE ${part} OR o.name ILIKE ${part})`
  const next = after ? Prisma.sql`AND (g.due_at, g.id) > (${after.dueAt}, ${after.id}::uuid)` : Prisma.empty
  return db.$queryRaw<HourGroupListRow[]>`
    WITH ${waitingSql(whereOf(query))}
    SELECT g.plan_id AS "planId", p.number AS "planNumber", p.name AS "planName", g.root_id AS "organisationId",
           o.name AS "organisationName", g.kind::text AS kind, g.title, g.studied_on::text AS "studiedOn", g.import_id AS "importId",
           g.waits_for AS "waitsFor", g.id, g.count, g.hours, g.free, g.free_hours AS "freeHours", g.decision_ids AS "decisionIds", g.least AS "from", g.most AS "to", g.adjustments, g.evidence,
           g.created_by_name AS "createdByName", g.created_at AS "createdAt", g.due_at AS "dueAt", g.by_id AS "byId"
    FROM (
      SELECT h.plan_id, ${rootOf} AS root_id, h.kind, h.title, h.studied_on, h.import_id, w.waits_for,
             (min(h.id::text))::uuid AS id, count(*)::int AS count, sum(h.hours)::int AS hours,
             count(*) FILTER (WHERE h.decision_id IS NULL)::int AS free,
             coalesce(sum(h.hours) FILTER (WHERE h.decision_id IS NULL), 0)::int AS free_hours,
             coalesce(array_agg(DISTINCT h.decision_id) FILTER (WHERE h.decision_id IS NOT NULL), '{}') AS decision_ids,
             min(h.hours) AS least,
             max(h.hours) AS most, count(*) FILTER (WHERE h.source = 'adjustment')::int AS adjustments,
             (array_agg(h.evidence ORDER BY h.id))[1] AS evidence, (array_agg(h.created_by_name ORDER BY h.id))[1] AS created_by_name,
             CASE WHEN count(DISTINCT h.created_by_id) = 1 THEN (array_agg(h.created_by_id))[1] END AS by_id,
             min(h.created_at) AS created_at, coalesce(min(h.due_at), min(h.created_at)) AS due_at
      FROM hour_records h ${joinWaiting}
      WHERE h.state = 'pending' AND ${whereOf(query)} AND ${forWhom(query.waitsFor)}
      GROUP BY 1, 2, 3, 4, 5, 6, 7) g
    JOIN plans p ON p.id = g.plan_id
    JOIN organisations o ON o.id = g.root_id
    WHERE true ${named} ${next}
    ORDER BY g.due_at, g.id LIMIT ${take}`
}

function whereOf({ planId, range, notById }: Pick<ReviewQuery, 'planId' | 'range' | 'notById'>): Prisma.Sql {
  const conditions = [
    ...(planId === null ? [] : [Prisma.sql`h.plan_id = ${planId}::uuid`]),
    ...(range === null ? [] : [Prisma.sql`h.organisation_path >= ${range.from} AND h.organisation_path < ${range.to}`]),
    ...(notById === null ? [] : [Prisma.sql`h.created_by_id IS DISTINCT FROM ${notById}::uuid`]),
  ]
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND ')
}

const forWhom = (waitsFor: HourReviewer | null) =>
  waitsFor === null ? Prisma.sql`true` : Prisma.sql`w.waits_for = ${waitsFor}`

const groupSql = (group: HourGroup) => Prisma.sql`
  h.plan_id = ${group.planId}::uuid AND h.organisation_path >= ${`/${group.organisationId}/`}
  AND h.organisation_path < ${`/${group.organisationId}0`} AND h.kind = ${group.kind}::hour_kind AND h.title = ${group.title}
  AND h.studied_on = ${group.studiedOn}::date AND h.import_id IS NOT DISTINCT FROM ${group.importId}::uuid`

type Within = Pick<ReviewQuery, 'range' | 'notById'>

/** The records of a group that wait and that nobody is deciding on, `most` at most. */
export async function findGroupIds(
  db: Readable,
  group: HourGroup,
  { most, ...within }: Within & { readonly most: number },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(
    groupIdsSql(group, { ...within, after: null, take: most, free: true }),
  )
  return rows.map((row) => row.id)
}

/** A page of all that wait of a group, in the order of their ids. */
export async function findGroupPage(
  db: Readable,
  group: HourGroup,
  page: Within & { readonly after: string | null; readonly take: number },
): Promise<{ id: string }[]> {
  return db.$queryRaw<{ id: string }[]>(groupIdsSql(group, { ...page, free: false }))
}

function groupIdsSql(
  group: HourGroup,
  {
    notById,
    range,
    after,
    take,
    free,
  }: Within & { readonly after: string | null; readonly take: number; readonly free: boolean },
): Prisma.Sql {
  const which = Prisma.sql`${groupSql(group)} AND ${whereOf({ planId: null, range, notById })}`
  const next = after === null ? Prisma.empty : Prisma.sql`AND h.id > ${after}::uuid`
  const taken = free ? Prisma.sql`AND h.decision_id IS NULL` : Prisma.empty
  return Prisma.sql`
    WITH ${waitingSql(which)}
    SELECT h.id FROM hour_records h ${joinWaiting}
    WHERE h.state = 'pending' AND ${which} AND ${forWhom(group.waitsFor)} ${taken} ${next} ORDER BY h.id LIMIT ${take}`
}

/** How much waits that nobody is deciding on, in how many groups, and how much of it is overdue. */
export async function countReview(
  db: Readable,
  query: Pick<ReviewQuery, 'planId' | 'range' | 'notById' | 'waitsFor'>,
  now: Date,
): Promise<{ waiting: number; groups: number; overdue: number }> {
  const rows = await db.$queryRaw<{ waiting: number; groups: number; overdue: number }[]>`
    WITH ${waitingSql(whereOf(query))}
    SELECT coalesce(sum(count), 0)::int AS waiting, count(*)::int AS groups, coalesce(sum(overdue), 0)::int AS overdue FROM (
      SELECT count(*) AS count, count(*) FILTER (WHERE h.due_at < ${now}) AS overdue
      FROM hour_records h ${joinWaiting}
      WHERE h.state = 'pending' AND h.decision_id IS NULL AND ${whereOf(query)} AND ${forWhom(query.waitsFor)}
      GROUP BY h.plan_id, ${rootOf}, h.kind, h.title, h.studied_on, h.import_id, w.waits_for) g`
  return rows[0] ?? { waiting: 0, groups: 0, overdue: 0 }
}
