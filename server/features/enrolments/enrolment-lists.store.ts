import { Prisma, type Readable } from '../../platform/database.ts'
import type { EnrolmentState, PaymentStatus } from './enrolments.schema.ts'

/** Whom a search of people finds (learners/search-learners.ts): these, or a condition on the row `l` of learners. */
export type PersonSearch = { readonly ids: readonly string[] } | { readonly condition: Prisma.Sql }

/**
 * Lists of a subtree are in the order (organisation_path, newest first): each is one range of an index. Lists over the
 * whole centre are the newest first. Whether one is paid is derived from its order, never stored.
 */
export type EnrolmentQuery = {
  /** Null: the whole centre. */
  readonly range: { readonly from: string; readonly to: string } | null
  readonly planId: string | null
  readonly state: EnrolmentState | null
  readonly paymentStatus: PaymentStatus | null
  readonly ordered: boolean | null
  readonly search: PersonSearch | null
}

export type PageKey = { readonly path: string; readonly id: string }

/** Whether somebody is paying the order `o` now: an attempt that can still be finished, or a voucher in review. */
export const orderUnderWay = Prisma.sql`
  (EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND p.state IN ('created', 'pending')
             AND (p.expires_at IS NULL OR p.expires_at > now()))
   OR EXISTS (SELECT 1 FROM vouchers v WHERE v.order_id = o.id AND v.state = 'submitted'))`

/** 缴费状态 of the enrolment `e` with its order `o`. */
export const paymentStatusSql = Prisma.sql`
  CASE WHEN e.refunded_at IS NOT NULL THEN 'refunded'
       WHEN e.state <> 'confirmed' THEN 'none'
       WHEN e.fee_fen = 0 OR o.state = 'paid' THEN 'paid'
       WHEN o.state = 'open' AND ${orderUnderWay} THEN 'underWay'
       ELSE 'due' END`

// --- SQL, in one place so that a test can ask for its plans ------------------------------------------------------

/** The next page's ids, in the list's order: of each part a page at most, and of these the first. */
export function pageSql(query: EnrolmentQuery, after: PageKey | null, take: number): Prisma.Sql {
  const order = query.range === null ? Prisma.sql`e.id DESC` : Prisma.sql`e.organisation_path, e.id DESC`
  const parts = partsOf(query).map(
    (part) => Prisma.sql`
      (SELECT e.id, e.organisation_path FROM ${part.from} e ${joinsOf(query)}
       WHERE ${whereOf(query)} AND ${part.where} AND ${afterSql(query, after)}
       ORDER BY ${order} LIMIT ${take})`,
  )
  return Prisma.sql`
    SELECT e.id, e.organisation_path AS path FROM (${Prisma.join(parts, ' UNION ALL ')}) e ORDER BY ${order} LIMIT ${take}`
}

/** Cursors come from outside: whatever they say, the range is never left. */
function afterSql({ range }: EnrolmentQuery, after: PageKey | null): Prisma.Sql {
  if (!after) return Prisma.sql`true`
  if (range === null) return Prisma.sql`e.id < ${after.id}::uuid`
  return Prisma.sql`e.organisation_path >= ${after.path} AND (e.organisation_path > ${after.path} OR e.id < ${after.id}::uuid)`
}

function joinsOf({ search }: EnrolmentQuery): Prisma.Sql {
  return search && 'condition' in search ? Prisma.sql`JOIN learners l ON l.id = e.learner_id` : Prisma.empty
}

/** States stand in the text, not in a parameter, so that partial indexes can answer. */
const stateIs = (state: EnrolmentState) => Prisma.sql`e.state = ${Prisma.raw(`'${state}'`)}`

const payable = Prisma.sql`${stateIs('confirmed')} AND e.fee_fen > 0`

type Part = { readonly from: Prisma.Sql; readonly where: Prisma.Sql }

const all = (where: Prisma.Sql): Part => ({ from: Prisma.sql`enrolments`, where })

/** Those in open orders first, and then what is asked of them: the planner would rather walk a whole range for them. */
const inOpenOrders = (which: Prisma.Sql): Prisma.Sql => Prisma.sql`
  (SELECT * FROM enrolments WHERE order_id = ANY(ARRAY(SELECT o.id FROM orders o WHERE o.state = 'open' AND ${which})) OFFSET 0)`

const inOpenOrder = (which: Prisma.Sql): Part => ({ from: inOpenOrders(which), where: payable })

