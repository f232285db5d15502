import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import {
  lockPayableEnrolments,
  payableAmong,
  payableIds,
  peopleOfOrder,
  releaseFromOrder,
  takeIntoOrder,
} from '../../../server/features/enrolments/enrolments-in-orders.ts'
import {
  holdForRefund,
  releaseFromRefund,
  revokeForRefund,
} from '../../../server/features/enrolments/enrolments-in-refunds.ts'
import { inTransaction, type Transaction } from '../../../server/platform/database.ts'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from '../../support/enrolments.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

/** 报名状态 and 缴费状态, and what orders and refunds do with enrolments. */
let world: World
let firm: MadeOrganisation
let lab: MadeOrganisation
let cookie: string
let staffCookie: string
beforeAll(async () => {
  world = await openWorld()
  firm = await makeOrganisation(world)
  lab = await makeOrganisation(world, { parent: firm, billing: false })
  cookie = (await makeAdmin(world, firm)).cookie
  staffCookie = (await makeStaff(world, 'finance')).cookie
})
afterAll(() => world.close())

const enrolled = async (
  plan: MadePlan,
  state: Parameters<typeof makeEnrolment>[1]['state'] = 'confirmed',
  organisation = firm,
) => {
  const learner = await makeLearner(world, organisation)
  return { ...(await makeEnrolment(world, { plan, learner, organisation, state })), learner }
}
const inTx = <T>(work: (tx: Transaction) => Promise<T>) => inTransaction(world.deps, work)
const statusOf = async (id: string) => (await world.query('enrolments.get', { id }, cookie)).data.paymentStatus
const setOrder = (orderId: string, state: 'open' | 'paid' | 'expired') =>
  world.deps.db.order.update({ where: { id: orderId }, data: { state } })
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: { code?: string; details?: unknown }) => ({ code: error.code, details: error.details }),
  )
const admin: Actor = { kind: 'system', name: '测试', ip: null }

async function makeRefund(orderId: string): Promise<string> {
  const id = newId()
  await world.deps.db.refund.create({
    data: {
      id,
      number: `RF26${id
        .replace(/[^2-9a-f]/g, '')
        .slice(-6)
        .toUpperCase()}`,
      orderId,
      organisationId: firm.id,
      amountFen: 1n,
      way: 'credit',
      reason: '退费',
      requestedById: newId(),
      requestedByName: '某人',
      requestedByStaff: false,
    },
  })
  return id
}

test('the payment status is what the manual names, step by step', async () => {
  const plan = await makeOfflinePlan(world)
  const one = await enrolled(plan, 'submitted')
  expect(await statusOf(one.id)).toBe('none')
  await world.deps.db.enrolment.update({
    where: { id: one.id },
    data: { state: 'confirmed', decidedAt: world.clock.now() },
  })
  expect(await statusOf(one.id)).toBe('due')
  const order = await makeOrder(world, firm)
  const [payable] = await inTx(async (tx) => {
    const rows = await lockPayableEnrolments(tx, [one.id], firm.path)
    await takeIntoOrder(tx, order.id, rows)
    return rows
  })
  expect(payable).toMatchObject({ feeFen: 80_000, learnerName: one.learner.name, subjects: [{}, {}] })
  expect(await statusOf(one.id)).toBe('due')
  const payment = {
    id: newId(),
    orderId: order.id,
    method: 'card' as const,
    amountFen: 80_000n,
    state: 'pending' as const,
  }
  await world.deps.db.payment.create({ data: { ...payment, expiresAt: new Date(Date.now() + 60_000) } })
  expect(await statusOf(one.id)).toBe('underWay')
  await world.deps.db.payment.update({ where: { id: payment.id }, data: { expiresAt: new Date(Date.now() - 1000) } })
  expect(await statusOf(one.id)).toBe('due')
  await world.deps.db.voucher.create({
    data: {
      id: newId(),
      orderId: order.id,
      organisationId: firm.id,
      state: 'submitted',
      submittedAt: new Date(),
      dueAt: new Date(),
      invoiceDetails: {},
      createdById: newId(),
    },
  })
  expect(await statusOf(one.id)).toBe('underWay')
  await setOrder(order.id, 'paid')
  expect(await statusOf(one.id)).toBe('paid')
  const refundId = await makeRefund(order.id)
  await inTx((tx) => holdForRefund(tx, refundId, order.id, [one.id]))
  expect(await statusOf(one.id)).toBe('paid')
  await inTx((tx) => revokeForRefund(world.deps, tx, admin, refundId, [one.id], '不参加了'))
  const view = (await world.query('enrolments.get', { id: one.id }, cookie)).data
  expect(view).toMatchObject({ state: 'revoked', paymentStatus: 'refunded', refundId, reason: '不参加了' })
  expect(view.history.map((entry: { what: string }) => entry.what)).toEqual(
    expect.arrayContaining(['ordered', 'refunded']),
  )
})

