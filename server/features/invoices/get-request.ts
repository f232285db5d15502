import type { AccountActor } from '../../core/actor.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { listMailAbout } from '../notices/list-mail.ts'
import { type InvoiceFileRecord, listInvoiceFiles } from './invoice-files.store.ts'
import { checkRequest, isOut, issuePeriod } from './invoices.rules.ts'
import type { InvoiceFileView, InvoiceView, MyRequestView, RequestRow, RequestView } from './invoices.schema.ts'
import { findOrderMoney, findRequest, type InvoiceRecord, listInvoices, type RequestRecord } from './invoices.store.ts'

/** A request as finance issues it: with its checks, files, invoices and mails. Throws `notFound`. */
export async function getRequest(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { requestId }: { requestId: string },
): Promise<RequestView> {
  const request = authorize(actor, await findRequest(deps.db, requestId))
  const [files, invoices, mails, money] = await Promise.all([
    listInvoiceFiles(deps.db, requestId),
    listInvoices(deps.db, requestId),
    listMailAbout(deps, { type: 'invoiceRequest', id: requestId }),
    findOrderMoney(deps.db, request.order.id, requestId),
  ])
  const { organisation, order, payment } = request
  return {
    ...rowOf(request, invoices, files.length),
    details: request.details,
    organisation: {
      id: request.organisationId,
      name: organisation.name,
      creditCode: organisation.creditCode,
      contactName: organisation.contactName,
      telephone: organisation.telephone,
      email: organisation.email,
    },
    order: { planName: order.planName, state: order.state, amountFen: order.amountFen, paidFen: money.paidFen },
    payment: payment && { amountFen: payment.amountFen, movedAt: payment.movedAt?.toISOString() ?? null },
    checks: checkRequest({
      details: request.details,
      amountFen: request.amountFen,
      organisation,
      ...money,
      owedFen: order.mode === 'invoiceFirst' && payment === null ? order.amountFen : null,
    }),
    files: files.map(fileViewOf),
    invoices: invoices.map(invoiceViewOf),
    mails: mails.map(({ id, kind, recipient, state, attempts, lastError, sentAt, createdAt }) => ({
      noticeId: id,
      kind,
      recipient,
      state,
      attempts,
      lastError,
      sentAt,
      createdAt,
    })),
    reissuedAs: request.reissuedAs,
    reissueOf: request.reissueOf,
    issue: issuePeriod({ movedAt: payment?.movedAt ?? null, orderCreatedAt: order.createdAt }, deps.clock.now()),
  }
}

/** A request as its organisation sees it: the files once the invoice is out. Throws `notFound` also for others'. */
export async function getMyRequest(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { requestId }: { requestId: string },
): Promise<MyRequestView> {
  const request = authorize(actor, await findRequest(deps.db, requestId))
  const [files, invoices, mails] = await Promise.all([
    isOut(request.state) ? listInvoiceFiles(deps.db, requestId) : [],
    listInvoices(deps.db, requestId),
    listMailAbout(deps, { type: 'invoiceRequest', id: requestId }),
  ])
  return {
    ...rowOf(request, invoices, files.length),
    details: request.details,
    planName: request.order.planName,
    reissuedAs: request.reissuedAs,
    files: files.map(fileViewOf),
    invoices: invoices.map(invoiceViewOf).map(({ issuedByName: _, ...invoice }) => invoice),
    mails: mails.map(({ recipient, state, sentAt }) => ({ recipient, state, sentAt })),
  }
}

export function fileViewOf(file: InvoiceFileRecord): InvoiceFileView {
  const { id, kind, originalName, sizeBytes, createdAt } = file
  return { id, kind, originalName, sizeBytes, createdAt: createdAt.toISOString() }
}

function invoiceViewOf(invoice: InvoiceRecord): InvoiceView {
  const { id, colour, code, number, kind, issuedOn, amountFen, issuedByName, createdAt } = invoice
  return { id, colour, code, number, kind, issuedOn, amountFen, issuedByName, createdAt: createdAt.toISOString() }
}

function rowOf(request: RequestRecord, invoices: readonly InvoiceRecord[], fileCount: number): RequestRow {
  const latest = invoices.findLast((invoice) => invoice.colour === 'blue')
  return {
    id: request.id,
    state: request.state,
    stateSince: request.stateSince.toISOString(),
    createdAt: request.createdAt.toISOString(),
    kind: request.details.kind,
    title: request.details.title,
    taxNumber: request.details.taxNumber,
    amountFen: request.amountFen,
    email: request.details.email,
    orderId: request.order.id,
    orderNumber: request.order.number,
    orderMode: request.order.mode,
    organisationId: request.organisationId,
    organisationName: request.organisation.name,
    voucherId: request.voucherId,
    rejectedReason: request.rejectedReason,
    invoiceNumber: latest?.number ?? null,
    invoiceCode: latest?.code ?? null,
    issuedOn: latest?.issuedOn ?? null,
    fileCount,
  }
}
