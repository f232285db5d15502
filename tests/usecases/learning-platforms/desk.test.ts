import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { emptyStatements } from '../../../server/features/learning-platforms/empty-statements.ts'
import {
  rotateStatementKeys,
  statementKeys,
} from '../../../server/features/learning-platforms/rotate-statement-keys.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { createFieldEncryption } from '../../../server/platform/field-encryption.ts'
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
import { makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

/** What system admins do about platforms: /desk/platforms. */
let world: World
let admin: { id: string; cookie: string }
beforeAll(async () => {
  world = await openWorld()
  admin = await makeStaff(world, 'systemAdmin')
})
afterAll(() => world.close())

const query = (name: string, input?: unknown) => world.query(`learningPlatforms.${name}`, input, admin.cookie)
const mutate = (name: string, input: unknown) => world.mutate(`learningPlatforms.${name}`, input, admin.cookie)
const form = { name: '蓝天在线', homePage: 'https://lms.example.com', durationMeaning: 'total' }

describe('platforms', () => {
  test('one is made with a key and a secret that is shown once', async () => {
    const id = newId()
    const made = await mutate('create', { id, ...form })
    expect(made.data).toMatchObject({ platform: { id, enabled: true, version: 1, courses: 0, lastSeenAt: null } })
    expect(made.data.secret).toMatch(/^[\w-]{43}$/)
    // Sent again: the same platform, and no secret.
    expect((await mutate('create', { id, ...form })).data).toEqual({ platform: made.data.platform, secret: null })
    expect((await mutate('create', { id, ...form, name: '别的' })).code).toBe('idempotencyKeyReused')
    const row = await world.deps.db.learningPlatform.findUniqueOrThrow({ where: { id } })
    expect(JSON.stringify(row)).not.toContain(made.data.secret)
    const list = await query('list')
    expect(list.data.endpoint).toBe('http://localhost:3000/xapi/')
    expect(JSON.stringify(list.data)).not.toContain(made.data.secret)
  })

  test('a stale page changes nothing, and every change is in the trail without the secret', async () => {
    const platform = await makePlatform(world)
    const { id } = platform
    expect((await mutate('update', { id, version: 1, ...form, name: '新名称', enabled: true })).data).toMatchObject({
      name: '新名称',
      version: 2,
    })
    expect((await mutate('update', { id, version: 1, ...form, enabled: false })).code).toBe('conflict')
    expect((await mutate('renewSecret', { id, version: 1 })).code).toBe('conflict')
    const renewed = await mutate('renewSecret', { id, version: 2 })
    const trail = await world.deps.db.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } })
    expect(trail.map((entry) => entry.action)).toEqual([
      'learningPlatform.created',
      'learningPlatform.changed',
      'learningPlatform.secretRenewed',
    ])
    for (const secret of [platform.secret, renewed.data.secret])
      expect(JSON.stringify(trail.map((one) => [one.before, one.after]))).not.toContain(secret)
  })

  test('when it was last heard of is known to the minute', async () => {
    const platform = await makePlatform(world)
    await xapi(world, platform, 'GET', '/statements')
    const { rows } = (await query('list')).data
    const row = rows.find((one: { id: string }) => one.id === platform.id)
    expect(row.lastSeenAt).toBe(world.clock.now().toISOString())
  })

  test.each([
    [{ homePage: 'lms.example.com' }],
    [{ homePage: 'ftp://lms.example.com' }],
    [{ name: ' ' }],
    [{ durationMeaning: 'sometimes' }],
  ])('%j is refused', async (change) => {
    expect((await mutate('create', { id: newId(), ...form, ...change })).code).toBe('inputInvalid')
  })
})

