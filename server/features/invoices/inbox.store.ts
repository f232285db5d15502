import type { Fen } from '../../core/money.ts'
import { checkTransition } from '../../core/transitions.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { droppedTransitions, type OpenRequest } from './inbox.rules.ts'
import type { DroppedFileState, DroppedKind, Finding, Standing } from './inbox.schema.ts'
import type { RedTarget } from './inbox-checks.rules.ts'
import type { InvoiceReading, ReadProblem } from './invoice-reading.schema.ts'
import type { InvoiceDetails, InvoiceRequestState } from './invoices.schema.ts'

export type DropRecord = {
  id: string
  issueAlone: boolean
  createdById: string
  createdByName: string
  createdAt: Date
  closedAt: Date | null
}

/** False when the id is there already. */
export async function insertDrop(tx: Transaction, drop: Omit<DropRecord, 'closedAt'>): Promise<boolean> {
  const { count } = await tx.invoiceDrop.createMany({ data: [drop], skipDuplicates: true })
  return count === 1
}

export async function findDrop(db: Readable, id: string): Promise<DropRecord | null> {
  return db.invoiceDrop.findUnique({ where: { id } })
}

/** False when it was closed before. */
export async function closeDrop(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.invoiceDrop.updateMany({ where: { id, closedAt: null }, data: { closedAt: now } })
  return count === 1
}

export type DroppedFileRecord = {
  id: string
  dropId: string
  archiveId: string | null
  state: DroppedFileState
  originalName: string
  kind: DroppedKind
  sizeBytes: number
  sha256: string
  fileKey: string
  problem: ReadProblem | null
  reading: InvoiceReading | null
  invoiceCode: string | null
  invoiceNumber: string | null
  requestId: string | null
  finding: Finding | null
  standing: Standing | null
  sameAsId: string | null
  createdAt: Date
}

type FileRow = Prisma.DroppedFileGetPayload<object>

/** What the columns of text and JSON hold was written by us, out of the schemas of these types. */
function recordOf(row: FileRow): DroppedFileRecord {
  return row as unknown as DroppedFileRecord
}

export type DroppedFileToInsert = Pick<
  DroppedFileRecord,
  'id' | 'dropId' | 'archiveId' | 'state' | 'originalName' | 'kind' | 'sizeBytes' | 'sha256' | 'fileKey' | 'problem'
>

/** Those whose id is there already are left as they are. */
export async function insertDroppedFiles(
  tx: Transaction,
  files: readonly DroppedFileToInsert[],
  now: Date,
): Promise<void> {
  await tx.droppedFile.createMany({
    data: files.map((file) => ({ ...file, stateSince: now, createdAt: now })),
    skipDuplicates: true,
  })
}

export async function findDroppedFile(db: Readable, id: string): Promise<DroppedFileRecord | null> {
  const row = await db.droppedFile.findUnique({ where: { id } })
  return row && recordOf(row)
}

export async function findDroppedFiles(db: Readable, ids: readonly string[]): Promise<DroppedFileRecord[]> {
  const rows = await db.droppedFile.findMany({ where: { id: { in: [...ids] } }, orderBy: { id: 'asc' } })
  return rows.map(recordOf)
}

/** Those that wait to be read, the oldest first, behind the given one. */
export async function listReceived(db: Readable, afterId: string | null, limit: number): Promise<DroppedFileRecord[]> {
  const rows = await db.droppedFile.findMany({
    where: { state: 'received', ...(afterId === null ? {} : { id: { gt: afterId } }) },
    orderBy: { id: 'asc' },
    take: limit,
  })
  return rows.map(recordOf)
}

/** Whose invoice has its place yet to find; all files of an invoice, in the order in which they came. */
export async function listReadFiles(db: Readable, limit: number): Promise<DroppedFileRecord[]> {
  const rows = await db.droppedFile.findMany({ where: { state: 'read' }, orderBy: { id: 'asc' }, take: limit })
  return rows.map(recordOf)
}

export async function listFilesOfInvoice(
  db: Readable,
  invoice: { readonly code: string; readonly number: string },
): Promise<DroppedFileRecord[]> {
  const rows = await db.droppedFile.findMany({
    where: { state: 'read', invoiceCode: invoice.code, invoiceNumber: invoice.number },
    orderBy: { id: 'asc' },
  })
  return rows.map(recordOf)
}

