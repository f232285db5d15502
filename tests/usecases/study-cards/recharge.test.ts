import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { loadBalance } from '../../../server/features/ledger/load-balance.ts'
import { tellCardHolders } from '../../../server/features/study-cards/tell-card-holders.ts'
import {
  heldOf,
  leftOf,
  type MadeBatch,
  makeBatch,
  recharge,
  runCards,
  startRecharge,
  startTakeBack,
} from '../../support/cards.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let finance: { id: string; cookie: string }
let batch: MadeBatch
let learners: { id: string; name: string }[]

beforeAll(async () => {
  world = await openWorld()
  finance = await makeStaff(world, 'finance')
})
afterAll(() => world.close())
beforeEach(async () => {
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  batch = await makeBatch(world, organisation, { valueFen: 10_000 })
  learners = [
    await makeLearner(world, organisation),
    await makeLearner(world, organisation),
    await makeLearner(world, organisation),
  ]
})

const idAt = (index: number) => learners[index]?.id ?? ''
const lines = (...amounts: number[]) => amounts.map((amountFen, index) => ({ id: idAt(index), amountFen }))
const operation = async (id: string, cookie = admin.cookie) =>
  (await world.query('studyCards.operation', { id }, cookie)).data
const jobsOf = (operationId: string) =>
  world.deps.db.$queryRaw<unknown[]>`
    SELECT 1 FROM pgboss.job WHERE name = 'cards.run' AND data ->> 'operationId' = ${operationId}`

test('a recharge is written down at once, done by the worker, and moves each amount from the batch to its learner', async () => {
  const { data } = await startRecharge(world, admin.cookie, batch.id, lines(3_000, 2_000, 1))
  expect(data).toMatchObject({ kind: 'recharge', state: 'waiting', people: 3, totalFen: 5_001, done: 0 })
  expect(await jobsOf(data.id)).toHaveLength(1)
  // Nothing counts before the worker did it.
  expect(await leftOf(world, batch.id)).toBe(10_000)
  await runCards(world, data.id)
  expect(await operation(data.id)).toMatchObject({ state: 'done', done: 3, error: null, createdByName: admin.name })
  expect(await leftOf(world, batch.id)).toBe(4_999)
  expect(await Promise.all(learners.map(({ id }) => heldOf(world, id, batch.id)))).toEqual([3_000, 2_000, 1])
  const transfers = await world.deps.db.ledgerTransfer.findMany({ where: { causeId: data.id } })
  expect(transfers).toHaveLength(3)
  for (const transfer of transfers) {
    expect(transfer).toMatchObject({ kind: 'recharged', causeType: 'cardOperation', actorId: admin.id })
  }
  expect(transfers.map((one) => one.idempotencyKey).toSorted()).toEqual(
    learners.map(({ id }) => `cardOperation:${data.id}:${id}`).toSorted(),
  )
  const audits = await world.deps.db.auditEntry.findMany({
    where: { subjectId: data.id },
    orderBy: { id: 'asc' },
  })
  expect(audits.map(({ action, after }) => ({ action, after }))).toMatchObject([
    { action: 'cardOperation.started', after: { kind: 'recharge', people: 3, amountFen: 5_001, batchId: batch.id } },
    { action: 'cardOperation.done', after: { people: 3, amountFen: 5_001 } },
  ])
})

test('done again, as after a lost answer of the worker, it moves nothing more', async () => {
  const id = await recharge(world, admin.cookie, batch.id, lines(3_000, 2_000))
  await runCards(world, id)
  await Promise.all([runCards(world, id), runCards(world, id)])
  expect(await leftOf(world, batch.id)).toBe(5_000)
  expect(await world.deps.db.ledgerTransfer.count({ where: { causeId: id } })).toBe(2)
})

