import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Fen, fenFromBigint, zeroFen } from '../../core/money.ts'
import { checkTransition } from '../../core/transitions.ts'
import { changeAudited } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import {
  type OrderKind,
  type OrderMode,
  type OrderState,
  orderTransitions,
  outstandingFen,
  rejectionGraceHours,
} from './orders.rules.ts'

/** The bank account of ours that an order is paid into. */
export type Payee = { readonly id: string; readonly name: string; readonly bank: string; readonly account: string }

export type OrderItemFacts = {
  readonly planId: string
  readonly planName: string
  /** The subject whose fee it is; null for a fee per learner and for study cards. */
  readonly subjectId: string | null
  readonly position: number
  readonly description: string
  readonly quantity: number
  readonly unitFen: Fen
  readonly amountFen: Fen
}

export type OrderMoney = {
  readonly amountFen: Fen
  /** From the ledger: what was paid for it, refunds taken off. */
  readonly paidFen: Fen
  /** From the ledger: what went back of it, set aside or gone. */
  readonly refundedFen: Fen
  /** What can still be paid: amount less paid while it is open, never below 0; nothing afterwards. */
  readonly outstandingFen: Fen
}

export type OrderRow = OrderMoney & {
  readonly id: string
  readonly number: string
  readonly kind: OrderKind
  readonly mode: OrderMode
  readonly state: OrderState
  readonly stateSince: Date
  readonly expiresAt: Date
  readonly cancelReason: string | null
  readonly organisationId: string
  readonly organisationPath: string
  readonly organisationName: string
  /** Null where its items are of several plans, whose names `planName` joins. */
  readonly planId: string | null
  readonly planName: string
  readonly payee: Payee
  readonly createdById: string
  readonly createdByName: string
  readonly createdAt: Date
}

type SqlOrder = Omit<OrderRow, 'amountFen' | 'paidFen' | 'refundedFen' | 'outstandingFen' | 'payee'> & {
  amountFen: bigint
  paidFen: bigint
  refundedFen: bigint
  payeeId: string
  payeeName: string
  payeeBank: string
  payeeAccount: string
}

/** One shape for the page, the lists and the checks; what was paid is asked of the ledger. */
export const selectOrders = Prisma.sql`
  SELECT o.id, o.number, o.kind::text AS kind, o.mode::text AS mode, o.state::text AS state, o.state_since AS "stateSince",
         o.expires_at AS "expiresAt", o.cancel_reason AS "cancelReason", o.amount_fen AS "amountFen",
         order_paid_fen(o.id) AS "paidFen", order_refunded_fen(o.id) AS "refundedFen",
         o.organisation_id AS "organisationId", org.path AS "organisationPath",
         org.name AS "organisationName", o.plan_id AS "planId", order_plan_name(o.id) AS "planName", pa.id AS "payeeId",
         pa.name AS "payeeName", pa.bank AS "payeeBank", pa.account AS "payeeAccount", o.created_by_id AS "createdById",
         coalesce(a.name, '') AS "createdByName", o.created_at AS "createdAt"
  FROM orders o
  JOIN organisations org ON org.id = o.organisation_id
  JOIN payee_accounts pa ON pa.id = o.payee_account_id
  LEFT JOIN accounts a ON a.id = o.created_by_id`

function toOrder({ payeeId, payeeName, payeeBank, payeeAccount, ...row }: SqlOrder): OrderRow {
  return {
    ...row,
    ...moneyOf(row),
    payee: { id: payeeId, name: payeeName, bank: payeeBank, account: payeeAccount },
  }
}

function moneyOf({ state, ...row }: Pick<SqlOrder, 'state' | 'amountFen' | 'paidFen' | 'refundedFen'>): OrderMoney {
  const [amountFen, paidFen] = [fenFromBigint(row.amountFen), fenFromBigint(row.paidFen)]
  return {
    amountFen,
    paidFen,
    refundedFen: fenFromBigint(row.refundedFen),
    outstandingFen: state === 'open' ? outstandingFen(amountFen, paidFen) : zeroFen,
  }
}

export async function findOrders(db: Readable, rest: Prisma.Sql): Promise<OrderRow[]> {
  return (await db.$queryRaw<SqlOrder[]>(Prisma.sql`${selectOrders} ${rest}`)).map(toOrder)
}

export async function findOrder(db: Readable, id: string): Promise<OrderRow | null> {
  return (await findOrders(db, Prisma.sql`WHERE o.id = ${id}::uuid`))[0] ?? null
}

