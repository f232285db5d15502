// @vitest-environment node
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../server/core/app-error.ts'
import { axe } from './axe.ts'
import { desk, type Look, phone, useBrowserSite } from './browser-site.ts'
import { enrolmentAnswers } from './enrolment-answers.ts'
import { closedPlan, enrolments, plan } from './enrolment-samples.ts'
import { answerPeople } from './people-answers.ts'
import { learnerRow, organisationAdmin } from './people-samples.ts'

const site = useBrowserSite()

type Said = { path: string; input: Record<string, unknown> }

/** Answers like the server; what was sent to the named procedures is kept. */
function answer(instead: Parameters<typeof answerPeople>[1] = {}): Said[] {
  const said: Said[] = []
  const heard = Object.fromEntries(
    Object.entries({ ...enrolmentAnswers, ...instead }).map(([path, procedure]) => [
      path,
      (input: Record<string, unknown>) => {
        if (path in instead) said.push({ path, input })
        return procedure(input)
      },
    ]),
  )
  site.app.answer = answerPeople(organisationAdmin, heard)
  return said
}

const here = `/enrolments/${plan.id}`
const named = (index: number) => enrolments[index]?.learner.name ?? ''
const tickOf = (page: Page, index: number) => page.getByRole('checkbox', { name: `勾选 ${named(index)}` }).first()

const looks: readonly Look[] = [
  desk,
  { width: 1024, height: 768, theme: 'dark', language: 'en' },
  { width: 390, height: 844, theme: 'dark', language: 'zh-CN' },
  { width: 360, height: 740, theme: 'light', language: 'en' },
]

describe.each(looks)('$width px, $theme, $language', (look) => {
  const pages: readonly { address: string; shows: string }[] = [
    { address: '/enrolments', shows: plan.name },
    { address: here, shows: named(1) },
    { address: `${here}?state=confirmed`, shows: named(4) },
    { address: `${here}/add`, shows: look.language === 'en' ? 'From learners' : '从学员里勾' },
    { address: `${here}/add?way=tree`, shows: learnerRow(2).name },
    { address: `${here}/add?way=import`, shows: look.language === 'en' ? 'From learners' : '从学员里勾' },
    { address: `${here}/people/${enrolments[1]?.id}`, shows: named(1) },
    { address: `${here}/people/${enrolments[3]?.id}`, shows: enrolments[3]?.reason ?? '' },
    { address: `${here}/people/${enrolments[4]?.id}`, shows: named(4) },
  ]
  // The other looks differ from these in width and words only.
  const whole = look === desk || look.width === 390
  test.each(whole ? pages : pages.filter((_, index) => index % 3 === 1))(
    'axe finds nothing on $address, and nothing is wider than the window',
    async ({ address, shows }) => {
      answer()
      const page = await site.open(address, look)
      await page.getByText(shows).first().waitFor()
      await page.waitForLoadState('networkidle')
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
    },
    60_000,
  )
})

test('on a phone: tick, choose the subjects that are missing, submit; nobody is lost on the way', async () => {
  let chosen = false
  const rows = () =>
    enrolments.map((row) =>
      row.id === enrolments[1]?.id && chosen ? { ...enrolments[0], ...row, feeFen: 80_000 } : row,
    )
  const said = answer({
    'enrolments.list': () => ({ rows: rows(), nextCursor: null }),
    'enrolments.submit': () =>
      chosen
        ? { submitted: true, count: 2, feeFen: 160_000, dueAt: '2036-05-08T09:30:00.000Z' }
        : {
            submitted: false,
            problemCount: 1,
            problems: [
              {
                enrolmentId: enrolments[1]?.id,
                name: named(1),
                idNumberMasked: '',
                code: 'enrolmentSubjectsMissing',
              },
            ],
          },
    'enrolments.setSubjects': () => {
      chosen = true
      return { changed: 1 }
    },
  })
  const page = await site.open(here, phone)
  await tickOf(page, 0).check()
  await tickOf(page, 1).check()
  await page.getByText('已勾 2 人，费用合计 ¥800.00，1 人还没选科目').waitFor()
  await page.getByRole('button', { name: '提交 2 人' }).click()

  const alert = page.getByRole('alert')
  await alert.getByText(named(1)).waitFor()
  expect(await alert.getByText('没选报考科目').isVisible()).toBe(true)
  expect(await alert.getByRole('button', { name: '先提交其余 1 人' }).isVisible()).toBe(true)
  await alert.getByRole('button', { name: '给这 1 人选科目' }).click()
  const sheet = page.getByRole('dialog', { name: '给 1 人选报考科目' })
  await sheet.getByRole('checkbox', { name: '见证取样员' }).check()
  expect(await axe(page)).toEqual([])
  await sheet.getByRole('button', { name: '存好' }).click()
  await sheet.waitFor({ state: 'detached' })

  await page.getByText('已勾 2 人，费用合计 ¥1,600.00').waitFor()
  await page.getByRole('button', { name: '提交 2 人' }).click()
  await page.getByText('提交了 2 人').waitFor()
  await page
    .getByRole('button', { name: '新增人员' })
    .or(page.getByRole('link', { name: '新增人员' }))
    .first()
    .waitFor()
  const pick = (index: number) => ({ id: enrolments[index]?.id, version: enrolments[index]?.version })
  expect(said.filter(({ path }) => path !== 'enrolments.list')).toEqual([
    { path: 'enrolments.submit', input: { planId: plan.id, selection: { picks: [pick(0), pick(1)] } } },
    {
      path: 'enrolments.setSubjects',
      input: { planId: plan.id, selection: { picks: [pick(1)] }, subjectIds: [plan.subjects[0]?.id] },
    },
    { path: 'enrolments.submit', input: { planId: plan.id, selection: { picks: [pick(0), pick(1)] } } },
  ])
}, 60_000)

