import { AppError } from '../../core/app-error.ts'
import { unpackEntry, type ZipArchive, type ZipEntry } from '../zip-archive.ts'
import { type CellRange, parseRange } from './cells.ts'
import { XmlTokens, xmlNeedsMore, xmlOpen } from './xml-tokens.ts'

/** What has to be known of a sheet before its rows are read. */
export type SheetSurvey = {
  readonly merged: readonly CellRange[]
  /** No cell beyond this many bytes of the part has a value. */
  readonly valuesEndBytes: number
}

/** Many ranges are one a row; a sheet has a million rows at most. */
const mostRanges = 1_000_000

/** One of these ends or begins every value, text, or formula, whatever prefix a writer gives to elements. */
const valueMarks = ['v>', 't>', 'f>', '<f ', ':f ']
const mergedMark = 'mergeCell'
/** As long as the longest mark with a prefix before it. */
const overlapBytes = 64

/**
 * Finds the merged ranges, which stand behind the rows, and where values end, by searching bytes without reading cells: a
 * tenth of the time of reading. Throws AppError `spreadsheetDamaged`.
 */
export async function surveySheet(archive: ZipArchive, entry: ZipEntry): Promise<SheetSurvey> {
  const ranges: CellRange[] = []
  let tokens: XmlTokens | null = null
  let tail: Buffer = Buffer.alloc(0)
  let passedBytes = 0
  let valuesEndBytes = 0
  for await (const piece of unpackEntry(archive, entry)) {
    passedBytes += piece.length
    // A mark may lie across two pieces.
    const edge = Buffer.concat([tail, piece.subarray(0, overlapBytes)])
    const has = (mark: string) => piece.includes(mark, 0, 'latin1') || edge.includes(mark, 0, 'latin1')
    if (valueMarks.some(has)) valuesEndBytes = passedBytes
    if (tokens !== null) {
      tokens.feed(piece)
    } else if (has(mergedMark)) {
      const whole = Buffer.concat([tail, piece])
      const found = whole.indexOf(mergedMark, 0, 'latin1')
      tokens = new XmlTokens()
      tokens.feed(whole.subarray(Math.max(whole.lastIndexOf('<', found, 'latin1'), 0)))
    }
    tail = piece.subarray(-overlapBytes)
    if (tokens === null) continue
    // From the middle of a document elements are closed that were never opened here.
    tokens.depth = Number.MAX_SAFE_INTEGER / 2
    for (let token = tokens.next(); token !== xmlNeedsMore; token = tokens.next()) {
      if (token !== xmlOpen || !tokens.nameIs(mergedMark)) continue
      const range = parseRange(tokens.attributeText('ref') ?? '')
      if (!range || ranges.length >= mostRanges) throw new AppError('spreadsheetDamaged')
      ranges.push(range)
    }
  }
  return { merged: ranges, valuesEndBytes }
}
