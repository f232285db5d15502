import path from 'node:path/posix'
import { AppError } from '../../core/app-error.ts'
import { partName, unpackWhole, type ZipArchive, type ZipEntry } from '../zip-archive.ts'
import { type NumberFormat, numberFormat } from './number-text.ts'
import type { SheetInfo } from './table.ts'
import { XmlTokens, xmlClose, xmlNeedsMore, xmlOpen } from './xml-tokens.ts'

/** A sheet of cells with the part of the package that holds it. */
export type SheetPart = SheetInfo & { readonly entry: ZipEntry }

export type XlsxPackage = {
  readonly archive: ZipArchive
  readonly workbookPath: string
  readonly sheets: readonly SheetPart[]
  readonly from1904: boolean
  readonly stylesEntry: ZipEntry | null
  readonly sharedStringsEntry: ZipEntry | null
}

/** A year has 365 days; no workbook of people has more sheets than that by much. */
export const mostSheets = 1000

const contentTypesPath = '[Content_Types].xml'

/**
 * Finds the parts of a workbook by its relations (ECMA-376 part 2), never by file names: sheet order is the workbook's,
 * targets are relative or absolute. Works for the transitional and the strict dialect, whose relation types end alike.
 * Throws AppError `spreadsheetTypeRefused`, `spreadsheetDamaged`.
 */
export function readXlsxPackage(archive: ZipArchive): XlsxPackage {
  refuseOtherPackages(archive)
  const root = relationsOf(archive, '')
  const workbookPath = root.find(({ type }) => type.endsWith('/officeDocument'))?.target
  const workbook = workbookPath === undefined ? null : findPart(archive, workbookPath)
  if (!workbook || workbookPath === undefined) return damaged()
  refuseOtherWorkbooks(archive, workbook.name)
  const relations = relationsOf(archive, workbookPath)
  const byId = new Map(relations.map((relation) => [relation.id, relation]))
  const sheets: SheetPart[] = []
  let from1904 = false
  let isWorkbook = false
  readElements(unpackWhole(archive, workbook), (tokens, token) => {
    if (tokens.nameIs('workbook')) isWorkbook = true
    else if (token === xmlOpen && tokens.nameIs('workbookPr')) from1904 = tokens.attributeTrue('date1904')
    else if (token === xmlOpen && tokens.nameIs('sheet')) {
      // `r:id`, whatever prefix the writer gave to the namespace of relations.
      const relation = byId.get(tokens.attributeText('id', true) ?? '')
      if (!relation?.type.endsWith('/worksheet')) return
      const entry = findPart(archive, relation.target) ?? damaged()
      // A part that is many sheets would be gone through as often.
      if (sheets.length >= mostSheets || sheets.some((one) => one.entry === entry)) damaged()
      const state = tokens.attributeText('state')
      sheets.push({
        name: tokens.attributeText('name') ?? '',
        hidden: state === 'hidden' || state === 'veryHidden',
        entry,
      })
    }
  })
  if (!isWorkbook) refuse('other')
  const part = (kind: string) => {
    const relation = relations.find(({ type }) => type.endsWith(`/${kind}`))
    return relation ? findPart(archive, relation.target) : null
  }
  return {
    archive,
    workbookPath: workbook.name,
    sheets,
    from1904,
    stylesEntry: part('styles'),
    sharedStringsEntry: part('sharedStrings'),
  }
}

/** By a cell's style number: what its number format does. */
export function readNumberFormats(archive: ZipArchive, entry: ZipEntry | null): NumberFormat[] {
  if (!entry) return []
  const codes = new Map<number, string>()
  const ids: number[] = []
  let inCellFormats = false
  readElements(unpackWhole(archive, entry), (tokens, token) => {
    if (tokens.nameIs('cellXfs')) inCellFormats = token === xmlOpen && !tokens.selfClosing
    else if (token === xmlClose) return
    else if (tokens.nameIs('numFmt')) {
      codes.set(tokens.attributeInteger('numFmtId'), tokens.attributeText('formatCode') ?? '')
    } else if (inCellFormats && tokens.nameIs('xf')) ids.push(Math.max(tokens.attributeInteger('numFmtId'), 0))
  })
  const formats = new Map<number, NumberFormat>()
  return ids.map((id) => {
    const format = formats.get(id) ?? numberFormat(id, codes.get(id))
    formats.set(id, format)
    return format
  })
}

