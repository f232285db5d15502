import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { entriesSql, findWay } from '../../../server/features/study-cards/entries.store.ts'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { leftOf, type MadeBatch, makeBatch, runCards } from '../../support/cards.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

/** The most people that one operation takes, over the wire and back: each test goes on where the one before it stopped. */
const people = 20_000
const price = 300

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let batch: MadeBatch
let ids: string[]

beforeAll(async () => {
  world = await openWorld()
  // As a database that was analysed while it was new: planners believe in small tables for a long time.
  await world.deps.db.$executeRaw`ANALYZE`
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  batch = await makeBatch(world, organisation, { valueFen: people * 1_000 })
  await world.deps.db.plan.update({ where: { id: batch.planId }, data: { openingFeeFen: BigInt(price) } })
  ids = Array.from({ length: people }, () => newId())
  await world.deps.db.$executeRaw`
    INSERT INTO learners (id, organisation_id, organisation_path, name, name_key, id_number_encrypted, id_number_hash, id_number_masked)
    SELECT id, ${organisation.id}::uuid, ${organisation.path}, '学员', '学员', '', id::text, '' FROM unnest(${ids}::uuid[]) AS id`
}, 120_000)
afterAll(() => world.close())

const start = async (input: object) => {
  const answer = await world.mutate('studyCards.startOperation', { id: newId(), ...input }, admin.cookie)
  if (answer.code !== null) throw new Error(`${answer.code} ${JSON.stringify(answer.details)}`)
  await runCards(world, answer.data.id)
  const { data } = await world.query('studyCards.operation', { id: answer.data.id }, admin.cookie)
  expect(data).toMatchObject({ state: 'done', people, done: people, error: null })
}

test('an amount each for 20,000 people', async () => {
  const listFen = ids.map((_, index) => 500 + (index % 10))
  const totalFen = listFen.reduce((sum, amount) => sum + amount, 0)
  const asked = { kind: 'recharge', batchId: batch.id, people: { ids }, amount: { listFen } }
  const check = await world.mutate(
    'studyCards.startOperation',
    { ...asked, expected: { people, totalFen } },
    admin.cookie,
  )
  // Without an id of its own nothing is started.
  expect(check.code).toBe('inputInvalid')
  await start({ ...asked, expected: { people, totalFen } })
  expect(await leftOf(world, batch.id)).toBe(people * 1_000 - totalFen)
  const [row] = await world.deps.db.$queryRaw<{ wrong: number }[]>`
    SELECT count(*)::int AS wrong FROM card_operation_lines l
    JOIN study_card_wallets w ON w.learner_id = l.learner_id JOIN ledger_accounts a ON a.kind = 'wallet' AND a.owner_id = w.id
    WHERE ledger_balance(a.id) <> l.amount_fen`
  expect(row?.wrong).toBe(0)
}, 120_000)

test('one more is too many', async () => {
  const answer = await world.mutate(
    'studyCards.startOperation',
    {
      id: newId(),
      kind: 'recharge',
      batchId: batch.id,
      people: { ids: [...ids, newId()] },
      amount: { eachFen: 1 },
      expected: { people: people + 1, totalFen: people + 1 },
    },
    admin.cookie,
  )
  expect(answer.code).toBe('inputInvalid')
})

test('the course is opened for everybody that a filter finds', async () => {
  const { data: counted } = await world.query(
    'studyCards.countPeople',
    { batchId: batch.id, balance: 'some', exact: true },
    admin.cookie,
  )
  expect(counted).toEqual({ count: people, capped: false })
  const everybody = { filter: { batchId: batch.id, balance: 'some' }, expectedCount: people }
  await start({ kind: 'open', planId: batch.planId, people: everybody, expected: { people, totalFen: people * price } })
  expect(await world.deps.db.courseOpening.count({ where: { planId: batch.planId, closedAt: null } })).toBe(people)
}, 180_000)

test('充值明细 of it all: a page is a piece of an index, and the export has every row', async () => {
  const finance = await makeStaff(world, 'finance')
  const totals = await world.query('studyCards.entryTotals', {}, finance.cookie)
  expect(totals.data.count).toBe(people * 2)
  const query = { range: null, learnerId: null, unit: null, search: null, filter: {} }
  expect(await findWay(world.deps.db, query)).toBeNull()
  const sql = entriesSql(query, null, newId(), 51)
  const [, rows] = await world.deps.db.$transaction([
    world.deps.db.$executeRaw`
      SELECT set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true),
             set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`,
    world.deps.db.$queryRawUnsafe<Record<string, string>[]>(`EXPLAIN ${sql.text}`, ...sql.values),
  ])
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  expect(plan).toContain('Index Scan Backward using ledger_transfers_pkey')
  expect(plan).not.toContain('Seq Scan on ledger_transfers')

  const answer = await world.request('/api/study-cards/export', {
    method: 'POST',
    cookie: finance.cookie,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filter: {}, locale: 'zh-CN' }),
  })
  const table = await openTable(new Uint8Array(await answer.arrayBuffer()), { fileName: '充值明细.xlsx' })
  let [found, sum] = [0, 0]
  for await (const row of table.rows()) {
    if (row.number === 1) continue
    found++
    sum += Math.round(Number(row.cells[9]?.text.replaceAll(',', '')) * 100)
  }
  expect(found).toBe(people * 2)
  expect(sum).toBe(totals.data.inFen - totals.data.outFen)
}, 180_000)
