import { afterAll, beforeAll, expect, test } from 'vitest'
import { residentIdOf } from '../../../prisma/seed/credit-codes.ts'
import { newId } from '../../../server/core/ids.ts'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let firm: MadeOrganisation
let lab: MadeOrganisation
let other: MadeOrganisation
let cookie: string
let labCookie: string
let otherCookie: string
let plan: MadePlan
beforeAll(async () => {
  world = await openWorld()
  firm = await makeOrganisation(world)
  lab = await makeOrganisation(world, { parent: firm, billing: false })
  other = await makeOrganisation(world)
  cookie = (await makeAdmin(world, firm)).cookie
  labCookie = (await makeAdmin(world, lab)).cookie
  otherCookie = (await makeAdmin(world, other)).cookie
  plan = await makeOfflinePlan(world)
})
afterAll(() => world.close())

const both = () => plan.subjects.map((subject) => subject.id)
const rowOf = (id: string) => world.deps.db.enrolment.findUniqueOrThrow({ where: { id }, include: { subjects: true } })
const inPlan = (planId: string, learnerId: string) =>
  world.deps.db.enrolment.findFirst({ where: { planId, learnerId }, orderBy: { id: 'desc' } })
const actionsOf = async (id: string) =>
  (await world.deps.db.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } })).map(
    (entry) => entry.action,
  )
const newPerson = (serial: string, organisationId: string) => ({
  id: newId(),
  organisationId,
  idType: 'residentId',
  idNumber: residentIdOf(`32010219850607${serial}`),
  name: '赵新',
  mobile: '13912345678',
  email: '',
  post: '',
  education: '',
})

// --- Adding ------------------------------------------------------------------------------------------------------

test('ticked people become drafts in the units that they are in, with their subjects', async () => {
  const [a, b] = [await makeLearner(world, firm), await makeLearner(world, lab)]
  const input = { planId: plan.id, subjectIds: both(), learners: { ids: [a.id, b.id] } }
  const { data } = await world.mutate('enrolments.add', input, cookie)
  expect(data).toEqual({
    added: 2,
    already: { count: 0, people: [] },
    disabled: { count: 0, people: [] },
  })
  const of = async (learner: { id: string }) => (await inPlan(plan.id, learner.id))?.organisationId
  expect([await of(a), await of(b)]).toEqual([firm.id, lab.id])
  const { rows } = (await world.query('enrolments.list', { planId: plan.id, search: b.name }, cookie)).data
  expect(rows).toMatchObject([
    {
      state: 'draft',
      paymentStatus: 'none',
      feeFen: 80_000,
      version: 1,
      subjects: [{ name: '低应变', feeFen: 50_000 }, { name: '静载' }],
      organisation: { id: lab.id, name: lab.name },
      learner: { id: b.id, name: b.name },
      order: null,
    },
  ])
  expect(await actionsOf(rows[0].id)).toEqual(['enrolment.created'])
})

test('who is in the plan already and who is disabled is reported, and the others are added', async () => {
  const [fresh, known, off] = [
    await makeLearner(world, firm),
    await makeLearner(world, firm),
    await makeLearner(world, firm, { enabled: false }),
  ]
  await makeEnrolment(world, { plan, learner: known, organisation: firm })
  const learners = { ids: [fresh.id, known.id, off.id] }
  const answer = await world.mutate('enrolments.add', { planId: plan.id, subjectIds: [], learners }, cookie)
  expect(answer.data).toEqual({
    added: 1,
    already: { count: 1, people: [{ learnerId: known.id, name: known.name }] },
    disabled: { count: 1, people: [{ learnerId: off.id, name: off.name }] },
  })
  const again = await world.mutate('enrolments.add', { planId: plan.id, subjectIds: [], learners }, cookie)
  expect(again.data).toMatchObject({ added: 0, already: { count: 2 } })
})

test('all that a filter finds are added when they are as many as the person saw', async () => {
  const unit = await makeOrganisation(world, { parent: firm, billing: false })
  for (let i = 0; i < 3; i++) await makeLearner(world, unit)
  const ask = (expectedCount: number) =>
    world.mutate(
      'enrolments.add',
      { planId: plan.id, subjectIds: [], learners: { filter: { organisationId: unit.id }, expectedCount } },
      cookie,
    )
  expect(await ask(2)).toMatchObject({ code: 'selectionChanged', details: { expectedCount: 2, count: 3 } })
  expect((await ask(3)).data).toMatchObject({ added: 3 })
})

