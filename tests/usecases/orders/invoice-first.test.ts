import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { changeMode } from '../../../server/features/orders/change-mode.ts'
import { createStudyCardOrder } from '../../../server/features/orders/create-study-card-order.ts'
import { expireOrders } from '../../../server/features/orders/expire-orders.ts'
import { lockOrder } from '../../../server/features/orders/load-order.ts'
import { remindOrders } from '../../../server/features/orders/remind-orders.ts'
import { confirmTransferPayment } from '../../../server/features/payments/confirm-transfer-payment.ts'
import { requestInvoice } from '../../../server/features/payments/request-invoice.ts'
import { takeTradeAnswer } from '../../../server/features/payments/take-trade-answer.ts'
import { settleDecision } from '../../../server/features/vouchers/settle-decision.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { makeAttempt } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { detailsOf, submitted } from '../../support/vouchers.ts'
import { withoutRowLocks } from '../../support/without-row-locks.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makePayee, makePlan, makeVoucher, payOrder } from './arrange.ts'
import { makeEnrolled } from './arrange-enrolments.ts'

/** 先开票后付款: the invoice is asked for with the order, issued before the money, and the money that comes asks for nothing. */
let world: World
let organisation: MadeOrganisation
let admin: { id: string; name: string; cookie: string }
let plan: { id: string; name: string }
const system = systemActor('test')
type Made = { id: string; organisationId: string; number: string; amountFen: number; planId: string }

beforeAll(async () => {
  world = await openWorld()
  await makePayee(world)
  plan = await makePlan(world)
})
afterAll(() => world.close())
beforeEach(async () => {
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})

const wanted = (change: object = {}) => ({
  id: newId(),
  planId: plan.id,
  organisationId: organisation.id,
  amountFen: 320_000,
  mode: 'invoiceFirst',
  ...change,
})
const create = (input: object) => world.mutate('orders.createStudyCardOrder', input, admin.cookie)
const makeOrder = async (change: object = {}): Promise<Made> => (await create(wanted(change))).data
const changeTo = (id: string, mode: 'payFirst' | 'invoiceFirst', change: object = {}) =>
  world.mutate('orders.changeMode', { id, mode, requestId: newId(), ...change }, admin.cookie)
const view = async (id: string) => (await world.query('orders.get', { id }, admin.cookie)).data
const requestsOf = (orderId: string) =>
  world.deps.db.invoiceRequest.findMany({ where: { orderId }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
type RequestState = Awaited<ReturnType<typeof requestsOf>>[number]['state']
const setState = (orderId: string, state: RequestState, stateSince = world.clock.now()) =>
  world.deps.db.invoiceRequest.updateMany({
    where: { orderId },
    data: { state, stateSince, rejectedReason: state === 'rejected' ? '地址电话要写全' : null },
  })
const overdue = (id: string) =>
  world.deps.db.order.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1000) } })
const auditOf = (subjectId: string, action: string) => world.deps.db.auditEntry.count({ where: { subjectId, action } })

/** A transfer that the bank's statement shows and no slip claims, as the desk settles it. */
const receive = (orderId: string, amountFen: number, deps = world.deps) =>
  inTransaction(deps, async (tx) => {
    const paymentId = newId()
    const order = await lockOrder(tx, orderId)
    const payment = { paymentId, orderId, voucherId: null, amountFen: fen(amountFen), movedAt: null }
    const { toOrderFen } = await confirmTransferPayment(deps, tx, system, payment)
    await requestInvoice(deps, tx, system, order, { paymentId, toOrderFen })
  })

