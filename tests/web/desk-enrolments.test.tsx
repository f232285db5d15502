import type { MemoryHistory } from '@solidjs/router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { activeKeys } from '../../web/components/keys.ts'
import DeskEnrolmentsPage from '../../web/features/enrolments/desk-enrolments-page.tsx'
import { createAnswers, data, refusal } from './answers.ts'
import { createEnrolmentDesk, deskFinance, deskReviewer, enrolment, plans, units } from './desk-enrolment-answers.ts'
import { find, press, type } from './show.ts'
import { showPage } from './show-page.tsx'

const { answers, inputsOf } = createAnswers()

let desk: ReturnType<typeof createEnrolmentDesk>

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] })
  desk = createEnrolmentDesk()
  for (const [path, procedure] of Object.entries(desk.procedures)) answers[path] = (input) => data(procedure(input))
})
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
  vi.restoreAllMocks()
})

// Whole pages, drawn while other tests run too.
vi.setConfig({ testTimeout: 30_000 })

const soon = async () => {
  for (let turn = 0; turn < 3; turn++) await vi.advanceTimersByTimeAsync(50)
}

async function open(
  address = '/desk/enrolments',
  me = deskReviewer,
): Promise<{ place: HTMLElement; history: MemoryHistory }> {
  const { place, history } = showPage(address, { '/desk/enrolments/:id?': DeskEnrolmentsPage }, me)
  await soon()
  return { place, history }
}

const toasts = (place: HTMLElement) => [...place.querySelectorAll('.toast-text')].map((one) => one.textContent).join()
const tableRow = (place: HTMLElement, index: number) => find(place, `tr[data-row="${enrolment(index).id}"]`)
const tickOf = (place: Element) => find<HTMLInputElement>(place, 'input[type="checkbox"]')
const bulk = (place: HTMLElement) => place.querySelector('.bulk-bar')?.textContent ?? ''
const picks = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => ({ id: enrolment(from + index).id, version: 3 }))

test('a group is chosen by ] and [, and stands in the address as filters of the list', async () => {
  const { place, history } = await open()
  press(']')
  await soon()
  press(']')
  await soon()
  const asked = new URL(history.get(), 'http://desk').searchParams
  expect(asked.get('plan')).toBe(plans[1].id)
  expect(asked.get('organisation')).toBe(units[1].id)
  expect(inputsOf('enrolments.reviewQueue').at(-1)).toMatchObject({
    planId: plans[1].id,
    organisationId: units[1].id,
  })
  expect(place.querySelectorAll('tr[data-row]')).toHaveLength(8)
  press('[')
  await soon()
  expect(new URL(history.get(), 'http://desk').searchParams.get('organisation')).toBe(units[0].id)
})

test('a whole group is ticked, also those on no page yet; Shift A and Enter confirm them with versions, and the next group opens', async () => {
  const { place, history } = await open()
  for (const key of [']', ']', ']']) {
    press(key)
    await soon()
  }
  press('X', document.body, { shiftKey: true })
  await soon()
  expect(place.querySelectorAll('tr[data-row]')).toHaveLength(50)
  expect(bulk(place)).toContain('已勾 70 人')
  expect(bulk(place)).toContain('56,000.00')
  press('A', document.body, { shiftKey: true })
  await soon()
  const foot = find(place, '.verdict-bar')
  expect(foot.textContent).toContain('确认 70 人的报名')
  expect(foot.textContent).toContain('56,000.00')
  expect(desk.decided).toEqual([])
  press('Enter')
  await soon()
  expect(desk.decided).toEqual([{ confirm: picks(13, 83), reject: [] }])
  expect(toasts(place)).toContain('已确认 70 人，待缴费 ¥56,000.00')
  expect(bulk(place)).toBe('')
  expect(new URL(history.get(), 'http://desk').searchParams.get('organisation')).toBe(units[1].id)
})

