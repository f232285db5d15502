import { strToU8, zipSync } from 'fflate'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import type { OpenTableOptions, TableCell, TableRow } from '../../../server/platform/spreadsheets/table.ts'

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packages = 'http://schemas.openxmlformats.org/package/2006'

/** Parts of a workbook written by hand: what is not given is what a tidy program writes. */
export type Parts = Readonly<Record<string, string | Uint8Array>>

export function zipOf(parts: Parts): Uint8Array {
  const files = Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part])
  return zipSync(Object.fromEntries(files), { level: 1 })
}

/** The parts of a workbook of one sheet with this inside of `worksheet`; `more` adds or replaces parts. */
export function sheetParts(inside: string, more: Parts = {}): Parts {
  return {
    '[Content_Types].xml': `<Types xmlns="${packages}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packages}/relationships"><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${relations}/styles" Target="styles.xml"/><Relationship Id="rId3" Type="${relations}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="${main}" xmlns:r="${relations}">${inside}</worksheet>`,
    ...more,
  }
}

export function sheetOf(inside: string, more: Parts = {}): Uint8Array {
  return zipOf(sheetParts(inside, more))
}

/** Styles whose cell formats have these number formats, by built-in number or code. */
export function stylesOf(formats: readonly (number | string)[]): string {
  const codes = formats.flatMap((format, index) =>
    typeof format === 'string' ? [`<numFmt numFmtId="${200 + index}" formatCode="${format}"/>`] : [],
  )
  const ids = formats.map((format, index) => (typeof format === 'string' ? 200 + index : format))
  return `<styleSheet xmlns="${main}"><numFmts count="${codes.length}">${codes.join('')}</numFmts><fonts count="1"><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellXfs count="${ids.length}">${ids.map((id) => `<xf numFmtId="${id}" fontId="0" fillId="0" borderId="0"/>`).join('')}</cellXfs></styleSheet>`
}

export async function readRows(bytes: Uint8Array, options: Partial<OpenTableOptions> = {}): Promise<TableRow[]> {
  const table = await openTable(bytes, { fileName: 'list', ...options })
  return await Array.fromAsync(table.rows())
}

/** The texts of the rows, `null` where a cell has no value. */
export async function readTexts(
  bytes: Uint8Array,
  options: Partial<OpenTableOptions> = {},
): Promise<(string | null)[][]> {
  const rows = await readRows(bytes, options)
  return rows.map((row) => Array.from(row.cells, (cell) => cell?.text ?? null))
}

/** The first row's cells of a sheet with this one row. */
export async function readCells(cells: string, more: Parts = {}): Promise<(TableCell | undefined)[]> {
  const rows = await readRows(sheetOf(`<sheetData><row r="1">${cells}</row></sheetData>`, more))
  return [...(rows[0]?.cells ?? [])]
}

/** The code of the refusal that reading the whole file ends with. */
export async function refusalOf(bytes: Uint8Array, options: Partial<OpenTableOptions> = {}): Promise<unknown> {
  try {
    await readRows(bytes, options)
    return 'read'
  } catch (error) {
    const { code, details } = error as { code: string; details: { found?: string } }
    return details?.found === undefined ? code : `${code} ${details.found}`
  }
}
