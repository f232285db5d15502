import { Prisma } from '../../platform/database.ts'
import { type Check, noLinks } from './proof-query.ts'

/**
 * What a payment brought, by its state, against its transfers: into its own order, or into a credit; less what was taken
 * back. An attempt that is not confirmed, or was reversed, moved nothing in the end.
 */
const paymentDiffers: Check = {
  code: 'paymentDiffers',
  sql: Prisma.sql`
    WITH moved AS (
      SELECT p.id, sum(CASE
        WHEN t.kind IN ('paymentReceived', 'creditToOrder') AND c.owner_id = p.order_id THEN t.amount_fen
        WHEN t.kind = 'overpaymentToCredit' THEN t.amount_fen
        WHEN t.kind = 'paymentReversed' AND d.owner_id = p.order_id THEN -t.amount_fen
        WHEN t.kind = 'creditReversed' THEN -t.amount_fen ELSE 0 END)::bigint AS fen
      FROM ledger_transfers t
      JOIN payments p ON p.id = t.cause_id
      JOIN ledger_accounts d ON d.id = t.debit_account_id
      JOIN ledger_accounts c ON c.id = t.credit_account_id
      WHERE t.cause_type = 'payment' GROUP BY p.id),
    judged AS (
      SELECT p.id, p.order_id, CASE WHEN p.state = 'confirmed' THEN coalesce(p.received_fen, p.amount_fen) ELSE 0 END AS expected,
             coalesce(m.fen, 0) AS found
      FROM payments p LEFT JOIN moved m ON m.id = p.id)
    SELECT j.id::text AS id, o.number AS label, j.expected::text AS expected, j.found::text AS found,
           j.order_id, NULL::uuid AS account_id, NULL::uuid AS learner_id
    FROM judged j JOIN orders o ON o.id = j.order_id WHERE j.expected <> j.found`,
}

/** What each order has, and what went back of it. */
const orderMoney = Prisma.sql`
  SELECT a.owner_id AS order_id, sum(s.fen)::bigint AS paid, sum(s.refunded)::bigint AS refunded
  FROM ledger_accounts a JOIN (
    SELECT t.credit_account_id AS id, t.amount_fen AS fen, CASE WHEN t.kind = 'refundReturned' THEN -t.amount_fen ELSE 0 END AS refunded FROM ledger_transfers t
    UNION ALL
    SELECT t.debit_account_id, -t.amount_fen, CASE WHEN t.kind = 'refundFromOrder' THEN t.amount_fen ELSE 0 END FROM ledger_transfers t) AS s ON s.id = a.id
  WHERE a.kind = 'order' GROUP BY a.owner_id`

/**
 * A paid order had its amount: it has that less what went back, and never more; what went back while it was open was paid
 * again. An open one has less than its amount; one that ended unpaid has nothing.
 */
const orderDiffers: Check = {
  code: 'orderDiffers',
  sql: Prisma.sql`
    WITH money AS (${orderMoney}),
    judged AS (
      SELECT o.id, o.number, o.state, o.amount_fen, coalesce(m.paid, 0) AS paid, coalesce(m.refunded, 0) AS refunded
      FROM orders o LEFT JOIN money m ON m.order_id = o.id)
    SELECT j.id::text AS id, j.number AS label, CASE WHEN j.state IN ('paid', 'open') THEN j.amount_fen ELSE 0 END::text AS expected,
           CASE WHEN j.state = 'paid' AND j.paid <= j.amount_fen THEN j.paid + j.refunded ELSE j.paid END::text AS found,
           j.id AS order_id, NULL::uuid AS account_id, NULL::uuid AS learner_id
    FROM judged j
    WHERE CASE j.state
      WHEN 'paid' THEN j.paid > j.amount_fen OR j.paid + j.refunded < j.amount_fen
      WHEN 'open' THEN j.paid >= j.amount_fen
      ELSE j.paid <> 0 END`,
}

