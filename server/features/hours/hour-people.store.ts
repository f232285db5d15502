import type { HourKind } from '../../../prisma/generated/enums.ts'
import { escapeLike } from '../../core/escape-like.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import { countsSql, type HourTotalsRow, type PersonSearch } from './hour-lists.store.ts'
import { joinWaiting, waitingSql } from './hour-parts.store.ts'
import type { HourReviewer, HourSums } from './hours.schema.ts'
import { inPlanSql, sumsSql } from './hours.store.ts'

type Range = { readonly from: string; readonly to: string }

// --- By training -----------------------------------------------------------------------------------------------------

export type TrainingKey = { readonly studiedOn: string; readonly title: string; readonly kind: HourKind }

export type TrainingQuery = {
  readonly planId: string
  readonly range: Range | null
  readonly kind: HourKind | null
  readonly pendingOnly: boolean
  /** Part of the title. */
  readonly search: string
  readonly after: TrainingKey | null
  readonly take: number
}

export type TrainingListRow = Omit<HourTotalsRow, 'count'> & {
  kind: HourKind
  title: string
  studiedOn: string
  dueAt: Date | null
  waitsFor: HourReviewer | null
}

/** What was recorded in a plan under one title, kind and day: the latest day first. */
export async function findTrainings(db: Readable, query: TrainingQuery): Promise<TrainingListRow[]> {
  const { planId, range, kind, pendingOnly, search, after, take } = query
  const inPlace = Prisma.sql`h.plan_id = ${planId}::uuid ${
    range === null
      ? Prisma.empty
      : Prisma.sql`AND h.organisation_path >= ${range.from} AND h.organisation_path < ${range.to}`
  }`
  const next = after
    ? Prisma.sql`AND (h.studied_on < ${after.studiedOn}::date OR (h.studied_on = ${after.studiedOn}::date
        AND (h.title, h.kind) > (${after.title}, ${after.kind}::hour_kind)))`
    : Prisma.empty
  return db.$queryRaw<TrainingListRow[]>`
    WITH ${waitingSql(inPlace)}
    SELECT h.kind::text AS kind, h.title, h.studied_on::text AS "studiedOn",
           count(DISTINCT h.learner_id) FILTER (WHERE h.state <> 'rejected')::int AS people, ${countsSql},
           min(h.due_at) FILTER (WHERE h.state = 'pending') AS "dueAt",
           max(w.waits_for) FILTER (WHERE h.state = 'pending') AS "waitsFor"
    FROM hour_records h LEFT ${joinWaiting} AND h.state = 'pending'
    WHERE ${inPlace} ${kind === null ? Prisma.empty : Prisma.sql`AND h.kind = ${kind}::hour_kind`}
      ${search === '' ? Prisma.empty : Prisma.sql`AND h.title ILIKE ${`%${escapeLike(search)}%`}`} ${next}
    GROUP BY h.studied_on, h.title, h.kind
    ${pendingOnly ? Prisma.sql`HAVING count(*) FILTER (WHERE h.state = 'pending') > 0` : Prisma.empty}
    ORDER BY h.studied_on DESC, h.title, h.kind LIMIT ${take}`
}

// --- By person -------------------------------------------------------------------------------------------------------

export type PeopleQuery = {
  readonly planId: string
  readonly range: Range | null
  readonly show: 'all' | 'reached' | 'short' | 'pending'
  readonly search: PersonSearch | null
}

export type PersonKey = { readonly path: string; readonly id: string }

export type HourPersonRow = HourSums & {
  id: string
  path: string
  name: string
  idNumberMasked: string
  organisationId: string
  organisationName: string
  organisationNames: string[]
  counted: number
  reached: boolean
}

const isReached = Prisma.sql`hours_reached(p, coalesce(g.compulsory_approved, 0), coalesce(g.elective_approved, 0))`
const isPending = Prisma.sql`coalesce(g.compulsory_pending, 0) + coalesce(g.elective_pending, 0) > 0`

function fromSql({ planId }: PeopleQuery): Prisma.Sql {
  return Prisma.sql`
    FROM learners l
    JOIN plans p ON p.id = ${planId}::uuid
    LEFT JOIN plan_progress g ON g.learner_id = l.id AND g.plan_id = p.id`
}

function whereOf({ range, search }: PeopleQuery): Prisma.Sql {
  const conditions = [
    Prisma.sql`(g.learner_id IS NOT NULL OR ${inPlanSql})`,
    ...(range === null ? [] : [Prisma.sql`l.organisation_path >= ${range.from} AND l.organisation_path < ${range.to}`]),
    ...(search === null
      ? []
      : ['ids' in search ? Prisma.sql`l.id = ANY (${[...search.ids]}::uuid[])` : search.condition]),
  ]
  return Prisma.join(conditions, ' AND ')
}

const shown: Readonly<Record<PeopleQuery['show'], Prisma.Sql>> = {
  all: Prisma.sql`true`,
  reached: isReached,
  short: Prisma.sql`NOT ${isReached}`,
  pending: isPending,
}

/** The people of a plan in the order of the tree, with what they have; places as seen from `scope` downwards. */
export async function findPeople(
  db: Readable,
  query: PeopleQuery,
  scope: string,
  after: PersonKey | null,
  take: number,
): Promise<HourPersonRow[]> {
  const next = after ? Prisma.sql`AND (l.organisation_path, l.id) > (${after.path}, ${after.id}::uuid)` : Prisma.empty
  return db.$queryRaw<HourPersonRow[]>`
    SELECT l.id, l.organisation_path AS path, l.name, l.id_number_masked AS "idNumberMasked", l.organisation_id AS "organisationId",
           o.name AS "organisationName", places.names AS "organisationNames", ${sumsSql},
           counted_hours(p, coalesce(g.compulsory_approved, 0), coalesce(g.elective_approved, 0)) AS counted, ${isReached} AS reached
    ${fromSql(query)}
    JOIN organisations o ON o.id = l.organisation_id
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(above.name ORDER BY length(above.path)), '{}') AS names FROM organisations above
      WHERE above.id = ANY (string_to_array(trim(BOTH '/' FROM l.organisation_path), '/')::uuid[])
        AND starts_with(above.path, ${scope})) places
    WHERE ${whereOf(query)} AND ${shown[query.show]} ${next}
    ORDER BY l.organisation_path, l.id LIMIT ${take}`
}

export async function countPeople(
  db: Readable,
  query: PeopleQuery,
): Promise<{ all: number; reached: number; pending: number }> {
  const rows = await db.$queryRaw<{ all: number; reached: number; pending: number }[]>`
    SELECT count(*)::int AS all, count(*) FILTER (WHERE ${isReached})::int AS reached,
           count(*) FILTER (WHERE ${isPending})::int AS pending
    ${fromSql(query)} WHERE ${whereOf(query)}`
  return rows[0] ?? { all: 0, reached: 0, pending: 0 }
}
