import type { Fen } from '../../core/money.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import { balanceSql, type PathRange } from './batches.store.ts'
import type { Refusal } from './study-cards.schema.ts'

/** What is asked for whom: lists of the same length, in the person's order. */
export type Wanted =
  | {
      readonly kind: 'recharge'
      readonly batchId: string
      readonly learnerIds: readonly string[]
      readonly amountsFen: readonly number[]
    }
  | {
      readonly kind: 'takeBack'
      readonly batchId: string
      readonly learnerIds: readonly string[]
      /** Null: whatever each has. */
      readonly amountsFen: readonly number[] | null
    }
  | {
      readonly kind: 'open'
      readonly planId: string
      readonly learnerIds: readonly string[]
      readonly feeFen: Fen
      /** `2026-05-02` in Shanghai: wallets of batches that ended before hold nothing to spend. */
      readonly today: string
    }

export type Judged = {
  position: number
  learnerId: string
  /** Null where the actor may not see them. */
  name: string | null
  idNumberMasked: string | null
  amountFen: bigint
  why: Refusal | null
  heldFen: bigint | null
  missingFen: bigint | null
}

/** Whether the learner `l` takes part in a plan by an enrolment that is confirmed and paid: as `takes_part` has it. */
export const enrolledSql = (learnerId: Prisma.Sql, planId: Prisma.Sql) => Prisma.sql`
  EXISTS (SELECT 1 FROM enrolments e LEFT JOIN orders r ON r.id = e.order_id
          WHERE e.learner_id = ${learnerId} AND e.plan_id = ${planId} AND e.state = 'confirmed' AND e.refunded_at IS NULL
            AND (e.fee_fen = 0 OR r.state = 'paid'))`

/** What a learner can spend on a plan: of its batches that have not ended. */
export const spendableSql = (learnerId: Prisma.Sql, planId: Prisma.Sql, today: string) => Prisma.sql`
  coalesce((SELECT sum(${balanceSql('wallet', Prisma.sql`w.id`)})
            FROM study_card_wallets w JOIN study_card_batches b ON b.id = w.batch_id
            WHERE w.learner_id = ${learnerId} AND b.plan_id = ${planId} AND b.expires_on >= ${today}::date), 0)::bigint`

