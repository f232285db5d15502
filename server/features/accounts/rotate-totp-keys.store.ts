import type { Readable, Transaction } from '../../platform/database.ts'

export async function countTotpKeys(db: Readable): Promise<Map<string, number>> {
  const rows = await db.$queryRaw<{ keyId: string; count: number }[]>`
    SELECT split_part(totp_secret, ':', 1) AS "keyId", count(*)::int AS count
    FROM accounts WHERE totp_secret IS NOT NULL GROUP BY 1 ORDER BY 1`
  return new Map(rows.map((row) => [row.keyId, row.count]))
}

/** The next accounts whose second factor another key seals; locked, and none that somebody else has locked. */
export async function lockTotpSecretsOfOtherKeys(
  tx: Transaction,
  currentKeyId: string,
  after: string,
  most: number,
): Promise<{ id: string; sealed: string }[]> {
  return tx.$queryRaw<{ id: string; sealed: string }[]>`
    SELECT id, totp_secret AS sealed FROM accounts
    WHERE totp_secret IS NOT NULL AND split_part(totp_secret, ':', 1) <> ${currentKeyId} AND id > ${after}::uuid
    ORDER BY id LIMIT ${most} FOR UPDATE SKIP LOCKED`
}

export async function replaceTotpSecret(tx: Transaction, id: string, sealed: string): Promise<void> {
  await tx.account.update({ where: { id }, data: { totpSecret: sealed } })
}
