import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { openCashier } from '../../../server/features/payments/open-cashier.ts'
import { actorOf, gatewayBalance, letTimePass, openPayingWorld, type PayingWorld } from '../../support/paying.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'

let paying: PayingWorld
let finance: { cookie: string }
beforeAll(async () => {
  paying = await openPayingWorld()
  finance = await makeStaff(paying.world, 'finance')
})
afterAll(() => paying.close())
// Whatever happened in a test: what our books say of the bank is what the bank's books say of us.
afterEach(async () => {
  expect(await gatewayBalance(paying.world)).toBe((await paying.bank.statement()).netFen)
})

const order = async (id: string) => (await paying.world.query('orders.get', { id }, paying.admin.cookie)).data
const payment = async (id: string) => (await paying.world.query('payments.get', { id }, paying.admin.cookie)).data
const noticesOf = async (tradeNo: string) =>
  (await paying.bank.control.notices()).filter((notice) => notice.tradeNo === tradeNo)
const verdicts = async (tradeNo: string) =>
  (await paying.world.deps.db.gatewayNotice.findMany({ where: { tradeNo }, orderBy: { id: 'asc' } })).map(
    ({ verdict }) => verdict,
  )

/** Every notice of the trade, once. */
async function deliverAll(tradeNo: string): Promise<void> {
  for (const notice of await noticesOf(tradeNo)) await paying.bank.control.deliver(notice.id)
}

describe('a payment that the bank tells us of', () => {
  test('pays the order: ledger, invoice request, notice, audit, all in one', async () => {
    const { id } = await paying.makeOrder({ amountFen: 320_000 })
    const attempt = await paying.begin(id)
    expect(await payment(attempt.id)).toMatchObject({
      state: 'pending',
      live: true,
      amountFen: 320_000,
      method: 'card',
    })
    await paying.bank.control.pay(attempt.tradeNo)
    await deliverAll(attempt.tradeNo)
    expect(await payment(attempt.id)).toMatchObject({
      state: 'confirmed',
      outcome: 'exact',
      receivedFen: 320_000,
      toOrderFen: 320_000,
      toCreditFen: 0,
      live: false,
    })
    expect(await order(id)).toMatchObject({ state: 'paid', paidFen: 320_000, outstandingFen: 0 })
    const { db } = paying.world.deps
    expect(await db.invoiceRequest.findUnique({ where: { paymentId: attempt.id } })).toMatchObject({
      amountFen: 320_000n,
      title: paying.organisation.name,
    })
    expect(await db.notice.count({ where: { kind: 'paymentReceived', subjectId: attempt.id } })).toBeGreaterThan(0)
    const actions = await db.auditEntry.findMany({ where: { subjectId: attempt.id }, orderBy: { id: 'asc' } })
    expect(actions.map(({ action }) => action)).toEqual(['payment.begun', 'payment.pending', 'payment.confirmed'])
  })

  test('is taken once, however often and in whatever order it is told', async () => {
    const { id } = await paying.makeOrder()
    const attempt = await paying.begin(id)
    await paying.bank.control.behave({ noticeCopies: 3, noticeOrder: 'outdatedLast' }, attempt.tradeNo)
    await paying.bank.control.pay(attempt.tradeNo)
    await deliverAll(attempt.tradeNo)
    await deliverAll(attempt.tradeNo)
    expect((await verdicts(attempt.tradeNo)).filter((verdict) => verdict === 'applied')).toHaveLength(1)
    expect(await order(id)).toMatchObject({ state: 'paid', paidFen: 320_000 })
  })

  test('is taken once when many notices and questions come at the same moment', async () => {
    const { id } = await paying.makeOrder()
    const attempt = await paying.begin(id)
    await paying.bank.control.behave({ noticeCopies: 4 }, attempt.tradeNo)
    await paying.bank.control.pay(attempt.tradeNo)
    const notices = await noticesOf(attempt.tradeNo)
    await Promise.all([
      ...notices.map((notice) => paying.bank.control.deliver(notice.id)),
      ...Array.from({ length: 4 }, () => paying.world.mutate('payments.ask', { id: attempt.id }, paying.admin.cookie)),
    ])
    expect(await order(id)).toMatchObject({ state: 'paid', paidFen: 320_000 })
    expect(await payment(attempt.id)).toMatchObject({ toOrderFen: 320_000, toCreditFen: 0 })
  })
})

