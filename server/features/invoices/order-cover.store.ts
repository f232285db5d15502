import { type Fen, fen } from '../../core/money.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { deadRequestStates } from './invoices.rules.ts'
import type { InvoiceRequestState } from './invoices.schema.ts'

const dead = Prisma.sql`ARRAY[${Prisma.join([...deadRequestStates])}]::invoice_request_state[]`

/** What the ledger says was paid for the order, and what its requests cover: read in the transaction that holds the order. */
export async function findCover(db: Readable, orderId: string): Promise<{ paidFen: Fen; coveredFen: Fen }> {
  const rows = await db.$queryRaw<{ paid: number; covered: number }[]>`
    SELECT order_paid_fen(${orderId}::uuid)::float8 AS paid,
           coalesce((SELECT sum(amount_fen) FROM invoice_requests
                     WHERE order_id = ${orderId}::uuid AND state <> ALL(${dead})), 0)::float8 AS covered`
  return { paidFen: fen(rows[0]?.paid ?? 0), coveredFen: fen(rows[0]?.covered ?? 0) }
}

/** A request that neither a voucher nor a payment opened: before the money, or anew after a red invoice. */
export type RequestBeforePayment = {
  readonly id: string
  readonly organisationId: string
  readonly state: InvoiceRequestState
  readonly stateSince: Date
  readonly amountFen: Fen
  readonly createdAt: Date
  readonly approvedAt: Date | null
  readonly rejectedReason: string | null
  /** The blue invoice: `2026-05-02`, and when it came out here. */
  readonly issuedOn: string | null
  readonly issuedAt: Date | null
}

/** Those of an order, the oldest first. */
export async function findRequestsBeforePayment(db: Readable, orderId: string): Promise<RequestBeforePayment[]> {
  const rows = await db.$queryRaw<(Omit<RequestBeforePayment, 'amountFen'> & { amountFen: number })[]>`
    SELECT r.id, r.organisation_id AS "organisationId", r.state::text AS state, r.state_since AS "stateSince",
           r.amount_fen::float8 AS "amountFen", r.created_at AS "createdAt", r.approved_at AS "approvedAt",
           r.rejected_reason AS "rejectedReason",
           to_char(i.issued_on, 'YYYY-MM-DD') AS "issuedOn", i.created_at AS "issuedAt"
    FROM invoice_requests r
    LEFT JOIN invoices i ON i.request_id = r.id AND i.colour = 'blue'
    WHERE r.order_id = ${orderId}::uuid AND r.voucher_id IS NULL AND r.payment_id IS NULL
    ORDER BY r.created_at, r.id`
  return rows.map((row) => ({ ...row, amountFen: fen(row.amountFen) }))
}

/** The latest request of the order that still asks for something. */
export async function findCovering(
  db: Readable,
  orderId: string,
): Promise<{ id: string; state: InvoiceRequestState } | null> {
  return db.invoiceRequest.findFirst({
    where: { orderId, state: { notIn: [...deadRequestStates] } },
    select: { id: true, state: true },
    orderBy: { createdAt: 'desc' },
  })
}

/**
 * Holds the order that a request is of until the transaction ends, before the request itself: payments, expiry and changes
 * of its mode hold it too. Orders' own use-cases depend on invoices, so invoices ask the table.
 */
export async function holdOrder(tx: Transaction, orderId: string): Promise<{ state: string; amountFen: Fen } | null> {
  const rows = await tx.$queryRaw<{ state: string; amountFen: number }[]>`
    SELECT state::text AS state, amount_fen::float8 AS "amountFen" FROM orders WHERE id = ${orderId}::uuid FOR UPDATE`
  const [row] = rows
  return row ? { state: row.state, amountFen: fen(row.amountFen) } : null
}
