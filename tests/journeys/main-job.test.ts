import { mkdir } from 'node:fs/promises'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { logInNameOf } from '../../server/features/accounts/log-in-names.rules.ts'
import { explainFailure } from '../support/explain-failure.ts'
import { pressReady } from '../support/journey.ts'
import { toUnicodePdf } from '../support/make-pdf.ts'
import { makeOrder } from '../support/orders.ts'
import { type MadeOrganisation, makeAccount, makeOrganisation } from '../support/people.ts'
import { type Product, slipFile, startProduct } from '../support/product.ts'
import { startSmtp, type TestSmtp } from '../support/smtp.ts'
import { waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'
import { launchChromium } from '../web/chromium.ts'

/**
 * The main job, as its people do it: a slip photographed on a phone becomes a matched payment, and its invoice arrives in
 * a mailbox. Real browser, server, worker, OCR, PostgreSQL and SMTP server.
 */
const password = 'lantian-baiyun-26'
let world: World
let smtp: TestSmtp
let product: Product
let browser: Browser
let organisation: MadeOrganisation
const contexts: BrowserContext[] = []

beforeAll(async () => {
  world = await openWorld()
  smtp = await startSmtp()
  product = await startProduct(world, { SMTP_URL: smtp.url })
  browser = await launchChromium()
  await world.deps.db.centreSettings.create({
    data: {
      name: '江苏建科建筑技术培训中心',
      nameEn: 'Jiangsu Jianke Training Centre',
      postalAddress: '南京市',
      telephone: '025-84297523',
      mailFrom: 'invoice@centre.example',
      sellerName: '江苏建科建筑技术培训中心',
      sellerTaxNumber: '91320000MA1X2Y3Z4A',
    },
  })
  // The payer on voucher-005, so that the slip agrees with who hands it in.
  organisation = await makeOrganisation(world, { name: '河北省科信建筑安装工程有限公司' })
  await person('陈雨桐', organisation.creditCode, 'creditCode', organisation.id)
  await person('周敏', 'zhoumin', 'staffName', null, ['reviewer', 'finance'])
})

/** Where everything stood when a step failed, in the log; what the pages looked like, in the git-ignored cache. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  const pages = contexts.flatMap((context) => context.pages())
  await explainFailure(world, product.worker, pages)
  await mkdir('.cache/journeys', { recursive: true })
  await Promise.all(pages.map((page, index) => page.screenshot({ path: `.cache/journeys/main-job-${index}.png` })))
})

afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  await browser?.close()
  await product?.stop()
  await smtp?.stop()
  await world?.close()
})

async function person(
  name: string,
  logInName: string,
  kind: 'creditCode' | 'staffName',
  organisationId: string | null,
  staffRoles: ('reviewer' | 'finance')[] = [],
): Promise<void> {
  const account = await makeAccount(world, { name, password, staffRoles })
  await world.deps.db.account.update({
    where: { id: account.id },
    data: { mobile: '13800000000', email: 'a@example.com' },
  })
  const value = logInNameOf(kind, logInName, world.deps.secrets)
  if (!value) throw new Error(`not a log-in name: ${logInName}`)
  await world.deps.db.logInName.create({ data: { value, kind, accountId: account.id } })
  if (organisationId) await world.deps.db.organisationAdmin.create({ data: { accountId: account.id, organisationId } })
}

async function openPage(size: { width: number; height: number }, phone: boolean): Promise<Page> {
  const context = await browser.newContext({
    viewport: size,
    isMobile: phone,
    hasTouch: phone,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  contexts.push(context)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  return page
}

async function logIn(page: Page, name: string): Promise<void> {
  await page.goto(`${product.url}/log-in`)
  await page.getByRole('textbox', { name: '账号' }).fill(name)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
}

test('a slip from the phone is read, approved by keyboard, paid, invoiced and mailed', async () => {
  const order = await makeOrder(world, organisation, {
    number: 'PX269RD9Z8',
    amountFen: 587_936,
    createdAt: new Date('2026-04-20T01:00:00Z'),
  })

  // The phone: what to pay, the camera, what was read, what the invoice will say.
  const phone = await openPage({ width: 390, height: 844 }, true)
  await logIn(phone, organisation.creditCode)
  await phone.waitForURL('**/home')
  await phone.goto(`${product.url}/orders/${order.id}`)
  await phone.getByRole('button', { name: '复制账号' }).waitFor()
  await phone.locator('input[type=file][capture]').first().setInputFiles(slipFile(5))
  await phone.waitForURL('**/vouchers/**')
  // Read off the picture, not the order's own amount.
  await phone.getByText('图上读到的').waitFor({ timeout: 60_000 })
  await phone.getByRole('button', { name: '下一步' }).click()
  await phone.waitForURL('**/invoice-details')
  expect(await phone.getByRole('textbox', { name: '发票抬头' }).inputValue()).toBe(organisation.name)
  await phone.getByRole('textbox', { name: '用户邮箱' }).fill('caiwu@kexin.example')
  await phone.getByRole('button', { name: '提交审核' }).click()
  await phone.getByText('待审核').first().waitFor()
  await phone.getByText('收款账号是中心的').first().waitFor()

  const voucher = await world.deps.db.voucher.findFirstOrThrow({ where: { orderId: order.id } })
  await waitFor(
    'the checks have run',
    async () => (await world.deps.db.voucher.findUniqueOrThrow({ where: { id: voucher.id } })).checkedAt,
  )
  const checks = await world.deps.db.voucherCheck.findMany({ where: { voucherId: voucher.id } })
  expect(checks.filter((check) => check.verdict === 'fail')).toEqual([])

  // The desk: one key.
  const desk = await openPage({ width: 1440, height: 900 }, false)
  await logIn(desk, 'zhoumin')
  await desk.waitForURL('**/desk**')
  await desk.goto(`${product.url}/desk/vouchers`)
  await desk.getByText(organisation.name).first().waitFor()
  await pressReady(desk, 'A')
  await desk.getByText('撤销').first().waitFor()
  expect((await world.deps.db.voucher.findUniqueOrThrow({ where: { id: voucher.id } })).state).toBe('submitted')

  await waitFor(
    'it takes effect',
    async () => (await world.deps.db.voucher.findUniqueOrThrow({ where: { id: voucher.id } })).state === 'approved',
  )
  expect((await world.deps.db.order.findUniqueOrThrow({ where: { id: order.id } })).state).toBe('paid')
  await phone.getByText('已通过').first().waitFor()

  // Finance: the invoice as the tax platform gave it, and its mail.
  const request = await world.deps.db.invoiceRequest.findUniqueOrThrow({ where: { voucherId: voucher.id } })
  const number = '26322000000316294884'
  await desk.goto(`${product.url}/desk/invoices/${request.id}`)
  await desk
    .locator('input[type=file]')
    .first()
    .setInputFiles({
      name: `dzfp_${number}_${organisation.name}_20261121100000.pdf`,
      mimeType: 'application/pdf',
      buffer: toUnicodePdf('电子发票（普通发票）'),
    })
  await waitFor('the file is there', () => world.deps.db.invoiceFile.findFirst({ where: { requestId: request.id } }))
  await issueInvoice(desk, number)
  await waitFor('the mail has arrived', async () => smtp.mails.length > 0)
  const [mail] = smtp.mails
  expect(mail?.recipients).toEqual(['caiwu@kexin.example'])
  expect(mail?.parsed.subject).toContain('发票')
  expect(mail?.parsed.attachments.map((attachment) => attachment.filename)).toEqual([expect.stringContaining(number)])
  await waitFor(
    'it is recorded',
    async () =>
      (await world.deps.db.invoiceRequest.findUniqueOrThrow({ where: { id: request.id } })).state === 'delivered',
  )

  // And the organisation sees it through to the end.
  await phone.reload()
  await phone.getByText('已通过').first().waitFor()
  expect(await world.deps.db.notice.count({ where: { channel: 'app', kind: 'voucherApproved' } })).toBe(1)
})

/** The file's name fills number and date in; the clerk looks and sends. */
async function issueInvoice(desk: Page, number: string): Promise<void> {
  await desk.getByText(`读到 ${number}`).waitFor()
  const field = desk.getByRole('textbox', { name: '发票号码' })
  expect((await field.inputValue()).replaceAll(' ', '')).toBe(number)
  await desk.getByRole('button', { name: '登记并寄出' }).click()
}
