import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { takeUpMended } from '../../../server/features/learning-platforms/take-up.ts'
import {
  approvedHours,
  makeCourse,
  makePlatform,
  makeStudying,
  outcomeOf,
  statementOf,
  takePart,
  verbs,
  xapi,
} from '../../support/learning.ts'
import { makePlan } from '../../support/orders.ts'
import { makeLearner } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

/** What statements mean here: whose hours, of what, how many. */
let world: World
let studying: Awaited<ReturnType<typeof makeStudying>>
beforeAll(async () => {
  world = await openWorld()
})
beforeEach(async () => {
  studying = await makeStudying(world)
})
afterAll(() => world.close())

type Statement = Parameters<typeof statementOf>[1]
async function send(...options: (NonNullable<Statement> | Record<string, unknown>)[]): Promise<string[]> {
  const body = options.map((one) =>
    'actor' in one && 'verb' in one && typeof one.verb === 'object' ? one : statementOf(studying, one),
  )
  const answer = await xapi(world, studying.platform, 'POST', '/statements', { body })
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body))
  return answer.body as string[]
}
const hours = () => approvedHours(world, studying.learner.id, studying.course.planId)
const outcomes = async (...options: NonNullable<Statement>[]) => {
  const ids = await send(...options)
  return Promise.all(ids.map((id) => outcomeOf(world, id)))
}

describe('how many hours', () => {
  test('45 minutes are an hour; a total counts by what it grew', async () => {
    expect(await outcomes({ duration: 'PT45M' }, { duration: 'PT1H30M' }, { duration: 'PT1H' })).toEqual([
      'recorded',
      'recorded',
      'noted noGrowth',
    ])
    expect(await hours()).toBe(200)
  })

  test('each statement has its own time where the platform says so', async () => {
    studying = await makeStudying(world, { durationMeaning: 'each' })
    await send({ duration: 'PT45M' }, { duration: 'PT45M' }, { duration: 'PT1S' })
    expect(await hours()).toBe(200)
  })

  test('the centre’s minutes an hour hold', async () => {
    await world.deps.db.centreSettings.upsert({
      where: { id: 1 },
      create: {
        id: 1,
        name: '',
        nameEn: '',
        postalAddress: '',
        telephone: '',
        mailFrom: '',
        sellerName: '',
        sellerTaxNumber: '',
        minutesPerHour: 60,
      },
      update: { minutesPerHour: 60 },
    })
    await send({ duration: 'PT1H' })
    await world.deps.db.centreSettings.update({ where: { id: 1 }, data: { minutesPerHour: 45 } })
    expect(await hours()).toBe(100)
  })

  test('a hundred statements of 26 seconds give what one of 2,600 gives', async () => {
    studying = await makeStudying(world, { durationMeaning: 'each' })
    for (let i = 0; i < 10; i++) await send(...Array.from({ length: 10 }, () => ({ duration: 'PT26.9S' })))
    expect(await hours()).toBe(Math.floor(2600 / 27))
  })

  test('a course gives what it has and no more, also to whoever stays longer', async () => {
    studying = await makeStudying(world, { hours: 250 })
    expect(await outcomes({ duration: 'PT1H30M' }, { duration: 'PT9H' }, { duration: 'PT10H' })).toEqual([
      'recorded',
      'recorded',
      'noted courseFull',
    ])
    expect(await hours()).toBe(250)
  })

  test('a completion without a time gives the course’s hours, once', async () => {
    studying = await makeStudying(world, { hours: 400 })
    expect(await outcomes({ duration: 'PT45M' }, { verb: verbs.completed }, { verb: verbs.completed })).toEqual([
      'recorded',
      'recorded',
      'noted courseFull',
    ])
    expect(await hours()).toBe(400)
  })

  test('a completion with a time gives that time', async () => {
    await send({ verb: verbs.completed, duration: 'PT1H30M' })
    expect(await hours()).toBe(200)
  })

  test('what is not about time is noted', async () => {
    expect(
      await outcomes(
        { verb: verbs.terminated, duration: 'PT9H' },
        { verb: verbs.passed },
        { verb: verbs.progressed },
        { verb: 'http://adlnet.gov/expapi/verbs/launched' },
      ),
    ).toEqual(['noted verbNotCounted', 'noted noDuration', 'noted noDuration', 'noted verbNotCounted'])
    expect(await hours()).toBe(0)
  })

  test('an hour record names the course, the day in Shanghai, the platform and the unit of the learner', async () => {
    const [id] = await send({ duration: 'PT45M', timestamp: '2026-05-08T23:30:00Z' })
    const statement = await world.deps.db.learningStatement.findFirstOrThrow({ where: { statementId: String(id) } })
    const [record] = await world.deps.db.hourRecord.findMany({ where: { statementId: statement.id } })
    expect(record).toMatchObject({
      learnerId: studying.learner.id,
      planId: studying.course.planId,
      organisationId: studying.organisation.id,
      kind: 'compulsory',
      source: 'online',
      state: 'approved',
      title: '安全生产法与岗位责任',
      hours: 100,
      createdByName: studying.platform.name,
    })
    expect(record?.studiedOn.toISOString().slice(0, 10)).toBe('2026-05-09')
  })

  test('what staff corrected is not given back by the next statement', async () => {
    await send({ duration: 'PT1H30M' })
    const [record] = await world.deps.db.hourRecord.findMany({ where: { learnerId: studying.learner.id } })
    if (!record) throw new Error('no record')
    await world.deps.db.hourRecord.create({
      data: {
        id: newId(),
        learnerId: record.learnerId,
        planId: record.planId,
        organisationId: record.organisationId,
        organisationPath: record.organisationPath,
        kind: record.kind,
        source: 'adjustment',
        title: record.title,
        hours: -100,
        studiedOn: record.studiedOn,
        reason: '代看',
        correctsId: record.id,
        state: 'approved',
        createdByName: '审核员',
      },
    })
    expect(await hours()).toBe(100)
    await send({ duration: 'PT2H15M' })
    expect(await hours()).toBe(200)
  })

  test('a course that is mapped to next year’s plan begins anew there', async () => {
    await send({ duration: 'PT45M', timestamp: '2026-05-08T10:00:00Z' })
    const next = await makePlan(world)
    await world.deps.db.plan.update({
      where: { id: next },
      data: { startsAt: new Date('2026-06-01'), endsAt: new Date('2036-12-31') },
    })
    await makeCourse(world, studying.platform, { activityId: studying.course.activityId, planId: next })
    await takePart(world, studying.learner.id, next, studying.organisation)
    await send({ duration: 'PT45M', timestamp: '2026-06-02T10:00:00Z' })
    expect([await hours(), await approvedHours(world, studying.learner.id, next)]).toEqual([100, 100])
  })
})

