import { MemoryRouter, Route } from '@solidjs/router'
import { QueryClientProvider } from '@tanstack/solid-query'
import { createRoot, Suspense } from 'solid-js'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '../../server/core/app-error.ts'
import type { ColumnMapping } from '../../server/features/statements/statement-reading.schema.ts'
import type { StatementFileView } from '../../server/features/statements/statements.schema.ts'
import { createQueryClient } from '../../web/api.ts'
import { setDensity } from '../../web/appearance.ts'
import {
  emptyMapping,
  headerChoices,
  headerValue,
  isWhole,
  letterOf,
  meaningOf,
  missingIn,
  withHeader,
  withMeaning,
} from '../../web/features/statements/column-choices.ts'
import { createSending } from '../../web/features/statements/create-sending.ts'
import { StatementColumns } from '../../web/features/statements/desk-statement-columns.tsx'
import { StatementOverview } from '../../web/features/statements/desk-statement-overview.tsx'
import { ignoredReasonWord, stateOf } from '../../web/features/statements/statement-states.ts'
import { putFile } from '../../web/offline/send-file.ts'
import { ConnectionLost } from '../../web/texts/errors.ts'
import { createAnswers, data } from './answers.ts'
import { find, show, submit, until } from './show.ts'

vi.mock('../../web/offline/send-file.ts', () => ({ putFile: vi.fn() }))

const { answers, inputsOf } = createAnswers()

vi.setConfig({ testTimeout: 30_000 })
// The system's own pickers: what the form does with a choice is what is tested.
beforeEach(() => setDensity('phone'))
afterEach(() => setDensity('phone'))

// --- What columns mean -------------------------------------------------------------------------------------------

test('a column means one thing, and what only one can be the other is no more', () => {
  const dated = withMeaning(emptyMapping, 2, 'date')
  expect(dated).toMatchObject({ date: 2 })
  expect(meaningOf(dated, 2)).toBe('date')
  const moved = withMeaning(dated, 4, 'date')
  expect([meaningOf(moved, 2), meaningOf(moved, 4)]).toEqual([null, 'date'])
  const other = withMeaning(moved, 4, 'balance')
  expect(other.date).toBeUndefined()
  expect(meaningOf(withMeaning(other, 4, null), 4)).toBeNull()
})

test('several columns can be remarks or summaries, in the order of the file', () => {
  let mapping = withMeaning(emptyMapping, 7, 'remark')
  mapping = withMeaning(mapping, 3, 'remark')
  mapping = withMeaning(mapping, 5, 'summary')
  expect(mapping.remarks).toEqual([3, 7])
  expect(mapping.summaries).toEqual([5])
  expect(withMeaning(mapping, 7, 'summary')).toMatchObject({ remarks: [3], summaries: [5, 7] })
})

test('money stands in two columns or in one, never in both ways', () => {
  const two = withMeaning(withMeaning(emptyMapping, 1, 'in'), 2, 'out')
  expect(two).toMatchObject({ in: 1, out: 2 })
  const one = withMeaning(two, 3, 'amount')
  expect([one.in, one.out, one.amount]).toEqual([undefined, undefined, 3])
  const flagged = withMeaning(one, 4, 'flag')
  expect(withMeaning(flagged, 1, 'in')).toMatchObject({ in: 1 })
  expect(withMeaning(flagged, 1, 'in').flag).toBeUndefined()
})

test('a date and an amount are needed, nothing else', () => {
  expect(missingIn(emptyMapping)).toBe('date')
  const dated = withMeaning(emptyMapping, 0, 'date')
  expect(missingIn(dated)).toBe('amount')
  expect(isWhole(withMeaning(dated, 1, 'out'))).toBe(true)
})

test('headings are in a row, in two, or nowhere; another row is not looked for by the old one’s words', () => {
  const sample = [1, 2, 4].map((row) => ({ row, cells: [] }))
  const guess = { ...emptyMapping, headerRow: 1, headerRows: 2, headerSignature: 'abc' }
  expect(headerChoices(sample, guess).map(({ value }) => value)).toEqual(['2+2', '1+1', '2+1', '4+1', '1+0'])
  expect(headerValue(guess)).toBe('2+2')
  expect(withHeader(guess, '4+1')).toEqual({ ...emptyMapping, headerRow: 3, headerRows: 1 })
})

test('columns are named as the program names them', () => {
  expect([0, 25, 26, 51, 52].map(letterOf)).toEqual(['A', 'Z', 'AA', 'AZ', 'BA'])
})

// --- The form ----------------------------------------------------------------------------------------------------

const id = '01936f00-0000-7000-8000-000000000001'

const file = (change: Partial<StatementFileView> = {}): StatementFileView => ({
  id,
  state: 'waiting',
  stateSince: '2026-11-22T06:00:00.000Z',
  fileName: '农商行.csv',
  sizeBytes: 2000,
  createdByName: '周敏',
  createdAt: '2026-11-22T06:00:00.000Z',
  importedAt: null,
  payeeAccount: null,
  bank: null,
  account: null,
  accountName: null,
  waitingFor: 'columns',
  rowsRead: 0,
  lineCount: null,
  newCount: null,
  gapCount: null,
  rowErrorCount: 0,
  firstDay: null,
  lastDay: null,
  error: null,
  remembered: false,
  columns: null,
  accounts: null,
  rowErrors: [],
  leftOutCount: 0,
  otherRows: 0,
  repeatedCount: 0,
  reversedMatched: 0,
  gaps: [],
  totals: [],
  ...change,
})

