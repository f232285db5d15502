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
export const hasHours = Prisma.sql`
  g.compulsory_approved + g.elective_approved + g.compulsory_pending + g.elective_pending > 0`

/** Who has hours in a plan, and who of them enough, by where they are now. */
export const hourFacts = ({ range, planIds }: FactScope) => Prisma.sql`
  SELECT g.plan_id, l.organisation_path AS path, count(*) AS learners, count(*) FILTER (WHERE ${isReached}) AS reached
  FROM plan_progress g JOIN plans p ON p.id = g.plan_id JOIN learners l ON l.id = g.learner_id
  WHERE ${hasHours} AND ${inRange(Prisma.sql`l.organisation_path`, range)} AND ${ofPlans(Prisma.sql`g.plan_id`, planIds)}
  GROUP BY 1, 2`

/** Who is confirmed in a plan and has no hours there yet, by where they are now. */
export const beginnerFacts = ({ range, planIds }: FactScope) => Prisma.sql`
  SELECT e.plan_id, l.organisation_path AS path, count(*) AS learners
  FROM enrolments e JOIN learners l ON l.id = e.learner_id
  LEFT JOIN plan_progress g ON g.learner_id = e.learner_id AND g.plan_id = e.plan_id AND ${hasHours}
  WHERE e.state = 'confirmed' AND g.learner_id IS NULL
    AND ${inRange(Prisma.sql`l.organisation_path`, range)} AND ${ofPlans(Prisma.sql`e.plan_id`, planIds)}
  GROUP BY 1, 2`

/** Who has opened a plan, and has neither hours nor a confirmed enrolment there, by where they are now. */
export const openerFacts = ({ range, planIds }: FactScope) => Prisma.sql`
  SELECT c.plan_id, l.organisation_path AS path, count(*) AS learners
  FROM course_openings c JOIN learners l ON l.id = c.learner_id
  LEFT JOIN plan_progress g ON g.learner_id = c.learner_id AND g.plan_id = c.plan_id AND ${hasHours}
  LEFT JOIN enrolments e ON e.learner_id = c.learner_id AND e.plan_id = c.plan_id AND e.state = 'confirmed'
  WHERE ${isOpened} AND g.learner_id IS NULL AND e.id IS NULL
    AND ${inRange(Prisma.sql`l.organisation_path`, range)} AND ${ofPlans(Prisma.sql`c.plan_id`, planIds)}
  GROUP BY 1, 2`

/** Who holds a valid certificate, by where they are now. */
export const certifiedFacts = ({ range, planIds }: FactScope) => Prisma.sql`
  SELECT c.plan_id, l.organisation_path AS path, count(*) AS certified
  FROM certificates c JOIN learners l ON l.id = c.learner_id
  WHERE ${isCertified} AND ${inRange(Prisma.sql`l.organisation_path`, range)} AND ${ofPlans(Prisma.sql`c.plan_id`, planIds)}
  GROUP BY 1, 2`

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

/** Everything of plan-report.store.ts by plan and path, each part with its own columns and nothing in the others. */
export function allFacts(scope: FactScope): Prisma.Sql {
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
    part(hourFacts(scope), ['learners', 'reached']),
    part(beginnerFacts(scope), ['learners']),
    part(openerFacts(scope), ['learners']),
    part(certifiedFacts(scope), ['certified']),
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
