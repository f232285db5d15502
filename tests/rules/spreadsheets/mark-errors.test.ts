import ExcelJs from 'exceljs'
import { describe, expect, test } from 'vitest'
import { guardZip } from '../../../server/platform/spreadsheets/guard-zip.ts'
import { markErrors, type RowError } from '../../../server/platform/spreadsheets/mark-errors.ts'
import { unpackWhole } from '../../../server/platform/zip-archive.ts'
import { record, shorts, wide, workbook as xlsWorkbook } from './make-xls.ts'
import { type Parts, readRows, readTexts, sheetOf, sheetParts, zipOf } from './make-xlsx.ts'

const red = 'FFFFB3AD'

/** What a person's own workbook has: styles, widths, comments, lists, a picture of another sheet, filters, formulas. */
async function ownWorkbook(): Promise<Uint8Array> {
  const workbook = new ExcelJs.Workbook()
  const other = workbook.addWorksheet('别的表')
  other.addRow(['不要动', { formula: '1+1', result: 2 }])
  const sheet = workbook.addWorksheet('名单', { views: [{ state: 'frozen', ySplit: 2 }] })
  sheet.mergeCells('A1:D1')
  sheet.getCell('A1').value = '2026 年学员'
  sheet.addRow(['姓名', '身份证号', '部门', '日期'])
  for (let index = 0; index < 6; index++) {
    sheet.addRow([
      `学员${index}`,
      `11010119900101${1000 + index}`,
      index < 3 ? '工程部' : '质检部',
      new Date('2026-05-02T00:00:00Z'),
    ])
  }
  sheet.mergeCells('C3:C5')
  sheet.getColumn(2).width = 24
  sheet.getCell('B2').font = { bold: true, color: { argb: 'FF0000FF' } }
  sheet.getCell('D2').border = { bottom: { style: 'double' } }
  sheet.getCell('D4').fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FF00FF00' } }
  sheet.getCell('D4').numFmt = 'yyyy-mm-dd'
  sheet.getCell('A3').note = '组长'
  sheet.getCell('C3').dataValidation = { type: 'list', allowBlank: true, formulae: ['"工程部,质检部"'] }
  sheet.autoFilter = 'A2:D8'
  sheet.getCell('H20').value = '脚注'
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

const options = (errors: Record<number, RowError>, more = {}) => ({
  fileName: '名单.xlsx',
  sheet: '名单',
  headerRow: 2,
  errors: new Map(Object.entries(errors).map(([row, error]) => [Number(row), error])),
  ...more,
})

async function open(bytes: Uint8Array, name = '名单'): Promise<ExcelJs.Worksheet> {
  const workbook = new ExcelJs.Workbook()
  await workbook.xlsx.load(bytes as unknown as ExcelJs.Buffer)
  const sheet = workbook.getWorksheet(name)
  if (!sheet) throw new Error(`no sheet ${name}`)
  return sheet
}

function redPlaces(sheet: ExcelJs.Worksheet): string[] {
  const places: string[] = []
  sheet.eachRow((row) =>
    row.eachCell({ includeEmpty: true }, (cell) => {
      const { fill } = cell
      if (fill?.type === 'pattern' && fill.fgColor?.argb === red) places.push(cell.address)
    }),
  )
  return places
}

function partOf(bytes: Uint8Array, name: string): Buffer {
  const archive = guardZip(bytes)
  const entry = archive.entries.find((one) => one.name === name)
  if (!entry) throw new Error(`no part ${name}`)
  return unpackWhole(archive, entry)
}

describe('the person’s own .xlsx', () => {
  test('gets red cells, a heading and reasons, and keeps the looks its cells have', async () => {
    const original = await ownWorkbook()
    const marked = await markErrors(
      original,
      options({ 4: { columns: [1, 3], reason: '校验位不对；日期太晚' }, 7: { columns: [5], reason: '缺部门 <&>' } }),
    )
    const sheet = await open(marked)
    expect(redPlaces(sheet)).toEqual(['B4', 'D4', 'F7'])
    expect(['E2', 'E4', 'E7', 'E3', 'E5'].map((place) => sheet.getCell(place).value)).toEqual([
      '错误原因',
      '校验位不对；日期太晚',
      '缺部门 <&>',
      null,
      null,
    ])
    expect(sheet.getCell('D4').numFmt).toBe('yyyy-mm-dd')
    expect(sheet.getCell('D4').value).toEqual(new Date('2026-05-02T00:00:00Z'))
    expect(sheet.getCell('E2').border).toEqual(sheet.getCell('D2').border)
    expect(sheet.getColumn(5).width).toBeGreaterThan(30)
    expect(sheet.getColumn(2).width).toBe(24)
    expect(sheet.getCell('C3').dataValidation.formulae).toEqual(['"工程部,质检部"'])
    expect(JSON.stringify(sheet.getCell('A3').note)).toContain('组长')
    expect(sheet.autoFilter).toBe('A2:D8')
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 2 })
    expect(sheet.getCell('H20').value).toBe('脚注')
  })

  test('everything but the sheet and the styles is the same to the byte', async () => {
    const original = await ownWorkbook()
    const marked = await markErrors(original, options({ 4: { columns: [0], reason: 'x' } }))
    const names = guardZip(original).entries.map(({ name }) => name)
    expect(
      guardZip(marked)
        .entries.map(({ name }) => name)
        .toSorted(),
    ).toEqual(names.toSorted())
    const changed = names.filter((name) => !partOf(original, name).equals(partOf(marked, name)))
    expect(changed.toSorted()).toEqual(['xl/styles.xml', 'xl/worksheets/sheet2.xml'])
  })

  test('a cell within a merged range turns the range’s first cell red', async () => {
    const marked = await markErrors(await ownWorkbook(), options({ 5: { columns: [2], reason: '没有这个部门' } }))
    const sheet = await open(marked)
    expect(redPlaces(sheet)).toContain('C3')
    expect(sheet.getCell('E5').value).toBe('没有这个部门')
  })

  test('a second time round the corrected cells are as they were, and reasons are replaced', async () => {
    const original = await ownWorkbook()
    const first = await markErrors(
      original,
      options({ 4: { columns: [1, 3], reason: '第一次' }, 6: { columns: [0, 1], reason: '第一次' } }),
    )
    const second = await markErrors(first, options({ 6: { columns: [0], reason: '第二次' } }))
    const sheet = await open(second)
    expect(redPlaces(sheet)).toEqual(['A6'])
    expect(['E2', 'E4', 'E6'].map((place) => sheet.getCell(place).value ?? null)).toEqual(['错误原因', null, '第二次'])
    expect(sheet.columnCount).toBe((await open(original)).columnCount)
    expect(sheet.getCell('D4').fill).toMatchObject({ fgColor: { argb: 'FF00FF00' } })
    const third = await markErrors(second, options({}))
    expect(redPlaces(await open(third))).toEqual([])
    expect(await readTexts(third, { sheet: '名单' })).toEqual(await readTexts(original, { sheet: '名单' }))
    const looks = async (bytes: Uint8Array) =>
      ['A4', 'B4', 'D4', 'A6', 'B6'].map(async (place) => (await open(bytes)).getCell(place).style)
    expect(await Promise.all(await looks(third))).toEqual(await Promise.all(await looks(original)))
    // However often it goes round, styles do not pile up.
    const again = await markErrors(
      await markErrors(third, options({ 4: { columns: [1, 3], reason: 'x' } })),
      options({}),
    )
    const count = (bytes: Uint8Array) =>
      Number(/<cellXfs count="(\d+)"/.exec(partOf(bytes, 'xl/styles.xml').toString())?.[1])
    expect(count(again)).toBe(count(third))
  })

  test('after another program has saved it, marks are still known for what they are', async () => {
    const first = await markErrors(await ownWorkbook(), options({ 4: { columns: [0, 1], reason: '第一次' } }))
    const workbook = new ExcelJs.Workbook()
    await workbook.xlsx.load(first as unknown as ExcelJs.Buffer)
    const saved = new Uint8Array(await workbook.xlsx.writeBuffer())
    const second = await markErrors(saved, options({ 5: { columns: [0], reason: '第二次' } }))
    const sheet = await open(second)
    expect(redPlaces(sheet)).toEqual(['A5'])
    expect(sheet.getCell('E2').value).toBe('错误原因')
    expect(sheet.getCell('E4').value ?? null).toBeNull()
    expect(sheet.getCell('F2').value ?? null).toBeNull()
  })

  test('reasons go where nothing else is, also beyond headings', async () => {
    const inside =
      '<dimension ref="A1:C3"/><cols><col min="1" max="16384" width="9"/></cols><sheetData><row r="1" spans="1:2"><c r="A1" t="str"><v>姓名</v></c><c r="B1" t="str"><v>手机</v></c></row><row r="3" spans="1:3"><c r="A3"><v>1</v></c><c r="C3" t="str"><v>无标题的备注</v></c></row></sheetData>'
    const bytes = sheetOf(inside)
    const marked = await markErrors(bytes, {
      fileName: 'x',
      sheet: 'Sheet1',
      headerRow: 1,
      errors: new Map([[3, { columns: [1], reason: '缺手机' }]]),
    })
    const xml = partOf(marked, 'xl/worksheets/sheet1.xml').toString()
    expect(await readTexts(marked)).toEqual([
      ['姓名', '手机', null, '错误原因'],
      ['1', null, '无标题的备注', '缺手机'],
    ])
    expect(xml).toContain('<dimension ref="A1:D3"/>')
    expect(xml).toContain(
      '<col min="1" max="3" width="9"/><col min="4" max="4" width="48" customWidth="1"/><col min="5" max="16384" width="9"/>',
    )
    expect(xml).not.toContain('spans=')
    expect(xml).toMatch(/<c r="A3"><v>1<\/v><\/c><c r="B3" s="\d+"\/><c r="C3"/)
    // The workbook had no styles: it has some now, and says so.
    expect(partOf(marked, '[Content_Types].xml').toString()).toContain('PartName="/xl/styles.xml"')
    const sheet = await open(marked, 'Sheet1')
    expect(redPlaces(sheet)).toEqual(['B3'])
  })

  test('a workbook with prefixes, without cell numbers, with self-closing rows', async () => {
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
    const parts: Parts = {
      ...sheetParts(''),
      'xl/styles.xml': `<x:styleSheet xmlns:x="${main}"><x:fonts count="1"><x:font><x:sz val="11"/></x:font></x:fonts><x:fills count="2"><x:fill><x:patternFill patternType="none"/></x:fill><x:fill><x:patternFill patternType="gray125"/></x:fill></x:fills><x:borders count="1"><x:border/></x:borders><x:cellXfs count="1"><x:xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></x:cellXfs></x:styleSheet>`,
      'xl/worksheets/sheet1.xml': `<x:worksheet xmlns:x="${main}"><x:sheetData><x:row><x:c t="str"><x:v>姓名</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c></x:row><x:row/><x:row r="7"><x:c><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>`,
    }
    const errors = new Map([2, 3, 5, 7].map((row) => [row, { columns: [0], reason: `第${row}行` }]))
    const marked = await markErrors(zipOf(parts), { fileName: 'x', sheet: 'Sheet1', headerRow: 1, errors })
    expect(
      (await readRows(marked)).map((row) => [row.number, Array.from(row.cells, (cell) => cell?.text ?? null)]),
    ).toEqual([
      [1, ['姓名', '错误原因']],
      [2, ['1', '第2行']],
      [3, [null, '第3行']],
      [5, [null, '第5行']],
      [7, ['7', '第7行']],
    ])
    const again = await markErrors(marked, { fileName: 'x', sheet: 'Sheet1', headerRow: 1, errors: new Map() })
    expect((await readRows(again)).map((row) => Array.from(row.cells, (cell) => cell?.text ?? null))).toEqual([
      ['姓名'],
      ['1'],
      ['7'],
    ])
    for (const name of ['xl/styles.xml', 'xl/worksheets/sheet1.xml']) {
      expect(partOf(marked, name).toString()).not.toMatch(/<\/?(?!x:)[a-z]/i)
    }
  })
})

