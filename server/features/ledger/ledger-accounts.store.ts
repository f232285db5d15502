import { escapeLike } from '../../core/escape-like.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import { personNameKey } from '../../core/names.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import { balanceAsSaid, type LedgerAccountKind, type LedgerAccountRef } from './ledger.rules.ts'
import type { AccountRow, AccountView } from './ledger.schema.ts'

/**
 * What accounts are called and where their owners' pages are, of `of`: a relation with the columns `kind` and `owner_id`.
 * An account whose owner is missing has an empty name; the proof says so.
 */
const owners = (of: Prisma.Sql) => Prisma.sql`
  LEFT JOIN payee_accounts n_payee ON ${of}.kind = 'bank' AND n_payee.id = ${of}.owner_id
  LEFT JOIN gateway_merchants n_merchant ON ${of}.kind = 'gateway' AND n_merchant.id = ${of}.owner_id
  LEFT JOIN refunds n_refund ON ${of}.kind = 'refund' AND n_refund.id = ${of}.owner_id
  LEFT JOIN study_card_wallets n_wallet ON ${of}.kind = 'wallet' AND n_wallet.id = ${of}.owner_id
  LEFT JOIN learners n_learner ON n_learner.id = n_wallet.learner_id
  LEFT JOIN study_card_batches n_batch ON n_batch.id = CASE ${of}.kind WHEN 'cardBatch' THEN ${of}.owner_id WHEN 'wallet' THEN n_wallet.batch_id END
  LEFT JOIN orders n_order ON n_order.id = CASE ${of}.kind WHEN 'order' THEN ${of}.owner_id WHEN 'refund' THEN n_refund.order_id ELSE n_batch.order_id END
  LEFT JOIN organisations n_organisation ON n_organisation.id = CASE ${of}.kind
    WHEN 'organisationCredit' THEN ${of}.owner_id WHEN 'refund' THEN n_refund.organisation_id WHEN 'wallet' THEN n_learner.organisation_id ELSE n_order.organisation_id END
  LEFT JOIN plans n_plan ON n_plan.id = CASE WHEN ${of}.kind IN ('cardIssue', 'cardUse', 'cardExpired') THEN ${of}.owner_id ELSE n_batch.plan_id END`

const nameOf = (of: Prisma.Sql) => Prisma.sql`
  coalesce(CASE ${of}.kind
    WHEN 'bank' THEN n_payee.bank WHEN 'gateway' THEN n_merchant.merchant WHEN 'organisationCredit' THEN n_organisation.name
    WHEN 'order' THEN n_order.number WHEN 'refund' THEN n_refund.number WHEN 'cardBatch' THEN n_order.number
    WHEN 'wallet' THEN n_learner.name ELSE n_plan.name END, '')`

const noteOf = (of: Prisma.Sql) => Prisma.sql`
  coalesce(CASE ${of}.kind
    WHEN 'bank' THEN n_payee.account WHEN 'gateway' THEN n_merchant.provider::text
    WHEN 'order' THEN n_organisation.name WHEN 'refund' THEN n_organisation.name WHEN 'cardBatch' THEN n_organisation.name
    WHEN 'wallet' THEN n_order.number WHEN 'organisationCredit' THEN '' ELSE n_plan.number END, '')`

/** For queries of entries: the same for the other side of each. */
export const naming = { owners, nameOf, noteOf }

type SqlAccount = { id: string; kind: LedgerAccountKind; ownerId: string; name: string; note: string; balance: bigint }

const toRow = ({ balance, ...row }: SqlAccount): AccountRow => ({
  ...row,
  balanceFen: balanceAsSaid(row.kind, fenFromBigint(balance)),
})

export type AccountKey = LedgerAccountRef
export type AccountQuery = {
  /** In the order in which they are listed. */
  readonly kinds: readonly LedgerAccountKind[]
  readonly search: string
}