test('what costs nothing is paid once it is confirmed, and cannot be ordered', async () => {
  const plan = await makeOfflinePlan(world, { subjects: [], feePerLearnerFen: 0 })
  const one = await enrolled(plan)
  expect(await statusOf(one.id)).toBe('paid')
  expect(await codeOf(inTx((tx) => lockPayableEnrolments(tx, [one.id], '/')))).toMatchObject({ code: 'enrolmentPaid' })
  expect(await payableAmong(world.deps.db, [one.id], '/')).toEqual({ rows: [], free: [one.id], other: [] })
})

test('lists are cut by plan, state, payment, unit and person, and go on where the page ended', async () => {
  const plan = await makeOfflinePlan(world)
  const made = []
  for (const [state, unit] of [
    ['draft', firm],
    ['draft', lab],
    ['submitted', lab],
    ['confirmed', firm],
    ['rejected', firm],
  ] as const)
    made.push(await enrolled(plan, state, unit))
  const list = async (input: object, as = cookie) =>
    (await world.query('enrolments.list', { planId: plan.id, ...input }, as)).data
  const idsIn = async (input: object) => (await list(input)).rows.map((row: { id: string }) => row.id)
  const [draft, labDraft, labSubmitted, confirmed, rejected] = made.map((one) => one.id)
  // By unit, in each the newest first.
  expect(await idsIn({})).toEqual([rejected, confirmed, draft, labSubmitted, labDraft])
  expect(await idsIn({ state: 'draft' })).toEqual([draft, labDraft])
  expect(await idsIn({ organisationId: lab.id })).toEqual([labSubmitted, labDraft])
  expect(await idsIn({ paymentStatus: 'due' })).toEqual([confirmed])
  expect(await idsIn({ paymentStatus: 'none', state: 'rejected' })).toEqual([rejected])
  expect(await idsIn({ ordered: false })).toEqual([confirmed])
  expect(await idsIn({ search: made[2]?.learner.name })).toEqual([labSubmitted])
  expect(await idsIn({ search: made[1]?.learner.idNumber })).toEqual([labDraft])
  expect(await idsIn({ search: made[0]?.learner.mobile.slice(-4) })).toContain(draft)
  const pages: string[] = []
  let cursor: string | null = null
  do {
    const page: { rows: { id: string }[]; nextCursor: string | null } = await list({ limit: 2, cursor })
    pages.push(...page.rows.map((row) => row.id))
    cursor = page.nextCursor
  } while (cursor)
  expect(pages).toEqual([rejected, confirmed, draft, labSubmitted, labDraft])
  const staff = (await world.query('enrolments.staffList', { planId: plan.id, limit: 3 }, staffCookie)).data
  expect(staff.rows.map((row: { id: string }) => row.id)).toEqual([rejected, confirmed, labSubmitted])
  const more = { planId: plan.id, limit: 3, cursor: staff.nextCursor }
  const rest = (await world.query('enrolments.staffList', more, staffCookie)).data
  expect(rest.rows.map((row: { id: string }) => row.id)).toEqual([labDraft, draft])

  expect((await world.query('enrolments.counts', { planId: plan.id }, cookie)).data).toEqual({
    total: 5,
    byState: { draft: 2, submitted: 1, confirmed: 1, rejected: 1, withdrawn: 0, revoked: 0 },
    byPayment: { none: 4, due: 1, underWay: 0, paid: 0, refunded: 0 },
    notOrdered: 1,
    notOrderedFen: 80_000,
  })
  expect((await world.query('enrolments.counts', { planId: plan.id, organisationId: lab.id }, cookie)).data.total).toBe(
    2,
  )
  expect((await world.query('enrolments.badges', { planIds: [plan.id] }, cookie)).data).toEqual([
    { planId: plan.id, drafts: 2, submitted: 1, rejected: 1, confirmed: 1, unpaid: 1, seats: null },
  ])
})

test("a learner's page shows what they are in, to those who may see it", async () => {
  const plan = await makeOfflinePlan(world)
  const one = await enrolled(plan, 'confirmed', lab)
  const stranger = (await makeAdmin(world, await makeOrganisation(world))).cookie
  const of = async (as: string) => (await world.query('enrolments.ofLearner', { learnerId: one.learner.id }, as)).data
  expect(await of(cookie)).toMatchObject([{ id: one.id }])
  expect(await of(staffCookie)).toMatchObject([{ id: one.id }])
  expect(await of(stranger)).toEqual([])
})