test("people of other organisations, subjects of other plans and the centre's drafts are not there", async () => {
  const theirs = await makeLearner(world, other)
  const mine = await makeLearner(world, firm)
  const elsewhere = await makeOfflinePlan(world)
  const draft = await makeOfflinePlan(world, { state: 'draft' })
  const add = (planId: string, subjectIds: string[], id: string) =>
    world.mutate('enrolments.add', { planId, subjectIds, learners: { ids: [id] } }, cookie)
  expect((await add(plan.id, [], theirs.id)).code).toBe('notFound')
  expect((await add(plan.id, [elsewhere.subjects[0]?.id ?? ''], mine.id)).code).toBe('notFound')
  expect((await add(draft.id, [], mine.id)).code).toBe('planNotOpen')
  expect(await inPlan(plan.id, mine.id)).toBeNull()
})

test('a person of the own tree is added by id, an unknown one is made first, and doing it twice answers the same', async () => {
  const known = await makeLearner(world, lab)
  const ask = (person: object) =>
    world.mutate('enrolments.addPerson', { planId: plan.id, subjectIds: both(), person }, cookie)
  const first = (await ask({ learnerId: known.id })).data
  expect(first).toMatchObject({ already: false, enrolment: { learner: { id: known.id }, state: 'draft' } })
  expect((await ask({ learnerId: known.id })).data).toMatchObject({
    already: true,
    enrolment: { id: first.enrolment.id },
  })
  const person = newPerson('301', lab.id)
  const made = (await ask({ new: person })).data
  expect(made).toMatchObject({ already: false, enrolment: { learner: { id: person.id, name: '赵新' } } })
  expect((await ask({ new: person })).data).toMatchObject({ already: true, enrolment: { id: made.enrolment.id } })
})

test('a person of another organisation is refused until they are proven, and then moves over', async () => {
  const theirs = await makeLearner(world, other)
  const ask = (person: object) =>
    world.mutate('enrolments.addPerson', { planId: plan.id, subjectIds: both(), person }, cookie)
  const details = { name: theirs.name, mobile: theirs.mobile, email: '', post: '', education: '' }
  const made = { id: newId(), organisationId: firm.id, idType: 'residentId', idNumber: theirs.idNumber, ...details }
  expect((await ask({ new: made })).code).toBe('learnerElsewhere')
  expect((await ask({ learnerId: theirs.id })).code).toBe('notFound')
  const { proof } = (
    await world.mutate(
      'learners.prove',
      { idNumber: theirs.idNumber, name: theirs.name, mobile: theirs.mobile },
      cookie,
    )
  ).data
  const { data } = await ask({ proof, organisationId: lab.id })
  expect(data).toMatchObject({
    already: false,
    enrolment: { learner: { id: theirs.id }, organisation: { id: lab.id } },
  })
})

test('nobody is made for a plan that does not take them, and a disabled person is refused', async () => {
  const closed = await makeOfflinePlan(world, { enrolmentClosesAt: new Date(world.clock.now().getTime() - 1000) })
  const person = newPerson('302', firm.id)
  const ask = (planId: string, who: object) =>
    world.mutate('enrolments.addPerson', { planId, subjectIds: [], person: who }, cookie)
  expect(await ask(closed.id, { new: person })).toMatchObject({ code: 'enrolmentClosed', details: { why: 'closed' } })
  expect(await world.deps.db.learner.findUnique({ where: { id: person.id } })).toBeNull()
  const off = await makeLearner(world, firm, { enabled: false })
  expect((await ask(plan.id, { learnerId: off.id })).code).toBe('learnerDisabled')
})

test('somebody whom another organisation enrolled is in the plan, and their enrolment is not shown', async () => {
  const moved = await makeLearner(world, firm)
  await makeEnrolment(world, { plan, learner: moved, organisation: other, state: 'submitted' })
  const input = { planId: plan.id, subjectIds: [], person: { learnerId: moved.id } }
  expect((await world.mutate('enrolments.addPerson', input, cookie)).data).toEqual({ already: true, enrolment: null })
  const { rows } = (await world.query('enrolments.candidates', { planId: plan.id, search: moved.name }, cookie)).data
  expect(rows).toMatchObject([{ id: moved.id, inPlan: { state: 'submitted', elsewhere: true } }])
})

