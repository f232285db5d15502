import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { payableAmong, takeIntoOrder } from '../../../server/features/enrolments/enrolments-in-orders.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { slowness } from '../../support/pace.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type RpcAnswer, type World } from '../../support/world.ts'
import { makePayee } from './arrange.ts'
import { makeEnrolled, makeManyEnrolled, makeSubjectPlan, type SubjectPlan } from './arrange-enrolments.ts'

let world: World
let organisation: MadeOrganisation
let branch: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let plan: SubjectPlan

beforeAll(async () => {
  world = await openWorld()
  await makePayee(world)
})
afterAll(() => world.close())
beforeEach(async () => {
  organisation = await makeOrganisation(world)
  branch = await makeOrganisation(world, { parent: organisation })
  admin = await makeAdmin(world, organisation)
  plan = await makeSubjectPlan(world, [
    ['理论', 20_000],
    ['实操', 30_000],
  ])
})

type Wanted = { selection: object; payerId?: string; split?: boolean }
const preview = (wanted: Wanted, cookie = admin.cookie) => world.query('orders.previewEnrolments', wanted, cookie)

/** Orders what its preview shows, as the page does. */
async function order(wanted: Wanted & { id?: string; mode?: string }, cookie = admin.cookie): Promise<RpcAnswer> {
  const shown = await preview({ ...wanted, mode: undefined, id: undefined } as Wanted, cookie)
  if (shown.code !== null) return shown
  const { peopleCount, amountFen } = shown.data
  const input = { id: newId(), mode: 'payFirst', ...wanted, expected: { peopleCount, amountFen } }
  return world.mutate('orders.createFromEnrolments', input, cookie)
}
const orderIdOf = async (enrolmentId: string) =>
  (await world.deps.db.enrolment.findUniqueOrThrow({ where: { id: enrolmentId } })).orderId

test('one order asks for the fees of all confirmed people of a plan, with its make-up', async () => {
  const [theory] = plan.subjects
  await makeEnrolled(world, organisation, plan)
  await makeEnrolled(world, branch, plan)
  const onlyTheory = await makeEnrolled(world, branch, plan, { subjects: theory ? [theory] : [] })
  const { data, code } = await order({ selection: { planId: plan.id } })
  expect(code).toBeNull()
  expect(data.orders).toHaveLength(1)
  const [made] = data.orders
  expect(made).toMatchObject({
    kind: 'enrolments',
    state: 'open',
    amountFen: 120_000,
    peopleCount: 3,
    planId: plan.id,
    planName: plan.name,
    organisationId: organisation.id,
  })
  const view = (await world.query('orders.get', { id: made.id }, admin.cookie)).data
  expect(view.items).toMatchObject([
    { description: '理论', planName: plan.name, quantity: 3, unitFen: 20_000, amountFen: 60_000 },
    { description: '实操', planName: plan.name, quantity: 2, unitFen: 30_000, amountFen: 60_000 },
  ])
  expect(view.unitCount).toBe(2)
  expect(await orderIdOf(onlyTheory.id)).toBe(made.id)
  const people = (await world.query('orders.people', { id: made.id, limit: 2 }, admin.cookie)).data
  expect(people.rows).toHaveLength(2)
  const rest = (await world.query('orders.people', { id: made.id, limit: 2, cursor: people.nextCursor }, admin.cookie))
    .data
  expect([...people.rows, ...rest.rows].map((row) => row.enrolmentId)).toContain(onlyTheory.id)
  expect(rest.nextCursor).toBeNull()
  expect(await world.deps.db.auditEntry.count({ where: { subjectId: made.id, action: 'order.created' } })).toBe(1)
})

test('what was agreed is asked for, whatever the plan costs now', async () => {
  const person = await makeEnrolled(world, organisation, plan)
  await world.deps.db.planSubject.updateMany({ where: { planId: plan.id }, data: { feeFen: 99_900n } })
  const { data } = await order({ selection: { ids: [person.id] } })
  expect(data.orders[0].amountFen).toBe(50_000)
})

test('several plans fit in one order, whose name joins theirs', async () => {
  const other = await makeSubjectPlan(world)
  const people = [await makeEnrolled(world, organisation, plan), await makeEnrolled(world, organisation, other)]
  const { data } = await order({ selection: { ids: people.map((person) => person.id) } })
  const [made] = data.orders
  expect(made).toMatchObject({ planId: null, amountFen: 82_000 })
  expect(made.planName.split('、').sort()).toEqual([plan.name, other.name].sort())
  const listed = await world.query('orders.list', { planId: other.id }, admin.cookie)
  expect(listed.data.rows.map((row: { id: string }) => row.id)).toEqual([made.id])
  expect((await world.query('orders.list', { kind: 'studyCards' }, admin.cookie)).data.rows).toEqual([])
})

