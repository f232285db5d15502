import { AppError } from '../../core/app-error.ts'
import { type Fen, fen, fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { EnrolmentState } from './enrolments.schema.ts'

// What enrolments hold of orders and refunds. Orders and refunds depend on enrolments, so this asks their tables.

export type OrderOf = { number: string; createdAt: Date; feeFen: Fen }

/** All orders that were ever made for the enrolment, the oldest first. */
export async function findOrdersOf(db: Readable, enrolmentId: string): Promise<OrderOf[]> {
  const rows = await db.$queryRaw<{ number: string; createdAt: Date; feeFen: bigint }[]>`
    SELECT o.number, o.created_at AS "createdAt", m.fee_fen AS "feeFen"
    FROM order_enrolments m JOIN orders o ON o.id = m.order_id WHERE m.enrolment_id = ${enrolmentId}::uuid ORDER BY o.id`
  return rows.map((row) => ({ ...row, feeFen: fenFromBigint(row.feeFen) }))
}

/** Confirmed ones of the range of paths that have a fee and no order. */
export async function findPayableIds(
  db: Readable,
  range: { readonly from: string; readonly to: string },
  planId: string | undefined,
  most: number,
): Promise<string[]> {
  const plan = planId === undefined ? Prisma.empty : Prisma.sql`AND e.plan_id = ${planId}::uuid`
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM enrolments e
    WHERE e.state = 'confirmed' AND e.order_id IS NULL AND e.fee_fen > 0
      AND e.organisation_path >= ${range.from} AND e.organisation_path < ${range.to} ${plan}
    ORDER BY e.organisation_path, e.id DESC LIMIT ${most}`
  return rows.map((row) => row.id)
}

export type PayableRow = {
  id: string
  planId: string
  planNumber: string
  planName: string
  learnerId: string
  learnerName: string
  organisationId: string
  organisationName: string
  organisationPath: string
  feeFen: bigint
  state: EnrolmentState
  orderNumber: string | null
  orderPaid: boolean
  subjects: { id: string; name: string; feeFen: number }[]
}

/** What orders have to know of enrolments: by plan, the latest number first, then by id. */
export async function findPayable(db: Readable, ids: readonly string[]): Promise<PayableRow[]> {
  if (ids.length === 0) return []
  return db.$queryRaw<PayableRow[]>`
    SELECT e.id, e.plan_id AS "planId", p.number AS "planNumber", p.name AS "planName", e.learner_id AS "learnerId",
           l.name AS "learnerName", e.organisation_id AS "organisationId", u.name AS "organisationName", e.organisation_path AS "organisationPath",
           coalesce(e.fee_fen, 0) AS "feeFen", e.state::text AS state, o.number AS "orderNumber", coalesce(o.state = 'paid', false) AS "orderPaid",
           coalesce((SELECT json_agg(json_build_object('id', s.id, 'name', s.name, 'feeFen', coalesce(t.fee_fen, 0)) ORDER BY s.position, s.id)
                     FROM enrolment_subjects t JOIN plan_subjects s ON s.id = t.subject_id WHERE t.enrolment_id = e.id), '[]') AS subjects
    FROM enrolments e
    JOIN plans p ON p.id = e.plan_id
    JOIN learners l ON l.id = e.learner_id
    JOIN organisations u ON u.id = e.organisation_id
    LEFT JOIN orders o ON o.id = e.order_id
    WHERE e.id = ANY(${[...ids]}::uuid[])
    ORDER BY p.number DESC, e.id`
}

/** Lets the order ask for their fees, and writes down for whom it was made. Throws `conflict` when one is taken already. */
export async function setOrder(
  tx: Transaction,
  orderId: string,
  rows: readonly { readonly id: string; readonly feeFen: Fen }[],
): Promise<void> {
  const ids = rows.map((row) => row.id)
  const count = await tx.$executeRaw`
    UPDATE enrolments SET order_id = ${orderId}::uuid, version = version + 1
    WHERE id = ANY(${ids}::uuid[]) AND state = 'confirmed' AND order_id IS NULL`
  if (count !== rows.length) throw new AppError('conflict')
  await tx.$executeRaw`
    INSERT INTO order_enrolments (order_id, enrolment_id, fee_fen)
    SELECT ${orderId}::uuid, t.id, t.fee_fen
    FROM unnest(${ids}::uuid[], ${rows.map((row) => BigInt(row.feeFen))}::bigint[]) AS t (id, fee_fen)`
}

/** Locks them in the order of their ids before they are let go of. */
export async function clearOrder(tx: Transaction, orderId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH held AS MATERIALIZED (
      SELECT id FROM enrolments WHERE order_id = ${orderId}::uuid AND state = 'confirmed' ORDER BY id FOR NO KEY UPDATE)
    UPDATE enrolments e SET order_id = NULL, version = e.version + 1 FROM held WHERE e.id = held.id RETURNING e.id`
  return rows.map((row) => row.id)
}

export type OrderPersonRow = {
  enrolmentId: string
  learnerId: string
  learnerName: string
  idNumberMasked: string
  planId: string
  planName: string
  organisationId: string
  organisationName: string
  state: EnrolmentState
  refunded: boolean
  elsewhere: boolean
  feeFen: bigint
  subjectNames: string[]
}

/** For whom an order was made, by enrolment id after `after`. */
export async function findOrderPeople(
  db: Readable,
  orderId: string,
  after: string | null,
  take: number,
): Promise<OrderPersonRow[]> {
  return db.$queryRaw<OrderPersonRow[]>`
    SELECT e.id AS "enrolmentId", l.id AS "learnerId", l.name AS "learnerName", l.id_number_masked AS "idNumberMasked", p.id AS "planId",
           p.name AS "planName", u.id AS "organisationId", u.name AS "organisationName", e.state::text AS state,
           e.refunded_at IS NOT NULL AS refunded, e.order_id IS NOT NULL AND e.order_id <> m.order_id AS elsewhere,
           m.fee_fen AS "feeFen",
           ARRAY(SELECT s.name FROM enrolment_subjects t JOIN plan_subjects s ON s.id = t.subject_id
                 WHERE t.enrolment_id = e.id ORDER BY s.position, s.id) AS "subjectNames"
    FROM order_enrolments m
    JOIN enrolments e ON e.id = m.enrolment_id
    JOIN learners l ON l.id = e.learner_id
    JOIN plans p ON p.id = e.plan_id
    JOIN organisations u ON u.id = e.organisation_id
    WHERE m.order_id = ${orderId}::uuid AND (${after}::uuid IS NULL OR m.enrolment_id > ${after}::uuid)
    ORDER BY m.enrolment_id LIMIT ${take}`
}

// --- Refunds -----------------------------------------------------------------------------------------------------

export type RefundableRow = { id: string; learnerName: string; feeFen: Fen; state: EnrolmentState; free: boolean }

/** Whom a refund of the order can be about: `free` when no refund has them and the order is theirs. */
export async function findRefundable(
  tx: Transaction,
  orderId: string,
  ids: readonly string[],
): Promise<RefundableRow[]> {
  const rows = await tx.$queryRaw<
    { id: string; learnerName: string; feeFen: number; state: EnrolmentState; free: boolean }[]
  >`
    SELECT e.id, l.name AS "learnerName", coalesce(e.fee_fen, 0)::float8 AS "feeFen", e.state::text AS state,
           (e.order_id IS NOT DISTINCT FROM ${orderId}::uuid AND e.refund_id IS NULL) AS free
    FROM enrolments e JOIN learners l ON l.id = e.learner_id
    WHERE e.id = ANY(${[...ids]}::uuid[]) ORDER BY e.id`
  return rows.map((row) => ({ ...row, feeFen: fen(row.feeFen) }))
}

export async function setRefund(tx: Transaction, refundId: string, ids: readonly string[]): Promise<void> {
  const count = await tx.$executeRaw`
    UPDATE enrolments SET refund_id = ${refundId}::uuid, version = version + 1
    WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'confirmed' AND refund_id IS NULL`
  if (count !== ids.length) throw new AppError('conflict')
}

export async function clearRefund(tx: Transaction, refundId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH held AS MATERIALIZED (
      SELECT id FROM enrolments WHERE refund_id = ${refundId}::uuid AND refunded_at IS NULL ORDER BY id FOR NO KEY UPDATE)
    UPDATE enrolments e SET refund_id = NULL, version = e.version + 1 FROM held WHERE e.id = held.id RETURNING e.id`
  return rows.map((row) => row.id)
}
