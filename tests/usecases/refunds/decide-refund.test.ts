import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { applyRefundAnswer } from '../../../server/features/refunds/apply-refund-answer.ts'
import { sendRefund } from '../../../server/features/refunds/ask-provider.ts'
import { queryRefunds } from '../../../server/features/refunds/query-refunds.ts'
import { gatewayRefused } from '../../../server/platform/payment-providers/ask-provider.ts'
import { makePayee } from '../../support/orders.ts'
import { gatewayBalance, openPayingWorld, type PayingWorld } from '../../support/paying.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import type { World } from '../../support/world.ts'
import {
  approve,
  ask,
  askOfCredit,
  type Clerk,
  finishByCard,
  held,
  payByCard,
  runSends,
  toCredit,
  toSource,
  transferTo,
} from './arrange.ts'

let paying: PayingWorld
let world: World
let admin: Clerk
let finance: Clerk
let second: Clerk
beforeAll(async () => {
  paying = await openPayingWorld()
  world = paying.world
  admin = paying.admin
  finance = await makeStaff(world, 'finance')
  second = await makeStaff(world, 'finance')
})
afterAll(() => paying.close())
// Whatever happened: what our books say of the bank is what the bank's books say of us.
afterEach(async () => {
  await paying.bank.control.behave({ refund: 'done', queryAnswer: 'normal', noticeCopies: 1 })
  expect(await gatewayBalance(world)).toBe((await paying.bank.statement()).netFen)
})

async function paidOrder(amountFen = 320_000): Promise<{ id: string; paymentId: string }> {
  const order = await paying.makeOrder({ amountFen })
  return { id: order.id, paymentId: await payByCard(paying, order.id) }
}
const refund = async (id: string) => (await world.query('refunds.get', { id }, admin.cookie)).data
const order = async (id: string) => (await world.query('orders.get', { id }, admin.cookie)).data
const auditOf = async (subjectId: string) =>
  (await world.deps.db.auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'asc' } })).map(
    ({ action }) => action,
  )
const told = (refundId: string, kind: string) =>
  world.deps.db.notice.count({ where: { kind, data: { path: ['refundId'], equals: refundId } } })
/** As if the provider's next question were due now. */
const due = (id: string) =>
  world.deps.db.$executeRaw`UPDATE refunds SET next_query_at = now() - interval '1 second' WHERE id = ${id}::uuid`

describe('deciding', () => {
  test('is for a second person in finance: not for who asked, not for reviewers, not for the organisation', async () => {
    const { id } = await paidOrder()
    const own = (await ask(world, finance.cookie, id, toCredit(10_000))).data
    expect(own).toMatchObject({ requestedByStaff: true, may: { decide: false, samePerson: true, withdraw: true } })
    expect((await approve(world, finance, own)).code).toBe('refundSamePerson')
    expect((await world.mutate('refunds.reject', { id: own.id, version: 1, reason: '不' }, finance.cookie)).code).toBe(
      'refundSamePerson',
    )
    expect((await approve(world, await makeStaff(world, 'reviewer'), own)).code).toBe('notAllowed')
    expect((await approve(world, admin, own)).code).toBe('notAllowed')
    expect((await approve(world, second, own)).data.state).toBe('done')
  })

  test('the database itself refuses one person for both', async () => {
    const { id } = await paidOrder()
    const own = (await ask(world, finance.cookie, id, toCredit(10_000))).data
    await expect(
      world.deps.db.refund.update({ where: { id: own.id }, data: { state: 'approved', decidedById: finance.id } }),
    ).rejects.toThrow(/refunds_second_person/)
  })

  test('needs the amount typed and the version that was looked at', async () => {
    const { id } = await paidOrder()
    const asked = (await ask(world, admin.cookie, id, toCredit(10_000))).data
    expect((await approve(world, finance, { ...asked, amountFen: 10_001 })).code).toBe('amountInvalid')
    expect((await approve(world, finance, { ...asked, version: 2 })).code).toBe('refundChanged')
    const approved = await approve(world, finance, asked)
    expect((await approve(world, finance, asked)).data).toEqual(approved.data)
    expect((await approve(world, second, asked)).code).toBe('refundChanged')
    expect(await held(world, 'order', id)).toBe(310_000)
  })

  test('rejected with a reason, nothing moves and the organisation is told why', async () => {
    const { id } = await paidOrder()
    const asked = (await ask(world, admin.cookie, id, toCredit(10_000))).data
    const rejected = await world.mutate(
      'refunds.reject',
      { id: asked.id, version: 1, reason: '已经开课' },
      finance.cookie,
    )
    expect(rejected.data).toMatchObject({ state: 'rejected', decisionNote: '已经开课', decidedByName: finance.name })
    expect(await held(world, 'order', id)).toBe(320_000)
    expect(await told(asked.id, 'refundDecided')).toBeGreaterThan(0)
    expect(await auditOf(asked.id)).toEqual(['refund.requested', 'refund.rejected'])
  })
})

