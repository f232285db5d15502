import { type MadePlan, makeOfflinePlan } from './enrolments.ts'
import { type ManyLearners, makeManyLearners } from './many-learners.ts'
import { makePayee } from './orders.ts'
import type { World } from './world.ts'

export type ManyEnrolments = ManyLearners & {
  readonly plans: readonly MadePlan[]
  /** The one that `big` and everybody else is in most. */
  readonly plan: MadePlan
}

const planCount = 20

/**
 * Two enrolments for each of so many learners, over twenty plans: most are confirmed and paid by an order of their
 * organisation, a tenth of them unpaid, and one in twenty each a draft, in review, rejected, withdrawn. Straight into the
 * tables: what is measured are questions.
 */
export async function makeManyEnrolments(world: World, learnerCount: number): Promise<ManyEnrolments> {
  const many = await makeManyLearners(world, learnerCount)
  const plans: MadePlan[] = []
  for (let i = 0; i < planCount; i++) plans.push(await makeOfflinePlan(world, { name: `第 ${i + 1} 期培训` }))
  const [plan] = plans
  if (!plan) throw new Error('no plan')
  const payee = await makePayee(world)
  const { db } = world.deps
  await db.$executeRaw`
    INSERT INTO orders (id, number, kind, organisation_id, payee_account_id, amount_fen, state, expires_at, created_by_id)
    SELECT gen_random_uuid(), 'PX26' || lpad(translate(upper(to_hex(n)), '01', 'XY'), 6, 'Z'), 'enrolments', id, ${payee}::uuid, 80000, 'paid', now(), id
    FROM (SELECT id, row_number() OVER () + 4096 AS n FROM organisations) o`
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`
      await tx.$executeRaw`ALTER TABLE enrolments DISABLE TRIGGER ALL`
      await tx.$executeRaw`
        INSERT INTO enrolments (id, plan_id, learner_id, organisation_id, organisation_path, state, fee_fen, submitted_at, due_at,
                                decided_at, reason, order_id, form_code, created_by_id)
        SELECT md5(l.id || 'e' || k)::uuid, plans.ids[1 + (abs(hashtext(l.id::text)) % 7 * k) % ${planCount}::int], l.id,
               l.organisation_id, l.organisation_path, s.state::enrolment_state, 80000, now(),
               now() + abs(hashtext(l.id || 'd')) % 10000 * interval '1 minute',
               now(), CASE WHEN s.state = 'rejected' THEN '资料不全' END,
               CASE WHEN s.state = 'confirmed' AND abs(hashtext(l.id || 'o' || k)) % 10 > 0 THEN o.id END,
               translate(upper(substr(md5(l.id || 'f' || k), 1, 10)), '01', 'XY'), l.id
        FROM learners l
        CROSS JOIN (SELECT ${plans.map((one) => one.id)}::uuid[] AS ids) plans
        CROSS JOIN generate_series(1, 2) AS k
        JOIN orders o ON o.organisation_id = l.organisation_id
        CROSS JOIN LATERAL (SELECT (ARRAY['draft', 'submitted', 'rejected', 'withdrawn'])[1 + abs(hashtext(l.id || 's' || k)) % 80] AS early) e
        CROSS JOIN LATERAL (SELECT coalesce(e.early, 'confirmed') AS state) s
        ON CONFLICT DO NOTHING`
      await tx.$executeRaw`ALTER TABLE enrolments ENABLE TRIGGER ALL`
    },
    { timeout: 300_000 },
  )
  await db.$executeRaw`VACUUM ANALYZE enrolments`
  await db.$executeRaw`ANALYZE`
  return { ...many, plans, plan }
}
