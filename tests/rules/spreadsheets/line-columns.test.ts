import { expect, test } from 'vitest'
import { markErrors } from '../../../server/platform/spreadsheets/mark-errors.ts'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { csvOf, type Grid, xlsOf, xlsxOf } from '../../usecases/statements/lay-statement.ts'
import { readTexts } from './make-xlsx.ts'

const lines: Grid = [
  ['账户明细'],
  ['日期,金额,对方,备注'],
  ['2026-03-01,"1,234.00",甲公司,'],
  ['2026-03-02,5.00,"乙ⅱ公司",="00123"'],
  ['2026-03-03,6.00,"丙\n公司",x'],
]
const split = [
  ['账户明细'],
  ['日期', '金额', '对方', '备注'],
  ['2026-03-01', '1,234.00', '甲公司'],
  ['2026-03-02', '5.00', '乙ⅱ公司', '00123'],
  ['2026-03-03', '6.00', '丙 公司', 'x'],
]

test.each([
  ['.xlsx', xlsxOf(lines)],
  ['.xls', xlsOf(lines)],
  ['.csv with a quote around each line', csvOf(lines, { encoding: 'utf-8' })],
])('a table that is a .csv in one column is split: %s', async (_what, bytes) => {
  expect(await readTexts(bytes)).toEqual(split)
  const table = await openTable(bytes, { fileName: 'x' })
  // Marks for errors cannot go into its cells: to whoever writes it back it is a .csv.
  expect(table.kind).toBe('csv')
  expect(await readTexts(bytes, { fileName: 'x', sheet: table.sheet.name })).toEqual(split)
})

test('lines behind a tab or a stroke are split as well', async () => {
  for (const delimiter of ['\t', '|', ';']) {
    const grid = [
      ['日期', '金额', '对方'],
      ['1', '2,000.00', '甲'],
      ['2', '3', '乙'],
    ].map((cells) => [cells.join(delimiter)])
    expect((await readTexts(xlsxOf(grid)))[1]).toEqual(['1', '2,000.00', '甲'])
  }
})

test.each([
  ['names alone', [['姓名'], ['张三'], ['李四']]],
  ['names with commas here and there', [['备注'], ['甲,乙,丙'], ['没有'], ['只有一个'], ['丁,戊']]],
  ['pairs', [['张三,李四'], ['王五,赵六'], ['a,b']]],
  [
    'a second column',
    [
      ['a,b,c', null],
      ['1,2,3', '4'],
      ['5,6,7', null],
    ],
  ],
  ['one line', [['a,b,c']]],
] satisfies [string, Grid][])('a column of texts stays one: %s', async (_what, grid) => {
  const table = await openTable(xlsxOf(grid), { fileName: 'x' })
  expect(table.kind).toBe('xlsx')
  expect((await readTexts(xlsxOf(grid))).map(([first]) => first)).toEqual(grid.map(([first]) => first))
})

test.each([
  ['a workbook of lines', xlsxOf(lines)],
  ['a web page', Buffer.from(`<table>${split.map((cells) => `<tr><td>${cells.join('<td>')}`).join('')}</table>`)],
])('%s comes back with its errors as a workbook of columns', async (_what, bytes) => {
  const { sheet } = await openTable(bytes, { fileName: 'x.xls' })
  const errors = new Map([[4, { columns: [1], reason: '金额不对' }]])
  const marked = await markErrors(bytes, { fileName: 'x.xls', sheet: sheet.name, headerRow: 2, errors })
  expect((await openTable(marked, { fileName: 'x.xlsx' })).kind).toBe('xlsx')
  const texts = await readTexts(marked)
  expect(texts[0]).toEqual(['账户明细'])
  expect(texts[1]).toEqual(['日期', '金额', '对方', '备注', '错误原因'])
  expect(texts[3]).toEqual(['2026-03-02', '5.00', '乙ⅱ公司', '00123', '金额不对'])
})
