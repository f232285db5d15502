import { afterAll, beforeAll, expect, test } from 'vitest'
import { maskIdNumber, newId } from '../../../server/core/ids.ts'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { type MadeBatch, makeBatch, recharge, runCards, startOpening, startTakeBack } from '../../support/cards.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

/**
 * One centre with two organisations: `parent` with a department below it, and `stranger`. The parent recharged two of its
 * people and one below, opened a course, and took something back; one of its people has moved to the stranger since.
 */
let world: World
let parent: MadeOrganisation
let child: MadeOrganisation
let stranger: MadeOrganisation
let admins: Record<'parent' | 'child' | 'stranger', { id: string; cookie: string }>
let finance: { id: string; cookie: string }
let batch: MadeBatch
let childBatch: MadeBatch
let zhang: { id: string; name: string; masked: string }
let below: { id: string; name: string }
let moved: { id: string; name: string }
let learnerCookie: string
let rechargeId: string

beforeAll(async () => {
  world = await openWorld()
  parent = await makeOrganisation(world, { name: '苏州检测集团股份有限公司' })
  child = await makeOrganisation(world, { parent, name: '苏州检测集团研发部' })
  stranger = await makeOrganisation(world)
  admins = {
    parent: await makeAdmin(world, parent),
    child: await makeAdmin(world, child),
    stranger: await makeAdmin(world, stranger),
  }
  finance = await makeStaff(world, 'finance')
  const account = await makeAccount(world)
  learnerCookie = await world.openSession(account.id)
  const made = await makeLearner(world, parent, { name: '张三', accountId: account.id })
  zhang = { ...made, masked: maskIdNumber(made.idNumber) }
  below = await makeLearner(world, child, { name: '李四' })
  moved = await makeLearner(world, parent, { name: '王五' })
  await makeLearner(world, parent, { name: '赵六', enabled: false })
  batch = await makeBatch(world, parent, { valueFen: 100_000 })
  // The newer of the two.
  world.clock.advance(1000)
  childBatch = await makeBatch(world, child, { valueFen: 7_000, planId: batch.planId })
  await world.deps.db.plan.update({ where: { id: batch.planId }, data: { openingFeeFen: 3_000n } })
  rechargeId = await recharge(world, admins.parent.cookie, batch.id, [
    { id: zhang.id, amountFen: 5_000 },
    { id: below.id, amountFen: 4_000 },
    { id: moved.id, amountFen: 1_000 },
  ])
  await recharge(world, admins.child.cookie, childBatch.id, [{ id: below.id, amountFen: 500 }])
  const back = await startTakeBack(world, admins.parent.cookie, batch.id, [{ id: below.id, amountFen: 700 }])
  await runCards(world, back.data.id)
  const opened = await startOpening(world, admins.parent.cookie, batch.planId, [zhang.id], 3_000)
  await runCards(world, opened.data.id)
  await world.deps.db.learner.update({
    where: { id: moved.id },
    data: { organisationId: stranger.id, organisationPath: stranger.path },
  })
})
afterAll(() => world.close())

type Who = keyof typeof admins | 'finance'
const cookieOf = (who: Who) => (who === 'finance' ? finance.cookie : admins[who].cookie)
const ask = async (who: Who, name: string, input: object = {}) => {
  const answer = await world.query(`studyCards.${name}`, input, cookieOf(who))
  if (answer.code !== null) throw new Error(answer.code)
  return answer.data
}
const namesOf = async (who: Who, input: object = {}): Promise<string[]> =>
  (await ask(who, 'people', input)).rows.map((row: { name: string }) => row.name)

