import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { residentIdOf } from '../../../prisma/seed/credit-codes.ts'
import { readImport } from '../../../server/features/imports/read-import.ts'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { writeTableBytes } from '../../../server/platform/spreadsheets/write-table.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { csv, headings, makeDepartment, person, previewed, rowsOf, send, view, workbook } from './arrange.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world, { name: '苏州检测集团' })
  await makeDepartment(world, organisation, '研发部')
  admin = await makeAdmin(world, organisation)
})
afterAll(() => world.close())

describe('files as people write them', () => {
  test('a title, merged departments, a formula, a hidden row, empty rows and a footer', async () => {
    const [first, second, third] = [person(), person(), person()]
    const cells = (row: readonly string[]) => [row[0] ?? '', row[2] ?? '']
    const bytes = await writeTableBytes([
      {
        name: '名单',
        rows: [
          ['2026 年参训人员名单'],
          [],
          ['姓  名*', '公民身份号码', '科室（选填）'],
          [...cells(first), '研发部'],
          { row: 6, hidden: true, cells: [...cells(second), ''] },
          { row: 900, cells: [...cells(third), ' 研发部 '] },
        ],
      },
    ])
    const one = await previewed(world, admin.cookie, bytes)
    expect(one).toMatchObject({ headerRow: 3, sheetName: '名单', counts: { new: 3, error: 0, warning: 1 } })
    expect(one.notes).toEqual([{ code: 'hiddenRows', details: { count: 1 } }])
    const { rows } = await rowsOf(world, admin.cookie, one.id)
    expect(rows.map((row: { row: number }) => row.row)).toEqual([4, 6, 900])
    // Fields without a column are not shown as if they were empty.
    expect(Object.keys(rows[0].cells)).toEqual(['name', 'idNumber', 'department'])
  })

  test('a department that is merged over several rows counts for all of them; a formula gives its value', async () => {
    const [first, second, third] = [person(), person(), person()]
    const bytes = handMade(
      [
        ['姓名', '身份证号', '部门'],
        [first[0], first[2], '研发部'],
        [second[0], second[2], null],
        [{ formula: 'CONCAT("张","三")', value: '张三' }, third[2], null],
      ],
      ['C2:C3'],
    )
    const one = await previewed(world, admin.cookie, bytes)
    expect(one).toMatchObject({ counts: { new: 3, error: 0, warning: 1 } })
    const { rows } = await rowsOf(world, admin.cookie, one.id)
    expect(rows.map((row: { cells: { department: string } }) => row.cells.department)).toEqual(['研发部', '研发部', ''])
    expect(rows[2]).toMatchObject({ cells: { name: '张三' }, issues: [{ code: 'formulaTaken', field: 'name' }] })
  })

  test('a required column that is not found: nothing is judged until somebody says which it is', async () => {
    const cells = person()
    const bytes = await writeTableBytes([
      {
        name: 'Sheet1',
        rows: [
          ['姓名', '某号', '手机'],
          [cells[0] ?? '', cells[2] ?? '', cells[3] ?? ''],
        ],
      },
    ])
    const one = await previewed(world, admin.cookie, bytes)
    expect(one).toMatchObject({
      state: 'previewed',
      needsMapping: true,
      canCommit: false,
      counts: { new: 0, error: 0 },
    })
    expect(one.notes).toContainEqual({ code: 'columnMissing', details: { field: 'idNumber' } })
    expect(one.columns[1]).toMatchObject({ letter: 'B', heading: '某号', field: null, samples: [cells[2]] })
    const commit = { id: one.id, version: one.version, mode: 'goodOnly' }
    expect((await world.mutate('imports.commit', commit, admin.cookie)).code).toBe('importNeedsMapping')

    const remapped = await world.mutate(
      'imports.remap',
      { id: one.id, version: one.version, columns: { name: 0, idNumber: 1 } },
      admin.cookie,
    )
    expect(remapped.data).toMatchObject({ state: 'received', version: 2 })
    await readImport(world.deps, { importId: one.id, version: 2 })
    const mapped = await view(world, admin.cookie, one.id)
    expect(mapped).toMatchObject({ needsMapping: false, counts: { new: 1 } })
    // The mobile was left out on purpose.
    expect(mapped.fields.find(({ field }) => field === 'mobile')).toMatchObject({ column: null })
    const stale = await world.mutate('imports.remap', { id: one.id, version: 1, columns: { name: 0 } }, admin.cookie)
    expect(stale.code).toBe('conflict')
  })

  test('another sheet may be chosen', async () => {
    const columns = headings.map((heading) => ({ heading, format: 'text' as const }))
    const bytes = await writeTableBytes([
      { name: '一季度', columns, rows: [person()] },
      { name: '二季度', columns, rows: [person(), person()] },
    ])
    const one = await previewed(world, admin.cookie, bytes)
    expect(one).toMatchObject({ sheetName: '一季度', sheets: ['一季度', '二季度'], counts: { new: 1 } })
    expect(one.notes).toEqual([{ code: 'otherSheets', details: { taken: '一季度', others: '二季度' } }])
    const answer = await world.mutate(
      'imports.chooseSheet',
      { id: one.id, version: 1, sheetName: '二季度' },
      admin.cookie,
    )
    await readImport(world.deps, { importId: one.id, version: answer.data.version })
    expect(await view(world, admin.cookie, one.id)).toMatchObject({ sheetName: '二季度', counts: { new: 2 } })
  })

  test('a CSV in GBK', async () => {
    const cells = person({ 所属部门: '研发部', 邮箱: '' })
    // 姓名,身份证号,所属部门 / 王小明,…,研发部
    const gbk = Buffer.concat([
      Buffer.from('d0d5c3fb2cc9edb7ddd6a4bac52ccbf9caf4b2bfc3c50d0a', 'hex'),
      Buffer.from('cdf5d0a1c3f72c', 'hex'),
      Buffer.from(cells[2] ?? ''),
      Buffer.from('2cd1d0b7a2b2bf0d0a', 'hex'),
    ])
    const one = await previewed(world, admin.cookie, gbk, { name: '学员.csv' })
    expect(one).toMatchObject({ fileKind: 'csv', counts: { new: 1, error: 0 } })
    const { rows } = await rowsOf(world, admin.cookie, one.id)
    expect(rows[0].cells).toMatchObject({ name: '王小明', department: '研发部' })
  })

  test('a web page named .xls, as other systems export lists, and a workbook of one line of .csv a row', async () => {
    const people = [person(), person()]
    const [first = [], second = []] = people
    const page = `<html><meta charset="utf-8"><table><tr><th colspan=8>学员名单</th></tr>${[headings, ...people]
      .map((row) => `<tr><td>${row.join('</td><td>')}</td></tr>`)
      .join('')}</table></html>`
    const one = await previewed(world, admin.cookie, Buffer.from(page))
    expect(one).toMatchObject({ headerRow: 2, fileKind: 'xls', counts: { new: 2, error: 0 } })
    const { rows } = await rowsOf(world, admin.cookie, one.id)
    expect(rows.map((row: { cells: { name: string } }) => row.cells.name)).toEqual([first[0], second[0]])

    const lines = [headings, person(), person()].map((row) => [row.join(',')])
    const other = await previewed(world, admin.cookie, await writeTableBytes([{ name: '名单', rows: lines }]))
    expect(other).toMatchObject({ headerRow: 1, fileKind: 'csv', counts: { new: 2, error: 0 } })
  })

  test('the XML of Excel 2003 is read, other XML is refused when it is sent', async () => {
    const cells = (row: readonly string[]) =>
      row.map((text) => `<Cell><Data ss:Type="String">${text}</Data></Cell>`).join('')
    const names =
      'xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"'
    const book = `<?xml version="1.0"?><Workbook ${names}><Worksheet ss:Name="名单"><Table>${[headings, person()]
      .map((row) => `<Row>${cells(row)}</Row>`)
      .join('')}</Table></Worksheet></Workbook>`
    const one = await previewed(world, admin.cookie, Buffer.from(book))
    expect(one).toMatchObject({ fileKind: 'xls', sheetName: '名单', counts: { new: 1, error: 0 } })
    const refused = await send(world, admin.cookie, Buffer.from('<?xml version="1.0"?><EInvoice/>'))
    expect(refused).toMatchObject({ code: 'spreadsheetTypeRefused' })
  })

  test('a file that is none ends as failed, with the reason', async () => {
    const one = await previewed(world, admin.cookie, Buffer.from('PK\u0003\u0004 broken'), { name: '学员.xlsx' })
    expect(one).toMatchObject({ state: 'failed', errorCode: 'spreadsheetDamaged', canCommit: false, hasReport: false })
  })

  test('the empty template: no rows', async () => {
    const one = await previewed(world, admin.cookie, await workbook([]))
    expect(one).toMatchObject({ state: 'previewed', canCommit: false, notes: [{ code: 'noRows', details: {} }] })
  })
})

