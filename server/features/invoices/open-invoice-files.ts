import { openZip, unpackWhole, type ZipArchive, type ZipEntry } from '../../platform/zip-archive.ts'
import type { ReadProblem } from './invoice-reading.schema.ts'
import { InvoiceUnreadable } from './invoice-reading.ts'
import { type InvoiceFileKind, maxInvoiceFileBytes } from './invoices.schema.ts'
import { recogniseInvoiceFile } from './recognise-invoice-file.ts'

export type OpenedFile =
  /** `entry` is its name within the archive, null where the file is none. */
  | { readonly entry: string | null; readonly kind: InvoiceFileKind; readonly bytes: Uint8Array }
  | { readonly entry: string | null; readonly problem: ReadProblem }

/** A month of a centre's invoices in three forms each, with room; what the tax platform packs into one is a hundred. */
const mostEntries = 3_000
/** All that is unpacked of one drop, archives within included. */
const mostUnpackedBytes = 512 * 1024 * 1024

/**
 * The invoice files that a dropped file is or holds: itself, or the entries of a ZIP, folders and one ZIP deep within it
 * included. One is unpacked at a time. What cannot be one is named with its problem; what systems add (`__MACOSX`,
 * `Thumbs.db`) is passed over. Names never lead out of their folder.
 */
export function* openInvoiceFiles(bytes: Uint8Array): Generator<OpenedFile, void, void> {
  if (bytes.length === 0) return yield { entry: null, problem: 'empty' }
  const kind = recogniseInvoiceFile(bytes)
  if (kind === null) return yield { entry: null, problem: 'unknownKind' }
  if (kind === 'zip') return yield* openArchive(bytes, '', { left: mostUnpackedBytes })
  if (bytes.length > maxInvoiceFileBytes) return yield { entry: null, problem: 'tooLarge' }
  yield { entry: null, kind, bytes }
}

function* openArchive(bytes: Uint8Array, folder: string, budget: { left: number }): Generator<OpenedFile, void, void> {
  const own = folder === '' ? null : folder.replace(/!\/$/, '')
  let archive: ZipArchive
  try {
    archive = openZip(bytes, {
      mostEntries,
      mostUnpackedBytes: budget.left,
      mostRatio: 200,
      ratioCountsFromBytes: 1024 * 1024,
      mostWholeBytes: maxInvoiceFileBytes * 20,
      readName: readEntryName,
      sameNames: 'allowed',
      errorOf: (problem, cause) => new InvoiceUnreadable(problemOf(problem), { cause }),
    })
  } catch (error) {
    if (!(error instanceof InvoiceUnreadable)) throw error
    return yield { entry: own, problem: error.problem }
  }
  // Word, Excel and programs are ZIPs too; what they are made of is nobody's invoice.
  if (archive.byName.has('[content_types].xml') || archive.byName.has('meta-inf/manifest.mf'))
    return yield { entry: own, problem: 'unknownKind' }
  for (const entry of archive.entries) {
    if (entry.name.endsWith('/') || isAddedBySystem(entry.name)) continue
    yield* openEntry(archive, entry, `${folder}${safeName(entry.name)}`, budget)
  }
}

function* openEntry(
  archive: ZipArchive,
  entry: ZipEntry,
  name: string,
  budget: { left: number },
): Generator<OpenedFile, void, void> {
  if (entry.sizeBytes === 0) return yield { entry: name, problem: 'empty' }
  let bytes: Uint8Array
  try {
    bytes = unpackWhole(archive, entry)
  } catch (error) {
    if (!(error instanceof InvoiceUnreadable)) throw error
    return yield { entry: name, problem: error.problem === 'archiveRefused' ? 'tooLarge' : error.problem }
  }
  budget.left -= bytes.length
  if (budget.left < 0) return yield { entry: name, problem: 'archiveRefused' }
  const kind = recogniseInvoiceFile(bytes)
  if (kind === null) return yield { entry: name, problem: 'unknownKind' }
  if (kind === 'zip') {
    if (name.includes('!/')) return yield { entry: name, problem: 'nestedTooDeep' }
    return yield* openArchive(bytes, `${name}!/`, budget)
  }
  if (bytes.length > maxInvoiceFileBytes) return yield { entry: name, problem: 'tooLarge' }
  yield { entry: name, kind, bytes }
}

function problemOf(problem: 'tooLarge' | 'damaged' | 'encrypted'): ReadProblem {
  return problem === 'tooLarge' ? 'archiveRefused' : problem
}

/**
 * Names that are not marked as UTF-8 are in the code page of who packed them: GBK on Chinese Windows. Those that are UTF-8
 * all the same (macOS and Linux leave the mark out) are told by being valid: GBK text hardly ever is.
 */
function readEntryName(bytes: Uint8Array, isUtf8: boolean): string {
  if (isUtf8) return new TextDecoder().decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

function isAddedBySystem(name: string): boolean {
  return /(?:^|\/)(?:__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i.test(name)
}

/** Without roots, drives, `..`, and characters that are no part of a name. */
function safeName(name: string): string {
  const parts = name.normalize('NFC').split('/')
  const safe = parts.map((part) => part.replace(/[\p{Cc}\p{Cf}]/gu, '').trim())
  return safe.filter((part) => part !== '' && !/^\.+$/.test(part) && !/^[a-z]:$/i.test(part)).join('/') || '发票'
}
