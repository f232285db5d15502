import { afterAll, beforeAll, expect, test } from 'vitest'
import { pathRange } from '../../../server/features/organisations/units.rules.ts'
import { type MadeOrganisation, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

/** What moving a subtree and counting its people cost hangs on one index: asked of PostgreSQL itself, over many others. */
let world: World
let small: MadeOrganisation

beforeAll(async () => {
  world = await openWorld()
  small = await makeOrganisation(world)
  const large = await makeOrganisation(world)
  for (const [organisation, count] of [
    [small, 50],
    [large, 20_000],
  ] as const) {
    await world.deps.db.$executeRaw`
      INSERT INTO learners (id, organisation_id, organisation_path, name, name_key, id_number_encrypted, id_number_hash, id_number_masked)
      SELECT gen_random_uuid(), ${organisation.id}::uuid, ${organisation.path}, '王芳', '王芳', 'x', ${organisation.id} || n, '320101********0000'
      FROM generate_series(1, ${count}::int) AS n`
  }
  await world.deps.db.$executeRaw`ANALYZE`
})
afterAll(() => world.close())

async function planOf(sql: string): Promise<string> {
  const rows = await world.deps.db.$queryRawUnsafe<Record<string, string>[]>(`EXPLAIN ${sql}`)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

/**
 * The statement that the foreign key runs for each unit that moves (ri_triggers.c, RI_FKey_cascade_upd), as PostgreSQL
 * plans it after it has run so often that it may choose one plan for all values.
 */
async function cascadePlan(): Promise<string> {
  return world.deps.db.$transaction(async (tx) => {
    await tx.$executeRaw`
      PREPARE cascade_update (uuid, text, uuid, text) AS
      UPDATE ONLY learners SET organisation_id = $1, organisation_path = $2
      WHERE $3 OPERATOR(pg_catalog.=) organisation_id AND $4::text COLLATE "C" OPERATOR(pg_catalog.=) organisation_path`
    let plan = ''
    for (let run = 0; run < 10; run++) {
      const rows = await tx.$queryRawUnsafe<Record<string, string>[]>(
        `EXPLAIN EXECUTE cascade_update('${small.id}', '${small.path}', '${small.id}', '${small.path}')`,
      )
      plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    }
    await tx.$executeRaw`DEALLOCATE cascade_update`
    return plan
  })
}

test("a moved unit's people are found by their path", async () => {
  expect(await cascadePlan()).toContain('learners_organisation_path_id_idx')
})

test('people of a subtree are counted from the index alone', async () => {
  const { from, to } = pathRange(small.path)
  await world.deps.db.$executeRaw`VACUUM learners`
  const plan = await planOf(
    `SELECT organisation_path, count(*) FROM learners WHERE organisation_path >= '${from}' AND organisation_path < '${to}' GROUP BY organisation_path`,
  )
  expect(plan).toContain('Index Only Scan')
})

test('positive control: without the index every learner is looked at for each unit that moves', async () => {
  await world.deps.db.$executeRaw`DROP INDEX learners_organisation_path_id_idx`
  const others = await world.deps.db.$queryRaw<{ indexname: string }[]>`
    SELECT indexname FROM pg_indexes WHERE tablename = 'learners' AND indexdef LIKE '%organisation_path%'`
  for (const { indexname } of others) await world.deps.db.$executeRawUnsafe(`DROP INDEX "${indexname}"`)
  expect(await cascadePlan()).toContain('Seq Scan')
})
