import { MemoryRouter, Route } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { Suspense } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fen } from '../../server/core/money.ts'
import type { RequestView } from '../../server/features/invoices/invoices.schema.ts'
import type { IssuingView, RedRequestView } from '../../server/features/invoices/red-requests.schema.ts'
import { createQueryClient } from '../../web/api.ts'
import { ToastRegion } from '../../web/components/toast.tsx'
import { ProviderPart } from '../../web/features/invoices/desk-provider.tsx'
import { RedPart } from '../../web/features/invoices/desk-red.tsx'
import { createAnswers, data, refusal } from './answers.ts'
import { show } from './show.ts'

const { answers, inputsOf } = createAnswers()

vi.setConfig({ testTimeout: 30_000 })
beforeEach(
  () => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'] }),
)
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
})

const id = '01936f00-0000-7000-8000-000000000001'

function view(change: Partial<RequestView> = {}): RequestView {
  const details = {
    kind: 'normal' as const,
    title: '江南检测技术有限公司',
    taxNumber: '91310000MA1K35QJ7X',
    registeredAddress: '',
    registeredTelephone: '',
    bank: '',
    bankAccount: '',
    email: 'caiwu@example.com',
    mobile: '',
    remark: '',
  }
  return {
    id,
    state: 'issuing',
    stateSince: '2026-11-22T06:00:00.000Z',
    createdAt: '2026-11-22T06:00:00.000Z',
    kind: 'normal',
    title: details.title,
    taxNumber: details.taxNumber,
    amountFen: fen(320_000),
    email: details.email,
    orderId: id,
    orderNumber: 'PX26W3N8PX',
    orderMode: 'payFirst',
    organisationId: id,
    organisationName: details.title,
    voucherId: null,
    rejectedReason: null,
    invoiceNumber: null,
    invoiceCode: null,
    issuedOn: null,
    fileCount: 0,
    details,
    organisation: { id, name: details.title, creditCode: null, contactName: '', telephone: '', email: '' },
    order: { planName: '2026 年继续教育', state: 'paid', amountFen: fen(320_000), paidFen: fen(320_000) },
    payment: null,
    checks: [],
    files: [],
    invoices: [],
    mails: [],
    reissuedAs: null,
    reissueOf: null,
    issue: { notBefore: '2026-11-20', notAfter: '2026-11-22' },
    ...change,
  }
}

const issuing = (change: Partial<IssuingView> = {}): IssuingView => ({
  byProvider: true,
  providerName: 'sandbox',
  serial: 'S-1',
  failure: null,
  number: null,
  questions: 3,
  nextQuestionAt: '2026-11-22T06:01:00.000Z',
  ...change,
})

const red = (change: Partial<RedRequestView> = {}): RedRequestView => ({
  id,
  requestId: id,
  invoiceId: id,
  reason: 'wrong',
  note: '',
  state: 'requested',
  stateSince: '2026-11-22T06:00:00.000Z',
  reissue: true,
  reissueDetails: null,
  issueFailure: null,
  requestedByName: '周敏',
  createdAt: '2026-11-22T06:00:00.000Z',
  ...change,
})

async function open(part: 'provider' | 'red', shown: RequestView): Promise<HTMLElement> {
  const queries = createQueryClient()
  const place = show(() => (
    <QueryClientProvider client={queries}>
      <MemoryRouter
        root={(props) => (
          <Suspense>
            {props.children}
            <ToastRegion />
          </Suspense>
        )}
      >
        <Route
          path="*"
          component={() => (part === 'provider' ? <ProviderPart view={shown} /> : <RedPart view={shown} />)}
        />
      </MemoryRouter>
    </QueryClientProvider>
  ))
  await soon()
  return place
}

const soon = async () => {
  for (let turn = 0; turn < 3; turn++) await vi.advanceTimersByTimeAsync(50)
}
const button = (words: string) => {
  const found = [...document.querySelectorAll('button')].find((one) => one.textContent?.trim() === words)
  if (!found) throw new Error(`there is no button ${words}`)
  return found
}
const click = async (words: string) => {
  button(words).click()
  await soon()
}