test('ticks outlive a search, and end with another tab', async () => {
  answer()
  const page = await site.open(here, phone)
  await tickOf(page, 0).check()
  await page.getByRole('searchbox').fill('李')
  await tickOf(page, 0).waitFor({ state: 'detached' })
  await tickOf(page, 2).check()
  await page.getByText('已勾 2 人').waitFor()
  await page.getByRole('link', { name: '待审核 1', exact: true }).click()
  await page.getByText('已勾').waitFor({ state: 'detached' })
}, 60_000)

test('somebody else was faster: nothing is said to be done, the list is asked again, and a sentence says why', async () => {
  answer({
    'enrolments.submit': () => {
      throw new AppError('conflict')
    },
  })
  const page = await site.open(here, phone)
  await tickOf(page, 0).check()
  await page.getByRole('button', { name: '提交 1 人' }).click()
  await page.getByText('有人的报名刚刚变了').waitFor()
  expect(await page.getByText('已勾 1 人').isVisible()).toBe(true)
}, 60_000)

test('a confirmed person says why nothing can be changed and whom to call, and can be paid for and printed', async () => {
  answer()
  const page = await site.open(`${here}/people/${enrolments[4]?.id}`, phone)
  await page.getByText('已确认，不能再改').waitFor()
  expect(await page.getByRole('link', { name: '打电话 025-8000 0000' }).count()).toBe(1)
  const [asking] = await Promise.all([
    page.waitForRequest((request) => request.url().includes('/api/files/')),
    page.getByRole('button', { name: '打印报名确认表' }).click(),
  ])
  expect(new URL(asking.url()).pathname).toBe(`/api/files/enrolments/${enrolments[4]?.id}/form.pdf`)
  expect(await page.getByRole('link', { name: '确认缴费' }).getAttribute('href')).toBe(
    `/orders/new?enrolments=${enrolments[4]?.id}`,
  )
  for (const word of ['提交', '删除', '选报考科目', '撤回报名'])
    expect(await page.getByRole('button', { name: word, exact: true }).count(), word).toBe(0)
}, 60_000)

test('a plan whose time is over takes nobody: the page says so and does not ask', async () => {
  answer({ 'plans.get': () => closedPlan })
  const page = await site.open(here, phone)
  await page.getByText('报名截止，不能再新增和提交').waitFor()
  expect(await page.getByText('新增人员').count()).toBe(0)
  await page.goto(`${site.app.address}${here}/add`)
  await page.getByRole('heading', { name: '这个计划现在不能新增人员' }).waitFor()
}, 60_000)

test('people ticked in the tree are still ticked after a reload, and saved with their subjects', async () => {
  const said = answer({
    'enrolments.add': () => ({ added: 2, already: { count: 0, people: [] }, disabled: { count: 0, people: [] } }),
  })
  const page = await site.open(`${here}/add?way=tree`, phone)
  const first = page.getByRole('checkbox', { name: `勾选 ${learnerRow(0).name}` }).first()
  await first.check()
  await page
    .getByRole('checkbox', { name: `勾选 ${learnerRow(1).name}` })
    .first()
    .check()
  // Who is in the plan already or switched off cannot be ticked.
  expect(
    await page
      .getByRole('checkbox', { name: `勾选 ${learnerRow(2).name}` })
      .first()
      .isDisabled(),
  ).toBe(true)
  await page.reload()
  await page.getByText('已勾 2 人').waitFor()
  expect(await first.isChecked()).toBe(true)
  await page.getByRole('button', { name: '下一步：选科目' }).click()
  await page.getByRole('checkbox', { name: '见证取样员' }).check()
  await page.getByText('¥1,600.00').waitFor()
  await page.getByRole('button', { name: '保存 2 人' }).click()
  await page.waitForURL(`**${here}?state=draft`)
  expect(said).toEqual([
    {
      path: 'enrolments.add',
      input: {
        planId: plan.id,
        subjectIds: [plan.subjects[0]?.id],
        learners: { ids: [learnerRow(0).id, learnerRow(1).id] },
      },
    },
  ])
  // 保存, 勾选, 提交: who was saved stands ticked.
  await page.getByText('已勾 1 人').waitFor()
  expect(await tickOf(page, 0).isChecked()).toBe(true)
}, 60_000)

test('on a desk: x ticks, s submits, Enter opens a person beside the list, Esc closes', async () => {
  const said = answer({
    'enrolments.submit': () => ({ submitted: true, count: 1, feeFen: 80_000, dueAt: '2036-05-08T09:30:00.000Z' }),
  })
  const page = await site.open(here, desk)
  await page.locator('tr[data-row]').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.getByText('费用合计 ¥800.00').waitFor()
  expect(await axe(page)).toEqual([])
  await page.keyboard.press('s')
  await page.getByText('提交了 1 人').waitFor()
  expect(said).toHaveLength(1)
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${here}/people/${enrolments[1]?.id}`)
  await page.getByRole('heading', { name: named(1) }).waitFor()
  await page.keyboard.press('Escape')
  await page.waitForURL(`**${here}`)
}, 60_000)