/** Owners that a search means, of every kind of account. */
function matched(search: string): Prisma.Sql {
  const contains = `%${escapeLike(search)}%`
  const starts = `${escapeLike(search.toUpperCase().replace(/\s/g, ''))}%`
  const ofOrders = Prisma.sql`SELECT o.id FROM orders o WHERE o.number LIKE ${starts} OR o.organisation_id IN (SELECT id FROM organisations WHERE name ILIKE ${contains})`
  const plans = Prisma.sql`SELECT id FROM plans WHERE name ILIKE ${contains} OR number ILIKE ${starts}`
  return Prisma.sql`
    WITH found_orders AS MATERIALIZED (${ofOrders}),
    found_batches AS MATERIALIZED (
      SELECT b.id FROM study_card_batches b WHERE b.order_id IN (SELECT id FROM found_orders) OR b.plan_id IN (${plans}))
    SELECT 'bank'::ledger_account_kind AS kind, id AS owner_id FROM payee_accounts
    WHERE name ILIKE ${contains} OR bank ILIKE ${contains} OR replace(account, ' ', '') LIKE ${`%${escapeLike(search.replace(/\s/g, ''))}%`}
    UNION ALL SELECT 'gateway', id FROM gateway_merchants WHERE merchant ILIKE ${contains}
    UNION ALL SELECT 'organisationCredit', id FROM organisations WHERE name ILIKE ${contains}
    UNION ALL SELECT 'order', id FROM found_orders
    UNION ALL SELECT 'refund', r.id FROM refunds r
      WHERE r.number LIKE ${starts} OR r.order_id IN (SELECT id FROM found_orders) OR r.organisation_id IN (SELECT id FROM organisations WHERE name ILIKE ${contains})
    UNION ALL SELECT kind, id FROM (${plans}) AS p, unnest('{cardIssue,cardUse,cardExpired}'::ledger_account_kind[]) AS kind
    UNION ALL SELECT 'cardBatch', id FROM found_batches
    UNION ALL SELECT 'wallet', w.id FROM study_card_wallets w
      WHERE w.learner_id IN (SELECT id FROM learners WHERE name_key LIKE ${`${escapeLike(personNameKey(search))}%`}) OR w.batch_id IN (SELECT id FROM found_batches)`
}

/** A page of accounts: kind by kind, in each the newest owner first. */
export async function findAccounts(
  db: Readable,
  { kinds, search }: AccountQuery,
  after: AccountKey | null,
  limit: number,
): Promise<AccountRow[]> {
  const left = after === null ? kinds : kinds.slice(kinds.indexOf(after.kind))
  const from = search
    ? Prisma.sql`found f JOIN ledger_accounts a ON a.kind = f.kind AND a.owner_id = f.owner_id`
    : Prisma.sql`ledger_accounts a`
  const rows = await db.$queryRaw<SqlAccount[]>`
    WITH ${search ? Prisma.sql`found AS MATERIALIZED (SELECT DISTINCT kind, owner_id FROM (${matched(search)}) AS m),` : Prisma.empty}
    page AS MATERIALIZED (
      SELECT k.place, a.id, a.kind, a.owner_id
      FROM unnest(${[...left]}::ledger_account_kind[]) WITH ORDINALITY AS k(kind, place)
      CROSS JOIN LATERAL (
        SELECT a.id, a.kind, a.owner_id FROM ${from}
        WHERE a.kind = k.kind AND (${after?.kind ?? null}::ledger_account_kind IS DISTINCT FROM k.kind OR a.owner_id < ${after?.ownerId ?? null}::uuid)
        ORDER BY a.owner_id DESC LIMIT ${limit}) AS a
      ORDER BY k.place, a.owner_id DESC LIMIT ${limit})
    SELECT page.id, page.kind::text AS kind, page.owner_id AS "ownerId", ${nameOf(Prisma.sql`page`)} AS name, ${noteOf(Prisma.sql`page`)} AS note,
           ledger_balance(page.id) AS balance
    FROM page ${owners(Prisma.sql`page`)} ORDER BY page.place, page.owner_id DESC`
  return rows.map(toRow)
}