describe('asking for the invoice with the order', () => {
  test('an order for study cards asks for its invoice at once, by what was typed', async () => {
    const details = { ...detailsOf(organisation), email: 'boss@example.com', remark: '培训费' }
    const input = wanted({ invoiceDetails: details })
    const { data } = await create(input)
    expect(data.invoice).toMatchObject({ state: 'requested', amountFen: 320_000, approvedAt: null, issuedOn: null })
    const requests = await requestsOf(data.id)
    expect(requests).toMatchObject([
      { id: data.invoice.requestId, voucherId: null, paymentId: null, email: 'boss@example.com', remark: '培训费' },
    ])
    expect(await auditOf(data.invoice.requestId, 'invoiceRequest.opened')).toBe(1)
    expect((await create(input)).data.invoice.requestId).toBe(data.invoice.requestId)
    expect(await requestsOf(data.id)).toHaveLength(1)
  })

  test('without typed details the billing profile counts', async () => {
    const order = await makeOrder()
    expect(await requestsOf(order.id)).toMatchObject([{ title: organisation.name, taxNumber: organisation.creditCode }])
  })

  test('details that name somebody else are refused, and no order is made', async () => {
    const input = wanted({ invoiceDetails: { ...detailsOf(organisation), title: '别家单位有限公司' } })
    expect((await create(input)).code).toBe('billingTitleMismatch')
    expect(await world.deps.db.order.count({ where: { id: input.id } })).toBe(0)
  })

  test('先缴费后开票 asks for nothing before the money', async () => {
    const order = await makeOrder({ mode: 'payFirst' })
    expect(await requestsOf(order.id)).toEqual([])
    expect((await view(order.id)).invoice).toBeNull()
  })

  test('an order for people asks for its invoice too, and of several each asks for its own', async () => {
    const branch = await makeOrganisation(world, { parent: organisation })
    const [one, two] = [await makeEnrolled(world, organisation, plan), await makeEnrolled(world, branch, plan)]
    const input = {
      id: newId(),
      mode: 'invoiceFirst',
      split: true,
      selection: { ids: [one.id, two.id] },
      expected: { peopleCount: 2, amountFen: 64_000 },
    }
    const { data } = await world.mutate('orders.createFromEnrolments', input, admin.cookie)
    for (const order of data.orders) {
      expect(await requestsOf(order.id)).toMatchObject([{ amountFen: 32_000n, organisationId: order.organisationId }])
    }
    expect(new Set(data.orders.map((order: Made) => order.organisationId)).size).toBe(2)
  })

  test('a second order just like an open one is refused with its number where nobody meant it', async () => {
    const first = await makeOrder({ mode: 'payFirst' })
    const again = await create(wanted({ mode: 'payFirst', alone: true }))
    expect(again).toMatchObject({ code: 'orderLikeIt', details: { orderId: first.id, orderNumber: first.number } })
    expect((await create(wanted({ mode: 'payFirst', alone: true, amountFen: 320_001 }))).code).toBeNull()
    expect((await create(wanted({ mode: 'payFirst' }))).code).toBeNull()
  })

  test('two who order the same at once, neither meaning a second, make one', async () => {
    const inputs = Array.from({ length: 4 }, () => wanted({ mode: 'payFirst', alone: true }))
    const codes = (await Promise.all(inputs.map(create))).map(({ code }) => code)
    expect(codes.filter((code) => code === null)).toHaveLength(1)
    expect(codes.filter((code) => code === 'orderLikeIt')).toHaveLength(3)
    // The positive control: without being told to look, the same makes four.
    await Promise.all(inputs.map((input) => create({ ...input, id: newId(), alone: false })))
    expect(await world.deps.db.order.count({ where: { organisationId: organisation.id } })).toBe(5)
  })
})