const columns = (mapping: ColumnMapping | null): NonNullable<StatementFileView['columns']> => ({
  headers: ['F01', 'F02', 'F03'],
  sample: [
    { row: 1, cells: ['账号：1234'] },
    { row: 2, cells: ['F01', 'F02', 'F03'] },
    { row: 3, cells: ['2026-03-02', '1,280.00', '培训费'] },
  ],
  mapping,
  problem: null,
})

const previewed = {
  lines: [
    {
      row: 3,
      date: '2026-03-02',
      time: null,
      direction: 'in',
      amountFen: 128_000,
      balanceFen: null,
      counterpartyName: '',
      counterpartyAccount: '',
      remark: '培训费',
      serial: null,
      category: 'payment',
    },
  ],
  rowErrors: [{ row: 4, column: 'F02', value: '1.234,56', code: 'amountEuropean', leftOut: true }],
  problem: null,
}

function open(part: () => import('solid-js').JSX.Element): HTMLElement {
  const queries = createQueryClient()
  return show(() => (
    <QueryClientProvider client={queries}>
      <MemoryRouter root={(props) => <Suspense>{props.children}</Suspense>}>
        <Route path="*" component={part} />
      </MemoryRouter>
    </QueryClientProvider>
  ))
}

const choose = (place: HTMLElement, label: string, value: string) => {
  const select = find<HTMLSelectElement>(place, `select[aria-label="${label}"]`)
  select.value = value
  select.dispatchEvent(new Event('change', { bubbles: true }))
}
const button = (place: HTMLElement) => find<HTMLButtonElement>(place, 'button[type=submit]')

test('the first rows stand there as in the file, and choosing shows how they would be read', async () => {
  answers['statements.preview'] = () => data(previewed)
  answers['statements.mapColumns'] = () => data({ id, state: 'received' })
  const place = open(() => <StatementColumns file={file()} columns={columns(null)} />)
  await until(() => expect(place.textContent).toContain('账号：1234'))
  const rows = [...place.querySelectorAll('tbody tr')].map((row) => row.className)
  expect(rows).toEqual(['column-table-head', 'column-table-used', 'column-table-used'])
  expect(button(place).disabled).toBe(true)
  expect(place.textContent).toContain('还没有指定哪一列是日期')

  choose(place, 'A 列是', 'date')
  expect(place.textContent).toContain('还没有指定金额')
  choose(place, 'B 列是', 'in')
  choose(place, 'C 列是', 'remark')
  expect(button(place).disabled).toBe(false)
  await until(() => expect(place.textContent).toContain('收入 ¥1,280.00'))
  expect(place.textContent).toContain('第 3 行，2026 年 3 月 2 日')
  expect(place.textContent).toContain('第 4 行“F02”：逗号和点的用法和国内相反')
  expect(inputsOf('statements.preview').at(-1)).toMatchObject({
    fileId: id,
    mapping: { date: 0, in: 1, remarks: [2] },
  })

  submit(place)
  await until(() => expect(inputsOf('statements.mapColumns')).toHaveLength(1))
  expect(inputsOf('statements.mapColumns')[0]).toMatchObject({
    fileId: id,
    mapping: { headerRow: 0, headerRows: 1, date: 0, in: 1, remarks: [2] },
  })
})

test('another row as the heading moves what is read', async () => {
  const place = open(() => (
    <StatementColumns
      file={file()}
      columns={columns({ headerRow: 1, headerRows: 1, headerSignature: 'x', date: 0, remarks: [] })}
    />
  ))
  await until(() => expect(place.querySelector('tbody tr')?.className).toBe('column-table-above'))
  const select = [...place.querySelectorAll('select')].find((one) => one.value === '2+1')
  if (!select) throw new Error('the heading’s choice')
  select.value = '1+0'
  select.dispatchEvent(new Event('change', { bubbles: true }))
  const rows = [...place.querySelectorAll('tbody tr')].map((row) => row.className)
  expect(rows).toEqual(['column-table-used', 'column-table-used', 'column-table-used'])
})

test('columns that the balance contradicts are said to be the wrong way round', async () => {
  const swapped = {
    ...columns({ headerRow: 1, headerRows: 1, date: 0, in: 1, out: 2, remarks: [] }),
    problem: { code: 'statementColumnsSwapped' as const, details: { inColumn: '贷方', outColumn: '借方' } },
  }
  answers['statements.preview'] = () => data({ ...previewed, rowErrors: [] })
  const place = open(() => <StatementColumns file={file()} columns={swapped} />)
  await until(() => expect(place.textContent).toContain('“贷方”和“借方”两列的收支正好反了'))
})

// --- What a file brought -----------------------------------------------------------------------------------------

