import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { Suspense } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createQueryClient } from '../../web/api.ts'
import RechargePage from '../../web/features/study-cards/recharge-page.tsx'
import { createAnswers, data, refusal } from './answers.ts'
import {
  batch,
  batchId,
  cardPlan,
  checkOf,
  operation,
  otherPlan,
  personRow,
  planId,
  refusedPerson,
  smallBatch,
} from './card-samples.ts'
import { organisationAdmin, tree } from './people-samples.ts'
import { field, find, show, type } from './show.ts'

// A phone: with room for a desk the steps stand beside the list, which cards-in-a-browser.test.ts walks.
vi.mock('../../web/components/wide.ts', () => ({ isWide: () => false }))

const { answers, calls, inputsOf } = createAnswers()
const people = Array.from({ length: 250 }, (_, index) => ({ ...personRow(index), id: `learner-${index}` }))
let history: ReturnType<typeof createMemoryHistory>

beforeEach(() => {
  localStorage.clear()
  answers['accounts.me'] = () => data(organisationAdmin)
  answers['studyCards.plans'] = () => data([cardPlan, otherPlan])
  answers['organisations.tree'] = () => data(tree)
  answers['studyCards.batches'] = () => data({ rows: [batch, smallBatch], nextCursor: null })
  answers['studyCards.people'] = ({ cursor, limit }) => {
    const from = Number(cursor ?? 0)
    const to = from + Number(limit)
    return data({ rows: people.slice(from, to), nextCursor: to < people.length ? String(to) : null })
  }
  answers['studyCards.countPeople'] = () => data({ count: people.length, capped: false })
  answers['studyCards.checkOperation'] = ({ people: chosen, amount }) => {
    const { ids } = chosen as { ids: string[] }
    const { eachFen, listFen } = amount as { eachFen?: number; listFen?: number[] }
    const totalFen = listFen?.reduce((sum, one) => sum + one, 0) ?? ids.length * (eachFen ?? 0)
    return data({ ...checkOf(ids.length, eachFen ?? 0), totalFen })
  }
  answers['studyCards.startOperation'] = ({ id }) => data({ ...operation, id, state: 'waiting' })
})
afterEach(() => localStorage.clear())

/** Until nothing has been asked and nothing has changed for some turns, however long a busy machine needs for that. */
const soon = async (turns = 12) => {
  const seen = () => `${calls.length} ${document.body.innerHTML}`
  for (let [still, turn, last] = [0, 0, seen()]; still < turns && turn < 500; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 5))
    const now = seen()
    still = now === last ? still + 1 : 0
    last = now
  }
}

async function open(address = `/recharge?plan=${planId}`): Promise<HTMLElement> {
  history = createMemoryHistory()
  history.set({ value: address })
  const queries = createQueryClient()
  const place = show(() => (
    <QueryClientProvider client={queries}>
      <MemoryRouter history={history} root={(props) => <Suspense>{props.children}</Suspense>}>
        <Route path="/recharge" component={RechargePage} />
        <Route path="/cards/operations/:id" component={() => <p>the operation</p>} />
      </MemoryRouter>
    </QueryClientProvider>
  ))
  await soon()
  return place
}

const words = (place: HTMLElement) => place.textContent ?? ''
function button(place: HTMLElement, name: string | RegExp): HTMLButtonElement {
  const found = [...place.querySelectorAll('button')].find((one) => {
    const text = one.textContent?.trim() ?? ''
    return typeof name === 'string' ? text === name : name.test(text)
  })
  if (!found) throw new Error(`there is no button ${name}: ${words(place)}`)
  return found
}
async function press(place: HTMLElement, name: string | RegExp): Promise<void> {
  button(place, name).click()
  await soon()
}
const ticks = (place: HTMLElement) => [...place.querySelectorAll<HTMLInputElement>('.card-tick input')]