test('the template offers the departments of the subtree, and comes back filled in without a question', async () => {
  const response = await world.request('/api/templates/learners.xlsx', { cookie: admin.cookie })
  expect(response.status).toBe(200)
  const bytes = new Uint8Array(await response.arrayBuffer())
  const table = await openTable(bytes, { fileName: 'x.xlsx' })
  expect(table.sheets.filter((sheet) => !sheet.hidden).map((sheet) => sheet.name)).toEqual(['学员', '填写说明', '示例'])
  const parts = Object.values(unzipSync(bytes)).map((part) => strFromU8(part))
  expect(parts.some((part) => part.includes('苏州检测集团/研发部'))).toBe(true)
  const one = await previewed(world, admin.cookie, bytes)
  expect(one.notes).toEqual([{ code: 'noRows', details: {} }])

  // The examples are right, so that nobody learns from a wrong one.
  const example = await world.mutate('imports.chooseSheet', { id: one.id, version: 1, sheetName: '示例' }, admin.cookie)
  await readImport(world.deps, { importId: one.id, version: example.data.version })
  expect((await view(world, admin.cookie, one.id)).counts).toEqual({
    new: 3,
    changed: 0,
    unchanged: 0,
    error: 0,
    warning: 0,
  })
})

test('a number that lost its last digits is refused with the reason', async () => {
  const bytes = await writeTableBytes([
    {
      name: 'Sheet1',
      rows: [
        ['姓名', '身份证号'],
        ['张三', Number(residentIdOf('32010219900101123'))],
      ],
    },
  ])
  const one = await previewed(world, admin.cookie, bytes)
  const { rows } = await rowsOf(world, admin.cookie, one.id)
  expect(rows[0]).toMatchObject({ outcome: 'error', issues: [{ code: 'idPrecisionLost', field: 'idNumber' }] })
})

