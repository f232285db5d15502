import { describe, expect, test } from 'vitest'
import { openTable, spreadsheetKindOf } from '../../../server/platform/spreadsheets/open-table.ts'
import { encodeGbk } from '../../usecases/statements/lay-statement.ts'
import { readRows, readTexts, refusalOf } from './make-xlsx.ts'

const utf8 = (text: string) => Buffer.from(text)
const names =
  'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel"'
const head = '<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n'
const book = (inside: string) => utf8(`${head}<Workbook ${names}>${inside}</Workbook>`)
const sheet = (rows: string, name = 'Sheet1', more = '') =>
  `<Worksheet ss:Name="${name}"><Table ss:ExpandedColumnCount="9">${rows}</Table>${more}</Worksheet>`
const text = (value: string, attributes = '') => `<Cell${attributes}><Data ss:Type="String">${value}</Data></Cell>`

test('rows, cells, indexes and merged cells', async () => {
  const bytes = book(
    sheet(`<Column ss:Width="60"/><Row>${text('账户明细', ' ss:MergeAcross="2"')}${text('页 1')}</Row>
    <Row ss:Index="3">${text('日期', ' ss:MergeDown="1"')}${text('发生额', ' ss:MergeAcross="1"')}</Row>
    <Row>${text('借方', ' ss:Index="2"')}${text('贷方')}</Row>
    <Row ss:Hidden="1">${text('甲&amp;乙&#10;&lt;公司&gt;')}<Cell/>${text('', ' ss:StyleID="s1"')}${text('尾', ' ss:Index="6"')}</Row><Row/>`),
  )
  const table = await openTable(bytes, { fileName: 'detail.xls' })
  expect(table).toMatchObject({ kind: 'xls', encoding: null, sheets: [{ name: 'Sheet1', hidden: false }] })
  const rows = await Array.fromAsync(table.rows())
  expect(
    rows.map(({ number, hidden, cells }) => [number, hidden, ...Array.from(cells, (cell) => cell?.text ?? null)]),
  ).toEqual([
    [1, false, '账户明细', '账户明细', '账户明细', '页 1'],
    [3, false, '日期', '发生额', '发生额'],
    [4, false, '日期', '借方', '贷方'],
    [5, true, '甲&乙\n<公司>', null, null, null, null, '尾'],
  ])
  expect(rows[2]?.cells[0]?.mergedFrom).toEqual({ row: 3, column: 0 })
})

test('values of every type', async () => {
  const styles = `<Styles><Style ss:ID="d"><NumberFormat ss:Format="yyyy\\-mm\\-dd"/></Style>
    <Style ss:ID="n"><NumberFormat ss:Format="Short Date"/></Style><Style ss:ID="p"><NumberFormat ss:Format="000000"/></Style></Styles>`
  const data = (type: string, value: string, attributes = '') =>
    `<Cell${attributes}><Data ss:Type="${type}">${value}</Data></Cell>`
  const bytes = book(
    `${styles}${sheet(
      `<Row>${data('Number', '1234.5')}${data('Number', '46083', ' ss:StyleID="d"')}${data('Number', '46083', ' ss:StyleID="n"')}${data('Number', '123', ' ss:StyleID="p"')}${data('DateTime', '2026-03-02T00:00:00.000')}${data('DateTime', '2026-03-02T14:58:00.000')}${data('DateTime', '1899-12-31T14:58:00.000')}${data('Boolean', '1')}${data('Error', '#N/A')}</Row>
       <Row>${data('Number', '6222021234567890123')}${data('Number', '6.2220212345678899E+18')}${data('Number', '3', ' ss:Formula="=RC[-1]"')}<Cell ss:Formula="=1+1"/>${data('Number', 'n/a')}<Cell><Data ss:Type="String">甲</Data><Comment ss:Author="x"><ss:Data>注释</ss:Data></Comment></Cell><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>乙</B><Font>公司</Font></ss:Data></Cell></Row>`,
    )}`,
  )
  const rows = await readRows(bytes)
  expect(rows[0]?.cells.map((cell) => [cell?.kind, cell?.text])).toEqual([
    ['number', '1234.5'],
    ['date', '2026-03-02'],
    ['date', '2026-03-02'],
    ['number', '000123'],
    ['date', '2026-03-02'],
    ['date', '2026-03-02 14:58:00'],
    ['date', '14:58:00'],
    ['boolean', 'TRUE'],
    ['error', '#N/A'],
  ])
  expect(rows[1]?.cells).toMatchObject([
    { text: '6222021234567890123', precisionLost: false },
    { text: '6222021234567890000', precisionLost: true },
    { text: '3', formula: true },
    { kind: 'error', text: '', formula: true },
    { kind: 'text', text: 'n/a' },
    { text: '甲' },
    { text: '乙公司' },
  ])
})