test('one that the provider works on says so, and can be asked about or taken back', async () => {
  answers['invoices.getIssuing'] = () => data(issuing())
  answers['invoices.askProvider'] = () => data({ asked: true })
  answers['invoices.takeBackToHand'] = () => refusal('conflict', { state: 'waiting' })
  const place = await open('provider', view())
  expect(place.textContent).toContain('已交给开票服务')
  expect(place.textContent).toContain('问了 3 次')
  await click('现在就问')
  expect(inputsOf('invoices.askProvider')).toEqual([{ about: 'invoice', id }])
  await click('收回，自己开')
  expect(place.querySelector('[role="alert"], .note')).not.toBeNull()
})

test('a failure is shown in the provider’s words, and the request is handed over again', async () => {
  answers['invoices.getIssuing'] = () => data(issuing({ failure: '销售方开票额度不足' }))
  answers['invoices.issueByProvider'] = () => data({ state: 'issuing' })
  const place = await open('provider', view({ state: 'approved' }))
  expect(place.textContent).toContain('开票服务说：销售方开票额度不足')
  await click('重新交给开票服务')
  expect(inputsOf('invoices.issueByProvider')).toEqual([{ requestId: id }])
})

test('a number that is known before its files is shown, to record it under by hand', async () => {
  answers['invoices.getIssuing'] = () => data(issuing({ number: '26112000000000000001' }))
  const place = await open('provider', view())
  expect(place.textContent).toContain('正在取版式文件')
  expect(place.textContent?.replace(/\s/g, '')).toContain('26112000000000000001')
})

test('without a provider nothing is said of one', async () => {
  answers['invoices.getIssuing'] = () => data(issuing({ providerName: null, byProvider: false, serial: null }))
  expect((await open('provider', view({ state: 'approved' }))).textContent).toBe('')
  expect((await open('provider', view({ state: 'issued' }))).textContent).toBe('')
})

test('an invoice that is out is flushed with a reason, and issued anew with other details', async () => {
  answers['invoices.listReds'] = () => data([])
  answers['invoices.requestRed'] = (input) => data({ redRequestId: input['redRequestId'], state: 'issuing' })
  await open('red', view({ state: 'delivered' }))
  await click('红冲…')
  const choose = async (words: string) => {
    const label = [...document.querySelectorAll('label')].find((one) => one.textContent?.trim() === words)
    label?.querySelector('input')?.click()
    await soon()
  }
  await choose('服务中止')
  await choose('改开票信息')
  await click('红冲')
  expect(inputsOf('invoices.requestRed')).toMatchObject([
    { requestId: id, reason: 'serviceEnded', reissue: true, reissueDetails: { title: '江南检测技术有限公司' } },
  ])
})

test('one red request at a time: it is shown with what the provider said, and withdrawn', async () => {
  answers['invoices.listReds'] = () => data([red({ issueFailure: '购买方未确认' })])
  answers['invoices.withdrawRed'] = () => data({ state: 'withdrawn' })
  const place = await open('red', view({ state: 'issued' }))
  expect(place.textContent).toContain('等红字发票')
  expect(place.textContent).toContain('开票服务说：购买方未确认')
  expect(place.textContent).not.toContain('红冲…')
  await click('撤回')
  expect(inputsOf('invoices.withdrawRed')).toEqual([{ redRequestId: id }])
})

test('a flushed one leads to the request that took its place', async () => {
  answers['invoices.listReds'] = () => data([red({ state: 'issued' })])
  const place = await open('red', view({ state: 'redFlushed', reissuedAs: '01936f00-0000-7000-8000-000000000002' }))
  expect(place.querySelector('a')?.getAttribute('href')).toContain(
    '/desk/invoices/01936f00-0000-7000-8000-000000000002',
  )
})