describe('the ways', () => {
  test('to the credit: at once, and the order’s balance shows it', async () => {
    const { id } = await paidOrder()
    const before = await held(world, 'organisationCredit', paying.organisation.id)
    const asked = (await ask(world, admin.cookie, id, toCredit(20_000))).data
    expect((await approve(world, finance, asked)).data.state).toBe('done')
    expect(await held(world, 'organisationCredit', paying.organisation.id)).toBe(before + 20_000)
    expect(await order(id)).toMatchObject({ paidFen: 300_000, refundedFen: 20_000, state: 'paid' })
    expect(await auditOf(asked.id)).toEqual(['refund.requested', 'refund.approved', 'refund.done'])
    expect(await told(asked.id, 'refundDone')).toBeGreaterThan(0)
  })

  test('to another order: it is paid at once when it has its amount', async () => {
    const [from, target] = [await paidOrder(), await paying.makeOrder({ amountFen: 5_000 })]
    const wanted = {
      what: { kind: 'amount', amountFen: 5_000 },
      to: { way: 'order', targetOrderId: target.id },
      reason: '换订单',
    }
    const asked = (await ask(world, admin.cookie, from.id, wanted)).data
    const again = (await ask(world, admin.cookie, from.id, wanted)).data
    expect((await approve(world, finance, asked)).data.state).toBe('done')
    expect(await order(target.id)).toMatchObject({ state: 'paid', paidFen: 5_000 })
    // The second was asked for while the order could still take it.
    expect((await approve(world, finance, again)).code).toBe('orderNotPayable')
  })

  test('by bank transfer: waits for finance, who records serial, day and account', async () => {
    const { id } = await paidOrder()
    const account = await makePayee(world)
    const asked = (await ask(world, admin.cookie, id, transferTo(20_000))).data
    const approved = (await approve(world, finance, asked)).data
    expect(approved.state).toBe('sent')
    expect(await held(world, 'refund', asked.id)).toBe(20_000)
    const record = { id: asked.id, version: approved.version, serial: 'HQP20260508001', payeeAccountId: account }
    const today = new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
    expect(
      (await world.mutate('refunds.recordTransfer', { ...record, transferredOn: '2099-01-01' }, finance.cookie)).code,
    ).toBe('inputInvalid')
    expect(
      (
        await world.mutate(
          'refunds.recordTransfer',
          { ...record, payeeAccountId: newId(), transferredOn: today },
          finance.cookie,
        )
      ).code,
    ).toBe('payeeAccountMissing')
    const bankBefore = await held(world, 'bank')
    const done = await world.mutate('refunds.recordTransfer', { ...record, transferredOn: today }, finance.cookie)
    expect(done.data).toMatchObject({ state: 'done', transfer: { serial: 'HQP20260508001', transferredOn: today } })
    expect(
      (await world.mutate('refunds.recordTransfer', { ...record, transferredOn: today }, finance.cookie)).data,
    ).toEqual(done.data)
    expect(await held(world, 'refund', asked.id)).toBe(0)
    expect((await held(world, 'bank')) - bankBefore).toBe(20_000)
  })

  test('a transfer that the bank sent back: the money is in the order again', async () => {
    const { id } = await paidOrder()
    const asked = (await ask(world, admin.cookie, id, transferTo(20_000))).data
    const approved = (await approve(world, finance, asked)).data
    const failed = await world.mutate(
      'refunds.failTransfer',
      { id: asked.id, version: approved.version, reason: '户名不符' },
      finance.cookie,
    )
    expect(failed.data).toMatchObject({ state: 'failed', decisionNote: '户名不符' })
    expect(await order(id)).toMatchObject({ paidFen: 320_000, refundedFen: 0 })
    expect(await told(asked.id, 'refundFailed')).toBeGreaterThan(0)
    expect(await told(asked.id, 'refundFailedStaff')).toBeGreaterThan(0)
    expect((await ask(world, admin.cookie, id, transferTo(320_000))).data.state).toBe('requested')
  })

  test('credit that an order took meanwhile is not refunded as well', async () => {
    const own = await makeOrganisation(world)
    const clerk = await makeAdmin(world, own)
    const credit = { kind: 'organisationCredit', ownerId: own.id }
    const { db } = world.deps
    const accounts = await Promise.all(
      [credit, { kind: 'bank', ownerId: newId() }, { kind: 'order', ownerId: newId() }].map((one) =>
        db.ledgerAccount.create({ data: { id: newId(), kind: one.kind as 'bank', ownerId: one.ownerId } }),
      ),
    )
    const move = (kind: 'overpaymentToCredit' | 'creditToOrder', from: number, to: number, amountFen: bigint) =>
      db.ledgerTransfer.create({
        data: {
          id: newId(),
          idempotencyKey: newId(),
          kind,
          debitAccountId: accounts[from]?.id ?? '',
          creditAccountId: accounts[to]?.id ?? '',
          amountFen,
          causeType: 'payment',
          causeId: newId(),
        },
      })
    await move('overpaymentToCredit', 1, 0, 10_000n)
    const asked = (await askOfCredit(world, clerk.cookie, own.id, transferTo(10_000))).data
    await move('creditToOrder', 0, 2, 4_000n)
    expect(await approve(world, finance, asked)).toMatchObject({ code: 'creditTooLow', details: { balanceFen: 6_000 } })
  })
})