/**
 * The payment status as parts that exclude each other: the same rule as `paymentStatusSql`. Most of what is confirmed was
 * paid long ago, so what is due is found by the index of what no order asks for, and by the open orders.
 */
function partsOf({ paymentStatus, ordered }: EnrolmentQuery): Part[] {
  const andOrdered =
    ordered === null
      ? Prisma.sql`true`
      : Prisma.sql`${payable} AND e.order_id IS ${ordered ? Prisma.sql`NOT NULL` : Prisma.sql`NULL`}`
  const parts: Record<PaymentStatus, Part[]> = {
    none: [all(Prisma.sql`e.state <> 'confirmed' AND e.refunded_at IS NULL`)],
    due: [all(Prisma.sql`${payable} AND e.order_id IS NULL`), inOpenOrder(Prisma.sql`NOT ${orderUnderWay}`)],
    underWay: [inOpenOrder(orderUnderWay)],
    paid: [
      all(Prisma.sql`${stateIs('confirmed')} AND (e.fee_fen = 0 OR EXISTS (
        SELECT 1 FROM orders o WHERE o.id = e.order_id AND o.state = 'paid'))`),
    ],
    refunded: [all(Prisma.sql`${stateIs('revoked')} AND e.refunded_at IS NOT NULL`)],
  }
  if (paymentStatus === null) return [all(andOrdered)]
  return parts[paymentStatus].map(({ from, where }) => ({ from, where: Prisma.sql`${where} AND ${andOrdered}` }))
}

/** Everything else that a query asks of the row `e`. */
function whereOf({ range, planId, state, search }: EnrolmentQuery): Prisma.Sql {
  const conditions = [
    ...(range ? [Prisma.sql`e.organisation_path >= ${range.from} AND e.organisation_path < ${range.to}`] : []),
    ...(planId === null ? [] : [Prisma.sql`e.plan_id = ${planId}::uuid`]),
    ...(state === null ? [] : [stateIs(state)]),
    ...(search === null ? [] : [searchSql(search)]),
  ]
  return conditions.length === 0 ? Prisma.sql`true` : Prisma.join(conditions, ' AND ')
}

function searchSql(search: PersonSearch): Prisma.Sql {
  return 'ids' in search ? Prisma.sql`e.learner_id = ANY(${[...search.ids]}::uuid[])` : search.condition
}

/** The ids of everything that a query finds, for those who change it: no more than `most`. */
export function idsSql(query: EnrolmentQuery, most: number): Prisma.Sql {
  const parts = partsOf(query).map(
    (part) => Prisma.sql`SELECT e.id FROM ${part.from} e ${joinsOf(query)} WHERE ${whereOf(query)} AND ${part.where}`,
  )
  return Prisma.sql`SELECT id FROM (${Prisma.join(parts, ' UNION ALL ')}) found LIMIT ${most}`
}

/** Counts by what tabs tell apart, with the order of each, so that its state is asked once for all in it. */
export function countedSql(query: EnrolmentQuery): Prisma.Sql {
  return Prisma.sql`
    SELECT e.state, e.refunded_at IS NOT NULL AS refunded, coalesce(e.fee_fen = 0, false) AS free, e.order_id,
           count(*) AS count, sum(e.fee_fen) AS fee_fen
    FROM enrolments e ${joinsOf(query)} WHERE ${whereOf(query)}
    GROUP BY 1, 2, 3, 4`
}

export async function findEnrolmentPage(
  db: Readable,
  query: EnrolmentQuery,
  after: PageKey | null,
  take: number,
): Promise<{ id: string; path: string }[]> {
  return db.$queryRaw(pageSql(query, after, take))
}

/** More than anybody has. */
const mostFound = 10_000_000

