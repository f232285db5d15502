import type { Actor } from '../../core/actor.ts'
import type { Fen } from '../../core/money.ts'
import { changeAudited } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'

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

export type NewBatch = BatchRow & { readonly createdAt: Date; readonly amountFen: Fen }

/** False when the order has its batch already. */
export async function insertBatch(tx: Transaction, actor: Actor, { amountFen, ...batch }: NewBatch): Promise<boolean> {
  const { id, orderId, organisationId, planId, createdAt } = batch
  const change = Prisma.sql`
    INSERT INTO study_card_batches (id, order_id, organisation_id, plan_id, created_at)
    VALUES (${id}::uuid, ${orderId}::uuid, ${organisationId}::uuid, ${planId}::uuid, ${createdAt})
    ON CONFLICT (order_id) DO NOTHING RETURNING id`
  return changeAudited(tx, actor, change, {
    action: 'cardBatch.issued',
    subjectType: 'cardBatch',
    subjectId: id,
    organisationId,
    after: { orderId, planId, amountFen },
  })
}
