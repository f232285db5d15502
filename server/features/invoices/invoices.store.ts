import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { AuditAction } from '../../core/audit-actions.ts'
import { type Fen, fen, fenFromBigint } from '../../core/money.ts'
import { checkTransition } from '../../core/transitions.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { requestTransitions } from './invoices.rules.ts'
import type { InvoiceDetails, InvoiceKind, InvoiceRequestState } from './invoices.schema.ts'

export type RequestToInsert = {
  id: string
  orderId: string
  organisationId: string
  voucherId: string | null
  paymentId?: string | null
  amountFen: Fen
  details: InvoiceDetails
  createdById: string | null
  /** The request whose invoice was flushed, and that this one replaces. */
  reissueOfId?: string
  now: Date
}

/** False when the id, or a request of this voucher, is there already. */
export async function insertRequest(tx: Transaction, request: RequestToInsert): Promise<boolean> {
  const { details, now, amountFen, ...ids } = request
  const { count } = await tx.invoiceRequest.createMany({
    data: [{ ...ids, ...details, amountFen: BigInt(amountFen), stateSince: now, createdAt: now }],
    skipDuplicates: true,
  })
  return count === 1
}

export async function findRequestByVoucher(db: Readable, voucherId: string): Promise<{ id: string } | null> {
  return db.invoiceRequest.findUnique({ where: { voucherId }, select: { id: true } })
}

/** A request with what its order, its organisation and its transfer say. */
export type RequestRecord = {
  id: string
  state: InvoiceRequestState
  stateSince: Date
  createdAt: Date
  details: InvoiceDetails
  amountFen: Fen
  rejectedReason: string | null
  voucherId: string | null
  organisationId: string
  organisationPath: string
  organisation: {
    name: string
    creditCode: string | null
    contactName: string
    telephone: string
    email: string
    exceptionNote: string | null
  }
  order: {
    id: string
    number: string
    mode: 'payFirst' | 'invoiceFirst'
    state: string
    amountFen: Fen
    createdAt: Date
    planName: string
  }
  payment: { amountFen: Fen; movedAt: Date | null } | null
  /** The request that took its place after it was red-flushed. */
  reissuedAs: string | null
  /** The red-flushed request that it took the place of. */
  reissueOf: string | null
}

export async function findRequest(db: Readable, id: string): Promise<RequestRecord | null> {
  const row = await db.invoiceRequest.findUnique({
    where: { id },
    include: {
      organisation: { include: { billingProfile: { select: { exceptionNote: true } } } },
      order: { include: { items: { select: { plan: { select: { name: true } } }, orderBy: { position: 'asc' } } } },
      reissuedAs: { select: { id: true } },
      payment: { select: { receivedFen: true, amountFen: true, movedAt: true } },
      voucher: { select: { payment: { select: { receivedFen: true, amountFen: true, movedAt: true } } } },
    },
  })
  if (!row) return null
  const { organisation, order } = row
  const payment = row.payment ?? row.voucher?.payment ?? null
  return {
    id: row.id,
    state: row.state,
    stateSince: row.stateSince,
    createdAt: row.createdAt,
    details: {
      kind: row.kind,
      title: row.title,
      taxNumber: row.taxNumber,
      registeredAddress: row.registeredAddress,
      registeredTelephone: row.registeredTelephone,
      bank: row.bank,
      bankAccount: row.bankAccount,
      email: row.email,
      mobile: row.mobile,
      remark: row.remark,
    },
    amountFen: fenFromBigint(row.amountFen),
    rejectedReason: row.rejectedReason,
    voucherId: row.voucherId,
    organisationId: row.organisationId,
    organisationPath: organisation.path,
    organisation: {
      name: organisation.name,
      creditCode: organisation.creditCode,
      contactName: organisation.contactName,
      telephone: organisation.telephone,
      email: organisation.email,
      exceptionNote: organisation.billingProfile?.exceptionNote ?? null,
    },
    order: {
      id: order.id,
      number: order.number,
      mode: order.mode,
      state: order.state,
      amountFen: fenFromBigint(order.amountFen),
      createdAt: order.createdAt,
      planName: [...new Set(order.items.map((item) => item.plan.name))].join('、'),
    },
    payment: payment
      ? { amountFen: fenFromBigint(payment.receivedFen ?? payment.amountFen), movedAt: payment.movedAt }
      : null,
    reissuedAs: row.reissuedAs?.id ?? null,
    reissueOf: row.reissueOfId,
  }
}

