import { sniffFileKind } from '../../core/file-kind.ts'
import { csvEncoding, csvSample } from './csv-rows.ts'
import type { TableEncoding } from './table.ts'
import { refuse } from './xlsx-package.ts'

export type RecognisedFile =
  | { readonly kind: 'zip' }
  | { readonly kind: 'compound' }
  | { readonly kind: 'csv' | 'html' | 'spreadsheetml'; readonly encoding: TableEncoding }

const compoundSignature = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/**
 * Tells a file by its content: names say what somebody hoped for. A web page and the XML of Excel 2003 are what bank and
 * tax portals give out under the name .xls. Throws AppError `spreadsheetTypeRefused` {found} for pictures, PDF, web archives,
 * other XML and other binary files.
 */
export function recogniseFile(bytes: Uint8Array): RecognisedFile {
  if (compoundSignature.every((byte, index) => bytes[index] === byte)) return { kind: 'compound' }
  const kind = sniffFileKind(bytes)
  switch (kind) {
    case 'zip':
    case 'ofd':
      return { kind: 'zip' }
    case 'pdf':
      return refuse('pdf')
    case 'xml':
    case null:
      break
    default:
      return refuse('picture')
  }
  // BIFF2 to BIFF4 and BIFF5 without a container: Excel before 1997.
  if (
    bytes[0] === 0x09 &&
    [0, 2, 4, 8].includes(bytes[1] ?? -1) &&
    bytes[2] !== undefined &&
    bytes[2] <= 16 &&
    bytes[3] === 0
  ) {
    return refuse('oldXls')
  }
  const encoding = csvEncoding(bytes)
  if (encoding === null) return refuse('other')
  const sample = csvSample(bytes, encoding).trimStart()
  const start = sample.slice(0, 2048)
  if (/^MIME-Version:/i.test(start)) return refuse('html')
  if (start.startsWith('<')) {
    if (workbookRoot.test(sample)) {
      const declared = /^<\?xml[^>]*\sencoding\s*=\s*["']([\w.:-]+)/i.exec(start)?.[1]
      return { kind: 'spreadsheetml', encoding: markupEncoding(encoding, declared) ?? refuse('xml') }
    }
    if (pageStart.test(start) || (markupStart.test(start) && /<(?:html|table)[\s>]/i.test(sample))) {
      const declared = /<meta\s[^>]*charset\s*=\s*["']?\s*([\w.:-]+)/i.exec(sample)?.[1]
      return { kind: 'html', encoding: markupEncoding(encoding, declared) ?? refuse('html') }
    }
    if (/^<\?xml/i.test(start)) return refuse('xml')
  }
  // Control characters that no text has: programs, databases, archives.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
  if (/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(start)) return refuse('other')
  return { kind: 'csv', encoding }
}

/** The first element of SpreadsheetML, with its namespace. */
const workbookRoot = /<(?:\w+:)?Workbook\s[^>]*urn:schemas-microsoft-com:office:spreadsheet/
const pageStart = /^<(?:!doctype html|html|head|body|meta|table|style|div)[\s>]/i
const markupStart = /^<(?:[a-z!?])/i

/**
 * Bytes tell more than what a page says of itself, which templates repeat without being asked: whatever is UTF-8 throughout is
 * that. A page that calls itself UTF-8 and is not is damaged, which its reader finds. Null for an encoding we do not read.
 */
function markupEncoding(found: TableEncoding, declared = 'gbk'): TableEncoding | null {
  if (found !== 'gb18030') return found
  if (/^utf-?8$/i.test(declared)) return 'utf-8'
  return /^(?:gb.*|x-gbk|cp936|ms936|windows-936|euc-cn|iso-8859-1|latin1|windows-1252|us-ascii)$/i.test(declared)
    ? 'gb18030'
    : null
}