test('batches with what was given and what is left, of the own subtree, the newest first', async () => {
  const { rows } = await ask('parent', 'batches')
  expect(rows).toMatchObject([
    { id: childBatch.id, valueFen: 7_000, rechargedFen: 500, leftFen: 6_500, organisation: { name: child.name } },
    {
      id: batch.id,
      order: { id: batch.orderId, number: batch.orderNumber },
      valueFen: 100_000,
      rechargedFen: 9_300,
      leftFen: 90_700,
      expiredFen: 0,
      state: 'usable',
    },
  ])
  expect((await ask('child', 'batches')).rows.map((row: { id: string }) => row.id)).toEqual([childBatch.id])
  expect((await ask('stranger', 'batches')).rows).toEqual([])
  expect(await ask('parent', 'batchTotals')).toEqual({
    count: 2,
    valueFen: 107_000,
    rechargedFen: 9_800,
    leftFen: 97_200,
    expiredFen: 0,
  })
  expect(await ask('finance', 'batchTotals', { organisationId: child.id })).toMatchObject({ count: 1, leftFen: 6_500 })
  expect(await ask('finance', 'batchTotals', { search: batch.orderNumber.slice(2) })).toMatchObject({ count: 1 })
  expect(await ask('finance', 'batchTotals', { search: '研发' })).toMatchObject({ count: 1 })
  expect(await ask('finance', 'batchTotals', { planId: batch.planId, state: 'spendable' })).toMatchObject({ count: 2 })
  expect(await ask('finance', 'batchTotals', { planId: batch.planId, state: 'expired' })).toMatchObject({ count: 0 })
  const first = await ask('parent', 'batches', { limit: 1 })
  const second = await ask('parent', 'batches', { limit: 1, cursor: first.nextCursor })
  expect([...first.rows, ...second.rows].map((row: { id: string }) => row.id)).toEqual([childBatch.id, batch.id])
  expect(second.nextCursor).toBeNull()
  const other = await world.query('studyCards.batches', { organisationId: parent.id }, admins.stranger.cookie)
  expect(other.code).toBe('notFound')
})

test('one batch says what became of what learners got of it', async () => {
  expect(await ask('parent', 'batch', { id: batch.id })).toMatchObject({
    people: 3,
    rechargedFen: 9_300,
    heldFen: 6_300,
    spentFen: 3_000,
    expiredWithLearnersFen: 0,
    may: { recharge: true, takeBack: true, prolong: false },
  })
  expect((await ask('finance', 'batch', { id: batch.id })).may).toEqual({
    recharge: true,
    takeBack: true,
    prolong: true,
  })
  const reviewer = await makeStaff(world, 'reviewer')
  const seen = await world.query('studyCards.batch', { id: batch.id }, reviewer.cookie)
  expect(seen.data.may).toEqual({ recharge: false, takeBack: false, prolong: false })
  expect((await world.query('studyCards.batch', { id: batch.id }, admins.child.cookie)).code).toBe('notFound')
})

test('people with what they have, and whose cards it was', async () => {
  const { rows } = await ask('parent', 'people', { planId: batch.planId })
  expect(rows.map((row: { name: string }) => row.name)).toEqual(['张三', '赵六', '李四'])
  expect(rows[0]).toMatchObject({
    balanceFen: 2_000,
    opened: true,
    payers: [parent.name],
    logInName: zhang.masked,
    organisation: { id: parent.id, names: [parent.name] },
  })
  expect(rows[2]).toMatchObject({
    logInName: null,
    balanceFen: 3_800,
    opened: false,
    payers: [child.name, parent.name].toSorted(),
    organisation: { names: [parent.name, child.name] },
  })
  // Without a plan all of them together, and nothing is said of an opening.
  expect((await ask('parent', 'people', { search: '张三' })).rows[0]).toMatchObject({ balanceFen: 2_000, opened: null })
  expect((await ask('parent', 'people', { batchId: childBatch.id, balance: 'some' })).rows).toMatchObject([
    { name: '李四', balanceFen: 500 },
  ])
})

