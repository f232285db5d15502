import { type Fen, fen } from '../../core/money.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import { balanceAsSaid, type LedgerAccountKind } from './ledger.rules.ts'
import type { EntryFilter, LedgerEntry } from './ledger.schema.ts'
import { naming } from './ledger-accounts.store.ts'

/** Where a page of entries goes on: behind this one. */
export type EntryKey = { readonly at: string; readonly id: string }

type SqlEntry = {
  id: string
  at: Date
  bookedOn: string
  kind: LedgerEntry['kind']
  delta: bigint
  balance: bigint
  otherId: string
  otherKind: LedgerAccountKind
  otherOwnerId: string
  otherName: string
  otherNote: string
  causeType: string
  causeId: string
  causeLabel: string
  orderId: string | null
  learnerId: string | null
  reason: string | null
  by: string | null
}

/**
 * Entries of an account, the last written first or, for exports, the first. Each with what the account held then: that is
 * summed over all of them before any filter, in the order in which they were written.
 */
export async function findEntries(
  db: Readable,
  accountKind: LedgerAccountKind,
  { accountId, from, to, kinds }: EntryFilter,
  after: EntryKey | null,
  limit: number,
  order: 'newestFirst' | 'oldestFirst',
): Promise<LedgerEntry[]> {
  const newest = order === 'newestFirst'
  const direction = newest ? Prisma.sql`DESC` : Prisma.sql`ASC`
  const behind = after
    ? Prisma.sql`(r.created_at, r.id) ${newest ? Prisma.sql`<` : Prisma.sql`>`} (${after.at}::timestamptz, ${after.id}::uuid)`
    : Prisma.sql`true`
  const other = Prisma.sql`other`
  const rows = await db.$queryRaw<SqlEntry[]>`
    WITH mine AS (
      SELECT id, created_at, booked_on, kind, -amount_fen AS delta, credit_account_id AS other_id FROM ledger_transfers WHERE debit_account_id = ${accountId}::uuid
      UNION ALL
      SELECT id, created_at, booked_on, kind, amount_fen, debit_account_id FROM ledger_transfers WHERE credit_account_id = ${accountId}::uuid),
    running AS (SELECT mine.*, sum(delta) OVER (ORDER BY created_at, id ROWS UNBOUNDED PRECEDING) AS balance FROM mine),
    page AS MATERIALIZED (
      SELECT * FROM running r
      WHERE ${behind}
        AND (${from ?? null}::date IS NULL OR r.booked_on >= ${from ?? null}::date)
        AND (${to ?? null}::date IS NULL OR r.booked_on <= ${to ?? null}::date)
        AND (${kinds?.length ? [...kinds] : null}::text[] IS NULL OR r.kind::text = ANY(${kinds?.length ? [...kinds] : null}::text[]))
      ORDER BY r.created_at ${direction}, r.id ${direction} LIMIT ${limit})
    SELECT page.id, page.created_at AS at, page.booked_on::text AS "bookedOn", page.kind::text AS kind, page.delta, page.balance::bigint AS balance,
           other.id AS "otherId", other.kind::text AS "otherKind", other.owner_id AS "otherOwnerId", ${naming.nameOf(other)} AS "otherName", ${naming.noteOf(other)} AS "otherNote",
           t.cause_type AS "causeType", t.cause_id AS "causeId",
           coalesce(CASE t.cause_type WHEN 'refund' THEN c_refund.number ELSE c_order.number END, c_plan.name, '') AS "causeLabel",
           c_order.id AS "orderId", c_opening.learner_id AS "learnerId", t.reason, who.name AS by
    FROM page
    JOIN ledger_transfers t ON t.id = page.id
    JOIN ledger_accounts other ON other.id = page.other_id
    ${naming.owners(other)}
    LEFT JOIN payments c_payment ON t.cause_type = 'payment' AND c_payment.id = t.cause_id
    LEFT JOIN refunds c_refund ON t.cause_type = 'refund' AND c_refund.id = t.cause_id
    LEFT JOIN card_operations c_operation ON t.cause_type = 'cardOperation' AND c_operation.id = t.cause_id
    LEFT JOIN course_openings c_opening ON t.cause_type = 'courseOpening' AND c_opening.id = t.cause_id
    LEFT JOIN plans c_plan ON c_plan.id = c_opening.plan_id
    LEFT JOIN study_card_batches c_batch ON c_batch.id = CASE t.cause_type WHEN 'cardBatch' THEN t.cause_id ELSE c_operation.batch_id END
    LEFT JOIN orders c_order ON c_order.id = CASE t.cause_type WHEN 'order' THEN t.cause_id WHEN 'payment' THEN c_payment.order_id WHEN 'refund' THEN c_refund.order_id ELSE c_batch.order_id END
    LEFT JOIN accounts who ON who.id = t.actor_id
    ORDER BY page.created_at ${direction}, page.id ${direction}`
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    bookedOn: row.bookedOn,
    kind: row.kind,
    amountFen: asSaid(accountKind, row.delta),
    balanceFen: asSaid(accountKind, row.balance),
    other: {
      id: row.otherId,
      kind: row.otherKind,
      ownerId: row.otherOwnerId,
      name: row.otherName,
      note: row.otherNote,
    },
    cause: {
      type: row.causeType,
      id: row.causeId,
      label: row.causeLabel,
      orderId: row.orderId,
      learnerId: row.learnerId,
    },
    reason: row.reason,
    by: row.by,
  }))
}

function asSaid(kind: LedgerAccountKind, creditsLessDebits: bigint): Fen {
  return balanceAsSaid(kind, fen(Number(creditsLessDebits)))
}

export async function countEntries(db: Readable, { accountId, from, to, kinds }: EntryFilter): Promise<number> {
  const wanted = kinds?.length ? [...kinds] : null
  const [row] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) AS count FROM ledger_transfers
    WHERE (debit_account_id = ${accountId}::uuid OR credit_account_id = ${accountId}::uuid)
      AND (${from ?? null}::date IS NULL OR booked_on >= ${from ?? null}::date)
      AND (${to ?? null}::date IS NULL OR booked_on <= ${to ?? null}::date)
      AND (${wanted}::text[] IS NULL OR kind::text = ANY(${wanted}::text[]))`
  return Number(row?.count ?? 0n)
}