describe('a payment that nobody tells us of', () => {
  test('is found when the payer says 已完成支付', async () => {
    const { id } = await paying.makeOrder()
    const attempt = await paying.begin(id, 'netbank')
    const before = await paying.world.mutate('payments.ask', { id: attempt.id }, paying.admin.cookie)
    expect(before.data).toMatchObject({ state: 'pending', live: true })
    await paying.bank.control.behave({ noticeCopies: 0 }, attempt.tradeNo)
    await paying.bank.control.pay(attempt.tradeNo)
    // Tapped again at once, it waits for its turn, because providers refuse to be asked faster, and then says what is true.
    const after = await paying.world.mutate('payments.ask', { id: attempt.id }, paying.admin.cookie)
    expect(after.data).toMatchObject({ state: 'confirmed', outcome: 'exact' })
  })

  test('is found by the sweep, also after its time is over', async () => {
    const { id } = await paying.makeOrder()
    const attempt = await paying.begin(id)
    await paying.bank.control.behave({ noticeCopies: 0 }, attempt.tradeNo)
    await paying.bank.control.pay(attempt.tradeNo)
    expect(await paying.sweep()).toBe(0)
    await letTimePass(paying.world, attempt.id, 2 * 3600)
    expect(await paying.sweep()).toBe(1)
    expect(await payment(attempt.id)).toMatchObject({ state: 'confirmed', outcome: 'exact' })
    expect(await paying.sweep()).toBe(0)
  })

  test('is found when it is paid in a window that was left, after the bank had never heard of it', async () => {
    const { id } = await paying.makeOrder()
    // Its cashier is opened, and nobody goes on there yet.
    const { data } = await paying.world.mutate(
      'payments.begin',
      { id: newId(), orderId: id, method: 'card' },
      paying.admin.cookie,
    )
    const { cashier } = await openCashier(paying.world.deps, actorOf(paying.admin, paying.organisation), {
      id: data.id,
      device: 'desktop',
      origin: 'http://localhost:3000',
    })
    await paying.begin(id)
    await letTimePass(paying.world, data.id, 60)
    await paying.sweep()
    await paying.bank.control.open(cashier)
    await paying.bank.control.behave({ noticeCopies: 0 }, data.tradeNo)
    await paying.bank.control.pay(data.tradeNo)
    await letTimePass(paying.world, data.id, 300)
    await paying.sweep()
    expect(await payment(data.id)).toMatchObject({ state: 'confirmed', outcome: 'exact' })
  })

  test('is asked about again while the bank cannot be reached', async () => {
    const { id } = await paying.makeOrder()
    const attempt = await paying.begin(id)
    await paying.bank.control.behave({ noticeCopies: 0, queryAnswer: 'error' }, attempt.tradeNo)
    await paying.bank.control.pay(attempt.tradeNo)
    const asked = await paying.world.mutate('payments.ask', { id: attempt.id }, paying.admin.cookie)
    expect(asked.code).toBe('gatewayUnavailable')
    await letTimePass(paying.world, attempt.id, 60)
    await expect(paying.sweep()).rejects.toMatchObject({ code: 'gatewayUnavailable' })
    await paying.bank.control.behave({ queryAnswer: 'normal' }, attempt.tradeNo)
    await letTimePass(paying.world, attempt.id, 120)
    await paying.sweep()
    expect(await payment(attempt.id)).toMatchObject({ state: 'confirmed' })
  })
})

describe('an attempt that is not paid', () => {
  test('is over by the clock of the database, is closed at the bank, and can be repeated', async () => {
    const { id } = await paying.makeOrder()
    const attempt = await paying.begin(id)
    await letTimePass(paying.world, attempt.id, 2 * 3600)
    // Not swept yet, and all the same nobody can go on with it.
    expect(await payment(attempt.id)).toMatchObject({ state: 'pending', live: false })
    const cashier = await paying.world.request(`/api/payments/${attempt.id}/cashier`, { cookie: paying.admin.cookie })
    expect(cashier.status).toBe(409)
    await paying.sweep()
    expect(await payment(attempt.id)).toMatchObject({ state: 'expired' })
    expect(await paying.bank.control.pay(attempt.tradeNo)).toMatchObject({ paid: false })
    await letTimePass(paying.world, attempt.id, 3600)
    await paying.sweep()
    const row = await paying.world.deps.db.payment.findUniqueOrThrow({ where: { id: attempt.id } })
    expect(row).toMatchObject({ nextQueryAt: null, closedAt: expect.any(Date) })
    const next = await paying.begin(id)
    expect(next.tradeNo).not.toBe(attempt.tradeNo)
    await paying.bank.control.pay(next.tradeNo)
    await deliverAll(next.tradeNo)
    expect(await order(id)).toMatchObject({ state: 'paid' })
  })

  test('never opened, it needs no question', async () => {
    const { id } = await paying.makeOrder()
    const begun = await paying.world.mutate(
      'payments.begin',
      { id: newId(), orderId: id, method: 'card' },
      paying.admin.cookie,
    )
    await letTimePass(paying.world, begun.data.id, 2 * 3600)
    expect(await paying.sweep()).toBe(0)
    expect(await payment(begun.data.id)).toMatchObject({ state: 'expired' })
  })
})