test('sent twice it is one operation, and with another content it is refused', async () => {
  const id = newId()
  const answers = await Promise.all([
    startRecharge(world, admin.cookie, batch.id, lines(3_000, 2_000), { id }),
    startRecharge(world, admin.cookie, batch.id, lines(3_000, 2_000), { id }),
  ])
  expect(answers.map(({ code }) => code)).toEqual([null, null])
  expect(answers.map(({ data }) => data.id)).toEqual([id, id])
  await runCards(world, id)
  const again = await startRecharge(world, admin.cookie, batch.id, lines(3_000, 2_000), { id })
  expect(again.data).toMatchObject({ id, state: 'done' })
  expect(await leftOf(world, batch.id)).toBe(5_000)
  expect(await jobsOf(id)).toHaveLength(1)
  for (const other of [lines(2_000, 3_000), lines(3_000), lines(2_500, 2_500)]) {
    expect((await startRecharge(world, admin.cookie, batch.id, other, { id })).code).toBe('idempotencyKeyReused')
  }
  const second = await makeAdmin(world, organisation)
  expect((await startRecharge(world, second.cookie, batch.id, lines(3_000, 2_000), { id })).code).toBe(
    'idempotencyKeyReused',
  )
  expect((await startTakeBack(world, admin.cookie, batch.id, lines(3_000, 2_000), { id })).code).toBe(
    'idempotencyKeyReused',
  )
})

test('more than the batch has left is refused with the numbers, at the start and, where it went meanwhile, by the worker', async () => {
  const refused = await startRecharge(world, admin.cookie, batch.id, lines(6_000, 4_001))
  expect(refused).toMatchObject({
    code: 'cardBatchTooLow',
    details: { leftFen: 10_000, wantedFen: 10_001, missingFen: 1 },
  })
  const first = (await startRecharge(world, admin.cookie, batch.id, lines(6_000))).data
  const second = (await startRecharge(world, admin.cookie, batch.id, lines(6_000))).data
  await Promise.all([runCards(world, first.id), runCards(world, second.id)])
  const states = [await operation(first.id), await operation(second.id)]
  expect(states.map(({ state }) => state).toSorted()).toEqual(['done', 'failed'])
  expect(states.find(({ state }) => state === 'failed')).toMatchObject({
    done: 0,
    error: { code: 'cardBatchTooLow', details: { leftFen: 4_000, wantedFen: 6_000, missingFen: 2_000 } },
  })
  expect(await leftOf(world, batch.id)).toBe(4_000)
  expect(await heldOf(world, idAt(0), batch.id)).toBe(6_000)
  // A failed one stays so, and a new one can be started.
  await Promise.all([runCards(world, first.id), runCards(world, second.id)])
  expect(await leftOf(world, batch.id)).toBe(4_000)
  await recharge(world, admin.cookie, batch.id, lines(4_000))
  expect(await leftOf(world, batch.id)).toBe(0)
})

