import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { newId } from '../../server/core/ids.ts'
import type { StaffRole } from '../../server/core/roles.ts'
import { logInNameOf } from '../../server/features/accounts/log-in-names.rules.ts'
import { freePort } from '../../server/platform/embedded-postgres.ts'
import { launchChromium } from '../web/chromium.ts'
import { explainFailure } from './explain-failure.ts'
import { type MadeOrganisation, makeAccount, makeOrganisation } from './people.ts'
import { type Product, startProduct } from './product.ts'
import { startBankBeside } from './sandbox-bank.ts'
import { startSmtp, type TestSmtp } from './smtp.ts'
import type { World } from './world.ts'

const password = 'lantian-baiyun-26'

/** The payee of the slips that support/draw-receipt.ts draws, and their payer. */
const payee = { name: '国培网(北京)教育科技有限公司', bank: '交通银行北京分行', account: '11000614001801023456' }
const payer = '苏州检测技术有限公司'

/** A whole product with the sandbox bank beside it, an organisation, its people's browsers, and the staff's. */
export type Journey = {
  readonly world: World
  readonly product: Product
  readonly bank: Awaited<ReturnType<typeof startBankBeside>>
  readonly smtp: TestSmtp
  readonly organisation: MadeOrganisation
  /** A browser of its own on a phone (390 × 844) or a desk (1440 × 900), logged in. */
  open(kind: 'phone' | 'desk', logInName: string): Promise<Page>
  /** What was built here and is no file of the test: `name` in the world's folder. */
  inFolder(name: string): string
  /** Keeps what the page looks like, when JOURNEY_SHOTS names a folder. */
  look(page: Page, name: string): Promise<void>
  /** Says where everything stood; for afterEach when a step failed. */
  explain(name: string): Promise<void>
  close(): Promise<void>
}

/** Log-in names: the organisation's is its code. */
export const staff = { reviewer: 'chenjing', finance: 'zhoumin', finance2: 'wangfang' } as const

/** Presses the key of a button that can be pressed: as the button does, it waits for checks and for what is being done. */
export async function pressReady(page: Page, key: string): Promise<void> {
  await page.locator(`button[aria-keyshortcuts=${key}]:enabled`).first().waitFor()
  await page.keyboard.press(key.toLowerCase())
}

export async function openJourney(world: World): Promise<Journey> {
  const smtp = await startSmtp()
  const bank = await startBankBeside(world.folder)
  // Not 0: the address at which the bank finds us is made of it.
  const port = String(await freePort())
  const product = await startProduct(world, { SMTP_URL: smtp.url, PORT: port, ...bank.env })
  const browser = await launchChromium()
  const contexts: BrowserContext[] = []
  const organisation = await prepare(world)
  const shots = process.env['JOURNEY_SHOTS']
  if (shots) await mkdir(shots, { recursive: true })
  return {
    world,
    product,
    bank,
    smtp,
    organisation,
    async open(kind, logInName) {
      const page = await openPage(browser, contexts, kind)
      await logIn(page, product.url, logInName)
      return page
    },
    inFolder: (name) => path.join(world.folder, name),
    async look(page, name) {
      if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`) })
    },
    async explain(name) {
      const pages = contexts.flatMap((context) => context.pages())
      await explainFailure(world, product.worker, pages)
      await mkdir('.cache/journeys', { recursive: true })
      await Promise.all(pages.map((page, at) => page.screenshot({ path: `.cache/journeys/${name}-${at}.png` })))
    },
    async close() {
      await Promise.all(contexts.map((context) => context.close()))
      await browser.close()
      await product.stop()
      await bank.stop()
      await smtp.stop()
    },
  }
}

/** The centre's settings and account, its staff, and an organisation that can order. */
async function prepare(world: World): Promise<MadeOrganisation> {
  const { db } = world.deps
  await db.centreSettings.create({
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
  await db.payeeAccount.create({ data: { id: newId(), ...payee, isDefault: true } })
  const organisation = await makeOrganisation(world, { name: payer })
  await person(world, '陈雨桐', organisation.creditCode, 'creditCode', organisation.id)
  await person(world, '陈静', staff.reviewer, 'staffName', null, ['reviewer'])
  await person(world, '周敏', staff.finance, 'staffName', null, ['finance', 'reviewer'])
  await person(world, '王芳', staff.finance2, 'staffName', null, ['finance'])
  return organisation
}

async function person(
  world: World,
  name: string,
  logInName: string,
  kind: 'creditCode' | 'staffName',
  organisationId: string | null,
  staffRoles: StaffRole[] = [],
): Promise<void> {
  const account = await makeAccount(world, { name, password, staffRoles })
  await world.deps.db.account.update({
    where: { id: account.id },
    data: { mobile: '13800000000', email: `${account.id.slice(-6)}@example.com` },
  })
  const value = logInNameOf(kind, logInName, world.deps.secrets)
  if (!value) throw new Error(`not a log-in name: ${logInName}`)
  await world.deps.db.logInName.create({ data: { value, kind, accountId: account.id } })
  if (organisationId) await world.deps.db.organisationAdmin.create({ data: { accountId: account.id, organisationId } })
}

async function openPage(browser: Browser, contexts: BrowserContext[], kind: 'phone' | 'desk'): Promise<Page> {
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

async function logIn(page: Page, url: string, logInName: string): Promise<void> {
  await page.goto(`${url}/log-in`)
  await page.getByRole('textbox', { name: '账号' }).fill(logInName)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL((at) => at.pathname !== '/log-in')
}
