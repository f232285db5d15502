import type { Readable, Transaction } from '../../platform/database.ts'

/** Which of the accounts also belong to staff or to an organisation's admin. */
export async function findSharedAccounts(db: Readable, accountIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT a.id FROM accounts a
    WHERE a.id = ANY(${[...accountIds]}::uuid[])
      AND (a.staff_roles <> '{}' OR EXISTS (SELECT FROM organisation_admins oa WHERE oa.account_id = a.id))`
  return new Set(rows.map((row) => row.id))
}

/** Locks the accounts in the order of their ids, so that two who change many of the same wait instead of deadlocking. */
export async function lockAccountRows(tx: Transaction, accountIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 AS locked FROM accounts WHERE id = ANY(${[...accountIds]}::uuid[]) ORDER BY id FOR UPDATE`
}

export type LearnerAccountToWrite = {
  readonly accountId: string
  readonly name: string
  readonly mobile: string
  readonly email: string
  readonly idNumberHash: string
  readonly passwordHash: string
}

/** Makes those accounts that are not there, and gives the others the new password; both have to change it. */
export async function upsertWithPassword(
  tx: Transaction,
  accounts: readonly LearnerAccountToWrite[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO accounts (id, name, mobile, email, staff_roles, password_hash, must_change_password, password_changed_at, created_at)
    SELECT t."accountId", t.name, t.mobile, t.email, '{}', t."passwordHash", true, ${now}, ${now}
    FROM json_to_recordset(${JSON.stringify(accounts)}::json)
      AS t("accountId" uuid, name text, mobile text, email text, "passwordHash" text)
    ON CONFLICT (id) DO UPDATE SET
      password_hash = excluded.password_hash, must_change_password = true, password_changed_at = excluded.password_changed_at`
}

/** Adds log-in names; what somebody else has already stays theirs. */
export async function addLogInNames(
  tx: Transaction,
  names: readonly { value: string; kind: 'idNumber' | 'mobile'; accountId: string }[],
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO log_in_names (value, kind, account_id)
    SELECT t.value, t.kind::log_in_name_kind, t."accountId"
    FROM json_to_recordset(${JSON.stringify(names)}::json) AS t(value text, kind text, "accountId" uuid)
    ON CONFLICT (value) DO NOTHING`
}

/** Which of the accounts log in with a mobile, and which. */
export async function findMobileNames(db: Readable, accountIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ accountId: string; value: string }[]>`
    SELECT account_id AS "accountId", value FROM log_in_names
    WHERE account_id = ANY(${[...accountIds]}::uuid[]) AND kind = 'mobile'`
  return new Map(rows.map((row) => [row.accountId, row.value]))
}

export async function dropLogInNames(tx: Transaction, accountId: string, kind: 'idNumber' | 'mobile'): Promise<void> {
  await tx.logInName.deleteMany({ where: { accountId, kind } })
}

/** Ends the living sessions of all these accounts; how many they were. */
export async function revokeSessionsOf(tx: Transaction, accountIds: readonly string[], now: Date): Promise<number> {
  return tx.$executeRaw`
    UPDATE sessions SET revoked_at = ${now}
    WHERE account_id = ANY(${[...accountIds]}::uuid[]) AND revoked_at IS NULL AND expires_at > ${now}`
}

/** Drops the links and codes that would set a password of these accounts otherwise. */
export async function dropPasswordLinks(tx: Transaction, accountIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM one_time_secrets
    WHERE subject_id = ANY(${[...accountIds]}::uuid[]) AND purpose IN ('activation', 'passwordReset') AND used_at IS NULL`
}

export async function findPasswordHashes(db: Readable, accountIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.account.findMany({
    where: { id: { in: [...accountIds] } },
    select: { id: true, passwordHash: true },
  })
  return new Map(rows.map((row) => [row.id, row.passwordHash]))
}
