import { writeZip, type ZipPart } from '../zip-writer.ts'
import type { ColumnToWrite, SheetToWrite } from './sheet-to-write.ts'
import { drawingRelationId, type Note, notesRelationId, sheetXml } from './sheet-writer.ts'
import { StyleBook } from './style-book.ts'
import { columnName } from './table.ts'
import { mainNamespace, packageNamespace, relationNamespace, xmlEscape, xmlHead } from './xml-write.ts'

const mostSheetNameCharacters = 31
/** Of a list within a rule; the format's limit. */
const mostListCharacters = 255
const choicesSheetName = '选项'
const noteAuthor = '学时'

type PlannedSheet = {
  readonly sheet: SheetToWrite
  readonly name: string
  readonly number: number
  readonly notes: Note[]
}

/**
 * Writes an .xlsx piece by piece as its rows come; 200,000 rows take no more memory than 200. Sheets are in the given order,
 * followed by a hidden one when drop-down lists are too long for a rule. Throws RangeError for rows out of order or beyond
 * 1,048,576.
 */
export function writeTable(sheets: readonly SheetToWrite[]): AsyncGenerator<Buffer, void, void> {
  return writeZip(workbookParts(sheets))
}

/** The same in one piece; for templates and other small files. */
export async function writeTableBytes(sheets: readonly SheetToWrite[]): Promise<Uint8Array> {
  const pieces: Buffer[] = []
  for await (const piece of writeTable(sheets)) pieces.push(piece)
  return Buffer.concat(pieces)
}

async function* workbookParts(sheets: readonly SheetToWrite[]): AsyncGenerator<ZipPart, void, void> {
  const lists = longLists(sheets)
  const planned = planSheets(lists.length > 0 ? [...sheets, choicesSheet(lists)] : sheets)
  const choicesName = planned.at(-1)?.name ?? ''
  const formulaOf = (column: ColumnToWrite): string => {
    const index = column.choices ? lists.indexOf(column.choices) : -1
    if (index < 0) return `"${(column.choices ?? []).join(',').replaceAll('"', '""')}"`
    const name = columnName(index)
    return `'${choicesName.replaceAll("'", "''")}'!$${name}$1:$${name}$${column.choices?.length ?? 1}`
  }
  // First, because programs that tell files by their first entry look for it.
  yield part('_rels/.rels', relationsXml([['rId1', 'officeDocument', 'xl/workbook.xml']]))
  const styles = new StyleBook()
  for (const { sheet, number, notes } of planned) {
    yield { name: `xl/worksheets/sheet${number}.xml`, content: sheetXml(sheet, styles, formulaOf, notes) }
    if (notes.length === 0) continue
    yield part(`xl/comments${number}.xml`, notesXml(notes))
    yield part(`xl/drawings/vmlDrawing${number}.vml`, noteShapesXml(notes))
    const relations: [string, string, string][] = [
      [notesRelationId, 'comments', `../comments${number}.xml`],
      [drawingRelationId, 'vmlDrawing', `../drawings/vmlDrawing${number}.vml`],
    ]
    yield part(`xl/worksheets/_rels/sheet${number}.xml.rels`, relationsXml(relations))
  }
  yield part('xl/styles.xml', styles.xml())
  yield part('xl/workbook.xml', workbookXml(planned))
  const sheetRelations = planned.map(({ number }): [string, string, string] => [
    `rId${number}`,
    'worksheet',
    `worksheets/sheet${number}.xml`,
  ])
  yield part(
    'xl/_rels/workbook.xml.rels',
    relationsXml([...sheetRelations, [`rId${planned.length + 1}`, 'styles', 'styles.xml']]),
  )
  yield part('[Content_Types].xml', contentTypesXml(planned))
}

function part(name: string, text: string): ZipPart {
  return { name, content: [Buffer.from(text)] }
}

/** Lists that do not fit into a rule: too long together, or with a comma within a choice. */
function longLists(sheets: readonly SheetToWrite[]): (readonly string[])[] {
  const lists = sheets.flatMap(({ columns }) => columns ?? []).flatMap(({ choices }) => (choices ? [choices] : []))
  const isLong = (choices: readonly string[]) =>
    choices.join(',').length > mostListCharacters ||
    choices.some((choice) => choice.includes(',') || choice.trim() !== choice || choice === '')
  return [...new Set(lists.filter(isLong))]
}

