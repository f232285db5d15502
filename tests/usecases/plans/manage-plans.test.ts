import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import type { CreatePlanInput, DeskPlan } from '../../../server/features/plans/plans.schema.ts'
import { updatePlan } from '../../../server/features/plans/update-plan.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { withoutRowLocks } from '../../support/without-row-locks.ts'
import { openWorld, type World } from '../../support/world.ts'
import { enrol, planForm } from './arrange.ts'

let world: World
let reviewer: { cookie: string; id: string }
let admin: { cookie: string }
let organisation: MadeOrganisation

beforeAll(async () => {
  world = await openWorld()
  world.clock.set('2026-05-08T02:00:00Z')
  reviewer = await makeStaff(world, 'reviewer')
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})
afterAll(() => world.close())

type Answer = { data: DeskPlan; code: string | null; details?: unknown }
const mutate = (procedure: string, input: unknown, cookie = reviewer.cookie) =>
  world.mutate(`plans.${procedure}`, input, cookie) as Promise<Answer>
const desk = async (id: string) => (await world.query('plans.getForStaff', { id }, reviewer.cookie)).data as DeskPlan
const get = (id: string) => world.query('plans.get', { id }, admin.cookie)

async function create(changes: Partial<CreatePlanInput> = {}): Promise<CreatePlanInput> {
  const form = planForm(changes)
  expect((await mutate('create', form)).code).toBeNull()
  return form
}
async function published(changes: Partial<CreatePlanInput> = {}): Promise<CreatePlanInput & { version: number }> {
  const form = await create(changes)
  const { data } = await mutate('publish', { id: form.id, version: 1 })
  return { ...form, version: data.version }
}
const actionsOn = async (id: string) =>
  (await world.deps.db.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } })).map((e) => e.action)

