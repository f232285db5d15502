import type { z } from 'zod'
import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import { checkTransition } from '../../core/transitions.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { providerSchema } from '../payments/payments.schema.ts'
import { claimingStates, type RefundState, type RefundWay, refundTransitions } from './refunds.rules.ts'

type ProviderName = z.infer<typeof providerSchema>

export type RefundRow = {
  readonly id: string
  readonly number: string
  readonly state: RefundState
  readonly stateSince: Date
  readonly version: number
  readonly way: RefundWay
  readonly amountFen: Fen
  readonly organisationId: string
  readonly organisationPath: string
  readonly organisationName: string
  readonly orderId: string | null
  readonly orderNumber: string | null
  readonly planName: string
  readonly paymentId: string | null
  readonly targetOrderId: string | null
  readonly targetOrderNumber: string | null
  readonly reason: string
  readonly requestedById: string
  readonly requestedByName: string
  readonly requestedByStaff: boolean
  readonly decidedById: string | null
  readonly decidedByName: string | null
  readonly decidedAt: Date | null
  readonly decisionNote: string | null
  readonly payeeName: string
  readonly payeeBank: string
  readonly payeeAccount: string
  readonly transferSerial: string | null
  /** `2026-05-02`, Asia/Shanghai */
  readonly transferredOn: string | null
  /** The account of ours that a transfer left. */
  readonly payeeAccountId: string | null
  readonly ourName: string | null
  readonly ourBank: string | null
  readonly ourAccount: string | null
  readonly provider: ProviderName | null
  readonly providerRefundNo: string | null
  readonly nextQueryAt: Date | null
  readonly queryCount: number
  readonly createdAt: Date
  readonly peopleCount: number
  /** An invoice of its order was issued. */
  readonly needsRedInvoice: boolean
}

type SqlRefund = Omit<RefundRow, 'amountFen'> & { amountFen: bigint }

/** One shape for the page, the lists and the checks. */
export const selectRefunds = Prisma.sql`
  SELECT r.id, r.number, r.state::text AS state, r.state_since AS "stateSince", r.version, r.way::text AS way,
         r.amount_fen AS "amountFen", r.organisation_id AS "organisationId", org.path AS "organisationPath",
         org.name AS "organisationName", r.order_id AS "orderId", o.number AS "orderNumber",
         CASE WHEN r.order_id IS NULL THEN '' ELSE order_plan_name(r.order_id) END AS "planName",
         r.payment_id AS "paymentId", r.target_order_id AS "targetOrderId", target.number AS "targetOrderNumber", r.reason,
         r.requested_by_id AS "requestedById", r.requested_by_name AS "requestedByName",
         r.requested_by_staff AS "requestedByStaff", r.decided_by_id AS "decidedById", r.decided_by_name AS "decidedByName",
         r.decided_at AS "decidedAt", r.decision_note AS "decisionNote", r.payee_name AS "payeeName",
         r.payee_bank AS "payeeBank", r.payee_account AS "payeeAccount", r.transfer_serial AS "transferSerial",
         r.transferred_on::text AS "transferredOn", r.payee_account_id AS "payeeAccountId",
         ours.name AS "ourName", ours.bank AS "ourBank", ours.account AS "ourAccount", r.provider::text AS provider,
         r.provider_refund_no AS "providerRefundNo", r.next_query_at AS "nextQueryAt", r.query_count AS "queryCount",
         r.created_at AS "createdAt",
         (SELECT count(*)::int FROM refund_enrolments p WHERE p.refund_id = r.id) AS "peopleCount",
         EXISTS (SELECT 1 FROM invoice_requests i WHERE i.order_id = r.order_id AND i.state IN ('issued', 'delivered')) AS "needsRedInvoice"
  FROM refunds r
  JOIN organisations org ON org.id = r.organisation_id
  LEFT JOIN orders o ON o.id = r.order_id
  LEFT JOIN orders target ON target.id = r.target_order_id
  LEFT JOIN payee_accounts ours ON ours.id = r.payee_account_id`

export async function findRefunds(db: Readable, rest: Prisma.Sql): Promise<RefundRow[]> {
  const rows = await db.$queryRaw<SqlRefund[]>(Prisma.sql`${selectRefunds} ${rest}`)
  return rows.map((row) => ({ ...row, amountFen: fenFromBigint(row.amountFen) }))
}

export async function findRefund(db: Readable, id: string): Promise<RefundRow | null> {
  return (await findRefunds(db, Prisma.sql`WHERE r.id = ${id}::uuid`))[0] ?? null
}

