import type { Actor } from '../../core/actor.ts'
import { changeAudited } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { balanceSql, warningDays } from './batches.store.ts'

/** Batches whose last day was over before `today` and that were not booked off, the oldest first. */
export async function findEndedBatches(db: Readable, today: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM study_card_batches WHERE expired_at IS NULL AND expires_on < ${today}::date ORDER BY expires_on, id`
  return rows.map(({ id }) => id)
}

/** Batches of whose end nobody was told and that end within the days that the centre warns before. */
export async function findEndingBatches(db: Readable, today: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM study_card_batches
    WHERE expired_at IS NULL AND warned_at IS NULL AND expires_on >= ${today}::date AND expires_on - ${warningDays} <= ${today}::date
    ORDER BY expires_on, id`
  return rows.map(({ id }) => id)
}

export type BatchEnd = {
  id: string
  organisationId: string
  organisationName: string
  planId: string
  planName: string
  orderNumber: string
  expiresOn: string
  warnedAt: Date | null
  expiredAt: Date | null
  leftFen: bigint
  /** What learners still have of it, and how many they are. */
  heldFen: bigint
  holders: number
}

/** The batch with what would run out. */
export async function findBatchEnd(db: Readable, id: string): Promise<BatchEnd | null> {
  const rows = await db.$queryRaw<BatchEnd[]>`
    SELECT b.id, b.organisation_id AS "organisationId", o.name AS "organisationName", b.plan_id AS "planId", p.name AS "planName",
           r.number AS "orderNumber", b.expires_on::text AS "expiresOn", b.warned_at AS "warnedAt", b.expired_at AS "expiredAt",
           ${balanceSql('cardBatch', Prisma.sql`b.id`)} AS "leftFen", coalesce(held.fen, 0)::bigint AS "heldFen",
           coalesce(held.people, 0)::int AS holders
    FROM study_card_batches b JOIN organisations o ON o.id = b.organisation_id JOIN plans p ON p.id = b.plan_id JOIN orders r ON r.id = b.order_id
    LEFT JOIN LATERAL (
      SELECT sum(h.fen) AS fen, count(*) FILTER (WHERE h.fen > 0) AS people
      FROM (SELECT ${balanceSql('wallet', Prisma.sql`w.id`)} AS fen FROM study_card_wallets w WHERE w.batch_id = b.id) h) held ON true
    WHERE b.id = ${id}::uuid`
  return rows[0] ?? null
}

/** False when it was booked off already. */
export async function setExpired(tx: Transaction, actor: Actor, batch: BatchEnd, now: Date): Promise<boolean> {
  return changeAudited(
    tx,
    actor,
    Prisma.sql`
      UPDATE study_card_batches SET expired_at = ${now} WHERE id = ${batch.id}::uuid AND expired_at IS NULL RETURNING id`,
    {
      action: 'cardBatch.expired',
      subjectType: 'cardBatch',
      subjectId: batch.id,
      organisationId: batch.organisationId,
      after: {
        expiresOn: batch.expiresOn,
        leftFen: Number(batch.leftFen),
        heldFen: Number(batch.heldFen),
        people: batch.holders,
      },
    },
  )
}

/** False when they were told already. */
export async function setWarned(tx: Transaction, actor: Actor, batch: BatchEnd, now: Date): Promise<boolean> {
  return changeAudited(
    tx,
    actor,
    Prisma.sql`
      UPDATE study_card_batches SET warned_at = ${now} WHERE id = ${batch.id}::uuid AND warned_at IS NULL RETURNING id`,
    {
      action: 'cardBatch.warned',
      subjectType: 'cardBatch',
      subjectId: batch.id,
      organisationId: batch.organisationId,
      after: { expiresOn: batch.expiresOn, leftFen: Number(batch.leftFen), heldFen: Number(batch.heldFen) },
    },
  )
}

export type Told = {
  learnerId: string
  accountId: string | null
  name: string
  /** Empty: none is known. */
  email: string
  organisationId: string
  organisationName: string
  amountFen: bigint
  balanceFen: bigint
}

const person = Prisma.sql`
  l.id AS "learnerId", l.account_id AS "accountId", l.name, l.organisation_id AS "organisationId", o.name AS "organisationName",
  coalesce(nullif(l.email, ''), (SELECT a.email FROM accounts a WHERE a.id = l.account_id), '') AS email`

/** People of an operation who can be told, in the order of learners, with what they got and what they have of the plan now. */
export async function findTold(
  db: Readable,
  operationId: string,
  planId: string,
  after: string | null,
  take: number,
): Promise<Told[]> {
  return db.$queryRaw<Told[]>`
    SELECT ${person}, t.amount_fen AS "amountFen",
           coalesce((SELECT sum(${balanceSql('wallet', Prisma.sql`w.id`)}) FROM study_card_wallets w
                     JOIN study_card_batches b ON b.id = w.batch_id AND b.plan_id = ${planId}::uuid WHERE w.learner_id = l.id), 0)::bigint AS "balanceFen"
    FROM card_operation_lines t JOIN learners l ON l.id = t.learner_id AND (l.account_id IS NOT NULL OR l.email <> '')
    JOIN organisations o ON o.id = l.organisation_id
    WHERE t.operation_id = ${operationId}::uuid AND ${after === null ? Prisma.sql`true` : Prisma.sql`l.id > ${after}::uuid`}
    ORDER BY l.id LIMIT ${take}`
}

/** People with an account who still have something of a batch. */
export async function findHolders(db: Readable, batchId: string, after: string | null, take: number): Promise<Told[]> {
  return db.$queryRaw<Told[]>`
    SELECT ${person}, h.fen AS "amountFen", h.fen AS "balanceFen"
    FROM study_card_wallets w JOIN learners l ON l.id = w.learner_id AND l.account_id IS NOT NULL
    JOIN organisations o ON o.id = l.organisation_id
    CROSS JOIN LATERAL (SELECT ${balanceSql('wallet', Prisma.sql`w.id`)} AS fen) h
    WHERE w.batch_id = ${batchId}::uuid AND h.fen > 0 AND ${after === null ? Prisma.sql`true` : Prisma.sql`l.id > ${after}::uuid`}
    ORDER BY l.id LIMIT ${take}`
}
