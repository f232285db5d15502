import { newId } from '../../server/core/ids.ts'
import { makeCourse, makePlatform } from './learning.ts'
import { makePlan } from './orders.ts'
import type { World } from './world.ts'

/**
 * Gives every learner of a world (makeManyLearners) a history as people of such a centre have it: records in last year's and
 * this year's plan, a paid enrolment, a wallet that was recharged, and last year's certificate. Straight into the tables, with
 * the sums that the triggers would keep: what is measured are questions.
 */
export async function makeManyHours(
  world: World,
  recordsEach: number,
): Promise<{ lastYear: string; thisYear: string }> {
  const { db } = world.deps
  const [lastYear, thisYear] = [await makePlan(world), await makePlan(world)]
  const platform = await makePlatform(world)
  for (let i = 0; i < 5; i++) await makeCourse(world, platform, { planId: thisYear, title: `在线课程 ${i}` })
  await db.$executeRaw`UPDATE plans SET compulsory_min = 1800, elective_min = 600, elective_cap = 1200, opening_fee_fen = 20000 WHERE id = ${thisYear}::uuid`
  const batch = { id: newId(), organisationId: newId(), orderId: newId(), planOrder: newId(), payee: newId() }
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`
      await tx.$executeRaw`SET LOCAL session_replication_role = replica`
      const indexes = await tx.$queryRaw<{ name: string; made: string }[]>`
        SELECT indexname AS name, indexdef AS made FROM pg_indexes
        WHERE tablename = 'hour_records' AND indexname NOT IN ('hour_records_pkey', 'hour_records_statement_id_key')`
      for (const { name } of indexes) await tx.$executeRawUnsafe(`DROP INDEX "${name}"`)
      await tx.$executeRaw`
        INSERT INTO hour_records (id, learner_id, plan_id, organisation_id, organisation_path, kind, source, title, hours, studied_on, state,
                                  state_since, due_at, created_by_name, created_at)
        SELECT gen_random_uuid(), l.id, CASE WHEN n <= ${recordsEach}::int / 2 THEN ${lastYear}::uuid ELSE ${thisYear}::uuid END,
               l.organisation_id, l.organisation_path, (CASE WHEN n % 3 = 0 THEN 'elective' ELSE 'compulsory' END)::hour_kind,
               (CASE WHEN n % 2 = 0 THEN 'online' ELSE 'offline' END)::hour_source, '安全生产法与岗位责任 ' || n, 200 + n * 10,
               date '2026-01-05' + n * 7, (CASE WHEN n = ${recordsEach}::int THEN 'pending' ELSE 'approved' END)::hour_state,
               timestamptz '2026-01-05' + n * interval '7 days', CASE WHEN n = ${recordsEach}::int THEN now() + interval '2 days' END,
               '王芳', timestamptz '2026-01-05' + n * interval '7 days'
        FROM generate_series(1, ${recordsEach}::int) AS n, learners l`
      for (const { made } of indexes) await tx.$executeRawUnsafe(made)
      await tx.$executeRaw`
        INSERT INTO plan_progress (learner_id, plan_id, compulsory_approved, elective_approved, compulsory_pending, elective_pending, changed_at)
        SELECT learner_id, plan_id, coalesce(sum(hours) FILTER (WHERE kind = 'compulsory' AND state = 'approved'), 0),
               coalesce(sum(hours) FILTER (WHERE kind = 'elective' AND state = 'approved'), 0),
               coalesce(sum(hours) FILTER (WHERE kind = 'compulsory' AND state = 'pending'), 0),
               coalesce(sum(hours) FILTER (WHERE kind = 'elective' AND state = 'pending'), 0), max(state_since)
        FROM hour_records GROUP BY learner_id, plan_id`
      await tx.$executeRaw`
        INSERT INTO orders (id, number, kind, plan_id, organisation_id, payee_account_id, amount_fen, state, expires_at, created_by_id)
        SELECT id, number, 'enrolments', ${lastYear}::uuid, o.organisation_id, ${batch.payee}::uuid, 100000, 'paid', now(), ${newId()}::uuid
        FROM (VALUES (${batch.orderId}::uuid, 'PX26AAAAAA'), (${batch.planOrder}::uuid, 'PX26AAAAAB')) AS v (id, number),
             (SELECT id AS organisation_id FROM organisations LIMIT 1) o`
      await tx.$executeRaw`
        INSERT INTO enrolments (id, plan_id, learner_id, organisation_id, organisation_path, state, fee_fen, submitted_at, submitted_by_id, due_at,
                                decided_at, decided_by_id, order_id, form_code, created_by_id)
        SELECT gen_random_uuid(), ${lastYear}::uuid, l.id, l.organisation_id, l.organisation_path, 'confirmed', 100000, now(), l.id, now(), now(), l.id, ${batch.planOrder}::uuid,
               translate(upper(left(md5(l.id::text), 10)), '01', 'GH'), ${newId()}::uuid
        FROM learners l`
      await tx.$executeRaw`
        INSERT INTO study_card_batches (id, order_id, organisation_id, plan_id, expires_on)
        SELECT ${batch.id}::uuid, ${batch.orderId}::uuid, id, ${thisYear}::uuid, '2036-12-31' FROM organisations LIMIT 1`
      await tx.$executeRaw`
        INSERT INTO study_card_wallets (id, learner_id, batch_id) SELECT gen_random_uuid(), id, ${batch.id}::uuid FROM learners`
      await tx.$executeRaw`INSERT INTO ledger_accounts (id, kind, owner_id) SELECT gen_random_uuid(), 'cardBatch', ${batch.id}::uuid`
      await tx.$executeRaw`INSERT INTO ledger_accounts (id, kind, owner_id) SELECT gen_random_uuid(), 'wallet', id FROM study_card_wallets`
      await tx.$executeRaw`
        INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id)
        SELECT gen_random_uuid(), gen_random_uuid()::text, 'recharged', b.id, w.id, 32000, 'cardOperation', ${newId()}::uuid
        FROM ledger_accounts w, ledger_accounts b WHERE w.kind = 'wallet' AND b.kind = 'cardBatch'`
      await tx.$executeRaw`
        INSERT INTO certificates (id, number, code, learner_id, plan_id, organisation_id, organisation_path, organisation_name, learner_name,
                                  id_number_masked, title, plan_number, plan_name, publisher, year, hours, compulsory_hours, elective_hours,
                                  centre_name, issued_on)
        SELECT gen_random_uuid(), 'XS2025' || row_number() OVER (), translate(upper(left(md5(l.id::text), 12)), '01', 'GH'), l.id, ${lastYear}::uuid,
               l.organisation_id, l.organisation_path, '单位', l.name, l.id_number_masked, '培训合格证书', '2025', '2025 年培训', '中心', 2025,
               3000, 2000, 1000, '培训中心', '2025-12-01'
        FROM learners l`
    },
    { timeout: 1_200_000 },
  )
  await db.$executeRaw`VACUUM ANALYZE hour_records`
  await db.$executeRaw`ANALYZE`
  return { lastYear, thisYear }
}
