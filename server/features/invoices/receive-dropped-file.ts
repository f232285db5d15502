import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { checkUpload, receiveUpload, type Upload } from '../files/receive-upload.ts'
import { cleanFileName } from './file-names.ts'
import { inboxRead } from './inbox.queues.ts'
import { maxDroppedBytes } from './inbox.schema.ts'
import { findDrop, findDroppedFile, insertDroppedFiles } from './inbox.store.ts'
import { maxInvoiceFileBytes } from './invoices.schema.ts'
import { recogniseInvoiceFile } from './recognise-invoice-file.ts'

/**
 * Takes in a file (PDF, OFD, XML or a ZIP of them) as staff dropped it into the inbox, and queues its reading. The same
 * bytes under another name are kept as well: that they were here before is said once they are read. Throws `fileEmpty`,
 * `fileTooLarge`, `fileHashMismatch`, `invoiceFileTypeRefused`, `notFound` without the drop, `conflict` when the drop is
 * closed, `idempotencyKeyReused`.
 */
export async function receiveDroppedFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files' | 'jobs'>,
  _finance: AccountActor,
  upload: Upload & { readonly dropId: string },
): Promise<{ fileId: string }> {
  const { dropId, fileId, sha256, bytes } = upload
  checkUpload(upload, maxDroppedBytes)
  const kind = recogniseInvoiceFile(bytes)
  if (!kind) throw new AppError('invoiceFileTypeRefused')
  if (kind !== 'zip') checkUpload(upload, maxInvoiceFileBytes)
  return receiveUpload(deps, upload, {
    ownerId: dropId,
    keyPrefix: `invoice-drops/${dropId}/${fileId}`,
    async find(db, id) {
      const row = await findDroppedFile(db, id)
      return row && { id: row.id, ownerId: row.dropId, sha256: row.sha256, key: row.fileKey }
    },
    async checkOpen() {
      const drop = await findDrop(deps.db, dropId)
      if (!drop) throw new AppError('notFound')
      if (drop.closedAt) throw new AppError('conflict', { state: 'closed' })
    },
    lockAndList: async () => [],
    checkRoom: () => undefined,
    async insert(tx, fileKey) {
      const originalName = cleanFileName(upload.originalName, kind)
      const row = { id: fileId, dropId, archiveId: null, kind, originalName, sizeBytes: bytes.length, sha256, fileKey }
      await insertDroppedFiles(tx, [{ ...row, state: 'received', problem: null }], deps.clock.now())
      await deps.jobs.send(tx, inboxRead, {})
    },
  })
}
