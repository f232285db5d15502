import { AppError } from '../../core/app-error.ts'
import { openZip, type ZipArchive, type ZipRules } from '../zip-archive.ts'

/**
 * 100,000 rows of 8 columns unpack to some 30 MB, a million formatted but empty rows to 200 MB. Sheets pack to a tenth or
 * a twentieth, formatted emptiness to a fiftieth; a bomb packs to a thousandth. Read as a whole are the workbook, its
 * relations, and the styles of tens of thousands of formats.
 */
const spreadsheetZipRules: ZipRules = {
  mostEntries: 4000,
  mostUnpackedBytes: 300 * 1024 * 1024,
  mostRatio: 200,
  ratioCountsFromBytes: 10 * 1024 * 1024,
  mostWholeBytes: 32 * 1024 * 1024,
  errorOf: (problem, cause) => new AppError(errorCodes[problem], {}, cause === undefined ? {} : { cause }),
}

const errorCodes = {
  tooLarge: 'spreadsheetTooLarge',
  damaged: 'spreadsheetDamaged',
  encrypted: 'spreadsheetEncrypted',
} as const

/**
 * Lists what a workbook's package holds and refuses bombs before anything is unpacked. Throws AppError
 * `spreadsheetTooLarge`, `spreadsheetDamaged`, `spreadsheetEncrypted`; so does unpacking.
 */
export function guardZip(input: Uint8Array): ZipArchive {
  return openZip(input, spreadsheetZipRules)
}
