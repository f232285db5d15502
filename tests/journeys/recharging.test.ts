import { readFile } from 'node:fs/promises'
import xapi from '@xapi/xapi'
import ExcelJS from 'exceljs'
import jsqr from 'jsqr'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { logInNameOf } from '../../server/features/accounts/log-in-names.rules.ts'
import { drawPdf } from '../support/draw-pdf.ts'
import { type Journey, openJourney, pressReady, staff } from '../support/journey.ts'
import { makePlan } from '../support/orders.ts'
import { payByCard } from '../support/pay-at-the-bank.ts'
import { makeAccount, makeLearner } from '../support/people.ts'
import { waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'

/**
 * Seed 002 parts 六 and 七, from a paid study-card order to a certificate that anybody checks: 在线充值, 三百人的学员缴费 on a
 * phone, 开通课程, 线下档案 from Excel, online hours by a client library that is not ours. Each test goes on where the one
 * before it stopped. Real browser, server, worker, PostgreSQL and sandbox bank.
 */
let world: World
let journey: Journey
let phone: Page
let planId: string

const planName = '2026年专业技术人员公共知识培训'
const people = 300
const password = 'lantian-baiyun-26'
/** Whose name is rare, and who reaches the hours first. */
const star = { name: '㐂小𠮷', idNumber: '320411198501016660' }
const at = (path: string) => `${journey.product.url}${path}`

beforeAll(async () => {
  world = await openWorld()
  journey = await openJourney(world)
  planId = await makePlan(world, { name: planName })
  await world.deps.db.plan.update({
    where: { id: planId },
    data: { feePerLearnerFen: 10_000n, compulsoryMin: 2000, electiveCap: 1000 },
  })
  const account = await logIn(star.name, 'idNumber', star.idNumber)
  await makeLearner(world, journey.organisation, { ...star, accountId: account })
  for (let index = 1; index < people; index++) await makeLearner(world, journey.organisation)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await journey.explain('recharging')
})

afterAll(async () => {
  await journey?.close()
  await world?.close()
})

/** An account with a log-in name, and the password of this file's people. */
async function logIn(name: string, kind: 'idNumber' | 'staffName', typed: string): Promise<string> {
  const staffRoles = kind === 'staffName' ? (['systemAdmin'] as const) : []
  const account = await makeAccount(world, { name, password, staffRoles: [...staffRoles] })
  const value = logInNameOf(kind, typed, world.deps.secrets)
  if (!value) throw new Error(`not a log-in name: ${typed}`)
  await world.deps.db.logInName.create({ data: { value, kind, accountId: account.id } })
  await world.deps.db.account.update({
    where: { id: account.id },
    data: { mobile: '13800000009', email: `${account.id.slice(-6)}@example.com` },
  })
  return account.id
}

test('在线充值: a study-card order is paid online and becomes a batch', async () => {
  phone = await journey.open('phone', journey.organisation.creditCode)
  await phone.waitForURL('**/home')
  await phone.goto(at('/recharges'))
  await phone
    .getByRole('link', { name: /充值|学习卡/ })
    .last()
    .click()
  await phone.waitForURL('**/orders/new?kind=cards')
  await phone.getByRole('textbox', { name: /金额/ }).fill('32000')
  await journey.look(phone, '21-new-order')
  await phone.getByRole('button', { name: '下单' }).click()
  await phone.waitForURL(/\/orders\/[0-9a-f-]{36}$/)
  await phone.getByRole('link', { name: '确认缴费' }).click()
  await phone.getByText('银行卡快捷支付').click()
  await phone.getByRole('button', { name: '付款' }).click()
  await payByCard(phone)
  await phone.getByRole('link', { name: '返回商户' }).click()
  await phone.getByText('收到 ¥32,000.00，订单已缴清。').waitFor()
  const batch = await world.deps.db.studyCardBatch.findFirstOrThrow()
  expect(batch).toMatchObject({ planId, organisationId: journey.organisation.id })
  await phone.goto(at('/cards'))
  await phone.getByText('¥32,000.00').first().waitFor()
  await journey.look(phone, '21-batches')
})

test('学员缴费: three hundred people are ticked on a phone and recharged in three steps, once', async () => {
  await phone.goto(at('/recharge'))
  await phone.getByText('第一步：勾选学员').waitFor()
  await phone.getByText('全选已列出的').click()
  await phone.getByRole('button', { name: '勾上符合条件的全部 300 人' }).click()
  await journey.look(phone, '22-people')
  await phone.getByRole('button', { name: '充值 300 人' }).click()
  await phone.getByText('第二步：选择充值方式').waitFor()
  await phone.getByRole('textbox', { name: /每人充值/ }).fill('100')
  await journey.look(phone, '22-way')
  await phone.getByRole('button', { name: '下一步' }).click()
  await phone.getByText('第三步：核对后充值').waitFor()
  await phone.getByText('¥2,000.00').first().waitFor()
  await journey.look(phone, '22-check')
  await phone.getByRole('button', { name: '给 300 人充值 ¥30,000.00' }).dblclick()
  await phone.getByText('已给 300 人充值 ¥30,000.00').waitFor({ timeout: 60_000 })
  await journey.look(phone, '22-done')
  expect(await world.deps.db.cardOperation.count()).toBe(1)
  expect(await world.deps.db.studyCardWallet.count()).toBe(people)
  expect(await world.deps.db.ledgerTransfer.count({ where: { kind: 'recharged' } })).toBe(people)
})

test('开通课程: everybody’s wallet opens the plan', async () => {
  await phone.goto(at(`/recharge?plan=${planId}`))
  await phone.getByText('全选已列出的').click()
  await phone.getByRole('button', { name: '勾上符合条件的全部 300 人' }).click()
  await phone.getByRole('button', { name: '开通课程' }).click()
  await journey.look(phone, '23-open')
  await phone.getByRole('button', { name: '给 300 人开通' }).click()
  await phone.getByText(/已给 300 人开通/).waitFor({ timeout: 60_000 })
  await waitFor('all are open', async () => (await world.deps.db.courseOpening.count()) === people)
  await phone.goto(at('/cards/history'))
  await phone.getByText('开通课程').first().waitFor()
  await journey.look(phone, '23-history')
})

test('线下档案: offline hours come in from Excel and are approved on the desk', async () => {
  const office = await journey.open('desk', journey.organisation.creditCode)
  await office.goto(at(`/hours/import?plan=${planId}`))
  const download = office.waitForEvent('download')
  await office.getByRole('link', { name: /模板/ }).click()
  await (await download).saveAs(journey.inFolder('hours.xlsx'))
  await fillInHours(journey.inFolder('hours.xlsx'))
  await office.locator('input[type=file]').setInputFiles(journey.inFolder('hours.xlsx'))
  await office.waitForURL('**/imports/*')
  await office.getByRole('button', { name: '导入 1 行' }).waitFor()
  await journey.look(office, '24-preview')
  await office.getByRole('button', { name: '导入 1 行' }).click()
  await office.getByText('已导入').first().waitFor()
  await office.goto(at(`/hours?plan=${planId}`))
  await office.getByText('施工现场安全教育').first().waitFor()
  await journey.look(office, '24-hours')

  const reviewer = await journey.open('desk', staff.reviewer)
  await reviewer.goto(at('/desk/hours'))
  await reviewer.locator('tr', { hasText: '施工现场安全教育' }).click()
  await journey.look(reviewer, '24-review')
  await pressReady(reviewer, 'A')
  await waitFor('they are approved', () =>
    world.deps.db.hourRecord.findFirst({ where: { state: 'approved', hours: 1000, kind: 'elective' } }),
  )
})

/** Into the workbook that the product gave out. */
async function fillInHours(file: string): Promise<void> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  const sheet = book.worksheets[0]
  const headings = (sheet?.getRow(1).values ?? []) as unknown[]
  const put = (heading: string, value: string) => {
    const column = headings.findIndex((one) => String(one ?? '').startsWith(heading))
    if (!sheet || column < 1) throw new Error(`the template has no column ${heading}`)
    sheet.getRow(2).getCell(column).value = value
  }
  put('姓名', star.name)
  put('身份证号', star.idNumber)
  put('培训名称', '施工现场安全教育')
  put('学时类型', '选修')
  const hours = headings.findIndex((one) => /^学时(?!类型)/.test(String(one ?? '')))
  if (!sheet || hours < 1) throw new Error('the template has no column of hours')
  sheet.getRow(2).getCell(hours).value = '10'
  put('培训日期', '2026-05-20')
  await book.xlsx.writeFile(file)
}

