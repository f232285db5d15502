import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { fileViewOf } from './get-request.ts'
import { findInvoiceFile, listInvoiceFiles, markInvoiceFileRemoved } from './invoice-files.store.ts'
import { takesFiles } from './invoices.rules.ts'
import type { InvoiceFileView } from './invoices.schema.ts'
import { findRequest, lockRequest } from './invoices.store.ts'

/**
 * Takes a dropped file off its request; a second time changes nothing. Answers what is left. Throws `notFound`, and
 * `conflict` once the invoice is out.
 */
export async function removeInvoiceFile(
  deps: Pick<Deps, 'db' | 'clock' | 'files'>,
  actor: AccountActor,
  { fileId }: { fileId: string },
): Promise<{ files: InvoiceFileView[] }> {
  const file = await findInvoiceFile(deps.db, fileId)
  const request = authorize(actor, file && (await findRequest(deps.db, file.requestId)))
  if (!file) throw new AppError('notFound')
  const left = await inTransaction(deps, async (tx) => {
    const locked = await lockRequest(tx, request.id)
    if (!locked || !takesFiles(locked.state)) throw new AppError('conflict', { state: locked?.state ?? null })
    if (await markInvoiceFileRemoved(tx, fileId, deps.clock.now())) {
      await writeAudit(tx, actor, {
        action: 'invoiceFile.removed',
        subjectType: 'invoiceRequest',
        subjectId: request.id,
        organisationId: request.organisationId,
        before: { fileId, name: file.originalName, sha256: file.sha256 },
      })
    }
    return listInvoiceFiles(tx, request.id)
  })
  // Dropped by mistake it may be somebody else's invoice: it is not kept.
  await deps.files.remove(file.fileKey)
  return { files: left.map(fileViewOf) }
}