test('nobody is recharged where one cannot be, unless they are left out', async () => {
  const disabled = await makeLearner(world, organisation, { enabled: false })
  const elsewhere = await makeLearner(world, await makeOrganisation(world))
  const all = [
    { id: idAt(0), amountFen: 1_000 },
    { id: disabled.id, amountFen: 1_000 },
    { id: elsewhere.id, amountFen: 1_000 },
    { id: newId(), amountFen: 1_000 },
  ]
  const check = await world.query(
    'studyCards.checkOperation',
    {
      kind: 'recharge',
      batchId: batch.id,
      people: { ids: all.map(({ id }) => id) },
      amount: { eachFen: 1_000 },
    },
    admin.cookie,
  )
  expect(check.data).toMatchObject({
    people: 1,
    totalFen: 1_000,
    refusedCount: 3,
    batch: { leftFen: 10_000, leftAfterFen: 9_000, orderNumber: batch.orderNumber },
    blocked: null,
  })
  expect(check.data.refused).toEqual([
    expect.objectContaining({ learnerId: disabled.id, name: disabled.name, why: 'disabled' }),
    // Others' people have no name here.
    expect.objectContaining({ learnerId: elsewhere.id, name: null, idNumberMasked: null, why: 'unknown' }),
    expect.objectContaining({ name: null, why: 'unknown' }),
  ])
  const refused = await startRecharge(world, admin.cookie, batch.id, all)
  expect(refused).toMatchObject({
    code: 'cardPeopleRefused',
    details: { count: 3, why: 'disabled', name: disabled.name },
  })
  const left = await startRecharge(world, admin.cookie, batch.id, all, {
    leaveOut: true,
    expected: { people: 1, totalFen: 1_000 },
  })
  expect(left.data).toMatchObject({ people: 1, totalFen: 1_000 })
  await runCards(world, left.data.id)
  expect(await heldOf(world, disabled.id, batch.id)).toBe(0)
  expect(await heldOf(world, idAt(0), batch.id)).toBe(1_000)
  // What was left out does not make the same sending another one.
  const again = await startRecharge(world, admin.cookie, batch.id, all, {
    id: left.data.id,
    leaveOut: true,
    expected: { people: 1, totalFen: 1_000 },
  })
  expect(again.data).toMatchObject({ id: left.data.id, state: 'done' })
})

test('what is no longer as the check showed it is asked again', async () => {
  const answer = await startRecharge(world, admin.cookie, batch.id, lines(1_000, 1_000), {
    expected: { people: 3, totalFen: 3_000 },
  })
  expect(answer).toMatchObject({ code: 'selectionChanged', details: { expectedCount: 3, count: 2 } })
  const disabled = await makeLearner(world, organisation, { enabled: false })
  const nobody = await startRecharge(world, admin.cookie, batch.id, [{ id: disabled.id, amountFen: 5 }], {
    leaveOut: true,
  })
  expect(nobody.code).toBe('selectionEmpty')
  const twice = await startRecharge(world, admin.cookie, batch.id, [...lines(1_000), ...lines(1_000)])
  expect(twice.code).toBe('inputInvalid')
})

test('everybody that a filter finds, with one amount', async () => {
  const filter = { organisationId: organisation.id }
  const counted = await world.query('studyCards.countPeople', { ...filter, exact: true }, admin.cookie)
  expect(counted.data).toEqual({ count: 3, capped: false })
  const start = (expectedCount: number, totalFen: number) =>
    world.mutate(
      'studyCards.startOperation',
      {
        kind: 'recharge',
        id: newId(),
        batchId: batch.id,
        people: { filter, expectedCount },
        amount: { eachFen: 2_000 },
        expected: { people: expectedCount, totalFen },
      },
      admin.cookie,
    )
  expect((await start(2, 4_000)).code).toBe('selectionChanged')
  const { data } = await start(3, 6_000)
  await runCards(world, data.id)
  expect(await Promise.all(learners.map(({ id }) => heldOf(world, id, batch.id)))).toEqual([2_000, 2_000, 2_000])
})

test('unspent value goes back into its batch, with a reason, and no more than is there', async () => {
  await recharge(world, admin.cookie, batch.id, lines(3_000, 2_000))
  const refused = await startTakeBack(world, admin.cookie, batch.id, lines(3_001, 2_000))
  expect(refused).toMatchObject({ code: 'cardPeopleRefused', details: { count: 1, why: 'holdsLess', missingFen: 1 } })
  const nothing = await startTakeBack(world, admin.cookie, batch.id, [{ id: idAt(2), amountFen: 1 }])
  expect(nothing).toMatchObject({ code: 'cardPeopleRefused', details: { why: 'nothingHeld' } })
  const { data } = await startTakeBack(world, admin.cookie, batch.id, lines(1_000, 2_000))
  await runCards(world, data.id)
  expect(await operation(data.id)).toMatchObject({ state: 'done', reason: '人员离职，没有用掉' })
  expect(await leftOf(world, batch.id)).toBe(8_000)
  expect(await heldOf(world, idAt(0), batch.id)).toBe(2_000)
  expect(await heldOf(world, idAt(1), batch.id)).toBe(0)
  const [transfer] = await world.deps.db.ledgerTransfer.findMany({ where: { causeId: data.id } })
  expect(transfer).toMatchObject({ kind: 'rechargeTakenBack', reason: '人员离职，没有用掉' })
})

