import { describe, expect, test } from 'vitest'
import { AppError } from '../../../server/core/app-error.ts'
import { readStatement } from '../../../server/features/statements/read-statement.ts'
import { csvOf, type Grid, type Value, xlsxOf } from './lay-statement.ts'

const own = '8110501012345678901'
const heading = ['交易日期', '交易时间', '流水号', '借方金额', '贷方金额', '余额', '对方户名', '对方账号', '附言']

/** Rows of date, out, in, balance; the rest is filled in. */
function statement(
  rows: readonly (readonly [Value, Value, Value, Value])[],
  header: readonly string[] = heading,
): Grid {
  return [
    ['账号', own],
    header,
    ...rows.map(([date, out, into, balance], index): Value[] => [
      date,
      '10:00:00',
      `S${index}`,
      out,
      into,
      balance,
      '江苏广厦工程检测技术有限责任公司',
      '489443766527',
      '培训费',
    ]),
  ]
}

const read = (grid: Grid, options: { mostRows?: number } = {}) =>
  readStatement(xlsxOf(grid), { fileName: 'statement.xlsx', ...options })

describe('amounts', () => {
  test.each(['1.234,56', '12,5', 'abc', '1,23.00', '1.2345', '12万', '1.5E+05'])(
    '%s is an error of its row, the others are read',
    async (amount) => {
      const reading = await read(
        statement([
          ['2026-03-01', '', '100.00', '1,100.00'],
          ['2026-03-02', '', amount, '2,334.56'],
          ['2026-03-03', '50.00', '', '2,284.56'],
        ]),
      )
      expect(reading.lines.map(({ row }) => row)).toEqual([3, 5])
      const code = /^(?:1\.234,56|12,5)$/.test(amount) ? 'amountEuropean' : 'amountUnreadable'
      expect(reading.rowErrors).toEqual([{ row: 4, column: '贷方金额', value: amount, code, leftOut: true }])
    },
  )

  test.each(['--', '', '-', '—', null])('%s on both sides is an amount that is missing', async (amount) => {
    const reading = await read(
      statement([
        ['2026-03-01', '--', '100.00', '1,100.00'],
        ['2026-03-02', amount, amount, '1,100.00'],
      ]),
    )
    expect(reading.lines).toHaveLength(1)
    expect(reading.rowErrors).toMatchObject([{ row: 4, code: 'amountMissing', leftOut: true }])
  })

  test('nothing moved, or both at once, is no line', async () => {
    const reading = await read(
      statement([
        ['2026-03-01', '0.00', '100.00', '1,100.00'],
        ['2026-03-02', '0.00', '0.00', '1,100.00'],
        ['2026-03-02', '5.00', '6.00', '1,101.00'],
        ['2026-03-02', '', '999999999999999.00', '1.00'],
      ]),
    )
    expect(reading.lines).toHaveLength(1)
    expect(reading.rowErrors.map(({ code }) => code)).toEqual(['amountZero', 'amountBothSides', 'amountTooLarge'])
  })

  test('decimal commas everywhere are not believed when the balance does not prove them', async () => {
    const reading = await read(
      statement([
        ['2026-03-01', '', '100,00', '1.100,00'],
        ['2026-03-02', '', '1.234,56', '9.999,99'],
      ]),
    )
    expect(reading.lines).toEqual([])
    expect(reading.rowErrors.map(({ code }) => code)).toEqual(['amountEuropean', 'amountEuropean'])
    expect(reading).toMatchObject({ confident: false, problem: { code: 'statementColumnsUnknown' } })
  })
})

describe('dates', () => {
  test('a date that is none is an error of its row', async () => {
    const reading = await read(
      statement([
        ['2026-03-01', '', '100.00', '1,100.00'],
        ['2026-02-30', '', '100.00', '1,200.00'],
        ['soon', '', '100.00', '1,300.00'],
        ['', '', '100.00', '1,400.00'],
        ['2026-03-02', '', '100.00', '1,500.00'],
      ]),
    )
    expect(reading.lines.map(({ row }) => row)).toEqual([3, 7])
    expect(reading.rowErrors.map(({ row, code }) => [row, code])).toEqual([
      [4, 'dateUnreadable'],
      [5, 'dateUnreadable'],
      [6, 'dateMissing'],
    ])
    // What is missing shows in the balance as well.
    expect(reading.gaps).toEqual([
      { beforeRow: 7, lineIndex: 1, afterIndex: 0, expectedFen: 120_000, foundFen: 150_000 },
    ])
  })

  test('03-04-2026 is not guessed, and read when another row tells day from month', async () => {
    const alone = await read(statement([['03-04-2026', '', '100.00', '1,100.00']]))
    expect(alone.rowErrors.map(({ code }) => code)).toEqual(['dateAmbiguous'])
    const told = await read(
      statement([
        ['03-04-2026', '', '100.00', '1,100.00'],
        ['28-04-2026', '', '100.00', '1,200.00'],
      ]),
    )
    expect(told.lines.map(({ date }) => date)).toEqual(['2026-04-03', '2026-04-28'])
  })
})