test('people are cut by unit, balance, opening and search, and found again across pages', async () => {
  const { planId } = batch
  expect(await namesOf('parent', { balance: 'none' })).toEqual(['赵六'])
  expect(await namesOf('parent', { balance: 'some', planId })).toEqual(['张三', '李四'])
  expect(await namesOf('parent', { balance: 'some', planId: newId() })).toEqual([])
  expect(await namesOf('parent', { opened: true, planId })).toEqual(['张三'])
  expect(await namesOf('parent', { opened: false, planId })).toEqual(['赵六', '李四'])
  expect(await namesOf('parent', { enabled: true })).toEqual(['张三', '李四'])
  expect(await namesOf('parent', { organisationId: child.id })).toEqual(['李四'])
  expect(await namesOf('child')).toEqual(['李四'])
  // Who moved is the other organisation’s now, with what they have.
  expect((await ask('stranger', 'people', { planId })).rows).toMatchObject([
    { name: '王五', balanceFen: 1_000, payers: [parent.name] },
  ])
  const first = await ask('parent', 'people', { limit: 2 })
  const second = await ask('parent', 'people', { limit: 2, cursor: first.nextCursor })
  expect([...first.rows, ...second.rows].map((row: { name: string }) => row.name)).toEqual(['张三', '赵六', '李四'])
  expect(await ask('parent', 'countPeople', { balance: 'some' })).toEqual({ count: 2, capped: false })
  const unnamed = await world.query('studyCards.people', { opened: true }, admins.parent.cookie)
  expect(unnamed.code).toBe('inputInvalid')
})

test('plans whose cards the subtree has, with their price and what is left to give', async () => {
  const plans = await ask('parent', 'plans')
  expect(plans.find((plan: { id: string }) => plan.id === batch.planId)).toMatchObject({
    openingFeeFen: 3_000,
    notOpenable: null,
    leftFen: 97_200,
  })
  const own = await ask('child', 'plans')
  expect(own.find((plan: { id: string }) => plan.id === batch.planId)).toMatchObject({ leftFen: 6_500 })
})

const shown = (rows: { kind: string; amountFen: number; learner: { name: string } }[]) =>
  rows.map(({ kind, amountFen, learner }) => `${learner.name} ${kind} ${amountFen}`)

test('充值明细: everything that moved value of the own people, and of the own batches wherever they are', async () => {
  const { rows } = await ask('parent', 'entries')
  expect(shown(rows).slice(0, 3)).toEqual([
    '张三 courseOpened -3000',
    '李四 rechargeTakenBack -700',
    '李四 recharged 500',
  ])
  expect(shown(rows).slice(3).toSorted()).toEqual(['张三 recharged 5000', '李四 recharged 4000', '王五 recharged 1000'])
  const gone = rows.find((row: { learner: { id: string } }) => row.learner.id === moved.id)
  // Where they went is nobody’s business there.
  expect(gone).toMatchObject({ organisation: null, operationId: rechargeId, batch: { organisationName: parent.name } })
  expect(JSON.stringify(rows)).not.toContain(stranger.id)
  expect(shown((await ask('stranger', 'entries')).rows)).toEqual(['王五 recharged 1000'])
  expect(shown((await ask('child', 'entries')).rows)).toEqual([
    '李四 rechargeTakenBack -700',
    '李四 recharged 500',
    '李四 recharged 4000',
  ])
  expect((await ask('finance', 'entries')).rows).toHaveLength(6)
  const [taken] = (await ask('parent', 'entries', { kind: 'rechargeTakenBack' })).rows
  expect(taken).toMatchObject({
    reason: '人员离职，没有用掉',
    byName: expect.any(String),
    bookedOn: expect.any(String),
  })
})