test('the plan with most cards to give is chosen by itself, and another one begins with nobody', async () => {
  const place = await open('/recharge')
  expect(find<HTMLSelectElement>(place, 'select').value).toBe(planId)
  expect(words(place)).toContain('可充 ¥6,720.00')
  ticks(place)[0]?.click()
  await soon()
  expect(words(place)).toContain('充值 1 人')
  const select = find<HTMLSelectElement>(place, 'select')
  select.value = otherPlan.id
  select.dispatchEvent(new Event('change', { bubbles: true }))
  await soon()
  expect(words(place)).not.toContain('充值 1 人')
  // Its price is not set: nobody can be offered an opening.
  expect([...place.querySelectorAll('button')].some((one) => one.textContent === '开通课程')).toBe(false)
})

test('all that match are ticked by name across pages, and one of them can be left out again', async () => {
  const place = await open()
  find<HTMLInputElement>(place, 'input[type=checkbox]').click()
  await soon()
  await press(place, '勾上符合条件的全部 250 人')
  await soon(20)
  expect(words(place)).toContain('充值 250 人')
  ticks(place)[2]?.click()
  await soon()
  expect(words(place)).toContain('充值 249 人')
})

test('more people than a list can name are taken by what the list is cut by', async () => {
  answers['studyCards.countPeople'] = () => data({ count: 4_000, capped: false })
  answers['studyCards.checkOperation'] = () => data(checkOf(4_000, 100))
  const place = await open()
  find<HTMLInputElement>(place, 'input[type=checkbox]').click()
  await soon()
  await press(place, '勾上符合条件的全部 4,000 人')
  await press(place, '充值 4,000 人')
  expect(words(place)).toContain('人数超过 1,000，各人金额不同请用 Excel 导入。')
  type(field(place, '每人充值').input, '1')
  await soon()
  await chooseBatch(place)
  await press(place, '下一步')
  expect(inputsOf('studyCards.checkOperation').at(-1)).toMatchObject({
    people: { filter: { planId, enabled: true }, expectedCount: 4_000 },
    amount: { eachFen: 100 },
  })
})

/** The larger of the two. */
async function chooseBatch(place: HTMLElement): Promise<void> {
  for (const radio of place.querySelectorAll<HTMLInputElement>('.radio input'))
    if (radio.closest('label')?.textContent?.includes('¥6,720.00')) radio.click()
  await soon()
}

async function toCheck(place: HTMLElement, count = 2, each = '20'): Promise<void> {
  for (const box of ticks(place).slice(0, count)) box.click()
  await soon()
  await press(place, `充值 ${count} 人`)
  type(field(place, '每人充值').input, each)
  await soon()
  await chooseBatch(place)
  await press(place, '下一步')
}

test('a batch that is too small says how much it lacks, and cannot be chosen', async () => {
  const place = await open()
  for (const box of ticks(place).slice(0, 2)) box.click()
  await soon()
  await press(place, '充值 2 人')
  // The opening price is offered first: 2 × ¥240.00.
  expect(field(place, '每人充值').input.value).toBe('240.00')
  const small = [...place.querySelectorAll('.radio')].find((one) => one.textContent?.includes('¥100.00'))
  expect(small?.textContent).toContain('还差 ¥380.00')
  expect(small?.querySelector('input')?.disabled).toBe(true)
  await press(place, '下一步')
  expect(words(place)).toContain('请选一个学习卡批次。')
  type(field(place, '每人充值').input, '0')
  await soon()
  await press(place, '下一步')
  expect(field(place, '每人充值').error()).toContain('大于 0')
})

test('what was looked at is what is sent, once, with the same number however often it is tapped', async () => {
  const place = await open()
  await toCheck(place)
  expect(words(place)).toContain('¥6,680.00')
  button(place, '给 2 人充值 ¥40.00').click()
  button(place, /充值 ¥40.00|正在提交/).click()
  await soon()
  const sent = inputsOf('studyCards.startOperation')
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatchObject({
    kind: 'recharge',
    batchId,
    amount: { eachFen: 2_000 },
    people: { ids: ['learner-0', 'learner-1'] },
    leaveOut: false,
    expected: { people: 2, totalFen: 4_000 },
  })
  expect(history.get()).toBe(`/cards/operations/${sent[0]?.id}`)
})

test('an answer that got lost is asked for again with the same number', async () => {
  const place = await open()
  await toCheck(place)
  answers['studyCards.startOperation'] = () => refusal('serviceUnavailable')
  await press(place, '给 2 人充值 ¥40.00')
  answers['studyCards.startOperation'] = ({ id }) => data({ ...operation, id, state: 'waiting' })
  await press(place, '给 2 人充值 ¥40.00')
  const [first, second] = inputsOf('studyCards.startOperation')
  expect(second?.id).toBe(first?.id)
})