test('sheets by name, hidden ones passed over', async () => {
  const hidden =
    '<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel"><Visible>SheetHidden</Visible></WorksheetOptions>'
  const bytes = book(
    `${sheet(`<Row>${text('藏')}</Row>`, '选项', hidden)}${sheet('', '空')}${sheet(`<Row>${text('见')}</Row>`, '明细')}`,
  )
  expect(await readTexts(bytes)).toEqual([['见']])
  expect(await readTexts(bytes, { sheet: '选项' })).toEqual([['藏']])
  expect(await refusalOf(bytes, { sheet: '没有' })).toBe('spreadsheetSheetMissing')
})

test('other writers: a prefix on everything, none on attributes, GBK, UTF-16, a blank that was not declared', async () => {
  const prefixed = `<ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><ss:Worksheet ss:Name="a"><ss:Table><ss:Row><ss:Cell ss:Index="2"><ss:Data ss:Type="String">检测&nbsp;</ss:Data></ss:Cell></ss:Row></ss:Table></ss:Worksheet></ss:Workbook>`
  const plain = `<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet Name="a"><Table><Row><Cell Index="2"><Data Type="String">检测 </Data></Cell></Row></Table></Worksheet></Workbook>`
  const files = [
    utf8(prefixed),
    utf8(plain),
    encodeGbk(`<?xml version="1.0" encoding="GBK"?>\n${plain}`),
    Buffer.from(`\ufeff<?xml version="1.0" encoding="UTF-16"?>${plain}`, 'utf16le'),
    utf8(`\ufeff\n<?xml version="1.0" encoding="UTF-8"?>${plain}`),
  ]
  for (const bytes of files) {
    const rows = await readTexts(bytes)
    expect(rows.map((cells) => cells.map((cell) => cell?.trim() ?? null))).toEqual([[null, '检测']])
  }
})

describe('files that are refused', () => {
  const whole = book(sheet(`<Row>${text('a')}${text('b')}</Row><Row>${text('c')}</Row>`)).toString()

  test('cut off anywhere behind the root', async () => {
    for (let length = whole.indexOf('<Worksheet'); length < whole.length; length += 3) {
      expect(await refusalOf(utf8(whole.slice(0, length))), whole.slice(-40)).toBe('spreadsheetDamaged')
    }
    expect(await refusalOf(utf8(whole))).toBe('read')
  })

  test.each([
    [
      'a document type with entities that grow',
      whole.replace('<Workbook', '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><Workbook'),
    ],
    ['an entity nobody declared', whole.replace('>a<', '>&lol;<')],
    ['rows out of order', whole.replaceAll('<Row>', '<Row ss:Index="2">')],
    ['an index that is none', whole.replace('<Cell>', '<Cell ss:Index="x">')],
    ['a cell beyond the sheet', whole.replace('<Cell>', '<Cell ss:Index="16384" ss:MergeAcross="5">')],
    ['two sheets of one name', whole.replace('</Workbook>', `${sheet('')}</Workbook>`)],
    ['a value of five million characters', whole.replace('>a<', `>${'a'.repeat(5_000_000)}<`)],
  ])('%s', async (_what, bytes) => {
    expect(await refusalOf(utf8(bytes))).toBe('spreadsheetDamaged')
  })

  test('merged cells over the whole sheet are no burden', async () => {
    const wide = sheet(
      `<Row>${text('a', ' ss:MergeAcross="16383" ss:MergeDown="1048575"')}</Row>${`<Row>${text('b', ' ss:Index="16384"')}</Row>`.repeat(50)}`,
    )
    const rows = await readRows(book(wide))
    expect(rows).toHaveLength(51)
    expect(rows[0]?.cells).toHaveLength(1024)
  })

  test('a book without values is empty', async () => {
    expect(await refusalOf(book(sheet('')))).toBe('spreadsheetEmpty')
    expect(spreadsheetKindOf(book(''))).toBe('xls')
  })
})
