import { describe, expect, test } from 'vitest'
import { openTable, spreadsheetKindOf } from '../../../server/platform/spreadsheets/open-table.ts'
import { encodeGbk } from '../../usecases/statements/lay-statement.ts'
import { readRows, readTexts, refusalOf } from './make-xlsx.ts'

const utf8 = (text: string) => Buffer.from(text)
const page = (inside: string) => utf8(`<html><body>${inside}</body></html>`)

test('a page as a bank exports it: styles, banner rows, numbers kept as text', async () => {
  const bytes =
    utf8(`<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">
<head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><title>明细</title>
<style><!-- td { mso-number-format:"\\@"; } .a > .b {} --></style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook><x:Name>a<b</x:Name></x:ExcelWorkbook></xml><![endif]-->
<script>if (1 < 2) document.write("<table><tr><td>no</td></tr></table>")</script></head>
<body><table border=1 cellspacing="0">
  <tr><td colspan="3" align=center>账户交易明细</td></tr>
  <tr><th>账号</th><th x:str>金额</th><th nowrap>对方</th></tr>
  <tr>
    <td style="vnd.ms-excel.numberformat:@">6222021234567890123</td>
    <td x:num="1234.5" title="a > b">1,234.50&nbsp;</td>
    <td class='x'><font color="red">甲&amp;乙</font>&#x516c;&#21496; &lt;南京&gt;</td>
  </tr>
  <tr><td>="000123"<td>&nbsp;<td>某某<br>公司
</table></body></html>`)
  const table = await openTable(bytes, { fileName: 'detail.xls' })
  expect(table).toMatchObject({ kind: 'xls', encoding: 'utf-8', sheet: { name: 'detail', hidden: false } })
  const rows = await Array.fromAsync(table.rows())
  expect(rows.map(({ number, cells }) => [number, ...Array.from(cells, (cell) => cell?.text ?? null)])).toEqual([
    [1, '账户交易明细', '账户交易明细', '账户交易明细'],
    [2, '账号', '金额', '对方'],
    [3, '6222021234567890123', '1,234.50', '甲&乙公司 <南京>'],
    [4, '000123', null, '某某\n公司'],
  ])
  expect(rows[0]?.cells.map((cell) => cell?.mergedFrom)).toEqual([null, { row: 1, column: 0 }, { row: 1, column: 0 }])
  expect(rows[2]?.cells[0]).toMatchObject({ kind: 'text', precisionLost: false })
})

