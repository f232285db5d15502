import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { loadBalance } from '../../../server/features/ledger/load-balance.ts'
import { endBatches } from '../../../server/features/study-cards/end-batches.ts'
import { giveBackCards, takeBackCards } from '../../../server/features/study-cards/take-back-cards.ts'
import { tellCardHolders } from '../../../server/features/study-cards/tell-card-holders.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { heldOf, leftOf, type MadeBatch, makeBatch, recharge, runCards, startRecharge } from '../../support/cards.ts'
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
let admin: { id: string; cookie: string }
let financeId: string
let batch: MadeBatch
let one: { id: string }
let other: { id: string }

/** The batch's last day; the clock of each test begins the day before its warnings. */
const lastDay = '2030-06-30'

beforeAll(async () => {
  world = await openWorld()
  financeId = (await makeStaff(world, 'finance')).id
})
afterAll(() => world.close())
beforeEach(async () => {
  world.clock.set('2030-05-30T10:00:00+08:00')
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  batch = await makeBatch(world, organisation, { valueFen: 10_000, expiresOn: lastDay })
  one = await makeLearner(world, organisation)
  other = await makeLearner(world, organisation)
  await recharge(world, admin.cookie, batch.id, [
    { id: one.id, amountFen: 3_000 },
    { id: other.id, amountFen: 2_000 },
  ])
})

/** The clock goes on by months: each asks with a session of its own. */
const finance = () => world.openSession(financeId)
const view = async () => (await world.query('studyCards.batch', { id: batch.id }, await finance())).data
const expired = () => loadBalance(world.deps.db, { kind: 'cardExpired', ownerId: batch.planId })
const on = (day: string) => world.clock.set(`${day}T01:10:00+08:00`)
const prolong = async (expiresOn: string, seenExpiresOn = lastDay, who?: string) =>
  world.mutate(
    'studyCards.prolongBatch',
    { id: batch.id, seenExpiresOn, expiresOn, reason: '因疫情延期开班' },
    who ?? (await finance()),
  )
const noticesOf = (kind: string) => world.deps.db.notice.findMany({ where: { kind, subjectId: batch.id } })

test('until its last day is over a batch can be spent, and then what is left runs out, of it and of each wallet', async () => {
  on(lastDay)
  await endBatches(world.deps)
  expect(await view()).toMatchObject({ state: 'expiring', leftFen: 5_000, heldFen: 5_000, expiredAt: null })
  on('2030-07-01')
  expect(await view()).toMatchObject({ state: 'expired', may: { recharge: false, takeBack: false, prolong: true } })
  await endBatches(world.deps)
  await endBatches(world.deps)
  expect(await leftOf(world, batch.id)).toBe(0)
  expect(await heldOf(world, one.id, batch.id)).toBe(0)
  expect(await expired()).toBe(10_000)
  expect(await view()).toMatchObject({
    valueFen: 10_000,
    rechargedFen: 5_000,
    leftFen: 0,
    expiredFen: 5_000,
    heldFen: 0,
    expiredWithLearnersFen: 5_000,
    people: 2,
  })
  const audits = await world.deps.db.auditEntry.findMany({
    where: { subjectId: batch.id, action: 'cardBatch.expired' },
  })
  expect(audits).toHaveLength(1)
  expect(audits[0]?.after).toMatchObject({ leftFen: 5_000, heldFen: 5_000, people: 2 })
})