test('one who is taken out of a ticked group is not decided on', async () => {
  const { place } = await open(`/desk/enrolments?plan=${plans[1].id}&organisation=${units[1].id}`)
  press('X', document.body, { shiftKey: true })
  await soon()
  expect(bulk(place)).toContain('已勾 8 人')
  tickOf(tableRow(place, 6)).click()
  await soon()
  expect(bulk(place)).toContain('已勾 7 人')
  press('R', document.body, { shiftKey: true })
  await soon()
  press('3')
  await soon()
  const box = find<HTMLInputElement>(place, '.verdict-bar input')
  expect(document.activeElement).toBe(box)
  press('Enter', box)
  await soon()
  const reason = '报考科目不对，请重新选科目再提交。'
  const rest = picks(5, 13).filter((pick) => pick.id !== enrolment(6).id)
  expect(desk.decided).toEqual([{ confirm: [], reject: rest.map((pick) => ({ ...pick, reason })) }])
  expect(toasts(place)).toContain('已驳回 7 人')
})

test('select-all ticks those that are shown, and then all that match', async () => {
  const { place } = await open()
  tickOf(find(place, 'thead')).click()
  await soon()
  expect(bulk(place)).toContain('已勾 50 人')
  const all = [...place.querySelectorAll<HTMLButtonElement>('.bulk-action')].find((one) =>
    one.textContent?.includes('符合条件的全部'),
  )
  all?.click()
  await soon()
  expect(bulk(place)).toContain('已勾 83 人')
  press('Escape')
  await soon()
  expect(bulk(place)).toBe('')
})

test('J opens one after the other once one is open, A confirms and shows the next, with seats, fees and earlier enrolments', async () => {
  const { place, history } = await open()
  press('j')
  await soon()
  press('Enter', tableRow(place, 0))
  await soon()
  expect(history.get()).toContain(enrolment(0).id)
  const pane = find(place, '[aria-label="报名详情"]')
  expect(pane.textContent).toContain('320411')
  expect(pane.textContent).toContain('公共基础知识')
  expect(pane.textContent).toContain('750.00')
  expect(pane.textContent).toContain('以前的报名')
  expect(find<HTMLAnchorElement>(pane, 'a.card-entry').getAttribute('href')).toContain('/desk/enrolments/')
  press('a')
  await soon()
  expect(desk.decided).toEqual([{ confirm: picks(0, 1), reject: [] }])
  expect(toasts(place)).toContain('已确认 王杰超')
  expect(history.get()).toContain(enrolment(1).id)
  press('j')
  await soon()
  expect(history.get()).toContain(enrolment(2).id)
})

test('R asks for a reason before anything is sent, and Esc goes back one step', async () => {
  const { place, history } = await open(`/desk/enrolments/${enrolment(5).id}`)
  press('r')
  await soon()
  const box = find<HTMLInputElement>(place, '.verdict-bar input')
  box.focus()
  press('Enter', box)
  await soon()
  expect(find(place, '.verdict-bar .field-error').textContent).toContain('写一句理由')
  press('Escape', box)
  press('Escape')
  await soon()
  expect(desk.decided).toEqual([])
  expect(history.get()).toContain(enrolment(5).id)
  press('r')
  await soon()
  const again = find<HTMLInputElement>(place, '.verdict-bar input')
  type(again, '学历不够')
  press('Enter', again)
  await soon()
  expect(desk.decided).toEqual([{ confirm: [], reject: [{ id: enrolment(5).id, version: 3, reason: '学历不够' }] }])
})

test('what somebody else decided meanwhile is said, nothing is lost from the ticks, and the list is asked for again', async () => {
  const { place } = await open()
  tickOf(tableRow(place, 0)).click()
  tickOf(tableRow(place, 1)).click()
  await soon()
  answers['enrolments.decide'] = () => refusal('conflict')
  const asked = inputsOf('enrolments.reviewQueue').length
  press('A', document.body, { shiftKey: true })
  await soon()
  press('Enter')
  await soon()
  expect(toasts(place)).toContain('没有办成')
  expect(inputsOf('enrolments.reviewQueue').length).toBeGreaterThan(asked)
  expect(find(place, '.verdict-bar').textContent).toContain('确认 2 人的报名')
})

