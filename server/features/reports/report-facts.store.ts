import { Prisma } from '../../platform/database.ts'

/**
 * What the reports count, in SQL, each thing once: reports.rules.ts says it in words. Reports lay plans, enrolments,
 * openings, hours, certificates, orders, invoices and the ledger side by side, so they read across their tables; they
 * write nothing, and every noun's rules stay where they are.
 */

/** A subtree as bytes of its path are ordered. */
export type PathRange = { readonly from: string; readonly to: string }

/** Whose and which: `planIds` null is every plan. */
export type FactScope = { readonly range: PathRange; readonly planIds: readonly string[] | null }

export const inRange = (path: Prisma.Sql, { from, to }: PathRange) => Prisma.sql`${path} >= ${from} AND ${path} < ${to}`

export const ofPlans = (planId: Prisma.Sql, planIds: readonly string[] | null) =>
  planIds === null ? Prisma.sql`true` : Prisma.sql`${planId} = ANY(${[...planIds]}::uuid[])`

/** An enrolment `e` with its order `o` that counts as paid: the same as SQL's takes_part(). */
export const isPaid = Prisma.sql`e.state = 'confirmed' AND e.refunded_at IS NULL AND (e.fee_fen = 0 OR o.state = 'paid')`

/** An opening `c` that counts. */
export const isOpened = Prisma.sql`c.closed_at IS NULL`

/** A certificate `c` that counts. */
export const isCertified = Prisma.sql`c.state = 'valid'`

/** Progress `g` in a plan `p` that has the hours. */
export const isReached = Prisma.sql`hours_reached(p, g.compulsory_approved, g.elective_approved)`

/** People by plan and path: enrolled, confirmed, paid, refunded; of the organisation that enrolled. */
export const enrolmentFacts = ({ range, planIds }: FactScope) => Prisma.sql`
  SELECT e.plan_id, e.organisation_path AS path,
         count(*) FILTER (WHERE e.state IN ('submitted', 'confirmed')) AS enrolled,
         count(*) FILTER (WHERE e.state = 'confirmed') AS confirmed,
         count(*) FILTER (WHERE ${isPaid}) AS paid,
         count(*) FILTER (WHERE e.refunded_at IS NOT NULL) AS refunded
  FROM enrolments e LEFT JOIN orders o ON o.id = e.order_id
  WHERE (e.state IN ('submitted', 'confirmed') OR e.refunded_at IS NOT NULL)
    AND ${inRange(Prisma.sql`e.organisation_path`, range)} AND ${ofPlans(Prisma.sql`e.plan_id`, planIds)}
  GROUP BY 1, 2`

/** opened, and those of them who have no paid enrolment; of the organisation that they were in when it was opened. */
export const openingFacts = ({ range, planIds }: FactScope) => Prisma.sql`
  SELECT c.plan_id, c.organisation_path AS path, count(*) AS opened,
         count(*) FILTER (WHERE (${isPaid}) IS NOT TRUE) AS opened_alone
  FROM course_openings c
  LEFT JOIN enrolments e ON e.learner_id = c.learner_id AND e.plan_id = c.plan_id AND e.state = 'confirmed'
  LEFT JOIN orders o ON o.id = e.order_id
  WHERE ${isOpened} AND ${inRange(Prisma.sql`c.organisation_path`, range)} AND ${ofPlans(Prisma.sql`c.plan_id`, planIds)}
  GROUP BY 1, 2`

/** Progress `g` that holds hours, approved or under review. */
const hasHours = Prisma.sql`
  g.compulsory_approved + g.elective_approved + g.compulsory_pending + g.elective_pending > 0`

/**
 * 学习档案: everybody in every plan that they have hours in, are confirmed for, or have opened; each pair once. `where`
 * cuts it, given the table that a part reads, also where a part looks for what another has: so each reads its own index.
 * `columns` are of the progress `g` in the plan `p` for who has hours, and constants for who has none.
 */
export function members(where: (table: 'g' | 'e' | 'c') => Prisma.Sql, columns: MemberColumns = noColumns): Prisma.Sql {
  const withoutHours = (table: 'e' | 'c') => Prisma.sql`NOT EXISTS (
    SELECT 1 FROM plan_progress g
    WHERE g.learner_id = ${Prisma.raw(table)}.learner_id AND g.plan_id = ${Prisma.raw(table)}.plan_id AND ${hasHours}
      AND ${where('g')})`
  return Prisma.sql`
    ${membersWithHours(where, columns)}
    UNION ALL
    SELECT e.learner_id, e.plan_id ${columns.without} FROM enrolments e
    WHERE e.state = 'confirmed' AND ${withoutHours('e')} AND ${where('e')}
    UNION ALL
    SELECT c.learner_id, c.plan_id ${columns.without} FROM course_openings c
    WHERE ${isOpened} AND ${withoutHours('c')} AND ${where('c')} AND NOT EXISTS (
      SELECT 1 FROM enrolments e WHERE e.learner_id = c.learner_id AND e.plan_id = c.plan_id AND e.state = 'confirmed'
        AND ${where('e')})`
}

