// @vitest-environment node
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Me } from '../../server/features/accounts/accounts.schema.ts'
import type { AdminView } from '../../server/features/organisations/admins.schema.ts'
import type { OrganisationView, TreeNode } from '../../server/features/organisations/organisations.schema.ts'
import { type BuiltApp, buildApp } from './built-app.ts'
import { launchChromium } from './chromium.ts'

const axePath = path.resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js')

let app: BuiltApp
let browser: Browser
const contexts: BrowserContext[] = []

beforeAll(async () => {
  app = await buildApp()
  browser = await launchChromium()
}, 120_000)
afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
  app.answer = () => false
})
afterAll(async () => {
  await browser?.close()
  await app?.close()
})

const idOf = (number: number) => `01a20000-0000-7000-8000-${String(number).padStart(12, '0')}`
const root = idOf(0)
const organisationName = '山东青岛城市建设工程质量检测鉴定与岩土试验研究中心有限公司'

const me: Me = {
  accountId: idOf(900),
  name: '陈雨桐',
  locale: 'zh-CN',
  gate: 'open',
  staffRoles: [],
  organisation: { id: root, name: organisationName },
  organisations: [{ id: root, name: organisationName }],
  learner: null,
  profile: { mobile: '13900000010', email: 'chen@example.com', missing: [] },
  secondFactor: { enabled: false, required: false, recoveryCodesLeft: 0 },
} as Me

/** A root with departments below it, the first of which has one of its own. */
function treeOf(departments: number): TreeNode[] {
  const node = (number: number, depth: number, parentId: string | null, name: string, unitsBelow = 0): TreeNode => ({
    id: idOf(number),
    parentId,
    depth,
    kind: depth === 0 ? 'organisation' : 'department',
    name,
    creditCode: depth === 0 ? '91370202MA1000201X' : null,
    enabled: number !== 2,
    open: number !== 2,
    people: 12,
    disabledPeople: 1,
    peopleBelow: 12 + unitsBelow * 12,
    disabledPeopleBelow: 1,
    unitsBelow,
    admins: 1,
  })
  return [
    node(0, 0, null, organisationName, departments + 1),
    node(1, 1, root, '检测一部', 1),
    node(500, 2, idOf(1), '地基检测室'),
    ...Array.from({ length: departments - 1 }, (_, i) => node(i + 2, 1, root, `检测部之${i + 2}`)),
  ]
}

const unit = (id: string, name: string): OrganisationView => ({
  id,
  parentId: id === root ? null : root,
  kind: id === root ? 'organisation' : 'department',
  name,
  creditCode: id === root ? '91370202MA1000201X' : null,
  organisationCode: null,
  memberNo: null,
  contactName: '王芳',
  telephone: '',
  mobile: '13800000000',
  email: 'caiwu@example.com',
  address: '',
  enabled: true,
  createdAt: '2026-01-01T00:00:00.000Z',
  open: true,
  registered: id === root,
  registrationId: null,
  may: {
    addUnits: true,
    rename: id !== root,
    move: id !== root,
    setEnabled: id !== root,
    remove: id !== root,
    editContact: true,
    manageAdmins: true,
  },
  reach: { units: 1, people: 24, admins: 1 },
  ancestors: id === root ? [] : [{ id: root, name: organisationName }],
  billing: { complete: true, missing: [] },
})

const admin: AdminView = {
  accountId: idOf(901),
  name: '林晓梅',
  mobile: '13900000016',
  email: '',
  organisationId: idOf(1),
  organisationName: '检测一部',
  direct: true,
  mayUnmask: true,
  enabled: true,
  neverLoggedIn: true,
  lastSeenAt: null,
  isMyself: false,
  may: { remove: true, resetPassword: true, setMayUnmask: true },
}

const asked: string[] = []

function answerWith(departments = 8): void {
  asked.splice(0)
  const answers: Record<string, unknown> = {
    'accounts.me': me,
    'organisations.tree': treeOf(departments),
    'organisations.get': unit(idOf(1), '检测一部'),
    'organisations.listAdmins': [admin],
    'organisations.addAdmin': { accountId: idOf(902), oneTimePassword: 'K7MP-3QXW-9FTR' },
    'organisations.setEnabled': { ...unit(idOf(1), '检测一部'), enabled: false },
    'notices.unreadCount': { unread: 3 },
  }
  app.answer = (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (!pathname.startsWith('/trpc/')) return false
    const names = pathname.replace('/trpc/', '').split(',')
    asked.push(...names)
    const replies = names.map((name) =>
      name in answers
        ? { result: { data: answers[name] } }
        : { error: { message: name, code: -32004, data: { app: { code: 'notFound', details: {} } } } },
    )
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(replies))
    return true
  }
}

type Look = { width: number; height: number; theme: 'light' | 'dark'; language: 'zh-CN' | 'en' }
const looks: readonly Look[] = [
  { width: 1440, height: 900, theme: 'light', language: 'zh-CN' },
  { width: 1024, height: 768, theme: 'dark', language: 'en' },
  { width: 390, height: 844, theme: 'dark', language: 'zh-CN' },
  { width: 360, height: 740, theme: 'light', language: 'en' },
]
const desk: Look = { width: 1440, height: 900, theme: 'light', language: 'zh-CN' }
const phone: Look = { width: 390, height: 844, theme: 'light', language: 'zh-CN' }