describe('money that does not fit', () => {
  test('再次提交支付: both paid, the second is a double payment and becomes credit', async () => {
    const { id } = await paying.makeOrder({ amountFen: 48_000 })
    const first = await paying.begin(id)
    const second = await paying.begin(id, 'netbank')
    expect(await payment(first.id)).toMatchObject({ state: 'cancelled' })
    // The bank was not told yet that the first one is given up.
    await paying.bank.control.pay(first.tradeNo)
    await paying.bank.control.pay(second.tradeNo)
    await deliverAll(second.tradeNo)
    await deliverAll(first.tradeNo)
    expect(await payment(second.id)).toMatchObject({ state: 'confirmed', outcome: 'exact', toOrderFen: 48_000 })
    expect(await payment(first.id)).toMatchObject({ state: 'confirmed', outcome: 'double', toCreditFen: 48_000 })
    const balances = await paying.world.query('credit.balances', {}, paying.admin.cookie)
    expect(balances.data.totalFen).toBeGreaterThanOrEqual(48_000)
  })

  test('after the order was cancelled it is late and becomes credit', async () => {
    const { id } = await paying.makeOrder({ amountFen: 10_000 })
    const attempt = await paying.begin(id)
    const cancelled = await paying.world.mutate('orders.cancel', { id, reason: '不培训了' }, paying.admin.cookie)
    expect(cancelled.code).toBeNull()
    expect(await payment(attempt.id)).toMatchObject({ live: false })
    await paying.bank.control.pay(attempt.tradeNo)
    await deliverAll(attempt.tradeNo)
    expect(await payment(attempt.id)).toMatchObject({ outcome: 'late', toOrderFen: 0, toCreditFen: 10_000 })
    expect(await order(id)).toMatchObject({ state: 'cancelled', paidFen: 0 })
  })

  test('less than was due leaves the rest open; more becomes credit', async () => {
    const { id } = await paying.makeOrder({ amountFen: 50_000 })
    const less = await paying.begin(id)
    await paying.bank.control.behave({ payDifferenceFen: -20_000 }, less.tradeNo)
    await paying.bank.control.pay(less.tradeNo)
    await deliverAll(less.tradeNo)
    // Another sum than was asked for: the bank is asked what really came.
    expect(await verdicts(less.tradeNo)).toEqual(['amountDiffers'])
    await paying.world.mutate('payments.ask', { id: less.id }, paying.admin.cookie)
    expect(await payment(less.id)).toMatchObject({ outcome: 'under', receivedFen: 30_000, toOrderFen: 30_000 })
    expect(await order(id)).toMatchObject({ state: 'open', outstandingFen: 20_000 })
    const more = await paying.begin(id)
    await paying.bank.control.behave({ payDifferenceFen: 5_000 }, more.tradeNo)
    await paying.bank.control.pay(more.tradeNo)
    await paying.world.mutate('payments.ask', { id: more.id }, paying.admin.cookie)
    expect(await payment(more.id)).toMatchObject({ outcome: 'over', toOrderFen: 20_000, toCreditFen: 5_000 })
    expect(await order(id)).toMatchObject({ state: 'paid' })
  })

  test('a notice with a wrong amount changes nothing; the bank is asked and its answer counts', async () => {
    const { id } = await paying.makeOrder({ amountFen: 77_700 })
    const attempt = await paying.begin(id)
    await paying.bank.control.behave({ noticeFault: 'amount' }, attempt.tradeNo)
    await paying.bank.control.pay(attempt.tradeNo)
    await deliverAll(attempt.tradeNo)
    expect(await payment(attempt.id)).toMatchObject({ state: 'pending' })
    expect(await verdicts(attempt.tradeNo)).toEqual(['amountDiffers'])
    const open = await paying.world.query('payments.notices', { paymentId: attempt.id }, finance.cookie)
    expect(open.data.rows).toHaveLength(1)
    await paying.world.mutate('payments.ask', { id: attempt.id }, paying.admin.cookie)
    expect(await payment(attempt.id)).toMatchObject({ state: 'confirmed', receivedFen: 77_700, outcome: 'exact' })
    const [notice] = open.data.rows
    const handled = { id: notice.id, note: '银行多报了 1 元，以查询为准' }
    expect((await paying.world.mutate('payments.handleNotice', handled, finance.cookie)).code).toBeNull()
    expect((await paying.world.mutate('payments.handleNotice', handled, finance.cookie)).code).toBe('conflict')
    const left = await paying.world.query('payments.notices', { paymentId: attempt.id }, finance.cookie)
    expect(left.data.rows).toEqual([])
    const one = await paying.world.query('payments.notice', { id: notice.id }, finance.cookie)
    expect(one.data).toMatchObject({ id: notice.id, verdict: 'amountDiffers', handledNote: handled.note })
    expect((await paying.world.query('payments.notice', { id: newId() }, finance.cookie)).code).toBe('notFound')
  })
})

