import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { loadCentre } from '../../../server/features/centre/centre-facts.ts'
import { missingBillingFields } from '../../../server/features/organisations/organisations.rules.ts'
import type { BillingFields } from '../../../server/features/organisations/organisations.schema.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makePayee, makePlan, makeVoucher, payOrder } from '../orders/arrange.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let plan: { id: string; name: string }

beforeAll(async () => {
  world = await openWorld()
  await makePayee(world)
  plan = await makePlan(world)
})
// An organisation of its own for each test: what waits for the others is none of its business.
beforeEach(async () => {
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})
afterAll(() => world.close())

type Order = { id: string; number: string; organisationId: string }

async function makeOrder(hoursLeft: number, organisationId = organisation.id): Promise<Order> {
  const input = { id: newId(), planId: plan.id, organisationId, amountFen: 320_000, mode: 'payFirst' }
  const { data } = await world.mutate('orders.createStudyCardOrder', input, admin.cookie)
  await world.deps.db.order.update({
    where: { id: data.id },
    data: { expiresAt: new Date(Date.now() + hoursLeft * 3_600_000) },
  })
  return data
}

async function addFile(voucherId: string, removedAt: Date | null = null): Promise<void> {
  await world.deps.db.voucherFile.create({
    data: {
      id: newId(),
      voucherId,
      position: 1,
      originalName: 'a.jpg',
      kind: 'jpeg',
      sizeBytes: 1,
      sha256: crypto.randomUUID().replaceAll('-', '').repeat(2),
      createdById: admin.id,
      removedAt,
    },
  })
}

async function requestInvoice(
  order: Order,
  state: 'requested' | 'approved' | 'issuing' | 'issued' | 'rejected',
  createdAt = new Date(),
): Promise<string> {
  const id = newId()
  await world.deps.db.invoiceRequest.create({
    data: {
      id,
      orderId: order.id,
      organisationId: order.organisationId,
      state,
      kind: 'normal',
      title: organisation.name,
      taxNumber: organisation.creditCode,
      email: 'a@b.cn',
      mobile: '',
      amountFen: 320_000n,
      rejectedReason: state === 'rejected' ? '税号有误' : null,
      createdAt,
    },
  })
  return id
}

const home = async (cookie = admin.cookie) => (await world.query('organisations.home', undefined, cookie)).data
const kinds = (data: { tasks: { kind: string }[] }) => data.tasks.map(({ kind }) => kind)

test('where nothing waits, nothing is counted', async () => {
  expect(await home()).toEqual({ tasks: [], taskCount: 0, atCentre: { enrolments: 0, vouchers: 0, invoices: 0 } })
})

test('what was sent back comes first, then what is due soonest', async () => {
  const late = await makeOrder(96)
  const soon = await makeOrder(3)
  const rejected = await makeOrder(200)
  const voucherId = await makeVoucher(world, rejected, 'rejected')
  const drafted = await makeOrder(50)
  const draftId = await makeVoucher(world, drafted, 'draft')
  await addFile(draftId)
  const paid = await makeOrder(10)
  await payOrder(world, paid.id, 320_000)
  await world.deps.db.order.update({ where: { id: paid.id }, data: { state: 'paid' } })
  const requestId = await requestInvoice(paid, 'rejected')
  const data = await home()
  expect(data.taskCount).toBe(5)
  expect(data.tasks).toMatchObject([
    {
      kind: 'voucherRejected',
      orderNumber: rejected.number,
      voucherId,
      rejectedCode: 'amountTooLow',
      rejectedNote: '请补转差额',
      outstandingFen: 320_000,
    },
    {
      kind: 'invoiceRejected',
      orderNumber: paid.number,
      invoiceRequestId: requestId,
      rejectedReason: '税号有误',
      amountFen: 320_000,
    },
    {
      kind: 'orderOpen',
      orderNumber: soon.number,
      planName: plan.name,
      amountFen: 320_000,
      paidFen: 0,
      outstandingFen: 320_000,
    },
    { kind: 'voucherDraft', orderNumber: drafted.number, voucherId: draftId, fileCount: 1 },
    { kind: 'orderOpen', orderNumber: late.number },
  ])
})

test('an order whose voucher is in review waits for the centre and not for the organisation', async () => {
  const order = await makeOrder(3)
  await makeVoucher(world, order, 'rejected', new Date(Date.now() - 1000))
  await makeVoucher(world, order, 'submitted')
  expect(await home()).toMatchObject({ tasks: [], taskCount: 0, atCentre: { enrolments: 0, vouchers: 1, invoices: 0 } })
})

test('after a part payment the rest is what waits', async () => {
  const order = await makeOrder(3)
  await makeVoucher(world, order, 'approved')
  await payOrder(world, order.id, 120_000)
  expect((await home()).tasks).toMatchObject([{ kind: 'orderOpen', paidFen: 120_000, outstandingFen: 200_000 }])
})

test('a draft without a picture is nothing to go on with', async () => {
  const order = await makeOrder(3)
  const draftId = await makeVoucher(world, order, 'draft')
  await addFile(draftId, new Date())
  expect(kinds(await home())).toEqual(['orderOpen'])
})