export async function findRefundByNumber(db: Readable, number: string): Promise<RefundRow | null> {
  return (await findRefunds(db, Prisma.sql`WHERE r.number = ${number}`))[0] ?? null
}

/** Locks the refund until the transaction ends and then reads it, in two statements: see `findOrderForUpdate`. */
export async function lockRefundRow(tx: Transaction, id: string): Promise<RefundRow | null> {
  await tx.$queryRaw`SELECT id FROM refunds WHERE id = ${id}::uuid FOR UPDATE`
  return findRefund(tx, id)
}

export type NewRefund = {
  readonly id: string
  readonly number: string
  readonly orderId: string | null
  readonly paymentId: string | null
  readonly provider: ProviderName | null
  readonly organisationId: string
  readonly amountFen: Fen
  readonly way: RefundWay
  readonly targetOrderId: string | null
  readonly reason: string
  readonly requestedById: string
  readonly requestedByName: string
  readonly requestedByStaff: boolean
  readonly payeeName: string
  readonly payeeBank: string
  readonly payeeAccount: string
  readonly createdAt: Date
  readonly people: readonly { readonly enrolmentId: string; readonly feeFen: Fen }[]
}

export async function insertRefund(tx: Transaction, { people, amountFen, ...refund }: NewRefund): Promise<void> {
  await tx.refund.create({ data: { ...refund, amountFen: BigInt(amountFen), stateSince: refund.createdAt } })
  await tx.refundEnrolment.createMany({
    data: people.map(({ enrolmentId, feeFen }) => ({ refundId: refund.id, enrolmentId, feeFen: BigInt(feeFen) })),
  })
}

export type RefundChange = {
  readonly to: RefundState
  readonly at: Date
  readonly decided?: { readonly byId: string; readonly byName: string; readonly at: Date }
  readonly note?: string
  readonly transfer?: { readonly serial: string; readonly transferredOn: string; readonly payeeAccountId: string }
  readonly providerRefundNo?: string | null
}

/**
 * The one place where a refund changes its state, with its audit row. Throws `conflict` when the table has no such step,
 * `refundChanged` when somebody else was first.
 */
export async function changeRefundState(
  tx: Transaction,
  actor: Actor,
  refund: {
    readonly id: string
    readonly organisationId: string
    readonly state: RefundState
    readonly amountFen: Fen
  },
  { to, at, decided, note, transfer, providerRefundNo }: RefundChange,
): Promise<void> {
  checkTransition(refundTransitions, refund.state, to)
  const settled = to !== 'approved' && to !== 'sent'
  const { count } = await tx.refund.updateMany({
    where: { id: refund.id, state: refund.state },
    data: {
      state: to,
      stateSince: at,
      version: { increment: 1 },
      ...(decided ? { decidedById: decided.byId, decidedByName: decided.byName, decidedAt: decided.at } : {}),
      ...(note === undefined ? {} : { decisionNote: note }),
      ...(transfer
        ? {
            transferSerial: transfer.serial,
            transferredOn: new Date(transfer.transferredOn),
            payeeAccountId: transfer.payeeAccountId,
          }
        : {}),
      ...(providerRefundNo === undefined ? {} : { providerRefundNo }),
      ...(settled ? { nextQueryAt: null } : {}),
    },
  })
  if (count !== 1) throw new AppError('refundChanged', { state: refund.state })
  await writeAudit(tx, actor, {
    action: `refund.${to as Exclude<RefundState, 'requested'>}`,
    subjectType: 'refund',
    subjectId: refund.id,
    organisationId: refund.organisationId,
    before: { state: refund.state },
    after: {
      state: to,
      amountFen: refund.amountFen,
      ...(note === undefined ? {} : { note }),
      ...(transfer ?? {}),
      ...(providerRefundNo ? { providerRefundNo } : {}),
    },
  })
}

/** Asks the provider for the first time `minutes` from now by the database's clock, which all workers share. */
export async function scheduleQuery(tx: Transaction, id: string, minutes: number): Promise<void> {
  await tx.$executeRaw`UPDATE refunds SET next_query_at = now() + make_interval(mins => ${minutes}::int) WHERE id = ${id}::uuid`
}

/** What the provider calls it, learnt while it is under way. */
export async function noteProviderRefundNo(tx: Transaction, id: string, providerRefundNo: string): Promise<void> {
  await tx.refund.updateMany({ where: { id, providerRefundNo: null }, data: { providerRefundNo } })
}

