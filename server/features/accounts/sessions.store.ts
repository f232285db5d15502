import type { StaffRole } from '../../core/roles.ts'
import type { Readable, Transaction } from '../../platform/database.ts'

export type SessionRow = {
  sessionId: string
  signedInAt: Date
  lastSeenAt: Date
  secondFactorDone: boolean
  accountId: string
  accountName: string
  staffRoles: StaffRole[]
  mustChangePassword: boolean
  totpConfirmed: boolean
  organisationId: string | null
  organisationPath: string | null
  organisationName: string | null
  learnerId: string | null
}

type TokenHash = Uint8Array<ArrayBuffer>

/**
 * The living session with this token hash, its account and the organisation it acts for. The organisation is left out
 * when the account is no longer its admin, or it is not approved or disabled.
 */
export async function findSession(db: Readable, tokenHash: TokenHash, now: Date): Promise<SessionRow | null> {
  const rows = await db.$queryRaw<SessionRow[]>`
    SELECT s.id AS "sessionId", s.created_at AS "signedInAt", s.last_seen_at AS "lastSeenAt",
           s.second_factor_at IS NOT NULL AS "secondFactorDone",
           a.id AS "accountId", a.name AS "accountName", a.staff_roles::text[] AS "staffRoles",
           a.must_change_password AS "mustChangePassword", a.totp_confirmed_at IS NOT NULL AS "totpConfirmed",
           o.id AS "organisationId", o.path AS "organisationPath", o.name AS "organisationName", l.id AS "learnerId"
    FROM sessions s
    JOIN accounts a ON a.id = s.account_id AND a.enabled
    LEFT JOIN organisation_admins oa ON oa.account_id = a.id AND oa.organisation_id = s.acting_organisation_id
    LEFT JOIN organisations o ON o.id = oa.organisation_id AND organisation_open(o.path)
    LEFT JOIN learners l ON l.account_id = a.id AND l.enabled
    WHERE s.token_hash = ${tokenHash} AND s.revoked_at IS NULL AND s.expires_at > ${now}`
  return rows[0] ?? null
}

/** Notes that the session is used, and moves its end back; never forward. */
export async function touchSession(db: Readable, sessionId: string, now: Date, expiresAt: Date): Promise<void> {
  await db.$executeRaw`
    UPDATE sessions SET last_seen_at = ${now}, expires_at = GREATEST(expires_at, ${expiresAt})
    WHERE id = ${sessionId}::uuid AND revoked_at IS NULL`
}

export type NewSession = {
  id: string
  tokenHash: TokenHash
  accountId: string
  actingOrganisationId: string | null
  ip: string
  userAgent: string
  signedInAt: Date
  expiresAt: Date
}

export async function insertSession(tx: Transaction, { signedInAt, ...session }: NewSession): Promise<void> {
  await tx.session.create({ data: { ...session, createdAt: signedInAt, lastSeenAt: signedInAt } })
}

/**
 * Gives a living session another token, so that whoever knew the old one is out, and notes what has changed with it.
 * False when the session has ended meanwhile.
 */
export async function renewSession(
  tx: Transaction,
  sessionId: string,
  tokenHash: TokenHash,
  change: { secondFactorAt?: Date; expiresAt?: Date } = {},
): Promise<boolean> {
  const { count } = await tx.session.updateMany({
    where: { id: sessionId, revokedAt: null },
    data: { tokenHash, ...change },
  })
  return count === 1
}

/** Ends one session of the account; false when there is no such living one. */
export async function revokeSession(db: Readable, accountId: string, sessionId: string, now: Date): Promise<boolean> {
  const { count } = await db.session.updateMany({
    where: { id: sessionId, accountId, revokedAt: null, expiresAt: { gt: now } },
    data: { revokedAt: now },
  })
  return count === 1
}

/** Ends all living sessions of the account but `except`; how many they were. */
export async function revokeSessions(
  tx: Transaction,
  accountId: string,
  now: Date,
  except: string | null = null,
): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { accountId, revokedAt: null, expiresAt: { gt: now }, ...(except === null ? {} : { id: { not: except } }) },
    data: { revokedAt: now },
  })
  return count
}

/** Ends the account's living sessions that act for the organisation; how many they were. */
export async function revokeSessionsActingFor(
  tx: Transaction,
  accountId: string,
  organisationId: string,
  now: Date,
): Promise<number> {
  const { count } = await tx.session.updateMany({
    where: { accountId, actingOrganisationId: organisationId, revokedAt: null, expiresAt: { gt: now } },
    data: { revokedAt: now },
  })
  return count
}

/** Drops what ended long ago: the list would only grow. */
export async function dropSessionsEndedBefore(tx: Transaction, accountId: string, before: Date): Promise<void> {
  await tx.session.deleteMany({ where: { accountId, expiresAt: { lt: before } } })
}

/** The organisation that the account acted for last, in any session; whether it still may is for the caller. */
export async function findLastActedFor(db: Readable, accountId: string): Promise<string | null> {
  const last = await db.session.findFirst({
    where: { accountId, actingOrganisationId: { not: null } },
    orderBy: { lastSeenAt: 'desc' },
    select: { actingOrganisationId: true },
  })
  return last?.actingOrganisationId ?? null
}

export async function setActingOrganisation(
  tx: Transaction,
  sessionId: string,
  organisationId: string,
): Promise<boolean> {
  const { count } = await tx.session.updateMany({
    where: { id: sessionId, revokedAt: null },
    data: { actingOrganisationId: organisationId },
  })
  return count === 1
}

export type LivingSession = { id: string; ip: string; userAgent: string; createdAt: Date; lastSeenAt: Date }

/** The account's living sessions, the one used last first. */
export async function findLivingSessions(db: Readable, accountId: string, now: Date): Promise<LivingSession[]> {
  return db.session.findMany({
    where: { accountId, revokedAt: null, expiresAt: { gt: now } },
    orderBy: [{ lastSeenAt: 'desc' }, { id: 'desc' }],
    select: { id: true, ip: true, userAgent: true, createdAt: true, lastSeenAt: true },
    take: 100,
  })
}