describe('to the source', () => {
  async function approved(amountFen = 20_000) {
    const { id, paymentId } = await paidOrder()
    const asked = (await ask(world, admin.cookie, id, toSource(amountFen, paymentId))).data
    const answer = (await approve(world, finance, asked)).data
    expect(answer.state).toBe('approved')
    return { orderId: id, id: asked.id as string, number: asked.number as string }
  }

  test('a job sends it; the bank says done, and it is', async () => {
    const { id, number, orderId } = await approved()
    await runSends(paying, id)
    expect(await refund(id)).toMatchObject({ state: 'done', providerRefundNo: expect.any(String), nextQueryAt: null })
    expect(await order(orderId)).toMatchObject({ paidFen: 300_000, refundedFen: 20_000 })
    expect(await auditOf(id)).toEqual(['refund.requested', 'refund.approved', 'refund.sent', 'refund.done'])
    // A second worker with the same job finds nothing to do.
    await sendRefund(world.deps, { refundId: id })
    const ofTheBank = (await paying.bank.statement()).refunds.filter((one) => one.refundNumber === number)
    expect(ofTheBank).toMatchObject([{ amountFen: 20_000 }])
  })

  test('the bank takes its time, and its notice settles it', async () => {
    await paying.bank.control.behave({ refund: 'pendingDone', refundDelayS: 0 })
    const { id, number } = await approved()
    await runSends(paying, id)
    expect((await refund(id)).state).toBe('sent')
    await paying.bank.control.tick()
    for (const notice of await paying.bank.control.notices()) {
      if (notice.refundNumber === number) await paying.bank.control.deliver(notice.id)
    }
    expect((await refund(id)).state).toBe('done')
  })

  test('no notice ever comes: the sweep asks when it is due, and not before', async () => {
    await paying.bank.control.behave({ refund: 'pendingDone', refundDelayS: 0, noticeCopies: 0 })
    const { id } = await approved()
    await runSends(paying, id)
    expect(await queryRefunds(world.deps)).toBe(0)
    await paying.bank.control.tick()
    await due(id)
    await queryRefunds(world.deps)
    expect(await refund(id)).toMatchObject({ state: 'done', queryCount: 1, nextQueryAt: null })
  })

  test('the bank says failed: the money is in the order again, and both sides are told', async () => {
    await paying.bank.control.behave({ refund: 'pendingFailed', refundDelayS: 0 })
    const { id, orderId } = await approved()
    await runSends(paying, id)
    await paying.bank.control.tick()
    await due(id)
    await queryRefunds(world.deps)
    const failed = await refund(id)
    expect(failed.state).toBe('failed')
    expect(failed.decisionNote).not.toBe('')
    expect(await order(orderId)).toMatchObject({ paidFen: 320_000, refundedFen: 0 })
    expect(await told(id, 'refundFailed')).toBeGreaterThan(0)
    expect(await told(id, 'refundFailedStaff')).toBeGreaterThan(0)
  })

  test('the bank cannot be reached: it stays sent, is asked less and less often, and goes through later', async () => {
    const { id } = await approved()
    await paying.bank.control.behave({ queryAnswer: 'error' })
    const stand = world.deps.providers[0]
    if (!stand) throw new Error('no provider')
    const down = { ...world.deps, providers: [{ ...stand, refund: () => Promise.reject(new Error('down')) }] }
    await expect(sendRefund(down, { refundId: id })).rejects.toThrow('down')
    expect((await refund(id)).state).toBe('sent')
    const waits: number[] = []
    for (let round = 0; round < 4; round++) {
      await due(id)
      await queryRefunds(down)
      waits.push((Date.parse((await refund(id)).nextQueryAt) - Date.now()) / 60_000)
    }
    expect(waits.map(Math.round)).toEqual([2, 5, 10, 30])
    await paying.bank.control.behave({ queryAnswer: 'normal' })
    await due(id)
    // The bank has never heard of it: it is sent, with the same number.
    await queryRefunds(world.deps)
    expect((await refund(id)).state).toBe('done')
  })

  test('money that another merchant number of ours took is not asked for under this one', async () => {
    const { id } = await approved()
    const stand = world.deps.providers[0]
    if (!stand) throw new Error('no provider')
    const other = { ...world.deps, providers: [{ ...stand, merchant: 'XUESHI0002' }] }
    await expect(sendRefund(other, { refundId: id })).rejects.toMatchObject({ code: 'gatewayUnavailable' })
    expect((await refund(id)).state).toBe('sent')
    await due(id)
    await queryRefunds(world.deps)
    expect((await refund(id)).state).toBe('done')
  })

  test('a provider that refuses is quoted, and the money is in the order again', async () => {
    const { id, orderId } = await approved()
    const stand = world.deps.providers[0]
    if (!stand) throw new Error('no provider')
    const refusing = { ...stand, refund: () => Promise.reject(gatewayRefused('sandbox', '商户余额不足')) }
    await sendRefund({ ...world.deps, providers: [refusing] }, { refundId: id })
    expect(await refund(id)).toMatchObject({ state: 'failed', decisionNote: '商户余额不足' })
    expect(await order(orderId)).toMatchObject({ refundedFen: 0 })
  })

  test('answered twice, or killed after the bank did it: once', async () => {
    const { id, number, orderId } = await approved()
    const stand = world.deps.providers[0]
    if (!stand) throw new Error('no provider')
    const killed = {
      ...world.deps,
      providers: [
        {
          ...stand,
          refund: async (request: Parameters<typeof stand.refund>[0]) => {
            await stand.refund(request)
            throw new Error('killed before the answer was read')
          },
        },
      ],
    }
    await expect(sendRefund(killed, { refundId: id })).rejects.toThrow('killed')
    await sendRefund(world.deps, { refundId: id })
    expect((await refund(id)).state).toBe('done')
    const answer = { state: 'done', providerRefundNo: 'x', refundedAt: new Date() } as const
    expect((await applyRefundAnswer(world.deps, number, answer)).outcome).toBe('repeated')
    const failed = await applyRefundAnswer(world.deps, number, { state: 'failed', failure: '不行' })
    expect(failed).toMatchObject({ outcome: 'contradicts', refundId: id })
    expect(await order(orderId)).toMatchObject({ paidFen: 300_000 })
    expect((await applyRefundAnswer(world.deps, 'RF26ZZZZZZ', answer)).outcome).toBe('unknownRefund')
  })

  test('finance can ask now', async () => {
    await paying.bank.control.behave({ refund: 'pendingDone', refundDelayS: 0, noticeCopies: 0 })
    const { id } = await approved()
    expect((await world.mutate('refunds.askAgain', { id }, finance.cookie)).data.state).toBe('sent')
    await paying.bank.control.tick()
    expect((await world.mutate('refunds.askAgain', { id }, finance.cookie)).data.state).toBe('done')
    expect((await world.mutate('refunds.askAgain', { id }, finance.cookie)).code).toBe('refundChanged')
  })

  test('a double payment goes back out of the credit', async () => {
    const made = await paying.makeOrder({ amountFen: 50_000 })
    const [first, again] = [await paying.begin(made.id), await paying.begin(made.id)]
    await finishByCard(paying, first)
    await finishByCard(paying, again)
    const before = await held(world, 'organisationCredit', paying.organisation.id)
    const asked = (await askOfCredit(world, admin.cookie, paying.organisation.id, toSource(50_000, again.id))).data
    await approve(world, finance, asked)
    await runSends(paying, asked.id)
    expect((await refund(asked.id)).state).toBe('done')
    expect(await held(world, 'organisationCredit', paying.organisation.id)).toBe(before - 50_000)
    expect(await order(made.id)).toMatchObject({ state: 'paid', paidFen: 50_000 })
  })
})