/** A batch was given out for what its order holds: all of it while that is paid, nothing while it is open again. */
const batchDiffers: Check = {
  code: 'batchDiffers',
  sql: Prisma.sql`
    WITH money AS (${orderMoney}),
    given AS (
      SELECT a.owner_id AS batch_id, sum(s.fen)::bigint AS fen
      FROM ledger_accounts a JOIN (
        SELECT credit_account_id AS id, amount_fen AS fen FROM ledger_transfers WHERE kind = 'cardsIssued'
        UNION ALL SELECT debit_account_id, -amount_fen FROM ledger_transfers WHERE kind = 'cardsTakenBack') AS s ON s.id = a.id
      WHERE a.kind = 'cardBatch' GROUP BY a.owner_id),
    judged AS (
      SELECT o.id, o.number, b.id AS batch_id, CASE WHEN o.state = 'paid' THEN coalesce(m.paid, 0) ELSE 0 END AS expected, coalesce(g.fen, 0) AS found
      FROM orders o
      LEFT JOIN study_card_batches b ON b.order_id = o.id
      LEFT JOIN money m ON m.order_id = o.id
      LEFT JOIN given g ON g.batch_id = b.id
      WHERE o.kind = 'studyCards' OR b.id IS NOT NULL)
    SELECT coalesce(j.batch_id, j.id)::text AS id, j.number AS label, j.expected::text AS expected, j.found::text AS found,
           j.id AS order_id, NULL::uuid AS account_id, NULL::uuid AS learner_id
    FROM judged j WHERE j.expected <> j.found`,
}

/** Lines of operations that are done against their transfers, by learner; one that is not done moved nothing. */
const operationDiffers: Check = {
  code: 'operationDiffers',
  sql: Prisma.sql`
    WITH moved AS (
      SELECT t.cause_id AS operation_id, w.learner_id, sum(t.amount_fen)::bigint AS fen
      FROM ledger_transfers t
      JOIN card_operations o ON o.id = t.cause_id
      JOIN ledger_accounts a ON a.id = CASE WHEN o.kind = 'recharge' THEN t.credit_account_id ELSE t.debit_account_id END
      LEFT JOIN study_card_wallets w ON a.kind = 'wallet' AND w.id = a.owner_id AND w.batch_id = o.batch_id
      WHERE t.cause_type = 'cardOperation' AND t.kind = CASE o.kind WHEN 'recharge' THEN 'recharged' WHEN 'takeBack' THEN 'rechargeTakenBack' END::ledger_transfer_kind
      GROUP BY 1, 2
      UNION ALL
      SELECT c.operation_id, c.learner_id, sum(c.amount_fen)::bigint FROM course_openings c WHERE c.operation_id IS NOT NULL GROUP BY 1, 2),
    wanted AS (
      SELECT l.operation_id, l.learner_id, CASE WHEN o.state = 'done' THEN l.amount_fen ELSE 0 END AS fen
      FROM card_operation_lines l JOIN card_operations o ON o.id = l.operation_id)
    SELECT coalesce(w.operation_id, m.operation_id)::text AS id, o.kind::text AS label, coalesce(w.fen, 0)::text AS expected, coalesce(m.fen, 0)::text AS found,
           b.order_id, NULL::uuid AS account_id, coalesce(w.learner_id, m.learner_id) AS learner_id
    FROM wanted w FULL JOIN moved m ON m.operation_id = w.operation_id AND m.learner_id = w.learner_id
    JOIN card_operations o ON o.id = coalesce(w.operation_id, m.operation_id)
    LEFT JOIN study_card_batches b ON b.id = o.batch_id
    WHERE coalesce(w.fen, 0) <> coalesce(m.fen, 0)`,
}

/** A course that is open was paid from its learner's wallets; of a closed one everything went back. */
const openingDiffers: Check = {
  code: 'openingDiffers',
  sql: Prisma.sql`
    WITH moved AS (
      SELECT t.cause_id AS opening_id, sum(CASE t.kind WHEN 'courseOpened' THEN t.amount_fen ELSE -t.amount_fen END)::bigint AS fen
      FROM ledger_transfers t
      JOIN course_openings c ON c.id = t.cause_id
      JOIN ledger_accounts a ON a.id = CASE t.kind WHEN 'courseOpened' THEN t.debit_account_id ELSE t.credit_account_id END
      JOIN study_card_wallets w ON w.id = a.owner_id AND w.learner_id = c.learner_id
      WHERE t.cause_type = 'courseOpening' AND t.kind IN ('courseOpened', 'courseClosed') GROUP BY t.cause_id),
    judged AS (
      SELECT c.id, c.learner_id, c.plan_id, CASE WHEN c.closed_at IS NULL THEN c.amount_fen ELSE 0 END AS expected, coalesce(m.fen, 0) AS found
      FROM course_openings c LEFT JOIN moved m ON m.opening_id = c.id)
    SELECT j.id::text AS id, p.number AS label, j.expected::text AS expected, j.found::text AS found,
           NULL::uuid AS order_id, NULL::uuid AS account_id, j.learner_id
    FROM judged j JOIN plans p ON p.id = j.plan_id WHERE j.expected <> j.found`,
}

