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
  await tx.studyCardBatch.create({ data: batch })
}