describe('a message that is not to be believed', () => {
  test.each([
    ['signature', 'badSignature'],
    ['stranger', 'badSignature'],
    ['merchant', 'otherMerchant'],
    ['currency', 'otherCurrency'],
  ] as const)('%s: it is kept, refused, and changes nothing', async (noticeFault, verdict) => {
    const { id } = await paying.makeOrder({ amountFen: 1_000 })
    const attempt = await paying.begin(id)
    await paying.bank.control.behave({ noticeFault }, attempt.tradeNo)
    await paying.bank.control.pay(attempt.tradeNo)
    const [notice] = await noticesOf(attempt.tradeNo)
    expect(await paying.bank.control.deliver(notice?.id ?? '')).toMatchObject({ answered: false })
    expect(await payment(attempt.id)).toMatchObject({ state: 'pending' })
    const last = await paying.world.deps.db.gatewayNotice.findFirst({ orderBy: { id: 'desc' } })
    expect(last).toMatchObject({ verdict })
    await paying.world.mutate('payments.ask', { id: attempt.id }, paying.admin.cookie)
    expect(await payment(attempt.id)).toMatchObject({ state: 'confirmed' })
  })

  test('about a trade that is none of ours: finance is told, once', async () => {
    const { id } = await paying.makeOrder({ amountFen: 1_000 })
    const attempt = await paying.begin(id)
    await paying.bank.control.pay(attempt.tradeNo)
    // As after a restore of an older backup: the bank knows of a payment that we do not.
    await paying.world.deps.db
      .$executeRaw`UPDATE payments SET trade_no = trade_no || 'X' WHERE id = ${attempt.id}::uuid`
    await deliverAll(attempt.tradeNo)
    await deliverAll(attempt.tradeNo)
    expect(new Set(await verdicts(attempt.tradeNo))).toEqual(new Set(['unknownTrade']))
    expect(await paying.world.deps.db.notice.count({ where: { kind: 'paymentOdd' } })).toBeGreaterThan(0)
    await paying.world.deps.db.$executeRaw`
      UPDATE payments SET trade_no = ${attempt.tradeNo} WHERE id = ${attempt.id}::uuid`
    await paying.world.mutate('payments.ask', { id: attempt.id }, paying.admin.cookie)
    expect(await payment(attempt.id)).toMatchObject({ state: 'confirmed' })
  })

  test('any number of forged ones fill no disk', async () => {
    const before = await paying.world.deps.db.gatewayNotice.count()
    for (let i = 0; i < 230; i++) {
      const forged = await paying.world.app.request('/api/payments/notices/sandbox', {
        method: 'POST',
        body: JSON.stringify({ tradeNo: `PX26AAAAAA${i}`, amountFen: 1 }),
      })
      expect(forged.status).toBe(500)
    }
    expect((await paying.world.deps.db.gatewayNotice.count()) - before).toBeLessThanOrEqual(200)
  })

  test('a message in the name of a provider that is not set up finds nothing', async () => {
    for (const name of ['alipay', 'nobody']) {
      const answer = await paying.world.app.request(`/api/payments/notices/${name}`, { method: 'POST', body: '{}' })
      expect(answer.status).toBe(404)
    }
  })
})