export type DueRefund = {
  readonly id: string
  readonly number: string
  readonly state: RefundState
  readonly queryCount: number
}

/** Locks up to `limit` refunds that the provider is to be asked about, by the database's clock; others take others. */
export async function lockDueRefunds(tx: Transaction, limit: number): Promise<DueRefund[]> {
  return tx.$queryRaw<DueRefund[]>`
    SELECT id, number, state::text AS state, query_count AS "queryCount" FROM refunds
    WHERE next_query_at <= now() ORDER BY next_query_at LIMIT ${limit} FOR UPDATE SKIP LOCKED`
}

export async function postponeQuery(tx: Transaction, id: string, minutes: number): Promise<void> {
  await tx.$executeRaw`
    UPDATE refunds SET query_count = query_count + 1, next_query_at = now() + make_interval(mins => ${minutes}::int)
    WHERE id = ${id}::uuid`
}

/** What refunds that nobody decided on yet ask for, of an order or of an organisation's credit. */
export async function sumRequested(
  db: Readable,
  from: { readonly orderId: string } | { readonly creditOf: string },
): Promise<Fen> {
  const of =
    'orderId' in from
      ? Prisma.sql`order_id = ${from.orderId}::uuid`
      : Prisma.sql`order_id IS NULL AND organisation_id = ${from.creditOf}::uuid`
  const rows = await db.$queryRaw<{ sum: bigint }[]>`
    SELECT coalesce(sum(amount_fen), 0)::bigint AS sum FROM refunds
    WHERE state = 'requested' AND ${of}`
  return fenFromBigint(rows[0]?.sum ?? 0n)
}

/** What went back or is to go back of each payment the way it came, from its order (true) or from the credit (false). */
export async function sumClaimedOfPayments(
  db: Readable,
  paymentIds: readonly string[],
  fromOrder: boolean,
): Promise<Map<string, Fen>> {
  const rows = await db.$queryRaw<{ paymentId: string; sum: bigint }[]>`
    SELECT payment_id AS "paymentId", sum(amount_fen)::bigint AS sum FROM refunds
    WHERE payment_id = ANY(${[...paymentIds]}::uuid[]) AND way = 'source' AND state::text = ANY(${[...claimingStates]})
      AND (order_id IS NOT NULL) = ${fromOrder}
    GROUP BY payment_id`
  return new Map(rows.map((row) => [row.paymentId, fenFromBigint(row.sum)]))
}

export type OrderPerson = {
  readonly enrolmentId: string
  readonly learnerName: string
  readonly planName: string
  readonly feeFen: Fen
  readonly state: 'paid' | 'held' | 'refunded'
}

type SqlPerson = Omit<OrderPerson, 'feeFen'> & { feeFen: bigint }

/** Those whose fees an order asks for or paid, with what refunds made of them. */
export async function findOrderPeople(db: Readable, orderId: string): Promise<OrderPerson[]> {
  const rows = await db.$queryRaw<SqlPerson[]>`
    SELECT e.id AS "enrolmentId", l.name AS "learnerName", p.name AS "planName", coalesce(e.fee_fen, 0) AS "feeFen",
           CASE WHEN e.refunded_at IS NOT NULL THEN 'refunded' WHEN e.refund_id IS NOT NULL OR e.state <> 'confirmed' THEN 'held'
                ELSE 'paid' END AS state
    FROM enrolments e JOIN learners l ON l.id = e.learner_id JOIN plans p ON p.id = e.plan_id
    WHERE e.order_id = ${orderId}::uuid ORDER BY e.id`
  return rows.map((row) => ({ ...row, feeFen: fenFromBigint(row.feeFen) }))
}

/** Those whom a refund is for. */
export async function findRefundPeople(db: Readable, refundId: string): Promise<Omit<OrderPerson, 'state'>[]> {
  const rows = await db.$queryRaw<Omit<SqlPerson, 'state'>[]>`
    SELECT e.id AS "enrolmentId", l.name AS "learnerName", p.name AS "planName", r.fee_fen AS "feeFen"
    FROM refund_enrolments r JOIN enrolments e ON e.id = r.enrolment_id
    JOIN learners l ON l.id = e.learner_id JOIN plans p ON p.id = e.plan_id
    WHERE r.refund_id = ${refundId}::uuid ORDER BY e.id`
  return rows.map((row) => ({ ...row, feeFen: fenFromBigint(row.feeFen) }))
}
