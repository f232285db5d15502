import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { sniffFileKind } from '../../core/file-kind.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { fileViewOf } from './get-request.ts'
import { findInvoiceFile, type InvoiceFileRecord, insertInvoiceFile, listInvoiceFiles } from './invoice-files.store.ts'
import { takesFiles } from './invoices.rules.ts'
import { type InvoiceFileKind, type InvoiceFileView, maxInvoiceFileBytes, maxInvoiceFiles } from './invoices.schema.ts'
import { findRequest, lockRequest } from './invoices.store.ts'
import { listZip } from './read-zip.ts'

export type DroppedFile = {
  readonly requestId: string
  /** Made by the page: sending again with the same id is the same file. */
  readonly fileId: string
  readonly originalName: string
  /** Hexadecimal SHA-256, computed by us from `bytes`, and the one that the page said. */
  readonly sha256: string
  readonly declaredSha256: string
  readonly bytes: Uint8Array
}

/**
 * Takes in a file of an invoice as staff dropped it. Sending it again, under its id or as the same bytes under another,
 * is the same file: answers that one. Throws `fileEmpty`, `fileTooLarge`, `fileHashMismatch`, `invoiceFileTypeRefused`,
 * `invoiceTooManyFiles`, `conflict` once the invoice is out, `notFound`, `idempotencyKeyReused`.
 */
export async function receiveInvoiceFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files'>,
  actor: AccountActor,
  file: DroppedFile,
): Promise<{ file: InvoiceFileView }> {
  const { requestId, fileId, sha256, bytes } = file
  if (bytes.length === 0) throw new AppError('fileEmpty')
  if (bytes.length > maxInvoiceFileBytes) throw new AppError('fileTooLarge', { maxBytes: maxInvoiceFileBytes })
  if (sha256 !== file.declaredSha256) throw new AppError('fileHashMismatch')
  const kind = invoiceFileKindOf(bytes)
  if (!kind) throw new AppError('invoiceFileTypeRefused')
  const request = authorize(actor, await findRequest(deps.db, requestId))
  const sent = await findInvoiceFile(deps.db, fileId)
  if (sent) return { file: sameFile(sent, file) }

  const fileKey = `invoices/${requestId}/${crypto.randomUUID()}`
  await deps.files.put(fileKey, bytes)
  try {
    return await inTransaction(deps, async (tx) => {
      const locked = await lockRequest(tx, requestId)
      if (!locked || !takesFiles(locked.state)) throw new AppError('conflict', { state: locked?.state ?? null })
      const raced = await findInvoiceFile(tx, fileId)
      if (raced) return { file: sameFile(raced, file) }
      const present = await listInvoiceFiles(tx, requestId)
      const twin = present.find((other) => other.sha256 === sha256)
      if (twin) return { file: fileViewOf(twin) }
      if (present.length >= maxInvoiceFiles) throw new AppError('invoiceTooManyFiles', { max: maxInvoiceFiles })
      const row = {
        id: fileId,
        requestId,
        kind,
        originalName: cleanName(file.originalName, kind),
        sizeBytes: bytes.length,
        sha256,
        fileKey,
      }
      const now = deps.clock.now()
      await insertInvoiceFile(tx, { ...row, createdById: actor.accountId, now })
      await writeAudit(tx, actor, {
        action: 'invoiceFile.received',
        subjectType: 'invoiceRequest',
        subjectId: requestId,
        organisationId: request.organisationId,
        after: { fileId, kind, name: row.originalName, sizeBytes: bytes.length, sha256 },
      })
      return { file: fileViewOf({ ...row, removedAt: null, createdAt: now }) }
    })
  } finally {
    // A copy that no row names is of no use; asked of the database, because the answer to a commit can get lost.
    if (!(await isNamed(deps, fileId, fileKey))) await deps.files.remove(fileKey)
  }
}

/** When the database does not answer, the copy stays. */
async function isNamed(deps: Pick<Deps, 'db'>, fileId: string, fileKey: string): Promise<boolean> {
  return findInvoiceFile(deps.db, fileId).then(
    (row) => row?.fileKey === fileKey,
    () => true,
  )
}

function sameFile(known: InvoiceFileRecord, file: DroppedFile): InvoiceFileView {
  if (known.requestId !== file.requestId || known.sha256 !== file.sha256 || known.removedAt) {
    throw new AppError('idempotencyKeyReused')
  }
  return fileViewOf(known)
}

/** By content alone. A ZIP whose first entry tells nothing is an OFD when it holds an `OFD.xml`. */
function invoiceFileKindOf(bytes: Uint8Array): InvoiceFileKind | null {
  const kind = sniffFileKind(bytes)
  if (kind === 'pdf' || kind === 'ofd' || kind === 'xml') return kind
  if (kind !== 'zip') return null
  try {
    return listZip(bytes).some((entry) => entry.name === 'OFD.xml') ? 'ofd' : null
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