describe('whose hours', () => {
  const account = (name: string, homePage = studying.platform.homePage) => ({ account: { homePage, name } })
  const outcome = async (actor: object) => (await outcomes({ duration: 'PT45M', actor }))[0]

  test('by our id, the ID number, a mobile, a mail address', async () => {
    const { learner, organisation, course } = studying
    const mobile = await makeLearner(world, organisation, { mobile: '13912340001' })
    const mailed = await makeLearner(world, organisation)
    await world.deps.db.learner.update({ where: { id: mailed.id }, data: { email: 'Gu.Xiaolan@example.com' } })
    for (const one of [mobile, mailed]) await takePart(world, one.id, course.planId, organisation)
    expect(await outcome(account(learner.id))).toBe('recorded')
    expect(await outcome(account(` ${learner.idNumber.toLowerCase()} `, `${studying.platform.homePage}/`))).toBe(
      'noted noGrowth',
    )
    expect(await outcome(account('+86 139-1234-0001'))).toBe('recorded')
    expect(await outcome({ mbox: 'mailto:gu.xiaolan@example.com' })).toBe('recorded')
    for (const one of [learner, mobile, mailed]) expect(await approvedHours(world, one.id, course.planId)).toBe(100)
  })

  test('an account of another home page is another’s, whatever it is called', async () => {
    expect(await outcome(account(studying.learner.id, 'https://evil.example.com'))).toBe('refused actorForeign')
    expect(await outcome({ openid: 'https://id.example.com/gu' })).toBe('refused actorForeign')
  })

  test('a mobile that two learners have is nobody’s', async () => {
    for (let i = 0; i < 2; i++) await makeLearner(world, studying.organisation, { mobile: '13912340002' })
    expect(await outcome(account('13912340002'))).toBe('refused learnerAmbiguous')
  })

  test('an unknown name, a disabled learner, an erased one', async () => {
    const { learner } = studying
    expect(await outcome(account('somebody'))).toBe('refused learnerUnknown')
    await world.deps.db.learner.update({ where: { id: learner.id }, data: { enabled: false } })
    expect(await outcome(account(learner.id))).toBe('refused learnerDisabled')
    await world.deps.db.learner.update({ where: { id: learner.id }, data: { erasedAt: new Date() } })
    expect(await outcome(account(learner.id))).toBe('refused learnerUnknown')
  })
})

