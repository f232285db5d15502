import ExcelJs from 'exceljs'
import { beforeAll, describe, expect, test } from 'vitest'
import { guardZip } from '../../../server/platform/spreadsheets/guard-zip.ts'
import type { SheetToWrite } from '../../../server/platform/spreadsheets/sheet-to-write.ts'
import { writeTableBytes } from '../../../server/platform/spreadsheets/write-table.ts'
import { unpackWhole } from '../../../server/platform/zip-archive.ts'
import { readRows, readTexts } from './make-xlsx.ts'

/** A second reader: what another program finds in the file. */
async function readByOther(bytes: Uint8Array): Promise<ExcelJs.Workbook> {
  const workbook = new ExcelJs.Workbook()
  await workbook.xlsx.load(bytes as unknown as ExcelJs.Buffer)
  return workbook
}

function sheetBy(workbook: ExcelJs.Workbook, name: string): ExcelJs.Worksheet {
  const sheet = workbook.getWorksheet(name)
  if (!sheet) throw new Error(`no sheet ${name}`)
  return sheet
}

function partOf(bytes: Uint8Array, name: string): string {
  const archive = guardZip(bytes)
  const entry = archive.entries.find((one) => one.name === name)
  if (!entry) throw new Error(`no part ${name}`)
  return unpackWhole(archive, entry).toString()
}

const departments = Array.from({ length: 300 }, (_, index) => `华东分公司/工程部${index}`)
const template: SheetToWrite[] = [
  {
    name: '学员/名单',
    columns: [
      { heading: '姓名', required: true, note: '按身份证上的写法\n不要空格 <&>' },
      { heading: '身份证号', format: 'text', widthCharacters: 22, required: true },
      { heading: '性别', choices: ['男', '女'], choicesError: 'stop', choicesMessage: '请从“男”“女”里选' },
      { heading: '部门', choices: departments },
      { heading: '职务', choices: ['安全员', '质检员,高级'] },
      { heading: '入职日期', format: 'date' },
      { heading: '金额', format: 'amount' },
    ],
    rows: [
      ['张三', '110101199001011234', '男', departments[0], '安全员', '2026-05-02', 1234.5],
      [
        { value: '=1+1', look: 'bad', note: '这不是姓名' },
        '+86',
        '-',
        '@SUM(A1)',
        '=HYPERLINK("http://x")',
        '2026-02-30',
        null,
      ],
    ],
  },
  {
    name: '说明',
    widthsCharacters: [60],
    wrap: true,
    rows: [[{ value: '怎么填', look: 'title' }], ['第一行\n第二行 <b>&amp;']],
  },
]