// --- Changing ----------------------------------------------------------------------------------------------------

test('subjects of one or many are changed, and a stale tab changes nothing', async () => {
  const mine = await makeOfflinePlan(world)
  const made = []
  for (let i = 0; i < 3; i++)
    made.push(
      await makeEnrolment(world, {
        plan: mine,
        learner: await makeLearner(world, firm),
        organisation: firm,
        subjectIds: [],
      }),
    )
  const subjectIds = [mine.subjects[1]?.id ?? '']
  const set = (picks: object[]) =>
    world.mutate('enrolments.setSubjects', { planId: mine.id, selection: { picks }, subjectIds }, cookie)
  const picks = made.map(({ id, version }) => ({ id, version }))
  expect((await set(picks)).data).toEqual({ changed: 3 })
  expect((await set(picks)).code).toBe('conflict')
  const filter = { planId: mine.id, state: 'draft' }
  const all = (expectedCount: number) =>
    world.mutate(
      'enrolments.setSubjects',
      { planId: mine.id, selection: { filter, expectedCount }, subjectIds: mine.subjects.map((one) => one.id) },
      cookie,
    )
  expect(await all(2)).toMatchObject({ code: 'selectionChanged', details: { count: 3 } })
  expect((await all(3)).data).toEqual({ changed: 3 })
  expect((await rowOf(made[0]?.id ?? '')).subjects).toHaveLength(2)
})

test('a rejected one that is edited is a draft again, with the reason to be read, and its fee is agreed anew', async () => {
  const mine = await makeOfflinePlan(world)
  const [a] = mine.subjects
  const learner = await makeLearner(world, firm)
  const made = await makeEnrolment(world, { plan: mine, learner, organisation: firm, state: 'rejected' })
  await world.deps.db.planSubject.update({ where: { id: a?.id ?? '' }, data: { feeFen: 60_000n } })
  const picks = (version: number) => [{ id: made.id, version }]
  const set = { planId: mine.id, selection: { picks: picks(1) }, subjectIds: [a?.id ?? ''] }
  expect((await world.mutate('enrolments.setSubjects', set, cookie)).data).toEqual({ changed: 1 })
  const draft = (await world.query('enrolments.get', { id: made.id }, cookie)).data
  expect(draft).toMatchObject({ state: 'draft', reason: '资料不全', feeFen: 60_000, version: 2 })
  const submit = { planId: mine.id, selection: { picks: picks(2) } }
  expect((await world.mutate('enrolments.submit', submit, cookie)).data).toMatchObject({ feeFen: 60_000 })
  expect((await world.query('enrolments.get', { id: made.id }, cookie)).data).toMatchObject({
    state: 'submitted',
    reason: null,
    feeFen: 60_000,
  })
  expect(await actionsOf(made.id)).toEqual(['enrolment.reopened', 'enrolment.submitted'])
})

test('a submission whose answer was lost is answered again; of somebody else, or in part, it is a conflict', async () => {
  const mine = await makeOfflinePlan(world)
  const enrol = async () => {
    const learner = await makeLearner(world, firm)
    return makeEnrolment(world, { plan: mine, learner, organisation: firm })
  }
  const [a, b, c] = [await enrol(), await enrol(), await enrol()]
  const picks = [a, b].map(({ id, version }) => ({ id, version }))
  const submit = (chosen: object[], who = cookie, planId = mine.id) =>
    world.mutate('enrolments.submit', { planId, selection: { picks: chosen } }, who)
  const first = (await submit(picks)).data
  expect(first).toMatchObject({ submitted: true, count: 2, feeFen: 160_000 })
  world.clock.advance(60_000)
  expect((await submit(picks)).data).toEqual(first)
  expect(await actionsOf(a.id)).toEqual(['enrolment.submitted'])
  expect((await submit([...picks, { id: c.id, version: c.version }])).code).toBe('conflict')
  expect((await submit(picks, (await makeAdmin(world, firm)).cookie)).code).toBe('conflict')
  expect((await submit(picks, cookie, plan.id)).code).toBe('conflict')
  const taken = { selection: { picks: [{ id: a.id, version: 2 }] } }
  expect((await world.mutate('enrolments.withdrawSubmission', taken, cookie)).code).toBeNull()
  expect((await submit(picks)).code).toBe('conflict')
})

