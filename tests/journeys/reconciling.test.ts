import { writeFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { formatAmountInWords } from '../../server/core/amount-in-words.ts'
import { type Fen, formatFen } from '../../server/core/money.ts'
import { digitalXml, drawnInvoice } from '../support/draw-invoice.ts'
import { drawReceipt } from '../support/draw-receipt.ts'
import { type Journey, openJourney, pressReady, staff } from '../support/journey.ts'
import { makeOrder, makePlan } from '../support/orders.ts'
import { makeOrganisation } from '../support/people.ts'
import { waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'

/**
 * Seed 002 part 五, from 上传缴费凭证 to the invoice in a mailbox, in both modes, and a month's statement reconciled by
 * keyboard: a parent that pays, one line for two orders, a payment that came twice. Each test goes on where the one before
 * it stopped. Real browser, server, worker, OCR, PostgreSQL and SMTP server.
 */
let world: World
let journey: Journey
let phone: Page
let finance: Page

const planName = '2026年专业技术人员公共知识培训'
const at = (path: string) => `${journey.product.url}${path}`
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
const yuan = (amountFen: number) => `¥${formatFen(amountFen as Fen)}`

beforeAll(async () => {
  world = await openWorld()
  journey = await openJourney(world)
  await makePlan(world, { name: planName })
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await journey.explain('reconciling')
})

afterAll(async () => {
  await journey?.close()
  await world?.close()
})

const requestOf = (orderId: string) => world.deps.db.invoiceRequest.findFirst({ where: { orderId } })
const orderOf = (id: string) => world.deps.db.order.findUniqueOrThrow({ where: { id } })

/** From the table of plans to the form of one, with an amount typed. */
async function chooseUpload(amount: string): Promise<void> {
  await phone.goto(at('/upload'))
  await phone.getByText(planName).first().waitFor()
  await journey.look(phone, '10-plans')
  await phone
    .getByRole('link', { name: /上传凭证/ })
    .first()
    .click()
  await phone.getByText('第一步：请选择组织机构').waitFor()
  if (await world.deps.db.order.count({ where: { organisationId: journey.organisation.id, state: 'open' } }))
    await phone.getByText('另填一笔金额').click()
  await phone.getByRole('textbox', { name: /购买学习卡金额/ }).fill(amount)
}

/** The invoice that the tax platform gave out for a request, dropped into the inbox and sent on by one key. */
async function dropInvoice(orderId: string, number: string): Promise<void> {
  const request = await requestOf(orderId)
  const order = await orderOf(orderId)
  if (!request) throw new Error('nobody asked for an invoice')
  const withoutTax = Math.round((Number(request.amountFen) * 100) / 106)
  const xml = digitalXml({
    ...drawnInvoice,
    number,
    date: today(),
    buyerName: request.title,
    buyerTaxNumber: request.taxNumber,
    sellerName: '江苏建科建筑技术培训中心',
    sellerTaxNumber: '91320000MA1X2Y3Z4A',
    amountWithoutTaxFen: withoutTax,
    taxFen: Number(request.amountFen) - withoutTax,
    remark: [`订单 ${order.number}`],
  })
  await finance.goto(at('/desk/inbox'))
  await finance.getByRole('button', { name: '选发票文件' }).waitFor()
  await finance
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: `dzfp_${number}.xml`, mimeType: 'text/xml', buffer: Buffer.from(xml) })
  await finance.locator('tbody tr').first().waitFor()
  await journey.look(finance, '12-inbox')
  await finance.keyboard.press('Shift+X')
  await finance.getByText('开出并寄走 1 张').waitFor()
  await finance.keyboard.press('Shift+A')
  await waitFor('it is issued', async () => ['issued', 'delivered'].includes((await requestOf(orderId))?.state ?? ''))
}

const mailOf = (number: string) =>
  waitFor('the invoice is in the mailbox', async () =>
    journey.smtp.mails.find((mail) => mail.parsed.attachments.some(({ filename }) => filename?.includes(number))),
  )

