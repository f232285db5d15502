import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { creditCodeOf } from '../../prisma/seed/credit-codes.ts'
import { logInNameOf } from '../../server/features/accounts/log-in-names.rules.ts'
import { drawLicence, landscapeLicence } from '../support/draw-licence.ts'
import { explainFailure } from '../support/explain-failure.ts'
import { pressReady } from '../support/journey.ts'
import { makeAccount } from '../support/people.ts'
import {
  correctReport,
  idNumberOf,
  listedPeople,
  reasonsIn,
  writePeopleList,
  wrongRows,
} from '../support/people-list.ts'
import { type Product, startProduct } from '../support/product.ts'
import { startSmtp, type TestSmtp } from '../support/smtp.ts'
import { waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'
import { launchChromium } from '../web/chromium.ts'
import { photograph } from '../worker/reading/paint-slip.ts'

/**
 * The manuals' parts on organisations and people, as a new user walks them: seed 000 part 一 (单位注册, 补全开票信息) and
 * seed 002 parts 一 to 三 (管理员信息维护, 导入学员, 添加组织机构, 重置密码). Real browser, server, worker, OCR, mail.
 */
const password = 'songshan-qingquan-26'
const name = '无锡博瑞建材检测有限公司'
const code = creditCodeOf('320205', 4711)
let world: World
let smtp: TestSmtp
let product: Product
let browser: Browser
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
      mailFrom: 'px@centre.example',
      sellerName: '江苏建科建筑技术培训中心',
      sellerTaxNumber: '91320000MA1X2Y3Z4A',
    },
  })
  const reviewer = await makeAccount(world, { name: '陈静', password, staffRoles: ['reviewer'] })
  await world.deps.db.account.update({
    where: { id: reviewer.id },
    data: { mobile: '13800000001', email: 'chenjing@centre.example' },
  })
  const value = logInNameOf('staffName', 'shenhe', world.deps.secrets)
  if (!value) throw new Error('not a log-in name')
  await world.deps.db.logInName.create({ data: { value, kind: 'staffName', accountId: reviewer.id } })
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') {
    await explainFailure(
      world,
      product.worker,
      contexts.flatMap((context) => context.pages()),
    )
  }
})

afterAll(async () => {
  await Promise.all(contexts.map((context) => context.close()))
  await browser?.close()
  await product?.stop()
  await smtp?.stop()
  await world?.close()
})

async function openPage(kind: 'phone' | 'desk'): Promise<Page> {
  const context = await browser.newContext({
    viewport: kind === 'phone' ? { width: 390, height: 844 } : { width: 1440, height: 900 },
    isMobile: kind === 'phone',
    hasTouch: kind === 'phone',
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
  })
  contexts.push(context)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  return page
}

async function logIn(page: Page, logInName: string, secret: string): Promise<void> {
  await page.goto(`${product.url}/log-in`)
  await page.getByRole('textbox', { name: '账号' }).fill(logInName)
  await page.getByLabel('密码', { exact: true }).fill(secret)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL((url) => url.pathname !== '/log-in')
}

const inFolder = (file: string) => path.join(world.folder, file)