describe('a plan’s life', () => {
  test('it is made as a draft, published for all to see, and closed', async () => {
    const form = await create()
    expect((await get(form.id)).code).toBe('notFound')
    const shown = await mutate('publish', { id: form.id, version: 1 })
    expect(shown.data).toMatchObject({ state: 'published', version: 2, seatsLeft: 60 })
    expect((await get(form.id)).data).toMatchObject({
      number: form.number,
      subjects: form.subjects,
      place: form.place,
      seatsLeft: 60,
      enrolment: { open: true, why: null, until: form.enrolmentClosesAt, late: false },
      takesOrders: true,
    })
    const closed = await mutate('close', { id: form.id, version: 2 })
    expect(closed.data).toMatchObject({ state: 'closed', enrolment: { open: false, why: 'closed' } })
    expect((await mutate('publish', { id: form.id, version: 3 })).code).toBe('conflict')
    expect(await actionsOn(form.id)).toEqual(['plan.created', 'plan.published', 'plan.closed'])
  })

  test('creating again with the same id makes nothing new; with other words it is refused', async () => {
    const form = await create()
    expect((await mutate('create', form)).data.id).toBe(form.id)
    expect(await world.deps.db.plan.count({ where: { id: form.id } })).toBe(1)
    expect((await mutate('create', { ...form, name: '另一个' })).code).toBe('idempotencyKeyReused')
  })

  test('a number belongs to one plan', async () => {
    const { number } = await create()
    expect((await mutate('create', planForm({ number }))).code).toBe('planNumberTaken')
    const other = await create()
    expect((await mutate('update', { ...other, version: 1, number })).code).toBe('planNumberTaken')
  })

  test('the server proposes the moment as a number, as the manual has it', async () => {
    world.clock.set('2022-03-01T08:18:02.103Z')
    const { data } = await world.query('plans.proposeNumber', undefined, reviewer.cookie)
    world.clock.set('2026-05-08T02:00:00Z')
    expect(data.number).toBe('20220301161802103')
  })

  test('what a published plan must say is asked for by name', async () => {
    const form = await create({ publisher: '', place: '' })
    const answer = await world.mutate('plans.publish', { id: form.id, version: 1 }, reviewer.cookie)
    expect(answer).toMatchObject({ code: 'planIncomplete', details: { missing: 'publisher,place' } })
    const over = await create({
      startsAt: '2026-01-01T00:00:00.000Z',
      endsAt: '2026-02-01T00:00:00.000Z',
      enrolmentOpensAt: null,
      enrolmentClosesAt: null,
    })
    expect((await mutate('publish', { id: over.id, version: 1 })).code).toBe('planIncomplete')
    const shown = await published()
    expect((await mutate('update', { ...shown, publisher: '' })).code).toBe('planIncomplete')
  })

  test('dates that make no sense are refused, drafts or not', async () => {
    const wrong = [
      { endsAt: '2026-05-31T16:00:00.000Z', enrolmentClosesAt: null },
      { enrolmentClosesAt: '2026-04-30T16:00:00.000Z' },
      { enrolmentClosesAt: '2027-01-01T00:00:00.000Z' },
    ]
    for (const changes of wrong) expect((await mutate('create', planForm(changes))).code).toBe('inputInvalid')
    const twice = [1, 2].map((fee) => ({ id: newId(), name: '法律法规', feeFen: fee }))
    expect((await mutate('create', planForm({ subjects: twice }))).code).toBe('inputInvalid')
  })

  test('what it asks of hours, what opening costs and its certificate are kept, and what contradicts itself is refused', async () => {
    const rule = {
      compulsoryMin: 2000,
      compulsoryCap: 2400,
      electiveMin: 600,
      openingFeeFen: 60_000,
      certificates: false,
      certificateTitle: '结业证书',
      certificateNeedsPayment: false,
    }
    const form = await create(rule)
    const { data } = await world.query('plans.getForStaff', { id: form.id }, reviewer.cookie)
    expect(data).toMatchObject({ ...rule, electiveCap: null, relied: false })
    for (const wrong of [{ electiveMin: 1001 }, { compulsoryCap: 1999 }, { compulsoryCap: 2000, electiveCap: 999 }]) {
      expect((await mutate('create', planForm({ ...rule, ...wrong }))).code).toBe('inputInvalid')
    }
  })

  test('once somebody has hours in it, what it asks of hours stays; its fees and its certificate do not', async () => {
    const shown = await published()
    const learner = await makeLearner(world, await makeOrganisation(world))
    const { organisationId, organisationPath } = await world.deps.db.learner.findUniqueOrThrow({
      where: { id: learner.id },
    })
    await world.deps.db.hourRecord.create({
      data: {
        id: newId(),
        learnerId: learner.id,
        planId: shown.id,
        organisationId,
        organisationPath,
        kind: 'elective',
        source: 'offline',
        title: '讲座',
        hours: 300,
        studiedOn: new Date('2026-05-01'),
        createdByName: '王老师',
      },
    })
    expect((await world.query('plans.getForStaff', { id: shown.id }, reviewer.cookie)).data.relied).toBe(true)
    for (const [field, value] of [
      ['compulsoryMin', 100],
      ['compulsoryCap', 3000],
      ['electiveMin', 100],
      ['electiveCap', 3000],
      ['requiredHours', 3100],
    ]) {
      expect(await mutate('update', { ...shown, [String(field)]: value })).toMatchObject({
        code: 'planFixed',
        details: { field },
      })
    }
    expect((await mutate('update', { ...shown, openingFeeFen: 1, certificateTitle: '证书' })).code).toBeNull()
  })

  test('a draft that nobody uses can be dropped, a published plan cannot', async () => {
    const form = await create()
    expect((await mutate('remove', { id: form.id, version: 2 })).code).toBe('conflict')
    expect((await mutate('remove', { id: form.id, version: 1 })).code).toBeNull()
    expect(await world.deps.db.plan.count({ where: { id: form.id } })).toBe(0)
    expect(await actionsOn(form.id)).toEqual(['plan.created', 'plan.removed'])
    const shown = await published()
    expect((await mutate('remove', { id: shown.id, version: shown.version })).code).toBe('planFixed')
  })

  test('next year’s copy says the same a year later, as a draft with a number and subjects of its own', async () => {
    const form = await published({ lateChangesAllowed: true })
    const id = newId()
    const { data } = await mutate('copy', { id, fromId: form.id })
    expect(data).toMatchObject({
      state: 'draft',
      year: 2027,
      name: '2027年见证取样员培训',
      startsAt: '2027-05-31T16:00:00.000Z',
      endsAt: '2027-12-31T15:59:00.000Z',
      enrolmentOpensAt: '2027-04-30T16:00:00.000Z',
      enrolmentClosesAt: '2027-05-24T16:00:00.000Z',
      capacity: 60,
      lateChangesAllowed: true,
      copiedFrom: { id: form.id, number: form.number },
    })
    expect(data.number).not.toBe(form.number)
    expect(data.subjects.map(({ name, feeFen }) => [name, feeFen])).toEqual(
      form.subjects.map(({ name, feeFen }) => [name, feeFen]),
    )
    expect(data.subjects.some((copy) => form.subjects.some((subject) => subject.id === copy.id))).toBe(false)
    expect((await mutate('copy', { id, fromId: form.id })).data.number).toBe(data.number)
    expect((await mutate('copy', { id, fromId: newId() })).code).toBe('idempotencyKeyReused')
    // Two copies at one moment of the clock have numbers of their own.
    expect((await mutate('copy', { id: newId(), fromId: form.id })).code).toBeNull()
  })
})