/** Approved: its money is set aside. Done: it has left. Failed: it is back. Not approved: nothing moved. */
const refundDiffers: Check = {
  code: 'refundDiffers',
  sql: Prisma.sql`
    WITH moved AS (
      SELECT a.owner_id AS refund_id, sum(s.aside)::bigint AS aside, sum(s.gone)::bigint AS gone, sum(s.back)::bigint AS back
      FROM ledger_accounts a JOIN (
        SELECT credit_account_id AS id, CASE WHEN kind IN ('refundFromOrder', 'refundFromCredit') THEN amount_fen ELSE 0 END AS aside, 0 AS gone, 0 AS back FROM ledger_transfers
        UNION ALL
        SELECT debit_account_id, 0, CASE WHEN kind IN ('refundPaid', 'refundToCredit', 'refundToOrder') THEN amount_fen ELSE 0 END,
               CASE WHEN kind = 'refundReturned' THEN amount_fen ELSE 0 END FROM ledger_transfers) AS s ON s.id = a.id
      WHERE a.kind = 'refund' GROUP BY a.owner_id),
    judged AS (
      SELECT r.id, r.number, r.order_id,
             ARRAY[CASE WHEN r.state IN ('approved', 'sent', 'done', 'failed') THEN r.amount_fen ELSE 0 END,
                   CASE WHEN r.state = 'done' THEN r.amount_fen ELSE 0 END,
                   CASE WHEN r.state = 'failed' THEN r.amount_fen ELSE 0 END]::bigint[] AS expected,
             ARRAY[coalesce(m.aside, 0), coalesce(m.gone, 0), coalesce(m.back, 0)]::bigint[] AS found
      FROM refunds r LEFT JOIN moved m ON m.refund_id = r.id)
    SELECT j.id::text AS id, j.number AS label, e.expected::text AS expected, e.found::text AS found,
           j.order_id, NULL::uuid AS account_id, NULL::uuid AS learner_id
    FROM judged j
    JOIN LATERAL (
      SELECT expected, found FROM unnest(j.expected, j.found) WITH ORDINALITY AS e(expected, found, part)
      WHERE expected <> found ORDER BY part LIMIT 1) AS e ON true`,
}

/** Of a batch that was booked off nothing is left, neither in it nor in its wallets. */
const expiredHolds: Check = {
  code: 'expiredHolds',
  sql: Prisma.sql`
    WITH held AS (
      SELECT b.id, b.order_id, sum(ledger_balance(a.id))::bigint AS fen, bool_or(ledger_balance(a.id) <> 0) AS any_left
      FROM study_card_batches b
      JOIN ledger_accounts a ON a.kind = 'cardBatch' AND a.owner_id = b.id
        OR a.kind = 'wallet' AND a.owner_id IN (SELECT w.id FROM study_card_wallets w WHERE w.batch_id = b.id)
      WHERE b.expired_at IS NOT NULL GROUP BY b.id)
    SELECT h.id::text AS id, o.number AS label, '0' AS expected, h.fen::text AS found, h.order_id, NULL::uuid AS account_id, NULL::uuid AS learner_id
    FROM held h JOIN orders o ON o.id = h.order_id WHERE h.any_left`,
}

const lineDiffers: Check = {
  code: 'lineDiffers',
  sql: Prisma.sql`
    WITH given AS (SELECT line_id, sum(amount_fen)::bigint AS fen FROM line_allocations WHERE undone_at IS NULL GROUP BY line_id)
    SELECT l.id::text AS id, l.day::text AS label, coalesce(g.fen, 0)::text AS expected, l.allocated_fen::text AS found, ${noLinks}
    FROM statement_lines l LEFT JOIN given g ON g.line_id = l.id
    WHERE l.allocated_fen <> coalesce(g.fen, 0)`,
}

