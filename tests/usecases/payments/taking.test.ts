import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '../../../server/app.ts'
import { systemActor } from '../../../server/core/actor.ts'
import { fen } from '../../../server/core/money.ts'
import { takeTradeAnswer } from '../../../server/features/payments/take-trade-answer.ts'
import { besides, inTransaction } from '../../../server/platform/database.ts'
import type { PaymentProvider, TradeAnswer } from '../../../server/platform/payment-providers/payment-provider.ts'
import { gatewayBalance, letTimePass, openPayingWorld, type PayingWorld } from '../../support/paying.ts'

/** What a provider can say and the sandbox bank does not: the answers are handed in as if a provider had given them. */
let paying: PayingWorld
beforeAll(async () => {
  paying = await openPayingWorld()
})
afterAll(() => paying.close())

const actor = systemActor('test')
const take = async (id: string, answer: TradeAnswer) => {
  const known = await rowOf(id)
  return inTransaction(paying.world.deps, (tx) => takeTradeAnswer(paying.world.deps, tx, actor, known, answer))
}
const paid = (providerTradeNo: string, amountFen = 320_000): TradeAnswer => ({
  state: 'paid',
  providerTradeNo,
  amountFen: fen(amountFen),
  paidAt: new Date(),
})
const rowOf = (id: string) => paying.world.deps.db.payment.findUniqueOrThrow({ where: { id } })

test('a second transaction for one trade is a payment of its own and becomes credit; told again it is the same one', async () => {
  const { id } = await paying.makeOrder()
  const attempt = await paying.begin(id)
  const before = await gatewayBalance(paying.world)
  expect(await take(attempt.id, paid('A1'))).toBe('applied')
  expect(await take(attempt.id, paid('A2', 100))).toBe('secondTrade')
  expect(await take(attempt.id, paid('A2', 100))).toBe('repeated')
  expect(await take(attempt.id, paid('A1'))).toBe('repeated')
  const all = (await paying.world.query('payments.ofOrder', { orderId: id }, paying.admin.cookie)).data
  expect(all).toHaveLength(2)
  expect(all.find(({ providerTradeNo }: { providerTradeNo: string }) => providerTradeNo === 'A2')).toMatchObject({
    outcome: 'double',
    toCreditFen: 100,
    tradeNo: `${attempt.tradeNo}+A2`,
  })
  expect((await gatewayBalance(paying.world)) - before).toBe(320_100)
})

test('one transaction pays one trade, whatever a provider says of another', async () => {
  const first = await paying.begin((await paying.makeOrder()).id)
  const second = await paying.begin((await paying.makeOrder()).id)
  await take(first.id, paid('B1'))
  expect(await take(second.id, paid('B1'))).toBe('secondTrade')
  expect(await rowOf(second.id)).toMatchObject({ state: 'pending', receivedFen: null })
})

test('one card failed and another paid: it is asked about until nobody can be at the cashier any more', async () => {
  const attempt = await paying.begin((await paying.makeOrder()).id)
  expect(await take(attempt.id, { state: 'failed', failure: '余额不足' })).toBe('applied')
  expect(await rowOf(attempt.id)).toMatchObject({ state: 'failed', failure: '余额不足', closedAt: null })
  expect((await rowOf(attempt.id)).nextQueryAt).not.toBeNull()
  expect(await take(attempt.id, paid('C1'))).toBe('applied')
  expect(await rowOf(attempt.id)).toMatchObject({ state: 'confirmed', outcome: 'exact' })
})

test('a provider that has never heard of it is believed once its time is long over, and not at the moment it ends', async () => {
  const attempt = await paying.begin((await paying.makeOrder()).id)
  await letTimePass(paying.world, attempt.id, 31 * 60)
  await take(attempt.id, { state: 'unknown' })
  expect(await rowOf(attempt.id)).toMatchObject({ closedAt: null })
  await letTimePass(paying.world, attempt.id, 16 * 60)
  await take(attempt.id, { state: 'unknown' })
  expect(await rowOf(attempt.id)).toMatchObject({ closedAt: expect.any(Date), nextQueryAt: null })
})

test('an attempt that nobody answers for is given up after days, and finance is told', async () => {
  const attempt = await paying.begin((await paying.makeOrder()).id)
  await paying.bank.control.behave({ queryAnswer: 'error' }, attempt.tradeNo)
  await paying.world.deps.db.$executeRaw`
    UPDATE payments SET created_at = now() - interval '73 hours', expires_at = now() - interval '72 hours' WHERE id = ${attempt.id}::uuid`
  await paying.sweep().catch(() => undefined)
  expect((await rowOf(attempt.id)).nextQueryAt).toBeNull()
  const [notice] = await paying.world.deps.db.gatewayNotice.findMany({ where: { paymentId: attempt.id } })
  expect(notice).toMatchObject({ verdict: 'unanswered', tradeNo: attempt.tradeNo })
})

test('what fails beside a payment leaves the payment: it is undone alone, and logged', async () => {
  const { deps, logged } = paying.world
  const { id } = await paying.makeOrder()
  await inTransaction(deps, async (tx) => {
    await tx.order.update({ where: { id }, data: { cancelReason: '钱' } })
    await besides(deps, tx, 'test.beside', async () => {
      await tx.order.update({ where: { id }, data: { cancelReason: '通知' } })
      await tx.$executeRaw`SELECT 1 / 0`
    })
  })
  expect(await deps.db.order.findUnique({ where: { id } })).toMatchObject({ cancelReason: '钱' })
  expect(logged.some((line) => line.includes('test.beside'))).toBe(true)
})

test('a cashier that wants a form gets one that posts itself, and leads nowhere but over TLS or to that provider', async () => {
  const { bank, world, admin } = paying
  const fields = { orderId: 'PX26', note: '"><script>alert(1)</script>' }
  const provider: PaymentProvider = {
    ...bank.provider,
    openCashier: async () => ({ kind: 'form', action: 'https://gateway.example/pay', fields }),
  }
  const app = createApp({ ...world.deps, providers: [provider] }, null)
  const attempt = await paying.begin((await paying.makeOrder()).id)
  const page = await app.request(`/api/payments/${attempt.id}/cashier`, { headers: { cookie: admin.cookie } })
  const policy = page.headers.get('content-security-policy') ?? ''
  expect(page.status).toBe(200)
  // UnionPay's gateway sends the payer on to a host of its own, and browsers hold redirects to form-action.
  expect(policy).toContain('form-action https: https://gateway.example;')
  expect(policy).toMatch(/script-src 'nonce-[^']+'/)
  const html = await page.text()
  expect(html).toContain('action="https://gateway.example/pay"')
  expect(html).not.toContain('<script>alert')
})
