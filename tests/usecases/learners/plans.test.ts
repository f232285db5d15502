import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  askIndexes,
  countSql,
  findFew,
  type LearnerQuery,
  pickSql,
  seekColumn,
  seekSql,
  walkSql,
} from '../../../server/features/learners/learner-lists.store.ts'
import { readSearch } from '../../../server/features/learners/learners.rules.ts'
import { accountStates, type LearnerFilter } from '../../../server/features/learners/learners.schema.ts'
import { pathRange } from '../../../server/features/organisations/units.rules.ts'
import { Prisma } from '../../../server/platform/database.ts'
import { type ManyLearners, makeManyLearners } from '../../support/many-learners.ts'
import { openWorld, type World } from '../../support/world.ts'

/**
 * Lists and searches of 200,000 learners are answered by an index, whatever they are cut to: the plans are asked of
 * PostgreSQL, for every filter × search × scope.
 */
let world: World
let made: ManyLearners
beforeAll(async () => {
  world = await openWorld()
  made = await makeManyLearners(world, 200_000)
}, 120_000)
afterAll(() => world.close())

const scopes = {
  'the whole centre': () => '/',
  'a big subtree': () => made.big.path,
  'a small subtree': () => made.small.path,
  'one department': () => made.department.path,
}
const searches = {
  'no search': '',
  'a rare name': '程雨辰',
  'part of a name': '雨辰',
  'a frequent surname': '王',
  'a whole mobile': '13812345678',
  'the beginning of a mobile': '138',
  'a long beginning of a mobile': '1381234',
  'four digits': '1234',
  'the end of an ID number': '123X',
  'a masked ID number': '320101********1234',
  'the mask of a short one': '*******78',
  'the beginning of a masked one': '320101***',
  'a whole ID number': '110101199003071234',
  'a passport': 'E12345678',
}
type Filter = Pick<LearnerFilter, 'enabled' | 'account'>
const filters = [undefined, true, false].flatMap((enabled) =>
  [undefined, ...accountStates].map(
    (account): Filter => ({
      ...(enabled === undefined ? {} : { enabled }),
      ...(account === undefined ? {} : { account }),
    }),
  ),
)

function queryOf(scope: string, search: string, filter: Filter): LearnerQuery {
  return {
    range: pathRange(scope),
    enabled: filter.enabled ?? null,
    account: filter.account ?? null,
    matches: readSearch(search, () => 'f'.repeat(64)),
  }
}

type Node = {
  'Node Type': string
  'Relation Name'?: string
  'Plan Rows': number
  'Actual Rows': number
  Plans?: Node[]
}

/** What really ran: node types with the rows that went through. */
async function nodesOf(sql: Prisma.Sql, how: 'asIs' | 'indexes'): Promise<Node[]> {
  const explain = Prisma.sql`EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) ${sql}`
  type Row = { 'QUERY PLAN': [{ Plan: Node }] }
  const { db } = world.deps
  const rows = how === 'indexes' ? await askIndexes<Row>(db, explain) : await db.$queryRaw<Row[]>(explain)
  const flatten = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(flatten)]
  return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan }) => flatten(Plan)))
}

/** A page of 51 from each of six ranges at most, or those few that a search fits. */
const mostSorted = 2001

function faultsOf(nodes: Node[]): string[] {
  return nodes.flatMap((node) => {
    const sorted = /Sort/.test(node['Node Type'])
      ? (node.Plans?.reduce((sum, one) => sum + one['Actual Rows'], 0) ?? 0)
      : 0
    if (sorted > mostSorted) return [`${node['Node Type']} of ${sorted}`]
    return node['Node Type'] === 'Seq Scan' && node['Relation Name'] === 'learners' ? ['Seq Scan'] : []
  })
}

/** As `findFew` asks: ranges with the planner kept to indexes, equal values as they are. */
function howTo({ matches }: LearnerQuery): 'asIs' | 'indexes' {
  return matches?.some((match) => seekColumn(match) !== null) ? 'indexes' : 'asIs'
}

const after = { path: '/5', id: '01a200b7-732c-7c15-9516-148752842cd5' }

describe.each(Object.entries(scopes))('in %s', (_scope, pathOf) => {
  test.each(Object.entries(searches))(
    '%s, with any filter: by an index, without a full sort',
    async (_search, search) => {
      for (const filter of filters) {
        const query = queryOf(pathOf(), search, filter)
        const { db } = world.deps
        const seek = query.matches ? faultsOf(await nodesOf(seekSql(query.matches), howTo(query))) : []
        expect(seek, `seek, ${JSON.stringify(filter)}`).toEqual([])
        const few = await findFew(db, query)
        const asked =
          few === null
            ? {
                walk: await nodesOf(walkSql(query, null, 51), 'indexes'),
                next: await nodesOf(walkSql(query, after, 51), 'indexes'),
                count: await nodesOf(countSql(query, 10_000, query.matches ? 5000 : null), 'indexes'),
              }
            : { pick: await nodesOf(pickSql(query, few, null, 51), 'asIs') }
        for (const [what, nodes] of Object.entries(asked)) {
          expect(faultsOf(nodes), `${what}, ${JSON.stringify(filter)}`).toEqual([])
        }
      }
    },
  )
})

test('positive control: without the indexes in the order of lists, a page is sorted out of a whole subtree', async () => {
  const query = queryOf('/', '', {})
  expect(faultsOf(await nodesOf(walkSql(query, null, 51), 'indexes'))).toEqual([])
  await world.deps.db.$executeRaw`DROP INDEX learners_enabled_account_state_organisation_path_id_idx`
  await world.deps.db.$executeRaw`DROP INDEX learners_organisation_path_id_idx`
  expect(faultsOf(await nodesOf(walkSql(query, null, 51), 'indexes'))).not.toEqual([])
})