test('先缴费后开票: a slip is uploaded by plan, approved, and the invoice arrives in the mailbox', async () => {
  const { organisation } = journey
  phone = await journey.open('phone', organisation.creditCode)
  await phone.waitForURL('**/home')
  await chooseUpload('3200')
  await journey.look(phone, '11-first-step')
  await phone.getByRole('button', { name: '银行转账信息上传' }).click()
  await phone.waitForURL('**/vouchers/**')
  const order = await world.deps.db.order.findFirstOrThrow({ where: { organisationId: organisation.id } })
  expect(order).toMatchObject({ kind: 'studyCards', amountFen: 320_000n, mode: 'payFirst' })
  const slip = drawReceipt({
    amount: yuan(320_000),
    inWords: `人民币${formatAmountInWords(320_000 as Fen)}`,
    orderNo: order.number,
    serialNo: '20261122355293077',
    paidAt: `${today()} 00:05:00`,
  })
  await writeFile(journey.inFolder('slip.png'), slip)
  await phone.locator('input[type=file][capture]').first().setInputFiles(journey.inFolder('slip.png'))
  await phone.getByText('图上读到的').waitFor({ timeout: 60_000 })
  await phone.getByText('收款账号是中心的').first().waitFor()
  await journey.look(phone, '11-read')
  await phone.getByRole('button', { name: '下一步' }).click()
  await phone.waitForURL('**/invoice-details')
  await phone.getByRole('textbox', { name: /邮箱/ }).fill('caiwu@suzhou.example')
  await journey.look(phone, '11-invoice-details')
  await phone.getByRole('button', { name: '提交审核' }).click()
  await phone.getByText('待审核').first().waitFor()

  // 对账管理 shows it with the manual's words.
  await phone.goto(at('/reconciliation'))
  await phone.getByText(order.number.slice(4, 7)).first().waitFor()
  await phone.getByText('待审核').first().waitFor()
  await phone.getByText('先缴费后开票').first().waitFor()
  await journey.look(phone, '11-reconciliation')

  finance = await journey.open('desk', staff.finance)
  await finance.goto(at('/desk/vouchers'))
  await pressReady(finance, 'A')
  await waitFor('the approval takes effect', async () => (await orderOf(order.id)).state === 'paid')

  const number = '26322000000316200001'
  await dropInvoice(order.id, number)
  const mail = await mailOf(number)
  expect(mail.recipients).toEqual(['caiwu@suzhou.example'])
  await waitFor('it counts as delivered', async () => (await requestOf(order.id))?.state === 'delivered')
  await phone.goto(at(`/invoices/${(await requestOf(order.id))?.id}`))
  await phone.getByText(number.slice(-4)).first().waitFor()
  await journey.look(phone, '12-invoice-on-the-phone')
})

test('先开票后付款: asked for inside the product, approved, mailed before the money, and closed by the bank’s line', async () => {
  await chooseUpload('6400')
  await phone.getByText('先开票后付款').first().click()
  await phone.getByRole('textbox', { name: /邮箱/ }).fill('kaipiao@suzhou.example')
  await journey.look(phone, '13-invoice-first')
  await phone.getByRole('button', { name: '提交开票申请' }).click()
  await phone.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
  const orderId = new URL(phone.url()).pathname.split('/').at(-1) ?? ''
  expect(await requestOf(orderId)).toMatchObject({ state: 'requested', amountFen: 640_000n })

  await finance.goto(at(`/desk/invoices/${(await requestOf(orderId))?.id}`))
  await finance.getByRole('button', { name: /先通过/ }).click()
  await waitFor('it is approved', async () => (await requestOf(orderId))?.state === 'approved')
  const number = '26322000000316200002'
  await dropInvoice(orderId, number)
  expect((await mailOf(number)).recipients).toEqual(['kaipiao@suzhou.example'])
  expect((await orderOf(orderId)).state).toBe('open')
})

