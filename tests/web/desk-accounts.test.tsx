import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { AccountPage } from '../../server/features/accounts/accounts.schema.ts'
import DeskAccountsPage from '../../web/features/accounts/desk-accounts-page.tsx'
import { t } from '../../web/texts/desk-accounts.zh-CN.ts'
import { createAnswers, data, refusal } from './answers.ts'
import { deskReviewer } from './desk-enrolment-answers.ts'
import { field, find, type } from './show.ts'
import { showPage } from './show-page.tsx'

/** 账号 of the system admin: accounts of staff are opened, their roles changed, their passwords reset, and they are disabled. */
const { answers, inputsOf } = createAnswers()
type Row = AccountPage['rows'][number]
const row = (at: number, change: Partial<Row> = {}): Row => ({
  id: `0192f0c1-2b3c-7000-8000-00000000c00${at}`,
  name: '陈静',
  mobile: '13900000001',
  email: 'chen@example.com',
  staffRoles: ['reviewer'],
  enabled: true,
  mustChangePassword: false,
  secondFactor: true,
  lastSeenAt: '2026-05-08T01:00:00.000Z',
  createdAt: '2026-01-08T01:00:00.000Z',
  organisations: [],
  isLearner: false,
  logInNames: ['shenhe'],
  ...change,
})
const self = { ...deskReviewer, staffRoles: ['systemAdmin' as const] }
const [colleague, own] = [row(1), row(2, { id: self.accountId, name: '管理员', staffRoles: ['systemAdmin'] })]

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'],
    now: new Date('2026-05-08T02:00:00Z'),
  })
  answers['accounts.list'] = () => data({ rows: [colleague, own], nextCursor: null })
})
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
})
vi.setConfig({ testTimeout: 30_000 })

const soon = async () => {
  for (let turn = 0; turn < 3; turn++) await vi.advanceTimersByTimeAsync(50)
}
async function open(address: string): Promise<HTMLElement> {
  const { place } = showPage(address, { '/desk/accounts/:id?': DeskAccountsPage }, self)
  await soon()
  return place
}
const pane = (place: HTMLElement, label: string) => find(place, `[aria-label="${label}"]`)
const buttonOf = (place: HTMLElement, label: string) =>
  [...place.querySelectorAll('button')].find((one) => one.textContent?.includes(label))
async function click(place: HTMLElement, label: string): Promise<void> {
  const button = buttonOf(place, label)
  if (!button) throw new Error(`no button ${label}`)
  button.click()
  await soon()
}
async function tick(place: HTMLElement, label: string): Promise<void> {
  const box = [...place.querySelectorAll('label')].find((one) => one.textContent?.trim() === label)?.control
  const input =
    box ?? [...place.querySelectorAll('label')].find((one) => one.textContent?.includes(label))?.querySelector('input')
  if (!input) throw new Error(`no box ${label}`)
  input.click()
  await soon()
}
const words = (element: Element) => element.textContent ?? ''

test('an account of staff is opened with its roles, and its one-time password is shown this once', async () => {
  answers['accounts.createStaff'] = () => data({ id: row(3).id, oneTimePassword: 'kettle-horse-92-moon' })
  const place = await open('/desk/accounts')
  await click(place, t('create'))
  const form = pane(place, t('createTitle'))
  find<HTMLFormElement>(form, 'form').requestSubmit()
  await soon()
  expect(words(form)).toContain(t('nameNeeded'))
  expect(words(form)).toContain(t('logInNameNeeded'))
  expect(words(form)).toContain(t('rolesNeeded'))
  expect(inputsOf('accounts.createStaff')).toEqual([])
  type(field(form, t('name')).input, ' 周敏 ')
  type(field(form, t('logInName')).input, 'caiwu2')
  const mobile = find<HTMLInputElement>(form, 'input[inputmode="tel"]')
  type(mobile, '1390000')
  await tick(form, t('roleFinance'))
  await tick(form, t('roleReviewer'))
  await tick(form, t('roleReviewer'))
  find<HTMLFormElement>(form, 'form').requestSubmit()
  await soon()
  expect(words(form)).toContain(t('mobileWrong'))
  expect(mobile.getAttribute('aria-invalid')).toBe('true')
  type(mobile, '13900000009')
  find<HTMLFormElement>(form, 'form').requestSubmit()
  await soon()
  expect(inputsOf('accounts.createStaff')).toMatchObject([
    { name: '周敏', logInName: 'caiwu2', staffRoles: ['finance'], mobile: '13900000009' },
  ])
  expect(words(place)).toContain('kettle-horse-92-moon')
  await click(place, t('oneTimeDone'))
  expect(words(place)).not.toContain('kettle-horse-92-moon')
})