test('a gap stands between its two lines with what is missing, and row errors are sentences', async () => {
  const line = {
    id,
    fileId: id,
    row: 5,
    day: '2026-03-02',
    time: '10:00:00',
    direction: 'in' as const,
    amountFen: 10_000,
    balanceFen: 50_000,
    counterpartyName: '甲公司',
    counterpartyAccount: '',
    remark: '',
    serial: null,
    category: 'payment' as const,
    state: 'unmatched' as const,
    allocatedFen: 0,
    ignoredReason: null,
    ignoredByName: null,
    reversesId: null,
    reversedById: null,
  }
  const imported = file({
    state: 'imported',
    waitingFor: null,
    lineCount: 3,
    newCount: 2,
    gapCount: 1,
    firstDay: '2026-03-02',
    lastDay: '2026-03-03',
    rowErrorCount: 1,
    leftOutCount: 1,
    rowErrors: [{ row: 9, column: '贷方', value: '--', code: 'amountMissing', leftOut: true }],
    gaps: [
      {
        earlier: line,
        later: { ...line, counterpartyName: '乙公司', day: '2026-03-03', balanceFen: 90_000 },
        expectedFen: 60_000,
        missingFen: 30_000,
      },
    ],
    totals: [{ category: 'payment', state: 'unmatched', count: 2, sumFen: 20_000 }],
  })
  const place = open(() => <StatementOverview file={imported} />)
  await until(() => expect(place.textContent).toContain('余额接不上 1 处'))
  expect(place.textContent).toMatch(/甲公司.*中间少了收入，合计 ¥300\.00.*乙公司/s)
  expect(place.textContent).toContain('第 9 行“贷方”：没有金额')
  expect(place.textContent).toContain('其中 1 行没有导入')
  expect(place.querySelector('a[href="/desk/matching"]')).not.toBeNull()
})

test('the state of a file says what about it wants somebody', () => {
  const words = [
    file({ state: 'received' }),
    file({ state: 'reading' }),
    file({ state: 'reading', lineCount: 5 }),
    file({ waitingFor: 'columns' }),
    file({ waitingFor: 'account' }),
    file({ state: 'imported', gapCount: 2 }),
    file({ state: 'imported', gapCount: 0, rowErrorCount: 1 }),
    file({ state: 'imported', gapCount: null }),
    file({ state: 'refused', error: { code: 'statementOtherAccount', details: {} } }),
    file({ state: 'refused', error: { code: 'statementDiscarded', details: {} } }),
  ].map((one) => stateOf(one).word)
  expect(new Set(words).size).toBe(words.length)
})

test('why a line is put aside is said in words, whoever did it', () => {
  expect(ignoredReasonWord('fee')).toBe('手续费')
  expect(ignoredReasonWord('otherIncome')).toBe('不是培训费')
  expect(ignoredReasonWord('otherIncome:房租')).toBe('不是培训费，房租')
  expect(ignoredReasonWord('押金，月底退')).toBe('押金，月底退')
  expect(ignoredReasonWord('other')).toBe('other')
})

// --- Files on their way ------------------------------------------------------------------------------------------

const xlsx = (name: string) => new File([name], name)

test('files are sent two at a time, and one that failed is the same file when it is sent again', async () => {
  const put = vi.mocked(putFile)
  put.mockReset()
  const release: ((value: unknown) => void)[] = []
  put.mockImplementation(() => new Promise((resolve) => void release.push(resolve)))
  const onSent = vi.fn()
  const [sending, dispose] = createRoot((end) => [createSending(onSent), end] as const)
  sending.add([xlsx('a.csv'), xlsx('b.csv'), xlsx('c.csv')])
  await until(() => expect(put).toHaveBeenCalledTimes(2))
  expect(sending.files.map(({ state }) => state).toSorted()).toEqual(['sending', 'sending', 'waiting'])
  release[0]?.({ id: 'server-a', known: false, fileName: 'a.csv' })
  await until(() => expect(put).toHaveBeenCalledTimes(3))
  expect(onSent).toHaveBeenCalledTimes(1)
  release[1]?.({ id: 'server-b', known: true, fileName: '旧名.csv' })
  await until(() => expect(sending.files[1]).toMatchObject({ state: 'done', fileId: 'server-b', knownAs: '旧名.csv' }))

  put.mockReset()
  put.mockRejectedValueOnce(new ConnectionLost())
  put.mockRejectedValueOnce(new AppError('spreadsheetTypeRefused', { found: 'pdf' }))
  sending.add([xlsx('lost.csv'), xlsx('no.pdf')])
  await until(() => expect(sending.files.slice(0, 2).map(({ state }) => state)).toEqual(['failed', 'refused']))
  put.mockResolvedValueOnce({ id: 'x', known: false, fileName: 'lost.csv' })
  const [lost] = sending.files
  sending.retry(lost?.id ?? '')
  await until(() => expect(sending.files[0]?.state).toBe('done'))
  const addresses = put.mock.calls.map(([address]) => address)
  expect(addresses.at(-1)).toBe(`/api/uploads/statements/${lost?.id}`)
  expect(addresses.filter((address) => address === addresses.at(-1))).toHaveLength(2)
  dispose()
})