describe('encodings', () => {
  const inside = '<table><tr><td>户名</td><td>检测公司</td></tr></table>'
  test.each([
    ['GBK that says so', encodeGbk(`<html><meta charset="gb2312">${inside}</html>`), 'gb18030'],
    ['GBK that says nothing', encodeGbk(inside), 'gb18030'],
    ['GBK that calls itself Latin', encodeGbk(`<meta content="text/html; charset=ISO-8859-1">${inside}`), 'gb18030'],
    ['UTF-8 that calls itself GBK', utf8(`<meta charset=gbk>${inside}`), 'utf-8'],
    ['UTF-8 with a mark', utf8(`\ufeff${inside}`), 'utf-8'],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${inside}`, 'utf16le'), 'utf-16le'],
  ])('%s', async (_what, bytes, encoding) => {
    expect((await openTable(bytes, { fileName: 'x.xls' })).encoding).toBe(encoding)
    expect(await readTexts(bytes)).toEqual([['户名', '检测公司']])
  })

  test('a page that calls itself UTF-8 and holds half a character is damaged, not read as something else', async () => {
    const bytes = Buffer.concat([
      utf8('<meta charset=utf-8><table><tr><td>检'),
      Buffer.from('e6b5', 'hex'),
      utf8('</table>'),
    ])
    expect(await refusalOf(bytes)).toBe('spreadsheetDamaged')
  })
})

describe('tables', () => {
  test('cells that span rows and columns give what they cover their value', async () => {
    const bytes = page(`<table>
      <tr><th rowspan=2>日期</th><th colspan="2">发生额</th><th rowspan='2'>余额</th></tr>
      <tr><th>借方</th><th>贷方</th></tr>
      <tr><td>1</td><td>2</td><td></td><td>4</td></tr></table>`)
    expect(await readTexts(bytes)).toEqual([
      ['日期', '发生额', '发生额', '余额'],
      ['日期', '借方', '贷方', '余额'],
      ['1', '2', null, '4'],
    ])
    const [, second] = await readRows(bytes)
    expect(second?.cells.map((cell) => cell?.mergedFrom ?? null)).toEqual([
      { row: 1, column: 0 },
      null,
      null,
      { row: 1, column: 3 },
    ])
  })

  test('several tables and what is said between them stand one below the other', async () => {
    const bytes = page(`<h3>交易明细</h3><p>账号：622202<br/>户名：某公司</p>
      <table><tr><td>币种</td><td>人民币</td></tr></table>
      <div>以下为明细</div>
      <TABLE><CAPTION>三月</CAPTION><THEAD><TR><TH>日期</TH><TH>金额</TH></TR></THEAD>
      <TBODY><TR><TD>1</TD><TD>2</TD></TR><tr><td></td><td> </td></tr><TR><TD>3</TD><TD>4</TD></TR></TBODY></TABLE>共 2 笔`)
    const rows = await readRows(bytes)
    expect(rows.map(({ number, cells }) => [number, ...cells.map((cell) => cell?.text)])).toEqual([
      [1, '交易明细'],
      [2, '账号：622202'],
      [3, '户名：某公司'],
      [4, '币种', '人民币'],
      [5, '以下为明细'],
      [6, '三月'],
      [7, '日期', '金额'],
      [8, '1', '2'],
      [10, '3', '4'],
      [11, '共 2 笔'],
    ])
  })

  test('a layout of tables in tables is its rows; a table that is one cell is that cell', async () => {
    const bytes = page(`<table><tr><td>某银行
      <table><tr><td>日期</td><td>金额</td></tr><tr><td>1</td><td><table><tr><td><b>2</b></td></tr></table></td></tr></table>
      打印完毕</td></tr></table>`)
    expect(await readTexts(bytes)).toEqual([['某银行'], ['日期', '金额'], ['1', '2'], ['打印完毕']])
  })

  test('tags that are never closed, strange tags, bare signs, rows that are not shown', async () => {
    const bytes = page(`<table><tr><td>a<td>b<tr style="display: none"><td>x</td><td>y
      <tr><td>3 < 4 & 5</td><td style='display:none'>k</td><o:p></o:p><td>&copy; &yen;1</td></tr></td></tr></table></table>`)
    const rows = await readRows(bytes)
    expect(rows.map(({ hidden, cells }) => [hidden, ...cells.map((cell) => cell?.text)])).toEqual([
      [false, 'a', 'b'],
      [true, 'x', 'y'],
      [false, '3 < 4 & 5', '&copy; ¥1'],
    ])
  })

  test('a number that did not fit its column is read as it was kept', async () => {
    const bytes = page(`<table><tr><td x:num="6222021234">6.22202E+09</td><td x:num="46083.5">####</td>
      <td x:num="46083">2026-03-02</td><td x:num>7.1E+18</td></tr></table>`)
    expect(await readTexts(bytes)).toEqual([['6222021234', '46083.5', '2026-03-02', '7.1E+18']])
  })

  test('lines that the source breaks in the middle of Chinese words are whole', async () => {
    expect(await readTexts(page('<table><tr><td>\n 南京检测\r\n   有限公司 A\n B </td></tr></table>'))).toEqual([
      ['南京检测有限公司 A B'],
    ])
  })

  test('pieces that are decoded one by one tear nothing apart', async () => {
    const row = '<tr><td class="a > b">甲&nbsp;乙</td><td><!-- > --><b>1&#44;234</b></td></tr>\n'
    const rows = await readTexts(page(`<table>${row.repeat(5000)}</table>`))
    expect(rows).toHaveLength(5000)
    expect(new Set(rows.map((cells) => cells.join('|')))).toEqual(new Set(['甲 乙|1,234']))
  })
})

describe('pages that are no whole table', () => {
  const whole = '<html><table><tr><td>日期</td><td class="a">金额</td></tr><tr><td>1</td><td>2</td></tr></table></html>'

  test('cut off anywhere within the table is damage', async () => {
    const end = whole.indexOf('</table>') + '</table>'.length
    for (let length = whole.indexOf('<tr>'); length < end; length++) {
      expect(await refusalOf(utf8(whole.slice(0, length))), whole.slice(0, length)).toBe('spreadsheetDamaged')
    }
    expect(await refusalOf(utf8(whole.slice(0, end)))).toBe('read')
  })

  test.each([
    ['a comment without an end', `${whole}<!-- `],
    ['a script without an end', `${whole}<script>x`],
    ['tables nested a thousand deep', `${'<table><tr><td>'.repeat(1000)}x${'</td></tr></table>'.repeat(1000)}`],
    ['a tag of five million characters', `<table><tr><td ${'a'.repeat(5_000_000)}>x</td></tr></table>`],
    ['a cell of two million characters', `<table><tr><td>${'abcdefghij<b>'.repeat(200_000)}</td></tr></table>`],
    ['more columns than any table', `<table><tr>${'<td colspan=1000>x</td>'.repeat(3)}</tr></table>`],
  ])('%s', async (_what, text) => {
    expect(await refusalOf(utf8(text))).toBe('spreadsheetDamaged')
  })

  test('an empty table is empty, one of more than 50 MB too large, a million rows too many', async () => {
    expect(await refusalOf(page('<table><tr><td>&nbsp;</td></tr></table>'))).toBe('spreadsheetEmpty')
    expect(await refusalOf(Buffer.alloc(100_000_000, '<table><tr><td>1</td></tr></table>'))).toBe('spreadsheetTooLarge')
    const rows = Buffer.concat([utf8('<table><tr><td>1'), utf8('<tr>'.repeat(1_048_577)), utf8('</table>')])
    expect(await refusalOf(rows)).toBe('spreadsheetTooManyRows')
  }, 30_000)

  test('spans that would fill a million cells are read in no time', async () => {
    const bytes = page(`<table><tr><td colspan=1000 rowspan=65534>x</td></tr>${'<tr><td>'.repeat(2000)}</table>`)
    const rows = await readRows(bytes)
    expect(rows).toHaveLength(1)
    expect(rows[0]?.cells).toHaveLength(1000)
  })

  test('entities of a document type are never resolved', async () => {
    const bytes = utf8('<!DOCTYPE html [<!ENTITY a "b">]><html><table><tr><td>&a;</td></tr></table></html>')
    expect((await readTexts(bytes)).at(-1)).toEqual(['&a;'])
  })
})

test('what it is, is told before it is kept', () => {
  expect(spreadsheetKindOf(page('<table></table>'))).toBe('xls')
  expect(spreadsheetKindOf(utf8('a,b'))).toBe('csv')
  expect(() => spreadsheetKindOf(page('<p>请登录</p>'))).toThrow('spreadsheetTypeRefused')
})
