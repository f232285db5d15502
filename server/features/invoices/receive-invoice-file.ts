import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { checkUpload, receiveUpload, type Upload } from '../files/receive-upload.ts'
import { cleanFileName } from './file-names.ts'
import { fileViewOf } from './get-request.ts'
import { findInvoiceFile, insertInvoiceFile, listInvoiceFiles } from './invoice-files.store.ts'
import { takesFiles } from './invoices.rules.ts'
import { type InvoiceFileView, maxInvoiceFileBytes, maxInvoiceFiles } from './invoices.schema.ts'
import { findRequest, lockRequest } from './invoices.store.ts'
import { recogniseInvoiceFile } from './recognise-invoice-file.ts'

export type DroppedFile = Upload & { readonly requestId: string }

/**
 * Takes in a file of an invoice as staff dropped it; the same again is the same file: answers that one. Throws
 * `fileEmpty`, `fileTooLarge`, `fileHashMismatch`, `invoiceFileTypeRefused`, `invoiceTooManyFiles`, `conflict` once the
 * invoice is out, `notFound`, `idempotencyKeyReused`.
 */
export async function receiveInvoiceFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files'>,
  actor: AccountActor,
  file: DroppedFile,
): Promise<{ file: InvoiceFileView }> {
  const { requestId, fileId, sha256, bytes } = file
  checkUpload(file, maxInvoiceFileBytes)
  const kind = recogniseInvoiceFile(bytes)
  if (!kind || kind === 'zip') throw new AppError('invoiceFileTypeRefused')
  const request = authorize(actor, await findRequest(deps.db, requestId))

  const received = await receiveUpload(deps, file, {
    ownerId: requestId,
    keyPrefix: `invoices/${requestId}/file`,
    async find(db, id) {
      const row = await findInvoiceFile(db, id)
      return row && { ...row, ownerId: row.requestId, key: row.fileKey, gone: row.removedAt !== null }
    },
    async lockAndList(tx) {
      const locked = await lockRequest(tx, requestId)
      if (!locked || !takesFiles(locked.state)) throw new AppError('conflict', { state: locked?.state ?? null })
      return listInvoiceFiles(tx, requestId)
    },
    checkRoom(present) {
      if (present.length >= maxInvoiceFiles) throw new AppError('invoiceTooManyFiles', { max: maxInvoiceFiles })
    },
    async insert(tx, fileKey) {
      const originalName = cleanFileName(file.originalName, kind)
      const row = { id: fileId, requestId, kind, originalName, sizeBytes: bytes.length, sha256, fileKey }
      await insertInvoiceFile(tx, { ...row, createdById: actor.accountId, now: deps.clock.now() })
      await writeAudit(tx, actor, {
        action: 'invoiceFile.received',
        subjectType: 'invoiceRequest',
        subjectId: requestId,
        organisationId: request.organisationId,
        after: { fileId, kind, name: originalName, sizeBytes: bytes.length, sha256 },
      })
    },
  })
  const row = await findInvoiceFile(deps.db, received.fileId)
  if (!row) throw new AppError('notFound')
  return { file: fileViewOf(row) }
}
