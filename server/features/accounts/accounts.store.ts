import type { Account } from '../../../prisma/generated/client.ts'
import type { StaffRole } from '../../core/roles.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { AdministeredOrganisation } from './accounts.rules.ts'
import type { LogInNameKind } from './log-in-names.rules.ts'

export type AccountRow = Account

export async function findAccount(db: Readable, id: string): Promise<AccountRow | null> {
  return db.account.findUnique({ where: { id } })
}

export type LogInAccount = AccountRow & { learnerEnabled: boolean | null }

const logInColumns = Prisma.sql`a.id, a.name, a.mobile, a.email, a.locale, a.staff_roles::text[] AS "staffRoles",
           a.password_hash AS "passwordHash", a.must_change_password AS "mustChangePassword",
           a.password_changed_at AS "passwordChangedAt", a.enabled, a.totp_secret AS "totpSecret",
           a.totp_confirmed_at AS "totpConfirmedAt", a.totp_last_step AS "totpLastStep", a.created_at AS "createdAt",
           l.enabled AS "learnerEnabled"`

/** The account that one of the stored names belongs to, the first name first. One query, whether there is one or not. */
export async function findAccountByNames(db: Readable, names: readonly string[]): Promise<LogInAccount | null> {
  const rows = await db.$queryRaw<LogInAccount[]>`
    SELECT ${logInColumns}
    FROM unnest(${[...names]}::text[]) WITH ORDINALITY AS typed (value, place)
    JOIN log_in_names n ON n.value = typed.value
    JOIN accounts a ON a.id = n.account_id
    LEFT JOIN learners l ON l.account_id = a.id
    ORDER BY typed.place LIMIT 1`
  return rows[0] ?? null
}

/** The same by id, for who shows by a mailed link that the account is theirs. */
export async function findLogInAccount(db: Readable, id: string): Promise<LogInAccount | null> {
  const rows = await db.$queryRaw<LogInAccount[]>`
    SELECT ${logInColumns} FROM accounts a LEFT JOIN learners l ON l.account_id = a.id WHERE a.id = ${id}::uuid`
  return rows[0] ?? null
}

/** Keeps the account as it is until the transaction ends: whoever disables it or resets its password waits, and then sees the new session. */
export async function holdAccount(
  tx: Transaction,
  id: string,
): Promise<{ enabled: boolean; passwordHash: string } | null> {
  const rows = await tx.$queryRaw<{ enabled: boolean; passwordHash: string }[]>`
    SELECT enabled, password_hash AS "passwordHash" FROM accounts WHERE id = ${id}::uuid FOR SHARE`
  return rows[0] ?? null
}

export type LockedAccount = { readonly id: string; readonly enabled: boolean; readonly staffRoles: StaffRole[] }

/**
 * Locks these accounts and every system admin in the order of their ids: admins who turn on each other come one after
 * the other, do not deadlock, and the last one is known.
 */
export async function lockWithSystemAdmins(
  tx: Transaction,
  ids: readonly string[],
): Promise<Map<string, LockedAccount>> {
  const rows = await tx.$queryRaw<LockedAccount[]>`
    SELECT id, enabled, staff_roles::text[] AS "staffRoles" FROM accounts
    WHERE id = ANY(${[...ids]}::uuid[]) OR 'systemAdmin' = ANY(staff_roles) ORDER BY id FOR UPDATE`
  return new Map(rows.map((row) => [row.id, row]))
}

/** What the account administers, open or not, in the order in which it was given. */
export async function findAdministered(db: Readable, accountId: string): Promise<AdministeredOrganisation[]> {
  return db.$queryRaw<AdministeredOrganisation[]>`
    SELECT o.id, o.name, organisation_open(o.path) AS open
    FROM organisation_admins oa JOIN organisations o ON o.id = oa.organisation_id
    WHERE oa.account_id = ${accountId}::uuid
    ORDER BY oa.created_at, o.id`
}

/** What the account logs in with, ID numbers left out: they are hashes. */
export async function findLogInNames(db: Readable, accountId: string): Promise<string[]> {
  const rows = await db.logInName.findMany({ where: { accountId, kind: { not: 'idNumber' } }, select: { value: true } })
  return rows.map((row) => row.value)
}

/** The learner that the account is, if it is one. */
export async function findLearnerOf(
  db: Readable,
  accountId: string,
): Promise<{ id: string; email: string; organisationId: string; organisationName: string } | null> {
  const row = await db.learner.findUnique({
    where: { accountId },
    select: { id: true, email: true, organisation: { select: { id: true, name: true } } },
  })
  return (
    row && {
      id: row.id,
      email: row.email,
      organisationId: row.organisation.id,
      organisationName: row.organisation.name,
    }
  )
}

/**
 * Carries what somebody confirmed about themselves to the learner that they are. It stands here and not with the
 * learners, because learners are built on accounts and not the other way round.
 */
