import type { Readable } from '../../platform/database.ts'
import { pathRange } from './units.rules.ts'

/**
 * The home page asks eight nouns at once and has to be quick on a weak signal, so it is the one place that reads across
 * their tables: two statements that write nothing. Every noun's rules stay where they are.
 */
export type TaskRow = {
  kind:
    | 'voucherRejected'
    | 'invoiceRejected'
    | 'enrolmentsRejected'
    | 'billingIncomplete'
    | 'voucherDraft'
    | 'orderOpen'
    | 'orderInvoiced'
    | 'enrolmentsDraft'
    | 'enrolmentsPayable'
    | 'hoursToReview'
  subjectId: string
  organisationId: string | null
  organisationName: string | null
  orderId: string | null
  orderNumber: string | null
  planName: string | null
  amountFen: bigint | null
  paidFen: bigint | null
  since: Date
  expiresAt: Date | null
  code: string | null
  note: string | null
  fileCount: bigint | null
  peopleCount: bigint | null
  /** Of those whose enrolment came back: the latest few, and why. */
  names: string[] | null
  reasons: string[] | null
  /** Of the training that is due first, and how many there are. */
  title: string | null
  trainingCount: bigint | null
  taskCount: bigint
}

/**
 * What waits for the admin of the subtree `path`, the most urgent first: what was sent back, then what blocks all orders,
 * then by deadline. An order whose voucher is in review, or whose invoice is to be approved before it is paid, waits for
 * the centre and is no task; one whose invoice was sent back is that task alone. `organisationId` is the organisation
 * that the admin acts for: whether its billing profile is complete is the same rule as `missingBillingFields`,
 * `outdatedBillingFields` and `isRegistered`. Enrolments wait by plan: those that came back, drafts for as long as they can be
 * submitted (as `enrolmentWindow` says), and what is confirmed, costs something and is in no order. Hours that others recorded
 * wait for this admin where the nearest rule names a second admin: the same as `reviewerOf` of hours, for the admin is one.
 */
