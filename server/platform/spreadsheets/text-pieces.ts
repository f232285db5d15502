import { AppError } from '../../core/app-error.ts'
import type { TableEncoding } from './table.ts'

const pieceBytes = 128 * 1024

/**
 * The characters of a file, some at a time, without a byte order mark. Throws AppError `spreadsheetDamaged` for bytes that
 * are not in the encoding.
 */
export function* textPieces(bytes: Uint8Array, encoding: TableEncoding): Generator<string, void, void> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      yield decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true })
    }
    yield decoder.decode()
  } catch (error) {
    if (error instanceof TypeError) throw new AppError('spreadsheetDamaged', {}, { cause: error })
    throw error
  }
}
