import { Prisma, type Readable } from '../../platform/database.ts'
import type { ArchiveFilterState } from './archive.schema.ts'
import {
  inRange,
  isCertified,
  isOpened,
  isPaid,
  isReached,
  learnersIn,
  members,
  membersWithHours,
  type PathRange,
  standing,
} from './report-facts.store.ts'

/**
 * 学习档案: everybody in every plan that they are confirmed in, have opened, or have hours in. The order is that of lists of
 * learners, then by plan.
 */
export type ArchiveQuery = {
  readonly planId: string | null
  readonly year: number | null
  readonly state: ArchiveFilterState | null
}

export type ArchiveKey = { readonly path: string; readonly learnerId: string; readonly planId: string }

export type ArchiveRecord = {
  learnerId: string
  learnerName: string
  idNumberMasked: string
  organisationId: string
  organisationName: string
  path: string
  planId: string
  planNumber: string
  planName: string
  planYear: number
  requiredHours: number
  compulsoryMin: number
  compulsoryCap: number | null
  electiveMin: number
  electiveCap: number | null
  compulsoryApproved: number
  electiveApproved: number
  compulsoryPending: number
  electivePending: number
  enrolment: 'paid' | 'unpaid' | null
  opened: boolean
  certificateId: string | null
  certificateNumber: string | null
  certificateState: 'valid' | 'revoked' | null
  issuedOn: string | null
}

/**
 * What tells each of these units from others for a reader who sees the tree from `scope` downwards: the names from the
 * nearest organisation down to it, the reader's own left out where there is more to say.
 */
export async function findUnitNames(
  db: Readable,
  unitIds: readonly string[],
  scope: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (unitIds.length === 0) return new Map()
  const rows = await db.$queryRaw<{ id: string; names: string[] }[]>`
    SELECT u.id, array_agg(above.name ORDER BY length(above.path)) AS names
    FROM organisations u
    JOIN organisations above ON above.id = ANY (string_to_array(trim(BOTH '/' FROM u.path), '/')::uuid[])
    CROSS JOIN LATERAL (
      SELECT max(length(o.path)) AS length FROM organisations o
      WHERE o.id = ANY (string_to_array(trim(BOTH '/' FROM u.path), '/')::uuid[]) AND o.kind = 'organisation') nearest
    WHERE u.id = ANY (${[...unitIds]}::uuid[]) AND starts_with(above.path, ${scope}) AND length(above.path) >= nearest.length
      AND (above.path <> ${scope} OR u.path = ${scope})
    GROUP BY u.id`
  return new Map(rows.map(({ id, names }) => [id, names]))
}

/** Of these learners, all rows that the query finds. */
export async function findArchiveOf(
  db: Readable,
  query: ArchiveQuery,
  learnerIds: readonly string[],
): Promise<ArchiveRecord[]> {
  if (learnerIds.length === 0) return []
  return db.$queryRaw<ArchiveRecord[]>(archiveOfSql(query, learnerIds))
}

/** Exported for the test that asks for its plan. */
export function archiveOfSql(query: ArchiveQuery, learnerIds: readonly string[]): Prisma.Sql {
  const these = (id: Prisma.Sql) => Prisma.sql`${id} = ANY(${[...learnerIds]}::uuid[])`
  return recordsSql(query, Prisma.sql`SELECT learner_id, plan_id FROM (${membersSql(query, these)}) found`)
}

/** These rows alone. */
export async function findArchiveRows(
  db: Readable,
  keys: readonly { readonly learnerId: string; readonly planId: string }[],
): Promise<ArchiveRecord[]> {
  if (keys.length === 0) return []
  const wanted = Prisma.sql`SELECT * FROM unnest(${keys.map((key) => key.learnerId)}::uuid[], ${keys.map((key) => key.planId)}::uuid[])
    AS k (learner_id, plan_id)`
  return db.$queryRaw<ArchiveRecord[]>(recordsSql({ planId: null, year: null, state: null }, wanted))
}