test('people without a fee are never ordered', async () => {
  const free = await makeEnrolled(world, organisation, plan, { feeFen: 0, subjects: [] })
  const paying = await makeEnrolled(world, organisation, plan)
  expect((await preview({ selection: { ids: [free.id, paying.id] } })).data).toMatchObject({
    peopleCount: 1,
    freeCount: 1,
    leftOutCount: 0,
  })
  const { data } = await order({ selection: { ids: [free.id, paying.id] } })
  expect(data.orders[0].peopleCount).toBe(1)
  expect(await orderIdOf(free.id)).toBeNull()
  const alone = {
    id: newId(),
    selection: { ids: [free.id] },
    mode: 'payFirst',
    expected: { peopleCount: 0, amountFen: 0 },
  }
  expect((await world.mutate('orders.createFromEnrolments', alone, admin.cookie)).code).toBe('orderNothingToPay')
})

test('split by unit, each unit gets an order of its own', async () => {
  await makeEnrolled(world, organisation, plan)
  await makeEnrolled(world, branch, plan)
  await makeEnrolled(world, branch, plan)
  const wanted = { id: newId(), selection: { planId: plan.id }, split: true }
  const { data } = await order(wanted)
  expect(
    data.orders.map((one: { organisationId: string; amountFen: number }) => [one.organisationId, one.amountFen]),
  ).toEqual([
    [organisation.id, 50_000],
    [branch.id, 100_000],
  ])
  const again = { ...wanted, mode: 'payFirst', expected: { peopleCount: 3, amountFen: 150_000 } }
  const repeated = await world.mutate('orders.createFromEnrolments', again, admin.cookie)
  expect(repeated.data).toEqual(data)
})

test('the unit that pays is the people’s own or one above it, within sight', async () => {
  const person = await makeEnrolled(world, branch, plan)
  const shown = await preview({ selection: { ids: [person.id] } })
  expect(shown.data.payers.map((unit: { id: string }) => unit.id)).toEqual([organisation.id, branch.id])
  expect((await order({ selection: { ids: [person.id] }, payerId: branch.id })).data.orders[0].organisationId).toBe(
    branch.id,
  )
  const sibling = await makeOrganisation(world, { parent: organisation })
  const another = await makeEnrolled(world, branch, plan)
  expect((await order({ selection: { ids: [another.id] }, payerId: sibling.id })).code).toBe('ordersDiffer')
  const branchAdmin = await makeAdmin(world, branch)
  expect((await order({ selection: { ids: [another.id] }, payerId: organisation.id }, branchAdmin.cookie)).code).toBe(
    'notFound',
  )
})

test('staff order for anybody; the lowest unit that all people belong to pays', async () => {
  const staff = await makeStaff(world, 'finance')
  const people = [await makeEnrolled(world, branch, plan), await makeEnrolled(world, branch, plan)]
  const { data } = await order({ selection: { ids: people.map((person) => person.id) } }, staff.cookie)
  expect(data.orders[0]).toMatchObject({ organisationId: branch.id, createdByName: staff.name })
})

test('others’ people are not there', async () => {
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  const person = await makeEnrolled(world, organisation, plan)
  expect((await preview({ selection: { ids: [person.id] } }, stranger.cookie)).data).toMatchObject({
    peopleCount: 0,
    leftOutCount: 1,
  })
  const input = {
    selection: { ids: [person.id] },
    id: newId(),
    mode: 'payFirst',
    expected: { peopleCount: 1, amountFen: 50_000 },
  }
  expect((await world.mutate('orders.createFromEnrolments', input, stranger.cookie)).code).toBe('notFound')
  const made = (await order({ selection: { ids: [person.id] } })).data.orders[0]
  expect((await world.query('orders.people', { id: made.id }, stranger.cookie)).code).toBe('notFound')
})

test.each(['submitted', 'rejected'] as const)('who is %s is not ordered', async (state) => {
  const person = await makeEnrolled(world, organisation, plan, { state })
  const input = {
    selection: { ids: [person.id] },
    id: newId(),
    mode: 'payFirst',
    expected: { peopleCount: 1, amountFen: 50_000 },
  }
  expect((await world.mutate('orders.createFromEnrolments', input, admin.cookie)).code).toBe('enrolmentNotConfirmed')
})

test('who is in an order already is named with it', async () => {
  const person = await makeEnrolled(world, organisation, plan)
  const first = (await order({ selection: { ids: [person.id] } })).data.orders[0]
  const input = {
    selection: { ids: [person.id] },
    id: newId(),
    mode: 'payFirst',
    expected: { peopleCount: 1, amountFen: 50_000 },
  }
  expect(await world.mutate('orders.createFromEnrolments', input, admin.cookie)).toMatchObject({
    code: 'enrolmentHasOrder',
    details: { orderNumber: first.number, count: 1 },
  })
})

test('what is ordered is what was seen: another count or amount is refused, and nothing is made', async () => {
  const person = await makeEnrolled(world, organisation, plan)
  await makeEnrolled(world, organisation, plan)
  const input = { selection: { planId: plan.id }, id: newId(), mode: 'payFirst' }
  for (const expected of [
    { peopleCount: 1, amountFen: 50_000 },
    { peopleCount: 2, amountFen: 90_000 },
  ]) {
    const refused = await world.mutate('orders.createFromEnrolments', { ...input, expected }, admin.cookie)
    expect(refused.code).toBe('selectionChanged')
  }
  expect(await orderIdOf(person.id)).toBeNull()
  expect(await world.deps.db.order.count({ where: { id: input.id } })).toBe(0)
})