test('an organisation registers on a phone, is approved, and imports three hundred people with twelve mistakes', async () => {
  // 单位注册: the code, the contact, the licence; its name and address fill themselves in.
  const licence = await photograph(
    drawLicence(
      landscapeLicence({
        code,
        name,
        kind: '有限责任公司',
        person: '沈国强',
        capital: '伍佰万元整',
        registeredOn: '2016年03月18日',
        period: '2016年03月18日至长期',
        address: '无锡市锡山区东亭街道春笋中路12号',
        scope: '建筑材料检测；建设工程质量检测；技术咨询服务。',
      }),
    ),
    {},
  )
  await writeFile(inFolder('licence.jpg'), licence)
  const phone = await openPage('phone')
  await phone.goto(`${product.url}/register`)
  await phone.getByRole('textbox').first().fill(code)
  await phone.getByRole('button', { name: '下一步' }).click()
  await phone.getByText('该单位尚未注册').waitFor()
  await phone.getByRole('button', { name: '确定' }).click()
  await phone.waitForURL('**/register/*')
  await phone.getByRole('textbox', { name: '联系人', exact: true }).fill('沈丽')
  await phone.getByRole('textbox', { name: '联系人手机' }).fill('13912340001')
  await phone.getByRole('textbox', { name: '邮箱' }).fill('shenli@borui.example')
  await phone.getByRole('button', { name: '下一步' }).click()
  await phone.waitForURL('**step=unit')
  await phone.locator('input[type=file][capture]').first().setInputFiles(inFolder('licence.jpg'))
  await waitFor('the name is filled in', async () => {
    const box = phone.getByRole('textbox', { name: '单位全称' })
    return (await box.count()) > 0 && (await box.inputValue()) === name
  })
  await phone.getByRole('button', { name: '下一步' }).click()
  await phone.waitForURL('**step=documents')
  await phone.getByRole('button', { name: '下一步' }).click()
  await phone.waitForURL('**step=overview')
  await phone.getByRole('button', { name: '提交' }).click()
  await phone.getByText('待审核').first().waitFor()

  // The desk: one key, one confirmation, a password to read out.
  const desk = await openPage('desk')
  await logIn(desk, 'shenhe', password)
  await desk.goto(`${product.url}/desk/registrations`)
  await desk.getByText(name).first().waitFor()
  const registration = await world.deps.db.registration.findFirstOrThrow({ where: { code } })
  await waitFor(
    'the checks have run',
    async () => (await world.deps.db.registration.findUniqueOrThrow({ where: { id: registration.id } })).checkedAt,
  )
  const failed = await world.deps.db.registrationCheck.findMany({
    where: { registrationId: registration.id, verdict: 'fail' },
  })
  expect(failed).toEqual([])
  await pressReady(desk, 'A')
  await desk.getByText('通过这个单位的注册').waitFor()
  await desk.keyboard.press('Enter')
  await desk.getByText('已通过，账号开好了').waitFor()

  // 激活: the link in the mail, once, on the phone.
  const mail = await waitFor('the activation mail', async () =>
    smtp.mails.find(({ recipients }) => recipients.includes('shenli@borui.example')),
  )
  const link = /https?:\/\/\S+\/activate#[\w.~-]+/.exec(`${mail.parsed.text ?? ''} ${mail.parsed.html ?? ''}`)?.[0]
  expect(link).toBeDefined()
  const at = new URL(link ?? '')
  await phone.goto(`${product.url}${at.pathname}${at.hash}`)
  await phone.getByText('设置登录密码').first().waitFor()
  await phone.getByLabel('新密码').fill(password)
  await phone.getByRole('button', { name: '保存并登录' }).click()
  await phone.waitForURL('**/home')

  // 补全开票信息: title and number are the registration's.
  await phone.goto(`${product.url}/billing`)
  await phone.getByRole('textbox', { name: '用户邮箱' }).waitFor()
  await phone.getByRole('button', { name: '保存' }).click()
  await waitFor('the billing profile', async () => {
    const profile = await world.deps.db.billingProfile.findFirst({ where: { title: name } })
    return profile?.taxNumber === code
  })

  // 组织机构: a department, on the phone.
  await phone.goto(`${product.url}/tree`)
  await phone.getByRole('button', { name: '新增下级' }).first().click()
  await phone.getByRole('textbox', { name: '名称' }).fill('检测一部')
  await phone.locator('form').getByRole('button', { name: '新增下级' }).click()
  await phone.getByText('检测一部').first().waitFor()

  // 导入学员, at the computer: the clerk's own list, good rows first.
  await writePeopleList(inFolder('people.xlsx'))
  const office = await openPage('desk')
  await logIn(office, code, password)
  await office.goto(`${product.url}/imports`)
  await office.locator('input[type=file]').setInputFiles(inFolder('people.xlsx'))
  await office.waitForURL('**/imports/*')
  await office.getByRole('button', { name: `导入 ${listedPeople - wrongRows} 行` }).click()
  await office.getByText('已导入').first().waitFor()
  expect(await world.deps.db.learner.count()).toBe(listedPeople - wrongRows)

  const download = office.waitForEvent('download')
  await office.getByRole('link', { name: '错误报告' }).first().click()
  await (await download).saveAs(inFolder('report.xlsx'))
  const reasons = await reasonsIn(inFolder('report.xlsx'))
  expect(reasons.size).toBe(wrongRows)
  expect([...reasons.values()].every(({ red }) => red.length > 0)).toBe(true)

  // The report, put right and sent again: only the twelve are new.
  await correctReport(inFolder('report.xlsx'), inFolder('corrected.xlsx'))
  await office.goto(`${product.url}/imports`)
  await office.locator('input[type=file]').setInputFiles(inFolder('corrected.xlsx'))
  await office.waitForURL('**/imports/*')
  await office.getByRole('button', { name: `导入 ${wrongRows} 行` }).click()
  await office.getByText('已导入').first().waitFor()
  expect(await world.deps.db.learner.count()).toBe(listedPeople)

  // 重置密码: one of them gets a password, read out, and logs in on a phone.
  await office.goto(`${product.url}/learners?q=${idNumberOf(5)}`)
  await office.locator('tr[data-row]').first().click()
  await office.getByRole('button', { name: '发密码' }).first().click()
  await office.locator('form').getByRole('button', { name: '发密码' }).click()
  const shown = office.getByRole('region', { name: '一次性密码' })
  await shown.waitFor()
  const oneTime = /[0-9A-Z]{4}(?:-[0-9A-Z]{4})+/.exec((await shown.textContent()) ?? '')?.[0]
  expect(oneTime).toBeDefined()
  const learner = await openPage('phone')
  await logIn(learner, idNumberOf(5), oneTime ?? '')
  await learner.waitForURL('**/log-in/password**')
  await learner.getByLabel('新密码').fill(password)
  await learner.getByRole('button', { name: '保存新密码' }).click()
  await learner.waitForURL('**/learner')
  await learner.goto(`${product.url}/me/profile`)
  await learner.getByText(name).first().waitFor()
})