test('an LMS sends online hours as xAPI statements, by a client library that is not ours', async () => {
  await logIn('管理员', 'staffName', 'guanli')
  const admin = await journey.open('desk', 'guanli')
  await admin.goto(at('/desk/platforms'))
  await admin.getByRole('button', { name: '添加平台' }).first().click()
  await admin.getByRole('textbox', { name: '名称' }).fill('蓝天在线学习平台')
  await admin.getByRole('textbox', { name: '账号的 homePage' }).fill('https://lms.example.com')
  await admin.getByRole('button', { name: /^添加/ }).last().click()
  await admin.getByText('密钥只显示这一次').waitFor()
  await journey.look(admin, '25-secret')
  const platform = await world.deps.db.learningPlatform.findFirstOrThrow()
  const secret = await shownSecret(admin, platform.accessKey)
  await admin.goto(at('/desk/platforms?tab=courses'))
  await admin.getByRole('button', { name: '设定课程' }).first().click()
  const plan = await world.deps.db.plan.findUniqueOrThrow({ where: { id: planId } })
  const activity = 'https://lms.example.com/courses/safety'
  await admin
    .getByRole('textbox', { name: '课程', exact: true })
    .fill(`${activity}\t${plan.number}\t必修\t20\t公共知识必修课`)
  await admin.getByRole('button', { name: '看一看' }).click()
  await admin.getByRole('button', { name: '保存 1 门' }).click()
  await admin.getByText(/新增 1 门/).waitFor()

  const XAPI = xapi.default
  const lms = new XAPI({
    endpoint: at('/xapi/'),
    auth: XAPI.toBasicAuth(platform.accessKey, secret),
    version: '1.0.3',
  })
  const state = (verb: string, duration: string) =>
    lms.sendStatement({
      statement: {
        actor: { objectType: 'Agent', account: { homePage: 'https://lms.example.com', name: star.idNumber } },
        verb: { id: `http://adlnet.gov/expapi/verbs/${verb}`, display: { 'zh-CN': '学习' } },
        object: { objectType: 'Activity', id: activity },
        result: { duration },
      },
    })
  await state('progressed', 'PT8H')
  expect(await world.deps.db.certificate.count()).toBe(0)
  await state('completed', 'PT15H')
  const progress = await world.deps.db.planProgress.findFirstOrThrow()
  expect(progress).toMatchObject({ compulsoryApproved: 2000, electiveApproved: 1000 })
  await admin.goto(at('/desk/platforms?tab=log'))
  await admin.getByText(star.name).first().waitFor()
  await journey.look(admin, '25-log')
})

