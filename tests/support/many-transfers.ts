import { newId } from '../../server/core/ids.ts'
import { makePayee, makePlan } from './orders.ts'
import { makeOrganisation } from './people.ts'
import type { World } from './world.ts'

/** As many as one recharge takes. */
const peopleAtOnce = 20_000
/** So often each learner is recharged out of a batch. */
const rechargesEach = 3
const eachFen = 100
const batchFen = peopleAtOnce * rechargesEach * eachFen

/**
 * Fills a world with at least so many transfers, as years of a large centre make them: a tenth are payments of orders, the
 * rest recharges of 20,000 learners each, three out of each batch. What other tables say agrees with them, so that the books hold. Straight into the
 * tables, past triggers: what is measured is reading them.
 */
export async function makeManyTransfers(world: World, count: number): Promise<void> {
  const { db } = world.deps
  const organisation = await makeOrganisation(world)
  const [planId, payeeId, operatorId] = [await makePlan(world), await makePayee(world), newId()]
  const orders = Math.ceil(count / 10)
  const batches = Math.ceil((count - orders) / (peopleAtOnce * rechargesEach))
  await db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = 'replica'`
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`
      await tx.$executeRaw`
        INSERT INTO learners (id, organisation_id, organisation_path, name, name_key, id_number_encrypted, id_number_hash, id_number_masked, mobile)
        SELECT md5('many' || n)::uuid, ${organisation.id}::uuid, ${organisation.path}, '学员' || n, '学员' || n, 'sealed',
               encode(sha256(('many' || n)::bytea), 'hex'), '320101********' || lpad(n::text, 5, '0'), ''
        FROM generate_series(1, ${peopleAtOnce}::int) AS n`
      // Numbers in the alphabet of order numbers: nine digits of them.
      await tx.$executeRaw`
        INSERT INTO orders (id, number, kind, plan_id, organisation_id, payee_account_id, amount_fen, state, expires_at, created_by_id)
        SELECT md5('order' || n)::uuid, 'PX26' || translate(lpad(n::text, 6, '0'), '01', 'AB'),
               (CASE WHEN n <= ${batches}::int THEN 'studyCards' ELSE 'enrolments' END)::order_kind, ${planId}::uuid, ${organisation.id}::uuid, ${payeeId}::uuid,
               CASE WHEN n <= ${batches}::int THEN ${batchFen}::bigint ELSE 32000 END, 'paid', now(), ${operatorId}::uuid
        FROM generate_series(1, ${orders}::int) AS n`
      await tx.$executeRaw`
        INSERT INTO payments (id, order_id, method, state, amount_fen, received_fen, outcome)
        SELECT md5('payment' || o.id)::uuid, o.id, 'transfer', 'confirmed', o.amount_fen, o.amount_fen, 'exact' FROM orders o`
      await tx.$executeRaw`
        INSERT INTO study_card_batches (id, order_id, organisation_id, plan_id, expires_on)
        SELECT md5('batch' || o.id)::uuid, o.id, o.organisation_id, o.plan_id, current_date + 300 FROM orders o WHERE o.kind = 'studyCards'`
      await tx.$executeRaw`
        INSERT INTO card_operations (id, kind, batch_id, plan_id, organisation_id, organisation_path, state, people, total_fen, created_by_id, created_by_name)
        SELECT gen_random_uuid(), 'recharge', b.id, b.plan_id, b.organisation_id, ${organisation.path}, 'done', ${peopleAtOnce}::int,
               ${peopleAtOnce * eachFen}::bigint, ${operatorId}::uuid, '王芳' FROM study_card_batches b, generate_series(1, ${rechargesEach}::int)`
      await tx.$executeRaw`
        INSERT INTO card_operation_lines (operation_id, position, learner_id, amount_fen)
        SELECT o.id, n, md5('many' || n)::uuid, ${eachFen}::bigint FROM card_operations o, generate_series(1, ${peopleAtOnce}::int) AS n`
      await tx.$executeRaw`
        INSERT INTO study_card_wallets (id, learner_id, batch_id)
        SELECT gen_random_uuid(), md5('many' || n)::uuid, b.id FROM study_card_batches b, generate_series(1, ${peopleAtOnce}::int) AS n`
      await tx.$executeRaw`
        INSERT INTO ledger_accounts (id, kind, owner_id)
        SELECT gen_random_uuid(), 'bank'::ledger_account_kind, ${payeeId}::uuid
        UNION ALL SELECT gen_random_uuid(), 'cardIssue', ${planId}::uuid
        UNION ALL SELECT gen_random_uuid(), 'order', id FROM orders
        UNION ALL SELECT gen_random_uuid(), 'cardBatch', id FROM study_card_batches
        UNION ALL SELECT gen_random_uuid(), 'wallet', id FROM study_card_wallets`
      await tx.$executeRaw`
        INSERT INTO ledger_transfers (id, idempotency_key, kind, debit_account_id, credit_account_id, amount_fen, cause_type, cause_id, booked_on)
        SELECT gen_random_uuid(), 'payment:' || p.id, 'paymentReceived'::ledger_transfer_kind, bank.id, a.id, p.received_fen, 'payment', p.id, current_date
        FROM payments p JOIN ledger_accounts a ON a.kind = 'order' AND a.owner_id = p.order_id, ledger_accounts bank WHERE bank.kind = 'bank'
        UNION ALL
        SELECT gen_random_uuid(), 'issued:' || b.id, 'cardsIssued', issue.id, a.id, ${batchFen}::bigint, 'order', b.order_id, current_date
        FROM study_card_batches b JOIN ledger_accounts a ON a.kind = 'cardBatch' AND a.owner_id = b.id, ledger_accounts issue WHERE issue.kind = 'cardIssue'
        UNION ALL
        SELECT gen_random_uuid(), 'recharged:' || o.id || ':' || w.id, 'recharged', b.id, a.id, ${eachFen}::bigint, 'cardOperation', o.id, current_date
        FROM study_card_wallets w
        JOIN ledger_accounts a ON a.kind = 'wallet' AND a.owner_id = w.id
        JOIN ledger_accounts b ON b.kind = 'cardBatch' AND b.owner_id = w.batch_id
        JOIN card_operations o ON o.batch_id = w.batch_id`
    },
    { timeout: 600_000, maxWait: 10_000 },
  )
  await db.$executeRaw`VACUUM ANALYZE`
}