describe('of what, and when', () => {
  test('an activity with a slash or a fragment is the same course; another is none', async () => {
    const at = (id: string) => outcomes({ duration: 'PT45M', object: { id } }).then(([outcome]) => outcome)
    expect(await at(`${studying.course.activityId}/`)).toBe('recorded')
    expect(await at(`${studying.course.activityId}#page-2`)).toBe('noted noGrowth')
    expect(await at(`${studying.course.activityId}0`)).toBe('refused courseUnknown')
  })

  test('another platform’s activity of the same address is not this one’s', async () => {
    const other = await makePlatform(world)
    const body = statementOf(studying, { duration: 'PT45M' })
    await xapi(world, other, 'POST', '/statements', { body })
    expect(await outcomeOf(world, body.id)).toBe('refused courseUnknown')
  })

  test('the future, the time before the plan and after it, a draft, somebody who takes no part', async () => {
    const { course, learner } = studying
    const later = new Date(world.clock.now().getTime() + 600_000).toISOString()
    expect(await outcomes({ duration: 'PT45M', timestamp: later })).toEqual(['refused inFuture'])
    expect(await outcomes({ duration: 'PT45M', timestamp: '2025-12-31T15:59:59Z' })).toEqual(['refused beforePlan'])
    await world.deps.db.plan.update({ where: { id: course.planId }, data: { endsAt: new Date('2026-03-31') } })
    expect(await outcomes({ duration: 'PT45M', timestamp: '2026-04-01T00:00:00Z' })).toEqual(['refused afterPlan'])
    // Studied in time, and sent late.
    expect(await outcomes({ duration: 'PT45M', timestamp: '2026-03-30T00:00:00Z' })).toEqual(['recorded'])
    await world.deps.db.plan.update({ where: { id: course.planId }, data: { state: 'draft' } })
    expect(await outcomes({ duration: 'PT90M', timestamp: '2026-03-30T00:00:00Z' })).toEqual(['refused planNotOpen'])
    await world.deps.db.plan.update({ where: { id: course.planId }, data: { state: 'published' } })
    await world.deps.db.courseOpening.updateMany({
      where: { learnerId: learner.id },
      data: { closedAt: new Date(), closedReason: '退课' },
    })
    expect(await outcomes({ duration: 'PT90M', timestamp: '2026-03-30T00:00:00Z' })).toEqual(['refused notTakingPart'])
  })
})