test('columns that are headed the wrong way round are found by the running balance', async () => {
  const swapped = heading.with(3, '贷方金额').with(4, '借方金额')
  const rows: [Value, Value, Value, Value][] = [
    ['2026-03-01', '', '100.00', '1,100.00'],
    ['2026-03-02', '', '300.00', '1,400.00'],
    ['2026-03-03', '50.00', '', '1,350.00'],
    ['2026-03-04', '', '70.00', '1,420.00'],
  ]
  const reading = await read(statement(rows, swapped))
  expect(reading.problem).toEqual({
    code: 'statementColumnsSwapped',
    details: { inColumn: '贷方金额', outColumn: '借方金额' },
  })
  expect((await read(statement(rows))).problem).toBeNull()
  // Staff say which is which, and it is read.
  const { mapping } = reading
  if (!mapping) throw new Error('no mapping')
  const corrected = await readStatement(xlsxOf(statement(rows, swapped)), {
    fileName: 'x.xlsx',
    mapping: { ...mapping, in: 4, out: 3 },
  })
  expect(corrected.problem).toBeNull()
  expect(corrected.lines.map(({ direction }) => direction)).toEqual(['in', 'in', 'out', 'in'])
})

test('amounts that nothing says a direction of are not guessed, and staff can say it', async () => {
  const grid: Grid = [
    ['清算日期', '交易日期', '终端号', '交易金额', '手续费', '参考号'],
    ['20260302', '20260301', 'T1', '100.00', '0.60', '123456'],
    ['20260302', '20260301', 'T1', '200.00', '1.20', '123457'],
  ]
  const reading = await read(grid)
  expect(reading).toMatchObject({ confident: false, problem: { code: 'statementColumnsUnknown' } })
  expect(reading.rowErrors.map(({ code }) => code)).toEqual(['directionUnknown', 'directionUnknown'])
  const mapping = { headerRow: 0, headerRows: 1, date: 1, in: 3, serial: 5, remarks: [] }
  const said = await readStatement(xlsxOf(grid), { fileName: 'x.xlsx', mapping })
  expect(said.lines.map(({ direction, amountFen }) => [direction, amountFen])).toEqual([
    ['in', 10_000],
    ['in', 20_000],
  ])
})

test('a flag that says the contrary of the balance is found as well', async () => {
  const reading = await read([
    ['交易日期', '借贷标志', '发生额', '余额', '对方户名', '附言'],
    ['2026-03-01', '借', '100.00', '1,100.00', '甲', ''],
    ['2026-03-02', '借', '300.00', '1,400.00', '乙', ''],
    ['2026-03-03', '贷', '50.00', '1,350.00', '丙', ''],
  ])
  expect(reading.problem?.code).toBe('statementColumnsSwapped')
})

test('lines of several own accounts are refused with their numbers', async () => {
  const line = (account: string): Value[] => [account, '2026-03-01', '', '1.00', '甲公司', '6222020001', '培训费']
  const header = ['本方账号', '交易日期', '借方金额', '贷方金额', '对方户名', '对方账号', '用途']
  const reading = await read([
    header,
    line('4301020919100345678'),
    line('4301020919100345678'),
    line('4301020919100999999'),
  ])
  expect(reading.problem).toEqual({
    code: 'statementSeveralAccounts',
    details: { accounts: '4301020919100345678, 4301020919100999999' },
  })
  const masked = await read([
    header,
    line('4301020919100345678'),
    line('4301****5678'),
    line('4301 0209 1910 0345 678'),
  ])
  expect(masked).toMatchObject({ problem: null, account: '4301020919100345678' })
})

test('a header without lines', async () => {
  expect((await read([['账号', own], heading])).problem).toEqual({ code: 'statementNoLines', details: {} })
  const totals = await read([['账号', own], heading, ['合计', '', '', '0.00', '0.00', '', '', '', '']])
  expect(totals).toMatchObject({ problem: { code: 'statementNoLines' }, rowErrors: [] })
})

test('a table that is no statement is shown for mapping', async () => {
  const reading = await read([
    ['姓名', '身份证号', '手机号'],
    ['何佳振', '110101199003078888', '13800000000'],
  ])
  expect(reading).toMatchObject({ problem: { code: 'statementColumnsUnknown' }, confident: false, lines: [] })
  expect(reading.headers).toEqual(['姓名', '身份证号', '手机号'])
  expect(reading.sample[1]).toEqual({ row: 2, cells: ['何佳振', '110101199003078888', '13800000000'] })
})