type MemberColumns = { readonly withHours: Prisma.Sql; readonly without: Prisma.Sql }
const noColumns: MemberColumns = { withHours: Prisma.empty, without: Prisma.empty }

/** Of `members`, who has hours alone. */
export const membersWithHours = (where: (table: 'g') => Prisma.Sql, columns: MemberColumns = noColumns) => Prisma.sql`
  SELECT g.learner_id, g.plan_id ${columns.withHours} FROM plan_progress g JOIN plans p ON p.id = g.plan_id
  WHERE ${hasHours} AND ${where('g')}`

/** How far members are: whether it is enough, what is under review, and what counts. */
export const standing: MemberColumns = {
  withHours: Prisma.sql`, ${isReached} AS reached, g.compulsory_pending + g.elective_pending AS pending,
    counted_hours(p, g.compulsory_approved, g.elective_approved) AS counted`,
  without: Prisma.sql`, false, 0, 0`,
}

/** Learners who are in a range now; of the whole centre nobody is asked. */
export const learnersIn = (learnerId: Prisma.Sql, range: PathRange) =>
  range.from === '/'
    ? Prisma.sql`true`
    : Prisma.sql`${learnerId} IN (SELECT l.id FROM learners l WHERE ${inRange(Prisma.sql`l.organisation_path`, range)})`

/** Members, who of them reached the hours, and who holds a valid certificate; by where they are now. */
export const learningFacts = ({ range, planIds }: FactScope, byPath: boolean) => {
  const where = (table: string) =>
    Prisma.sql`${ofPlans(Prisma.raw(`${table}.plan_id`), planIds)} AND ${learnersIn(Prisma.raw(`${table}.learner_id`), range)}`
  return Prisma.sql`
    SELECT m.plan_id, ${byPath ? Prisma.sql`l.organisation_path` : Prisma.sql`''`} AS path,
           count(*) FILTER (WHERE m.learns) AS learners, count(*) FILTER (WHERE m.reached) AS reached,
           count(*) FILTER (WHERE m.certified) AS certified
    FROM (
      ${members(where, {
        withHours: Prisma.sql`, true AS learns, ${isReached} AS reached, false AS certified`,
        without: Prisma.sql`, true, false, false`,
      })}
      UNION ALL
      SELECT c.learner_id, c.plan_id, false, false, true FROM certificates c WHERE ${isCertified} AND ${where('c')}) m
    ${byPath ? Prisma.sql`JOIN learners l ON l.id = m.learner_id` : Prisma.empty}
    GROUP BY 1, 2`
}

/**
 * Each plan's share of each order: what its items ask for of the whole. A sum is cut along the running totals, so that the
 * parts are whole fen and add up to the sum, whatever is divided: `shareOf(x)` of the row `s`.
 */
export const orderShares = Prisma.sql`
  SELECT order_id, plan_id, amount_fen, sum(amount_fen) OVER (PARTITION BY order_id ORDER BY plan_id) AS up_to,
         sum(amount_fen) OVER (PARTITION BY order_id) AS whole
  FROM (SELECT order_id, plan_id, sum(amount_fen) AS amount_fen FROM order_items GROUP BY order_id, plan_id) items`

export const shareOf = (fen: Prisma.Sql) =>
  Prisma.sql`(div((${fen})::numeric * s.up_to, s.whole) - div((${fen})::numeric * (s.up_to - s.amount_fen), s.whole))::bigint`

/**
 * Money by the day of the books, one row for each ledger transfer that moves it: `order_id` is null where the credit itself
 * was paid out. `transfer` and `online` are what finance's figures count (finance.store.ts moneySums): what came, also
 * into the credit, less what was booked by mistake; a test holds the two together.
 */
