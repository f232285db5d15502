import type { MemoryHistory } from '@solidjs/router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import DeskPaymentsPage from '../../web/features/payments/desk-payments-page.tsx'
import { createAnswers, data, refusal } from './answers.ts'
import { deskFinance, units } from './desk-enrolment-answers.ts'
import { createPaymentDesk, notice, payment, payments } from './desk-payment-answers.ts'
import { find, press, type } from './show.ts'
import { showPage } from './show-page.tsx'

const { answers, inputsOf } = createAnswers()

let desk: ReturnType<typeof createPaymentDesk>

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] })
  desk = createPaymentDesk()
  for (const [path, procedure] of Object.entries(desk.procedures)) answers[path] = (input) => data(procedure(input))
})
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
})

// Whole pages, drawn while other tests run too.
vi.setConfig({ testTimeout: 30_000 })

const soon = async () => {
  for (let turn = 0; turn < 3; turn++) await vi.advanceTimersByTimeAsync(50)
}

async function open(address: string): Promise<{ place: HTMLElement; history: MemoryHistory }> {
  const { place, history } = showPage(address, { '/desk/payments/:id?': DeskPaymentsPage }, deskFinance)
  await soon()
  return { place, history }
}

const pane = (place: HTMLElement) => find(place, '[aria-label="支付详情"]')
const message = (place: HTMLElement) => find(place, '[aria-label="消息详情"]')
const sentence = (place: HTMLElement) => pane(place).querySelector('.note')?.textContent ?? ''
const toasts = (place: HTMLElement) => [...place.querySelectorAll('.toast-text')].map((one) => one.textContent).join()

const name = (index: number) => units[index % units.length]?.name ?? ''
test.each([
  [0, '收到 ¥3,200.00，订单正好缴清。'],
  [1, '收到 ¥3,000.00，订单还差 ¥200.00，等单位补上。'],
  [2, `收到 ¥3,500.00：¥3,200.00 缴清订单，多出的 ¥300.00 记在${name(2)}的预存款。`],
  [3, `钱到的时候订单已经不收款，¥3,200.00 全部记在${name(3)}的预存款，单位可以付别的订单或申请退回。`],
  [4, `订单之前已经缴清，这次是重复支付，¥3,200.00 全部记在${name(4)}的预存款，单位可以付别的订单或申请退回。`],
  [6, '支付通道说：余额不足。没有收到钱。'],
  [7, '过了时限，没有收到钱。之后到账也会按规则入账，不会丢。'],
])('payment %i says who owes what and where the money went', async (index, text) => {
  const { place } = await open(`/desk/payments/${payment(index).id}`)
  expect(sentence(place)).toBe(text)
})

test('too little that was made up later owes nothing any more', async () => {
  answers['orders.get'] = ({ id }) => data({ id, outstandingFen: 0 })
  const { place } = await open(`/desk/payments/${payment(1).id}`)
  expect(sentence(place)).toBe('收到 ¥3,000.00，比应付的少；后来已经补齐。')
})

test('W asks the provider now, and the page says what it answered', async () => {
  const { place } = await open(`/desk/payments/${payment(5).id}`)
  expect(sentence(place)).toContain('单位还在付')
  press('w')
  await soon()
  expect(inputsOf('payments.ask')).toEqual([{ id: payment(5).id }])
  expect(pane(place).textContent).toContain('支付通道说：钱收到了，已经入账。')
  expect(sentence(place)).toBe('收到 ¥3,200.00，订单正好缴清。')
  // What is paid has nothing to be asked about.
  press('w')
  await soon()
  expect(inputsOf('payments.ask')).toHaveLength(1)
})

test('a provider that cannot be reached is said, and can be asked again', async () => {
  answers['payments.ask'] = () => refusal('gatewayUnavailable', { provider: 'wechat' })
  const { place } = await open(`/desk/payments/${payment(7).id}`)
  press('w')
  await soon()
  expect(pane(place).querySelector('[role="alert"], .error-note')?.textContent ?? '').not.toBe('')
  press('w')
  await soon()
  expect(inputsOf('payments.ask')).toHaveLength(2)
})

test('transfers and credit name no provider and are not asked about', async () => {
  const { place } = await open(`/desk/payments/${payment(9).id}`)
  expect(pane(place).textContent).not.toContain('问一下支付通道')
  expect([...pane(place).querySelectorAll('a')].map((link) => link.getAttribute('href'))).toContain(
    `/desk/vouchers/${payments[9]?.voucherId}`,
  )
})

test('filters stand in the address and are asked for', async () => {
  await open('/desk/payments?state=confirmed&outcome=double&method=card&q=PX26M4T8R6')
  expect(inputsOf('payments.listAll').at(-1)).toMatchObject({
    state: 'confirmed',
    outcome: 'double',
    method: 'card',
    search: 'PX26M4T8R6',
  })
})

test('messages that money may hang on are counted, forged ones are only listed', async () => {
  const { place } = await open('/desk/payments?tab=open')
  expect(find(place, '.tabs-tab[aria-current="page"]').textContent).toBe('要看的通道消息2')
  expect([...place.querySelectorAll('tr[data-row] .state-mark')].map((one) => one.textContent)).toEqual([
    '认不出订单',
    '金额不符',
    '签名不对',
  ])
})

test('a message is dealt with by a note, which is needed; the next one opens', async () => {
  const { place, history } = await open(`/desk/payments/${notice(0).id}?tab=open`)
  expect(message(place).textContent).toContain('不是我们发出的')
  expect(message(place).textContent).toContain('version=5.1.0')
  press('a')
  const box = find<HTMLInputElement>(place, '.verdict-bar input')
  expect(document.activeElement).toBe(box)
  press('Enter', box)
  await soon()
  expect(desk.handled).toEqual([])
  expect(find(place, '.verdict-bar .field-error').textContent).toContain('写一句处理说明')
  type(box, '已在商户后台退回')
  press('Enter', box)
  await soon()
  expect(desk.handled).toEqual([{ id: notice(0).id, note: '已在商户后台退回' }])
  expect(toasts(place)).toContain('已记下处理说明')
  expect(history.get()).toBe(`/desk/payments/${notice(1).id}?tab=open`)
  expect(find<HTMLInputElement>(place, '.verdict-bar input').value).toBe('')
})

test('what a colleague wrote down is read among all messages, and asks for nothing more', async () => {
  const seen = { handledAt: notice(0).receivedAt, handledByName: '王磊', handledNote: '与银行核对过' }
  desk.notices.set(notice(0).id, notice(0, seen))
  const { place } = await open(`/desk/payments/${notice(0).id}?tab=all`)
  expect(message(place).textContent).toContain('王磊')
  expect(message(place).textContent).toContain('与银行核对过')
  expect(place.querySelector('.verdict-bar')).toBeNull()
})

test('the link of a notice opens its message among all of them', async () => {
  const { place, history } = await open(`/desk/payments?notice=${notice(2).id}`)
  await soon()
  expect(history.get()).toBe(`/desk/payments/${notice(2).id}?tab=all`)
  expect(message(place).textContent).toContain('签名验不过')
})

test('a message that is further down than the list is read opens all the same', async () => {
  answers['payments.notices'] = () => data({ rows: [notice(0), notice(1)], nextCursor: null })
  const { place } = await open(`/desk/payments/${notice(2).id}?tab=all`)
  await soon()
  expect(inputsOf('payments.notice')).toEqual([{ id: notice(2).id }])
  expect(message(place).textContent).toContain('签名验不过')
})