describe('the later payment closes the order and asks for no second invoice', () => {
  const invoiced = async () => {
    const order = await makeOrder()
    await setState(order.id, 'delivered')
    return order
  }
  const expectClosed = async (order: Made) => {
    expect(await view(order.id)).toMatchObject({ state: 'paid', outstandingFen: 0, invoice: { state: 'delivered' } })
    expect(await requestsOf(order.id)).toHaveLength(1)
  }

  test('by a slip', async () => {
    const order = await invoiced()
    const reviewer = await makeStaff(world, 'reviewer')
    const voucher = await submitted(world, admin.cookie, order)
    const { id: voucherId, version } = voucher
    const decision = { id: newId(), voucherId, version, verdict: 'approve', amountFen: order.amountFen }
    await world.mutate('vouchers.decide', decision, reviewer.cookie)
    world.clock.advance(11_000)
    await settleDecision(world.deps, { decisionId: decision.id })
    await expectClosed(order)
  })

  test('by a line of the bank’s statement, in two parts', async () => {
    const order = await invoiced()
    await receive(order.id, 120_000)
    expect(await view(order.id)).toMatchObject({ state: 'open', outstandingFen: 200_000 })
    await receive(order.id, 200_000)
    await expectClosed(order)
  })

  test('online', async () => {
    const order = await invoiced()
    const id = await makeAttempt(world, order)
    const answer = {
      state: 'paid',
      amountFen: fen(order.amountFen),
      providerTradeNo: newId(),
      paidAt: world.clock.now(),
    } as const
    await inTransaction(world.deps, (tx) => takeTradeAnswer(world.deps, tx, system, { id, orderId: order.id }, answer))
    await expectClosed(order)
  })

  test('part from credit, part by transfer', async () => {
    const over = await makeOrder({ mode: 'payFirst', amountFen: 100 })
    await receive(over.id, 100 + 20_000)
    const order = await invoiced()
    const paid = { id: newId(), orderId: order.id, organisationId: organisation.id, amountFen: 20_000 }
    expect((await world.mutate('credit.pay', paid, admin.cookie)).code).toBeNull()
    await receive(order.id, 300_000)
    await expectClosed(order)
  })

  test('an invoice that was red-flushed covers nothing: the payment asks for a new one', async () => {
    const order = await invoiced()
    await setState(order.id, 'redFlushed')
    await receive(order.id, order.amountFen)
    expect(await requestsOf(order.id)).toMatchObject([
      { state: 'redFlushed' },
      { state: 'requested', amountFen: 320_000n },
    ])
  })

  test('先缴费后开票 asks part by part for what each payment brings', async () => {
    const order = await makeOrder({ mode: 'payFirst' })
    await receive(order.id, 120_000)
    await receive(order.id, 250_000)
    expect(await requestsOf(order.id)).toMatchObject([{ amountFen: 120_000n }, { amountFen: 200_000n }])
  })

  test('an invoice that stayed when its payment was taken back covers the one that follows', async () => {
    const order = await makeOrder({ mode: 'payFirst' })
    const id = newId()
    const row = {
      id,
      orderId: order.id,
      organisationId: organisation.id,
      state: 'issued',
      amountFen: 120_000n,
      createdAt: new Date(world.clock.now().getTime() - 1000),
    } as const
    await world.deps.db.invoiceRequest.create({ data: { ...detailsOf(organisation), ...row } })
    await receive(order.id, 100_000)
    expect(await requestsOf(order.id)).toHaveLength(1)
    await receive(order.id, 220_000)
    expect(await requestsOf(order.id)).toMatchObject([{ id }, { amountFen: 200_000n }])
  })
})