describe('taking back (part two 2.3.2)', () => {
  const voiding = (id: string) => ({ verb: verbs.voided, object: { objectType: 'StatementRef', id } })

  test('the hours of a voided statement go back, and it can only be read as voided', async () => {
    const [id = ''] = await send({ duration: 'PT45M' })
    const [voidId = ''] = await send(voiding(id))
    expect(await hours()).toBe(0)
    expect([await outcomeOf(world, id), await outcomeOf(world, voidId)]).toEqual(['voided', 'noted voids'])
    const get = (query: string) => xapi(world, studying.platform, 'GET', `/statements?${query}`)
    expect((await get(`statementId=${id}`)).status).toBe(404)
    expect((await get(`voidedStatementId=${id}`)).body).toMatchObject({ id })
    expect((await get(`voidedStatementId=${voidId}`)).status).toBe(404)
    const list = (await get('')).body as { statements: { id: string }[] }
    expect(list.statements.map((one) => one.id)).toEqual([voidId])
  })

  test('what other statements still say stays counted', async () => {
    const [first = '', second = ''] = await send({ duration: 'PT45M' }, { duration: 'PT1H30M' })
    await send(voiding(first))
    expect(await hours()).toBe(200)
    await send(voiding(second))
    expect(await hours()).toBe(0)
  })

  test('voiding the larger total leaves the smaller one', async () => {
    const [large = ''] = await send({ duration: 'PT1H30M' }, { duration: 'PT45M' })
    await send(voiding(large))
    expect(await hours()).toBe(100)
    // And studying on counts from there.
    await send({ duration: 'PT1H30M' })
    expect(await hours()).toBe(200)
  })

  test('in one batch, in whichever order', async () => {
    const one = statementOf(studying, { duration: 'PT45M' })
    await send(statementOf(studying, voiding(String(one.id))), one)
    expect([await hours(), await outcomeOf(world, one.id)]).toEqual([0, 'voided'])
  })

  test('twice is once, a voiding one cannot be voided, and another platform’s statement is not there', async () => {
    const [id = ''] = await send({ duration: 'PT45M' })
    const [voidId = ''] = await send(voiding(id))
    expect(await outcomes(voiding(id), voiding(voidId))).toEqual(['noted alreadyVoided', 'noted notVoidable'])
    const theirs = await makeStudying(world)
    const [kept = ''] = (
      await xapi(world, theirs.platform, 'POST', '/statements', { body: statementOf(theirs, { duration: 'PT45M' }) })
    ).body as string[]
    expect(await outcomes(voiding(kept))).toEqual(['refused voidTargetUnknown'])
    expect(await approvedHours(world, theirs.learner.id, theirs.course.planId)).toBe(100)
  })

  test('what staff had taken away already is not taken twice', async () => {
    const [id = ''] = await send({ duration: 'PT45M' })
    const [record] = await world.deps.db.hourRecord.findMany({ where: { learnerId: studying.learner.id } })
    if (!record) throw new Error('no record')
    const { statementId: _statement, createdAt: _at, ...same } = record
    await world.deps.db.hourRecord.create({
      data: { ...same, id: newId(), source: 'adjustment', hours: -record.hours, reason: '重复', correctsId: record.id },
    })
    await send(voiding(id))
    expect(await hours()).toBe(0)
  })

  test('one that comes before what it takes back is taken up by the worker', async () => {
    const one = statementOf(studying, { duration: 'PT45M' })
    expect(await outcomes(voiding(String(one.id)))).toEqual(['refused voidTargetUnknown'])
    await send(one)
    expect(await hours()).toBe(100)
    expect(await takeUpMended(world.deps, {})).toMatchObject({ noted: 1 })
    expect([await hours(), await outcomeOf(world, one.id)]).toEqual([0, 'voided'])
  })
})

describe('taken up again by itself', () => {
  test('somebody who pays later gets what they studied', async () => {
    studying = await makeStudying(world, { takesPart: false })
    expect(await outcomes({ duration: 'PT45M' }, { duration: 'PT1H30M' })).toEqual([
      'refused notTakingPart',
      'refused notTakingPart',
    ])
    const { recorded } = await takeUpMended(world.deps, {})
    expect(recorded).toBe(0)
    await takePart(world, studying.learner.id, studying.course.planId, studying.organisation)
    const taken = await takeUpMended(world.deps, {})
    expect([taken.recorded + taken.noted, taken.refused]).toEqual([2, 0])
    expect(await hours()).toBe(200)
    // And once.
    expect(await takeUpMended(world.deps, {})).toMatchObject({ recorded: 0 })
  })

  test('statements that came before their course was mapped are counted once it is', async () => {
    const activityId = `https://lms.example.com/course/${newId()}`
    const [id = ''] = await send({ duration: 'PT45M', object: { id: `${activityId}#intro` } })
    expect(await outcomeOf(world, id)).toBe('refused courseUnknown')
    await makeCourse(world, studying.platform, { activityId, planId: studying.course.planId })
    const jobs = await world.deps.db.$queryRaw<{ data: { activityIds?: string[]; platformId?: string } }[]>`
      SELECT data FROM pgboss.job WHERE name = 'learning.take-up' ORDER BY created_on DESC LIMIT 1`
    expect(jobs[0]?.data).toEqual({ platformId: studying.platform.id, activityIds: [activityId] })
    await takeUpMended(world.deps, jobs[0]?.data ?? {})
    expect([await outcomeOf(world, id), await hours()]).toEqual(['recorded', 100])
  })
})

test('what a statement says is kept sealed: no name, number or address of it stands in the table', async () => {
  const { learner } = studying
  await send({
    duration: 'PT45M',
    actor: { name: '顾晓岚', account: { homePage: studying.platform.homePage, name: learner.idNumber } },
  })
  const rows = await world.deps.db.$queryRaw<
    { text: string }[]
  >`SELECT learning_statements::text AS text FROM learning_statements`
  const text = rows.map((row) => row.text).join('\n')
  expect(text).toContain('sealed')
  for (const secret of [learner.idNumber, '顾晓岚']) expect(text).not.toContain(secret)
})