describe('a template', () => {
  let bytes: Uint8Array
  let workbook: ExcelJs.Workbook
  beforeAll(async () => {
    bytes = await writeTableBytes(template)
    workbook = await readByOther(bytes)
  })

  test('has its sheets, headings, widths and a frozen first row', () => {
    expect(workbook.worksheets.map(({ name, state }) => [name, state])).toEqual([
      ['学员_名单', 'visible'],
      ['说明', 'visible'],
      ['选项', 'hidden'],
    ])
    const sheet = sheetBy(workbook, '学员_名单')
    expect(sheet.getRow(1).values).toEqual([
      undefined,
      '姓名 *',
      '身份证号 *',
      '性别',
      '部门',
      '职务',
      '入职日期',
      '金额',
    ])
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 })
    expect(sheet.getColumn(2).width).toBe(22)
    expect(sheet.autoFilter).toBe('A1:G3')
    expect(sheet.getCell('A1').font.bold).toBe(true)
    expect(sheet.getCell('A1').fill).not.toEqual(sheet.getCell('C1').fill)
    expect(sheetBy(workbook, '说明').getCell('A2').alignment.wrapText).toBe(true)
  })

  test('keeps numbers of people as text, also in cells that are still empty', () => {
    const sheet = sheetBy(workbook, '学员_名单')
    expect(sheet.getCell('B2').value).toBe('110101199001011234')
    expect(sheet.getCell('B2').numFmt).toBe('@')
    expect(sheet.getColumn(2).numFmt).toBe('@')
    expect(sheet.getCell('F2').value).toEqual(new Date('2026-05-02T00:00:00Z'))
    expect(sheet.getCell('F3').value).toBe('2026-02-30')
    expect(sheet.getCell('G2').numFmt).toBe('#,##0.00')
  })

  test('has drop-down lists of any length, and notes', () => {
    const sheet = sheetBy(workbook, '学员_名单')
    expect(sheet.getCell('C2').dataValidation).toMatchObject({
      type: 'list',
      formulae: ['"男,女"'],
      error: '请从“男”“女”里选',
    })
    expect(sheet.getCell('D2').dataValidation.formulae).toEqual(["'选项'!$A$1:$A$300"])
    expect(sheet.getCell('E1000').dataValidation.formulae).toEqual(["'选项'!$B$1:$B$2"])
    expect(sheetBy(workbook, '选项').getCell('A300').value).toBe('华东分公司/工程部299')
    expect(sheetBy(workbook, '选项').getCell('B2').value).toBe('质检员,高级')
    expect(JSON.stringify(sheet.getCell('A1').note)).toContain('按身份证上的写法\\n不要空格 <&>')
    expect(JSON.stringify(sheet.getCell('A3').note)).toContain('这不是姓名')
    expect(sheet.getCell('A3').fill).toMatchObject({ fgColor: { argb: 'FFFFB3AD' } })
  })

  test('what begins like a formula is text and stays it', () => {
    const sheet = sheetBy(workbook, '学员_名单')
    const values = ['A3', 'B3', 'C3', 'D3', 'E3'].map((place) => sheet.getCell(place))
    expect(values.map((cell) => cell.value)).toEqual(['=1+1', '+86', '-', '@SUM(A1)', '=HYPERLINK("http://x")'])
    expect(values.map((cell) => cell.type)).toEqual(Array(5).fill(ExcelJs.ValueType.String))
    expect(partOf(bytes, 'xl/worksheets/sheet1.xml')).not.toContain('<f>')
    const styles = partOf(bytes, 'xl/styles.xml').match(/<xf [^>]*xfId="0"[^>]*>/g) ?? []
    const style = /<c r="A3" s="(\d+)"/.exec(partOf(bytes, 'xl/worksheets/sheet1.xml'))?.[1]
    expect(styles[Number(style)]).toContain('quotePrefix="1"')
  })

  test('its parts stand in the order that the format demands, and all of them are declared', () => {
    const names = guardZip(bytes).entries.map(({ name }) => name)
    const types = partOf(bytes, '[Content_Types].xml')
    for (const name of names.filter((one) => one.startsWith('xl/') && one.endsWith('.xml'))) {
      expect(types).toContain(`PartName="/${name}"`)
    }
    expect([...types.matchAll(/PartName="\/([^"]+)"/g)].map((match) => match[1]).toSorted()).toEqual(
      names.filter((one) => one.startsWith('xl/') && one.endsWith('.xml')).toSorted(),
    )
    const sheet = partOf(bytes, 'xl/worksheets/sheet1.xml')
    const order = [
      '<sheetViews',
      '<sheetFormatPr',
      '<cols',
      '<sheetData',
      '<autoFilter',
      '<dataValidations',
      '<pageMargins',
      '<legacyDrawing',
    ]
    const places = order.map((tag) => sheet.indexOf(tag))
    expect(places).toEqual(places.toSorted((one, other) => one - other))
    expect(places.every((place) => place > 0)).toBe(true)
  })

  test('is read back by our own reader as it was written', async () => {
    expect((await readTexts(bytes))[1]).toEqual([
      '张三',
      '110101199001011234',
      '男',
      departments[0],
      '安全员',
      '2026-05-02',
      '1234.5',
    ])
    expect((await readTexts(bytes, { sheet: '说明' })).at(-1)).toEqual(['第一行\n第二行 <b>&amp;'])
  })
})

describe('cells of every kind', () => {
  test('come back as they went in', async () => {
    const odd = [
      '_x0041_',
      'a\u0001b',
      '\u0000',
      ' 前后 ',
      '𠮷\u{1F600}',
      'a\r\nb\tc',
      '"<&>\'',
      '_x',
      '长'.repeat(32_767),
    ]
    const bytes = await writeTableBytes([
      { name: 'a', rows: [odd, [0, -1.5, 1e-7, 1e20, true, false, '', null, undefined, 'x']] },
    ])
    const [texts, values] = await readRows(bytes)
    expect(texts?.cells.map((cell) => cell?.text)).toEqual(odd)
    expect(Array.from(values?.cells ?? [], (cell) => (cell ? `${cell.kind} ${cell.text}` : null))).toEqual([
      'number 0',
      'number -1.5',
      'number 0.0000001',
      'number 100000000000000000000',
      'boolean TRUE',
      'boolean FALSE',
      null,
      null,
      null,
      'text x',
    ])
    const other = sheetBy(await readByOther(bytes), 'a')
    expect(other.getCell('D1').value).toBe(' 前后 ')
    expect(other.getCell('G1').value).toBe('"<&>\'')
  })

  test('rows may be placed, and must rise', async () => {
    const rows = [{ row: 3, cells: ['c'], hidden: true }, ['d'], { row: 10, cells: [null, 'e'] }]
    const read = await readRows(await writeTableBytes([{ name: 'a', rows }]))
    expect(read.map((row) => [row.number, row.hidden])).toEqual([
      [3, true],
      [4, false],
      [10, false],
    ])
    const falling = [['a'], { row: 1, cells: ['b'] }]
    await expect(writeTableBytes([{ name: 'a', rows: falling }])).rejects.toThrow(RangeError)
  })

  test('names of sheets are made ones that Excel takes', async () => {
    const names = ['a'.repeat(40), 'a'.repeat(40), "'x'", '[1]:\\?*', '', 'A'.repeat(31)]
    const bytes = await writeTableBytes(names.map((name) => ({ name, rows: [['x']] })))
    const found = (await readByOther(bytes)).worksheets.map(({ name }) => name)
    expect(found).toEqual([
      'a'.repeat(31),
      `${'a'.repeat(27)} (2)`,
      '_x_',
      '_1_____',
      'Sheet5',
      `${'A'.repeat(27)} (3)`,
    ])
  })
})
