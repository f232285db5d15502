import type { Prisma, Readable, Transaction } from '../../platform/database.ts'
import type { OneTimePurpose } from './one-time-secrets.rules.ts'

export type SecretRow = {
  id: string
  purpose: OneTimePurpose
  subjectId: string
  payload: unknown
  tries: number
  expiresAt: Date
  usedAt: Date | null
  createdAt: Date
}

export type NewSecret = {
  id: string
  purpose: OneTimePurpose
  subjectId: string
  payload: Prisma.InputJsonValue | null
  expiresAt: Date
  createdById: string | null
  createdAt: Date
}

/**
 * Puts the secret in the place of the living one of the same purpose and subject. Issuing at the same moment queues at
 * the lock, so that the last one issued is the one that lives.
 */
export async function replaceSecret(tx: Transaction, { payload, ...secret }: NewSecret): Promise<void> {
  await tx.$executeRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(${`one-time:${secret.purpose}:${secret.subjectId}`}, 0))`
  await tx.oneTimeSecret.deleteMany({ where: { purpose: secret.purpose, subjectId: secret.subjectId, usedAt: null } })
  await tx.oneTimeSecret.create({ data: { ...secret, ...(payload === null ? {} : { payload }) } })
}

/** Drops the living secret of the purpose and subject, if there is one: what it would open was opened otherwise. */
export async function dropLivingSecrets(tx: Transaction, purpose: OneTimePurpose, subjectId: string): Promise<void> {
  await tx.oneTimeSecret.deleteMany({ where: { purpose, subjectId, usedAt: null } })
}

export async function findSecret(db: Readable, id: string): Promise<SecretRow | null> {
  return db.oneTimeSecret.findUnique({ where: { id } })
}

/** The living secret of the purpose and subject (there is one at most), else the one that was used last. */
export async function findNewestSecret(
  db: Readable,
  purpose: OneTimePurpose,
  subjectId: string,
): Promise<SecretRow | null> {
  return db.oneTimeSecret.findFirst({
    where: { purpose, subjectId },
    orderBy: [{ usedAt: { sort: 'desc', nulls: 'first' } }, { id: 'desc' }],
  })
}

/** Counts one try of a living secret before it is made; false when there is none left. Tries at once queue at the row. */
export async function countSecretTry(db: Readable, id: string, most: number): Promise<boolean> {
  const { count } = await db.oneTimeSecret.updateMany({
    where: { id, usedAt: null, tries: { lt: most } },
    data: { tries: { increment: 1 } },
  })
  return count === 1
}

/** Uses a living secret up; false when it was used, has expired or was replaced meanwhile. */
export async function markSecretUsed(tx: Transaction, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.oneTimeSecret.updateMany({
    where: { id, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  })
  return count === 1
}

/** Drops a few that are long over. Each issue adds one, so with four at each issue the table does not grow. */
export async function dropOldSecrets(tx: Transaction, expiredBefore: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM one_time_secrets WHERE id IN (
      SELECT id FROM one_time_secrets WHERE expires_at < ${expiredBefore} ORDER BY expires_at LIMIT 4 FOR UPDATE SKIP LOCKED)`
}