export async function findTasks(
  db: Readable,
  path: string,
  { organisationId: ownId, accountId }: { readonly organisationId: string; readonly accountId: string },
  now: Date,
  { paymentHours, limit }: { readonly paymentHours: number; readonly limit: number },
): Promise<TaskRow[]> {
  const { from, to } = pathRange(path)
  return db.$queryRaw<TaskRow[]>`
    WITH mine AS (SELECT id, name FROM organisations WHERE path LIKE ${`${path}%`}),
    of_orders AS (
      SELECT CASE WHEN reviewed.state = 'submitted' THEN NULL
                  WHEN reviewed.state = 'rejected' THEN 'voucherRejected'
                  WHEN draft.id IS NOT NULL THEN 'voucherDraft'
                  WHEN money.paid >= o.amount_fen THEN NULL
                  WHEN invoice.state IS NULL THEN 'orderOpen'
                  WHEN invoice.state NOT IN ('requested', 'rejected') THEN 'orderInvoiced' END AS kind,
             CASE WHEN reviewed.state = 'rejected' THEN reviewed.id ELSE coalesce(draft.id, o.id) END AS subject_id,
             mine.id AS organisation_id, mine.name AS organisation_name, o.id AS order_id, o.number AS order_number,
             order_plan_name(o.id) AS plan_name, o.amount_fen, money.paid AS paid_fen,
             CASE WHEN reviewed.state = 'rejected' THEN reviewed.state_since
                  ELSE coalesce(draft.state_since, invoice.since, o.created_at) END AS since,
             greatest(o.expires_at, invoice.pay_by) AS expires_at, coalesce(reviewed.rejected_code, invoice.state) AS code, reviewed.rejected_note AS note, draft.files AS file_count
      FROM orders o
      JOIN mine ON mine.id = o.organisation_id
      CROSS JOIN LATERAL (SELECT order_paid_fen(o.id) AS paid) money
      LEFT JOIN LATERAL (
        SELECT v.id, v.state, v.state_since, v.rejected_code, v.rejected_note FROM vouchers v
        WHERE v.order_id = o.id AND v.state <> 'draft'
        ORDER BY v.state = 'submitted' DESC, v.state_since DESC LIMIT 1) reviewed ON true
      LEFT JOIN LATERAL (
        SELECT v.id, v.state_since, count(f.id) AS files FROM vouchers v
        JOIN voucher_files f ON f.voucher_id = v.id AND f.removed_at IS NULL
        WHERE v.order_id = o.id AND v.state = 'draft'
        GROUP BY v.id ORDER BY v.state_since DESC LIMIT 1) draft ON true
      LEFT JOIN LATERAL (
        SELECT r.state::text AS state, r.state_since AS since,
               i.created_at + make_interval(hours => ${paymentHours}::int) AS pay_by
        FROM invoice_requests r LEFT JOIN invoices i ON i.request_id = r.id AND i.colour = 'blue'
        WHERE o.mode = 'invoiceFirst' AND r.order_id = o.id AND r.voucher_id IS NULL AND r.payment_id IS NULL
          AND r.state NOT IN ('redFlushed', 'withdrawn')
        ORDER BY r.state = 'rejected', r.created_at DESC LIMIT 1) invoice ON true
      WHERE o.state = 'open'),
    of_invoices AS (
      SELECT r.id AS subject_id, mine.id AS organisation_id, mine.name AS organisation_name, o.id AS order_id,
             o.number AS order_number, order_plan_name(o.id) AS plan_name, r.amount_fen, r.state_since AS since, r.rejected_reason AS note
      FROM invoice_requests r
      JOIN mine ON mine.id = r.organisation_id
      JOIN orders o ON o.id = r.order_id
      WHERE r.state = 'rejected'
        AND NOT EXISTS (SELECT 1 FROM invoice_requests later WHERE later.order_id = r.order_id AND later.created_at > r.created_at)),
    of_billing AS (
      SELECT own.id AS organisation_id, own.name AS organisation_name, own.created_at AS since
      FROM organisations own LEFT JOIN billing_profiles b ON b.organisation_id = own.id
      WHERE own.id = ${ownId}::uuid AND own.kind = 'organisation'
        AND (own.parent_id IS NULL OR coalesce(own.credit_code, own.organisation_code, own.member_no) IS NOT NULL)
        AND (b.organisation_id IS NULL OR '' IN (btrim(b.title), btrim(b.tax_number), btrim(b.email), btrim(b.mobile))
          OR (b.invoice_kind = 'special'
            AND '' IN (btrim(b.registered_address), btrim(b.registered_telephone), btrim(b.bank), btrim(b.bank_account)))
          OR (b.exception_note IS NULL AND (
            regexp_replace(normalize(b.title, NFKC), '[[:space:]]', '', 'g')
              <> regexp_replace(normalize(own.name, NFKC), '[[:space:]]', '', 'g')
            OR (own.credit_code IS NOT NULL AND b.tax_number <> own.credit_code))))),
    of_enrolments AS (
      SELECT CASE e.state WHEN 'rejected' THEN 'enrolmentsRejected' WHEN 'draft' THEN 'enrolmentsDraft'
                          ELSE 'enrolmentsPayable' END AS kind,
             p.id AS subject_id, p.name AS plan_name, count(*) AS people, sum(e.fee_fen) AS amount_fen,
             max(e.state_since) AS since,
             CASE WHEN e.state = 'confirmed' THEN NULL
                  WHEN p.late_changes_allowed THEN p.ends_at
                  ELSE coalesce(p.enrolment_closes_at, p.ends_at) END AS expires_at,
             CASE WHEN e.state = 'rejected'
                  THEN (array_agg(l.name ORDER BY e.state_since DESC, e.id))[1:3] END AS names,
             CASE WHEN e.state = 'rejected'
                  THEN (array_agg(e.reason ORDER BY e.state_since DESC, e.id))[1:3] END AS reasons
      FROM enrolments e
      JOIN plans p ON p.id = e.plan_id
      JOIN learners l ON l.id = e.learner_id
      WHERE e.organisation_path LIKE ${`${path}%`}
        AND (e.state = 'confirmed' AND e.order_id IS NULL AND e.fee_fen > 0
          OR e.state IN ('draft', 'rejected') AND p.state = 'published'
            AND (p.enrolment_opens_at IS NULL OR p.enrolment_opens_at <= ${now})
            AND ${now} < CASE WHEN p.late_changes_allowed THEN p.ends_at
                              ELSE coalesce(p.enrolment_closes_at, p.ends_at) END)
      GROUP BY p.id, e.state),
    asking AS MATERIALIZED (
      SELECT waiting.organisation_id FROM (
        SELECT DISTINCT h.organisation_id, h.organisation_path FROM hour_records h
        WHERE h.state = 'pending' AND h.organisation_path >= ${from} AND h.organisation_path < ${to}
          AND EXISTS (SELECT 1 FROM organisations o WHERE o.hours_approval = 'secondAdmin'
                        AND (starts_with(${path}, o.path) OR o.path >= ${from} AND o.path < ${to}))) waiting
      WHERE (SELECT u.hours_approval FROM organisations u
             WHERE u.id = ANY (string_to_array(trim(BOTH '/' FROM waiting.organisation_path), '/')::uuid[])
               AND u.hours_approval IS NOT NULL ORDER BY length(u.path) DESC LIMIT 1) = 'secondAdmin'),
    of_hours AS (
      SELECT count(*) AS records, count(DISTINCT (h.plan_id, h.kind, h.title, h.studied_on, h.import_id)) AS trainings,
             (array_agg(h.title ORDER BY h.due_at, h.id))[1] AS title, min(h.created_at) AS since,
             coalesce(min(h.due_at), min(h.created_at)) AS due_at
      FROM hour_records h JOIN asking ON asking.organisation_id = h.organisation_id
      WHERE h.state = 'pending' AND h.decision_id IS NULL AND h.created_by_id IS DISTINCT FROM ${accountId}::uuid
      HAVING count(*) > 0),
    tasks AS (
      SELECT kind, subject_id, organisation_id, organisation_name, order_id, order_number, plan_name, amount_fen, paid_fen,
             since, expires_at, code, note, file_count, NULL::bigint AS people, NULL::text[] AS names,
             NULL::text[] AS reasons, NULL::text AS title, NULL::bigint AS trainings,
             CASE kind WHEN 'voucherRejected' THEN 0 ELSE 3 END AS rank
      FROM of_orders WHERE kind IS NOT NULL
      UNION ALL
      SELECT 'invoiceRejected', subject_id, organisation_id, organisation_name, order_id, order_number, plan_name,
             amount_fen, NULL, since, NULL, NULL, note, NULL, NULL, NULL, NULL, NULL, NULL, 1 FROM of_invoices
      UNION ALL
      SELECT 'billingIncomplete', organisation_id, organisation_id, organisation_name, NULL, NULL, NULL, NULL, NULL, since,
             NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 2 FROM of_billing
      UNION ALL
      SELECT kind, subject_id, NULL, NULL, NULL, NULL, plan_name, amount_fen, NULL, since, expires_at, NULL, NULL, NULL,
             people, names, reasons, NULL, NULL, CASE kind WHEN 'enrolmentsRejected' THEN 1 ELSE 3 END FROM of_enrolments
      UNION ALL
      SELECT 'hoursToReview', ${ownId}::uuid, NULL, NULL, NULL, NULL, NULL, NULL, NULL, since, due_at, NULL, NULL, NULL,
             records, NULL, NULL, title, trainings, 3 FROM of_hours)
    SELECT kind, subject_id AS "subjectId", organisation_id AS "organisationId", organisation_name AS "organisationName",
           order_id AS "orderId", order_number AS "orderNumber", plan_name AS "planName", amount_fen AS "amountFen",
           paid_fen AS "paidFen", since, expires_at AS "expiresAt", code, note, file_count AS "fileCount",
           people AS "peopleCount", names, reasons, title, trainings AS "trainingCount", count(*) OVER () AS "taskCount"
    FROM tasks
    ORDER BY rank, expires_at NULLS FIRST, since, subject_id, kind
    LIMIT ${limit}`
}

/** What the centre is working on for the subtree `path`: enrolments and vouchers in review, invoices not yet issued. */
export async function countAtCentre(
  db: Readable,
  path: string,
): Promise<{ enrolments: number; vouchers: number; invoices: number }> {
  const rows = await db.$queryRaw<{ enrolments: bigint; vouchers: bigint; invoices: bigint }[]>`
    WITH mine AS (SELECT id FROM organisations WHERE path LIKE ${`${path}%`})
    SELECT (SELECT count(*) FROM enrolments e
            WHERE e.organisation_path LIKE ${`${path}%`} AND e.state = 'submitted') AS enrolments,
           (SELECT count(*) FROM vouchers v JOIN mine ON mine.id = v.organisation_id WHERE v.state = 'submitted') AS vouchers,
           (SELECT count(*) FROM invoice_requests r JOIN mine ON mine.id = r.organisation_id
            WHERE r.state IN ('requested', 'approved', 'issuing')) AS invoices`
  return {
    enrolments: Number(rows[0]?.enrolments ?? 0),
    vouchers: Number(rows[0]?.vouchers ?? 0),
    invoices: Number(rows[0]?.invoices ?? 0),
  }
}
