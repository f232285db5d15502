import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { loadBalance } from '../../../server/features/ledger/load-balance.ts'
import {
  heldOf,
  leftOf,
  type MadeBatch,
  makeBatch,
  recharge,
  runCards,
  startOpening,
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
import { makeEnrolled } from '../orders/arrange-enrolments.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let finance: { id: string; cookie: string }
let batch: MadeBatch
let learner: { id: string; name: string }
let cookie: string

const price = 3_000

beforeAll(async () => {
  world = await openWorld()
  finance = await makeStaff(world, 'finance')
})
afterAll(() => world.close())
beforeEach(async () => {
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  batch = await makeBatch(world, organisation, { valueFen: 100_000 })
  await setPlan({ openingFeeFen: BigInt(price) })
  ;({ learner, cookie } = await withAccount())
})

async function withAccount() {
  const account = await makeAccount(world)
  const made = await makeLearner(world, organisation, { accountId: account.id })
  return { learner: made, cookie: await world.openSession(account.id) }
}
const setPlan = (data: Parameters<World['deps']['db']['plan']['update']>[0]['data']) =>
  world.deps.db.plan.update({ where: { id: batch.planId }, data })
const open = (id = newId(), feeFen = price, who = cookie) =>
  world.mutate('studyCards.openMine', { id, planId: batch.planId, feeFen }, who)
const give = (amountFen: number, of = batch, to = learner.id) =>
  recharge(world, admin.cookie, of.id, [{ id: to, amountFen }])
const used = () => loadBalance(world.deps.db, { kind: 'cardUse', ownerId: batch.planId })
const cardsOf = async () => {
  const { data } = await world.query('studyCards.ofLearner', { learnerId: learner.id }, admin.cookie)
  return data.plans.find((one: { plan: { id: string } }) => one.plan.id === batch.planId)
}
const takesPart = async (learnerId = learner.id) => {
  const [row] = await world.deps.db.$queryRaw<{ yes: boolean }[]>`
    SELECT takes_part(${learnerId}::uuid, ${batch.planId}::uuid) AS yes`
  return row?.yes
}

test('a learner opens a plan out of the wallet, and sees before what is missing', async () => {
  await give(2_999)
  expect(await cardsOf()).toMatchObject({
    balanceFen: 2_999,
    feeFen: price,
    missingFen: 1,
    refusal: 'balanceTooLow',
    opening: null,
    wallets: [{ batchId: batch.id, balanceFen: 2_999, organisationName: organisation.name, state: 'usable' }],
  })
  expect(await open()).toMatchObject({
    code: 'courseBalanceTooLow',
    details: { feeFen: price, balanceFen: 2_999, missingFen: 1 },
  })
  // Nothing of it stays.
  expect(await takesPart()).toBe(false)
  await give(500)
  expect(await cardsOf()).toMatchObject({ refusal: null, missingFen: 0 })
  const { data } = await open()
  expect(data.plans[0]).toMatchObject({ balanceFen: 499, refusal: 'alreadyOpen', opening: { amountFen: price } })
  expect(await used()).toBe(price)
  expect(await takesPart()).toBe(true)
  const jobs = await world.deps.db.$queryRaw<unknown[]>`
    SELECT 1 FROM pgboss.job WHERE name = 'certificates.issue' AND data ->> 'planId' = ${batch.planId}`
  expect(jobs).toHaveLength(1)
  const audit = await world.deps.db.auditEntry.findFirstOrThrow({
    where: { action: 'course.opened', organisationId: organisation.id },
  })
  expect(audit.after).toMatchObject({ learnerId: learner.id, planId: batch.planId, amountFen: price })
})

test('what ends first is spent first, and what has ended is not spent', async () => {
  const sooner = await makeBatch(world, organisation, { planId: batch.planId, expiresOn: '2036-01-01' })
  const soonest = await makeBatch(world, organisation, { planId: batch.planId, expiresOn: '2035-01-01' })
  const ended = await makeBatch(world, organisation, { planId: batch.planId })
  for (const of of [batch, sooner, soonest, ended]) await give(1_400, of)
  await world.deps.db.studyCardBatch.update({ where: { id: ended.id }, data: { expiresOn: new Date('2020-01-01') } })
  expect((await open()).code).toBeNull()
  const left = await Promise.all([soonest, sooner, batch, ended].map((of) => heldOf(world, learner.id, of.id)))
  expect(left).toEqual([0, 0, 1_200, 1_400])
  const opening = await world.deps.db.courseOpening.findFirstOrThrow({ where: { learnerId: learner.id } })
  const transfers = await world.deps.db.ledgerTransfer.findMany({
    where: { causeType: 'courseOpening', causeId: opening.id },
    orderBy: { amountFen: 'asc' },
  })
  expect(transfers.map(({ kind, amountFen }) => ({ kind, amountFen }))).toEqual([
    { kind: 'courseOpened', amountFen: 200n },
    { kind: 'courseOpened', amountFen: 1_400n },
    { kind: 'courseOpened', amountFen: 1_400n },
  ])
})

test('value of another plan opens nothing', async () => {
  const other = await makeBatch(world, organisation)
  await give(50_000, other)
  expect((await open()).code).toBe('courseBalanceTooLow')
})

test('the price is the plan’s own, else the fee per learner where there are no subjects', async () => {
  await give(50_000)
  await setPlan({ openingFeeFen: null, feePerLearnerFen: 4_000n })
  expect(await open(newId(), price)).toMatchObject({ code: 'courseFeeChanged', details: { feeFen: 4_000 } })
  await world.deps.db.planSubject.create({
    data: { id: newId(), planId: batch.planId, position: 1, name: '低应变', feeFen: 1_000n },
  })
  expect(await open(newId(), 4_000)).toMatchObject({ code: 'courseNotOpenable', details: { why: 'noPrice' } })
  expect(await cardsOf()).toMatchObject({ feeFen: null, refusal: 'noPrice' })
  await setPlan({ state: 'closed' })
  expect(await open()).toMatchObject({ code: 'courseNotOpenable', details: { why: 'notPublished' } })
  await setPlan({ state: 'published', endsAt: new Date('2026-01-02T00:00:00Z') })
  expect(await open()).toMatchObject({ code: 'courseNotOpenable', details: { why: 'over' } })
  await setPlan({ endsAt: new Date('2036-12-31T00:00:00Z'), openingFeeFen: 0n })
  expect((await open(newId(), 0)).code).toBeNull()
  expect(await takesPart()).toBe(true)
  expect(await heldOf(world, learner.id, batch.id)).toBe(50_000)
})

test('asked twice with one id it is one opening; with another it is open already', async () => {
  await give(50_000)
  const id = newId()
  const answers = await Promise.all([open(id), open(id), open(id)])
  expect(answers.map(({ code }) => code)).toEqual([null, null, null])
  expect(await used()).toBe(price)
  expect((await open(id)).code).toBeNull()
  expect((await open(newId())).code).toBe('courseAlreadyOpen')
  const other = await withAccount()
  await give(50_000, batch, other.learner.id)
  expect((await open(id, price, other.cookie)).code).toBe('idempotencyKeyReused')
})

test('opened twice at once with two ids, it is opened and paid once', async () => {
  await give(50_000)
  const answers = await Promise.all(Array.from({ length: 6 }, () => open()))
  expect(answers.map(({ code }) => code).toSorted()).toEqual([
    ...Array.from({ length: 5 }, () => 'courseAlreadyOpen'),
    null,
  ])
  expect(await used()).toBe(price)
  expect(await heldOf(world, learner.id, batch.id)).toBe(47_000)
})

test('take-back and opening of the same value: one of them gets it, never both', async () => {
  for (let round = 0; round < 6; round++) {
    const one = await withAccount()
    await give(price, batch, one.learner.id)
    const before = await leftOf(world, batch.id)
    const { data } = await startTakeBack(world, admin.cookie, batch.id, [{ id: one.learner.id, amountFen: price }])
    const [opened] = await Promise.all([open(newId(), price, one.cookie), runCards(world, data.id)])
    const { data: back } = await world.query('studyCards.operation', { id: data.id }, admin.cookie)
    expect([opened.code === null, back.state === 'done'].toSorted()).toEqual([false, true])
    expect(await heldOf(world, one.learner.id, batch.id)).toBe(0)
    expect((await leftOf(world, batch.id)) - before).toBe(back.state === 'done' ? price : 0)
  }
})

test('whoever takes part by a paid enrolment need not open it', async () => {
  await give(50_000)
  await makeEnrolled(world, organisation, { id: batch.planId }, { learner, feeFen: 0 })
  expect(await open()).toMatchObject({ code: 'courseEnrolled' })
  expect(await cardsOf()).toMatchObject({ refusal: 'enrolled' })
  expect(await startOpening(world, admin.cookie, batch.planId, [learner.id], price)).toMatchObject({
    code: 'cardPeopleRefused',
    details: { why: 'enrolled', name: learner.name },
  })
})

test('an organisation opens it for many at once: all of them or none', async () => {
  const people = [learner, await makeLearner(world, organisation), await makeLearner(world, organisation)]
  for (const { id } of people.slice(0, 2)) await give(4_000, batch, id)
  const ids = people.map(({ id }) => id)
  const { data: check } = await world.query(
    'studyCards.checkOperation',
    { kind: 'open', planId: batch.planId, people: { ids } },
    admin.cookie,
  )
  expect(check).toMatchObject({
    feeFen: price,
    people: 2,
    totalFen: 6_000,
    refusedCount: 1,
    refused: [{ learnerId: people[2]?.id, why: 'balanceTooLow', heldFen: 0, missingFen: price }],
    batch: null,
  })
  expect((await startOpening(world, admin.cookie, batch.planId, ids, price)).code).toBe('cardPeopleRefused')
  await give(3_000, batch, people[2]?.id ?? '')
  const { data } = await startOpening(world, admin.cookie, batch.planId, ids, price)
  expect(await used()).toBe(0)
  await runCards(world, data.id)
  await runCards(world, data.id)
  const { data: done } = await world.query('studyCards.operation', { id: data.id }, admin.cookie)
  expect(done).toMatchObject({ state: 'done', kind: 'open', people: 3, totalFen: 9_000, batch: null })
  expect(await used()).toBe(9_000)
  expect(await Promise.all(ids.map(takesPart))).toEqual([true, true, true])
  const opened = await world.deps.db.courseOpening.findMany({ where: { planId: batch.planId } })
  expect(opened).toHaveLength(3)
  for (const one of opened) expect(one).toMatchObject({ operationId: data.id, organisationId: organisation.id })
})

test('what changed between the start and the worker fails the opening of all', async () => {
  const other = await withAccount()
  for (const id of [learner.id, other.learner.id]) await give(price, batch, id)
  const ids = [learner.id, other.learner.id]
  const failed = async (id: string) => {
    await runCards(world, id)
    const { data } = await world.query('studyCards.operation', { id }, admin.cookie)
    expect(data.state).toBe('failed')
    return data.error
  }
  const dearer = (await startOpening(world, admin.cookie, batch.planId, ids, price)).data
  await setPlan({ openingFeeFen: 3_500n })
  expect(await failed(dearer.id)).toMatchObject({ code: 'courseFeeChanged', details: { feeFen: 3_500 } })
  await setPlan({ openingFeeFen: BigInt(price) })
  const poorer = (await startOpening(world, admin.cookie, batch.planId, ids, price)).data
  const back = (await startTakeBack(world, admin.cookie, batch.id, [{ id: learner.id, amountFen: 1 }])).data
  await runCards(world, back.id)
  expect(await failed(poorer.id)).toMatchObject({
    code: 'cardPeopleRefused',
    details: { why: 'balanceTooLow', name: learner.name, count: 1 },
  })
  await give(1)
  const late = (await startOpening(world, admin.cookie, batch.planId, ids, price)).data
  expect((await open()).code).toBeNull()
  expect(await failed(late.id)).toMatchObject({ code: 'cardPeopleRefused', details: { why: 'alreadyOpen' } })
  expect(await takesPart(other.learner.id)).toBe(false)
  expect(await heldOf(world, other.learner.id, batch.id)).toBe(price)
})

test('two openings for overlapping people at once: the one that comes first, whole', async () => {
  const people = await Promise.all(Array.from({ length: 4 }, () => makeLearner(world, organisation)))
  for (const { id } of people) await give(price, batch, id)
  const ids = people.map(({ id }) => id)
  const first = (await startOpening(world, admin.cookie, batch.planId, ids.slice(0, 3), price)).data
  const second = (await startOpening(world, admin.cookie, batch.planId, ids.slice(1).toReversed(), price)).data
  await Promise.all([runCards(world, first.id), runCards(world, second.id)])
  const states = await world.deps.db.cardOperation.findMany({ where: { id: { in: [first.id, second.id] } } })
  expect(states.map(({ state }) => state).toSorted()).toEqual(['done', 'failed'])
  expect(await used()).toBe(9_000)
})

test('staff close a course with a reason, and its value goes back to where it came from', async () => {
  const sooner = await makeBatch(world, organisation, { planId: batch.planId, expiresOn: '2035-01-01' })
  await give(1_000, sooner)
  await give(5_000)
  await open()
  const opening = await world.deps.db.courseOpening.findFirstOrThrow({ where: { learnerId: learner.id } })
  const close = (who: string) =>
    world.mutate('studyCards.closeCourse', { id: opening.id, reason: '开错了培训计划' }, who)
  expect((await close(admin.cookie)).code).toBe('notAllowed')
  const answers = await Promise.all([close(finance.cookie), close(finance.cookie)])
  expect(answers.map(({ code }) => code)).toEqual([null, null])
  expect(answers[0]?.data).toMatchObject({ closedReason: '开错了培训计划', amountFen: price })
  expect(await heldOf(world, learner.id, sooner.id)).toBe(1_000)
  expect(await heldOf(world, learner.id, batch.id)).toBe(5_000)
  expect(await used()).toBe(0)
  expect(await takesPart()).toBe(false)
  // It can be opened again.
  expect((await open()).code).toBeNull()
})

test('a disabled learner opens nothing', async () => {
  await give(50_000)
  await world.deps.db.learner.update({ where: { id: learner.id }, data: { enabled: false } })
  const answer = await open()
  expect(answer.code).not.toBeNull()
  expect(await used()).toBe(0)
})