test('a value is taken back into the batch that it came from, and from nobody of another batch', async () => {
  const other = await makeBatch(world, organisation, { valueFen: 5_000, planId: batch.planId })
  await recharge(world, admin.cookie, batch.id, lines(3_000))
  const refused = await startTakeBack(world, admin.cookie, other.id, lines(3_000))
  expect(refused).toMatchObject({ code: 'cardPeopleRefused', details: { why: 'nothingHeld' } })
})

test('all that people have of a batch can be taken back, of those who are disabled too', async () => {
  await recharge(world, admin.cookie, batch.id, lines(3_000, 2_000))
  await world.deps.db.learner.update({ where: { id: idAt(1) }, data: { enabled: false } })
  const people = { filter: { batchId: batch.id, balance: 'some' as const }, expectedCount: 2 }
  const asked = { kind: 'takeBack', batchId: batch.id, amount: 'all', people }
  const { data: check } = await world.query('studyCards.checkOperation', asked, admin.cookie)
  expect(check).toMatchObject({
    people: 2,
    totalFen: 5_000,
    refusedCount: 0,
    batch: { leftFen: 5_000, leftAfterFen: 10_000 },
  })
  const { data } = await world.mutate(
    'studyCards.startOperation',
    { ...asked, id: newId(), reason: '全部收回重新分配', expected: { people: 2, totalFen: 5_000 } },
    admin.cookie,
  )
  await runCards(world, data.id)
  expect(await leftOf(world, batch.id)).toBe(10_000)
})

test('what was spent between the start and the worker fails the take-back, and nothing of it is done', async () => {
  await recharge(world, admin.cookie, batch.id, lines(3_000, 2_000))
  const first = (await startTakeBack(world, admin.cookie, batch.id, lines(3_000, 2_000))).data
  const second = (await startTakeBack(world, admin.cookie, batch.id, lines(1, 2_000))).data
  await Promise.all([runCards(world, first.id), runCards(world, second.id)])
  const states = [await operation(first.id), await operation(second.id)]
  expect(states.map(({ state }) => state).toSorted()).toEqual(['done', 'failed'])
  expect(states.find(({ state }) => state === 'failed')?.error).toMatchObject({
    code: 'cardPeopleRefused',
    details: { why: 'holdsLess' },
  })
  expect(await leftOf(world, batch.id)).toBe(states[0]?.state === 'done' ? 10_000 : 7_001)
})

test('a batch that has ended is neither recharged from nor taken back into', async () => {
  const ended = await makeBatch(world, organisation, { expiresOn: '2020-01-31' })
  expect(await startRecharge(world, admin.cookie, ended.id, lines(1))).toMatchObject({
    code: 'cardBatchExpired',
    details: { expiresOn: '2020-01-31' },
  })
  // It ends between the start and the worker.
  const { data } = await startRecharge(world, admin.cookie, batch.id, lines(1))
  await world.deps.db.studyCardBatch.update({ where: { id: batch.id }, data: { expiresOn: new Date('2020-01-31') } })
  await runCards(world, data.id)
  expect(await operation(data.id)).toMatchObject({ state: 'failed', error: { code: 'cardBatchExpired' } })
})