test('what is typed as a reason stays while new submissions come in', async () => {
  const { place } = await open()
  tickOf(tableRow(place, 0)).click()
  await soon()
  press('R', document.body, { shiftKey: true })
  await soon()
  type(find<HTMLInputElement>(place, '.verdict-bar input'), '请补充')
  const late = enrolment(700)
  desk.rows.set(late.id, late)
  await vi.advanceTimersByTimeAsync(11_000)
  expect(place.querySelectorAll('tr[data-row]').length).toBe(50)
  expect(find<HTMLInputElement>(place, '.verdict-bar input').value).toBe('请补充')
})

test('a confirmed, unpaid one is revoked with a reason; lists by state name both states', async () => {
  const one = enrolment(20, { state: 'confirmed', paymentStatus: 'due' })
  desk.rows.set(one.id, one)
  const { place } = await open(`/desk/enrolments/${one.id}?state=confirmed`)
  expect(inputsOf('enrolments.staffList').at(-1)).toMatchObject({ state: 'confirmed' })
  const heads = [...place.querySelectorAll('thead th')].map((head) => head.textContent)
  expect(heads).toContain('报名状态')
  const pane = find(place, '[aria-label="报名详情"]')
  expect([...pane.querySelectorAll('.chop')].map((chop) => chop.textContent)).toEqual(
    expect.arrayContaining(['已确认', '待缴费']),
  )
  press('r')
  await soon()
  press('1')
  await soon()
  press('Enter', find(place, '.verdict-bar input'))
  await soon()
  expect(desk.revoked).toEqual([{ picks: [{ id: one.id, version: 3 }], reason: '应单位要求取消。' }])
  expect(pane.textContent).toContain('已取消')
})

test('finance looks things up and decides nothing: no ticks, no queue, everything newest first', async () => {
  const { place } = await open('/desk/enrolments', deskFinance)
  expect(place.querySelector('[aria-label="按单位和计划"]')).toBeNull()
  expect(place.querySelector('thead input')).toBeNull()
  expect(inputsOf('enrolments.staffList').length).toBeGreaterThan(0)
  expect(inputsOf('enrolments.reviewQueue')).toEqual([])
})

test('more rejections than a request holds go in parts, and nobody is left out', async () => {
  for (let index = 2000; index < 4500; index++) {
    const row = enrolment(index)
    desk.rows.set(row.id, row)
  }
  const { place } = await open()
  tickOf(find(place, 'thead')).click()
  await soon()
  find<HTMLButtonElement>(place, '.bulk-action').click()
  for (let turn = 0; turn < 30; turn++) await soon()
  expect(bulk(place)).toContain('已勾 2583 人')
  press('R', document.body, { shiftKey: true })
  await soon()
  const box = find<HTMLInputElement>(place, '.verdict-bar input')
  type(box, '不符合报考条件'.repeat(28))
  press('Enter', box)
  for (let turn = 0; turn < 10; turn++) await soon()
  const parts = desk.decided.map((one) => one.reject as { id: string }[])
  expect(parts.length).toBeGreaterThan(1)
  for (const part of parts) expect(new TextEncoder().encode(JSON.stringify(part)).length).toBeLessThan(600_000)
  expect(new Set(parts.flat().map(({ id }) => id)).size).toBe(2583)
  expect(toasts(place)).toContain('已驳回 2583 人')
})

test('all that can be pressed is in the list of keys', async () => {
  const { place } = await open()
  tickOf(tableRow(place, 0)).click()
  press('j')
  await soon()
  press('Enter', tableRow(place, 0))
  await soon()
  const keys = activeKeys().map(({ key }) => key)
  for (const key of ['A', 'R', 'J', 'K', 'X', '[', ']', 'Shift A', 'Shift R', 'Esc', '/']) expect(keys).toContain(key)
})
