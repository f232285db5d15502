import type { BillingProfile } from '../../../prisma/generated/client.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { BillingFields } from './organisations.schema.ts'

export async function findBillingProfile(db: Readable, organisationId: string): Promise<BillingProfile | null> {
  return db.billingProfile.findUnique({ where: { organisationId } })
}

/** Locks the organisation, so that two people who save at once do not decide on each other's past. */
export async function lockBillingProfile(tx: Transaction, organisationId: string): Promise<BillingProfile | null> {
  await tx.$queryRaw`SELECT id FROM organisations WHERE id = ${organisationId}::uuid FOR UPDATE`
  return findBillingProfile(tx, organisationId)
}

export async function saveBillingProfile(
  tx: Transaction,
  organisationId: string,
  fields: BillingFields,
  exception: { readonly note: string; readonly byId: string } | null,
): Promise<void> {
  const values = { ...fields, exceptionNote: exception?.note ?? null, exceptionById: exception?.byId ?? null }
  await tx.billingProfile.upsert({ where: { organisationId }, create: { organisationId, ...values }, update: values })
}