test('先开票后付款 waits for the centre until its invoice is approved, and then for the money', async () => {
  const input = {
    id: newId(),
    planId: plan.id,
    organisationId: organisation.id,
    amountFen: 320_000,
    mode: 'invoiceFirst',
  }
  const { data: order } = await world.mutate('orders.createStudyCardOrder', input, admin.cookie)
  const setState = (state: 'approved' | 'issued' | 'rejected' | 'withdrawn') =>
    world.deps.db.invoiceRequest.updateMany({
      where: { orderId: order.id },
      data: { state, rejectedReason: state === 'rejected' ? '税号不对' : null },
    })
  expect(await home()).toMatchObject({ tasks: [], atCentre: { invoices: 1 } })
  await setState('approved')
  expect((await home()).tasks).toMatchObject([{ kind: 'orderInvoiced', issued: false, outstandingFen: 320_000 }])
  const request = await world.deps.db.invoiceRequest.findFirstOrThrow({ where: { orderId: order.id } })
  const issuedAt = new Date(Date.now() + 3_600_000)
  await world.deps.db.invoice.create({
    data: {
      id: newId(),
      requestId: request.id,
      number: '26322000000012345678',
      kind: 'normal',
      issuedOn: new Date('2026-05-02'),
      amountFen: 320_000n,
      createdAt: issuedAt,
    },
  })
  await setState('issued')
  const { orderPaymentHours } = await loadCentre(world.deps.db)
  const payBy = new Date(issuedAt.getTime() + orderPaymentHours * 3_600_000).toISOString()
  expect((await home()).tasks).toMatchObject([{ kind: 'orderInvoiced', issued: true, expiresAt: payBy }])
  const view = (await world.query('orders.get', { id: order.id }, admin.cookie)).data
  expect(view.invoice).toMatchObject({ state: 'issued', issuedOn: '2026-05-02', payBy })
  await payOrder(world, order.id, 20_000)
  expect((await home()).tasks).toMatchObject([{ kind: 'orderInvoiced', outstandingFen: 300_000 }])
  await setState('rejected')
  expect(kinds(await home())).toEqual(['invoiceRejected'])
  await setState('withdrawn')
  expect(kinds(await home())).toEqual(['orderOpen'])
})

test('orders that are over are no tasks', async () => {
  for (const state of ['paid', 'expired', 'cancelled'] as const) {
    const order = await makeOrder(3)
    await makeVoucher(world, order, 'rejected')
    await world.deps.db.order.update({ where: { id: order.id }, data: { state } })
  }
  expect((await home()).tasks).toEqual([])
})

test('a rejected invoice is a task until another is asked for, and those in work are counted', async () => {
  const order = await makeOrder(3)
  await world.deps.db.order.update({ where: { id: order.id }, data: { state: 'paid' } })
  await requestInvoice(order, 'rejected', new Date(Date.now() - 2000))
  expect(kinds(await home())).toEqual(['invoiceRejected'])
  await requestInvoice(order, 'requested', new Date(Date.now() - 1000))
  for (const state of ['approved', 'issuing', 'issued'] as const) await requestInvoice(order, state)
  expect(await home()).toMatchObject({ tasks: [], atCentre: { enrolments: 0, vouchers: 0, invoices: 3 } })
})

test('a billing profile is asked for exactly when the rule says that it lacks something', async () => {
  const { db } = world.deps
  const whole: BillingFields = {
    invoiceKind: 'special',
    title: organisation.name,
    taxNumber: organisation.creditCode,
    registeredAddress: '苏州',
    registeredTelephone: '0512-1',
    bank: '中国银行',
    bankAccount: '6222',
    email: 'a@b.cn',
    mobile: '13900000010',
  }
  const variants: BillingFields[] = [
    whole,
    ...Object.keys(whole)
      .filter((key) => key !== 'invoiceKind')
      .map((key) => ({ ...whole, [key]: ' ' })),
  ]
  for (const profile of variants.flatMap((variant) => [variant, { ...variant, invoiceKind: 'normal' as const }])) {
    await db.billingProfile.update({ where: { organisationId: organisation.id }, data: profile })
    expect(kinds(await home()), JSON.stringify(profile)).toEqual(
      missingBillingFields(profile).length > 0 ? ['billingIncomplete'] : [],
    )
  }
  await db.billingProfile.delete({ where: { organisationId: organisation.id } })
  expect(kinds(await home())).toEqual(['billingIncomplete'])
})

test('an admin sees the tasks of their subtree and of nobody else', async () => {
  const child = await makeOrganisation(world, { parent: organisation })
  const order = await makeOrder(3, child.id)
  const claimed = await makeOrder(3, child.id)
  await makeVoucher(world, claimed, 'submitted')
  expect(await home()).toMatchObject({
    tasks: [{ organisationId: child.id, organisationName: child.name, orderNumber: order.number }],
    atCentre: { vouchers: 1 },
  })
  expect(kinds(await home((await makeAdmin(world, child)).cookie))).toEqual(['orderOpen'])
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  expect(await home(stranger.cookie)).toEqual({
    tasks: [],
    taskCount: 0,
    atCentre: { enrolments: 0, vouchers: 0, invoices: 0 },
  })
  const sibling = await makeOrganisation(world, { parent: organisation })
  expect((await home((await makeAdmin(world, sibling)).cookie)).taskCount).toBe(0)
})

test('with more tasks than a page holds, all are counted', async () => {
  const { db } = world.deps
  const first = await makeOrder(3)
  const row = await db.order.findUniqueOrThrow({ where: { id: first.id } })
  const numbers = Array.from(
    { length: 60 },
    (_, n) => `PX26${'23456789ABCDEFGH'[Math.floor(n / 16)]}AAAA${'23456789ABCDEFGH'[n % 16]}`,
  )
  await db.order.createMany({ data: numbers.map((number) => ({ ...row, id: newId(), number })) })
  const data = await home()
  expect([data.tasks.length, data.taskCount]).toEqual([50, 61])
})