/** What a closed month kept, against what the books hold of it now. The sums are those of finance's own page. */
const monthDiffers: Check = {
  code: 'monthDiffers',
  sql: Prisma.sql`
    WITH booked AS (
      SELECT to_char(t.booked_on, 'YYYY-MM') AS month, count(*)::bigint AS transfers,
             coalesce(sum(CASE WHEN t.kind IN ('paymentReceived', 'overpaymentToCredit') AND d.kind = 'bank' THEN t.amount_fen
                               WHEN t.kind IN ('paymentReversed', 'creditReversed') THEN -t.amount_fen END), 0)::bigint AS transfer,
             coalesce(sum(t.amount_fen) FILTER (WHERE t.kind IN ('paymentReceived', 'overpaymentToCredit') AND d.kind = 'gateway'), 0)::bigint AS online,
             coalesce(sum(t.amount_fen) FILTER (WHERE t.kind = 'refundPaid'), 0)::bigint AS refunded,
             coalesce(sum(CASE WHEN c.kind = 'organisationCredit' THEN t.amount_fen ELSE 0 END - CASE WHEN d.kind = 'organisationCredit' THEN t.amount_fen ELSE 0 END), 0)::bigint AS credit
      FROM ledger_transfers t JOIN ledger_accounts d ON d.id = t.debit_account_id JOIN ledger_accounts c ON c.id = t.credit_account_id
      GROUP BY 1),
    now AS (
      SELECT m.month, m.figures, figure.name, figure.fen
      FROM closed_months m LEFT JOIN booked b ON b.month = m.month
      CROSS JOIN LATERAL (VALUES
        ('transferFen', coalesce(b.transfer, 0)), ('onlineFen', coalesce(b.online, 0)), ('refundedFen', coalesce(b.refunded, 0)),
        ('transfers', coalesce(b.transfers, 0)),
        ('creditFen', (SELECT coalesce(sum(e.credit), 0)::bigint FROM booked e WHERE e.month <= m.month))) AS figure(name, fen))
    SELECT n.month AS id, n.name AS label, coalesce(n.figures ->> n.name, '') AS expected, n.fen::text AS found, ${noLinks}
    FROM now n WHERE n.figures ->> n.name IS DISTINCT FROM n.fen::text`,
}

/** The sums of a learner's hours in a plan against the rows that they are sums of. */
const progressDiffers: Check = {
  code: 'progressDiffers',
  sql: Prisma.sql`
    WITH recorded AS (
      SELECT learner_id, plan_id,
             coalesce(sum(hours) FILTER (WHERE kind = 'compulsory' AND state = 'approved'), 0) AS ca,
             coalesce(sum(hours) FILTER (WHERE kind = 'elective' AND state = 'approved'), 0) AS ea,
             coalesce(sum(hours) FILTER (WHERE kind = 'compulsory' AND state = 'pending'), 0) AS cp,
             coalesce(sum(hours) FILTER (WHERE kind = 'elective' AND state = 'pending'), 0) AS ep
      FROM hour_records GROUP BY learner_id, plan_id),
    judged AS (
      SELECT coalesce(r.learner_id, p.learner_id) AS learner_id, coalesce(r.plan_id, p.plan_id) AS plan_id,
             ARRAY[coalesce(r.ca, 0), coalesce(r.ea, 0), coalesce(r.cp, 0), coalesce(r.ep, 0)]::bigint[] AS expected,
             ARRAY[coalesce(p.compulsory_approved, 0), coalesce(p.elective_approved, 0), coalesce(p.compulsory_pending, 0), coalesce(p.elective_pending, 0)]::bigint[] AS found
      FROM recorded r FULL JOIN plan_progress p ON p.learner_id = r.learner_id AND p.plan_id = r.plan_id)
    SELECT j.learner_id::text AS id, plan.number AS label, e.expected::text AS expected, e.found::text AS found,
           NULL::uuid AS order_id, NULL::uuid AS account_id, j.learner_id
    FROM judged j
    JOIN plans plan ON plan.id = j.plan_id
    JOIN LATERAL (
      SELECT expected, found FROM unnest(j.expected, j.found) WITH ORDINALITY AS e(expected, found, part)
      WHERE expected <> found ORDER BY part LIMIT 1) AS e ON true
    WHERE j.expected <> j.found`,
}

/** What other tables say, against the ledger; and the two sums that are kept beside their rows. */
export const tableChecks: readonly Check[] = [
  paymentDiffers,
  orderDiffers,
  batchDiffers,
  operationDiffers,
  openingDiffers,
  refundDiffers,
  expiredHolds,
  lineDiffers,
  monthDiffers,
  progressDiffers,
]