/** The keys of a page, found by what is asked for instead of by who the learners are: for what few have. */
export async function findArchiveKeys(
  db: Readable,
  query: ArchiveQuery,
  range: PathRange,
  after: ArchiveKey | null,
  take: number,
): Promise<ArchiveKey[]> {
  return db.$queryRaw<ArchiveKey[]>(archiveKeysSql(query, range, after, take))
}

/** Exported for the test that asks for its plan. */
export function archiveKeysSql(
  query: ArchiveQuery,
  range: PathRange,
  after: ArchiveKey | null,
  take: number,
): Prisma.Sql {
  const cursor = after
    ? Prisma.sql`AND (l.organisation_path, l.id, m.plan_id) > (${after.path}, ${after.learnerId}::uuid, ${after.planId}::uuid)`
    : Prisma.empty
  return Prisma.sql`
    SELECT l.organisation_path AS path, l.id AS "learnerId", m.plan_id AS "planId"
    FROM (${membersSql(query, () => Prisma.sql`true`)}) m
    JOIN learners l ON l.id = m.learner_id
    JOIN plans p ON p.id = m.plan_id
    LEFT JOIN plan_progress g ON g.learner_id = m.learner_id AND g.plan_id = m.plan_id
    WHERE ${inRange(Prisma.sql`l.organisation_path`, range)} AND ${stateSql(query.state)} ${cursor}
    ORDER BY l.organisation_path, l.id, m.plan_id LIMIT ${take}`
}

export type ArchiveSums = {
  count: number
  certified: number
  reached: number
  waiting: number
  counted: number
  pending: number
}

/** How many rows there are in all, and how far they are: of a range, or of these learners. */
export async function sumArchive(
  db: Readable,
  query: ArchiveQuery,
  whose: PathRange | readonly string[],
): Promise<ArchiveSums> {
  const [row] = await db.$queryRaw<ArchiveSums[]>(archiveSumsSql(query, whose))
  if (!row) throw new Error('an aggregate without a row')
  return row
}

/** Exported for the test that asks for its plan. */
export function archiveSumsSql(query: ArchiveQuery, whose: PathRange | readonly string[]): Prisma.Sql {
  const theirs = (id: Prisma.Sql) =>
    'from' in whose ? learnersIn(id, whose) : Prisma.sql`${id} = ANY(${[...whose]}::uuid[])`
  return Prisma.sql`
    SELECT count(*)::float8 AS count, count(v.learner_id)::float8 AS certified,
           count(*) FILTER (WHERE m.reached)::float8 AS reached,
           count(*) FILTER (WHERE NOT m.reached AND m.pending > 0)::float8 AS waiting,
           coalesce(sum(m.counted), 0)::float8 AS counted, coalesce(sum(m.pending), 0)::float8 AS pending
    FROM (${membersSql(query, theirs, standing)}) m
    LEFT JOIN (SELECT c.learner_id, c.plan_id FROM certificates c WHERE ${isCertified} AND ${theirs(Prisma.sql`c.learner_id`)}) v
      ON v.learner_id = m.learner_id AND v.plan_id = m.plan_id
    WHERE ${standsAs(query.state)}`
}

/** A state as a condition on members `m` with their standing, and the certificate `v` that they may hold. */
function standsAs(state: ArchiveFilterState | null): Prisma.Sql {
  switch (state) {
    case null:
    case 'certified':
      return Prisma.sql`true`
    case 'reached':
      return Prisma.sql`m.reached`
    case 'uncertified':
      return Prisma.sql`m.reached AND v.learner_id IS NULL`
    case 'notReached':
      return Prisma.sql`NOT m.reached`
    case 'waiting':
      return Prisma.sql`NOT m.reached AND m.pending > 0`
  }
}

/**
 * Who is in which plan, each pair once. What only few have is looked for where it stands: certificates, and hours for all
 * that takes hours.
 */
