import { useLocation } from '@solidjs/router'
import type { Component } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { LetterRow } from '../../server/features/documents/letters.schema.ts'
import DeskLettersPage from '../../web/features/letters/desk-letters-page.tsx'
import DeskOwnLetters from '../../web/features/letters/desk-own-letters.tsx'
import NewLetterPage from '../../web/features/letters/new-letter-page.tsx'
import { createAnswers, data, refusal } from './answers.ts'
import { deskFinance, deskReviewer } from './desk-enrolment-answers.ts'
import { letters, letterView } from './letter-samples.ts'
import { tree } from './people-samples.ts'
import { field, find, press, type } from './show.ts'
import { showPage } from './show-page.tsx'

// The new letter's page is looked at as a phone shows it; the lists are the desk's whatever the width.
vi.mock('../../web/components/wide.ts', () => ({ isWide: () => false }))

const { answers, inputsOf } = createAnswers()

let known: LetterRow[]
beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'],
    now: new Date('2026-11-22T02:00:00Z'),
  })
  known = Object.values(letters)
  const byId = (wanted: unknown) => known.find((one) => one.id === wanted)
  answers['letters.list'] = ({ state }) =>
    data({ rows: known.filter((one) => !state || one.state === state), nextCursor: null })
  answers['letters.counts'] = () => data({ printed: 2, received: 1, cancelled: 0 })
  answers['letters.get'] = (input) => {
    const letter = byId(input.id)
    const is = (state: string) => letter?.state === state
    return letter ? data(letterView(letter, { receive: is('printed'), putBack: is('received') })) : refusal('notFound')
  }
  answers['letters.find'] = (input) => {
    const letter = known.find((one) => one.code === input.code)
    return letter ? data(letter) : refusal('notFound')
  }
  answers['letters.receive'] = (input) => {
    const ids = input.ids as string[]
    known = known.map((one) => (ids.includes(one.id) ? { ...one, state: 'received' as const } : one))
    return data({ received: known.filter((one) => ids.includes(one.id)), skipped: [] })
  }
  answers['letters.putBack'] = (input) => {
    known = known.map((one) => (one.id === input.id ? { ...one, state: 'printed' as const } : one))
    return data(letterView(letters.one, { receive: true }))
  }
})
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
})
vi.setConfig({ testTimeout: 30_000 })

const soon = async () => {
  for (let turn = 0; turn < 4; turn++) await vi.advanceTimersByTimeAsync(50)
}
const words = (element: Element) => element.textContent ?? ''

async function open(address: string, path: string, page: Component, me = deskReviewer): Promise<HTMLElement> {
  const { place } = showPage(address, { [path]: page, '*': () => <span>{useLocation().pathname}</span> }, me)
  await soon()
  return place
}
const openDesk = (address = '/desk/letters', me = deskReviewer) =>
  open(address, '/desk/letters/:id?', DeskLettersPage, me)
const scanField = (place: HTMLElement) => field(place, '扫码或输入编号')
const noteInput = (place: HTMLElement) => find<HTMLInputElement>(place, 'input[placeholder^="可不填"]')
async function scan(place: HTMLElement, text: string) {
  const { input } = scanField(place)
  type(input, text)
  input.form?.requestSubmit()
  await soon()
}
const ticked = (place: HTMLElement) => [...place.querySelectorAll('tbody input:checked')].length

test('letters are scanned one after the other, and Enter in the empty box marks them all with the note', async () => {
  const place = await openDesk()
  expect(document.activeElement).toBe(scanField(place).input)
  await scan(place, `http://localhost:3000/desk/letters?code=${letters.one.code}`)
  await scan(place, '3ampq z8wrt')
  expect(ticked(place)).toBe(2)
  expect(words(place)).toContain('已扫或已勾 2 封')
  expect(scanField(place).input.value).toBe('')
  type(noteInput(place), '缺附件')
  await vi.advanceTimersByTimeAsync(2000)
  await scan(place, '')
  expect(inputsOf('letters.receive')).toEqual([{ ids: [letters.one.id, letters.two.id], note: '缺附件' }])
  expect(words(place)).toContain('已记 2 封收到')
  expect(noteInput(place).value).toBe('')
  press('z')
  await soon()
  expect(inputsOf('letters.putBack')).toEqual([{ id: letters.one.id }, { id: letters.two.id }])
})

test('a scanner that ends a code with two returns marks nothing', async () => {
  const place = await openDesk()
  await scan(place, letters.one.code)
  await scan(place, '')
  expect(inputsOf('letters.receive')).toEqual([])
  expect(ticked(place)).toBe(1)
})

