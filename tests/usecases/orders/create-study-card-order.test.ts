import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AccountActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { isNumberOf, makeOrderNumber } from '../../../server/core/order-number.ts'
import { createStudyCardOrder } from '../../../server/features/orders/create-study-card-order.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makePayee, makePlan } from './arrange.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let plan: { id: string; name: string }
let payee: { id: string; account: string }

beforeAll(async () => {
  world = await openWorld()
  payee = await makePayee(world)
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  plan = await makePlan(world)
})
afterAll(() => world.close())

const wanted = (change: Record<string, unknown> = {}) => ({
  id: newId(),
  planId: plan.id,
  organisationId: organisation.id,
  amountFen: 320_000,
  mode: 'payFirst' as const,
  ...change,
})

const create = (input: unknown, cookie = admin.cookie) => world.mutate('orders.createStudyCardOrder', input, cookie)

test('an order shows where to pay, how much, under which number and until when', async () => {
  world.clock.set('2026-05-08T06:00:00Z')
  const { data, code } = await create(wanted())
  expect(code).toBeNull()
  expect(data).toMatchObject({
    kind: 'studyCards',
    mode: 'payFirst',
    state: 'open',
    amountFen: 320_000,
    paidFen: 0,
    outstandingFen: 320_000,
    organisationName: organisation.name,
    planName: plan.name,
    payee: { id: payee.id, account: payee.account },
    createdByName: admin.name,
    createdAt: '2026-05-08T06:00:00.000Z',
    expiresAt: '2026-05-15T06:00:00.000Z',
    items: [{ position: 1, description: plan.name, quantity: 1, unitFen: 320_000, amountFen: 320_000 }],
  })
  expect(isNumberOf('PX', data.number)).toBe(true)
  expect(data.number.slice(0, 4)).toBe('PX26')
  expect(data).not.toHaveProperty('organisationPath')
})

test('the year in the number is the one in Shanghai', async () => {
  world.clock.set('2026-12-31T16:30:00Z')
  expect((await create(wanted())).data.number.slice(0, 4)).toBe('PX27')
})

test('the time to pay is a setting of the centre', async () => {
  const { db } = world.deps
  world.clock.set('2026-05-08T06:00:00Z')
  await db.centreSettings.create({
    data: {
      name: '中心',
      nameEn: 'Centre',
      postalAddress: '',
      telephone: '',
      mailFrom: '',
      sellerName: '',
      sellerTaxNumber: '',
      orderPaymentHours: 24,
    },
  })
  expect((await create(wanted())).data.expiresAt).toBe('2026-05-09T06:00:00.000Z')
  await db.centreSettings.deleteMany()
})

test('the making of an order is written into the audit trail', async () => {
  const { data } = await create(wanted())
  const entries = await world.deps.db.auditEntry.findMany({ where: { subjectId: data.id } })
  expect(entries).toMatchObject([{ action: 'order.created', actorId: admin.id, organisationId: organisation.id }])
})

test('先开票后付款 can be chosen', async () => {
  expect((await create(wanted({ mode: 'invoiceFirst' }))).data.mode).toBe('invoiceFirst')
})

test('an admin makes orders for organisations below their own', async () => {
  const below = await makeOrganisation(world, { parent: organisation })
  expect((await create(wanted({ organisationId: below.id }))).data.organisationName).toBe(below.name)
})

test('a department is billed as its organisation', async () => {
  const department = await makeOrganisation(world, { parent: organisation, billing: false })
  await world.deps.db.organisation.update({
    where: { id: department.id },
    data: { kind: 'department', creditCode: null },
  })
  expect((await create(wanted({ organisationId: department.id }))).code).toBeNull()
})

test('staff make orders for any organisation', async () => {
  const staff = await makeStaff(world, 'reviewer')
  expect((await create(wanted(), staff.cookie)).data.createdByName).toBe(staff.name)
})

test.each([
  ['nothing', 0],
  ['a debt', -100],
  ['three decimals of a yuan', 320_000.5],
  ['10^12 yuan', 10 ** 14],
  ['one fen over the most', 100_000_000_001],
])('an amount of %s is refused', async (_, amountFen) => {
  const input = wanted({ amountFen })
  expect(await create(input)).toMatchObject({
    status: 400,
    code: 'amountInvalid',
    details: { maxFen: 100_000_000_000 },
  })
  expect(await world.deps.db.order.count({ where: { id: input.id } })).toBe(0)
})

test('an amount as text is refused', async () => {
  expect(await create(wanted({ amountFen: '3200' }))).toMatchObject({
    code: 'inputInvalid',
    details: { field: 'amountFen' },
  })
})

test('the largest amount is taken', async () => {
  expect((await create(wanted({ amountFen: 100_000_000_000 }))).data.outstandingFen).toBe(100_000_000_000)
})

