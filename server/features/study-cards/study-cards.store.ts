import type { Readable, Transaction } from '../../platform/database.ts'

export type BatchRow = {
  readonly id: string
  readonly orderId: string
  readonly organisationId: string
  readonly planId: string
}

export async function findBatch(db: Readable, orderId: string): Promise<BatchRow | null> {
  return db.studyCardBatch.findUnique({
    where: { orderId },
    select: { id: true, orderId: true, organisationId: true, planId: true },
  })
}

export async function insertBatch(tx: Transaction, batch: BatchRow & { readonly createdAt: Date }): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO study_card_batches (id, order_id, organisation_id, plan_id, created_at)
    VALUES (${batch.id}::uuid, ${batch.orderId}::uuid, ${batch.organisationId}::uuid, ${batch.planId}::uuid, ${batch.createdAt})`
}
