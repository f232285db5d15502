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

/**
 * False when the order has its batch already. Its value can be spent until so many days after its plan, as the centre has
 * set it; of a plan that is over, until so many days from now.
 */
export async function insertBatch(tx: Transaction, actor: Actor, { amountFen, ...batch }: NewBatch): Promise<boolean> {
  const { id, orderId, organisationId, planId, createdAt } = batch
  const change = Prisma.sql`
    INSERT INTO study_card_batches (id, order_id, organisation_id, plan_id, expires_on, created_at)
    SELECT ${id}::uuid, ${orderId}::uuid, ${organisationId}::uuid, p.id,
           (greatest(p.ends_at, ${createdAt}) AT TIME ZONE 'Asia/Shanghai')::date + coalesce((SELECT card_grace_days FROM centre_settings WHERE id = 1), 30),
           ${createdAt}
    FROM plans p WHERE p.id = ${planId}::uuid
    ON CONFLICT (order_id) DO NOTHING RETURNING id`
  return changeAudited(tx, actor, change, {
    action: 'cardBatch.issued',
    subjectType: 'cardBatch',
    subjectId: id,
    organisationId,
    after: { orderId, planId, amountFen },
  })
}
