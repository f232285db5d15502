import { MemoryRouter, Route } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { Suspense } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { fen } from '../../server/core/money.ts'
import {
  type InboxCheck,
  type InboxRow,
  inboxCheckCodes,
  matchReasons,
} from '../../server/features/invoices/inbox.schema.ts'
import { doubtFields, readProblems } from '../../server/features/invoices/invoice-reading.schema.ts'
import { createQueryClient } from '../../web/api.ts'
import { ToastRegion } from '../../web/components/toast.tsx'
import { DeskInboxInvoice } from '../../web/features/invoices/desk-inbox-invoice.tsx'
import {
  checkTitle,
  checkValues,
  doubtSentence,
  problemSentence,
  reasonSentence,
} from '../../web/features/invoices/inbox-words.ts'
import { setLanguage } from '../../web/texts/texts.ts'
import { createAnswers, data } from './answers.ts'
import { press, show } from './show.ts'

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
const fileId = '01936f00-0000-7000-8000-000000000002'
const number = '26322000000316294884'
const request = {
  id,
  orderNumber: 'PX26W3N8PX',
  organisationName: '江南检测技术有限公司',
  title: '江南检测技术有限公司',
  taxNumber: '91310000MA1K35QJ7X',
  amountFen: fen(320_000),
  kind: 'normal',
  email: 'caiwu@example.com',
} as const

const check = (code: InboxCheck['code'], verdict: InboxCheck['verdict'] = 'pass'): InboxCheck => ({
  code,
  verdict,
  found: verdict === 'pass' ? '' : '320000',
  expected: verdict === 'pass' ? '' : '310000',
})

function row(checks: InboxCheck[], change: Partial<InboxRow> = {}): InboxRow {
  return {
    id: fileId,
    code: '',
    number,
    standing: checks.every(({ verdict }) => verdict === 'pass') ? 'ready' : 'check',
    finding: { reason: 'equal', fitting: 1, request, blue: null, checks },
    reading: {
      source: 'xml',
      number,
      code: '',
      kind: 'normal',
      colour: 'blue',
      issuedOn: '2026-11-20',
      amountFen: fen(320_000),
      amountWithoutTaxFen: fen(310_680),
      taxFen: fen(9_320),
      buyerName: request.title,
      buyerTaxNumber: request.taxNumber,
      sellerName: '培训中心',
      sellerTaxNumber: '91320500MA1TEST00X',
      remark: '',
      redReference: null,
      doubts: [],
    },
    files: [
      {
        id: fileId,
        dropId: id,
        state: 'read',
        kind: 'xml',
        originalName: '发票.xml',
        sizeBytes: 3_000,
        problem: null,
        sameAs: null,
        createdByName: '周敏',
        createdAt: '2026-11-22T06:00:00.000Z',
      },
    ],
    ...change,
  }
}

async function open(shown: InboxRow) {
  const done = vi.fn()
  const place = show(() => (
    <QueryClientProvider client={createQueryClient()}>
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
          component={() => <DeskInboxInvoice row={shown} pending={false} onClose={() => {}} onDone={done} />}
        />
      </MemoryRouter>
    </QueryClientProvider>
  ))
  await soon()
  return { place, done }
}

const soon = async () => {
  for (let turn = 0; turn < 3; turn++) await vi.advanceTimersByTimeAsync(50)
}
const issued = { results: [{ code: '', number, requestId: id, error: null }] }

test('A issues what passes every check, and goes on to the next', async () => {
  answers['inbox.confirm'] = () => data(issued)
  const { place, done } = await open(row([check('sellerIsOurs'), check('amountIsRequested')]))
  expect(place.textContent?.replace(/\s/g, '')).toContain(number)
  press('a')
  await soon()
  expect(inputsOf('inbox.confirm')).toEqual([
    {
      invoices: [{ code: '', number, fileIds: [fileId], requestId: id, differencesAccepted: false, redReason: null }],
    },
  ])
  expect(done).toHaveBeenCalledOnce()
})

test('a difference has to be accepted first', async () => {
  answers['inbox.confirm'] = () => data(issued)
  const { place } = await open(row([check('buyerNameIsRequested', 'fail')]))
  press('a')
  await soon()
  expect(inputsOf('inbox.confirm')).toEqual([])
  place.querySelector<HTMLInputElement>('input[type=checkbox]')?.click()
  press('a')
  await soon()
  expect(inputsOf('inbox.confirm')).toMatchObject([{ invoices: [{ differencesAccepted: true }] }])
})

test('an amount that differs blocks the key and says so', async () => {
  const { place } = await open(row([check('amountIsRequested', 'fail')]))
  expect(place.querySelector('input[type=checkbox]')).toBeNull()
  expect(place.textContent).toContain('这张不能开出')
  press('a')
  await soon()
  expect(inputsOf('inbox.confirm')).toEqual([])
})

test('what the server refuses after all stays open with its reason', async () => {
  answers['inbox.confirm'] = () =>
    data({ results: [{ ...issued.results[0], error: { code: 'invoiceNumberTaken', details: { number } } }] })
  const { place, done } = await open(row([check('amountIsRequested')]))
  press('a')
  await soon()
  expect(done).not.toHaveBeenCalled()
  expect(place.textContent).toContain('已经登记在另一张申请上')
})

test('the nearest request is taken with E, and a file is put aside with R only once that is meant', async () => {
  answers['inbox.assign'] = () => data({ standing: 'check', finding: null })
  answers['inbox.discard'] = () => data({ discarded: 1 })
  await open(row([check('amountIsRequested', 'fail')], { standing: 'unmatched' }))
  press('e')
  await soon()
  expect(inputsOf('inbox.assign')).toEqual([{ code: '', number, requestId: id }])
  press('r')
  await soon()
  expect(inputsOf('inbox.discard')).toEqual([])
  ;[...document.querySelectorAll('button')].find((one) => one.textContent?.includes('退回这张'))?.click()
  await soon()
  expect(inputsOf('inbox.discard')).toEqual([{ fileIds: [fileId] }])
})

for (const language of ['en', 'zh-CN'] as const) {
  test(`every check, reason and problem has words in ${language}`, async () => {
    setLanguage(language)
    await soon()
    const said = [
      ...readProblems.map(problemSentence),
      ...matchReasons.map((reason) => reasonSentence({ reason, fitting: 2, request: null, blue: null, checks: [] })),
      ...doubtFields.map((field) =>
        doubtSentence({ field, found: { from: 'page', value: '1' }, other: { from: 'words', value: '2' } }),
      ),
      ...inboxCheckCodes.flatMap((code) =>
        (['pass', 'warn', 'fail'] as const).flatMap((verdict) => [
          checkTitle({ code, verdict, found: '', expected: '' }),
          checkTitle({ code, verdict, found: '320000', expected: '1' }),
          ...checkValues({ code, verdict, found: '320000', expected: '1' }).flatMap(({ label, text }) => [label, text]),
        ]),
      ),
    ]
    for (const words of said) {
      expect(words).toMatch(/\S/)
      expect(words).not.toMatch(/undefined|null|NaN|IsRequested|Not$/)
    }
  })
}