function membersSql(
  { planId, year, state }: ArchiveQuery,
  theirs: (id: Prisma.Sql) => Prisma.Sql,
  columns?: typeof standing,
): Prisma.Sql {
  const where = (table: string) => {
    const column = Prisma.raw(`${table}.plan_id`)
    const ofPlan = planId === null ? Prisma.sql`true` : Prisma.sql`${column} = ${planId}::uuid`
    const ofYear =
      year === null ? Prisma.sql`true` : Prisma.sql`${column} IN (SELECT id FROM plans WHERE year = ${year})`
    return Prisma.sql`${ofPlan} AND ${ofYear} AND ${theirs(Prisma.raw(`${table}.learner_id`))}`
  }
  if (state === 'certified') {
    return Prisma.sql`
      SELECT c.learner_id, c.plan_id ${columns?.withHours ?? Prisma.empty} FROM certificates c JOIN plans p ON p.id = c.plan_id
      LEFT JOIN plan_progress g ON g.learner_id = c.learner_id AND g.plan_id = c.plan_id
      WHERE ${isCertified} AND ${where('c')}`
  }
  return state === null || state === 'notReached' ? members(where, columns) : membersWithHours(where, columns)
}

/** A state as a condition on the plan `p` and its progress `g`, which who has no hours has none of. */
function stateSql(state: ArchiveFilterState | null): Prisma.Sql {
  const reached = Prisma.sql`coalesce(${isReached}, false)`
  switch (state) {
    case null:
    case 'certified':
      return Prisma.sql`true`
    case 'reached':
      return reached
    case 'uncertified':
      return Prisma.sql`${reached} AND NOT EXISTS (
        SELECT 1 FROM certificates c WHERE c.learner_id = g.learner_id AND c.plan_id = g.plan_id AND ${isCertified})`
    case 'notReached':
      return Prisma.sql`NOT ${reached}`
    case 'waiting':
      return Prisma.sql`NOT ${reached} AND g.compulsory_pending + g.elective_pending > 0`
  }
}

function recordsSql(query: ArchiveQuery, members: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT l.id AS "learnerId", l.name AS "learnerName", l.id_number_masked AS "idNumberMasked",
           l.organisation_id AS "organisationId", u.name AS "organisationName", l.organisation_path AS path,
           p.id AS "planId", p.number AS "planNumber", p.name AS "planName", p.year AS "planYear", p.required_hours AS "requiredHours",
           p.compulsory_min AS "compulsoryMin", p.compulsory_cap AS "compulsoryCap", p.elective_min AS "electiveMin",
           p.elective_cap AS "electiveCap",
           coalesce(g.compulsory_approved, 0) AS "compulsoryApproved", coalesce(g.elective_approved, 0) AS "electiveApproved",
           coalesce(g.compulsory_pending, 0) AS "compulsoryPending", coalesce(g.elective_pending, 0) AS "electivePending",
           CASE WHEN e.id IS NULL THEN NULL WHEN ${isPaid} THEN 'paid' ELSE 'unpaid' END AS enrolment,
           EXISTS (SELECT 1 FROM course_openings c WHERE c.learner_id = l.id AND c.plan_id = p.id AND ${isOpened}) AS opened,
           held.id AS "certificateId", held.number AS "certificateNumber", held.state::text AS "certificateState",
           to_char(held.issued_on, 'YYYY-MM-DD') AS "issuedOn"
    FROM (${members}) m
    JOIN learners l ON l.id = m.learner_id
    JOIN organisations u ON u.id = l.organisation_id
    JOIN plans p ON p.id = m.plan_id
    LEFT JOIN plan_progress g ON g.learner_id = m.learner_id AND g.plan_id = m.plan_id
    LEFT JOIN enrolments e ON e.learner_id = m.learner_id AND e.plan_id = m.plan_id AND e.state = 'confirmed'
    LEFT JOIN orders o ON o.id = e.order_id
    LEFT JOIN LATERAL (
      SELECT c.id, c.number, c.state, c.issued_on FROM certificates c
      WHERE c.learner_id = l.id AND c.plan_id = p.id ORDER BY c.state = 'valid' DESC, c.id DESC LIMIT 1) held ON true
    WHERE ${stateSql(query.state)}
    ORDER BY l.organisation_path, l.id, p.id`
}