describe('beginning', () => {
  test('the same id again is the same attempt; with something else it is refused', async () => {
    const { id } = await paying.makeOrder()
    const input = { id: newId(), orderId: id, method: 'card' }
    const first = await paying.world.mutate('payments.begin', input, paying.admin.cookie)
    const again = await paying.world.mutate('payments.begin', input, paying.admin.cookie)
    expect(again.data).toMatchObject({ id: input.id, tradeNo: first.data.tradeNo })
    const other = await paying.makeOrder()
    for (const changed of [
      { ...input, method: 'netbank' },
      { ...input, orderId: other.id },
    ]) {
      expect((await paying.world.mutate('payments.begin', changed, paying.admin.cookie)).code).toBe(
        'idempotencyKeyReused',
      )
    }
  })

  test('of several at once each has a number of its own and one is live', async () => {
    const { id, number } = await paying.makeOrder()
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        paying.world.mutate('payments.begin', { id: newId(), orderId: id, method: 'card' }, paying.admin.cookie),
      ),
    )
    expect(answers.map(({ code }) => code)).toEqual([null, null, null, null, null])
    const all = (await paying.world.query('payments.ofOrder', { orderId: id }, paying.admin.cookie)).data
    expect(all.map(({ tradeNo }: { tradeNo: string }) => tradeNo).sort()).toEqual(
      ['01', '02', '03', '04', '05'].map((tail) => `${number}${tail}`),
    )
    expect(all.filter(({ live }: { live: boolean }) => live)).toHaveLength(1)
  })

  test('an order that takes no money is refused, and so is a method that is not set up', async () => {
    const ofState = async (options: Parameters<PayingWorld['makeOrder']>[0]) => {
      const { id } = await paying.makeOrder(options)
      return (
        await paying.world.mutate('payments.begin', { id: newId(), orderId: id, method: 'card' }, paying.admin.cookie)
      ).code
    }
    expect(await ofState({ state: 'cancelled' })).toBe('orderNotPayable')
    expect(await ofState({ state: 'expired' })).toBe('orderNotPayable')
    // Its time is over, and the sweep has not come by yet.
    expect(await ofState({ expiresAt: new Date(Date.now() - 1000) })).toBe('orderNotPayable')
    const { id } = await paying.makeOrder()
    const wechat = { id: newId(), orderId: id, method: 'wechat' }
    expect((await paying.world.mutate('payments.begin', wechat, paying.admin.cookie)).code).toBe('paymentMethodOff')
  })

  test('another organisation sees, begins, opens and asks nothing', async () => {
    const stranger = await makeAdmin(paying.world, await makeOrganisation(paying.world))
    const { id } = await paying.makeOrder()
    const attempt = await paying.begin(id)
    const answers = await Promise.all([
      paying.world.mutate('payments.begin', { id: newId(), orderId: id, method: 'card' }, stranger.cookie),
      paying.world.query('payments.get', { id: attempt.id }, stranger.cookie),
      paying.world.mutate('payments.ask', { id: attempt.id }, stranger.cookie),
      paying.world.query('payments.ofOrder', { orderId: id }, stranger.cookie),
    ])
    expect(answers.map(({ code }) => code)).toEqual(['notFound', 'notFound', 'notFound', 'notFound'])
    const page = await paying.world.request(`/api/payments/${attempt.id}/cashier`, { cookie: stranger.cookie })
    expect(page.status).toBe(404)
  })
})

test('the browser comes back by a link or a form of any site, to the page that waits and nothing else', async () => {
  const [orderId, paymentId] = [newId(), newId()]
  for (const method of ['GET', 'POST']) {
    const back = await paying.world.app.request(`/api/payments/return/${orderId}/${paymentId}`, {
      method,
      headers: { origin: 'https://gateway.example' },
    })
    expect(back.status).toBe(303)
    expect(back.headers.get('location')).toBe(`/orders/${orderId}/payments/${paymentId}`)
  }
  const bad = await paying.world.app.request('/api/payments/return/x/https:%2F%2Fevil.example')
  expect(bad.status).toBe(400)
})
