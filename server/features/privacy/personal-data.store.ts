import type { Readable } from '../../platform/database.ts'

/** What is kept about one learner, across the tables of all nouns, for them to take away: read only. */

export type KeptPerson = {
  id: string
  name: string
  idType: string
  idNumberEncrypted: string
  idNumberMasked: string
  mobile: string
  email: string
  post: string
  education: string
  enabled: boolean
  organisation: string
  createdAt: Date
  updatedAt: Date
  erasedAt: Date | null
  organisationId: string
  organisationPath: string
  accountId: string | null
}

export async function findKeptPerson(db: Readable, learnerId: string): Promise<KeptPerson | null> {
  const rows = await db.$queryRaw<KeptPerson[]>`
    SELECT l.id, l.name, l.id_type::text AS "idType", l.id_number_encrypted AS "idNumberEncrypted", l.id_number_masked AS "idNumberMasked",
           l.mobile, l.email, l.post, l.education, l.enabled, o.name AS organisation, l.created_at AS "createdAt", l.updated_at AS "updatedAt",
           l.erased_at AS "erasedAt", l.organisation_id AS "organisationId", l.organisation_path AS "organisationPath", l.account_id AS "accountId"
    FROM learners l JOIN organisations o ON o.id = l.organisation_id WHERE l.id = ${learnerId}::uuid`
  return rows[0] ?? null
}

export type KeptRow = Readonly<Record<string, string | number | boolean | Date | null | object>>

/** The account without anything that opens it. */
export async function findKeptAccount(db: Readable, accountId: string): Promise<KeptRow | null> {
  const rows = await db.$queryRaw<KeptRow[]>`
    SELECT a.name, a.mobile, a.email, a.locale, a.enabled, a.created_at AS "createdAt", a.password_changed_at AS "passwordChangedAt",
           a.totp_confirmed_at AS "secondFactorSince",
           (SELECT coalesce(json_agg(DISTINCT n.kind::text), '[]') FROM log_in_names n WHERE n.account_id = a.id) AS "logsInBy"
    FROM accounts a WHERE a.id = ${accountId}::uuid`
  return rows[0] ?? null
}

export async function findKeptSessions(db: Readable, accountId: string): Promise<KeptRow[]> {
  return db.$queryRaw<KeptRow[]>`
    SELECT created_at AS "signedInAt", last_seen_at AS "lastSeenAt", expires_at AS "expiresAt", revoked_at AS "endedAt", ip, user_agent AS browser
    FROM sessions WHERE account_id = ${accountId}::uuid ORDER BY created_at`
}

export async function findKeptEnrolments(db: Readable, learnerId: string): Promise<KeptRow[]> {
  return db.$queryRaw<KeptRow[]>`
    SELECT p.number AS "planNumber", p.name AS plan, o.name AS organisation, e.state::text AS state, e.state_since AS "stateSince",
           e.fee_fen::float8 AS "feeFen", r.number AS "orderNumber", r.state::text AS "orderState", e.submitted_at AS "submittedAt",
           e.decided_at AS "decidedAt", e.reason, e.refunded_at AS "refundedAt", e.form_code AS "formCode", e.created_at AS "createdAt",
           (SELECT coalesce(json_agg(s.name ORDER BY s.position), '[]') FROM enrolment_subjects t JOIN plan_subjects s ON s.id = t.subject_id
            WHERE t.enrolment_id = e.id) AS subjects,
           (SELECT coalesce(json_agg(to_char(t.day, 'YYYY-MM-DD') ORDER BY t.day), '[]') FROM attendance t WHERE t.enrolment_id = e.id) AS "attendedOn"
    FROM enrolments e JOIN plans p ON p.id = e.plan_id JOIN organisations o ON o.id = e.organisation_id LEFT JOIN orders r ON r.id = e.order_id
    WHERE e.learner_id = ${learnerId}::uuid ORDER BY e.id`
}