/** Holds the request until the transaction ends: its files and its state change one after the other. */
export async function lockRequest(
  tx: Transaction,
  id: string,
): Promise<{ state: InvoiceRequestState; organisationId: string } | null> {
  const rows = await tx.$queryRaw<{ state: InvoiceRequestState; organisationId: string }[]>`
    SELECT state::text AS state, organisation_id AS "organisationId" FROM invoice_requests WHERE id = ${id}::uuid FOR UPDATE`
  return rows[0] ?? null
}

/** What the ledger says was paid for an order, and what its requests other than this one ask for. */
export async function findOrderMoney(
  db: Readable,
  orderId: string,
  exceptRequestId: string,
): Promise<{ paidFen: Fen; otherRequestsFen: Fen }> {
  const rows = await db.$queryRaw<{ paid: bigint; others: bigint }[]>`
    SELECT order_paid_fen(${orderId}::uuid) AS paid,
           coalesce((SELECT sum(amount_fen) FROM invoice_requests
                     WHERE order_id = ${orderId}::uuid AND id <> ${exceptRequestId}::uuid
                       AND state NOT IN ('rejected', 'redFlushed', 'withdrawn')), 0)::bigint AS others`
  return { paidFen: fen(Number(rows[0]?.paid ?? 0)), otherRequestsFen: fen(Number(rows[0]?.others ?? 0)) }
}

export type StateChange = {
  readonly id: string
  readonly organisationId: string
  readonly from: InvoiceRequestState
  readonly to: InvoiceRequestState
  readonly at: Date
  readonly action: AuditAction
  /** What the audit row tells besides the states. */
  readonly after?: Prisma.InputJsonObject
  readonly rejectedReason?: string | null
  readonly details?: InvoiceDetails
  /** What a provider is asked, or is asked no more. */
  readonly issuing?: IssuingColumns
}

export type IssuingColumns = {
  issueSerial?: string
  issueContent?: Prisma.InputJsonValue
  providerNumber?: string | null
  nextQueryAt?: Date | null
  queryCount?: number
  issueFailure?: string | null
}

/**
 * The one place where a request's state changes: only from the expected state, with its audit row. Throws `conflict`
 * when the table has no such step or somebody else was first.
 */
export async function changeRequestState(tx: Transaction, actor: Actor, change: StateChange): Promise<void> {
  const { id, organisationId, from, to, at, action, after = {}, rejectedReason, details, issuing } = change
  checkTransition(requestTransitions, from, to)
  const { count } = await tx.invoiceRequest.updateMany({
    where: { id, state: from },
    data: {
      state: to,
      stateSince: at,
      ...(rejectedReason === undefined ? {} : { rejectedReason }),
      // Who said yes first; a provider that failed gives it back without another yes.
      ...(from === 'requested' && to === 'approved'
        ? { approvedAt: at, approvedById: actor.kind === 'account' ? actor.accountId : null }
        : {}),
      ...details,
      ...issuing,
    },
  })
  if (count !== 1) throw new AppError('conflict', { from, to })
  await writeAudit(tx, actor, {
    action,
    subjectType: 'invoiceRequest',
    subjectId: id,
    organisationId,
    before: { state: from },
    after: { state: to, ...after },
  })
}

// --- Invoices ------------------------------------------------------------------------------------------------------

