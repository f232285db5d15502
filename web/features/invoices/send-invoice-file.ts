import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import { appErrorFrom, requestHeaders } from '../../api.ts'
import { sha256Hex } from '../../offline/sha256.ts'
import { ConnectionLost } from '../../texts/errors.ts'

/** The server's own limit (invoices.schema.ts), which the page cannot import without all of zod. */
const maxInvoiceFileBytes = 10 * 1024 * 1024

/**
 * Sends one file of an invoice, as it was dropped. The same content again is the same file. Throws `AppError` when it was
 * refused (`fileTooLarge` and `fileEmpty` without sending it), `ConnectionLost` when it did not arrive.
 */
export async function sendInvoiceFile(requestId: string, file: File): Promise<void> {
  if (file.size === 0) throw new AppError('fileEmpty')
  if (file.size > maxInvoiceFileBytes) throw new AppError('fileTooLarge', { maxBytes: maxInvoiceFileBytes })
  await sendFile(`/api/uploads/invoice-requests/${requestId}/files/${newId()}`, file)
}

/** Sends a file as it is, with its hash and its name. Throws `AppError` when it was refused, `ConnectionLost`. */
export async function sendFile(address: string, file: File): Promise<void> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  const response = await fetch(address, {
    method: 'PUT',
    body: bytes,
    credentials: 'same-origin',
    headers: {
      ...requestHeaders,
      'content-type': file.type || 'application/octet-stream',
      'x-sha256': await sha256Hex(bytes),
      'x-file-name': encodeURIComponent(file.name),
    },
  }).catch((cause: unknown) => {
    throw new ConnectionLost({ cause })
  })
  if (response.ok) return
  const body: unknown = await response.json().catch(() => null)
  throw appErrorFrom(body) ?? new AppError(response.status === 413 ? 'fileTooLarge' : 'unavailable')
}
