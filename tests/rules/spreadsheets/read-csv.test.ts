import { describe, expect, test } from 'vitest'
import { findDelimiter } from '../../../server/platform/spreadsheets/csv-rows.ts'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { readRows, readTexts, refusalOf } from './make-xlsx.ts'

const utf8 = (text: string) => Buffer.from(text)
/** 姓名,部门 / 张三,工程部 / 李喆,镕 in GBK; the last two characters are in no GB 2312. */
const gbk = Buffer.concat([
  Buffer.from('d0d5c3fb2cb2bfc3c50d0a', 'hex'),
  Buffer.from('d5c5c8fd2cb9a4b3ccb2bf0d0a', 'hex'),
  Buffer.from('c0ee86b42ce946', 'hex'),
])

describe('encodings', () => {
  test('UTF-8 with and without a mark, GBK, and what Excel calls Unicode text', async () => {
    const expected = [
      ['姓名', '部门'],
      ['张三', '工程部'],
    ]
    const text = '姓名,部门\r\n张三,工程部\r\n'
    expect(await readTexts(utf8(text))).toEqual(expected)
    expect(await readTexts(utf8(`\ufeff${text}`))).toEqual(expected)
    expect((await readTexts(gbk)).slice(0, 2)).toEqual(expected)
    expect((await readTexts(gbk))[2]?.[0]).toBe('李喆')
    expect(await readTexts(Buffer.from(`\ufeff${text.replaceAll(',', '\t')}`, 'utf16le'))).toEqual(expected)
    const encodings = [utf8(text), gbk, Buffer.from(`\ufeff${text}`, 'utf16le')].map(
      async (bytes) => (await openTable(bytes, { fileName: 'list' })).encoding,
    )
    expect(await Promise.all(encodings)).toEqual(['utf-8', 'gb18030', 'utf-16le'])
  })

  test('characters beyond the pieces that are decoded one by one', async () => {
    const line = '张三,𠮷野家,110101199001011234\n'
    const rows = await readTexts(utf8(line.repeat(20_000)))
    expect(rows).toHaveLength(20_000)
    expect(new Set(rows.map((row) => row.join('|')))).toEqual(new Set(['张三|𠮷野家|110101199001011234']))
  })

  test('bytes that are in no encoding are damage', async () => {
    expect(await refusalOf(Buffer.concat([utf8('a,b\n'), Buffer.from([0x81, 0x0a, 0xff, 0xff, 0x0a])]))).toBe(
      'spreadsheetDamaged',
    )
  })
})

describe('records', () => {
  test.each([
    ['a,b\n1,2\n', ','],
    ['a;b\n"1,5";2,5\n', ';'],
    ['a\tb\tc\n1,000\t2,000\t3\n', '\t'],
    ['账户交易明细,截至 5 月;含手续费\n日期;金额;余额\n1;2;3\n4;5;6\n', ';'],
    ['只有一列\n一\n', ','],
    // Banks put a tab behind a number so that it stays text, and leave the last fields empty.
    ['号,名,额,注\n1\t,甲\t,"1,5",\n2\t,乙\t,3,\n3\t,丙\t,4,x\n', ','],
    ['号|名|额|注\n1\t|甲\t|"1,5"|\n2\t|乙\t|3|\n3\t|丙\t|4|x\n', '|'],
  ])('%j is split at %j', (text, delimiter) => {
    expect(findDelimiter(text)).toBe(delimiter)
  })

  test('quoted fields hold delimiters, line breaks and quotes; rows are numbered as records', async () => {
    const rows = await readRows(utf8('姓名,备注\r\n"张,三","第一行\r\n第""二""行"\r\n\r\n,\r\n李"四",x\r\n"王"五,y'))
    expect(rows.map((row) => [row.number, ...row.cells.map((cell) => cell?.text)])).toEqual([
      [1, '姓名', '备注'],
      [2, '张,三', '第一行\r\n第"二"行'],
      [5, '李"四"', 'x'],
      [6, '王五', 'y'],
    ])
  })

  test('the delimiter that Excel is told, kept zeros, and a number that Excel has rounded', async () => {
    const rows = await readRows(utf8('sep=|\r\n身份证号|编号\r\n1.10101E+17|="00123"\r\n6222021234\t|\n'))
    expect(rows.map((row) => row.number)).toEqual([2, 3, 4])
    expect(rows[1]?.cells).toMatchObject([
      { text: '1.10101E+17', precisionLost: true },
      { text: '00123', precisionLost: false },
    ])
    expect(rows[2]?.cells[0]?.text).toBe('6222021234\t')
  })

  test('old line ends, and a quote that is never closed', async () => {
    expect(await readTexts(utf8('a,b\r1,2\r'))).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ])
    expect(await readTexts(utf8('a,b\n"1,2\n3,4\n'))).toEqual([['a', 'b'], ['1,2\n3,4\n']])
    expect(await refusalOf(utf8(`a,b\n"${'x'.repeat(9_000_000)}`))).toBe('spreadsheetDamaged')
  })

  test('nothing but blanks is an empty table', async () => {
    expect(await refusalOf(utf8('\r\n ,\t\r\n,\r\n'))).toBe('spreadsheetEmpty')
    expect(await refusalOf(new Uint8Array())).toBe('spreadsheetEmpty')
  })
})
