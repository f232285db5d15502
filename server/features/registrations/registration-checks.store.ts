import type { Readable, Transaction } from '../../platform/database.ts'
import { type RegistrationCheck, registrationCheckSchema } from './registrations.schema.ts'

export async function findChecks(db: Readable, registrationId: string): Promise<RegistrationCheck[]> {
  const rows = await db.registrationCheck.findMany({ where: { registrationId }, orderBy: { position: 'asc' } })
  return rows.flatMap((row) => {
    const parsed = registrationCheckSchema.safeParse(row)
    return parsed.success ? [parsed.data] : []
  })
}

/** Replaces a locked registration's checks. */
export async function replaceChecks(
  tx: Transaction,
  registrationId: string,
  checks: readonly RegistrationCheck[],
  now: Date,
): Promise<void> {
  await tx.registration.update({ where: { id: registrationId }, data: { checkedAt: now } })
  await tx.registrationCheck.deleteMany({ where: { registrationId } })
  await tx.registrationCheck.createMany({
    data: checks.map((check, position) => ({ ...check, registrationId, position })),
  })
}