type SqlView = SqlAccount &
  Omit<AccountView['links'], never> & { openedAt: Date; entries: bigint; into: bigint; outOf: bigint }

/** One account with its sums; null when there is none. */
export async function findAccount(db: Readable, id: string): Promise<Omit<AccountView, 'correctable'> | null> {
  const [row] = await db.$queryRaw<SqlView[]>`
    SELECT a.id, a.kind::text AS kind, a.owner_id AS "ownerId", a.created_at AS "openedAt",
           ${nameOf(Prisma.sql`a`)} AS name, ${noteOf(Prisma.sql`a`)} AS note,
           n_order.id AS "orderId", CASE WHEN a.kind <> 'wallet' THEN n_organisation.id END AS "organisationId", n_refund.id AS "refundId",
           n_plan.id AS "planId", n_learner.id AS "learnerId", n_batch.id AS "batchId",
           credits.count + debits.count AS entries, credits.fen AS into, debits.fen AS "outOf", credits.fen - debits.fen AS balance
    FROM ledger_accounts a ${owners(Prisma.sql`a`)}
    CROSS JOIN LATERAL (SELECT count(*) AS count, coalesce(sum(amount_fen), 0)::bigint AS fen FROM ledger_transfers WHERE credit_account_id = a.id) AS credits
    CROSS JOIN LATERAL (SELECT count(*) AS count, coalesce(sum(amount_fen), 0)::bigint AS fen FROM ledger_transfers WHERE debit_account_id = a.id) AS debits
    WHERE a.id = ${id}::uuid`
  if (!row) return null
  const { orderId, organisationId, refundId, planId, learnerId, batchId, openedAt, entries, into, outOf, ...account } =
    row
  const [credits, debits] = [fenFromBigint(into), fenFromBigint(outOf)]
  const growsWithCredits = balanceAsSaid(row.kind, 1 as Fen) === 1
  return {
    ...toRow(account),
    links: { orderId, organisationId, refundId, planId, learnerId, batchId },
    entries: Number(entries),
    inFen: growsWithCredits ? credits : debits,
    outFen: growsWithCredits ? debits : credits,
    openedAt: openedAt.toISOString(),
  }
}

export type NamedRef = LedgerAccountRef & { readonly name: string; readonly note: string }

/** Names of accounts, also of those that nothing was booked for yet; without those whose owner is missing. */
export async function nameAccounts(
  db: Readable,
  refs: readonly LedgerAccountRef[],
): Promise<(NamedRef & { readonly balanceFen: Fen })[]> {
  const rows = await db.$queryRaw<Omit<SqlAccount, 'id'>[]>`
    WITH wanted AS (SELECT * FROM json_to_recordset(${JSON.stringify(refs)}::json) AS w(kind ledger_account_kind, "ownerId" uuid)),
    page AS (SELECT kind, "ownerId" AS owner_id FROM wanted)
    SELECT page.kind::text AS kind, page.owner_id AS "ownerId", ${nameOf(Prisma.sql`page`)} AS name, ${noteOf(Prisma.sql`page`)} AS note,
           coalesce(ledger_balance(a.id), 0)::bigint AS balance
    FROM page ${owners(Prisma.sql`page`)}
    LEFT JOIN ledger_accounts a ON a.kind = page.kind AND a.owner_id = page.owner_id
    WHERE coalesce(n_payee.id, n_merchant.id, n_refund.id, n_learner.id, n_order.id, n_organisation.id, n_plan.id) IS NOT NULL`
  return rows.map(({ balance, ...row }) => ({ ...row, balanceFen: balanceAsSaid(row.kind, fenFromBigint(balance)) }))
}
