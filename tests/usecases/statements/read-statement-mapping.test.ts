import { describe, expect, test } from 'vitest'
import { readStatement } from '../../../server/features/statements/read-statement.ts'
import { columnMappingSchema } from '../../../server/features/statements/statement-reading.schema.ts'
import { writeTableBytes } from '../../../server/platform/spreadsheets/write-table.ts'
import { lines, ownAccount } from './invented-lines.ts'
import { csvOf, type Grid, type Value, xlsxOf } from './lay-statement.ts'

/** Headings that nobody could know. */
const strange: readonly string[] = ['甲', '乙', '丙', '丁', '戊', '己']
const rows = lines.map((line): Value[] => [
  line.name,
  line.date,
  line.direction === 'in' ? '进项' : '出项',
  line.remark,
  (line.amountFen / 100).toFixed(2),
  line.account,
])
const file = (...banner: readonly Value[][]): Grid => [...banner, [...strange], ...rows]

const said = columnMappingSchema.parse({
  headerRow: 0,
  name: 0,
  date: 1,
  flag: 2,
  inWords: ['进项'],
  outWords: ['出项'],
  remarks: [3],
  amount: 4,
  account: 5,
})

describe('columns that nobody could know', () => {
  test('are shown with what stands in them', async () => {
    const reading = await readStatement(csvOf(file()), { fileName: 'x.csv' })
    expect(reading).toMatchObject({
      confident: false,
      problem: { code: 'statementColumnsUnknown' },
      headers: strange,
      lines: [],
    })
    expect(reading.sample.slice(0, 2)).toEqual([
      { row: 1, cells: strange },
      { row: 2, cells: rows[0] },
    ])
    // Days are days under any heading.
    expect(reading.mapping?.date).toBe(1)
  })

  test('are read as staff say', async () => {
    const reading = await readStatement(csvOf(file()), { fileName: 'x.csv', mapping: said })
    expect(reading).toMatchObject({ confident: true, problem: null, rowErrors: [] })
    expect(reading.lines.map(({ direction, amountFen }) => [direction, amountFen])).toEqual(
      lines.map(({ direction, amountFen }) => [direction, amountFen]),
    )
    expect(reading.lines[0]).toMatchObject({ counterpartyName: lines[0]?.name, remark: lines[0]?.remark })
  })

  test('have one signature with and without the mapping, in a .csv and an .xlsx, and another for other headings', async () => {
    const first = await readStatement(csvOf(file()), { fileName: 'x.csv' })
    const mapped = await readStatement(xlsxOf(file(['账号', ownAccount])), { fileName: 'y.xlsx', mapping: said })
    expect(mapped.headerSignature).toBe(first.headerSignature)
    const other = await readStatement(csvOf([strange.toReversed(), ...rows]), { fileName: 'x.csv' })
    expect(other.headerSignature).not.toBe(first.headerSignature)
  })

  test('are found again under a longer banner', async () => {
    const first = await readStatement(csvOf(file()), { fileName: 'x.csv', mapping: said })
    if (!first.mapping) throw new Error('no mapping')
    const banner: Value[][] = [['对账单'], ['账号', ownAccount], ['币种', '人民币']]
    const next = await readStatement(csvOf(file(...banner)), { fileName: 'x.csv', mapping: first.mapping })
    expect(next.lines).toHaveLength(lines.length)
    expect(next).toMatchObject({ headerRow: 3, account: ownAccount, rowErrors: [] })
  })

  test('a file that begins with its lines has no header to find', async () => {
    const mapping = { ...said, headerRows: 0 }
    const reading = await readStatement(csvOf(rows), { fileName: 'x.csv', mapping })
    expect(reading.lines.map(({ row }) => row)).toEqual(rows.map((_, index) => index + 1))
  })

  test('a mapping that does not fit gives errors, row by row', async () => {
    const reading = await readStatement(csvOf(file()), { fileName: 'x.csv', mapping: { ...said, amount: 3 } })
    expect(reading.lines).toEqual([])
    expect(reading.rowErrors.filter(({ leftOut }) => leftOut)).toHaveLength(lines.length)
  })
})

describe('a workbook of several sheets', () => {
  const details = (name: string) => ({
    name,
    rows: [
      ['交易日期', '借方金额', '贷方金额', '对方户名', '对方账号', '附言'],
      ['20260301', '', '1.00', '甲公司', '6222020001', '培训费'],
    ],
  })

  test('a cover sheet is passed over, and one with a header alone', async () => {
    const { rows } = details('')
    const sheets = [
      { name: '说明', rows: [['本文件由网银导出', '仅供参考']] },
      { name: '空', rows: rows.slice(0, 1) },
    ]
    const reading = await readStatement(await writeTableBytes([...sheets, details('明细')]), { fileName: 'x.xlsx' })
    expect(reading.lines).toHaveLength(1)
  })

  test('with lines on two of them is refused, for one alone would lose money', async () => {
    const bytes = await writeTableBytes([details('1月'), details('2月')])
    await expect(readStatement(bytes, { fileName: 'x.xlsx' })).rejects.toMatchObject({
      code: 'statementSeveralSheets',
      details: { sheets: '1月、2月' },
    })
  })
})

test('a long file says how far it is', async () => {
  const heard: number[] = []
  const line: Value[] = ['20260301', '', '1.00', '甲公司', '6222020001', '培训费']
  const grid = [
    ['交易日期', '借方金额', '贷方金额', '对方户名', '对方账号', '附言'],
    ...Array.from({ length: 2500 }, () => line),
  ]
  const reading = await readStatement(csvOf(grid), { fileName: 'x.csv', onProgress: (count) => heard.push(count) })
  expect(reading.lines).toHaveLength(2500)
  expect(heard).toEqual([1000, 2000, 2500])
})