test('a rejected one can be submitted as it is', async () => {
  const learner = await makeLearner(world, firm)
  const made = await makeEnrolment(world, { plan, learner, organisation: firm, state: 'rejected' })
  const selection = { picks: [{ id: made.id, version: 1 }] }
  expect((await world.mutate('enrolments.submit', { planId: plan.id, selection }, cookie)).data).toMatchObject({
    submitted: true,
    count: 1,
  })
})

test('a draft that was never submitted is deleted, others are withdrawn and can be added anew', async () => {
  const learner = await makeLearner(world, firm)
  const draft = await makeEnrolment(world, { plan, learner, organisation: firm })
  const selection = { picks: [{ id: draft.id, version: 1 }] }
  expect((await world.mutate('enrolments.remove', { selection }, cookie)).data).toEqual({ changed: 1 })
  expect(await world.deps.db.enrolment.findUnique({ where: { id: draft.id } })).toBeNull()
  expect(await actionsOf(draft.id)).toEqual(['enrolment.removed'])

  const rejected = await makeEnrolment(world, { plan, learner, organisation: firm, state: 'rejected' })
  const picked = { selection: { picks: [{ id: rejected.id, version: 1 }] } }
  expect(await world.mutate('enrolments.remove', picked, cookie)).toMatchObject({
    code: 'enrolmentLocked',
    details: { state: 'rejected' },
  })
  expect((await world.mutate('enrolments.withdraw', picked, cookie)).data).toEqual({ changed: 1 })
  expect((await rowOf(rejected.id)).state).toBe('withdrawn')
  const add = { planId: plan.id, subjectIds: [], learners: { ids: [learner.id] } }
  expect((await world.mutate('enrolments.add', add, cookie)).data).toMatchObject({ added: 1 })
})

test('a submission is taken back while it is not decided, and is a draft without an agreed fee then', async () => {
  const learner = await makeLearner(world, firm)
  const made = await makeEnrolment(world, { plan, learner, organisation: firm, state: 'submitted' })
  const selection = { picks: [{ id: made.id, version: 1 }] }
  expect((await world.mutate('enrolments.withdrawSubmission', { selection }, cookie)).data).toEqual({ changed: 1 })
  const row = await rowOf(made.id)
  expect(row).toMatchObject({ state: 'draft', feeFen: null, version: 2 })
  expect(row.subjects.every((subject) => subject.feeFen === null)).toBe(true)
  const view = (await world.query('enrolments.get', { id: made.id }, cookie)).data
  expect(view.history.map((entry: { what: string }) => entry.what)).toEqual(['submissionWithdrawn'])
  // It was with reviewers once, so it is withdrawn and not deleted.
  expect(view.may).toMatchObject({ submit: true, remove: false, withdraw: true, withdrawSubmission: false })
})

// --- Submitting --------------------------------------------------------------------------------------------------

test('what is submitted has its fee agreed from the subjects, a time by which it is answered, and an audit row each', async () => {
  const mine = await makeOfflinePlan(world)
  const [a, b] = mine.subjects
  const one = await makeEnrolment(world, {
    plan: mine,
    learner: await makeLearner(world, firm),
    organisation: firm,
    subjectIds: [a?.id ?? ''],
  })
  const two = await makeEnrolment(world, {
    plan: mine,
    learner: await makeLearner(world, lab),
    organisation: lab,
    subjectIds: [a?.id ?? '', b?.id ?? ''],
  })
  const selection = { filter: { planId: mine.id, state: 'draft' }, expectedCount: 2 }
  const { data } = await world.mutate('enrolments.submit', { planId: mine.id, selection }, cookie)
  expect(data).toMatchObject({ submitted: true, count: 2, feeFen: 130_000 })
  expect(new Date(data.dueAt).getTime()).toBeGreaterThan(world.clock.now().getTime())
  // Later changes of the plan leave what was agreed alone.
  await world.deps.db.planSubject.updateMany({ where: { planId: mine.id }, data: { feeFen: 1n } })
  expect([(await rowOf(one.id)).feeFen, (await rowOf(two.id)).feeFen]).toEqual([50_000n, 80_000n])
  const { rows } = (await world.query('enrolments.list', { planId: mine.id }, cookie)).data
  expect(rows.map((row: { feeFen: number }) => row.feeFen).sort()).toEqual([50_000, 80_000])
  expect(await actionsOf(one.id)).toEqual(['enrolment.submitted'])
})