describe('subjects', () => {
  test('they are added, named anew, moved and taken away while nobody chose them; two may swap their names', async () => {
    const form = await published()
    const [law, trade, practice] = form.subjects
    if (!law || !trade || !practice) throw new Error('three subjects')
    const added = { id: newId(), name: '安全知识', feeFen: 1_000 }
    const subjects = [added, { ...trade, name: law.name }, { ...law, name: trade.name, feeFen: 21_000 }]
    const { data } = await mutate('update', { ...form, subjects })
    expect(data.subjects.map(({ takenBy, ...subject }) => subject)).toEqual(subjects)
    expect(data.retiredSubjects).toEqual([])
    expect(await world.deps.db.planSubject.count({ where: { id: practice.id } })).toBe(0)
  })

  test('one that somebody chose keeps its name, and is retired instead of taken away', async () => {
    const form = await published()
    const [law, trade, practice] = form.subjects
    if (!law || !trade || !practice) throw new Error('three subjects')
    await enrol(world, organisation, form.id, 'draft', [law.id])
    const renamed = await mutate('update', { ...form, subjects: [{ ...law, name: '法规' }, trade, practice] })
    expect(renamed.code).toBe('planFixed')
    const { data } = await mutate('update', { ...form, subjects: [practice, trade] })
    expect(data.subjects.map(({ id }) => id)).toEqual([practice.id, trade.id])
    expect(data.retiredSubjects).toMatchObject([{ id: law.id, name: '法律法规', takenBy: 1 }])
    expect((await get(form.id)).data.subjects.map(({ id }: { id: string }) => id)).toEqual([practice.id, trade.id])
    // Another of the same name may follow it; the retired one itself does not come back.
    const again = { id: newId(), name: '法律法规', feeFen: 1 }
    const next = { ...form, version: data.version, subjects: [practice, trade, again] }
    expect((await mutate('update', next)).data.subjects).toHaveLength(3)
    const back = { ...next, version: data.version + 1, subjects: [practice, law] }
    expect((await mutate('update', back)).code).toBe('idempotencyKeyReused')
  })

  test('another plan’s subject is not taken over', async () => {
    const [mine, other] = [await create(), await create()]
    expect((await mutate('update', { ...mine, version: 1, subjects: other.subjects })).code).toBe(
      'idempotencyKeyReused',
    )
    expect((await desk(other.id)).subjects).toHaveLength(3)
  })
})