test('without a billing profile there is no order, and the preview says whose is missing', async () => {
  const bare = await makeOrganisation(world, { billing: false })
  const { cookie } = await makeAdmin(world, bare)
  const person = await makeEnrolled(world, bare, plan)
  expect((await preview({ selection: { ids: [person.id] } }, cookie)).data.billingMissing).toEqual([
    { id: bare.id, name: bare.name },
  ])
  expect((await order({ selection: { ids: [person.id] } }, cookie)).code).toBe('billingProfileIncomplete')
})

test('the same request again gives the same order; with other content it is refused', async () => {
  const people = [await makeEnrolled(world, organisation, plan), await makeEnrolled(world, organisation, plan)]
  const ids = people.map((person) => person.id)
  const input = { id: newId(), selection: { ids }, mode: 'payFirst', expected: { peopleCount: 2, amountFen: 100_000 } }
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => world.mutate('orders.createFromEnrolments', input, admin.cookie)),
  )
  expect(answers.map((answer) => answer.code)).toEqual([null, null, null, null, null])
  expect(new Set(answers.map((answer) => answer.data.orders[0].number)).size).toBe(1)
  const other = { ...input, selection: { ids: ids.slice(0, 1) }, expected: { peopleCount: 1, amountFen: 50_000 } }
  expect((await world.mutate('orders.createFromEnrolments', other, admin.cookie)).code).toBe('idempotencyKeyReused')
  const later = await world.mutate('orders.createFromEnrolments', { ...input, mode: 'invoiceFirst' }, admin.cookie)
  expect(later.code).toBe('idempotencyKeyReused')
})

test('two admins who order the same people at once: one wins, the other hears it', async () => {
  const second = await makeAdmin(world, organisation)
  for (let round = 0; round < 5; round++) {
    const people = await Promise.all(Array.from({ length: 4 }, () => makeEnrolled(world, branch, plan)))
    const selection = { ids: people.map((person) => person.id) }
    const expected = { peopleCount: 4, amountFen: 200_000 }
    const answers = await Promise.all(
      [admin, second].map(({ cookie }) =>
        world.mutate('orders.createFromEnrolments', { id: newId(), selection, mode: 'payFirst', expected }, cookie),
      ),
    )
    expect(answers.map((answer) => answer.code).sort()).toEqual(['enrolmentHasOrder', null].sort())
    expect(await world.deps.db.orderEnrolment.count({ where: { enrolmentId: { in: selection.ids } } })).toBe(4)
  }
})

test('positive control: who looks without holding the people lets two orders through', async () => {
  const person = await makeEnrolled(world, organisation, plan)
  const ids = [person.id]
  const made = await Promise.all(
    [0, 1].map(
      async () =>
        (await order({ selection: { ids: [(await makeEnrolled(world, organisation, plan)).id] } })).data.orders[0].id,
    ),
  )
  let looked = 0
  let bothLooked = () => {}
  const both = new Promise<void>((resolve) => {
    bothLooked = resolve
  })
  const seen = await Promise.all(
    made.map((orderId: string) =>
      inTransaction(world.deps, async (tx) => {
        const { rows } = await payableAmong(tx, ids, organisation.path)
        if (++looked === 2) bothLooked()
        await both
        await tx.orderEnrolment.create({ data: { orderId, enrolmentId: person.id, feeFen: 50_000n } })
        return rows.length
      }),
    ),
  )
  expect(seen).toEqual([1, 1])
  expect(await world.deps.db.orderEnrolment.count({ where: { enrolmentId: person.id } })).toBe(2)
  // And the last gate: of two that take the same person, the second is refused.
  await world.deps.db.orderEnrolment.deleteMany({ where: { enrolmentId: person.id } })
  const { rows } = await payableAmong(world.deps.db, ids, organisation.path)
  const taken = await Promise.allSettled(
    made.map((orderId: string) => inTransaction(world.deps, (tx) => takeIntoOrder(tx, orderId, rows))),
  )
  expect(taken.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('two thousand people come into one order in a moment', async () => {
  await makeManyEnrolled(world, branch, plan, 2_000)
  const selection = { planId: plan.id }
  const shown = await preview({ selection })
  expect(shown.data).toMatchObject({ peopleCount: 2_000, amountFen: 100_000_000 })
  const from = performance.now()
  const { data, code } = await order({ selection })
  const ms = performance.now() - from
  expect(code).toBeNull()
  expect(data.orders[0]).toMatchObject({ peopleCount: 2_000, amountFen: 100_000_000 })
  console.info(`2,000 people previewed and ordered in ${Math.round(ms)} ms`)
  expect(ms).toBeLessThan(3_000 * (await slowness()))
})