test('a plan without subjects asks its fee per learner', async () => {
  const mine = await makeOfflinePlan(world, { subjects: [], feePerLearnerFen: 12_345 })
  const made = await makeEnrolment(world, { plan: mine, learner: await makeLearner(world, firm), organisation: firm })
  const selection = { picks: [{ id: made.id, version: 1 }] }
  expect((await world.mutate('enrolments.submit', { planId: mine.id, selection }, cookie)).data).toMatchObject({
    feeFen: 12_345,
  })
})

test('with something wrong with anybody nobody is submitted, and each is told what', async () => {
  const mine = await makeOfflinePlan(world)
  const enrol = async (learner: { id: string }, subjectIds?: string[]) =>
    makeEnrolment(world, { plan: mine, learner, organisation: firm, ...(subjectIds ? { subjectIds } : {}) })
  const good = await enrol(await makeLearner(world, firm), [mine.subjects[0]?.id ?? ''])
  const without = await enrol(await makeLearner(world, firm), [])
  const retired = await enrol(await makeLearner(world, firm))
  await world.deps.db.planSubject.update({
    where: { id: mine.subjects[1]?.id ?? '' },
    data: { retiredAt: world.clock.now() },
  })
  const off = await enrol(await makeLearner(world, firm, { enabled: false }), [mine.subjects[0]?.id ?? ''])
  const left = await enrol(await makeLearner(world, other), [mine.subjects[0]?.id ?? ''])
  const selection = { filter: { planId: mine.id, state: 'draft' }, expectedCount: 5 }
  const { data } = await world.mutate('enrolments.submit', { planId: mine.id, selection }, cookie)
  expect(data).toMatchObject({ submitted: false, problemCount: 4 })
  expect(
    Object.fromEntries(
      data.problems.map((problem: { enrolmentId: string; code: string }) => [problem.enrolmentId, problem.code]),
    ),
  ).toEqual({
    [without.id]: 'enrolmentSubjectsMissing',
    [retired.id]: 'enrolmentSubjectRetired',
    [off.id]: 'learnerDisabled',
    [left.id]: 'learnerElsewhere',
  })
  expect(await rowOf(good.id)).toMatchObject({ state: 'draft', version: 1, feeFen: null })
})

test('outside of the enrolment window nothing is submitted, with 是否修改 until the end of the plan', async () => {
  const day = 86_400_000
  const now = world.clock.now().getTime()
  const over = { enrolmentClosesAt: new Date(now - day) }
  const ask = async (options: Parameters<typeof makeOfflinePlan>[1]) => {
    const mine = await makeOfflinePlan(world, options)
    const learner = await makeLearner(world, firm)
    const made = await makeEnrolment(world, { plan: mine, learner, organisation: firm })
    const selection = { picks: [{ id: made.id, version: 1 }] }
    return world.mutate('enrolments.submit', { planId: mine.id, selection }, cookie)
  }
  expect(await ask(over)).toMatchObject({ code: 'enrolmentClosed', details: { why: 'closed' } })
  expect((await ask({ ...over, lateChangesAllowed: true })).data).toMatchObject({ submitted: true })
  expect(await ask({ enrolmentOpensAt: new Date(now + day) })).toMatchObject({
    code: 'enrolmentClosed',
    details: { why: 'notOpen' },
  })
  expect((await ask({ state: 'closed' })).code).toBe('planNotOpen')
  expect(await ask({ startsAt: new Date(now - 2 * day), endsAt: new Date(now - day) })).toMatchObject({
    code: 'enrolmentClosed',
  })
})

test('what is not in the own subtree is not there to be changed', async () => {
  const learner = await makeLearner(world, firm)
  const made = await makeEnrolment(world, { plan, learner, organisation: firm })
  const selection = { picks: [{ id: made.id, version: 1 }] }
  for (const stranger of [otherCookie, labCookie]) {
    expect((await world.mutate('enrolments.submit', { planId: plan.id, selection }, stranger)).code).toBe('notFound')
    expect((await world.mutate('enrolments.remove', { selection }, stranger)).code).toBe('notFound')
    expect((await world.query('enrolments.get', { id: made.id }, stranger)).code).toBe('notFound')
  }
})
