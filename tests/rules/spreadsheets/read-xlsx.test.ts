import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import type { TableRow } from '../../../server/platform/spreadsheets/table.ts'
import { readCells, readRows, readTexts, refusalOf, sheetOf, sheetParts, stylesOf, zipOf } from './make-xlsx.ts'

const fixture = (name: string) => readFile(new URL(`../../fixtures/spreadsheets/${name}`, import.meta.url))
const texts = (row: TableRow | undefined) => row?.cells.map((cell) => cell?.text)

describe.each(['exceljs.xlsx', 'libreoffice.xlsx', 'libreoffice.xls'])('%s, written by another program', (name) => {
  test('the sheets are listed, and the first visible one with rows is read', async () => {
    const table = await openTable(await fixture(name), { fileName: name })
    expect(table.sheets).toEqual([
      { name: '空表', hidden: false },
      { name: '隐藏的表', hidden: true },
      { name: '学员名单', hidden: false },
    ])
    expect(table.sheet.name).toBe('学员名单')
    const rows = await Array.fromAsync(table.rows())
    expect(rows).toHaveLength(302)
    expect(rows.map((row) => row.number)).toEqual(Array.from({ length: 302 }, (_, index) => index + 1))
    expect(await readTexts(await fixture(name), { sheet: '隐藏的表' })).toEqual([['不要读这张']])
    expect(await refusalOf(await fixture(name), { sheet: '没有的表' })).toBe('spreadsheetSheetMissing')
    expect(await readTexts(await fixture(name), { sheet: '空表' })).toEqual([])
  })

  test('every value is what a person sees', async () => {
    const rows = await readRows(await fixture(name))
    expect(texts(rows[0])).toEqual(Array.from({ length: 8 }, () => '2026 年度培训学员名单'))
    expect(texts(rows[1])).toEqual(['姓名', '身份证号', '手机', '部门', '入职日期', '金额', '在职', '合计'])
    expect(texts(rows[2])).toEqual([
      '学员0—𠮷',
      '110101199010000000',
      '13800000000',
      '检测一部',
      '2026-05-02 13:05:00',
      '-3',
      'TRUE',
      '-6',
    ])
    expect(texts(rows[3])?.slice(4)).toEqual(['2026-05-02', '-1.75', 'FALSE', '-3.5'])
    expect(texts(rows[301])?.slice(0, 3)).toEqual([`学员299—𠮷${'长'.repeat(59)}`, '110101199010000299', '13800000299'])
    expect(rows[3]?.cells[4]).toMatchObject({ kind: 'date', raw: 46144 })
    expect(rows[2]?.cells[7]).toMatchObject({ kind: 'number', formula: true, raw: -6 })
    expect(rows[7]?.cells[7]).toMatchObject({ kind: 'error', formula: true, text: '#N/A' })
    expect(rows[9]?.cells[0]).toMatchObject({ kind: 'text', text: '富文本' })
    expect(rows[10]?.cells[2]).toMatchObject({ kind: 'number', text: '000042' })
  })

  test('merged cells, the hidden row and the rounded number are marked', async () => {
    const rows = await readRows(await fixture(name))
    expect(rows.slice(2, 7).map((row) => row.cells[3]?.text)).toEqual([...Array(4).fill('检测一部'), '工程部'])
    expect(rows[2]?.cells[3]?.mergedFrom).toBeNull()
    expect(rows[5]?.cells[3]?.mergedFrom).toEqual({ row: 3, column: 3 })
    expect(rows.filter((row) => row.hidden).map((row) => row.number)).toEqual([5])
    const lost = rows.flatMap((row) => row.cells).filter((cell) => cell?.precisionLost)
    expect(lost).toHaveLength(1)
    expect(rows[6]?.cells[1]?.text).toMatch(/^110101199001011\d{3}$/)
  })
})

