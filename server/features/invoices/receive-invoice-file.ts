import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { sniffFileKind } from '../../core/file-kind.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { checkUpload, receiveUpload, type Upload } from '../files/receive-upload.ts'
import { fileViewOf } from './get-request.ts'
import { findInvoiceFile, insertInvoiceFile, listInvoiceFiles } from './invoice-files.store.ts'
import { takesFiles } from './invoices.rules.ts'
import { type InvoiceFileKind, type InvoiceFileView, maxInvoiceFileBytes, maxInvoiceFiles } from './invoices.schema.ts'
import { findRequest, lockRequest } from './invoices.store.ts'
import { openOfd } from './read-invoice-ofd.ts'

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
  const kind = invoiceFileKindOf(bytes)
  if (!kind) throw new AppError('invoiceFileTypeRefused')
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
      const originalName = cleanName(file.originalName, kind)
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

/** By content alone. A ZIP whose first entry tells nothing is an OFD when it holds an `OFD.xml`. */
function invoiceFileKindOf(bytes: Uint8Array): InvoiceFileKind | null {
  const kind = sniffFileKind(bytes)
  if (kind === 'pdf' || kind === 'ofd' || kind === 'xml') return kind
  if (kind !== 'zip') return null
  try {
    return openOfd(bytes).entries.some((entry) => entry.name === 'OFD.xml') ? 'ofd' : null
  } catch {
    return null
  }
}

/** As the mail and the download will name it: the last part of a path, without control characters, with the right ending. */
function cleanName(name: string, kind: InvoiceFileKind): string {
  const last = name.toWellFormed().normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  const clean = last.replace(/[\p{Cc}\p{Cf}"<>|:*?]/gu, '').trim()
  const stem = clean.replace(/\.[a-z0-9]{1,5}$/i, '').slice(0, 150) || '发票'
  return `${stem}.${kind}`
}
