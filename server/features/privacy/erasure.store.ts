import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { Obstacle } from './personal-data.schema.ts'

/**
 * Erasing one person reaches into the tables of many nouns, all in one transaction: what names them goes, what the law has
 * kept stays without a name. A test looks through every column of every table for what should be gone.
 */

export type Person = {
  id: string
  name: string
  idNumberEncrypted: string
  idNumberHash: string
  idNumberMasked: string
  mobile: string
  email: string
  organisationId: string
  organisationPath: string
  accountId: string | null
  erasedAt: Date | null
  accountName: string | null
  accountMobile: string | null
  accountEmail: string | null
}

/** The person as they are, held until the transaction ends: nobody enrols, recharges or moves them meanwhile. */
export async function lockPerson(tx: Transaction, id: string): Promise<Person | null> {
  await tx.$queryRaw`SELECT 1 AS locked FROM learners WHERE id = ${id}::uuid FOR UPDATE`
  const rows = await tx.$queryRaw<Person[]>`
    SELECT l.id, l.name, l.id_number_encrypted AS "idNumberEncrypted", l.id_number_hash AS "idNumberHash",
           l.id_number_masked AS "idNumberMasked", l.mobile, l.email, l.organisation_id AS "organisationId",
           l.organisation_path AS "organisationPath", l.account_id AS "accountId", l.erased_at AS "erasedAt",
           a.name AS "accountName", a.mobile AS "accountMobile", a.email AS "accountEmail"
    FROM learners l LEFT JOIN accounts a ON a.id = l.account_id WHERE l.id = ${id}::uuid`
  return rows[0] ?? null
}

/** What has to end before the person can be erased. */
export async function findObstacles(db: Readable, learnerId: string): Promise<Obstacle[]> {
  return db.$queryRaw<Obstacle[]>`
    SELECT 'wallet' AS why, sum(ledger_balance(a.id))::float8 AS "amountFen", p.name AS "planName", NULL AS "orderNumber"
    FROM study_card_wallets w JOIN study_card_batches b ON b.id = w.batch_id JOIN plans p ON p.id = b.plan_id
    JOIN ledger_accounts a ON a.kind = 'wallet' AND a.owner_id = w.id
    WHERE w.learner_id = ${learnerId}::uuid GROUP BY p.id HAVING sum(ledger_balance(a.id)) > 0
    UNION ALL
    SELECT DISTINCT 'order', NULL::float8, NULL, o.number FROM enrolments e JOIN orders o ON o.id = e.order_id
    WHERE e.learner_id = ${learnerId}::uuid AND o.state = 'open'
    UNION ALL
    SELECT DISTINCT 'refund', r.amount_fen::float8, NULL, r.number FROM enrolments e
    JOIN refund_enrolments x ON x.enrolment_id = e.id JOIN refunds r ON r.id = x.refund_id
    WHERE e.learner_id = ${learnerId}::uuid AND r.state IN ('requested', 'approved', 'sent')
    UNION ALL
    SELECT 'enrolment', NULL, p.name, NULL FROM enrolments e JOIN plans p ON p.id = e.plan_id LEFT JOIN orders o ON o.id = e.order_id
    WHERE e.learner_id = ${learnerId}::uuid
      AND (e.state IN ('draft', 'submitted') OR e.state = 'confirmed' AND e.fee_fen > 0 AND o.state IS NULL AND p.state <> 'closed')
    UNION ALL
    SELECT 'hours', NULL, p.name, NULL FROM hour_records h JOIN plans p ON p.id = h.plan_id
    WHERE h.learner_id = ${learnerId}::uuid AND h.state = 'pending' GROUP BY p.id
    UNION ALL
    SELECT 'account', NULL, NULL, NULL FROM learners l JOIN accounts a ON a.id = l.account_id
    WHERE l.id = ${learnerId}::uuid
      AND (a.staff_roles <> '{}' OR EXISTS (SELECT 1 FROM organisation_admins oa WHERE oa.account_id = a.id))`
}