test('its organisation and its holders are warned once, in time, and not where nothing is left', async () => {
  const account = await makeAccount(world)
  await world.deps.db.learner.update({ where: { id: one.id }, data: { accountId: account.id } })
  await endBatches(world.deps)
  expect(await noticesOf('cardsEnding')).toHaveLength(0)
  on('2030-05-31')
  await endBatches(world.deps)
  on('2030-06-01')
  await endBatches(world.deps)
  const told = await noticesOf('cardsEnding')
  expect(told.map(({ channel }) => channel).toSorted()).toEqual(['app', 'email'])
  expect(told[0]?.data).toMatchObject({ leftFen: 5_000, heldFen: 5_000, expiresOn: lastDay })
  const jobs = await world.deps.db.$queryRaw<unknown[]>`
    SELECT 1 FROM pgboss.job WHERE name = 'cards.tell' AND data ->> 'id' = ${batch.id}`
  expect(jobs).toHaveLength(1)
  await tellCardHolders(world.deps, { about: 'ending', id: batch.id })
  const holders = await noticesOf('cardsEndingForLearner')
  expect(holders).toMatchObject([{ channel: 'app', recipient: account.id, data: { amountFen: 3_000 } }])
  expect(await view()).toMatchObject({ state: 'expiring', warnedAt: expect.any(String) })
  // Of one with nothing left nobody is told.
  const empty = await makeBatch(world, organisation, { valueFen: 100, expiresOn: lastDay })
  await world.deps.db.studyCardBatch.update({ where: { id: batch.id }, data: { warnedAt: null } })
  await inTransaction(world.deps, (tx) =>
    takeBackCards(world.deps, tx, systemActor('test'), {
      orderId: empty.orderId,
      amountFen: fen(100),
      causeType: 'refund',
      causeId: newId(),
    }),
  )
  await endBatches(world.deps)
  expect(await world.deps.db.notice.count({ where: { kind: 'cardsEnding', subjectId: empty.id } })).toBe(0)
  expect(await world.deps.db.studyCardBatch.findUnique({ where: { id: empty.id } })).toMatchObject({ warnedAt: null })
})

test('finance prolong a batch before its end, and its holders are warned again before the new one', async () => {
  on('2030-06-01')
  await endBatches(world.deps)
  const { data } = await prolong('2030-09-30')
  expect(data).toMatchObject({ expiresOn: '2030-09-30', state: 'usable', warnedAt: null })
  on('2030-07-01')
  await endBatches(world.deps)
  expect(await leftOf(world, batch.id)).toBe(5_000)
  on('2030-09-01')
  await endBatches(world.deps)
  expect(await noticesOf('cardsEnding')).toHaveLength(4)
})

test('prolonged after its end, exactly what ran out comes back, to the batch and to each wallet', async () => {
  await world.deps.db.plan.update({ where: { id: batch.planId }, data: { openingFeeFen: 1_200n } })
  const account = await makeAccount(world)
  await world.deps.db.learner.update({ where: { id: one.id }, data: { accountId: account.id } })
  const cookie = await world.openSession(account.id)
  const openedId = newId()
  const opened = await world.mutate(
    'studyCards.openMine',
    { id: openedId, planId: batch.planId, feeFen: 1_200 },
    cookie,
  )
  expect(opened.code).toBeNull()
  on('2030-07-01')
  await endBatches(world.deps)
  expect(await expired()).toBe(8_800)
  const { data } = await prolong('2030-12-31')
  expect(data).toMatchObject({
    expiresOn: '2030-12-31',
    leftFen: 5_000,
    heldFen: 3_800,
    spentFen: 1_200,
    expiredFen: 0,
    expiredWithLearnersFen: 0,
    expiredAt: null,
  })
  expect(await heldOf(world, one.id, batch.id)).toBe(1_800)
  expect(await heldOf(world, other.id, batch.id)).toBe(2_000)
  expect(await expired()).toBe(0)
  const audit = await world.deps.db.auditEntry.findFirstOrThrow({
    where: { subjectId: batch.id, action: 'cardBatch.prolonged' },
  })
  expect(audit).toMatchObject({
    before: { expiresOn: lastDay },
    after: { expiresOn: '2030-12-31', reason: '因疫情延期开班', revivedFen: 5_000 },
  })
  // It runs out and comes back a second time in the same way.
  on('2031-01-01')
  await endBatches(world.deps)
  expect(await expired()).toBe(8_800)
  expect((await prolong('2031-06-30', '2030-12-31')).code).toBeNull()
  expect(await expired()).toBe(0)
  expect(await heldOf(world, one.id, batch.id)).toBe(1_800)
})