test('2,500 rows page in file order without gaps, also when only some are wanted', async () => {
  const rows = Array.from({ length: 2500 }, (_, index) =>
    person({ 手机号: '', 职务: index % 500 === 7 ? '长'.repeat(60) : '' }),
  )
  const one = await previewed(world, admin.cookie, csv(rows), { name: '学员.csv' })
  expect(one.counts).toMatchObject({ new: 2495, error: 5 })
  const seen: number[] = []
  let cursor: string | null = null
  do {
    const page: { rows: { row: number }[]; nextCursor: string | null } = await rowsOf(world, admin.cookie, one.id, {
      cursor,
      limit: 100,
    })
    seen.push(...page.rows.map((row) => row.row))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(seen).toEqual(Array.from({ length: 2500 }, (_, index) => index + 2))
  const wrong = await rowsOf(world, admin.cookie, one.id, { show: 'error', limit: 3 })
  expect(wrong.rows.map((row: { row: number }) => row.row)).toEqual([9, 509, 1009])
  const rest = await rowsOf(world, admin.cookie, one.id, { show: 'error', limit: 3, cursor: wrong.nextCursor })
  expect(rest.rows.map((row: { row: number }) => row.row)).toEqual([1509, 2009])
  expect(rest.nextCursor).toBeNull()
  expect((await rowsOf(world, admin.cookie, one.id, { code: 'valueTooLong' })).rows).toHaveLength(5)
})

type HandMadeCell = string | null | undefined | { formula: string; value: string }

/** The least workbook that spreadsheet programs open, with what our own writer never writes: merged cells and formulas. */
function handMade(rows: readonly (readonly HandMadeCell[])[], merged: readonly string[]): Uint8Array {
  const cell = (value: HandMadeCell, at: string) => {
    if (value === null || value === undefined) return ''
    if (typeof value === 'string') return `<c r="${at}" t="inlineStr"><is><t>${value}</t></is></c>`
    return `<c r="${at}" t="str"><f>${value.formula.replaceAll('"', '&quot;')}</f><v>${value.value}</v></c>`
  }
  const body = rows.map(
    (cells, row) =>
      `<row r="${row + 1}">${cells.map((value, at) => cell(value, `${'ABC'.charAt(at)}${row + 1}`)).join('')}</row>`,
  )
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const packageRelations = 'http://schemas.openxmlformats.org/package/2006/relationships'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
  const parts = {
    '[Content_Types].xml': `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${sheetType}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${sheetType}.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packageRelations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="名单" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packageRelations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${body.join('')}</sheetData><mergeCells count="${merged.length}">${merged.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells></worksheet>`,
  }
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
}