/** Ids of everything that is about the person, for what names them by it. */
export async function findOwnIds(tx: Transaction, learnerId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM enrolments WHERE learner_id = ${learnerId}::uuid
    UNION ALL SELECT id FROM hour_records WHERE learner_id = ${learnerId}::uuid
    UNION ALL SELECT id FROM course_openings WHERE learner_id = ${learnerId}::uuid
    UNION ALL SELECT id FROM certificates WHERE learner_id = ${learnerId}::uuid
    UNION ALL SELECT id FROM personal_data_requests WHERE learner_id = ${learnerId}::uuid
    UNION ALL SELECT t.id FROM attendance t JOIN enrolments e ON e.id = t.enrolment_id WHERE e.learner_id = ${learnerId}::uuid`
  return rows.map((row) => row.id)
}

/** Names, mobiles and addresses that the person ever had here, as the audit trail wrote down when they changed. */
export async function findFormerValues(tx: Transaction, ids: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ value: string }[]>`
    SELECT DISTINCT v.value FROM audit_entries e
    CROSS JOIN LATERAL (VALUES (e.before), (e.after)) AS side (content)
    CROSS JOIN LATERAL jsonb_each_text(CASE WHEN jsonb_typeof(side.content) = 'object' THEN side.content ELSE '{}' END) AS v
    WHERE e.subject_type IN ('learner', 'account') AND e.subject_id = ANY(${[...ids]}::uuid[])
      AND v.key IN ('name', 'mobile', 'email', 'idNumber') AND v.value <> ''`
  return rows.map((row) => row.value)
}

/** What the person is from now on. The hash is of nothing: nobody finds them by their number, and it can be entered anew. */
export type Tombstone = { readonly name: string; readonly idNumberEncrypted: string; readonly idNumberHash: string }

export async function eraseLearnerRow(
  tx: Transaction,
  id: string,
  { name, idNumberEncrypted, idNumberHash }: Tombstone,
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE learners SET name = ${name}, name_key = ${name}, id_number_encrypted = ${idNumberEncrypted}, id_number_hash = ${idNumberHash},
           id_number_masked = '', mobile = '', email = '', post = '', education = '', enabled = false, account_id = NULL,
           erased_at = ${now}, updated_at = ${now}
    WHERE id = ${id}::uuid`
}

/** The account with all that hangs on it; whoever is staff or an admin too was refused before. */
export async function eraseAccount(tx: Transaction, id: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM sessions WHERE account_id = ${id}::uuid`
  await tx.$executeRaw`DELETE FROM log_in_names WHERE account_id = ${id}::uuid`
  await tx.$executeRaw`DELETE FROM recovery_codes WHERE account_id = ${id}::uuid`
  await tx.$executeRaw`DELETE FROM one_time_secrets WHERE subject_id = ${id}::uuid`
  await tx.$executeRaw`DELETE FROM idempotent_results WHERE account_id = ${id}::uuid`
  await tx.$executeRaw`DELETE FROM saved_filters WHERE account_id = ${id}::uuid`
  await tx.$executeRaw`DELETE FROM accounts WHERE id = ${id}::uuid`
}

/** Failed log-ins are kept by what was typed. */
export async function eraseThrottles(tx: Transaction, values: readonly string[]): Promise<void> {
  for (const value of values) await tx.$executeRaw`DELETE FROM log_in_throttles WHERE position(${value} IN bucket) > 0`
}

/** What the person wrote or signed themselves, in the rows of others. */
export async function eraseOwnWords(
  tx: Transaction,
  learnerId: string,
  accountId: string | null,
  tombstone: string,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE personal_data_requests SET reason = '', requested_by_name = CASE WHEN requested_by_id = ${accountId}::uuid THEN ${tombstone} ELSE requested_by_name END,
           decided_by_name = CASE WHEN decided_by_id = ${accountId}::uuid THEN ${tombstone} ELSE decided_by_name END
    WHERE learner_id = ${learnerId}::uuid`
  if (accountId === null) return
  await tx.$executeRaw`UPDATE course_openings SET opened_by_name = ${tombstone} WHERE opened_by_id = ${accountId}::uuid`
  await tx.$executeRaw`UPDATE hour_records SET created_by_name = ${tombstone} WHERE created_by_id = ${accountId}::uuid`
}

/** Titles, evidence and reasons of hours are free text. */
export async function eraseInHours(
  tx: Transaction,
  learnerId: string,
  values: readonly string[],
  tombstone: string,
): Promise<void> {
  for (const value of values) {
    await tx.$executeRaw`
      UPDATE hour_records SET title = replace(title, ${value}, ${tombstone}), evidence = replace(evidence, ${value}, ${tombstone}),
             reason = replace(reason, ${value}, ${tombstone}), rejected_reason = replace(rejected_reason, ${value}, ${tombstone})
      WHERE learner_id = ${learnerId}::uuid
        AND (position(${value} IN title) + position(${value} IN evidence) + position(${value} IN reason)
             + position(${value} IN coalesce(rejected_reason, '')) > 0)`
    await tx.$executeRaw`
      UPDATE enrolments SET reason = replace(reason, ${value}, ${tombstone})
      WHERE learner_id = ${learnerId}::uuid AND position(${value} IN coalesce(reason, '')) > 0`
    await tx.$executeRaw`
      UPDATE course_openings SET closed_reason = replace(closed_reason, ${value}, ${tombstone})
      WHERE learner_id = ${learnerId}::uuid AND position(${value} IN coalesce(closed_reason, '')) > 0`
  }
}