test('an unknown code, one that is none, and a letter that is marked already are said at the box; nothing is ticked', async () => {
  const place = await openDesk()
  await scan(place, '2222222222')
  expect(scanField(place).error()).toContain('没有编号 2222222222 的确认书')
  await scan(place, '看不清')
  expect(scanField(place).error()).toContain('10 位字母和数字')
  expect(inputsOf('letters.find')).toHaveLength(1)
  await scan(place, letters.received.code)
  expect(scanField(place).error()).toContain(`${letters.received.code} 在 11 月 18 日 14:30 已经记过收到`)
  expect(ticked(place)).toBe(0)
  expect(words(place)).toContain('公章不清楚，请补一份')
})

test('the link of a QR code opens its letter, ticked, and leaves the address as it was', async () => {
  const place = await openDesk(`/desk/letters?code=${letters.two.code}`)
  expect(ticked(place)).toBe(1)
  expect(words(find(place, '[aria-label="确认书详情"]'))).toContain('四川省大地兴装饰工程有限公司 › 检测一部')
})

test('A marks the open letter; of a received one the mark can be taken back', async () => {
  const place = await openDesk(`/desk/letters/${letters.one.id}`)
  press('a')
  await soon()
  expect(inputsOf('letters.receive')).toEqual([{ ids: [letters.one.id], note: '' }])
  const back = [...place.querySelectorAll('button')].find((one) => words(one).includes('撤销收到'))
  back?.click()
  await soon()
  expect(inputsOf('letters.putBack')).toEqual([{ id: letters.one.id }])
})

test('who is no reviewer reads the letters, with no box to scan into and nothing to tick', async () => {
  const place = await openDesk('/desk/letters', deskFinance)
  expect(words(place)).toContain('四川省大地兴装饰工程有限公司')
  expect(place.querySelector('input[placeholder^="可不填"]')).toBeNull()
  expect(place.querySelectorAll('tbody input')).toHaveLength(0)
})

test('an organisation sees on its desk which letters arrived, when, and what the centre noted', async () => {
  answers['accounts.me'] = () => data(null)
  const place = await open('/letters', '/letters/:id?', DeskOwnLetters)
  expect(words(place)).toContain('已收到')
  expect(place.querySelectorAll('tbody tr')).toHaveLength(3)
  find<HTMLElement>(place, 'tbody tr:nth-child(3)').click()
  await soon()
  const pane = words(find(place, '[aria-label="确认书详情"]'))
  expect(pane).toContain('培训中心 11 月 18 日 14:30 收到。')
  expect(pane).toContain('备注：公章不清楚，请补一份')
})

test('a new letter is filled in from the organisation, says what is on its way already, and is made once', async () => {
  const admin = {
    ...deskReviewer,
    staffRoles: [],
    organisation: { id: tree[0]?.id ?? '', name: tree[0]?.name ?? '' },
    organisations: [],
  }
  const planId = letters.one.plan.id
  answers['accounts.me'] = () => data(admin)
  answers['plans.list'] = () => data({ rows: [{ id: planId, name: letters.one.plan.name }], nextCursor: null })
  answers['organisations.tree'] = () => data(tree)
  answers['letters.preview'] = () =>
    data({
      ...letterView(letters.one).facts,
      organisationId: tree[0]?.id,
      empty: false,
      underWay: { id: letters.two.id, createdAt: '2026-11-20T02:00:00.000Z' },
    })
  answers['letters.print'] = (input) => data(letterView({ ...letters.one, id: String(input.id) }))
  const place = await open('/letters/new', '/letters/new', NewLetterPage)
  for (const said of ['已经打印过一份', '已确认 12 人，待审核 2 人', '6 人，待缴 6 人', '¥9,600.00']) {
    expect(words(place)).toContain(said)
  }
  expect(inputsOf('letters.preview').at(-1)).toEqual({ planId, organisationId: tree[0]?.id })
  const form = find<HTMLFormElement>(place, '#new-letter')
  form.requestSubmit()
  form.requestSubmit()
  await soon()
  const sent = inputsOf('letters.print')
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({ planId, contactName: '赵敏', telephone: '13900000010', withList: true })
  expect(words(place)).toContain(`/letters/${sent[0]?.id}`)
})

test('without anything to confirm there is the way to enrol, and nothing can be sent', async () => {
  answers['accounts.me'] = () => data({ ...deskReviewer, staffRoles: [], organisation: { id: tree[0]?.id, name: 'x' } })
  answers['plans.list'] = () => data({ rows: [{ id: letters.one.plan.id, name: '没人报的计划' }], nextCursor: null })
  answers['organisations.tree'] = () => data(tree)
  answers['letters.preview'] = () =>
    data({
      ...letterView(letters.one).facts,
      orders: [],
      organisationId: tree[0]?.id,
      empty: true,
      underWay: null,
    })
  const place = await open('/letters/new', '/letters/new', NewLetterPage)
  expect(words(place)).toContain('没有可以确认的内容')
  find<HTMLFormElement>(place, '#new-letter').requestSubmit()
  await soon()
  expect(inputsOf('letters.print')).toEqual([])
})