describe('courses', () => {
  test('several are pasted, looked over and saved; an activity that is known is changed', async () => {
    const platform = await makePlatform(world)
    const planId = await makePlan(world)
    const { number } = await world.deps.db.plan.findUniqueOrThrow({ where: { id: planId } })
    const known = await makeCourse(world, platform, { activityId: 'https://lms.example.com/course/7' })
    const text = [
      `https://lms.example.com/course/7/\t${number}\t选修\t4\t岗位责任`,
      `https://lms.example.com/course/8\t${number}\t必修\t2.5\t安全生产法`,
      'https://lms.example.com/course/9\t没有这个\t必修\t2\t消防',
    ].join('\n')
    const read = (await query('readCourses', { platformId: platform.id, text })).data
    expect(read.map((one: { problem: string; known: boolean }) => [one.problem, one.known])).toEqual([
      [null, true],
      [null, false],
      ['plan', false],
    ])
    const courses = read
      .filter((one: { problem: string | null }) => one.problem === null)
      .map(({ activityId, title, planId, kind, hours }: Record<string, unknown>) => ({
        activityId,
        title,
        planId,
        kind,
        hours,
      }))
    expect((await mutate('saveCourses', { platformId: platform.id, courses })).data).toEqual({
      added: 1,
      changed: 1,
      takenUp: 0,
    })
    const rows = (await query('courses', { platformId: platform.id })).data.rows
    expect(rows).toHaveLength(2)
    expect(rows.find((one: { id: string }) => one.id === known.id)).toMatchObject({
      title: '岗位责任',
      kind: 'elective',
      hours: 400,
      planId,
    })
    expect((await query('courses', { platformId: platform.id, search: '安全' })).data.rows).toHaveLength(1)
    expect((await query('courses', { platformId: platform.id, search: 'course/8' })).data.rows).toHaveLength(1)
    expect((await query('courses', { platformId: platform.id, search: '100%' })).data.rows).toHaveLength(0)
  })

  test('one out of use takes no more hours, and does again when it is back', async () => {
    const studying = await makeStudying(world)
    const { course, platform, learner } = studying
    const send = async () => {
      const one = statementOf(studying, { duration: 'PT45M' })
      await xapi(world, platform, 'POST', '/statements', { body: one })
      return outcomeOf(world, one.id)
    }
    expect((await mutate('setCourseRetired', { id: course.id, retired: true })).data).toMatchObject({ retired: true })
    expect(await send()).toBe('refused courseRetired')
    await mutate('setCourseRetired', { id: course.id, retired: false })
    expect(await send()).toBe('recorded')
    expect(await approvedHours(world, learner.id, course.planId)).toBe(100)
  })

  test('a plan or platform that is none, and an activity that is none, are refused', async () => {
    const platform = await makePlatform(world)
    const course = { activityId: 'urn:a:1', title: '安全生产法', planId: newId(), kind: 'compulsory', hours: 100 }
    expect((await mutate('saveCourses', { platformId: platform.id, courses: [course] })).code).toBe('notFound')
    const planId = await makePlan(world)
    expect((await mutate('saveCourses', { platformId: newId(), courses: [{ ...course, planId }] })).code).toBe(
      'notFound',
    )
    for (const change of [{ activityId: 'course 1' }, { hours: 0 }, { hours: 100_001 }, { title: '' }])
      expect(
        (await mutate('saveCourses', { platformId: platform.id, courses: [{ ...course, planId, ...change }] })).code,
      ).toBe('inputInvalid')
  })
})