/** The same in the reasons of refunds, cards and certificates that were for them. */
export async function eraseInReasons(
  tx: Transaction,
  learnerId: string,
  values: readonly string[],
  tombstone: string,
): Promise<void> {
  for (const value of values) {
    await tx.$executeRaw`
      UPDATE refunds r SET reason = replace(r.reason, ${value}, ${tombstone}), decision_note = replace(r.decision_note, ${value}, ${tombstone})
      FROM refund_enrolments x JOIN enrolments e ON e.id = x.enrolment_id
      WHERE x.refund_id = r.id AND e.learner_id = ${learnerId}::uuid
        AND position(${value} IN r.reason || coalesce(r.decision_note, '')) > 0`
    await tx.$executeRaw`
      UPDATE card_operations c SET reason = replace(c.reason, ${value}, ${tombstone})
      FROM card_operation_lines x
      WHERE x.operation_id = c.id AND x.learner_id = ${learnerId}::uuid AND position(${value} IN coalesce(c.reason, '')) > 0`
    await tx.$executeRaw`
      UPDATE certificates SET revoked_reason = replace(revoked_reason, ${value}, ${tombstone})
      WHERE learner_id = ${learnerId}::uuid AND position(${value} IN coalesce(revoked_reason, '')) > 0`
  }
}

/** Notices to the person, in the app and by mail, with their tries; of an address that others have too, those about them. */
export async function eraseOwnNotices(
  tx: Transaction,
  accountId: string | null,
  addresses: readonly string[],
  ids: readonly string[],
): Promise<void> {
  const shared = (address: Prisma.Sql) => Prisma.sql`(
    EXISTS (SELECT 1 FROM organisations o WHERE o.email = ${address})
    OR EXISTS (SELECT 1 FROM accounts a WHERE a.email = ${address} AND a.id <> coalesce(${accountId}::uuid, '00000000-0000-0000-0000-000000000000'))
    OR EXISTS (SELECT 1 FROM learners l WHERE l.email = ${address} AND NOT (l.id = ANY(${[...ids]}::uuid[]))))`
  const own = (
    await tx.$queryRaw<{ id: string }[]>`
      SELECT n.id FROM notices n
      WHERE n.account_id = ${accountId}::uuid OR n.recipient = ${accountId ?? ''}
         OR n.channel = 'email' AND n.recipient = ANY(${[...addresses]}::text[])
            AND (n.subject_id = ANY(${[...ids]}::uuid[]) OR NOT ${shared(Prisma.sql`n.recipient`)})`
  ).map((row) => row.id)
  await tx.$executeRaw`DELETE FROM notice_attempts WHERE notice_id = ANY(${own}::uuid[])`
  await tx.$executeRaw`DELETE FROM notices WHERE id = ANY(${own}::uuid[])`
  await tx.$executeRaw`
    DELETE FROM mail_bounces WHERE address = ANY(${[...addresses]}::text[]) AND NOT ${shared(Prisma.sql`address`)}`
}

export type NoticeText = { id: string; data: Prisma.JsonValue; words: Prisma.JsonValue }

/** Notices to others that name the person: by what they are about, or by the person's id in them. */
export async function findNoticesAbout(
  tx: Transaction,
  learnerId: string,
  ids: readonly string[],
): Promise<NoticeText[]> {
  return tx.$queryRaw<NoticeText[]>`
    SELECT id, data, words FROM notices
    WHERE subject_id = ANY(${[learnerId, ...ids]}::uuid[]) OR data ->> 'learnerId' = ${learnerId}
       OR position(${learnerId} IN data::text) > 0`
}

export async function saveNotices(tx: Transaction, rows: readonly NoticeText[]): Promise<void> {
  await tx.$executeRaw`
    UPDATE notices n SET data = t.data, words = CASE WHEN n.words IS NULL THEN NULL ELSE t.words END
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(id uuid, data jsonb, words jsonb) WHERE n.id = t.id`
}

/** Statements of platforms that nobody could be told from: one of them may be theirs. */
export async function findUnclaimedStatements(
  tx: Transaction,
): Promise<{ id: string; body: { readonly sealed: string } }[]> {
  return tx.$queryRaw`
    SELECT id, body FROM learning_statements WHERE learner_id IS NULL AND body IS NOT NULL ORDER BY id DESC LIMIT 20000`
}

export async function emptyStatementRows(tx: Transaction, ids: readonly string[]): Promise<void> {
  await tx.$executeRaw`UPDATE learning_statements SET body = NULL WHERE id = ANY(${[...ids]}::uuid[])`
}

/** Jobs that gave up and name the person, and answers kept for who sends twice. */
export async function eraseLeftovers(tx: Transaction, values: readonly string[], tombstone: string): Promise<void> {
  for (const value of values) {
    await tx.$executeRaw`DELETE FROM idempotent_results WHERE position(${value} IN result::text) > 0`
    await tx.$executeRaw`
      UPDATE given_up_jobs SET error = replace(error, ${value}, ${tombstone}) WHERE position(${value} IN error) > 0`
  }
}