test('a statement is dropped and reconciled by keyboard: invoice-first, a parent, one line for two orders, a payment that came twice', async () => {
  const { organisation } = journey
  const child = await makeOrganisation(world, { name: '苏州检测技术昆山分公司', parent: organisation })
  const other = await makeOrganisation(world, { name: '无锡正大建设工程质量检测有限公司' })
  const db = world.deps.db
  const invoiceFirst = await db.order.findFirstOrThrow({ where: { mode: 'invoiceFirst' } })
  const paid = await db.order.findFirstOrThrow({ where: { organisationId: organisation.id, state: 'paid' } })
  const ofChild = await makeOrder(world, child, { amountFen: 150_000 })
  const [first, second] = [
    await makeOrder(world, other, { amountFen: 280_000 }),
    await makeOrder(world, other, { amountFen: 175_000 }),
  ]
  const lines = [
    // The slip of the first test: its payment is only shown. Then the same again: credit.
    [320_000, organisation.name, '320501986636000012340', `培训费 ${paid.number}`],
    [320_000, organisation.name, '320501986636000012340', `培训费 ${paid.number}`],
    [640_000, organisation.name, '320501986636000012340', `px ${invoiceFirst.number.slice(2).toLowerCase()}`],
    [150_000, organisation.name, '320501986636000012340', `代${child.name}付 ${ofChild.number}`],
    [455_000, other.name, '10881491658564313', `${first.number}、${second.number}`],
    [3_215, '', '', '利息'],
  ] as const
  let balance = 1_000_000
  const rows = lines.map(([amountFen, name, account, remark], row) => {
    balance += amountFen
    const time = `1${row}:20:3${row}`
    return [today(), time, '', (amountFen / 100).toFixed(2), (balance / 100).toFixed(2), name, account, remark].join(
      ',',
    )
  })
  const csv = [
    '账号:,11000614001801023456',
    '户名:,国培网(北京)教育科技有限公司',
    '交易日期,交易时间,支出金额,收入金额,账户余额,对方户名,对方账号,附言',
    ...rows,
  ].join('\r\n')
  await finance.goto(at('/desk/statements'))
  await finance.getByText('上传流水').first().waitFor()
  await finance.keyboard.press('n')
  await finance
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: '交行.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${csv}`) })
  await finance.getByText('已导入').first().waitFor({ timeout: 60_000 })
  await journey.look(finance, '14-statement')
  expect(await db.statementLine.count()).toBe(6)

  // One after the other: the next line is open as soon as one is done.
  await waitFor(
    'everything is suggested',
    async () => (await db.statementLine.count({ where: { state: 'suggested' } })) === 5,
  )
  await finance.goto(at('/desk/matching'))
  await finance.locator('tbody tr').nth(4).waitFor()
  await journey.look(finance, '14-matching')
  const matched = () => db.statementLine.count({ where: { state: 'matched' } })
  await finance.keyboard.press('j')
  await finance.keyboard.press('Enter')
  for (let done = 0; done < 5; done++) {
    await journey.look(finance, `14-line-${done}`)
    await pressReady(finance, 'A')
    await waitFor(`line ${done + 1} is matched`, async () => (await matched()) === done + 1)
  }

  for (const order of [invoiceFirst, paid, ofChild, first, second])
    expect([order.number, (await orderOf(order.id)).state]).toEqual([order.number, 'paid'])
  // The slip's payment was not booked again; what came twice is credit; the invoice before the money is the only one.
  const transfers = await db.ledgerTransfer.findMany({
    where: { kind: { in: ['paymentReceived', 'overpaymentToCredit'] } },
  })
  const sum = (kind: string) =>
    transfers.filter((one) => one.kind === kind).reduce((total, { amountFen }) => total + Number(amountFen), 0)
  expect(sum('paymentReceived')).toBe(320_000 + 640_000 + 150_000 + 455_000)
  expect(sum('overpaymentToCredit')).toBe(320_000)
  expect(await db.invoiceRequest.count({ where: { orderId: invoiceFirst.id } })).toBe(1)
  expect(await db.statementLine.findMany({ where: { state: 'ignored' } })).toMatchObject([{ category: 'interest' }])

  // A mistake is undone alone, with its reason, and the line waits again.
  await finance.goto(at('/desk/matching?tab=matched'))
  await finance.getByText(other.name).first().click()
  await finance.getByText('分到的订单').first().waitFor()
  await finance.keyboard.press('u')
  await finance.keyboard.press('1')
  await finance.keyboard.press('Enter')
  await waitFor('it is undone', async () => (await db.lineAllocation.count({ where: { undoneAt: { not: null } } })) > 0)
  await journey.look(finance, '14-undone')
  expect(await db.payment.count({ where: { state: 'reversed' } })).toBe(1)
})

test('finance sees its numbers, and the phone sees what was matched', async () => {
  await finance.goto(at('/desk/finance'))
  await finance.getByText('每天到账').first().waitFor()
  await finance.getByText('已对上').first().waitFor()
  await journey.look(finance, '15-finance')
  await phone.goto(at('/reconciliation'))
  await phone.getByText('已通过').first().waitFor()
  await journey.look(phone, '15-reconciliation')
})
