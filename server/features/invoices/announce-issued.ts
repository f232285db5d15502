import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { contentTypeOf } from './invoices.rules.ts'
import { type IssuedInvoice, packMails } from './mail-packs.rules.ts'

/**
 * Tells the organisations of the invoices that were issued in this transaction. Those of one organisation to one address
 * leave in one mail with all their files (mail-packs.rules.ts says when it becomes several); a single one is announced by
 * itself. Whatever the grouping, an invoice that was announced before is not announced again, as its request is issued
 * once.
 */
export async function announceIssued(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  issued: readonly IssuedInvoice[],
): Promise<void> {
  for (const { invoices, part } of packMails(issued)) {
    const [first] = invoices
    if (!first) continue
    const to = { organisationId: first.organisationId, organisationName: first.organisationName, email: first.email }
    await (invoices.length === 1
      ? announce(deps, tx, { kind: 'invoiceIssued', ...to, ...saidOf(first), ...(part ? { part } : {}) })
      : announce(deps, tx, { kind: 'invoicesIssued', ...to, requests: invoices.map(saidOf) }))
  }
}

function saidOf({ requestId, orderNumber, title, amountFen, code, number, issuedOn, files }: IssuedInvoice) {
  return {
    requestId,
    orderNumber,
    title,
    amountFen,
    invoiceNumber: code === '' ? number : `${code} ${number}`,
    issuedOn,
    files: files.map((file) => ({
      fileId: file.id,
      name: file.originalName,
      contentType: contentTypeOf(file.kind),
      fileKey: file.fileKey,
    })),
  }
}