/** One row for each of the wanted: with how much, or why not. */
function judgedSql(wanted: Wanted, { from, to }: PathRange): Prisma.Sql {
  const ids = Prisma.sql`${[...wanted.learnerIds]}::uuid[]`
  const people = (asked: Prisma.Sql) => Prisma.sql`
    SELECT t.position, t.learner_id, l.id AS known, l.name, l.id_number_masked, l.enabled, ${asked} AS asked
    FROM t LEFT JOIN learners l ON l.id = t.learner_id AND l.organisation_path >= ${from} AND l.organisation_path < ${to} AND l.erased_at IS NULL`
  switch (wanted.kind) {
    case 'recharge':
      return Prisma.sql`
        WITH t AS (SELECT * FROM unnest(${ids}, ${wanted.amountsFen.map(BigInt)}::bigint[]) WITH ORDINALITY AS t (learner_id, asked, position))
        SELECT p.position, p.learner_id, p.name, p.id_number_masked, p.asked AS amount_fen, NULL::bigint AS held, NULL::bigint AS missing,
               CASE WHEN p.known IS NULL THEN 'unknown' WHEN NOT p.enabled THEN 'disabled' END AS why
        FROM (${people(Prisma.sql`t.asked`)}) p`
    case 'takeBack': {
      const all = wanted.amountsFen === null
      const t = all
        ? Prisma.sql`SELECT learner_id, NULL::bigint AS asked, position FROM unnest(${ids}) WITH ORDINALITY AS t (learner_id, position)`
        : Prisma.sql`SELECT * FROM unnest(${ids}, ${(wanted.amountsFen ?? []).map(BigInt)}::bigint[]) WITH ORDINALITY AS t (learner_id, asked, position)`
      return Prisma.sql`
        WITH t AS (${t})
        SELECT h.position, h.learner_id, h.name, h.id_number_masked, coalesce(h.asked, h.held) AS amount_fen, h.held,
               greatest(h.asked - h.held, 0) AS missing,
               CASE WHEN h.known IS NULL THEN 'unknown' WHEN h.held = 0 THEN 'nothingHeld' WHEN h.asked > h.held THEN 'holdsLess' END AS why
        FROM (SELECT p.*, coalesce(${balanceSql('wallet', Prisma.sql`w.id`)}, 0) AS held
              FROM (${people(Prisma.sql`t.asked`)}) p
              LEFT JOIN LATERAL (SELECT x.id FROM study_card_wallets x
                                 WHERE x.learner_id = p.learner_id AND x.batch_id IS NOT DISTINCT FROM ${wanted.batchId}::uuid LIMIT 1) w ON true) h`
    }
    case 'open': {
      const plan = Prisma.sql`${wanted.planId}::uuid`
      const fee = Prisma.sql`${BigInt(wanted.feeFen)}::bigint`
      return Prisma.sql`
        WITH t AS (SELECT * FROM unnest(${ids}) WITH ORDINALITY AS t (learner_id, position))
        SELECT h.position, h.learner_id, h.name, h.id_number_masked, h.asked AS amount_fen, h.held, greatest(h.asked - h.held, 0) AS missing,
               CASE WHEN h.known IS NULL THEN 'unknown' WHEN NOT h.enabled THEN 'disabled'
                    WHEN EXISTS (SELECT 1 FROM course_openings c WHERE c.learner_id = h.learner_id AND c.plan_id = ${plan} AND c.closed_at IS NULL) THEN 'alreadyOpen'
                    WHEN ${enrolledSql(Prisma.sql`h.learner_id`, plan)} THEN 'enrolled'
                    WHEN h.held < h.asked THEN 'balanceTooLow' END AS why
        FROM (SELECT p.*, ${spendableSql(Prisma.sql`p.learner_id`, plan, wanted.today)} AS held FROM (${people(fee)}) p) h`
    }
  }
}

export type JudgedSums = { why: Refusal | null; count: number; amountFen: bigint }

/** How many are taken (`why` null) with how much together, and how many are refused for which reason. */
export async function sumJudged(db: Readable, wanted: Wanted, range: PathRange): Promise<JudgedSums[]> {
  return db.$queryRaw<JudgedSums[]>`
    SELECT j.why, count(*)::int AS count, coalesce(sum(j.amount_fen), 0)::bigint AS "amountFen"
    FROM (${judgedSql(wanted, range)}) j GROUP BY j.why`
}

/** The first of those that are refused. */
export async function findRefused(db: Readable, wanted: Wanted, range: PathRange, most: number): Promise<Judged[]> {
  return db.$queryRaw<Judged[]>`
    SELECT j.position::int AS position, j.learner_id AS "learnerId", j.name, j.id_number_masked AS "idNumberMasked",
           coalesce(j.amount_fen, 0)::bigint AS "amountFen", j.why, j.held AS "heldFen", j.missing AS "missingFen"
    FROM (${judgedSql(wanted, range)}) j WHERE j.why IS NOT NULL ORDER BY j.position LIMIT ${most}`
}

/** Writes the lines of those that are taken, in their order; answers how many and how much. */
export async function insertJudgedLines(
  db: Readable,
  operationId: string,
  wanted: Wanted,
  range: PathRange,
): Promise<{ count: number; totalFen: bigint }> {
  const rows = await db.$queryRaw<{ count: number; totalFen: bigint }[]>`
    WITH added AS (
      INSERT INTO card_operation_lines (operation_id, position, learner_id, amount_fen)
      SELECT ${operationId}::uuid, row_number() OVER (ORDER BY j.position), j.learner_id, j.amount_fen
      FROM (${judgedSql(wanted, range)}) j WHERE j.why IS NULL RETURNING amount_fen)
    SELECT count(*)::int AS count, coalesce(sum(amount_fen), 0)::bigint AS "totalFen" FROM added`
  return rows[0] ?? { count: 0, totalFen: 0n }
}