export async function findKeptCards(db: Readable, learnerId: string): Promise<KeptRow[]> {
  return db.$queryRaw<KeptRow[]>`
    SELECT t.created_at AS at, t.kind::text AS kind, p.number AS "planNumber", p.name AS plan,
           (CASE WHEN t.credit_account_id = a.id THEN t.amount_fen ELSE -t.amount_fen END)::float8 AS "amountFen", t.reason
    FROM study_card_wallets w JOIN study_card_batches b ON b.id = w.batch_id JOIN plans p ON p.id = b.plan_id
    JOIN ledger_accounts a ON a.kind = 'wallet' AND a.owner_id = w.id
    JOIN ledger_transfers t ON t.debit_account_id = a.id OR t.credit_account_id = a.id
    WHERE w.learner_id = ${learnerId}::uuid ORDER BY t.created_at, t.id`
}

export async function findKeptOpenings(db: Readable, learnerId: string): Promise<KeptRow[]> {
  return db.$queryRaw<KeptRow[]>`
    SELECT p.number AS "planNumber", p.name AS plan, c.amount_fen::float8 AS "amountFen", c.opened_at AS "openedAt", c.opened_by_name AS "openedBy",
           c.closed_at AS "closedAt", c.closed_reason AS "closedReason"
    FROM course_openings c JOIN plans p ON p.id = c.plan_id WHERE c.learner_id = ${learnerId}::uuid ORDER BY c.id`
}

export async function findKeptNotices(db: Readable, accountId: string | null, address: string): Promise<KeptRow[]> {
  return db.$queryRaw<KeptRow[]>`
    SELECT n.kind, n.channel::text AS channel, n.recipient, n.state::text AS state, n.created_at AS "createdAt", n.sent_at AS "sentAt",
           n.read_at AS "readAt", n.data
    FROM notices n
    WHERE n.account_id = ${accountId}::uuid OR (${address} <> '' AND n.channel = 'email' AND n.recipient = ${address}
          AND NOT EXISTS (SELECT 1 FROM organisations o WHERE o.email = n.recipient))
    ORDER BY n.id`
}

export type KeptStatement = {
  id: string
  platform: string
  verb: string
  activityId: string
  seconds: number | null
  outcome: string
  happenedAt: Date
  receivedAt: Date
  body: { readonly sealed: string } | null
}

export async function findKeptStatements(db: Readable, learnerId: string): Promise<KeptStatement[]> {
  return db.$queryRaw<KeptStatement[]>`
    SELECT s.id, p.name AS platform, s.verb, s.activity_id AS "activityId", s.seconds, s.outcome::text AS outcome,
           s.happened_at AS "happenedAt", s.received_at AS "receivedAt", s.body
    FROM learning_statements s JOIN learning_platforms p ON p.id = s.platform_id
    WHERE s.learner_id = ${learnerId}::uuid ORDER BY s.received_at, s.id`
}

/** What the audit trail says was done to the learner and by them; others' names are not theirs to take. */
export async function findKeptTrail(db: Readable, learnerId: string, accountId: string | null): Promise<KeptRow[]> {
  return db.$queryRaw<KeptRow[]>`
    SELECT at, action, CASE WHEN actor_id = ${accountId}::uuid THEN 'self' ELSE actor_kind END AS "by",
           CASE WHEN actor_id = ${accountId}::uuid THEN ip END AS ip, before, after
    FROM audit_entries
    WHERE subject_type = 'learner' AND subject_id = ${learnerId}::uuid OR actor_id = ${accountId}::uuid
       OR subject_type = 'account' AND subject_id = ${accountId}::uuid
    ORDER BY id LIMIT 20000`
}

export async function findKeptRequests(db: Readable, learnerId: string): Promise<KeptRow[]> {
  return db.$queryRaw<KeptRow[]>`
    SELECT kind::text AS kind, state::text AS state, created_at AS "createdAt", state_since AS "stateSince", reason, answer
    FROM personal_data_requests WHERE learner_id = ${learnerId}::uuid ORDER BY id`
}
