import { Prisma, type Readable } from '../../platform/database.ts'
import { balanceSql, warningDays } from './batches.store.ts'
import { enrolledSql } from './check-people.store.ts'

export type WalletRow = {
  batchId: string
  planId: string
  organisationName: string
  balanceFen: bigint
  expiresOn: string
  warningDays: number
}

/** What a learner has of which batch; what ends first, first. */
export async function findWallets(db: Readable, learnerId: string): Promise<WalletRow[]> {
  return db.$queryRaw<WalletRow[]>`
    SELECT w.batch_id AS "batchId", b.plan_id AS "planId", o.name AS "organisationName",
           ${balanceSql('wallet', Prisma.sql`w.id`)} AS "balanceFen", b.expires_on::text AS "expiresOn", ${warningDays}::int AS "warningDays"
    FROM study_card_wallets w JOIN study_card_batches b ON b.id = w.batch_id JOIN organisations o ON o.id = b.organisation_id
    WHERE w.learner_id = ${learnerId}::uuid
    ORDER BY b.expires_on, b.id`
}

export type LearnerPlanRow = {
  id: string
  number: string
  name: string
  state: 'draft' | 'published' | 'closed'
  endsAt: Date
  openingFeeFen: bigint | null
  feePerLearnerFen: bigint
  hasSubjects: boolean
  enrolled: boolean
  openingId: string | null
  openedAt: Date | null
  openedFen: bigint | null
}

/** The plans of a learner's wallets and openings, and those that cost nothing to open; the latest first. */
export async function findLearnerPlans(db: Readable, learnerId: string, now: Date): Promise<LearnerPlanRow[]> {
  return db.$queryRaw<LearnerPlanRow[]>`
    SELECT p.id, p.number, p.name, p.state::text AS state, p.ends_at AS "endsAt", p.opening_fee_fen AS "openingFeeFen",
           p.fee_per_learner_fen AS "feePerLearnerFen", s.has AS "hasSubjects",
           ${enrolledSql(Prisma.sql`${learnerId}::uuid`, Prisma.sql`p.id`)} AS enrolled,
           c.id AS "openingId", c.opened_at AS "openedAt", c.amount_fen AS "openedFen"
    FROM plans p
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM plan_subjects q WHERE q.plan_id = p.id AND q.retired_at IS NULL) AS has) s
    LEFT JOIN course_openings c ON c.plan_id = p.id AND c.learner_id = ${learnerId}::uuid AND c.closed_at IS NULL
    WHERE p.state <> 'draft' AND (
      c.id IS NOT NULL
      OR p.id IN (SELECT b.plan_id FROM study_card_wallets w JOIN study_card_batches b ON b.id = w.batch_id WHERE w.learner_id = ${learnerId}::uuid)
      OR p.id IN (SELECT o.plan_id FROM course_openings o WHERE o.learner_id = ${learnerId}::uuid)
      OR (p.state = 'published' AND p.ends_at > ${now} AND coalesce(p.opening_fee_fen, CASE WHEN NOT s.has THEN p.fee_per_learner_fen END) = 0))
    ORDER BY p.ends_at DESC, p.id DESC`
}

export type CardPlanRow = Omit<LearnerPlanRow, 'enrolled' | 'openingId' | 'openedAt' | 'openedFen'> & {
  leftFen: bigint
}

/** Plans that batches or wallets of a range are for, and those that can be opened; with what batches have left to give. */
export async function findCardPlans(
  db: Readable,
  range: { readonly from: string; readonly to: string },
  today: string,
  now: Date,
): Promise<CardPlanRow[]> {
  return db.$queryRaw<CardPlanRow[]>`
    WITH batches AS (
      SELECT b.id, b.plan_id, b.expires_on FROM study_card_batches b JOIN organisations o ON o.id = b.organisation_id
      WHERE o.path >= ${range.from} AND o.path < ${range.to}),
    held AS (
      SELECT DISTINCT b.plan_id FROM learners l JOIN study_card_wallets w ON w.learner_id = l.id JOIN study_card_batches b ON b.id = w.batch_id
      WHERE l.organisation_path >= ${range.from} AND l.organisation_path < ${range.to})
    SELECT p.id, p.number, p.name, p.state::text AS state, p.ends_at AS "endsAt", p.opening_fee_fen AS "openingFeeFen",
           p.fee_per_learner_fen AS "feePerLearnerFen", s.has AS "hasSubjects",
           coalesce((SELECT sum(${balanceSql('cardBatch', Prisma.sql`b.id`)}) FROM batches b
                     WHERE b.plan_id = p.id AND b.expires_on >= ${today}::date), 0)::bigint AS "leftFen"
    FROM plans p
    CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM plan_subjects q WHERE q.plan_id = p.id AND q.retired_at IS NULL) AS has) s
    WHERE p.id IN (SELECT plan_id FROM batches) OR p.id IN (SELECT plan_id FROM held)
       OR (p.state = 'published' AND p.ends_at > ${now} AND (p.opening_fee_fen IS NOT NULL OR NOT s.has))
    ORDER BY p.ends_at DESC, p.id DESC`
}