/** How many a query finds. */
export async function countFound(db: Readable, query: EnrolmentQuery): Promise<number> {
  const rows = await db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (${idsSql(query, mostFound)}) found`
  return rows[0]?.count ?? 0
}

// --- Rows for people ---------------------------------------------------------------------------------------------

export type EnrolmentListRow = {
  id: string
  version: number
  planId: string
  planNumber: string
  planName: string
  learnerId: string
  learnerName: string
  idType: 'residentId' | 'passport' | 'hkMacauPermit' | 'taiwanPermit'
  idNumberMasked: string
  mobile: string
  learnerEnabled: boolean
  organisationId: string
  organisationPath: string
  organisationName: string
  organisationNames: string[]
  state: EnrolmentState
  stateSince: Date
  paymentStatus: PaymentStatus
  subjects: { id: string; name: string; feeFen: number; retired: boolean }[]
  feeFen: bigint | null
  reason: string | null
  submittedAt: Date | null
  dueAt: Date | null
  decidedAt: Date | null
  orderId: string | null
  orderNumber: string | null
  refundId: string | null
  formCode: string
  createdAt: Date
}

/**
 * These enrolments in the order in which they are named. Of one without an agreed fee what the plan would ask for it now:
 * null while subjects are offered and none is chosen. Their places are as seen from `scope` downwards.
 */
export async function findEnrolmentRows(
  db: Readable,
  ids: readonly string[],
  scope: string,
): Promise<EnrolmentListRow[]> {
  if (ids.length === 0) return []
  return db.$queryRaw<EnrolmentListRow[]>`
    SELECT e.id, e.version, e.plan_id AS "planId", p.number AS "planNumber", p.name AS "planName", e.learner_id AS "learnerId",
           l.name AS "learnerName", l.id_type::text AS "idType", l.id_number_masked AS "idNumberMasked", l.mobile,
           l.enabled AS "learnerEnabled", e.organisation_id AS "organisationId", e.organisation_path AS "organisationPath",
           u.name AS "organisationName", places.names AS "organisationNames", e.state::text AS state, e.state_since AS "stateSince",
           ${paymentStatusSql} AS "paymentStatus", coalesce(taken.subjects, '[]') AS subjects,
           coalesce(e.fee_fen, taken.fee_fen, CASE WHEN EXISTS (
             SELECT 1 FROM plan_subjects s WHERE s.plan_id = e.plan_id AND s.retired_at IS NULL) THEN NULL ELSE p.fee_per_learner_fen END)
             AS "feeFen",
           e.reason, e.submitted_at AS "submittedAt", e.due_at AS "dueAt", e.decided_at AS "decidedAt",
           e.order_id AS "orderId", o.number AS "orderNumber", e.refund_id AS "refundId", e.form_code AS "formCode",
           e.created_at AS "createdAt"
    FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS wanted (id, place)
    JOIN enrolments e ON e.id = wanted.id
    JOIN plans p ON p.id = e.plan_id
    JOIN learners l ON l.id = e.learner_id
    JOIN organisations u ON u.id = e.organisation_id
    LEFT JOIN orders o ON o.id = e.order_id
    LEFT JOIN LATERAL (
      SELECT json_agg(json_build_object('id', s.id, 'name', s.name, 'feeFen', coalesce(t.fee_fen, s.fee_fen), 'retired', s.retired_at IS NOT NULL)
                      ORDER BY s.position, s.id) AS subjects,
             sum(coalesce(t.fee_fen, s.fee_fen))::bigint AS fee_fen
      FROM enrolment_subjects t JOIN plan_subjects s ON s.id = t.subject_id
      WHERE t.enrolment_id = e.id) taken ON true
    CROSS JOIN LATERAL (
      SELECT coalesce(array_agg(above.name ORDER BY length(above.path)), '{}') AS names FROM organisations above
      WHERE above.id = ANY (string_to_array(trim(BOTH '/' FROM e.organisation_path), '/')::uuid[])
        AND starts_with(above.path, ${scope})) places
    ORDER BY wanted.place`
}

/** The learner's enrolments within the scope, the newest first. */
export async function findOfLearner(db: Readable, learnerId: string, scope: string, most: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM enrolments
    WHERE learner_id = ${learnerId}::uuid AND starts_with(organisation_path, ${scope}) ORDER BY id DESC LIMIT ${most}`
  return rows.map((row) => row.id)
}

export type InPlan = { learnerId: string; enrolmentId: string; state: EnrolmentState; organisationPath: string }

/** What these learners are in the plan: at most one each. */
export async function findInPlan(db: Readable, planId: string, learnerIds: readonly string[]): Promise<InPlan[]> {
  return db.$queryRaw<InPlan[]>`
    SELECT learner_id AS "learnerId", id AS "enrolmentId", state::text AS state, organisation_path AS "organisationPath"
    FROM enrolments
    WHERE plan_id = ${planId}::uuid AND learner_id = ANY(${[...learnerIds]}::uuid[])
      AND state IN ('draft', 'submitted', 'confirmed', 'rejected')`
}