export async function carryContactToLearner(
  tx: Transaction,
  accountId: string,
  contact: { mobile?: string; email?: string },
): Promise<void> {
  await tx.learner.updateMany({ where: { accountId }, data: contact })
}

export async function findLearner(db: Readable, learnerId: string): Promise<{ id: string; name: string } | null> {
  return db.learner.findUnique({ where: { id: learnerId }, select: { id: true, name: true } })
}

export type NewAccount = {
  id: string
  name: string
  mobile: string
  email: string
  staffRoles: readonly StaffRole[]
  passwordHash: string
  mustChangePassword: boolean
  passwordChangedAt: Date
  createdAt: Date
}

export async function insertAccount(tx: Transaction, { staffRoles, ...account }: NewAccount): Promise<void> {
  await tx.account.create({ data: { ...account, staffRoles: [...staffRoles] } })
}

/** Fails with a unique violation when somebody has the name already. */
export async function insertLogInName(
  tx: Transaction,
  accountId: string,
  kind: LogInNameKind,
  value: string,
): Promise<void> {
  await tx.logInName.create({ data: { accountId, kind, value } })
}

/** Gives the account another mobile to log in with; false when it is another's already, which then stays as it was. */
export async function replaceMobileLogInName(tx: Transaction, accountId: string, mobile: string): Promise<boolean> {
  const taken = await tx.$queryRaw<{ accountId: string }[]>`
    INSERT INTO log_in_names (value, kind, account_id) VALUES (${mobile}, 'mobile', ${accountId}::uuid)
    ON CONFLICT (value) DO UPDATE SET value = excluded.value RETURNING account_id AS "accountId"`
  if (taken[0]?.accountId !== accountId) return false
  await tx.logInName.deleteMany({ where: { accountId, kind: 'mobile', value: { not: mobile } } })
  return true
}

export async function dropMobileLogInName(tx: Transaction, accountId: string): Promise<void> {
  await tx.logInName.deleteMany({ where: { accountId, kind: 'mobile' } })
}

/** How many names of other kinds there are to log in with. */
export async function countOtherLogInNames(db: Readable, accountId: string, kind: LogInNameKind): Promise<number> {
  return db.logInName.count({ where: { accountId, kind: { not: kind } } })
}

export async function insertOrganisationAdmin(
  tx: Transaction,
  accountId: string,
  organisationId: string,
  createdAt: Date,
  mayUnmask = false,
): Promise<void> {
  await tx.organisationAdmin.create({ data: { accountId, organisationId, createdAt, mayUnmask } })
}

/** The organisation's admin of the longest standing. */
export async function findFirstAdmin(db: Readable, organisationId: string): Promise<string | null> {
  const row = await db.organisationAdmin.findFirst({
    where: { organisationId },
    orderBy: [{ createdAt: 'asc' }, { accountId: 'asc' }],
    select: { accountId: true },
  })
  return row?.accountId ?? null
}

/** Puts another password in the place of the one that was seen; false when it is no longer that one. */
export async function replacePassword(
  tx: Transaction,
  id: string,
  seenHash: string,
  next: { passwordHash: string; mustChangePassword: boolean; passwordChangedAt: Date },
): Promise<boolean> {
  const { count } = await tx.account.updateMany({ where: { id, passwordHash: seenHash }, data: next })
  return count === 1
}

export async function updateAccount(
  tx: Transaction,
  id: string,
  change: {
    name?: string
    mobile?: string
    email?: string
    locale?: string
    enabled?: boolean
    staffRoles?: StaffRole[]
  },
): Promise<void> {
  await tx.account.update({ where: { id }, data: change })
}

// --- Second factor -----------------------------------------------------------------------------------------------

/** Keeps a secret that is not confirmed yet; false when the account has a second factor already. */
export async function offerTotpSecret(tx: Transaction, id: string, sealedSecret: string): Promise<boolean> {
  const { count } = await tx.account.updateMany({
    where: { id, totpConfirmedAt: null },
    data: { totpSecret: sealedSecret, totpLastStep: null },
  })
  return count === 1
}

/** Confirms the secret that was offered; false when another was offered meanwhile, or one confirmed. */
export async function confirmTotpSecret(
  tx: Transaction,
  id: string,
  sealedSecret: string,
  step: number,
  confirmedAt: Date,
): Promise<boolean> {
  const { count } = await tx.account.updateMany({
    where: { id, totpConfirmedAt: null, totpSecret: sealedSecret },
    data: { totpConfirmedAt: confirmedAt, totpLastStep: step },
  })
  return count === 1
}