describe('cells', () => {
  test('shared, inline and computed texts; runs joined, readings and escapes resolved', async () => {
    const strings = `<sst><si><t>张三</t></si><si><r><t>李</t></r><r><rPr/><t xml:space="preserve"> 四</t></r><rPh sb="0" eb="1"><t>リ</t></rPh></si><si><t>a_x000D_&#10;b &amp; &lt;c&gt; &#x4E2D;_x005F_x0041_</t></si><si/><si><t/></si></sst>`
    const cells = await readCells(
      `<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c><c r="D1" t="s"><v>3</v></c>` +
        `<c r="E1" t="inlineStr"><is><r><t>王</t></r><r><t>五</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is></c>` +
        `<c r="F1" t="str"><f>"a"&amp;"b"</f><v>ab</v></c><c r="G1" t="inlineStr"><is><t><![CDATA[<六>]]>&amp;<!-- no -->七</t></is></c>`,
      { 'xl/sharedStrings.xml': strings },
    )
    expect(cells.map((cell) => cell?.text)).toEqual([
      '张三',
      '李 四',
      'a\r\nb & <c> 中_x0041_',
      undefined,
      '王五',
      'ab',
      '<六>&七',
    ])
    expect(cells[5]).toMatchObject({ kind: 'text', formula: true })
  })

  test('numbers are written out, and those that were rounded say so', async () => {
    const cells = await readCells(
      ['1.1010119900101E+17', '13800138000', '1E-7', '0.30000000000000004', '-0', '999999999999999', '1e15', '6.0E+2']
        .map((value) => `<c><v>${value}</v></c>`)
        .join(''),
    )
    expect(cells.map((cell) => cell?.text)).toEqual([
      '110101199001010000',
      '13800138000',
      '0.0000001',
      '0.3',
      '0',
      '999999999999999',
      '1000000000000000',
      '600',
    ])
    expect(cells.map((cell) => cell?.precisionLost)).toEqual([true, false, false, false, false, false, true, false])
    const pasted = await readCells('<c t="inlineStr"><is><t>1.10101E+17</t></is></c>')
    expect(pasted[0]).toMatchObject({ text: '1.10101E+17', precisionLost: true })
  })

  test('dates are told by their number format, in both systems and with the day that never was', async () => {
    const formats = [
      0,
      14,
      22,
      31,
      'yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@',
      'h:mm',
      '[$-804]aaaa',
      '0.00E+00',
      '[Red]0',
      '#,##0\\d',
    ]
    const more = { 'xl/styles.xml': stylesOf(formats) }
    const dates = (values: readonly [style: number, value: string][]) =>
      readCells(values.map(([style, value]) => `<c s="${style}"><v>${value}</v></c>`).join(''), more)
    const cells = await dates([
      [0, '46144'],
      [1, '46144'],
      [2, '46144.5'],
      [3, '59'],
      [4, '60'],
      [4, '61'],
      [5, '0.75'],
      [6, '46144'],
      [7, '46144'],
      [8, '46144'],
      [9, '46144'],
      [1, '46144.9999999'],
      [1, '-1'],
      [1, '2958466'],
    ])
    expect(cells.map((cell) => `${cell?.kind} ${cell?.text}`)).toEqual([
      'number 46144',
      'date 2026-05-02',
      'date 2026-05-02 12:00:00',
      'date 1900-02-28',
      'date 1900-02-29',
      'date 1900-03-01',
      'date 18:00:00',
      'date 2026-05-02',
      'number 46144',
      'number 46144',
      'number 46144',
      'date 2026-05-03',
      'number -1',
      'number 2958466',
    ])
    const workbook = String(sheetParts('')['xl/workbook.xml']).replace('<sheets>', '<workbookPr date1904="1"/><sheets>')
    const from1904 = await readCells(
      '<c s="1"><v>44682</v></c><c s="1"><v>0</v></c><c t="d"><v>2026-05-02T13:05:00.000Z</v></c><c t="d"><v>2026-05-02</v></c>',
      { ...more, 'xl/workbook.xml': workbook },
    )
    expect(from1904.map((cell) => cell?.text)).toEqual([
      '2026-05-02',
      '1904-01-01',
      '2026-05-02 13:05:00',
      '2026-05-02',
    ])
  })

  test('booleans, errors, and formulas that nobody has computed', async () => {
    const cells = await readCells(
      '<c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c><f>A1+1</f></c><c t="str"><f>""</f><v></v></c><c><f>1+1</f><v>2</v></c><c t="shared"><f t="shared" si="0"/><v>3</v></c>',
    )
    expect(cells.map((cell) => cell && [cell.kind, cell.text, cell.formula])).toEqual([
      ['boolean', 'TRUE', false],
      ['error', '#N/A', false],
      ['error', '', true],
      undefined,
      ['number', '2', true],
      ['number', '3', true],
    ])
  })
})

