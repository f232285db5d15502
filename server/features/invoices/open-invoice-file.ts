import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { type OpenedFile, openStored } from '../files/open-stored-file.ts'
import { findInvoiceFile } from './invoice-files.store.ts'
import { contentTypeOf, isOut } from './invoices.rules.ts'
import { findRequest } from './invoices.store.ts'
import { recordDelivery } from './record-delivery.ts'

/**
 * Opens an invoice's file: for staff, and once the invoice is out for its organisation, whose download counts as
 * delivery. Throws `notFound` for others' files and for what is not out, `fileNotFound` when the store lost it.
 */
export async function openInvoiceFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files'>,
  actor: AccountActor,
  { fileId }: { fileId: string },
): Promise<OpenedFile> {
  const file = await findInvoiceFile(deps.db, fileId)
  const request = authorize(actor, file && (await findRequest(deps.db, file.requestId)))
  const isStaff = actor.staffRoles.length > 0
  if (!file || file.removedAt || (!isStaff && !isOut(request.state))) throw new AppError('notFound')
  const opened = await openStored(deps, file.fileKey)
  if (!isStaff && request.state === 'issued') {
    await inTransaction(deps, (tx) => recordDelivery(deps, tx, actor, request.id, 'download'))
  }
  return {
    contentType: contentTypeOf(file.kind),
    sizeBytes: opened.sizeBytes,
    fileName: file.originalName,
    // What people dropped is never shown inside our own pages.
    inline: false,
    body: opened.body,
  }
}
