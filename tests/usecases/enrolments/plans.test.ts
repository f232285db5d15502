import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EnrolmentQuery, pageSql } from '../../../server/features/enrolments/enrolment-lists.store.ts'
import { queueSql } from '../../../server/features/enrolments/enrolment-review.store.ts'
import { enrolmentStates, paymentStatuses } from '../../../server/features/enrolments/enrolments.schema.ts'
import { pathRange } from '../../../server/features/organisations/units.rules.ts'
import { Prisma } from '../../../server/platform/database.ts'
import { type ManyEnrolments, makeManyEnrolments } from '../../support/many-enrolments.ts'
import { openWorld, type World } from '../../support/world.ts'

/**
 * Lists of 100,000 enrolments are answered by an index, whatever they are cut to: the plans are asked of PostgreSQL, for
 * every scope × plan × state.
 */
let world: World
let made: ManyEnrolments
beforeAll(async () => {
  world = await openWorld()
  made = await makeManyEnrolments(world, 50_000)
}, 180_000)
afterAll(() => world.close())

const scopes = {
  'the whole centre': () => null,
  'a big subtree': () => pathRange(made.big.path),
  'a small subtree': () => pathRange(made.small.path),
  'one department': () => pathRange(made.department.path),
}

const everything: EnrolmentQuery = {
  range: null,
  planId: null,
  state: null,
  paymentStatus: null,
  ordered: null,
  search: null,
}

type Node = {
  'Node Type': string
  'Relation Name'?: string
  Alias?: string
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

/** What a page may look at: a twentieth of the table. */
const mostSeen = 5000

/** Reading the table whole, or walking past most of it, or sorting much of it. */
function faultsOf(nodes: Node[]): string[] {
  return nodes.flatMap((node) => {
    const seen = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    if (node['Relation Name'] === 'enrolments' && node['Node Type'] === 'Seq Scan') return ['Seq Scan']
    return seen > mostSeen ? [`${node['Node Type']} of ${seen}`] : []
  })
}

const after = { path: '/5', id: 'f1a200b7-732c-7c15-9516-148752842cd5' }

describe.each(Object.entries(scopes))('in %s', (_scope, rangeOf) => {
  test('pages of any state, of a plan', async () => {
    for (const state of [null, ...enrolmentStates]) {
      const query = { ...everything, range: rangeOf(), planId: made.plan.id, state }
      for (const from of [null, after]) {
        expect(faultsOf(await nodesOf(pageSql(query, from, 51))), `${state}`).toEqual([])
      }
    }
  })

  test('pages across plans', async () => {
    for (const state of [null, 'draft', 'rejected', 'confirmed'] as const) {
      const query = { ...everything, range: rangeOf(), state }
      expect(faultsOf(await nodesOf(pageSql(query, null, 51))), `${state}`).toEqual([])
    }
  })

  test('pages by payment', async () => {
    for (const paymentStatus of paymentStatuses) {
      const query = { ...everything, range: rangeOf(), paymentStatus }
      expect(faultsOf(await nodesOf(pageSql(query, null, 51))), paymentStatus).toEqual([])
    }
    const query = { ...everything, range: rangeOf(), ordered: false }
    expect(faultsOf(await nodesOf(pageSql(query, null, 51))), 'not ordered').toEqual([])
  })

  test('the queue of reviewers', async () => {
    const next = { dueAt: new Date(), id: after.id }
    for (const from of [null, next]) {
      const sql = queueSql({ planId: null, range: rangeOf(), search: null, after: from, take: 51 })
      expect(faultsOf(await nodesOf(sql))).toEqual([])
    }
  })
})

test('positive control: without the indexes in the order of lists, a page is sorted out of a whole subtree', async () => {
  const query = { ...everything, range: pathRange(made.big.path), planId: made.plan.id }
  expect(faultsOf(await nodesOf(pageSql(query, null, 51)))).toEqual([])
  await world.deps.db.$executeRaw`DROP INDEX enrolments_organisation_path_plan_id_state_id_idx`
  await world.deps.db.$executeRaw`DROP INDEX enrolments_organisation_path_id_idx`
  await world.deps.db.$executeRaw`DROP INDEX enrolments_plan_id_state_id_idx`
  expect(faultsOf(await nodesOf(pageSql(query, null, 51)))).not.toEqual([])
})
