import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeEnrolment, makeOfflinePlan } from '../support/enrolments.ts'
import { type Journey, openJourney, pressReady, staff } from '../support/journey.ts'
import { fillInCard, payByCard, sendCode } from '../support/pay-at-the-bank.ts'
import { makeLearner } from '../support/people.ts'
import { waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'

/**
 * What goes wrong with paying, as its people see it: seed 000 part 二 (在指定时间内未完成支付，需重新执行; 再次提交支付), and
 * where it leads when the first payment was made all the same. Each test goes on where the one before it stopped.
 */
let world: World
let journey: Journey
let office: Page
let finance: Page
/** The window of the first attempt, which stays open. */
let firstCashier: Page
let firstId: string
let planId: string

beforeAll(async () => {
  world = await openWorld()
  journey = await openJourney(world)
  const plan = await makeOfflinePlan(world, { subjects: [{ name: '混凝土检测', feeFen: 140_000 }] })
  const learner = await makeLearner(world, journey.organisation, { name: '吴晓燕' })
  await makeEnrolment(world, { plan, learner, organisation: journey.organisation, state: 'confirmed' })
  planId = plan.id
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await journey.explain('paying-twice')
})

afterAll(async () => {
  await journey?.close()
  await world?.close()
})

const at = (path: string) => `${journey.product.url}${path}`
const paymentOf = (id: string) => world.deps.db.payment.findUniqueOrThrow({ where: { id } })
const shownPayment = () => new URL(office.url()).pathname.split('/').at(-1) ?? ''

/** Money in our accounts by kind, as the ledger adds it up; what is ours grows with debits. */
async function booksOf(kind: 'gateway' | 'order' | 'organisationCredit' | 'refund'): Promise<number> {
  const rows = await world.deps.db.$queryRaw<{ sum: bigint | null }[]>`
    SELECT sum(ledger_balance(id))::bigint AS sum FROM ledger_accounts WHERE kind = ${kind}::ledger_account_kind`
  return Math.abs(Number(rows[0]?.sum ?? 0))
}

test('a payment that is left until its deadline is dead, and is repeated with 再次提交支付', async () => {
  office = await journey.open('desk', journey.organisation.creditCode)
  await office.goto(at(`/enrolments/${planId}?state=confirmed&pay=due`))
  await office.locator('tr', { hasText: '吴晓燕' }).locator('label').click()
  await office.getByRole('button', { name: /确认缴费 1 人/ }).click()
  await office.getByRole('button', { name: '下单，1 人，¥1,400.00' }).click()
  await office.getByRole('link', { name: '确认缴费' }).click()
  await office.getByText('银行卡快捷支付').click()
  const opening = office.context().waitForEvent('page')
  await office.getByRole('button', { name: '付款' }).click()
  firstCashier = await opening
  await fillInCard(firstCashier)
  await office.waitForURL('**/payments/*')
  await office.getByText('等待付款').waitFor()
  firstId = shownPayment()
  // Half an hour passes.
  await world.deps.db.$executeRaw`
    UPDATE payments SET created_at = created_at - interval '31 minutes', expires_at = now() - interval '1 second'
    WHERE id = ${firstId}::uuid`
  await office.getByText('过了时限，这次支付已经作废').waitFor()
  await journey.look(office, '07-expired')

  const again = office.context().waitForEvent('page')
  await office.getByRole('button', { name: '再次提交支付' }).click()
  const cashier = await again
  await payByCard(cashier)
  await office.getByText('收到 ¥1,400.00，订单已缴清。').waitFor()
  await journey.look(office, '07-paid')
  const secondId = shownPayment()
  expect(secondId).not.toBe(firstId)
  const { orderId, outcome } = await paymentOf(secondId)
  expect(outcome).toBe('exact')
  expect((await world.deps.db.order.findUniqueOrThrow({ where: { id: orderId } })).state).toBe('paid')
  expect((await paymentOf(firstId)).receivedFen).toBeNull()
})

test('when the first one is paid late after all, organisation and staff read that it became credit', async () => {
  await sendCode(firstCashier)
  await waitFor('the money is in', async () => (await paymentOf(firstId)).outcome === 'double')
  await firstCashier.getByRole('link', { name: '返回商户' }).click()
  await firstCashier.getByText('这次是重复支付，¥1,400.00 转成预存款').waitFor()
  await journey.look(firstCashier, '08-double')
  await firstCashier.getByRole('link', { name: '看预存款' }).click()
  await firstCashier.getByText('重复付的钱存入').waitFor()
  await journey.look(firstCashier, '08-credit')
  await waitFor('the mail about it', async () =>
    journey.smtp.mails.find(({ parsed }) => parsed.subject?.includes('已收到付款')),
  )

  finance = await journey.open('desk', staff.finance)
  await finance.goto(at('/desk/payments'))
  await finance.locator('tr', { hasText: '重复支付' }).click()
  await finance.getByText(`这次是重复支付，¥1,400.00 全部记在${journey.organisation.name}的预存款`).waitFor()
  await journey.look(finance, '08-staff')

  expect(await booksOf('gateway')).toBe(280_000)
  expect(await booksOf('order')).toBe(140_000)
  expect(await booksOf('organisationCredit')).toBe(140_000)
  expect((await journey.bank.statement()).netFen).toBe(280_000)
})

test('the credit is asked back, approved by finance and back where it came from, and the books agree with the bank', async () => {
  await firstCashier.getByRole('link', { name: '申请退回' }).click()
  await firstCashier.getByRole('button', { name: '全部 ¥1,400.00' }).click()
  await firstCashier.getByText('原路退回').click()
  await firstCashier.getByRole('button', { name: '重复缴费' }).click()
  await journey.look(firstCashier, '08-ask-back')
  await firstCashier.getByRole('button', { name: '提交退费申请' }).click()
  await firstCashier.getByText('等培训中心财务批准').waitFor()

  await finance.goto(at('/desk/refunds'))
  await finance.locator('tr', { hasText: journey.organisation.name }).click()
  await pressReady(finance, 'A')
  await finance.getByLabel(/退款金额/).fill('140')
  await finance.getByRole('button', { name: '批准退费' }).click()
  await finance.getByText('和申请的 ¥1,400.00 不一样').waitFor()
  await finance.getByLabel(/退款金额/).fill('1400')
  await journey.look(finance, '08-approve')
  await finance.getByRole('button', { name: '批准退费' }).click()
  await firstCashier.getByText('钱已按原来的付款方式退回').waitFor({ timeout: 60_000 })
  await journey.look(firstCashier, '08-refunded')

  const refund = await world.deps.db.refund.findFirstOrThrow()
  expect(refund).toMatchObject({ state: 'done', way: 'source', amountFen: 140_000n, paymentId: firstId })
  expect(refund.decidedById).not.toBeNull()
  expect(refund.decidedById).not.toBe(refund.requestedById)
  const statement = await journey.bank.statement()
  expect(statement).toMatchObject({ receivedFen: 280_000, refundedFen: 140_000, netFen: 140_000 })
  expect(statement.refunds).toMatchObject([{ refundNumber: refund.number, amountFen: 140_000 }])
  expect(await booksOf('gateway')).toBe(statement.netFen)
  expect(await booksOf('order')).toBe(140_000)
  expect(await booksOf('organisationCredit')).toBe(0)
  expect(await booksOf('refund')).toBe(0)
  await waitFor('the mail about it', async () =>
    journey.smtp.mails.find(({ parsed }) => parsed.subject?.includes('退费已完成')),
  )
  // The person of the order stays paid for: only the second payment went back.
  await firstCashier.goto(at(`/enrolments/${planId}?state=confirmed&pay=paid`))
  await firstCashier.locator('tr', { hasText: '吴晓燕' }).getByText('已缴费').waitFor()
})