describe('sent back, put right, withdrawn', () => {
  test('a rejected one is told with its reason, and put right it is asked for again', async () => {
    const finance = await makeStaff(world, 'finance')
    const order = await makeOrder()
    const { requestId } = (await view(order.id)).invoice
    await world.mutate('invoices.rejectRequest', { requestId, reason: '地址电话要写全' }, finance.cookie)
    expect((await view(order.id)).invoice).toMatchObject({ state: 'rejected', rejectedReason: '地址电话要写全' })
    expect(await world.deps.db.notice.count({ where: { kind: 'invoiceRejected', accountId: admin.id } })).toBe(1)
    const details = { ...detailsOf(organisation), remark: '改好了' }
    expect((await world.mutate('invoices.correctMine', { requestId, details }, admin.cookie)).code).toBeNull()
    expect(await requestsOf(order.id)).toMatchObject([{ state: 'requested', remark: '改好了', rejectedReason: null }])
  })

  test('what was paid meanwhile was asked for by its payment: the rejected one cannot be asked for besides', async () => {
    const order = await makeOrder()
    await setState(order.id, 'rejected')
    const { requestId } = (await view(order.id)).invoice
    await receive(order.id, order.amountFen)
    expect(await requestsOf(order.id)).toMatchObject([{ state: 'rejected' }, { state: 'requested' }])
    const corrected = await world.mutate(
      'invoices.correctMine',
      { requestId, details: detailsOf(organisation) },
      admin.cookie,
    )
    expect(corrected.code).toBe('invoiceAlreadyRequested')
  })

  test('one of an order that expired meanwhile cannot be put right', async () => {
    const order = await makeOrder()
    await setState(order.id, 'rejected', new Date(Date.now() - 73 * 3_600_000))
    const { requestId } = (await view(order.id)).invoice
    await overdue(order.id)
    expect(await expireOrders(world.deps, system)).toBe(1)
    const input = { requestId, details: detailsOf(organisation) }
    const corrected = await world.mutate('invoices.correctMine', input, admin.cookie)
    expect(corrected).toMatchObject({ code: 'orderNotPayable', details: { state: 'expired' } })
  })

  test('back to 先缴费后开票 withdraws it, with its audit rows; the other way asks for it', async () => {
    const order = await makeOrder()
    const { requestId } = (await view(order.id)).invoice
    expect((await changeTo(order.id, 'payFirst')).data).toMatchObject({ mode: 'payFirst', invoice: null })
    expect(await requestsOf(order.id)).toMatchObject([{ state: 'withdrawn' }])
    expect(await auditOf(requestId, 'invoiceRequest.withdrawn')).toBe(1)
    expect(await auditOf(order.id, 'order.modeChanged')).toBe(1)
    const again = newId()
    const asked = await changeTo(order.id, 'invoiceFirst', { requestId: again })
    expect(asked.data).toMatchObject({ mode: 'invoiceFirst', invoice: { requestId: again, state: 'requested' } })
    expect((await changeTo(order.id, 'invoiceFirst', { requestId: again })).data.invoice.requestId).toBe(again)
    expect((await changeTo(order.id, 'invoiceFirst')).code).toBe('invoiceAlreadyRequested')
    expect((await changeTo(order.id, 'invoiceFirst', { requestId })).code).toBe('invoiceAlreadyRequested')
  })

  test.each(['approved', 'issuing', 'issued', 'delivered'] as const)(
    '%s: it cannot be withdrawn, nor its order cancelled',
    async (state) => {
      const order = await makeOrder()
      await setState(order.id, state)
      expect(await changeTo(order.id, 'payFirst')).toMatchObject({ code: 'orderHasInvoice', details: { state } })
      const cancelled = await world.mutate('orders.cancel', { id: order.id, reason: '不培训了' }, admin.cookie)
      expect(cancelled.code).toBe('orderHasInvoice')
      expect(await view(order.id)).toMatchObject({ state: 'open', mode: 'invoiceFirst', invoice: { state } })
    },
  )

  test('cancelling withdraws what nobody approved', async () => {
    const order = await makeOrder()
    await world.mutate('orders.cancel', { id: order.id, reason: '不培训了' }, admin.cookie)
    expect(await requestsOf(order.id)).toMatchObject([{ state: 'withdrawn' }])
  })

  test('merging withdraws the old requests and asks for the new order’s', async () => {
    const made: Made[] = []
    for (const _ of [1, 2]) {
      const { id } = await makeEnrolled(world, organisation, plan)
      const input = {
        id: newId(),
        mode: 'invoiceFirst',
        selection: { ids: [id] },
        expected: { peopleCount: 1, amountFen: 32_000 },
      }
      made.push((await world.mutate('orders.createFromEnrolments', input, admin.cookie)).data.orders[0])
    }
    const input = { id: newId(), orderIds: made.map(({ id }) => id), mode: 'invoiceFirst' }
    const merged = await world.mutate('orders.merge', input, admin.cookie)
    expect(merged.data.invoice).toMatchObject({ state: 'requested', amountFen: 64_000 })
    for (const { id } of made) expect(await requestsOf(id)).toMatchObject([{ state: 'withdrawn' }])
  })

  test('an order with money, or with a slip in review, keeps its mode', async () => {
    const paid = await makeOrder({ mode: 'payFirst' })
    await payOrder(world, paid.id, 100)
    expect((await changeTo(paid.id, 'invoiceFirst')).code).toBe('orderHasMoney')
    const claimed = await makeOrder({ mode: 'payFirst' })
    await makeVoucher(world, claimed, 'submitted')
    expect((await changeTo(claimed.id, 'invoiceFirst')).code).toBe('orderHasVoucherInReview')
    await receive(paid.id, 400_000)
    expect((await changeTo(paid.id, 'invoiceFirst')).code).toBe('orderNotPayable')
  })

  test('another organisation’s order does not exist; nor does one of another branch', async () => {
    const order = await makeOrder()
    const branch = await makeOrganisation(world, { parent: organisation })
    for (const other of [await makeOrganisation(world), branch]) {
      const { cookie } = await makeAdmin(world, other)
      const input = { id: order.id, mode: 'payFirst', requestId: newId() }
      expect((await world.mutate('orders.changeMode', input, cookie)).code).toBe('notFound')
    }
  })
})