describe('what others rely on', () => {
  test.each([
    ['number', { number: `X${newId().slice(-12)}` }],
    ['year', { year: 2027 }],
    ['mode', { mode: 'online' as const }],
    ['requiredHours', { requiredHours: 4_000 }],
  ] as const)('%s stays once somebody is submitted, and may change before', async (field, change) => {
    const form = await published()
    await enrol(world, organisation, form.id, 'draft')
    const changed = await mutate('update', { ...form, ...change })
    expect(changed.code).toBeNull()
    await enrol(world, organisation, form.id, 'submitted')
    const answer = await world.mutate('plans.update', { ...form, version: changed.data.version }, reviewer.cookie)
    expect(answer).toMatchObject({ code: 'planFixed', details: { field } })
    expect((await desk(form.id)).relied).toBe(true)
  })

  test('an order alone fixes them too', async () => {
    const order = await makeOrder(world, organisation)
    const { counts, relied, version, ...plan } = await desk(order.planId)
    expect([counts.orders, relied]).toEqual([1, true])
    const answer = await mutate('update', { ...planForm(), ...plan, version, year: 2031 })
    expect(answer.code).toBe('planFixed')
  })

  test('a changed fee leaves what was agreed alone', async () => {
    const form = await published()
    const [law, ...rest] = form.subjects
    if (!law) throw new Error('three subjects')
    const confirmed = await enrol(world, organisation, form.id, 'confirmed', [])
    const changed = await mutate('update', { ...form, subjects: [{ ...law, feeFen: 99_900 }, ...rest] })
    expect(changed.data.subjects[0]?.feeFen).toBe(99_900)
    expect((await world.deps.db.enrolment.findUniqueOrThrow({ where: { id: confirmed } })).feeFen).toBe(20_000n)
  })

  test('the capacity does not go below the seats that are taken', async () => {
    const form = await published()
    await enrol(world, organisation, form.id, 'draft')
    await enrol(world, organisation, form.id, 'submitted')
    await enrol(world, organisation, form.id, 'confirmed')
    const answer = await world.mutate('plans.update', { ...form, capacity: 1 }, reviewer.cookie)
    expect(answer).toMatchObject({ code: 'planFixed', details: { field: 'capacity', taken: 2 } })
    const { data } = await mutate('update', { ...form, capacity: 2 })
    expect(data).toMatchObject({ seatsLeft: 0, counts: { drafts: 1, submitted: 1, confirmed: 1, orders: 0 } })
  })

  test('a closed plan does not change any more', async () => {
    const form = await published()
    await mutate('close', { id: form.id, version: form.version })
    expect((await mutate('update', { ...form, version: form.version + 1 })).code).toBe('planNotStarted')
  })
})

describe('two at once', () => {
  test('of two who change the same version, one is told that it was changed meanwhile', async () => {
    const form = await published()
    const answers = await Promise.all(
      ['甲', '乙', '丙'].map((name) => mutate('update', { ...form, name: `2026年${name}` })),
    )
    expect(answers.map(({ code }) => code).toSorted()).toEqual(['conflict', 'conflict', null].toSorted())
    expect((await desk(form.id)).version).toBe(form.version + 1)
  })

  test('positive control: without the row’s lock both are told that theirs was saved', async () => {
    const actor: AccountActor = {
      kind: 'account',
      accountId: reviewer.id,
      name: '审核',
      ip: '192.0.2.1',
      staffRoles: ['reviewer'],
      organisation: null,
      learnerId: null,
    }
    const saved = async () => {
      const form = await published()
      const answers = await Promise.allSettled(
        ['甲', '乙', '丙'].map((name) =>
          updatePlan(withoutRowLocks(world.deps), actor, { ...form, name: `2026年${name}` }),
        ),
      )
      return answers.filter(({ status }) => status === 'fulfilled').length
    }
    let most = 0
    for (let round = 0; round < 10 && most < 2; round++) most = Math.max(most, await saved())
    expect(most).toBeGreaterThan(1)
  })

  test('publishing and dropping one draft at once: exactly one happens', async () => {
    const form = await create()
    const [shown, gone] = await Promise.all([
      mutate('publish', { id: form.id, version: 1 }),
      mutate('remove', { id: form.id, version: 1 }),
    ])
    expect([shown.code, gone.code].filter((code) => code === null)).toHaveLength(1)
    expect(await world.deps.db.plan.count({ where: { id: form.id } })).toBe(shown.code === null ? 1 : 0)
  })
})