test('a log-in name that is taken is said at its box, and the next try is the same request', async () => {
  answers['accounts.createStaff'] = () => refusal('logInNameTaken')
  const place = await open('/desk/accounts')
  await click(place, t('create'))
  const form = pane(place, t('createTitle'))
  type(field(form, t('name')).input, '周敏')
  type(field(form, t('logInName')).input, 'shenhe')
  await tick(form, t('roleFinance'))
  find<HTMLFormElement>(form, 'form').requestSubmit()
  await soon()
  expect(field(form, t('logInName')).error()).not.toBe('')
  type(field(form, t('logInName')).input, 'caiwu2')
  find<HTMLFormElement>(form, 'form').requestSubmit()
  await soon()
  const [first, second] = inputsOf('accounts.createStaff')
  expect([first?.id, second?.logInName]).toEqual([second?.id, 'caiwu2'])
})

test('roles are changed from those that were seen, with a reason; somebody is not left without any', async () => {
  answers['accounts.setStaffRoles'] = () => data({ ok: true })
  const place = await open(`/desk/accounts/${colleague.id}`)
  const detail = pane(place, t('detail'))
  await click(detail, t('changeRoles'))
  await tick(detail, t('roleReviewer'))
  await click(detail, t('rolesSend'))
  expect(words(detail)).toContain(t('rolesNeeded'))
  expect(words(detail)).toContain(t('reasonNeeded'))
  await tick(detail, t('roleFinance'))
  type(field(detail, t('reason')).input, '调到财务')
  await click(detail, t('rolesSend'))
  expect(inputsOf('accounts.setStaffRoles')).toEqual([
    { accountId: colleague.id, expected: ['reviewer'], staffRoles: ['finance'], reason: '调到财务' },
  ])
  expect(words(place)).toContain(t('rolesChanged'))
})

test('an account is disabled with a reason, and a reset shows the new password once, with the second factor taken away', async () => {
  answers['accounts.setEnabled'] = () => data({ ok: true })
  answers['accounts.resetPassword'] = () => data({ oneTimePassword: 'amber-river-17-lamp' })
  const place = await open(`/desk/accounts/${colleague.id}`)
  const detail = pane(place, t('detail'))
  await click(detail, t('disable'))
  await click(detail, t('disableSend'))
  expect(words(detail)).toContain(t('reasonNeeded'))
  type(field(detail, t('reason')).input, '离职')
  await click(detail, t('disableSend'))
  expect(inputsOf('accounts.setEnabled')).toEqual([{ accountId: colleague.id, enabled: false, reason: '离职' }])
  await click(detail, t('reset'))
  await tick(detail, t('resetSecondFactor'))
  await click(detail, t('resetSend'))
  expect(inputsOf('accounts.resetPassword')).toEqual([{ accountId: colleague.id, removeSecondFactor: true }])
  expect(words(detail)).toContain('amber-river-17-lamp')
})

test('nobody disables or resets themselves: the page offers neither', async () => {
  const place = await open(`/desk/accounts/${own.id}`)
  const detail = pane(place, t('detail'))
  expect(words(detail)).toContain(t('self'))
  for (const label of [t('disable'), t('enable'), t('reset')]) expect(buttonOf(detail, label), label).toBeUndefined()
  expect(buttonOf(detail, t('changeRoles'))).toBeDefined()
})