describe('orders', () => {
  test('take what is confirmed and asked for by no other order, and let go of it again', async () => {
    const plan = await makeOfflinePlan(world)
    const [a, b] = [await enrolled(plan), await enrolled(plan, 'confirmed', lab)]
    const waiting = await enrolled(plan, 'submitted')
    const [order, other] = [await makeOrder(world, firm), await makeOrder(world, firm)]
    expect((await payableIds(world.deps.db, firm.path, { planId: plan.id }, 10)).sort()).toEqual([a.id, b.id].sort())
    expect(await payableIds(world.deps.db, firm.path, { planId: plan.id, organisationPath: lab.path }, 10)).toEqual([
      b.id,
    ])
    const take = (orderId: string, ids: string[], scope = firm.path) =>
      inTx(async (tx) => takeIntoOrder(tx, orderId, await lockPayableEnrolments(tx, ids, scope)))
    expect(await codeOf(take(order.id, [a.id, waiting.id]))).toMatchObject({ code: 'enrolmentNotConfirmed' })
    expect(await codeOf(take(order.id, [a.id], lab.path))).toMatchObject({ code: 'notFound' })
    await take(order.id, [a.id, b.id])
    expect(await codeOf(take(other.id, [a.id, b.id]))).toEqual({
      code: 'enrolmentHasOrder',
      details: { name: expect.any(String), count: 2, orderNumber: order.number },
    })
    expect(await payableAmong(world.deps.db, [a.id, waiting.id], firm.path)).toEqual({
      rows: [],
      free: [],
      other: [a.id, waiting.id],
    })
    expect(await peopleOfOrder(world.deps.db, order.id, null, 10)).toMatchObject(
      [a, b].map((one) => ({ enrolmentId: one.id, learnerName: one.learner.name, feeFen: 80_000, elsewhere: false })),
    )
    expect((await inTx((tx) => releaseFromOrder(tx, order.id))).sort()).toEqual([a.id, b.id].sort())
    await take(other.id, [a.id])
    // For whom the first one was made stays known.
    expect(await peopleOfOrder(world.deps.db, order.id, null, 10)).toMatchObject([
      { enrolmentId: a.id, elsewhere: true, subjectNames: ['低应变', '静载'] },
      { enrolmentId: b.id, elsewhere: false },
    ])
  })

  test('of two that take the same enrolment at once one gets it', async () => {
    const plan = await makeOfflinePlan(world)
    const one = await enrolled(plan)
    const orders = [await makeOrder(world, firm), await makeOrder(world, firm), await makeOrder(world, firm)]
    const answers = await Promise.all(
      orders.map((order) =>
        codeOf(inTx(async (tx) => takeIntoOrder(tx, order.id, await lockPayableEnrolments(tx, [one.id], firm.path)))),
      ),
    )
    expect(answers.filter((answer) => answer === null)).toHaveLength(1)
    for (const answer of answers) if (answer) expect(answer.code).toBe('enrolmentHasOrder')
  })
})

describe('refunds', () => {
  test('keep people of their paid order, each in one refund, and let go of them again', async () => {
    const plan = await makeOfflinePlan(world)
    const [a, b] = [await enrolled(plan), await enrolled(plan)]
    const stranger = await enrolled(plan)
    const order = await makeOrder(world, firm)
    await inTx(async (tx) => takeIntoOrder(tx, order.id, await lockPayableEnrolments(tx, [a.id, b.id], '/')))
    await setOrder(order.id, 'paid')
    const [first, second] = [await makeRefund(order.id), await makeRefund(order.id)]
    expect(await inTx((tx) => holdForRefund(tx, first, order.id, [a.id]))).toEqual([
      { id: a.id, learnerName: a.learner.name, feeFen: 80_000 },
    ])
    expect(await codeOf(inTx((tx) => holdForRefund(tx, second, order.id, [a.id])))).toMatchObject({ code: 'conflict' })
    expect(await codeOf(inTx((tx) => holdForRefund(tx, second, order.id, [stranger.id])))).toMatchObject({
      code: 'conflict',
    })
    expect(await inTx((tx) => releaseFromRefund(tx, first))).toEqual([a.id])
    await inTx((tx) => holdForRefund(tx, second, order.id, [a.id, b.id]))
    const revoke = () => inTx((tx) => revokeForRefund(world.deps, tx, admin, second, [a.id, b.id], '班级取消'))
    await revoke()
    // A notice that comes twice ends it once.
    await revoke()
    const row = await world.deps.db.enrolment.findUniqueOrThrow({ where: { id: a.id } })
    expect(row).toMatchObject({ state: 'revoked', refundId: second, reason: '班级取消', orderId: order.id })
    expect(row.refundedAt).not.toBeNull()
    expect(await inTx((tx) => releaseFromRefund(tx, second))).toEqual([])
    const audits = await world.deps.db.auditEntry.count({ where: { subjectId: a.id, action: 'enrolment.revoked' } })
    expect(audits).toBe(1)
  })
})