test('who cannot be recharged is named with the reason, and the others go ahead', async () => {
  answers['studyCards.checkOperation'] = () => data(checkOf(3, 2_000, [refusedPerson(2, 'disabled')]))
  const place = await open()
  await toCheck(place, 3)
  expect(words(place)).toContain('1 人充不了')
  expect(words(place)).toContain('账号已停用')
  await press(place, '给 2 人充值 ¥40.00')
  expect(inputsOf('studyCards.startOperation')[0]).toMatchObject({
    leaveOut: true,
    expected: { people: 2, totalFen: 4_000 },
  })
})

test('people who changed since the check are checked again before anything is sent anew', async () => {
  const place = await open()
  await toCheck(place)
  answers['studyCards.startOperation'] = () => refusal('selectionChanged', { expectedCount: 2, count: 1 })
  answers['studyCards.checkOperation'] = () => data(checkOf(1, 2_000))
  await press(place, '给 2 人充值 ¥40.00')
  expect(words(place)).toContain('已经重新核对')
  expect(words(place)).toContain('给 1 人充值 ¥20.00')
})

test('different amounts are typed by person, and the rest filled with one tap', async () => {
  const place = await open()
  for (const box of ticks(place).slice(0, 3)) box.click()
  await soon()
  await press(place, '充值 3 人')
  for (const part of place.querySelectorAll<HTMLInputElement>('.segmented input'))
    if (part.closest('label')?.textContent === '各人不同') part.click()
  await soon(20)
  const boxes = () => [...place.querySelectorAll<HTMLInputElement>('input[inputmode=decimal]')]
  expect(boxes()).toHaveLength(3)
  const [first] = boxes()
  if (first) type(first, '5')
  await soon()
  await press(place, '没填的都按 ¥240.00')
  expect(boxes().map(({ value }) => value)).toEqual(['5', '240.00', '240.00'])
  expect(words(place)).toContain('¥485.00')
  await chooseBatch(place)
  await press(place, '下一步')
  expect(inputsOf('studyCards.checkOperation').at(-1)).toMatchObject({
    amount: { listFen: [500, 24_000, 24_000] },
    people: { ids: ['learner-0', 'learner-1', 'learner-2'] },
  })
})

test('one that is still being done is shown on coming back; once it is done, nobody is ticked any more', async () => {
  const first = await open()
  await toCheck(first)
  await press(first, '给 2 人充值 ¥40.00')
  const id = inputsOf('studyCards.startOperation')[0]?.id
  let state = 'running'
  answers['studyCards.operation'] = () => data({ ...operation, id, state, people: 2 })
  const second = await open()
  expect(words(second)).toContain('上一次（2 人）还在办')
  state = 'done'
  const third = await open()
  await soon(20)
  expect(words(third)).not.toContain('上一次')
  expect(words(third)).not.toContain('充值 2 人')
})

test('where there are no cards, the two other ways to come to them are offered', async () => {
  answers['studyCards.batches'] = () => data({ rows: [], nextCursor: null })
  const place = await open()
  ticks(place)[0]?.click()
  await soon()
  await press(place, '充值 1 人')
  const hrefs = [...place.querySelectorAll('a')].map((one) => one.getAttribute('href'))
  expect(hrefs).toContain('/orders/new?kind=cards')
  expect(hrefs).toContain('/upload')
})

test('a course is opened for the ticked; who has too little is listed with what is missing', async () => {
  answers['studyCards.checkOperation'] = () =>
    data({ ...checkOf(2, 24_000, [refusedPerson(1, 'balanceTooLow', 22_000)]), batch: null, feeFen: 24_000 })
  const place = await open()
  for (const box of ticks(place).slice(0, 2)) box.click()
  await soon()
  await press(place, '开通课程')
  expect(words(place)).toContain('余额不够，差 ¥220.00')
  await press(place, '给 1 人开通')
  expect(inputsOf('studyCards.startOperation')[0]).toMatchObject({ kind: 'open', planId, leaveOut: true })
})