describe('lists', () => {
  test('staff see all states by number, name, year, state and mode, page by page, with who is in them', async () => {
    const mark = newId().slice(-8)
    const draft = await create({ name: `草稿 ${mark}`, number: `9${mark}1` })
    const shown = await published({ name: `发布 ${mark}`, number: `9${mark}2`, mode: 'online' })
    const other = await published({ name: `旧的 ${mark}`, number: `9${mark}3`, year: 2025 })
    await enrol(world, organisation, shown.id, 'submitted')
    const ids = async (input: object) =>
      (await world.query('plans.listAll', input, reviewer.cookie)).data.rows.map(({ id }: { id: string }) => id)
    expect(await ids({ search: mark })).toEqual([other.id, shown.id, draft.id])
    expect(await ids({ search: `9${mark}2` })).toEqual([shown.id])
    expect(await ids({ search: mark, state: 'draft' })).toEqual([draft.id])
    expect(await ids({ search: mark, year: 2025 })).toEqual([other.id])
    expect(await ids({ search: mark, mode: 'online' })).toEqual([shown.id])
    const first = (await world.query('plans.listAll', { search: mark, limit: 2 }, reviewer.cookie)).data
    expect(first.rows[1]).toMatchObject({ counts: { submitted: 1 }, seatsLeft: 59 })
    expect(await ids({ search: mark, limit: 2, cursor: first.nextCursor })).toEqual([draft.id])
    expect((await world.query('plans.listAll', {}, admin.cookie)).code).toBe('notAllowed')
  })

  test('organisations can ask for those that are open for enrolment', async () => {
    const mark = newId().slice(-8)
    const name = (words: string) => `${words} ${mark}`
    const open = await published({ name: name('开放') })
    const always = await published({ name: name('一直'), enrolmentOpensAt: null, enrolmentClosesAt: null })
    const late = await published({
      name: name('可修改'),
      enrolmentClosesAt: '2026-05-07T16:00:00.000Z',
      lateChangesAllowed: true,
    })
    const closed = await published({ name: name('截止'), enrolmentClosesAt: '2026-05-07T16:00:00.000Z' })
    const soon = await published({ name: name('未到'), enrolmentOpensAt: '2026-05-09T16:00:00.000Z' })
    const rows = async (input: object) =>
      (await world.query('plans.list', { name: mark, ...input }, admin.cookie)).data.rows
    const said = new Map(
      (await rows({})).map((row: { id: string; enrolment: object }) => [row.id, row.enrolment] as const),
    )
    expect(said.get(open.id)).toMatchObject({ open: true, late: false })
    expect(said.get(always.id)).toMatchObject({ open: true, until: always.endsAt })
    expect(said.get(late.id)).toEqual({ open: true, why: null, until: late.endsAt, late: true })
    expect(said.get(closed.id)).toMatchObject({ open: false, why: 'closed', until: closed.enrolmentClosesAt })
    expect(said.get(soon.id)).toMatchObject({ open: false, why: 'notOpen' })
    expect((await rows({ openOnly: true })).map(({ id }: { id: string }) => id).toSorted()).toEqual(
      [open.id, always.id, late.id].toSorted(),
    )
  })
})

test('finance may look and not change', async () => {
  const finance = await makeStaff(world, 'finance')
  const form = await create()
  expect((await world.query('plans.getForStaff', { id: form.id }, finance.cookie)).data.name).toBe(form.name)
  expect((await mutate('publish', { id: form.id, version: 1 }, finance.cookie)).code).toBe('notAllowed')
})

test('a capacity that is set while people are submitted never ends below those who got in', async () => {
  for (let round = 0; round < 6; round++) {
    const form = await published({ capacity: null, subjects: [], feePerLearnerFen: 20_000 })
    const ids = await Promise.all(Array.from({ length: 4 }, () => enrol(world, organisation, form.id, 'draft')))
    const [limited, submitted] = await Promise.all([
      mutate('update', { ...form, capacity: 3 }),
      world.mutate(
        'enrolments.submit',
        { planId: form.id, selection: { picks: ids.map((id) => ({ id, version: 1 })) } },
        admin.cookie,
      ),
    ])
    // One of the two was first, and the other was told.
    expect([
      [null, 'planFull'],
      ['planFixed', null],
    ]).toContainEqual([limited.code, submitted.code])
    const taken = await world.deps.db.enrolment.count({ where: { planId: form.id, state: 'submitted' } })
    const { capacity } = await world.deps.db.plan.findUniqueOrThrow({ where: { id: form.id } })
    expect([capacity, taken]).toEqual(limited.code === null ? [3, 0] : [null, 4])
  }
})