export type InvoiceRecord = {
  id: string
  requestId: string
  colour: 'blue' | 'red'
  code: string
  number: string
  kind: InvoiceKind
  issuedOn: string
  amountFen: Fen
  withoutTaxFen: Fen | null
  taxFen: Fen | null
  remark: string
  /** Of a red one. */
  blueInvoiceId: string | null
  /** Null: a provider did. */
  issuedById: string | null
  issuedByName: string
  createdAt: Date
}

const invoiceColumns = Prisma.sql`i.id, i.request_id AS "requestId", i.colour::text AS colour, i.code, i.number, i.kind::text AS kind,
  to_char(i.issued_on, 'YYYY-MM-DD') AS "issuedOn", i.amount_fen::float8 AS "amountFen",
  i.without_tax_fen::float8 AS "withoutTaxFen", i.tax_fen::float8 AS "taxFen", i.remark, i.blue_invoice_id AS "blueInvoiceId", i.issued_by_id AS "issuedById",
  coalesce(a.name, '') AS "issuedByName", i.created_at AS "createdAt"`

export async function listInvoices(db: Readable, requestId: string): Promise<InvoiceRecord[]> {
  return db.$queryRaw<InvoiceRecord[]>`
    SELECT ${invoiceColumns} FROM invoices i LEFT JOIN accounts a ON a.id = i.issued_by_id
    WHERE i.request_id = ${requestId}::uuid ORDER BY i.created_at, i.id`
}

export async function findInvoice(db: Readable, id: string): Promise<InvoiceRecord | null> {
  const rows = await db.$queryRaw<InvoiceRecord[]>`
    SELECT ${invoiceColumns} FROM invoices i LEFT JOIN accounts a ON a.id = i.issued_by_id WHERE i.id = ${id}::uuid`
  return rows[0] ?? null
}

/** Whose invoice has this number already. */
export async function findNumberOwner(
  db: Readable,
  code: string,
  number: string,
): Promise<{ orderNumber: string; organisationName: string; issuedOn: string } | null> {
  const rows = await db.$queryRaw<{ orderNumber: string; organisationName: string; issuedOn: string }[]>`
    SELECT o.number AS "orderNumber", org.name AS "organisationName", to_char(i.issued_on, 'YYYY-MM-DD') AS "issuedOn"
    FROM invoices i
    JOIN invoice_requests r ON r.id = i.request_id
    JOIN orders o ON o.id = r.order_id
    JOIN organisations org ON org.id = r.organisation_id
    WHERE i.code = ${code} AND i.number = ${number}`
  return rows[0] ?? null
}

export type InvoiceToInsert = Omit<InvoiceRecord, 'issuedByName' | 'createdAt'> & { now: Date }

/** False when the id or the number is taken, or its request has a blue one, or its blue one a red one, already. */
export async function insertInvoice(tx: Transaction, invoice: InvoiceToInsert): Promise<boolean> {
  const { now, amountFen, withoutTaxFen, taxFen, issuedOn, ...rest } = invoice
  const { count } = await tx.invoice.createMany({
    data: [
      {
        ...rest,
        amountFen: BigInt(amountFen),
        withoutTaxFen: withoutTaxFen === null ? null : BigInt(withoutTaxFen),
        taxFen: taxFen === null ? null : BigInt(taxFen),
        issuedOn: new Date(`${issuedOn}T00:00:00Z`),
        createdAt: now,
      },
    ],
    skipDuplicates: true,
  })
  return count === 1
}

/** The invoice that a request is for: red ones apart, there is one at most. */
export async function findBlueInvoice(db: Readable, requestId: string): Promise<InvoiceRecord | null> {
  const rows = await db.$queryRaw<InvoiceRecord[]>`
    SELECT ${invoiceColumns} FROM invoices i LEFT JOIN accounts a ON a.id = i.issued_by_id
    WHERE i.request_id = ${requestId}::uuid AND i.colour = 'blue'`
  return rows[0] ?? null
}