/** The secret beside the key, as it stands on the page this once. */
async function shownSecret(page: Page, accessKey: string): Promise<string> {
  const values = await page.locator('main .copy-row-value').allTextContents()
  const secret = values
    .map((value) => value.trim())
    .find((value) => /^[A-Za-z0-9_-]{24,}$/.test(value) && value !== accessKey)
  if (!secret) throw new Error(`no secret on the page: ${values}`)
  return secret
}

test('the certificate issues itself, and anybody checks it by its QR code', async () => {
  const certificate = await waitFor('it is issued', () => world.deps.db.certificate.findFirst())
  expect(certificate).toMatchObject({ learnerName: star.name, hours: 3000, state: 'valid' })
  const learner = await journey.open('phone', star.idNumber)
  await learner.waitForURL('**/learner')
  await learner.getByText('30.00').first().waitFor()
  await journey.look(learner, '26-learner')
  await learner.goto(at('/learner/certificates'))
  const download = learner.waitForEvent('download')
  await learner
    .getByRole('link', { name: /PDF|下载/ })
    .first()
    .click()
  await (await download).saveAs(journey.inFolder('certificate.pdf'))
  const { data, width, height } = await drawPdf(await readFile(journey.inFolder('certificate.pdf')), 2)
  const link = jsqr.default(data, width, height)?.data ?? ''
  expect(link).toBe(at(`/c/${certificate.code}`))

  const stranger = await learner
    .context()
    .browser()
    ?.newContext({ viewport: { width: 390, height: 844 } })
  if (!stranger) throw new Error('no browser')
  const page = await stranger.newPage()
  await page.goto(link)
  await page.getByText('这张证书有效').waitFor()
  expect(await page.locator('body').textContent()).not.toContain(star.name)
  await journey.look(page, '26-check')
  await stranger.close()
})

test('every entry of the menus opens its page', async () => {
  await phone.goto(at('/menu'))
  await phone.getByRole('link', { name: '学员缴费' }).waitFor()
  const entries = await phone
    .locator('main a[href^="/"]')
    .evaluateAll((links) =>
      links.map((link) => ({ href: link.getAttribute('href') ?? '', name: link.textContent?.trim() ?? '' })),
    )
  expect(entries.length).toBeGreaterThan(12)
  for (const { href, name } of entries) {
    await phone.goto(at(href))
    await phone.getByRole('heading', { level: 1 }).first().waitFor()
    const text = (await phone.locator('body').textContent()) ?? ''
    expect(text, name).not.toMatch(/没有这一页|没打开|出错/)
  }
})
