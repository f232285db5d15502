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

/** The last day of what is given out at `from`, to be asked of `plans p`. */
const lastDaySql = (from: Date) => Prisma.sql`
  (greatest(p.ends_at, ${from}) AT TIME ZONE 'Asia/Shanghai')::date + coalesce((SELECT card_grace_days FROM centre_settings WHERE id = 1), 30)`

export type NewBatch = BatchRow & { readonly createdAt: Date; readonly amountFen: Fen }

/**
 * False when the order has its batch already. Its value can be spent until so many days after its plan, as the centre has
 * set it; of a plan that is over, until so many days from now.
 */
export async function insertBatch(tx: Transaction, actor: Actor, { amountFen, ...batch }: NewBatch): Promise<boolean> {
  const { id, orderId, organisationId, planId, createdAt } = batch
  const change = Prisma.sql`
    INSERT INTO study_card_batches (id, order_id, organisation_id, plan_id, expires_on, created_at)
    SELECT ${id}::uuid, ${orderId}::uuid, ${organisationId}::uuid, p.id, ${lastDaySql(createdAt)}, ${createdAt}
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

/**
 * Gives an empty batch whose order is paid once more the last day of a new one, where that is later: whoever pays after its
 * end does not pay for cards that have run out. Its holders are warned of the new end.
 */
export async function renewBatch(tx: Transaction, actor: Actor, batch: BatchRow, now: Date): Promise<void> {
  const change = Prisma.sql`
    UPDATE study_card_batches b SET expires_on = ${lastDaySql(now)}, warned_at = NULL, expired_at = NULL
    FROM plans p WHERE b.id = ${batch.id}::uuid AND p.id = b.plan_id AND b.expires_on < ${lastDaySql(now)} RETURNING b.id`
  await changeAudited(tx, actor, change, {
    action: 'cardBatch.prolonged',
    subjectType: 'cardBatch',
    subjectId: batch.id,
    organisationId: batch.organisationId,
    after: { orderId: batch.orderId, paidAgainAt: now.toISOString() },
  })
}