/** The file with these bytes that came before: dropped and not put aside, or of an invoice. */
export async function findSameBytes(
  db: Readable,
  file: { readonly id: string; readonly sha256: string },
): Promise<string | null> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM (
      SELECT id, created_at FROM dropped_files
      WHERE sha256 = ${file.sha256} AND id < ${file.id}::uuid AND state IN ('received', 'unpacked', 'read', 'attached')
      UNION ALL
      SELECT id, created_at FROM invoice_files
      WHERE sha256 = ${file.sha256} AND removed_at IS NULL AND id <> ${file.id}::uuid
    ) same ORDER BY created_at, id LIMIT 1`
  return rows[0]?.id ?? null
}

export type DroppedChange = {
  readonly id: string
  readonly from: DroppedFileState
  readonly to: DroppedFileState
  readonly at: Date
  readonly data?: {
    readonly problem?: ReadProblem
    readonly reading?: InvoiceReading
    readonly invoiceCode?: string | null
    readonly invoiceNumber?: string | null
    readonly requestId?: string
    readonly redRequestId?: string
    readonly sameAsId?: string | null
    readonly finding?: Finding
    readonly standing?: Standing | null
  }
}

/** The one place where a dropped file's state changes. False when it is in another state by now. */
export async function changeDroppedState(tx: Transaction, change: DroppedChange): Promise<boolean> {
  const { id, from, to, at, data = {} } = change
  checkTransition(droppedTransitions, from, to)
  const { count } = await tx.droppedFile.updateMany({
    where: { id, state: from },
    data: { state: to, stateSince: at, ...data },
  })
  return count === 1
}

/** Holds the invoice's files until the transaction ends: nobody else attaches or puts them aside. */
export async function lockDroppedFiles(
  tx: Transaction,
  ids: readonly string[],
): Promise<{ id: string; state: DroppedFileState; requestId: string | null }[]> {
  return tx.$queryRaw`
    SELECT id, state::text AS state, request_id AS "requestId" FROM dropped_files
    WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`
}

/** One matching at a time, however many workers there are. */
export async function holdInbox(tx: Transaction): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('invoice-inbox'))`
}

export type FindingToWrite = {
  readonly id: string
  readonly requestId: string | null
  readonly redRequestId: string | null
  readonly standing: Standing
  readonly finding: Finding
}

/** Writes what matching found to the files that are still without a place. */
export async function writeFindings(tx: Transaction, findings: readonly FindingToWrite[]): Promise<void> {
  if (findings.length === 0) return
  await tx.$executeRaw`
    UPDATE dropped_files f
    SET request_id = n."requestId", red_request_id = n."redRequestId", standing = n.standing, finding = n.finding
    FROM jsonb_to_recordset(${JSON.stringify(findings)}::jsonb)
      AS n(id uuid, "requestId" uuid, "redRequestId" uuid, standing text, finding jsonb)
    WHERE f.id = n.id AND f.state = 'read'
      AND (f.finding IS DISTINCT FROM n.finding OR f.standing IS DISTINCT FROM n.standing)`
}

// --- What invoices are held against --------------------------------------------------------------------------------

export type OpenRequestRow = Omit<OpenRequest, 'details' | 'amountFen'> & InvoiceDetails & { amountFen: number }

const openRequestColumns = Prisma.sql`
  r.id, r.state::text AS state, r.created_at AS "createdAt", r.organisation_id AS "organisationId",
  org.name AS "organisationName", o.id AS "orderId", o.number AS "orderNumber", o.created_at AS "orderCreatedAt",
  r.amount_fen::float8 AS "amountFen", coalesce(p.moved_at, vp.moved_at) AS "movedAt",
  r.kind::text AS kind, r.title, r.tax_number AS "taxNumber", r.registered_address AS "registeredAddress",
  r.registered_telephone AS "registeredTelephone", r.bank, r.bank_account AS "bankAccount", r.email, r.mobile, r.remark,
  ARRAY(SELECT f.sha256 FROM invoice_files f WHERE f.request_id = r.id AND f.removed_at IS NULL) AS "fileHashes"
  FROM invoice_requests r
  JOIN organisations org ON org.id = r.organisation_id
  JOIN orders o ON o.id = r.order_id
  LEFT JOIN payments p ON p.id = r.payment_id
  LEFT JOIN payments vp ON vp.voucher_id = r.voucher_id`