/** Spends a step; false when it, or a later one, was spent already. */
export async function spendTotpStep(tx: Transaction, id: string, step: number): Promise<boolean> {
  const { count } = await tx.account.updateMany({
    where: { id, totpConfirmedAt: { not: null }, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  })
  return count === 1
}

/** Keeps the second factor as it is until the transaction ends; false when there is none. */
export async function holdSecondFactor(tx: Transaction, id: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT id FROM accounts WHERE id = ${id}::uuid AND totp_confirmed_at IS NOT NULL FOR UPDATE`
  return rows.length === 1
}

/** Takes secret and recovery codes away; false when there was no second factor. */
export async function dropSecondFactor(tx: Transaction, id: string): Promise<boolean> {
  await tx.recoveryCode.deleteMany({ where: { accountId: id } })
  const { count } = await tx.account.updateMany({
    where: { id, totpConfirmedAt: { not: null } },
    data: { totpSecret: null, totpConfirmedAt: null, totpLastStep: null },
  })
  return count === 1
}

export async function replaceRecoveryCodes(
  tx: Transaction,
  accountId: string,
  codes: readonly { id: string; codeHash: string }[],
): Promise<void> {
  await tx.recoveryCode.deleteMany({ where: { accountId } })
  await tx.recoveryCode.createMany({ data: codes.map((code) => ({ ...code, accountId })) })
}

/** Spends a recovery code; false when there is none such, or it was used. */
export async function spendRecoveryCode(
  tx: Transaction,
  accountId: string,
  codeHash: string,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.recoveryCode.updateMany({
    where: { accountId, codeHash, usedAt: null },
    data: { usedAt: now },
  })
  return count === 1
}

export async function countRecoveryCodes(db: Readable, accountId: string): Promise<number> {
  return db.recoveryCode.count({ where: { accountId, usedAt: null } })
}

// --- List --------------------------------------------------------------------------------------------------------

export type AccountListRow = {
  id: string
  name: string
  mobile: string
  email: string
  staffRoles: StaffRole[]
  enabled: boolean
  mustChangePassword: boolean
  secondFactor: boolean
  lastSeenAt: Date | null
  createdAt: Date
  organisations: string[]
  isLearner: boolean
  logInNames: string[]
}

/** Newest first. `search` is found in names, mobiles, log-in names and organisations' names; `idNumberHash` whole. */
export async function findAccounts(
  db: Readable,
  filter: {
    search: string | null
    idNumberHash: string | null
    kind: 'staff' | 'organisation' | 'learner' | null
    enabled: boolean | null
    after: string | null
    take: number
  },
): Promise<AccountListRow[]> {
  const like = filter.search === null ? null : `%${filter.search.replace(/[\\%_]/g, '\\$&')}%`
  const conditions = [
    ...(like === null
      ? []
      : [
          Prisma.sql`(a.name ILIKE ${like} OR a.mobile LIKE ${like}
            OR EXISTS (SELECT FROM log_in_names n WHERE n.account_id = a.id
              AND ((n.kind <> 'idNumber' AND n.value ILIKE ${like}) OR n.value = ${filter.idNumberHash}))
            OR EXISTS (SELECT FROM organisation_admins oa JOIN organisations o ON o.id = oa.organisation_id
              WHERE oa.account_id = a.id AND o.name ILIKE ${like}))`,
        ]),
    ...(filter.kind === 'staff' ? [Prisma.sql`a.staff_roles <> '{}'`] : []),
    ...(filter.kind === 'organisation'
      ? [Prisma.sql`EXISTS (SELECT FROM organisation_admins oa WHERE oa.account_id = a.id)`]
      : []),
    ...(filter.kind === 'learner' ? [Prisma.sql`EXISTS (SELECT FROM learners l WHERE l.account_id = a.id)`] : []),
    ...(filter.enabled === null ? [] : [Prisma.sql`a.enabled = ${filter.enabled}`]),
    ...(filter.after === null ? [] : [Prisma.sql`a.id < ${filter.after}::uuid`]),
  ]
  const where = conditions.length === 0 ? Prisma.empty : Prisma.sql`WHERE ${Prisma.join(conditions, ' AND ')}`
  return db.$queryRaw<AccountListRow[]>`
    SELECT a.id, a.name, a.mobile, a.email, a.staff_roles::text[] AS "staffRoles", a.enabled,
           a.must_change_password AS "mustChangePassword", a.totp_confirmed_at IS NOT NULL AS "secondFactor",
           a.created_at AS "createdAt",
           (SELECT max(s.last_seen_at) FROM sessions s WHERE s.account_id = a.id) AS "lastSeenAt",
           ARRAY(SELECT o.name FROM organisation_admins oa JOIN organisations o ON o.id = oa.organisation_id
                 WHERE oa.account_id = a.id ORDER BY oa.created_at, o.id) AS organisations,
           EXISTS (SELECT FROM learners l WHERE l.account_id = a.id) AS "isLearner",
           ARRAY(SELECT n.value FROM log_in_names n WHERE n.account_id = a.id AND n.kind <> 'idNumber' ORDER BY n.value) AS "logInNames"
    FROM accounts a ${where} ORDER BY a.id DESC LIMIT ${filter.take}`
}