function choicesSheet(lists: readonly (readonly string[])[]): SheetToWrite {
  const rowCount = Math.max(...lists.map((list) => list.length))
  function* rows() {
    for (let row = 0; row < rowCount; row++) yield lists.map((list) => list[row])
  }
  return { name: choicesSheetName, hidden: true, rows: rows() }
}

function planSheets(sheets: readonly SheetToWrite[]): PlannedSheet[] {
  const taken = new Set<string>()
  return sheets.map((sheet, index) => {
    const base =
      sheet.name
        .replaceAll(/[:\\/?*[\]]/g, '_')
        .replaceAll(/^'|'$/g, '_')
        .trim() || `Sheet${index + 1}`
    let name = base.slice(0, mostSheetNameCharacters)
    for (let count = 2; taken.has(name.toLowerCase()); count++) {
      const suffix = ` (${count})`
      name = base.slice(0, mostSheetNameCharacters - suffix.length) + suffix
    }
    taken.add(name.toLowerCase())
    return { sheet, name, number: index + 1, notes: [] }
  })
}

function workbookXml(planned: readonly PlannedSheet[]): string {
  const sheets = planned.map(
    ({ sheet, name, number }) =>
      `<sheet name="${xmlEscape(name)}" sheetId="${number}"${sheet.hidden === true ? ' state="hidden"' : ''} r:id="rId${number}"/>`,
  )
  return (
    `${xmlHead}<workbook xmlns="${mainNamespace}" xmlns:r="${relationNamespace}">` +
    `<bookViews><workbookView/></bookViews><sheets>${sheets.join('')}</sheets></workbook>`
  )
}

function relationsXml(relations: readonly (readonly [id: string, kind: string, target: string])[]): string {
  const all = relations.map(
    ([id, kind, target]) => `<Relationship Id="${id}" Type="${relationNamespace}/${kind}" Target="${target}"/>`,
  )
  return `${xmlHead}<Relationships xmlns="${packageNamespace}/relationships">${all.join('')}</Relationships>`
}

const typePrefix = 'application/vnd.openxmlformats-officedocument.'

function contentTypesXml(planned: readonly PlannedSheet[]): string {
  const override = (name: string, type: string) =>
    `<Override PartName="${name}" ContentType="${typePrefix}spreadsheetml.${type}+xml"/>`
  const parts = planned.flatMap(({ number, notes }) => [
    override(`/xl/worksheets/sheet${number}.xml`, 'worksheet'),
    ...(notes.length > 0 ? [override(`/xl/comments${number}.xml`, 'comments')] : []),
  ])
  return (
    `${xmlHead}<Types xmlns="${packageNamespace}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    `<Default Extension="vml" ContentType="${typePrefix}vmlDrawing"/>` +
    override('/xl/workbook.xml', 'sheet.main') +
    override('/xl/styles.xml', 'styles') +
    `${parts.join('')}</Types>`
  )
}

function notesXml(notes: readonly Note[]): string {
  const all = notes.map(
    ({ row, column, text }) =>
      `<comment ref="${columnName(column)}${row}" authorId="0"><text><r><t xml:space="preserve">` +
      `${xmlEscape(text).replaceAll('&#10;', '\n')}</t></r></text></comment>`,
  )
  return (
    `${xmlHead}<comments xmlns="${mainNamespace}"><authors><author>${noteAuthor}</author></authors>` +
    `<commentList>${all.join('')}</commentList></comments>`
  )
}

/** The boxes that notes are shown in; a note without one is not shown by Excel. */
function noteShapesXml(notes: readonly Note[]): string {
  const shapes = notes.map(({ row, column, text }, index) => {
    const lines = text.split('\n').reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 16)), 1)
    return (
      `<v:shape id="_x0000_s${1025 + index}" type="#_x0000_t202" fillcolor="#ffffe1" o:insetmode="auto" ` +
      `style="position:absolute;width:180pt;height:${lines * 15}pt;z-index:${index + 1};visibility:hidden">` +
      '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>' +
      '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>' +
      '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>' +
      `<x:Anchor>${column + 1}, 10, ${row - 1}, 5, ${column + 4}, 10, ${row - 1 + lines}, 5</x:Anchor>` +
      `<x:AutoFill>False</x:AutoFill><x:Row>${row - 1}</x:Row><x:Column>${column}</x:Column></x:ClientData></v:shape>`
    )
  })
  return (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" ' +
    'xmlns:x="urn:schemas-microsoft-com:office:excel">' +
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>' +
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">' +
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>' +
    `${shapes.join('')}</xml>`
  )
}