export const ledgerMoney = Prisma.sql`
  SELECT t.booked_on, coalesce(oc.id, od.id, pay.order_id, r.order_id) AS order_id,
         coalesce(r.organisation_id, po.organisation_id, oc.organisation_id, od.organisation_id) AS organisation_id,
         CASE WHEN t.kind IN ('paymentReceived', 'overpaymentToCredit') AND d.kind = 'bank' THEN t.amount_fen
              WHEN t.kind IN ('paymentReversed', 'creditReversed') THEN -t.amount_fen ELSE 0 END AS transfer_fen,
         CASE WHEN t.kind IN ('paymentReceived', 'overpaymentToCredit') AND d.kind = 'gateway' THEN t.amount_fen ELSE 0 END AS online_fen,
         CASE t.kind WHEN 'overpaymentToCredit' THEN t.amount_fen WHEN 'creditReversed' THEN -t.amount_fen ELSE 0 END AS to_credit_fen,
         CASE t.kind WHEN 'creditToOrder' THEN t.amount_fen ELSE 0 END AS credit_fen,
         CASE t.kind WHEN 'refundToOrder' THEN t.amount_fen ELSE 0 END AS moved_fen,
         CASE t.kind WHEN 'refundPaid' THEN t.amount_fen ELSE 0 END AS refunded_fen
  FROM ledger_transfers t
  JOIN ledger_accounts d ON d.id = t.debit_account_id
  JOIN ledger_accounts c ON c.id = t.credit_account_id
  LEFT JOIN orders oc ON c.kind = 'order' AND oc.id = c.owner_id
  LEFT JOIN orders od ON d.kind = 'order' AND od.id = d.owner_id
  LEFT JOIN payments pay ON t.kind IN ('overpaymentToCredit', 'creditReversed') AND t.cause_type = 'payment' AND pay.id = t.cause_id
  LEFT JOIN orders po ON po.id = pay.order_id
  LEFT JOIN refunds r ON t.kind = 'refundPaid' AND t.cause_type = 'refund' AND r.id = t.cause_id
  WHERE t.kind IN ('paymentReceived', 'overpaymentToCredit', 'paymentReversed', 'creditReversed', 'creditToOrder', 'refundToOrder', 'refundPaid')`

/** What came into the orders, of a row or of sums of rows. */
export const paidInto = Prisma.sql`(transfer_fen + online_fen - to_credit_fen + credit_fen + moved_fen)`

/**
 * Money of plans by the organisation that ordered: paid into its orders, and left by refunds. Each transfer is cut on its
 * own, so that whatever it is summed up by, the sums agree to the fen.
 */
export const moneyFacts = ({ range, planIds }: FactScope) => Prisma.sql`
  SELECT s.plan_id, u.path, sum(${shareOf(paidInto)}) AS paid_fen, sum(${shareOf(Prisma.sql`refunded_fen`)}) AS refunded_fen
  FROM (${ledgerMoney}) m
  JOIN (${orderShares}) s ON s.order_id = m.order_id
  JOIN organisations u ON u.id = m.organisation_id
  WHERE ${inRange(Prisma.sql`u.path`, range)} AND ${ofPlans(Prisma.sql`s.plan_id`, planIds)}
  GROUP BY 1, 2`

/**
 * Everything of plan-report.store.ts by plan and path, each part with its own columns and nothing in the others. Without
 * `byPath` no learner is looked up for the path that nobody asks for.
 */
export function allFacts(scope: FactScope, byPath: boolean): Prisma.Sql {
  const zero = Prisma.sql`0::bigint`
  const columns = [
    'enrolled',
    'confirmed',
    'paid',
    'refunded',
    'opened',
    'opened_alone',
    'learners',
    'reached',
    'certified',
    'paid_fen',
    'refunded_fen',
  ]
  const part = (facts: Prisma.Sql, has: readonly string[]) => Prisma.sql`
    SELECT plan_id, path, ${Prisma.join(columns.map((name) => (has.includes(name) ? Prisma.raw(name) : zero)))} FROM (${facts}) part`
  const names = Prisma.raw(`facts (plan_id, path, ${columns.join(', ')})`)
  const parts = [
    part(enrolmentFacts(scope), ['enrolled', 'confirmed', 'paid', 'refunded']),
    part(openingFacts(scope), ['opened', 'opened_alone']),
    part(learningFacts(scope, byPath), ['learners', 'reached', 'certified']),
    part(moneyFacts(scope), ['paid_fen', 'refunded_fen']),
  ]
  return Prisma.sql`(${Prisma.join(parts, ' UNION ALL ')}) ${names}`
}

/** The sums of `allFacts` under the names of the figures. */
export const figureSums = Prisma.sql`
  coalesce(sum(enrolled), 0)::float8 AS enrolled, coalesce(sum(confirmed), 0)::float8 AS confirmed,
  coalesce(sum(paid), 0)::float8 AS paid, coalesce(sum(refunded), 0)::float8 AS refunded,
  coalesce(sum(opened), 0)::float8 AS opened, coalesce(sum(paid) + sum(opened_alone), 0)::float8 AS participants,
  coalesce(sum(learners), 0)::float8 AS learners, coalesce(sum(reached), 0)::float8 AS reached, coalesce(sum(certified), 0)::float8 AS certified,
  coalesce(sum(paid_fen), 0)::float8 AS "paidFen", coalesce(sum(refunded_fen), 0)::float8 AS "refundedFen"`
