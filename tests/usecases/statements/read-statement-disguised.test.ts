import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readStatement } from '../../../server/features/statements/read-statement.ts'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { lines, ownAccount } from './invented-lines.ts'
import { htmlOf, linesInOneColumnOf, nestedHtmlOf, spreadsheetMLOf } from './lay-disguised.ts'
import { csvOf, type Grid, xlsxOf } from './lay-statement.ts'

/** Portals name many things .xls: what a file is, its content says, and the same lines come out of it. */
const folder = path.resolve(import.meta.dirname, '../../fixtures/statements')
const truth: readonly { readonly file: string; readonly lines: readonly unknown[] }[] = JSON.parse(
  readFileSync(path.join(folder, 'truth.json'), 'utf8'),
)

async function gridOf(file: string): Promise<Grid> {
  const table = await openTable(readFileSync(path.join(folder, file)), { fileName: file })
  const grid: (string | null)[][] = []
  for await (const { number, cells } of table.rows()) {
    grid[number - 1] = Array.from(cells, (cell) => (cell === undefined || cell.mergedFrom ? null : cell.text))
  }
  return Array.from(grid, (cells) => cells ?? [])
}

const read = (bytes: Uint8Array, fileName: string) => readStatement(bytes, { fileName })

describe.each(truth)('$file given out as something else', ({ file, lines: known }) => {
  test.each([
    ['a web page in GBK', (grid: Grid) => htmlOf(grid, 'gbk'), 'gbk'],
    ['a web page in UTF-8', (grid: Grid) => htmlOf(grid), 'utf-8'],
    ['XML of Excel 2003', spreadsheetMLOf, null],
    ['text between tabs', (grid: Grid) => csvOf(grid, { delimiter: '\t' }), 'gbk'],
    ['text between strokes', (grid: Grid) => csvOf(grid, { delimiter: '|', encoding: 'utf-8-bom' }), 'utf-8'],
  ] as const)('%s has the same lines', async (_what, lay, encoding) => {
    const plain = await read(readFileSync(path.join(folder, file)), file)
    const reading = await read(lay(await gridOf(file)), file.replace(/\.\w+$/, '.xls'))
    expect(reading.lines).toHaveLength(known.length)
    const without = ({ row: _row, ...line }: (typeof plain.lines)[number]) => line
    expect(reading.lines.map(without)).toEqual(plain.lines.map(without))
    const { bank, account, accountName, layout, headerSignature } = plain
    expect(reading).toMatchObject({ bank, account, accountName, layout, headerSignature, encoding, problem: null })
    expect(reading).toMatchObject({ confident: true, gaps: [], rowErrors: [] })
  })
})

const headings = ['交易日期', '交易时间', '流水号', '借方金额', '贷方金额', '余额', '对方户名', '对方账号', '附言']
const yuan = (fen: number) => (fen / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')
const grid: Grid = [
  ['账号', ownAccount],
  ['币种', '人民币'],
  headings,
  ...lines.map((line) => [
    line.date,
    line.time,
    line.serial,
    line.direction === 'out' ? yuan(line.amountFen) : '',
    line.direction === 'in' ? yuan(line.amountFen) : '',
    yuan(line.balanceFen),
    line.name,
    line.account,
    line.remark,
  ]),
]

test.each([
  ['a page whose layout is made of tables', nestedHtmlOf(grid, 2), '明细.xls'],
  ['a workbook with one line of .csv a row', linesInOneColumnOf(grid), '明细.xlsx'],
  ['text named .txt', csvOf(grid, { delimiter: '|' }), '明细.txt'],
  ['text named .xls', csvOf(grid, { delimiter: ',' }), '明细.xls'],
  ['text in Unicode named .xls', csvOf(grid, { delimiter: '\t', encoding: 'utf-16le' }), '明细.xls'],
])('%s is read to the last field', async (_what, bytes, fileName) => {
  const plain = await read(xlsxOf(grid), 'plain.xlsx')
  const reading = await read(bytes, fileName)
  expect(reading).toMatchObject({ account: ownAccount, problem: null, confident: true, rowErrors: [], gaps: [] })
  const without = ({ row: _row, ...line }: (typeof plain.lines)[number]) => line
  expect(reading.lines.map(without)).toEqual(plain.lines.map(without))
  expect(reading.lines).toHaveLength(lines.length)
})

test('a page with headings over two rows, a banner in cells and totals below', async () => {
  const head = `<tr><td colspan=8 align=center><b>账户交易明细查询</b></td></tr>
    <tr><td colspan=2>账号：</td><td colspan=6>${ownAccount}</td></tr>
    <tr><th rowspan=2>交易日期</th><th rowspan=2>交易时间</th><th colspan=2>发生额</th><th rowspan=2>余额</th><th rowspan=2>对方户名</th><th rowspan=2>对方账号</th><th rowspan=2>用途</th></tr>
    <tr><th>借方</th><th>贷方</th></tr>`
  const body = lines
    .map((line) => {
      const [out, into] = line.direction === 'out' ? [yuan(line.amountFen), '&nbsp;'] : ['&nbsp;', yuan(line.amountFen)]
      return `<tr><td>${line.date}</td><td>${line.time}</td><td>${out}</td><td align="right">${into}</td><td>${yuan(line.balanceFen)}</td><td>${line.name || '&nbsp;'}</td><td>${line.account}</td><td>${line.remark}</td></tr>`
    })
    .join('\r\n')
  const page = `<meta charset="utf-8"><table>${head}${body}<tr><td colspan=2>合计</td><td>1.00</td><td>2.00</td><td colspan=4></td></tr></table><p>共 ${lines.length} 笔</p>`
  const reading = await read(Buffer.from(page), '交易明细.xls')
  expect(reading).toMatchObject({
    account: ownAccount,
    problem: null,
    confident: true,
    rowErrors: [],
    gaps: [],
  })
  expect(
    reading.lines.map(({ date, direction, amountFen, counterpartyName, counterpartyAccount, remark }) => ({
      date,
      direction,
      amountFen,
      name: counterpartyName,
      account: counterpartyAccount,
      remark,
    })),
  ).toEqual(
    lines.map(({ date, direction, amountFen, name, account, remark }) => ({
      date,
      direction,
      amountFen,
      name,
      account,
      remark,
    })),
  )
})

test('a page that was cut off is refused: the lines that are missing would be lost in silence', async () => {
  const whole = htmlOf(grid)
  const cut = whole.subarray(0, whole.length - 400)
  await expect(read(cut, '明细.xls')).rejects.toMatchObject({
    code: 'spreadsheetDamaged',
    details: { fileName: '明细.xls' },
  })
  const book = spreadsheetMLOf(grid)
  await expect(read(book.subarray(0, book.length - 400), '明细.xls')).rejects.toMatchObject({
    code: 'spreadsheetDamaged',
  })
})

test('a page of more lines than are taken is stopped', async () => {
  await expect(readStatement(htmlOf(grid), { fileName: '明细.xls', mostRows: 3 })).rejects.toMatchObject({
    code: 'statementTooManyRows',
  })
})