export async function findOrderItems(db: Readable, orderId: string): Promise<OrderItemFacts[]> {
  const rows = await db.orderItem.findMany({
    where: { orderId },
    include: { plan: { select: { name: true } } },
    orderBy: { position: 'asc' },
  })
  return rows.map(({ plan, planId, subjectId, position, description, quantity, unitFen, amountFen }) => ({
    planId,
    planName: plan.name,
    subjectId,
    position,
    description,
    quantity,
    unitFen: fenFromBigint(unitFen),
    amountFen: fenFromBigint(amountFen),
  }))
}

/**
 * Locks the order until the transaction ends and then reads it: in one statement the ledger's sum would be the one from
 * before the wait for the lock.
 */
export async function findOrderForUpdate(tx: Transaction, id: string): Promise<OrderRow | null> {
  await tx.$queryRaw`SELECT id FROM orders WHERE id = ${id}::uuid FOR UPDATE`
  return findOrder(tx, id)
}

export type NewOrder = {
  readonly id: string
  readonly number: string
  readonly kind: OrderKind
  readonly mode: OrderMode
  readonly planId: string | null
  readonly organisationId: string
  readonly payeeAccountId: string
  readonly amountFen: Fen
  readonly expiresAt: Date
  readonly createdById: string
  readonly createdAt: Date
  readonly items: readonly (Omit<OrderItemFacts, 'planName'> & { readonly id: string })[]
}

export async function addOrder(tx: Transaction, { items, amountFen, ...order }: NewOrder): Promise<void> {
  await tx.order.create({ data: { ...order, amountFen: BigInt(amountFen), stateSince: order.createdAt } })
  await tx.orderItem.createMany({
    data: items.map((item) => ({
      ...item,
      orderId: order.id,
      unitFen: BigInt(item.unitFen),
      amountFen: BigInt(item.amountFen),
    })),
  })
}

/** Why an order ended: in somebody's words, or because another took over what it asked for. */
export type OrderEnd =
  | { readonly reason: string }
  | { readonly replacedById: string; readonly by: 'merged' | 'split' }
  | null

/**
 * The one place where an order changes its state, with its audit row. Throws `conflict` when the table has no such step
 * or somebody else changed it first.
 */
export async function changeOrderState(
  tx: Transaction,
  actor: Actor,
  order: { readonly id: string; readonly organisationId: string; readonly state: OrderState },
  to: OrderState,
  at: Date,
  end: OrderEnd = null,
): Promise<void> {
  checkTransition(orderTransitions, order.state, to)
  const reason = end && 'reason' in end ? { reason: end.reason } : null
  const replaced = end && 'by' in end ? { replacedById: end.replacedById } : null
  const change = Prisma.sql`
    UPDATE orders SET state = ${to}::order_state, state_since = ${at},
      cancel_reason = coalesce(${reason?.reason ?? null}, cancel_reason),
      replaced_by_id = coalesce(${replaced?.replacedById ?? null}::uuid, replaced_by_id)
    WHERE id = ${order.id}::uuid AND state = ${order.state}::order_state RETURNING id`
  const changed = await changeAudited(tx, actor, change, {
    action: end && 'by' in end ? `order.${end.by}` : `order.${to}`,
    subjectType: 'order',
    subjectId: order.id,
    organisationId: order.organisationId,
    before: { state: order.state },
    after: { state: to, ...reason, ...replaced },
  })
  if (!changed) throw new AppError('conflict', { from: order.state, to })
}

/** A new time to pay, never an earlier one than before. */
export async function setExpiry(tx: Transaction, orderId: string, at: Date): Promise<void> {
  await tx.$executeRaw`UPDATE orders SET expires_at = greatest(expires_at, ${at}) WHERE id = ${orderId}::uuid`
}

/** Whether it is paid before or after its invoice. The order is locked by the caller. Throws `conflict`. */
export async function changeOrderMode(
  tx: Transaction,
  actor: Actor,
  order: { readonly id: string; readonly organisationId: string; readonly mode: OrderMode },
  to: OrderMode,
): Promise<void> {
  const change = Prisma.sql`
    UPDATE orders SET mode = ${to}::order_mode WHERE id = ${order.id}::uuid AND mode = ${order.mode}::order_mode RETURNING id`
  const changed = await changeAudited(tx, actor, change, {
    action: 'order.modeChanged',
    subjectType: 'order',
    subjectId: order.id,
    organisationId: order.organisationId,
    before: { mode: order.mode },
    after: { mode: to },
  })
  if (!changed) throw new AppError('conflict')
}

