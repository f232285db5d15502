import { escapeLike } from '../../core/escape-like.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import { allFacts, type FactScope, figureSums, ofPlans } from './report-facts.store.ts'
import type { PlanFigures, PlanReportRow } from './reports.schema.ts'

export type PlanQuery = {
  readonly year: number | null
  readonly mode: 'online' | 'offline' | null
  readonly state: 'published' | 'closed' | null
  readonly search: string | null
  /** One plan alone. */
  readonly planId: string | null
}

export type ReportPlan = PlanReportRow['plan']
export type PlanKey = { readonly year: number; readonly id: string }

const planColumns = Prisma.sql`
  p.id, p.number, p.name, p.year, p.mode::text AS mode, p.state::text AS state, p.required_hours AS "requiredHours"`

/** Plans that were ever published, or those of these, the latest year first; one more than the page. */
export async function findReportPlans(
  db: Readable,
  query: PlanQuery,
  ids: readonly string[] | null,
  after: PlanKey | null,
  limit: number,
): Promise<ReportPlan[]> {
  const cursor = after ? Prisma.sql`AND (p.year, p.id) < (${after.year}, ${after.id}::uuid)` : Prisma.empty
  return db.$queryRaw<ReportPlan[]>`
    SELECT ${planColumns} FROM plans p WHERE ${planWhere(query)} AND ${ofPlans(Prisma.sql`p.id`, ids)} ${cursor}
    ORDER BY p.year DESC, p.id DESC LIMIT ${limit + 1}`
}

export async function findReportPlan(db: Readable, id: string): Promise<ReportPlan | null> {
  const rows = await db.$queryRaw<ReportPlan[]>`
    SELECT ${planColumns} FROM plans p WHERE p.id = ${id}::uuid AND p.state <> 'draft'`
  return rows[0] ?? null
}

/** All of them by id: there are some dozens a year. */
export async function findPlanIds(db: Readable, query: PlanQuery): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT p.id FROM plans p WHERE ${planWhere(query)}`
  return rows.map((row) => row.id)
}

function planWhere({ year, mode, state, search, planId }: PlanQuery): Prisma.Sql {
  const words = search ? `%${escapeLike(search)}%` : null
  return Prisma.join(
    [
      Prisma.sql`p.state <> 'draft'`,
      ...(year === null ? [] : [Prisma.sql`p.year = ${year}`]),
      ...(mode === null ? [] : [Prisma.sql`p.mode = ${mode}::plan_mode`]),
      ...(state === null ? [] : [Prisma.sql`p.state = ${state}::plan_state`]),
      ...(planId === null ? [] : [Prisma.sql`p.id = ${planId}::uuid`]),
      ...(words === null ? [] : [Prisma.sql`(p.name ILIKE ${words} OR p.number ILIKE ${words})`]),
    ],
    ' AND ',
  )
}

/** The figures of each of these plans; one with nothing at all is left out. */
export async function sumByPlan(db: Readable, scope: FactScope): Promise<Map<string, PlanFigures>> {
  const rows = await db.$queryRaw<(PlanFigures & { planId: string })[]>(planSumsSql(scope))
  return new Map(rows.map(({ planId, ...figures }) => [planId, figures]))
}

/** Exported for the test that asks for its plan. */
export const planSumsSql = (scope: FactScope) => Prisma.sql`
  SELECT plan_id AS "planId", ${figureSums} FROM ${allFacts(scope, false)} GROUP BY plan_id
  HAVING sum(enrolled + refunded + opened + learners + certified) > 0 OR sum(paid_fen) <> 0 OR sum(refunded_fen) <> 0`

export type UnitSums = PlanFigures & { id: string; name: string; hasUnits: boolean; itself: boolean }

/**
 * The figures of the units right below the one with this path (`/`: of the top of the centre), each with all below it, and
 * of the unit itself: what belongs to none of them. Those with nothing are left out; the largest first.
 */
export async function sumByUnit(db: Readable, scope: FactScope, parentPath: string): Promise<UnitSums[]> {
  const parentId = parentPath === '/' ? '' : (parentPath.split('/').at(-2) ?? '')
  return db.$queryRaw<UnitSums[]>`
    WITH sums AS (
      SELECT split_part(substr(path, ${parentPath.length + 1}::int), '/', 1) AS unit, ${figureSums}
      FROM ${allFacts(scope, true)} GROUP BY 1)
    SELECT u.id, u.name, sums.unit = '' AS itself,
           sums.unit <> '' AND EXISTS (SELECT 1 FROM organisations below WHERE below.parent_id = u.id) AS "hasUnits",
           enrolled, confirmed, paid, refunded, opened, participants, learners, reached, certified, "paidFen", "refundedFen"
    FROM sums JOIN organisations u ON u.id = (CASE WHEN sums.unit = '' THEN ${parentId} ELSE sums.unit END)::uuid
    WHERE enrolled + opened + learners + certified + refunded > 0 OR "paidFen" <> 0 OR "refundedFen" <> 0
    ORDER BY greatest(enrolled, participants, learners) DESC, "paidFen" DESC, u.id`
}

export type UnitName = { id: string; name: string; path: string }

/** The units that the path goes through, from the top. */
export async function findUnitNames(db: Readable, path: string): Promise<UnitName[]> {
  const ids = path.split('/').filter((part) => part !== '')
  const rows = await db.$queryRaw<UnitName[]>`
    SELECT id, name, path FROM organisations WHERE id = ANY(${ids}::uuid[])`
  return rows.sort((a, b) => a.path.length - b.path.length)
}