test('without a billing profile there is no order, and the refusal names what is missing', async () => {
  const bare = await makeOrganisation(world, { billing: false })
  const { cookie } = await makeAdmin(world, bare)
  expect(await create(wanted({ organisationId: bare.id }), cookie)).toMatchObject({
    code: 'billingProfileIncomplete',
    details: { missing: 'title,taxNumber,email,mobile', organisationId: bare.id },
  })
})

test('a plan that has ended, is closed or is a draft takes no orders', async () => {
  world.clock.set('2026-05-08T06:00:00Z')
  const ended = await makePlan(world, { endsAt: new Date('2026-05-08T05:59:59Z') })
  expect(await create(wanted({ planId: ended.id }))).toMatchObject({
    code: 'planNotOpen',
    details: { planName: ended.name },
  })
  const closed = await makePlan(world, { state: 'closed' })
  expect((await create(wanted({ planId: closed.id }))).code).toBe('planNotOpen')
  const draft = await makePlan(world, { state: 'draft' })
  expect((await create(wanted({ planId: draft.id }))).code).toBe('notFound')
  expect((await create(wanted({ planId: newId() }))).code).toBe('notFound')
})

test('an organisation that is disabled takes no orders', async () => {
  const disabled = await makeOrganisation(world, { parent: organisation, enabled: false })
  expect((await create(wanted({ organisationId: disabled.id }))).code).toBe('organisationNotActive')
})

test('without an account to pay into there is no order', async () => {
  await world.deps.db.payeeAccount.updateMany({ data: { enabled: false } })
  expect((await create(wanted())).code).toBe('payeeAccountMissing')
  await world.deps.db.payeeAccount.updateMany({ data: { enabled: true } })
})

test('another organisation does not exist for an admin, and nothing does for strangers', async () => {
  const other = await makeOrganisation(world)
  expect((await create(wanted({ organisationId: other.id }))).code).toBe('notFound')
  const above = await makeOrganisation(world)
  const child = await makeOrganisation(world, { parent: above })
  const childAdmin = await makeAdmin(world, child)
  expect((await create(wanted({ organisationId: above.id }), childAdmin.cookie)).code).toBe('notFound')
  expect((await world.mutate('orders.createStudyCardOrder', wanted())).code).toBe('notSignedIn')
})

test('the same request again gives the same order', async () => {
  const input = wanted()
  const first = await create(input)
  world.clock.advance(60_000)
  const second = await create(input)
  expect(second.data).toEqual(first.data)
  expect(await world.deps.db.auditEntry.count({ where: { subjectId: input.id } })).toBe(1)
})

test('the same id with other content, or from somebody else, is refused', async () => {
  const input = wanted()
  await create(input)
  expect((await create({ ...input, amountFen: 640_000 })).code).toBe('idempotencyKeyReused')
  expect((await create({ ...input, mode: 'invoiceFirst' })).code).toBe('idempotencyKeyReused')
  const other = await makeOrganisation(world)
  const otherAdmin = await makeAdmin(world, other)
  expect((await create({ ...input, organisationId: other.id }, otherAdmin.cookie)).code).toBe('idempotencyKeyReused')
})

test('ten taps at once make one order', async () => {
  const input = wanted()
  const answers = await Promise.all(Array.from({ length: 10 }, () => create(input)))
  expect(answers.map(({ code }) => code)).toEqual(Array(10).fill(null))
  expect(new Set(answers.map(({ data }) => data.number)).size).toBe(1)
  expect(await world.deps.db.auditEntry.count({ where: { subjectId: input.id, action: 'order.created' } })).toBe(1)
})

test('a number that is taken is drawn again, and a generator that is stuck gives up', async () => {
  const actor: AccountActor = {
    kind: 'account',
    accountId: admin.id,
    name: admin.name,
    ip: '127.0.0.1',
    staffRoles: [],
    organisation: { id: organisation.id, path: organisation.path, name: organisation.name },
    learnerId: null,
  }
  const stuck = () => new Uint8Array(16).fill(3)
  const first = await createStudyCardOrder(world.deps, actor, wanted(), stuck)
  const year = Number(first.number.slice(2, 4))
  expect(first.number).toBe(makeOrderNumber(2000 + year, stuck()))
  const draws = [stuck(), new Uint8Array(16).fill(255), new Uint8Array(16).fill(4)]
  const second = await createStudyCardOrder(world.deps, actor, wanted(), () => draws.shift() ?? stuck())
  expect(second.number).not.toBe(first.number)
  expect(draws).toHaveLength(0)
  await expect(createStudyCardOrder(world.deps, actor, wanted(), stuck)).rejects.toThrow()
})
