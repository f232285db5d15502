import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { readStored } from '../files/open-stored-file.ts'
import { findInvoiceFile, type InvoiceFileRecord } from './invoice-files.store.ts'
import type { Difference, ReadFileOutput } from './invoice-reading.schema.ts'
import { differencesOf, type Expected } from './invoices.rules.ts'
import { findRequest, type RequestRecord } from './invoices.store.ts'
import { readInvoiceFile } from './read-invoice-file.ts'

/**
 * Reads a dropped file, to fill the form in and to warn where it says something else than the request. Throws
 * `notFound`, `fileNotFound`.
 */
export async function readRequestFile(
  deps: Pick<Deps, 'db' | 'files'>,
  actor: AccountActor,
  { fileId }: { fileId: string },
): Promise<ReadFileOutput> {
  const file = await findInvoiceFile(deps.db, fileId)
  const request = authorize(actor, file && (await findRequest(deps.db, file.requestId)))
  if (!file || file.removedAt) throw new AppError('notFound')
  return compareFile(deps, file, request, null)
}

/** What the file says, held against its request and, when it is being issued, against the form. */
export async function compareFile(
  deps: Pick<Deps, 'db' | 'files'>,
  file: InvoiceFileRecord,
  request: RequestRecord,
  form: Expected['form'],
): Promise<ReadFileOutput & { differences: Difference[] }> {
  const bytes = await readStored(deps, file.fileKey)
  const { reading, problem, numberInName } = readInvoiceFile(file.kind, file.originalName, bytes)
  const { sellerTaxNumber } = await loadCentre(deps.db)
  const { amountFen, details } = request
  const { kind, title, taxNumber } = details
  return {
    reading,
    problem,
    differences: differencesOf(reading, numberInName, { amountFen, kind, title, taxNumber, sellerTaxNumber, form }),
  }
}
