// @vitest-environment node
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { desk, type Look, useBrowserSite } from './browser-site.ts'
import { deskAdmin } from './desk-mail-answers.ts'
import { answerPeople } from './people-answers.ts'
import { courses, platform, platforms, readCourses, statements } from './platform-samples.ts'

const site = useBrowserSite()
const secret = 'wq7ZsK3m9Xv2Rj5tYb8Nc1Lf4Hd6Gp0AeUiOxTyQzWs'

function createDesk() {
  const sent: { procedure: string; input: unknown }[] = []
  const keep = (procedure: string, answer: (input: Record<string, unknown>) => unknown) => [
    procedure,
    (input: Record<string, unknown>) => {
      sent.push({ procedure, input })
      return answer(input)
    },
  ]
  const procedures = Object.fromEntries([
    ['learningPlatforms.list', () => ({ endpoint: 'https://xueshi.example.com/xapi/', rows: platforms })],
    ['learningPlatforms.courses', () => ({ rows: courses, nextCursor: null })],
    ['learningPlatforms.readCourses', () => readCourses],
    [
      'learningPlatforms.statements',
      ({ outcome }: Record<string, unknown>) => ({
        rows: statements.filter((row) => outcome === undefined || row.outcome === outcome),
        nextCursor: null,
      }),
    ],
    [
      'learningPlatforms.statement',
      ({ id }: Record<string, unknown>) => ({ ...statements.find((row) => row.id === id), body: '{ "id": "1" }' }),
    ],
    ['learningPlatforms.refusedCounts', () => ({ total: 42, byReason: [] })],
    ['plans.listAll', () => ({ rows: [], nextCursor: null })],
    keep('learningPlatforms.create', ({ id }) => ({ platform: { ...platform, id }, secret })),
    keep('learningPlatforms.saveCourses', () => ({ added: 0, changed: 1, takenUp: 3 })),
    keep('learningPlatforms.takeUp', () => ({ recorded: 2, noted: 0, refused: 0, more: false })),
  ])
  site.app.answer = answerPeople(deskAdmin, procedures)
  return sent
}

const open = (address: string, look: Look = desk): Promise<Page> => site.open(address, look)

describe.each([desk, { width: 1024, height: 768, theme: 'dark', language: 'en' }] as const)(
  '$width px, $theme, $language',
  (look) => {
    test.each([
      ['/desk/platforms', platform.name],
      [`/desk/platforms/${platform.id}`, 'X-Experience-API-Version'],
      ['/desk/platforms?tab=courses', courses[0]?.title ?? ''],
      [`/desk/platforms/${courses[1]?.id}?tab=courses`, courses[1]?.activityId ?? ''],
      ['/desk/platforms?tab=log', 'a***@example.com'],
      [`/desk/platforms/${statements[3]?.id}?tab=log`, '"id": "1"'],
    ])(
      'axe finds nothing on %s, and nothing is wider than the window',
      async (address, shows) => {
        createDesk()
        const page = await open(address, look)
        await page.getByText(shows).first().waitFor()
        await page.waitForLoadState('networkidle')
        expect(await axe(page)).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
      },
      60_000,
    )
  },
)

test('a platform is added by keyboard, and its secret is shown once', async () => {
  const sent = createDesk()
  const page = await open('/desk/platforms')
  await page.getByText(platform.name).first().waitFor()
  await page.keyboard.press('N')
  const form = page.locator('form')
  await form.locator('input').nth(0).fill('新平台')
  await form.locator('input').nth(1).fill('lms.example.com')
  await page.keyboard.press('Enter')
  await page.getByText('要一个完整的网址').waitFor()
  expect(sent).toEqual([])
  await form.locator('input').nth(1).fill('https://new.example.com')
  await page.keyboard.press('Enter')
  await page.getByText(secret).waitFor()
  expect(sent).toMatchObject([
    { input: { name: '新平台', homePage: 'https://new.example.com', durationMeaning: 'total' } },
  ])
  await page.getByRole('button', { name: '我已复制' }).click()
  await page.getByText(secret).waitFor({ state: 'detached' })
}, 60_000)

test('pasted courses are looked over; only the good ones are saved', async () => {
  const sent = createDesk()
  const page = await open(`/desk/platforms?tab=courses&platform=${platform.id}`)
  await page.getByText(courses[0]?.title ?? '').waitFor()
  await page.keyboard.press('N')
  await page.locator('textarea').fill('https://lms.example.com/course/7\tZJ2601\t选修\t4\t岗位责任')
  await page.getByRole('button', { name: '看一看' }).click()
  await page.getByText('1 门可以保存，1 行有错').waitFor()
  await page.getByText('没有这个计划编号').waitFor()
  await page.getByRole('button', { name: '保存 1 门' }).click()
  await page.getByText('3 条以前没计入的记录正在重新处理').waitFor()
  expect(sent).toMatchObject([{ input: { platformId: platform.id, courses: [{ title: '岗位责任', hours: 400 }] } }])
}, 60_000)

test('refused statements say why and what to do, and are taken up again one by one, ticked or all', async () => {
  const sent = createDesk()
  const page = await open('/desk/platforms?tab=log&outcome=refused')
  const unpaid = statements.find(({ reason }) => reason === 'notTakingPart')
  await page.locator(`tr[data-row="${unpaid?.id}"]`).click()
  await page.getByText('缴费或开通以后 5 分钟内会自动补记').waitFor()
  await page.getByRole('button', { name: '重新处理', exact: true }).click()
  await page.getByText('计入 2 条，记下 0 条，仍未计入 0 条').waitFor()
  await page.getByRole('button', { name: '全部重新处理' }).click()
  await expect.poll(() => sent.length).toBe(2)
  expect(sent).toMatchObject([{ input: { ids: [unpaid?.id] } }, { input: { filter: { outcome: 'refused' } } }])
}, 60_000)