async function open(address: string, look: Look): Promise<Page> {
  const { width, height } = look
  const context = await browser.newContext({ viewport: { width, height }, serviceWorkers: 'block' })
  contexts.push(context)
  await context.addInitScript(
    ([theme, language]) => {
      localStorage.setItem('xueshi.theme', theme)
      localStorage.setItem('xueshi.language', language)
    },
    [look.theme, look.language] as const,
  )
  const page = await context.newPage()
  await page.goto(app.address + address, { waitUntil: 'networkidle' })
  return page
}

async function axe(page: Page): Promise<string[]> {
  await page.addScriptTag({ path: axePath })
  const { violations } = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as {
    violations: readonly { id: string; nodes: readonly { html: string }[] }[]
  }
  return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)
}

for (const look of looks) {
  test(`axe finds nothing on the tree and a unit, and nothing is too wide (${look.width} px, ${look.theme}, ${look.language})`, async () => {
    answerWith()
    for (const address of ['/tree', `/tree/${idOf(1)}`]) {
      const page = await open(address, look)
      await page.getByText(organisationName).first().waitFor()
      expect(await axe(page), address).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBeLessThanOrEqual(look.width)
    }
  }, 60_000)
}

test('with room for a desk all places stand in a rail; a phone has four below', async () => {
  answerWith()
  const wide = await open('/tree', desk)
  const rail = wide.getByRole('navigation', { name: '主要页面' })
  await rail.getByText(organisationName).waitFor()
  expect(await rail.getByRole('link').allInnerTexts()).toEqual([
    '首页',
    '单位代报名',
    '组织缴费',
    '对账管理',
    '学员缴费管理',
    '学员管理',
    '培训管理',
    '学习档案管理',
    '通知\n3',
    '系统管理',
    // Where one is stands open.
    '组织机构',
    '操作记录',
    '设置',
  ])
  expect(await rail.locator('[aria-current="page"]').textContent()).toBe('组织机构')
  const narrow = await open('/me', phone)
  const bar = narrow.getByRole('navigation', { name: '主要页面' })
  expect(await bar.getByRole('link').allInnerTexts()).toEqual(['首页', '报名', '缴费', '我的'])
}, 60_000)

test('the arrows fold the tree, Enter opens a unit beside it, Esc closes it', async () => {
  answerWith()
  const page = await open('/tree', desk)
  await page.getByText('地基检测室').waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowLeft')
  await page.getByText('地基检测室').waitFor({ state: 'detached' })
  await page.keyboard.press('ArrowRight')
  await page.getByText('地基检测室').waitFor()
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/tree/${idOf(1)}`)
  await page.getByRole('button', { name: '停用' }).waitFor()
  await page.keyboard.press('Escape')
  await page.waitForURL('**/tree')
}, 60_000)

test('a long list of units scrolls inside the sheet, and the button stays within reach', async () => {
  answerWith(120)
  const page = await open(`/tree/${idOf(1)}`, phone)
  await page.getByRole('button', { name: '更多操作' }).click()
  await page.getByRole('button', { name: '移动' }).click()
  const sheet = page.getByRole('dialog')
  await sheet.getByText('还有').waitFor()
  const box = await sheet.boundingBox()
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(phone.height)
  await sheet.getByRole('textbox', { name: '找上级机构' }).fill('检测部之77')
  await sheet.getByRole('radio', { name: '检测部之77' }).check()
  await sheet.getByRole('button', { name: '移到这里' }).click()
  await expect.poll(() => asked).toContain('organisations.move')
}, 60_000)

// Everything is asked for again after a change; the answer about the unit once took the new password off the page.
for (const look of [desk, phone]) {
  test(`a new admin's password stays until it is said to be passed on (${look.width} px)`, async () => {
    answerWith()
    const page = await open(`/tree/${idOf(1)}`, look)
    await page.getByRole('button', { name: '添加管理员' }).click()
    await page.getByRole('textbox', { name: '姓名' }).fill('刘洋')
    await page.getByRole('textbox', { name: '手机号' }).fill('138 0000 0001')
    const before = asked.length
    await page.getByRole('button', { name: '添加管理员' }).last().click()
    await page.getByText('K7MP-3QXW-9FTR').waitFor()
    await expect.poll(() => asked.slice(before)).toContain('organisations.get')
    await page.waitForLoadState('networkidle')
    expect(await page.getByText('K7MP-3QXW-9FTR').isVisible()).toBe(true)
    await page.getByRole('button', { name: '已告诉他' }).click()
    await page.getByText('K7MP-3QXW-9FTR').waitFor({ state: 'detached' })
  }, 60_000)
}

test('disabling is done at once and can be taken back, also from another page', async () => {
  answerWith()
  const page = await open(`/tree/${idOf(1)}`, desk)
  await page.getByRole('button', { name: '停用' }).click()
  await page.getByText('已停用检测一部').waitFor()
  await page.getByRole('link', { name: '设置' }).click()
  await page.waitForURL('**/me')
  const before = asked.filter((name) => name === 'organisations.setEnabled').length
  await page.keyboard.press('z')
  await expect.poll(() => asked.filter((name) => name === 'organisations.setEnabled').length).toBe(before + 1)
}, 60_000)
