// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { AppError } from '../../server/core/app-error.ts'
import { axe } from './axe.ts'
import { desk, looks, phone, useBrowserSite } from './browser-site.ts'
import { deskAdmin } from './desk-mail-answers.ts'
import { answerPeople } from './people-answers.ts'
import { learnerRow, organisationAdmin } from './people-samples.ts'
import { dataRequest, myData, obstacle, retentionRows } from './report-samples.ts'

const site = useBrowserSite()

type Input = Record<string, unknown>
type Said = { path: string; input: Input }

const known: Record<string, (input: Input) => unknown> = {
  'privacy.requests': () => ({ rows: [dataRequest], nextCursor: null }),
  'privacy.request': () => dataRequest,
  'privacy.waiting': () => ({ erasures: 1 }),
  'privacy.mine': () => myData,
  'privacy.retention': () => retentionRows,
  'privacy.previewRetention': () => ({ before: '2026-01-01T00:00:00.000Z', count: 42 }),
  'reports.savedFilters': () => [],
  'study.mine': () => null,
}

const learner = {
  ...organisationAdmin,
  name: dataRequest.learner.name,
  organisation: null,
  organisations: [],
  learner: { id: dataRequest.learner.id, name: dataRequest.learner.name },
} as unknown as typeof organisationAdmin

function answer(me: typeof organisationAdmin, instead: typeof known = {}): Said[] {
  const said: Said[] = []
  const heard = Object.entries({ ...known, ...instead }).map(([path, procedure]) => [
    path,
    (input: Input) => {
      said.push({ path, input })
      return procedure(input)
    },
  ])
  site.app.answer = answerPeople(me, Object.fromEntries(heard))
  return said
}
const last = (said: readonly Said[], path: string) => said.findLast((one) => one.path === path)?.input

describe.each([
  ...looks.filter((look) => look.width < 1000).map((look) => ({ look, address: '/learner/data', me: learner })),
  ...looks
    .filter((look) => look.width > 1000)
    .flatMap((look) =>
      ['/desk/privacy', `/desk/privacy/${dataRequest.id}`, '/desk/settings/retention'].map((address) => ({
        look,
        address,
        me: deskAdmin,
      })),
    ),
])('$address at $look.width px, $look.theme, $look.language', ({ look, address, me }) => {
  test('axe finds nothing, and nothing is wider than the window', async () => {
    answer(me)
    const shown = await site.open(address, look)
    await shown.getByRole('heading').first().waitFor()
    await shown.waitForLoadState('networkidle')
    expect(await axe(shown)).toEqual([])
    expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
  }, 60_000)
})

test('who has money on a card reads why they cannot be erased, and has no button', async () => {
  answer(learner, { 'privacy.mine': () => ({ ...myData, obstacles: [obstacle] }) })
  const shown = await site.open('/learner/data', phone)
  await shown.getByText('现在还不能申请').waitFor()
  expect(await shown.getByText('¥30.00').count()).toBeGreaterThan(0)
  expect(await shown.getByRole('button', { name: '申请注销' }).count()).toBe(0)
}, 60_000)

test('a learner asks twice before anything is sent', async () => {
  const said = answer(learner, { 'privacy.askErasure': ({ id }) => ({ ...dataRequest, id }) })
  const shown = await site.open('/learner/data', phone)
  await shown.getByRole('button', { name: '申请注销' }).click()
  expect(last(said, 'privacy.askErasure')).toBeUndefined()
  await shown.getByRole('button', { name: '确定申请注销' }).click()
  await expect.poll(() => last(said, 'privacy.askErasure')).toMatchObject({ reason: '' })
}, 60_000)

test('staff type the name before they erase; a wrong one is said at its field', async () => {
  const said = answer(deskAdmin, {
    'privacy.decideErasure': ({ name }) => {
      if (name !== dataRequest.learner.name) throw new AppError('inputInvalid', { field: 'name' })
      return { ...dataRequest, state: 'done' }
    },
  })
  const shown = await site.open(`/desk/privacy/${dataRequest.id}`, desk)
  await shown.getByText(dataRequest.reason).waitFor()
  await shown.keyboard.press('a')
  const field = shown.getByRole('textbox', { name: /请输入|输入姓名|欧阳小娟/ })
  await field.fill('欧阳晓娟')
  await shown.getByRole('button', { name: '永久删除' }).click()
  await shown
    .getByText(/姓名.*不/)
    .first()
    .waitFor()
  await field.fill(dataRequest.learner.name)
  await shown.getByRole('button', { name: '永久删除' }).click()
  await expect.poll(() => last(said, 'privacy.decideErasure')).toMatchObject({ verdict: 'erase', name: '欧阳小娟' })
}, 60_000)

test('staff record what somebody asked for by letter on the learner’s page, and go on to decide it', async () => {
  const said = answer(deskAdmin, {
    'privacy.recordErasure': ({ id }) => ({ ...dataRequest, id }),
  })
  const shown = await site.open(`/desk/learners/${learnerRow(1).id}`, desk)
  await shown.getByRole('button', { name: '登记注销申请' }).click()
  expect(await shown.getByRole('button', { name: '登记，去办理' }).isDisabled()).toBe(true)
  await shown.getByRole('textbox', { name: '怎么提出的' }).fill('5 月 8 日来信')
  expect(await axe(shown)).toEqual([])
  await shown.getByRole('button', { name: '登记，去办理' }).click()
  await shown.waitForURL('**/desk/privacy/**')
  expect(last(said, 'privacy.recordErasure')).toMatchObject({ learnerId: learnerRow(1).id, reason: '5 月 8 日来信' })
}, 60_000)

test('a shorter time than the law’s cannot be saved; another says how many go tonight', async () => {
  const said = answer(deskAdmin, { 'privacy.saveRetention': ({ keepDays }) => ({ ...retentionRows[1], keepDays }) })
  const shown = await site.open('/desk/settings/retention', desk)
  const days = shown.getByRole('textbox').nth(1)
  await days.fill('100')
  await shown.getByText('不能少于 183 天。').waitFor()
  expect(await shown.getByRole('button', { name: '保存', exact: true }).isDisabled()).toBe(true)
  await days.fill('200')
  await shown.getByText('42 条今晚会删除').waitFor()
  await shown.getByRole('button', { name: '保存', exact: true }).click()
  await expect
    .poll(() => last(said, 'privacy.saveRetention'))
    .toEqual({
      category: 'learningStatements',
      keepDays: 200,
    })
}, 60_000)