test('its filters, pages and totals agree', async () => {
  const count = async (who: Who, filter: object) => {
    const totals = await ask(who, 'entryTotals', filter)
    const pages: unknown[] = []
    let cursor: string | null = null
    do {
      const page: { rows: unknown[]; nextCursor: string | null } = await ask(who, 'entries', {
        ...filter,
        limit: 2,
        cursor,
      })
      pages.push(...page.rows)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(pages).toHaveLength(totals.count)
    expect(new Set(pages.map((row) => (row as { id: string }).id)).size).toBe(totals.count)
    const sum = pages.reduce<number>((total, row) => total + (row as { amountFen: number }).amountFen, 0)
    expect(sum).toBe(totals.inFen - totals.outFen)
    return totals
  }
  expect(await count('finance', {})).toEqual({
    count: 6,
    inFen: 10_500,
    outFen: 3_700,
    kinds: [
      { kind: 'recharged', count: 4, amountFen: 10_500 },
      { kind: 'rechargeTakenBack', count: 1, amountFen: -700 },
      { kind: 'courseOpened', count: 1, amountFen: -3_000 },
    ],
  })
  expect(await count('parent', { kind: 'recharged' })).toMatchObject({ count: 4, inFen: 10_500, outFen: 0 })
  expect(await count('parent', { batchId: childBatch.id })).toMatchObject({ count: 1, inFen: 500 })
  expect(await count('parent', { planId: batch.planId })).toMatchObject({ count: 6 })
  expect(await count('parent', { learnerId: below.id })).toMatchObject({ count: 3 })
  expect(await count('parent', { organisationId: child.id })).toMatchObject({ count: 3 })
  expect(await count('parent', { search: '张三' })).toMatchObject({ count: 2 })
  expect(await count('finance', { operationId: rechargeId })).toMatchObject({ count: 3, inFen: 10_000 })
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  expect(await count('finance', { from: today, to: today })).toMatchObject({ count: 6 })
  expect(await count('finance', { to: '2020-01-01' })).toMatchObject({ count: 0, kinds: [] })
  // The batches say the same of what learners got of them.
  const batches = await ask('finance', 'batchTotals', { planId: batch.planId })
  const entries = await count('finance', { planId: batch.planId })
  const recharged = entries.kinds
    .filter(({ kind }: { kind: string }) => kind.startsWith('recharge'))
    .reduce((sum: number, { amountFen }: { amountFen: number }) => sum + amountFen, 0)
  expect(batches.rechargedFen).toBe(recharged)
})

test('it is exported as it is filtered, and who took it is written down', async () => {
  const answer = await world.request('/api/study-cards/export', {
    method: 'POST',
    cookie: admins.parent.cookie,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ filter: { kind: 'recharged', search: '张三' }, locale: 'zh-CN' }),
  })
  expect(answer.status).toBe(200)
  const table = await openTable(new Uint8Array(await answer.arrayBuffer()), { fileName: '充值明细.xlsx' })
  const rows: string[][] = []
  for await (const row of table.rows()) rows.push(row.cells.map((cell) => cell?.text ?? ''))
  expect(rows).toHaveLength(2)
  expect(rows[1]).toEqual(expect.arrayContaining(['充值', '张三', parent.name, batch.orderNumber, '50']))
  const audit = await world.deps.db.auditEntry.findFirstOrThrow({ where: { action: 'cards.exported' } })
  expect(audit.after).toEqual({ filter: { kind: 'recharged', searched: true }, count: 1 })
})

test('learners see their own, and nobody else’s', async () => {
  const entries = await world.query('studyCards.myEntries', {}, learnerCookie)
  expect(shown(entries.data.rows)).toEqual(['张三 courseOpened -3000', '张三 recharged 5000'])
  expect(await ask('parent', 'ofLearner', { learnerId: zhang.id })).toMatchObject({
    balanceFen: 2_000,
    plans: [{ plan: { id: batch.planId }, balanceFen: 2_000, opening: { amountFen: 3_000 }, refusal: 'alreadyOpen' }],
  })
  const other = await world.query('studyCards.ofLearner', { learnerId: moved.id }, admins.parent.cookie)
  expect(other.code).toBe('notFound')
  expect((await world.query('studyCards.people', {}, learnerCookie)).code).toBe('notAllowed')
})

test('operations are listed for who asked for them and for whose batch it was', async () => {
  const { rows } = await ask('parent', 'operations')
  expect(rows.map((row: { kind: string }) => row.kind)).toEqual(['open', 'takeBack', 'recharge', 'recharge'])
  expect((await ask('parent', 'operations', { batchId: batch.id })).rows).toHaveLength(2)
  expect((await ask('parent', 'operations', { kind: 'open' })).rows).toHaveLength(1)
  expect((await ask('child', 'operations')).rows).toHaveLength(1)
  expect((await ask('stranger', 'operations')).rows).toEqual([])
  const lines = await ask('parent', 'operationLines', { id: rechargeId, limit: 2 })
  const more = await ask('parent', 'operationLines', { id: rechargeId, limit: 2, cursor: lines.nextCursor })
  expect([...lines.rows, ...more.rows]).toMatchObject([
    { name: '张三', amountFen: 5_000, organisationName: parent.name },
    { name: '李四', amountFen: 4_000, organisationName: child.name },
    { name: '王五', amountFen: 1_000, organisationName: null },
  ])
})
