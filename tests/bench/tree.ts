import type { AccountActor } from '../../server/core/actor.ts'
import { newId } from '../../server/core/ids.ts'
import { nameKey } from '../../server/core/names.ts'
import { loadTreeOf } from '../../server/features/organisations/load-tree.ts'
import { moveUnit } from '../../server/features/organisations/move-unit.ts'
import { type MadeOrganisation, makeOrganisation, makeStaff } from '../support/people.ts'
import type { World } from '../support/world.ts'
import { percentile, withBenchWorld } from './bench-world.ts'
import type { Measure } from './measure.ts'

/** From the issue: moving a subtree of 10,000 people takes one transaction and under a second. */
const mostMs = 1000
const units = 200
const peopleAUnit = 50
const others = 200_000
const rounds = 5

/**
 * Moves a subtree of 200 units with 10,000 people to and fro, alone in the table and among 200,000 others, on a database
 * that waits for the disk; and reads a tree of 5,000 units with all its counts.
 */
export async function benchTree(): Promise<Measure[]> {
  return withBenchWorld(async (world) => {
    const [east, west] = [await makeOrganisation(world), await makeOrganisation(world)]
    const moved = await makeSubtree(world, east)
    const staff = await makeStaff(world, 'reviewer')
    const actor: AccountActor = {
      kind: 'account',
      accountId: staff.id,
      name: staff.name,
      ip: '127.0.0.1',
      staffRoles: ['reviewer'],
      organisation: null,
      learnerId: null,
    }
    const alone = await moveToAndFro(world, actor, moved, [east, west])
    const crowd = await makeOrganisation(world)
    await addLearners(world, [crowd], others)
    const amongOthers = await moveToAndFro(world, actor, moved, [east, west])
    await addUnits(world, crowd, 5000)
    await world.deps.db.$executeRaw`ANALYZE`
    const startMs = performance.now()
    const nodes = await loadTreeOf(world.deps, actor, crowd.id)
    const treeMs = performance.now() - startMs
    if (nodes[0]?.peopleBelow !== others) throw new Error('people are missing from the tree')
    return [
      measure('move 10,000 people', median(alone), mostMs, moves(alone)),
      measure('the same among 200,000 others', median(amongOthers), mostMs, moves(amongOthers)),
      measure('tree of 5,000 units', treeMs, 500, 'with the counts of 200,000 people'),
    ]
  })
}

const median = (tookMs: readonly number[]) => percentile(tookMs, 0.5)
const moves = (tookMs: readonly number[]) =>
  `one transaction, 200 units; median of ${tookMs.length}, slowest ${Math.max(...tookMs).toFixed(0)}`

const measure = (name: string, ours: number, limit: number, note: string): Measure => ({
  name,
  ours,
  limit,
  unit: 'ms',
  ratio: ours / limit,
  better: 'lower',
  note,
})

/** A root below `parent` with ten units below it, and nineteen below each of those; people in all but the last nine. */
async function makeSubtree(world: World, parent: MadeOrganisation): Promise<MadeOrganisation> {
  const root = await makeOrganisation(world, { parent, billing: false })
  const made = [root]
  for (let i = 0; i < 10; i++) {
    const middle = await makeOrganisation(world, { parent: root, billing: false })
    made.push(middle)
    for (let k = 0; k < 19 && made.length < units; k++) {
      made.push(await makeOrganisation(world, { parent: middle, billing: false }))
    }
  }
  await addLearners(world, made, units * peopleAUnit)
  return root
}

async function addLearners(world: World, organisations: readonly MadeOrganisation[], count: number): Promise<void> {
  const ids = organisations.map(({ id }) => id)
  await world.deps.db.$executeRaw`
    INSERT INTO learners (id, organisation_id, organisation_path, name, name_key, id_number_encrypted, id_number_hash, id_number_masked, mobile)
    SELECT gen_random_uuid(), o.id, o.path, person.name, person.name, repeat('x', 80), encode(sha256((o.id::text || n)::bytea), 'hex'),
           '320101********' || lpad((n % 10000)::text, 4, '0'), '137' || lpad(n::text, 8, '0')
    FROM generate_series(1, ${count}::int) AS n
    JOIN organisations o ON o.id = (${ids}::uuid[])[1 + n % ${ids.length}::int]
    CROSS JOIN LATERAL (SELECT substr('赵钱孙李周吴郑王冯陈', 1 + n % 10, 1) || substr('伟芳娜敏静丽强磊军洋', 1 + n / 10 % 10, 1)
                            || substr('明华文平辉玲红霞建国', 1 + n / 100 % 10, 1) AS name) person`
  await world.deps.db.$executeRaw`ANALYZE`
}

async function addUnits(world: World, parent: MadeOrganisation, count: number): Promise<void> {
  await world.deps.db.organisation.createMany({
    data: Array.from({ length: count }, (_, i) => {
      const id = newId()
      const name = `第${i + 1}部`
      return { id, parentId: parent.id, path: `${parent.path}${id}/`, kind: 'department', name, nameKey: nameKey(name) }
    }),
  })
}

/** How long each of some moves took, in milliseconds. */
async function moveToAndFro(
  world: World,
  actor: AccountActor,
  unit: MadeOrganisation,
  [east, west]: readonly [MadeOrganisation, MadeOrganisation],
): Promise<number[]> {
  const tookMs: number[] = []
  for (let round = 0; round < rounds * 2; round++) {
    const [from, to] = round % 2 === 0 ? [east, west] : [west, east]
    const startMs = performance.now()
    const moved = await moveUnit(world.deps, actor, {
      id: unit.id,
      expectedParentId: from.id,
      parentId: to.id,
      reason: '量一量要多久',
    })
    tookMs.push(performance.now() - startMs)
    if (moved.people !== units * peopleAUnit || moved.units !== units) throw new Error('not everybody was moved')
  }
  return tookMs
}