/**
 * An open order for study cards that is just like one that is to be made, the latest; null where there is none. Two who
 * ask for one plan and organisation at once ask one after the other, until the transaction ends.
 */
export async function findOrderLike(
  tx: Transaction,
  wanted: { readonly planId: string; readonly organisationId: string; readonly amountFen: Fen },
): Promise<{ id: string; number: string } | null> {
  const place = `order-like:${wanted.planId}:${wanted.organisationId}`
  await tx.$queryRaw`SELECT 1 AS held FROM pg_advisory_xact_lock(hashtextextended(${place}, 0))`
  return tx.order.findFirst({
    where: { ...wanted, amountFen: BigInt(wanted.amountFen), kind: 'studyCards', state: 'open' },
    orderBy: { createdAt: 'desc' },
    select: { id: true, number: true },
  })
}

/**
 * Whether a voucher of this order waits for its review. Ask with the order locked: submitting a voucher locks it too
 * (`lockOrder`), so that no voucher comes in between. Vouchers' own use-cases depend on orders, so orders ask the table.
 */
export async function hasVoucherInReview(tx: Transaction, orderId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ found: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM vouchers WHERE order_id = ${orderId}::uuid AND state = 'submitted') AS found`
  return rows[0]?.found ?? false
}

/** So long an attempt that got no last word from its provider can still turn out paid. */
const unansweredHours = 24

/**
 * 先开票后付款: the invoice of the order `o` is on its way or out, so that its organisation can pay it; or it was sent back
 * lately, and there is time to put it right.
 */
export const awaitsInvoice = Prisma.sql`EXISTS (
  SELECT 1 FROM invoice_requests r
  WHERE r.order_id = o.id
    AND (r.state NOT IN ('rejected', 'redFlushed', 'withdrawn')
      OR (o.mode = 'invoiceFirst' AND r.state = 'rejected'
        AND r.state_since > now() - make_interval(hours => ${rejectionGraceHours}::int))))`

/** An attempt of the order `o` that is under way, or of which the provider has not said that no money will come. */
const mayStillBePaid = Prisma.sql`EXISTS (
  SELECT 1 FROM payments p
  WHERE p.order_id = o.id AND p.provider IS NOT NULL AND p.closed_at IS NULL AND p.state <> 'confirmed'
    AND greatest(p.created_at, CASE WHEN p.state IN ('created', 'pending') THEN p.expires_at END) > now() - make_interval(hours => ${unansweredHours}::int))`

/**
 * Left open although their time is over: what was paid in part or may be, has a voucher in review or an invoice that was
 * asked for before the money, or had one of these rejected lately.
 */
const mayExpire = Prisma.sql`
  o.state = 'open' AND o.expires_at <= now() AND order_paid_fen(o.id) = 0
  AND NOT ${mayStillBePaid}
  AND NOT EXISTS (
    SELECT 1 FROM vouchers v
    WHERE v.order_id = o.id
      AND (v.state = 'submitted'
        OR (v.state = 'rejected' AND v.state_since > now() - make_interval(hours => ${rejectionGraceHours}::int))))
  AND NOT ${awaitsInvoice}`

/**
 * Locks up to `limit` open orders whose time is over by the database's clock, so that workers on machines whose clocks
 * differ agree. They are asked a second time once they are locked: a voucher that was submitted or an attempt that was
 * begun between the first statement's beginning and its lock changed no order, so only a new statement sees it.
 */
export async function lockOverdueOrders(tx: Transaction, limit: number): Promise<OrderRow[]> {
  const locked = await tx.$queryRaw<{ id: string }[]>`
    SELECT o.id FROM orders o WHERE ${mayExpire} ORDER BY o.expires_at LIMIT ${limit} FOR UPDATE OF o SKIP LOCKED`
  if (locked.length === 0) return []
  const ids = locked.map(({ id }) => id)
  return findOrders(tx, Prisma.sql`WHERE o.id = ANY(${ids}::uuid[]) AND ${mayExpire}`)
}

/** Locks orders in the order of their ids, as every transaction that holds several does, and then reads them. */
export async function findOrdersForUpdate(tx: Transaction, ids: readonly string[]): Promise<OrderRow[]> {
  await tx.$queryRaw`SELECT id FROM orders WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`
  return findOrders(tx, Prisma.sql`WHERE o.id = ANY(${[...ids]}::uuid[]) ORDER BY o.id`)
}