/** Goes through all tags of a part that is read as a whole. */
export function readElements(
  bytes: Buffer,
  visit: (tokens: XmlTokens, token: typeof xmlOpen | typeof xmlClose) => void,
): void {
  const tokens = new XmlTokens()
  tokens.feed(bytes)
  for (let token = tokens.next(); token !== xmlNeedsMore; token = tokens.next()) {
    if (token === xmlOpen || token === xmlClose) visit(tokens, token)
  }
  tokens.finish()
}

export type Relation = { readonly id: string; readonly type: string; readonly target: string }

/** The relations of a part (of the package itself for an empty path), their targets made absolute, without a first `/`. */
export function relationsOf(archive: ZipArchive, ownerPath: string): Relation[] {
  const folder = path.dirname(ownerPath)
  const entry = findPart(archive, relationsPath(ownerPath))
  if (!entry) return []
  const relations: Relation[] = []
  readElements(unpackWhole(archive, entry), (tokens, token) => {
    if (token !== xmlOpen || !tokens.nameIs('Relationship')) return
    if (tokens.attributeText('TargetMode') === 'External') return
    const target = (tokens.attributeText('Target') ?? '').replaceAll('\\', '/')
    relations.push({
      id: tokens.attributeText('Id') ?? '',
      type: tokens.attributeText('Type') ?? '',
      target: target.startsWith('/') ? target.slice(1) : path.join(folder, target),
    })
  })
  return relations
}

export function relationsPath(ownerPath: string): string {
  return path.join(path.dirname(ownerPath), '_rels', `${path.basename(ownerPath)}.rels`).replace(/^\.\//, '')
}

export function findPart(archive: ZipArchive, name: string): ZipEntry | null {
  return archive.byName.get(partName(name)) ?? null
}

/** Documents of other programs are packages too; what they are is said by their own first files. */
function refuseOtherPackages(archive: ZipArchive): void {
  const mimetype = archive.entries.find(({ name }) => name === 'mimetype')
  if (mimetype && unpackWhole(archive, mimetype).toString('latin1').includes('opendocument')) refuse('ods')
  if (!findPart(archive, contentTypesPath)) refuse('other')
}

/**
 * Macro workbooks and binary ones, by the type declared for the workbook part. Types declared for endings alone say
 * nothing: programs declare the ending of macros in every workbook.
 */
function refuseOtherWorkbooks(archive: ZipArchive, workbookPath: string): void {
  const types = findPart(archive, contentTypesPath) ?? damaged()
  readElements(unpackWhole(archive, types), (tokens, token) => {
    if (token !== xmlOpen || !tokens.nameIs('Override')) return
    if (tokens.attributeText('PartName')?.toLowerCase() !== `/${workbookPath.toLowerCase()}`) return
    const type = tokens.attributeText('ContentType') ?? ''
    if (/macroEnabled/i.test(type)) refuse('xlsm')
    if (/ms-excel\.sheet\.binary/i.test(type)) refuse('xlsb')
    if (!/spreadsheetml/i.test(type)) refuse('other')
  })
  const hasMacros = relationsOf(archive, workbookPath).some(({ type }) => type.endsWith('/vbaProject'))
  if (hasMacros) refuse('xlsm')
}

export function refuse(found: string): never {
  throw new AppError('spreadsheetTypeRefused', { found })
}

function damaged(): never {
  throw new AppError('spreadsheetDamaged')
}