test('a course that is closed after its batch ended gives its value to what ran out, and it comes back with the rest', async () => {
  await world.deps.db.plan.update({ where: { id: batch.planId }, data: { openingFeeFen: 2_500n } })
  const account = await makeAccount(world)
  await world.deps.db.learner.update({ where: { id: one.id }, data: { accountId: account.id } })
  const cookie = await world.openSession(account.id)
  const id = newId()
  await world.mutate('studyCards.openMine', { id, planId: batch.planId, feeFen: 2_500 }, cookie)
  on('2030-07-01')
  await endBatches(world.deps)
  expect(await expired()).toBe(7_500)
  const closed = await world.mutate('studyCards.closeCourse', { id, reason: '学员已经离职' }, await finance())
  expect(closed.code).toBeNull()
  expect(await heldOf(world, one.id, batch.id)).toBe(0)
  expect(await expired()).toBe(10_000)
  await prolong('2030-12-31')
  expect(await heldOf(world, one.id, batch.id)).toBe(3_000)
  expect(await expired()).toBe(0)
})

test('cards that come back because a refund failed run out too where their batch has ended', async () => {
  const cause = { orderId: batch.orderId, amountFen: fen(1_000), causeType: 'refund' as const, causeId: newId() }
  const system = systemActor('test')
  await inTransaction(world.deps, (tx) => takeBackCards(world.deps, tx, system, cause))
  on('2030-07-01')
  await endBatches(world.deps)
  await inTransaction(world.deps, (tx) => giveBackCards(world.deps, tx, system, cause))
  expect(await leftOf(world, batch.id)).toBe(0)
  expect(await expired()).toBe(10_000)
  await prolong('2030-12-31')
  expect(await leftOf(world, batch.id)).toBe(5_000)
})

test('the new last day is later and not over, and the page knew the present one', async () => {
  expect(await prolong(lastDay)).toMatchObject({ code: 'cardDayNotLater', details: { expiresOn: lastDay } })
  expect((await prolong('2030-06-29')).code).toBe('cardDayNotLater')
  on('2030-08-01')
  expect((await prolong('2030-07-31')).code).toBe('cardDayNotLater')
  expect((await prolong('2030-12-31', '2030-06-29')).code).toBe('conflict')
  expect((await prolong('2030-12-31', lastDay, await world.openSession(admin.id, organisation.id))).code).toBe(
    'notAllowed',
  )
  const reviewer = await makeStaff(world, 'reviewer')
  expect((await prolong('2030-12-31', lastDay, reviewer.cookie)).code).toBe('notAllowed')
  const answers = await Promise.all([prolong('2030-12-31'), prolong('2030-12-31')])
  expect(answers.map(({ code }) => code).toSorted()).toEqual(['conflict', null])
})

test('a recharge and the end of its batch: one of them goes first, and nothing is lost or left behind', async () => {
  for (let round = 0; round < 4; round++) {
    const made = await makeBatch(world, organisation, { valueFen: 1_000, planId: batch.planId, expiresOn: lastDay })
    on(lastDay)
    const { data } = await startRecharge(world, admin.cookie, made.id, [{ id: one.id, amountFen: 400 }])
    // The worker of the recharge still has the last evening when the night’s job has the next day.
    const late = { ...world.deps, clock: { now: () => new Date('2030-07-01T01:10:00+08:00') } }
    await Promise.all([runCards(world, data.id), endBatches(late)])
    const { data: done } = await world.query('studyCards.operation', { id: data.id }, await finance())
    expect(await leftOf(world, made.id)).toBe(0)
    if (done.state === 'failed') expect(done.error.code).toBe('cardBatchExpired')
    expect(await heldOf(world, one.id, made.id)).toBe(0)
  }
})