describe('odd workbooks', () => {
  test('the order and the places of sheets are the workbook’s, not those of the files', async () => {
    const relation = (id: string, target: string) =>
      `<Relationship Id="${id}" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/worksheet" Target="${target}"/>`
    const bytes = sheetOf('<sheetData><row><c><v>1</v></c></row></sheetData>', {
      'xl/workbook.xml':
        '<x:workbook xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main" xmlns:q="http://purl.oclc.org/ooxml/officeDocument/relationships"><x:sheets><x:sheet name="乙" sheetId="7" q:id="b"/><x:sheet name="甲" sheetId="2" q:id="a"/></x:sheets></x:workbook>',
      'xl/_rels/workbook.xml.rels': `<Relationships>${relation('a', 'worksheets/sheet1.xml')}${relation('b', '/xl/Worksheets/Other.xml')}</Relationships>`,
      '_rels/.rels':
        '<Relationships><Relationship Id="x" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
      'xl/worksheets/other.xml':
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="3" hidden="true"><x:c r="B3" t="inlineStr"><x:is><x:t>带前缀</x:t></x:is></x:c></x:row></x:sheetData><x:mergeCells><x:mergeCell ref="B3:C3"/></x:mergeCells></x:worksheet>',
    })
    const table = await openTable(bytes, { fileName: 'x' })
    expect(table.sheets.map(({ name }) => name)).toEqual(['乙', '甲'])
    const rows = await Array.fromAsync(table.rows())
    expect(rows).toMatchObject([{ number: 3, hidden: true }])
    expect(rows[0]?.cells.map((cell) => cell?.text)).toEqual(
      [undefined, '带前缀', '带前缀'].filter((_, index) => index >= 0),
    )
    expect(await readTexts(bytes, { sheet: '甲' })).toEqual([['1']])
  })

  test('rows and cells without numbers follow the one before; heights of nothing hide', async () => {
    const rows = await readRows(
      sheetOf(
        '<sheetData><row><c><v>1</v></c><c/><c><v>3</v></c></row><row r="5" ht="0" customHeight="1"><c r="C5"><v>4</v></c><c><v>5</v></c></row><row><c><v>6</v></c></row></sheetData>',
      ),
    )
    expect(rows.map((row) => [row.number, row.hidden, Array.from(row.cells, (cell) => cell?.text ?? null)])).toEqual([
      [1, false, ['1', null, '3']],
      [5, true, [null, null, '4', '5']],
      [6, false, ['6']],
    ])
  })

  test('a merged range with an empty first cell, or of rows that have nothing else, adds nothing', async () => {
    const rows = await readRows(
      sheetOf(
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row><row r="9"><c r="B9"><v>9</v></c></row></sheetData><mergeCells><mergeCell ref="A1:A8"/><mergeCell ref="C1:C9"/></mergeCells>',
      ),
    )
    expect(rows.map((row) => [row.number, Array.from(row.cells, (cell) => cell?.text ?? null)])).toEqual([
      [1, ['1']],
      [2, ['1', '2']],
      [9, [null, '9']],
    ])
  })

  test('one row more than the caller wants is refused', async () => {
    const bytes = sheetOf(
      '<sheetData><row><c><v>1</v></c></row><row/><row><c><v>2</v></c></row><row><c><v>3</v></c></row></sheetData>',
    )
    expect(await refusalOf(bytes, { limits: { mostRows: 2 } })).toBe('spreadsheetTooManyRows')
    expect(await readTexts(bytes, { limits: { mostRows: 3 } })).toEqual([['1'], ['2'], ['3']])
  })

  test.each([
    [
      'cut off within a row',
      { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="1"><c><v>1</v></c></row><row r="2"><c>' },
    ],
    [
      'rows that fall',
      {
        'xl/worksheets/sheet1.xml':
          '<worksheet><sheetData><row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row></sheetData></worksheet>',
      },
    ],
    [
      'a shared text that is not there',
      { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c t="s"><v>0</v></c></row></sheetData></worksheet>' },
    ],
    [
      'no sheet part',
      {
        'xl/worksheets/sheet1.xml': '',
        'xl/_rels/workbook.xml.rels':
          '<Relationships><Relationship Id="rId1" Type="a/worksheet" Target="gone.xml"/></Relationships>',
      },
    ],
    [
      'billion laughs',
      {
        'xl/worksheets/sheet1.xml':
          '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><worksheet><sheetData><row><c t="str"><v>&c;</v></c></row></sheetData></worksheet>',
      },
    ],
    [
      'an entity of nobody',
      {
        'xl/worksheets/sheet1.xml':
          '<worksheet><sheetData><row><c t="str"><v>&c;</v></c></row></sheetData></worksheet>',
      },
    ],
    [
      'a document type in the workbook',
      { 'xl/workbook.xml': '<!DOCTYPE workbook SYSTEM "file:///etc/passwd"><workbook/>' },
    ],
  ])('damaged: %s', async (_what, parts) => {
    expect(await refusalOf(zipOf({ ...sheetParts(''), ...parts } as Record<string, string>))).toBe('spreadsheetDamaged')
  })
})