describe('the log', () => {
  test('says what came of each statement, and is cut by outcome, reason, platform and person', async () => {
    const studying = await makeStudying(world)
    const { platform, learner } = studying
    const stranger = { name: '王芳', account: { homePage: platform.homePage, name: '110101199003072615' } }
    const body = [
      statementOf(studying, { duration: 'PT45M' }),
      statementOf(studying, { verb: verbs.terminated }),
      statementOf(studying, { verb: verbs.completed, actor: stranger }),
    ]
    await xapi(world, platform, 'POST', '/statements', { body })
    const list = async (filter: object) => (await query('statements', { platformId: platform.id, ...filter })).data.rows
    const all = await list({})
    expect(all).toHaveLength(3)
    const recorded = await list({ outcome: 'recorded' })
    expect(recorded).toMatchObject([
      {
        verb: 'progressed',
        hours: 100,
        seconds: 2700,
        learner: { id: learner.id },
        courseTitle: '安全生产法与岗位责任',
        reason: null,
      },
    ])
    const refused = await list({ reason: 'learnerUnknown' })
    // Whom it names is shown as far as everybody at the desk may see it.
    expect(refused).toMatchObject([{ learner: null, actor: '王芳 · 110101********2615', outcome: 'refused' }])
    expect(await list({ search: learner.name })).toHaveLength(2)
    expect(await list({ search: learner.idNumber })).toHaveLength(2)
    expect(await list({ courseId: studying.course.id })).toHaveLength(3)
    const view = await query('statement', { id: refused[0].id })
    expect(view.data.body).toContain('110101********2615')
    expect(view.data.body).not.toContain('110101199003072615')
    expect(JSON.parse(view.data.body)).toMatchObject({ verb: { id: verbs.completed } })
  })

  test('is paged', async () => {
    const studying = await makeStudying(world)
    for (let i = 0; i < 5; i++)
      await xapi(world, studying.platform, 'POST', '/statements', {
        body: statementOf(studying, { verb: verbs.terminated }),
      })
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page: { data: { rows: { id: string }[]; nextCursor: string | null } } = await query('statements', {
        platformId: studying.platform.id,
        limit: 2,
        cursor,
      })
      seen.push(...page.data.rows.map((row) => row.id))
      cursor = page.data.nextCursor
    } while (cursor)
    expect(new Set(seen).size).toBe(5)
  })

  test('refused ones are counted by reason, and taken up again once they are mended', async () => {
    const studying = await makeStudying(world, { takesPart: false })
    const { platform, learner, course, organisation } = studying
    await xapi(world, platform, 'POST', '/statements', {
      body: [statementOf(studying, { duration: 'PT45M' }), statementOf(studying, { duration: 'PT1H30M' })],
    })
    const counts = (await query('refusedCounts')).data
    expect(
      counts.byReason.find((one: { reason: string }) => one.reason === 'notTakingPart').count,
    ).toBeGreaterThanOrEqual(2)
    const rows = (await query('statements', { platformId: platform.id, outcome: 'refused' })).data.rows
    expect((await mutate('takeUp', { ids: [rows[0].id] })).data).toEqual({
      recorded: 0,
      noted: 0,
      refused: 1,
      more: false,
    })
    await takePart(world, learner.id, course.planId, organisation)
    expect((await mutate('takeUp', { ids: [rows[0].id] })).data.refused).toBe(0)
    const rest = await mutate('takeUp', { filter: { platformId: platform.id, search: learner.name } })
    expect(rest.data).toMatchObject({ refused: 0, more: false })
    expect(await approvedHours(world, learner.id, course.planId)).toBe(200)
    // What is no longer refused is passed over.
    expect((await mutate('takeUp', { ids: rows.map((row: { id: string }) => row.id) })).data).toEqual({
      recorded: 0,
      noted: 0,
      refused: 0,
      more: false,
    })
    const trail = await world.deps.db.auditEntry.findMany({
      where: { subjectId: platform.id, action: 'learningPlatform.statementsTakenUp' },
    })
    expect(trail.length).toBe(3)
  })
})

describe('keeping and erasing', () => {
  test('what statements say is emptied by age or person; rows and hours stay, and the platform no longer reads it', async () => {
    const studying = await makeStudying(world)
    const [first, second] = [
      statementOf(studying, { duration: 'PT45M' }),
      statementOf(studying, { duration: 'PT1H30M' }),
    ]
    await xapi(world, studying.platform, 'POST', '/statements', { body: first })
    world.clock.advance(86_400_000)
    const between = world.clock.now()
    world.clock.advance(86_400_000)
    await xapi(world, studying.platform, 'POST', '/statements', { body: second })
    const get = async (id: unknown) =>
      (await xapi(world, studying.platform, 'GET', `/statements?statementId=${id}`)).status
    await inTransaction(world.deps, (tx) => emptyStatements(tx, { before: between }))
    expect([await get(first.id), await get(second.id)]).toEqual([404, 200])
    expect(await inTransaction(world.deps, (tx) => emptyStatements(tx, { learnerId: studying.learner.id }))).toBe(1)
    expect(await get(second.id)).toBe(404)
    expect(await approvedHours(world, studying.learner.id, studying.course.planId)).toBe(200)
    // The same statement is still known by its id.
    expect((await xapi(world, studying.platform, 'POST', '/statements', { body: second })).status).toBe(200)
    const rows = (await query('statements', { platformId: studying.platform.id })).data.rows
    expect((await query('statement', { id: rows[0].id })).data.body).toBeNull()
  })

  test('a new key seals what the old one sealed', async () => {
    const studying = await makeStudying(world)
    const one = statementOf(studying, { duration: 'PT45M' })
    await xapi(world, studying.platform, 'POST', '/statements', { body: one })
    const secrets = createFieldEncryption({
      keys: new Map([
        ['k1', new Uint8Array(32).fill(7)],
        ['k2', new Uint8Array(32).fill(8)],
      ]),
      currentId: 'k2',
      hashKey: new Uint8Array(32).fill(9),
    })
    const deps = { ...world.deps, secrets }
    expect(await rotateStatementKeys(deps)).toBeGreaterThan(0)
    expect([...(await statementKeys(deps)).keys()]).toEqual(['k2'])
    expect(await rotateStatementKeys(deps)).toBe(0)
  })
})