describe('at once', () => {
  const actorOf = () => ({
    kind: 'account' as const,
    accountId: admin.id,
    name: admin.name,
    ip: '',
    staffRoles: [],
    organisation: { id: organisation.id, path: organisation.path, name: organisation.name },
    learnerId: null,
  })

  test('two requests for one invoice: one is opened', async () => {
    const order = await makeOrder({ mode: 'payFirst' })
    const answers = await Promise.all(Array.from({ length: 4 }, () => changeTo(order.id, 'invoiceFirst')))
    expect(answers.filter(({ code }) => code === null)).toHaveLength(1)
    expect(await requestsOf(order.id)).toHaveLength(1)
  })

  test('a payment and a request for the invoice of what it pays: one is opened', async () => {
    for (let run = 0; run < 6; run++) {
      const order = await makeOrder({ mode: 'payFirst' })
      const both = [receive(order.id, order.amountFen), changeTo(order.id, 'invoiceFirst')]
      await Promise.all(run % 2 === 0 ? both : both.reverse())
      const asked = (await requestsOf(order.id)).reduce((sum, { amountFen }) => sum + Number(amountFen), 0)
      expect(asked).toBe(order.amountFen)
    }
  })

  test('positive control: without the order’s lock one order is asked for more than once', async () => {
    const deps = withoutRowLocks(world.deps)
    let tooMuch = false
    for (let run = 0; run < 20 && !tooMuch; run++) {
      const order = await makeOrder({ mode: 'payFirst' })
      const change = changeMode(deps, actorOf(), { id: order.id, mode: 'invoiceFirst', requestId: newId() })
      await Promise.allSettled([change, receive(order.id, order.amountFen, deps)])
      const asked = (await requestsOf(order.id)).reduce((sum, { amountFen }) => sum + Number(amountFen), 0)
      tooMuch = asked > order.amountFen
    }
    expect(tooMuch).toBe(true)
  })

  test('the same order sent twice at once asks once', async () => {
    const input = { ...wanted(), mode: 'invoiceFirst' as const }
    await Promise.all([1, 2, 3].map(() => createStudyCardOrder(world.deps, actorOf(), input)))
    expect(await requestsOf(input.id)).toHaveLength(1)
  })
})

describe('its time to pay', () => {
  test.each(['requested', 'approved', 'issuing', 'issued', 'delivered'] as const)(
    '%s: it does not expire',
    async (state) => {
      const order = await makeOrder()
      await setState(order.id, state)
      await overdue(order.id)
      expect(await expireOrders(world.deps, system)).toBe(0)
      expect((await view(order.id)).state).toBe('open')
    },
  )

  test('sent back, it has three days; withdrawn or red-flushed, it expires as any other', async () => {
    const fresh = await makeOrder()
    await setState(fresh.id, 'rejected', new Date(Date.now() - 71 * 3_600_000))
    const old = await makeOrder()
    await setState(old.id, 'rejected', new Date(Date.now() - 73 * 3_600_000))
    const flushed = await makeOrder()
    await setState(flushed.id, 'redFlushed')
    const withdrawn = await makeOrder()
    await changeTo(withdrawn.id, 'payFirst')
    const orders = [fresh, old, flushed, withdrawn]
    for (const { id } of orders) await overdue(id)
    expect(await expireOrders(world.deps, system)).toBe(3)
    expect(await Promise.all(orders.map(async ({ id }) => (await view(id)).state))).toEqual([
      'open',
      'expired',
      'expired',
      'expired',
    ])
  })

  test('nobody is reminded of a time that does not count', async () => {
    const soon = { expiresAt: new Date(Date.now() + 3_600_000), createdAt: new Date(Date.now() - 7_200_000) }
    const [waits, plain] = [await makeOrder(), await makeOrder({ mode: 'payFirst' })]
    await world.deps.db.order.updateMany({ where: { id: { in: [waits.id, plain.id] } }, data: soon })
    await remindOrders(world.deps)
    const reminded = await world.deps.db.order.findMany({
      where: { remindedAt: { not: null }, organisationId: organisation.id },
    })
    expect(reminded.map(({ id }) => id)).toEqual([plain.id])
  })
})