/** The requests that wait and share something with what came in: buyer, title, amount, or the order's number. */
export async function listOpenRequests(
  db: Readable,
  about: {
    readonly taxNumbers: readonly string[]
    readonly titles: readonly string[]
    readonly amountsFen: readonly number[]
    readonly orderNumbers: readonly string[]
    readonly ids: readonly string[]
  },
): Promise<OpenRequest[]> {
  const rows = await db.$queryRaw<OpenRequestRow[]>`
    SELECT ${openRequestColumns}
    WHERE r.state IN ('requested', 'approved')
      AND (r.tax_number = ANY(${about.taxNumbers}::text[]) OR r.title = ANY(${about.titles}::text[])
        OR r.amount_fen = ANY(${about.amountsFen}::bigint[]) OR o.number = ANY(${about.orderNumbers}::text[])
        OR r.id = ANY(${about.ids}::uuid[]))
    ORDER BY r.id LIMIT 20000`
  return rows.map(requestOf)
}

export async function findOpenRequest(db: Readable, id: string): Promise<OpenRequest | null> {
  const rows = await db.$queryRaw<OpenRequestRow[]>`
    SELECT ${openRequestColumns} WHERE r.state IN ('requested', 'approved') AND r.id = ${id}::uuid`
  return rows[0] ? requestOf(rows[0]) : null
}

function requestOf(row: OpenRequestRow): OpenRequest {
  const { kind, title, taxNumber, registeredAddress, registeredTelephone, bank, bankAccount, email, mobile, remark } =
    row
  const details = {
    kind,
    title,
    taxNumber,
    registeredAddress,
    registeredTelephone,
    bank,
    bankAccount,
    email,
    mobile,
    remark,
  }
  const { id, state, createdAt, organisationId, organisationName, orderId, orderNumber, movedAt, orderCreatedAt } = row
  const named = {
    id,
    state,
    createdAt,
    organisationId,
    organisationName,
    orderId,
    orderNumber,
    movedAt,
    orderCreatedAt,
  }
  return { ...named, details, amountFen: row.amountFen as Fen, fileHashes: row.fileHashes }
}

export type InvoiceNumber = { readonly code: string; readonly number: string }

/** Those of these numbers that are written down already, blue or red, with the requests that they are of. */
export async function listNumbersOut(
  db: Readable,
  numbers: readonly InvoiceNumber[],
): Promise<(RedTarget & { colour: 'blue' | 'red' })[]> {
  const rows = await db.$queryRaw<RedTargetRow[]>`
    SELECT i.colour::text AS colour, i.id AS "invoiceId", i.code, i.number, i.amount_fen::float8 AS "amountFen",
           to_char(i.issued_on, 'YYYY-MM-DD') AS "issuedOn", r.state::text AS "requestState", r.id AS "requestId",
           o.number AS "orderNumber", org.name AS "organisationName", r.title, r.tax_number AS "taxNumber",
           i.kind::text AS kind, r.email, w.id AS "redRequestId", coalesce(w.confirmation_no, '') AS "confirmationNo"
    FROM invoices i
    JOIN unnest(${numbers.map(({ code }) => code)}::text[], ${numbers.map(({ number }) => number)}::text[])
      AS n(code, number) ON n.code = i.code AND n.number = i.number
    JOIN invoice_requests r ON r.id = i.request_id
    JOIN orders o ON o.id = r.order_id
    JOIN organisations org ON org.id = r.organisation_id
    LEFT JOIN red_requests w ON w.invoice_id = i.id AND w.state = 'requested'`
  return rows.map(({ requestId, orderNumber, organisationName, title, taxNumber, kind, email, ...target }) => ({
    ...target,
    request: {
      id: requestId,
      orderNumber,
      organisationName,
      title,
      taxNumber,
      amountFen: target.amountFen,
      kind,
      email,
    },
  }))
}

type RedTargetRow = Omit<RedTarget, 'request'> & {
  colour: 'blue' | 'red'
  requestId: string
  orderNumber: string
  organisationName: string
  title: string
  taxNumber: string
  kind: InvoiceDetails['kind']
  email: string
  requestState: InvoiceRequestState
}
