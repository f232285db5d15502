import type { ErrorDetails } from '../../server/core/app-error.ts'
import type { TextPage } from './text-line.ts'

/** What goes to the process that reads pictures, one at a time. */
export interface OcrRequest {
  id: number
  picture: Uint8Array
}

/** What comes back: first `ready`, then an answer for each request. */
export type OcrMessage =
  | { kind: 'ready' }
  | { kind: 'read'; id: number; page: TextPage; residentBytes: number }
  /** `code` is an `ErrorCode`, or empty for what nobody foresaw. */
  | { kind: 'refused'; id: number; code: string; details: ErrorDetails; message: string; residentBytes: number }
