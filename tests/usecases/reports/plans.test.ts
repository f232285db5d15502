import { afterAll, beforeAll, expect, test } from 'vitest'
import { pathRange } from '../../../server/features/organisations/units.rules.ts'
import {
  type ArchiveQuery,
  archiveKeysSql,
  archiveOfSql,
  archiveSumsSql,
} from '../../../server/features/reports/archive.store.ts'
import { invoiceSql } from '../../../server/features/reports/invoice-report.store.ts'
import { moneySql } from '../../../server/features/reports/money-report.store.ts'
import { planSumsSql } from '../../../server/features/reports/plan-report.store.ts'
import { Prisma } from '../../../server/platform/database.ts'
import { makeManyReports } from '../../support/many-reports.ts'
import { openWorld, type World } from '../../support/world.ts'

/**
 * What reports read of 10,000 learners in two plans each: pages of the archive only what they show, sums every table once
 * and none of them over and over (a row for each row of another).
 */
let world: World
let unit: { readonly from: string; readonly to: string }
const centre = pathRange('/')

beforeAll(async () => {
  world = await openWorld()
  const { department } = await makeManyReports(world, 10_000)
  const { path } = await world.deps.db.organisation.findUniqueOrThrow({ where: { id: department.id } })
  unit = pathRange(path)
}, 240_000)
afterAll(() => world.close())

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Node[]
}

async function nodesOf(sql: Prisma.Sql): Promise<Node[]> {
  const rows = await world.deps.db.$queryRaw<{ 'QUERY PLAN': [{ Plan: Node }] }[]>(
    Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) ${sql}`,
  )
  const flatten = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flatten)]
  return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => flatten(Plan)))
}

/** Rows that went through any one place, in all its loops, whether they were kept or not. */
const most = (nodes: readonly Node[]) =>
  Math.max(...nodes.map((node) => (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']))
const readWhole = (nodes: readonly Node[]) =>
  nodes.flatMap((node) => (node['Node Type'] === 'Seq Scan' ? [node['Relation Name']] : []))

const every: ArchiveQuery = { planId: null, year: null, state: null }
const anyMoney = { planId: null, from: null, before: null, kind: null, path: '/' }

test('a batch of learners: only their own rows of the large tables', async () => {
  const people = await world.deps.db.learner.findMany({ take: 150, select: { id: true } })
  const nodes = await nodesOf(
    archiveOfSql(
      every,
      people.map((one) => one.id),
    ),
  )
  const whole = readWhole(nodes)
  for (const table of ['learners', 'enrolments', 'plan_progress', 'certificates']) expect(whole).not.toContain(table)
})

test('invoices of a unit: only its own', async () => {
  expect(most(await nodesOf(invoiceSql({ ...anyMoney, range: unit }, 'month')))).toBeLessThan(2500)
})

test.each([
  ['plans', () => planSumsSql({ range: centre, planIds: null })],
  ['plans of a unit', () => planSumsSql({ range: unit, planIds: null })],
  ['records that wait for a decision', () => archiveKeysSql({ ...every, state: 'waiting' }, centre, null, 51)],
  ['totals of the archive', () => archiveSumsSql(every, centre)],
  ['money by month and plan', () => moneySql({ ...anyMoney, range: centre }, 'monthPlan')],
  ['invoices', () => invoiceSql({ ...anyMoney, range: centre }, 'month')],
] as const)('%s: no place sees more rows than the largest table has', async (_name, sql) => {
  const counts = await world.deps.db.$queryRaw<{ rows: number }[]>`
    SELECT greatest((SELECT count(*) FROM enrolments) + (SELECT count(*) FROM plan_progress) + (SELECT count(*) FROM course_openings),
                    (SELECT count(*) FROM ledger_accounts), (SELECT count(*) FROM ledger_transfers))::float8 AS rows`
  expect(most(await nodesOf(sql()))).toBeLessThanOrEqual(counts[0]?.rows ?? 0)
})

test('positive control: a row for each row of another is seen as such', async () => {
  const nodes = await nodesOf(Prisma.sql`
    SELECT count(*) FROM (SELECT id FROM learners LIMIT 300) l WHERE (SELECT count(*) FROM course_openings c WHERE c.organisation_path || l.id = '') > 0`)
  expect(most(nodes)).toBeGreaterThan(300_000)
})