describe('an .xls or a .csv', () => {
  test('becomes an .xlsx with the same rows in the same places', async () => {
    const text = (row: number, column: number, value: string) => record(0x0204, shorts(row, column, 0), wide(value))
    const bytes = xlsWorkbook([
      text(1, 0, '姓名'),
      text(1, 1, '身份证号'),
      text(3, 0, '=张三'),
      record(0x0203, shorts(3, 1, 0), Buffer.from(new Float64Array([1.1010119900101e17]).buffer)),
      record(0x0208, shorts(5, 0, 1, 255, 0, 0, 0x120, 0)),
      text(5, 0, '李四'),
    ])
    const marked = await markErrors(bytes, {
      fileName: 'a.xls',
      sheet: '名单',
      headerRow: 2,
      errors: new Map([[4, { columns: [1, 4], reason: '末几位丢了' }]]),
    })
    const rows = await readRows(marked)
    expect(rows.map((row) => [row.number, row.hidden, Array.from(row.cells, (cell) => cell?.text ?? null)])).toEqual([
      [2, false, ['姓名', '身份证号', '错误原因']],
      [4, false, ['=张三', '110101199001010000', '末几位丢了']],
      [6, true, ['李四']],
    ])
    // Still a rounded number, so it is refused again and not taken for a real one.
    expect(rows[1]?.cells[1]?.precisionLost).toBe(true)
    expect(redPlaces(await open(marked))).toEqual(['B4', 'E4'])
  })

  test('a .csv keeps its texts, and can go round as an .xlsx', async () => {
    const bytes = Buffer.from('编号,姓名\n001,张三\n002,\n')
    const marked = await markErrors(bytes, {
      fileName: '名单.csv',
      sheet: '名单',
      headerRow: 1,
      errors: new Map([[3, { columns: [1], reason: '缺姓名' }]]),
    })
    expect(await readTexts(marked)).toEqual([
      ['编号', '姓名', '错误原因'],
      ['001', '张三'],
      ['002', null, '缺姓名'],
    ])
    const again = await markErrors(marked, { fileName: '名单.xlsx', sheet: '名单', headerRow: 1, errors: new Map() })
    expect(redPlaces(await open(again))).toEqual([])
  })
})
