import { escapeLike } from '../../core/escape-like.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import { normaliseOrderNumber } from '../../core/order-number.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import type { ListPaymentsInput, PaymentView } from './payments.schema.ts'

/** A payment as pages show it, with the path that decides who sees it. */
export type PaymentRow = Omit<
  PaymentView,
  'stateSince' | 'expiresAt' | 'movedAt' | 'createdAt' | 'amountFen' | 'receivedFen' | 'toOrderFen' | 'toCreditFen'
> & {
  readonly organisationPath: string
  readonly amountFen: Fen
  readonly receivedFen: Fen | null
  readonly toOrderFen: Fen
  readonly toCreditFen: Fen
  readonly stateSince: Date
  readonly expiresAt: Date | null
  readonly movedAt: Date | null
  readonly createdAt: Date
}

type Amounts = 'amountFen' | 'receivedFen' | 'toOrderFen' | 'toCreditFen'
type SqlPayment = Omit<PaymentRow, Amounts> & {
  amountFen: bigint
  receivedFen: bigint | null
  toOrderFen: bigint
  toCreditFen: bigint
}

/** Where the money went is what the ledger says: nowhere, where it was taken back. */
const selectPayments = Prisma.sql`
  SELECT p.id, p.order_id AS "orderId", o.number AS "orderNumber", o.state::text AS "orderState",
         o.organisation_id AS "organisationId", org.name AS "organisationName", org.path AS "organisationPath",
         p.method::text AS method, p.provider::text AS provider, p.trade_no AS "tradeNo", p.provider_trade_no AS "providerTradeNo",
         p.state::text AS state, p.state_since AS "stateSince", p.expires_at AS "expiresAt",
         (p.state IN ('created', 'pending') AND o.state = 'open' AND p.expires_at > now()) AS live,
         p.amount_fen AS "amountFen", p.received_fen AS "receivedFen", p.outcome::text AS outcome,
         split.to_order AS "toOrderFen", split.to_credit AS "toCreditFen", p.failure, p.moved_at AS "movedAt",
         p.voucher_id AS "voucherId", coalesce(a.name, '') AS "createdByName", p.created_at AS "createdAt"
  FROM payments p
  JOIN orders o ON o.id = p.order_id
  JOIN organisations org ON org.id = o.organisation_id
  LEFT JOIN accounts a ON a.id = p.created_by_id
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(CASE WHEN t.kind IN ('paymentReceived', 'creditToOrder') THEN t.amount_fen
                             WHEN t.kind = 'paymentReversed' THEN -t.amount_fen END), 0)::bigint AS to_order,
           coalesce(sum(CASE WHEN t.kind = 'overpaymentToCredit' THEN t.amount_fen
                             WHEN t.kind = 'creditReversed' THEN -t.amount_fen END), 0)::bigint AS to_credit
    FROM ledger_transfers t WHERE t.cause_type = 'payment' AND t.cause_id = p.id) split`

async function findRows(db: Readable, rest: Prisma.Sql): Promise<PaymentRow[]> {
  const rows = await db.$queryRaw<SqlPayment[]>(Prisma.sql`${selectPayments} ${rest}`)
  return rows.map((row) => ({
    ...row,
    // A transfer or credit has no time limit to be over.
    live: row.live ?? false,
    amountFen: fenFromBigint(row.amountFen),
    receivedFen: row.receivedFen === null ? null : fenFromBigint(row.receivedFen),
    toOrderFen: fenFromBigint(row.toOrderFen),
    toCreditFen: fenFromBigint(row.toCreditFen),
  }))
}

export async function findPaymentRow(db: Readable, id: string): Promise<PaymentRow | null> {
  return (await findRows(db, Prisma.sql`WHERE p.id = ${id}::uuid`))[0] ?? null
}

/** The payments of an order, the newest first. */
export async function findPaymentsOfOrder(db: Readable, orderId: string): Promise<PaymentRow[]> {
  return findRows(db, Prisma.sql`WHERE p.order_id = ${orderId}::uuid ORDER BY p.created_at DESC, p.id DESC`)
}

/** One row more than the page, as `toPage` wants it, the newest first. */
export async function findPaymentPage(db: Readable, input: ListPaymentsInput): Promise<PaymentRow[]> {
  const { state, outcome, method, search, cursor, limit } = input
  const conditions = [Prisma.sql`true`]
  if (state) conditions.push(Prisma.sql`p.state = ${state}::payment_state`)
  if (outcome) conditions.push(Prisma.sql`p.outcome = ${outcome}::payment_outcome`)
  if (method) conditions.push(Prisma.sql`p.method = ${method}::payment_method`)
  if (search) conditions.push(searchCondition(search))
  if (cursor) conditions.push(Prisma.sql`p.id < ${cursor}::uuid`)
  return findRows(db, Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')} ORDER BY p.id DESC LIMIT ${limit + 1}`)
}

function searchCondition(search: string): Prisma.Sql {
  const number = normaliseOrderNumber(search)
  if (number !== null) return Prisma.sql`o.number = ${number}`
  return Prisma.sql`(p.trade_no = ${search.toUpperCase()} OR p.provider_trade_no = ${search}
    OR o.organisation_id IN (SELECT id FROM organisations WHERE name ILIKE ${`%${escapeLike(search)}%`}))`
}