test('an admin acts on batches and people of their subtree, finance on everybody’s, reviewers on nobody’s', async () => {
  const child = await makeOrganisation(world, { parent: organisation })
  const childAdmin = await makeAdmin(world, child)
  const childLearner = await makeLearner(world, child)
  // The parent’s admin recharges somebody below out of the parent’s batch.
  const one = [{ id: childLearner.id, amountFen: 100 }]
  await recharge(world, admin.cookie, batch.id, one)
  // The other way round the batch is not there.
  expect((await startRecharge(world, childAdmin.cookie, batch.id, one)).code).toBe('notFound')
  expect((await startTakeBack(world, childAdmin.cookie, batch.id, one)).code).toBe('notFound')
  const childBatch = await makeBatch(world, child)
  expect(await startRecharge(world, childAdmin.cookie, childBatch.id, lines(100))).toMatchObject({
    code: 'cardPeopleRefused',
    details: { why: 'unknown', name: null },
  })
  const id = await recharge(world, finance.cookie, childBatch.id, [...one, { id: idAt(0), amountFen: 7 }])
  // What staff did with a batch is its organisation's to see, the people of others without their organisation.
  expect(await operation(id, childAdmin.cookie)).toMatchObject({ state: 'done', organisation: { id: child.id } })
  const shown = await world.query('studyCards.operationLines', { id }, childAdmin.cookie)
  expect(shown.data.rows).toMatchObject([
    { learnerId: childLearner.id, organisationName: child.name, amountFen: 100 },
    { learnerId: idAt(0), organisationName: null, amountFen: 7 },
  ])
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  expect((await world.query('studyCards.operation', { id }, stranger.cookie)).code).toBe('notFound')
  const reviewer = await makeStaff(world, 'reviewer')
  expect((await startRecharge(world, reviewer.cookie, childBatch.id, one)).code).toBe('notAllowed')
})

test('whoever lost the right meanwhile has nothing done', async () => {
  const { data } = await startRecharge(world, admin.cookie, batch.id, lines(100))
  await world.deps.db.organisationAdmin.deleteMany({ where: { accountId: admin.id } })
  await runCards(world, data.id)
  expect(await operation(data.id, finance.cookie)).toMatchObject({ state: 'failed', error: { code: 'notAllowed' } })
  expect(await leftOf(world, batch.id)).toBe(10_000)
})

test('the organisation’s admins are told how it ended, and learners with an account what they got', async () => {
  const account = await makeAccount(world, { name: '李四' })
  await world.deps.db.account.update({ where: { id: account.id }, data: { email: 'lisi@example.com' } })
  const known = await makeLearner(world, organisation, { accountId: account.id })
  const id = await recharge(world, admin.cookie, batch.id, [...lines(3_000), { id: known.id, amountFen: 1_500 }])
  await tellCardHolders(world.deps, { about: 'operation', id })
  await tellCardHolders(world.deps, { about: 'operation', id })
  const notices = await world.deps.db.notice.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } })
  expect(notices.map(({ kind, channel, recipient }) => ({ kind, channel, recipient }))).toEqual([
    { kind: 'cardOperationEnded', channel: 'app', recipient: admin.id },
    { kind: 'recharged', channel: 'app', recipient: account.id },
    { kind: 'recharged', channel: 'email', recipient: 'lisi@example.com' },
  ])
  expect(notices[1]?.data).toMatchObject({ amountFen: 1_500, balanceFen: 1_500, payerName: organisation.name })
  const own = await world.query('notices.list', {}, await world.openSession(account.id))
  expect(own.data.rows).toMatchObject([{ kind: 'recharged', title: '学习卡到账：¥15.00' }])
  const failed = (await startRecharge(world, admin.cookie, batch.id, lines(5_500))).data
  await recharge(world, admin.cookie, batch.id, lines(5_000))
  await runCards(world, failed.id)
  const told = await world.query('notices.list', {}, admin.cookie)
  expect(told.data.rows[0]).toMatchObject({ kind: 'cardOperationEnded', title: expect.stringContaining('没有办成') })
  expect(await loadBalance(world.deps.db, { kind: 'cardIssue', ownerId: batch.planId })).toBe(-10_000)
})
