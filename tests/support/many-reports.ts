import { type ManyEnrolments, makeManyEnrolments } from './many-enrolments.ts'
import type { World } from './world.ts'

/**
 * A centre whose reports have much to count: of every learner two plans, most of them with hours, a good half of these
 * with certificates; an opening for every fifth; a dozen paid orders for each unit, some of two plans, with invoices;
 * and a ledger that holds ten times as many transfers of card value. Straight into the tables: what is measured are
 * questions.
 */
export async function makeManyReports(world: World, learnerCount: number): Promise<ManyEnrolments> {
  const many = await makeManyEnrolments(world, learnerCount)
  const { db } = world.deps
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`
      await tx.$executeRaw`SET LOCAL synchronous_commit = off`
      await tx.$executeRaw`
        INSERT INTO plan_progress (learner_id, plan_id, compulsory_approved, elective_approved, compulsory_pending, elective_pending)
        SELECT learner_id, plan_id, 100 * (abs(hashtext('c' || id)) % 30), 100 * (abs(hashtext('x' || id)) % 25),
               CASE WHEN abs(hashtext('p' || id)) % 40 = 0 THEN 300 ELSE 0 END, 0
        FROM enrolments WHERE state = 'confirmed' AND abs(hashtext('h' || id)) % 10 < 9`
      await tx.$executeRaw`UPDATE plans SET compulsory_min = 1000, compulsory_cap = 2400, elective_min = 500`
      await tx.$executeRaw`ALTER TABLE certificates DISABLE TRIGGER ALL`
      await tx.$executeRaw`
        INSERT INTO certificates (id, number, code, learner_id, plan_id, organisation_id, organisation_path, organisation_name, learner_name,
          id_number_masked, title, plan_number, plan_name, publisher, year, hours, compulsory_hours, elective_hours, centre_name, issued_on)
        SELECT gen_random_uuid(), 'XS' || row_number() OVER (), translate(upper(substr(md5(g.learner_id::text || g.plan_id), 1, 12)), '01', 'XY'),
               g.learner_id, g.plan_id, l.organisation_id, l.organisation_path, '单位', l.name, l.id_number_masked, '证书', '', '', '', 2026, 3000, 0, 0, '', current_date
        FROM plan_progress g JOIN plans p ON p.id = g.plan_id JOIN learners l ON l.id = g.learner_id
        WHERE hours_reached(p, g.compulsory_approved, g.elective_approved) AND abs(hashtext('z' || g.learner_id::text)) % 4 > 0
        ON CONFLICT DO NOTHING`
      await tx.$executeRaw`ALTER TABLE certificates ENABLE TRIGGER ALL`
      await tx.$executeRaw`
        INSERT INTO course_openings (id, learner_id, plan_id, organisation_id, organisation_path, amount_fen, opened_by_id, opened_by_name)
        SELECT gen_random_uuid(), l.id, (SELECT id FROM plans ORDER BY id OFFSET 3 LIMIT 1), l.organisation_id, l.organisation_path, 0, l.id, ''
        FROM learners l WHERE abs(hashtext('o' || l.id)) % 5 = 0`
      await addMoney(tx)
    },
    { timeout: 600_000 },
  )
  for (const table of ['plan_progress', 'certificates', 'course_openings', 'ledger_transfers', 'order_items']) {
    await db.$executeRawUnsafe(`VACUUM ANALYZE ${table}`)
  }
  await db.$executeRaw`ANALYZE`
  return many
}

async function addMoney(tx: Parameters<Parameters<World['deps']['db']['$transaction']>[0]>[0]): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO orders (id, number, kind, organisation_id, payee_account_id, amount_fen, state, expires_at, created_by_id, created_at)
    SELECT gen_random_uuid(), 'PX25' || lpad(translate(upper(to_hex(n)), '01', 'XY'), 6, 'Z'), 'studyCards', organisation_id, payee_account_id, 160000,
           (CASE WHEN n % 8 = 0 THEN 'open' ELSE 'paid' END)::order_state, now(), organisation_id, now() - n % 400 * interval '1 day'
    FROM (SELECT organisation_id, payee_account_id, row_number() OVER () + 4096 AS n FROM orders, generate_series(1, 12)) made`
  await tx.$executeRaw`
    INSERT INTO order_items (id, order_id, plan_id, position, description, quantity, unit_fen, amount_fen)
    SELECT gen_random_uuid(), o.id, p.ids[1 + (abs(hashtext(o.id::text)) + k) % 20], k, '', 1, o.amount_fen / 2, o.amount_fen / 2
    FROM orders o, (SELECT array_agg(id ORDER BY id) AS ids FROM plans) p, generate_series(1, 2) AS k`
  await tx.$executeRaw`
    INSERT INTO ledger_accounts (id, kind, owner_id) SELECT gen_random_uuid(), 'order'::ledger_account_kind, id FROM orders
    UNION ALL SELECT gen_random_uuid(), 'bank', id FROM payee_accounts
    UNION ALL SELECT gen_random_uuid(), 'cardBatch', gen_random_uuid() FROM generate_series(1, 100)
    UNION ALL SELECT gen_random_uuid(), 'wallet', gen_random_uuid() FROM generate_series(1, 60000)
    ON CONFLICT DO NOTHING`
  await tx.$executeRaw`
    INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id, booked_on)
    SELECT gen_random_uuid(), 'many:' || o.id, 'paymentReceived', bank.id, a.id, o.amount_fen, 'payment', o.id, o.created_at::date
    FROM orders o JOIN ledger_accounts a ON a.kind = 'order' AND a.owner_id = o.id, (SELECT id FROM ledger_accounts WHERE kind = 'bank' LIMIT 1) bank
    WHERE o.state = 'paid'`
  await tx.$executeRaw`
    INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id)
    SELECT gen_random_uuid(), 'many:' || w.id, 'recharged', batch.id, w.id, 100, 'cardOperation', w.id
    FROM ledger_accounts w, (SELECT id FROM ledger_accounts WHERE kind = 'cardBatch' LIMIT 1) batch WHERE w.kind = 'wallet'`
  await tx.$executeRaw`
    INSERT INTO invoice_requests (id, order_id, organisation_id, state, kind, title, tax_number, email, mobile, amount_fen, created_at)
    SELECT gen_random_uuid(), id, organisation_id, 'issued', 'normal', '', '', '', '', amount_fen, created_at FROM orders WHERE state = 'paid'`
  await tx.$executeRaw`
    INSERT INTO invoices (id, request_id, number, kind, issued_on, amount_fen, tax_fen)
    SELECT gen_random_uuid(), id, lpad((row_number() OVER ())::text, 20, '0'), kind, created_at::date, amount_fen, amount_fen / 20 FROM invoice_requests`
}