test('account numbers that a program kept as numbers are kept and noted', async () => {
  const grid = statement([['2026-03-01', '', '100.00', '1,100.00']]).map((cells, index) =>
    index < 2 ? cells : cells.with(7, Number('4301020919100345678')),
  )
  const reading = await read(grid)
  expect(reading.lines[0]?.counterpartyAccount).toMatch(/^43010209191003\d{5}$/)
  expect(reading.rowErrors).toMatchObject([
    { row: 3, column: '对方账号', code: 'accountPrecisionLost', leftOut: false },
  ])
})

describe('what a .csv may hold', () => {
  const csv = (cells: readonly string[]) => readStatement(csvOf([['账号', own], heading, cells]), { fileName: 'x.csv' })

  test('formulas are texts and never computed', async () => {
    const { lines, rowErrors } = await csv([
      '="20260301"',
      '="100000"',
      '="000123"',
      '',
      '100.00',
      '1,100.00',
      '=HYPERLINK("http://evil.example","甲公司")',
      '="6222021234567890123"',
      "=cmd|' /C calc'!A0",
    ])
    expect(rowErrors).toEqual([])
    expect(lines[0]).toMatchObject({
      date: '2026-03-01',
      time: '10:00:00',
      serial: '000123',
      counterpartyName: '=HYPERLINK("http://evil.example","甲公司")',
      counterpartyAccount: '6222021234567890123',
      remark: "=cmd|' /C calc'!A0",
    })
  })

  test('a formula for an amount is an error of its row', async () => {
    const { rowErrors } = await csv(['20260301', '100000', 'S1', '', '=50+50', '1,100.00', '甲公司', '6222', ''])
    expect(rowErrors).toMatchObject([{ row: 3, value: '=50+50', code: 'amountUnreadable', leftOut: true }])
  })

  test('account numbers in scientific notation are noted', async () => {
    const { lines, rowErrors } = await csv(['20260301', '100000', 'S1', '', '100.00', '', '甲公司', '6.22202E+18', ''])
    expect(lines).toHaveLength(1)
    expect(rowErrors).toMatchObject([{ code: 'accountPrecisionLost', leftOut: false }])
  })
})

describe('files that cannot be opened', () => {
  const refusal = (bytes: Uint8Array, fileName = 'x.xls') =>
    readStatement(bytes, { fileName }).then(
      () => null,
      (error: unknown) => (error instanceof AppError ? { code: error.code, ...error.details } : error),
    )

  test('have a code', async () => {
    expect(await refusal(new Uint8Array())).toMatchObject({ code: 'spreadsheetEmpty', fileName: 'x.xls' })
    expect(await refusal(Buffer.from('%PDF-1.7 ...'))).toMatchObject({ code: 'spreadsheetTypeRefused', found: 'pdf' })
    expect(await refusal(Buffer.from('<html><body>登录已超时</body></html>'))).toMatchObject({
      code: 'spreadsheetTypeRefused',
      found: 'html',
    })
    expect(await refusal(Buffer.from('<html><table><tr><td>交易日期'))).toMatchObject({ code: 'spreadsheetDamaged' })
    expect(await refusal(xlsxOf(statement([])).slice(0, 300))).toMatchObject({ code: 'spreadsheetDamaged' })
  })

  test('a million rows are stopped long before they are read', async () => {
    const head = Buffer.from(`交易日期,借方金额,贷方金额,对方户名,附言\n`)
    const line = Buffer.from('20260301,,1.00,A,PX26DGZXRV\n')
    const bytes = Buffer.concat([head, Buffer.alloc(line.length * 1_000_000, line)])
    let seen = 0
    const reading = readStatement(bytes, { fileName: 'year.csv', onProgress: (rows) => (seen = rows) })
    await expect(reading).rejects.toMatchObject({
      code: 'statementTooManyRows',
      details: { maxRows: 200_000, fileName: 'year.csv' },
    })
    expect(seen).toBe(200_000)
  })

  test('the limit is for lines, and the last one allowed is read', async () => {
    const rows = Array.from({ length: 5 }, (_, day): [Value, Value, Value, Value] => [
      `2026-03-0${day + 1}`,
      '',
      '1.00',
      '',
    ])
    expect((await read(statement(rows), { mostRows: 5 })).lines).toHaveLength(5)
    await expect(read(statement(rows), { mostRows: 4 })).rejects.toMatchObject({ code: 'statementTooManyRows' })
  })
})
