import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError } from '../../server/core/app-error.ts'
import { isPhotoKind, sniffFileKind } from '../../server/core/file-kind.ts'
import { slipFieldNames } from '../../server/features/vouchers/slip-fields.rules.ts'
import type { SlipReading } from '../../server/features/vouchers/slip-reading.schema.ts'
import { compressPixels } from '../photo/compress-picture.ts'
import { decodeHeic } from '../photo/decode-heic.ts'
import { openPdf } from './pdf/open-pdf.ts'
import { createSlipReader, type SlipReader } from './read-slip.ts'

/**
 * `npm run --silent read-voucher -- FILE…`: reads slips (pictures and PDFs) without a server or a database and prints one
 * JSON object a line, in the order of the files. A file that cannot be read prints its error code and the others go on;
 * the exit code is then 1.
 */

/** Larger files are nobody's slip; the upload refuses them as well. */
const maxBytes = 60 * 1024 * 1024

async function readFileOf(reader: SlipReader, path: string): Promise<SlipReading> {
  const bytes = await readFile(path)
  if (bytes.length === 0) throw new AppError('fileEmpty')
  if (bytes.length > maxBytes) throw new AppError('fileTooLarge', { maxBytes })
  const kind = sniffFileKind(bytes)
  if (!isPhotoKind(kind)) throw new AppError('fileTypeRefused', { kind })
  if (kind === 'heic') return reader.read({ bytes: (await compressPixels(await decodeHeic(bytes))).picture })
  if (kind !== 'pdf') return reader.read({ bytes })
  const pdf = await openPdf(bytes)
  try {
    return await reader.readPdf(pdf.page1)
  } finally {
    await pdf.close()
  }
}

function toLine(path: string, reading: SlipReading, ms: number): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  const confidence: Record<string, string> = {}
  for (const name of slipFieldNames) {
    const field = reading.fields[name]
    values[name] = field?.value ?? null
    if (field) confidence[name] = field.confidence
  }
  return { file: basename(path), ...values, confidence, ms }
}

function codeOf(error: unknown): string {
  if (error instanceof AppError) return error.code
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'fileNotFound'
  return 'internal'
}

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('usage: npm run --silent read-voucher -- FILE…')
  process.exit(2)
}

const reader = createSlipReader()
try {
  await reader.ocr.warmUp()
  for (const path of files) {
    const started = performance.now()
    try {
      const reading = await readFileOf(reader, path)
      console.log(JSON.stringify(toLine(path, reading, Math.round(performance.now() - started))))
    } catch (error) {
      console.log(JSON.stringify({ file: basename(path), error: codeOf(error) }))
      process.exitCode = 1
    }
  }
} finally {
  await reader.close()
}
