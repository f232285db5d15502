import { Prisma } from '../../platform/database.ts'
import { allDirections, type LedgerAccountKind } from './ledger.rules.ts'
import { cardKinds, moneyKinds } from './ledger.schema.ts'
import { type Check, noLinks } from './proof-query.ts'

const kindsSql = (kinds: readonly LedgerAccountKind[]) =>
  Prisma.join(kinds.map((kind) => Prisma.sql`${kind}::ledger_account_kind`))

/** Credits less debits of each account that anything was posted to. */
const sums = Prisma.sql`
  SELECT account_id, (sum(credit_fen) - sum(debit_fen))::bigint AS fen FROM ledger_entries GROUP BY account_id`

const entriesUnequal: Check = {
  code: 'entriesUnequal',
  sql: Prisma.sql`
    SELECT 'ledger' AS id, '' AS label, sum(debit_fen)::text AS expected, sum(credit_fen)::text AS found, ${noLinks}
    FROM ledger_entries HAVING sum(debit_fen) IS DISTINCT FROM sum(credit_fen)`,
}

/** What postings decide on (`ledger_balance`) against the sum of the entries that the page shows. */
const balanceDiffers: Check = {
  code: 'balanceDiffers',
  sql: Prisma.sql`
    SELECT a.id::text AS id, a.kind::text AS label, a.expected::text AS expected, a.found::text AS found,
           NULL::uuid AS order_id, a.id AS account_id, NULL::uuid AS learner_id
    FROM (SELECT a.id, a.kind, coalesce(s.fen, 0) AS expected, ledger_balance(a.id) AS found
          FROM ledger_accounts a LEFT JOIN (${sums}) AS s ON s.account_id = a.id) AS a
    WHERE a.expected IS DISTINCT FROM a.found`,
}

const belowZero: Check = {
  code: 'belowZero',
  sql: Prisma.sql`
    SELECT a.id::text AS id, a.kind::text AS label, '0' AS expected, s.fen::text AS found,
           NULL::uuid AS order_id, a.id AS account_id, NULL::uuid AS learner_id
    FROM (${sums}) AS s JOIN ledger_accounts a ON a.id = s.account_id
    WHERE s.fen < 0 AND a.kind NOT IN ('bank', 'gateway', 'cardIssue')`,
}

const owners: readonly (readonly [kinds: readonly LedgerAccountKind[], table: string])[] = [
  [['bank'], 'payee_accounts'],
  [['gateway'], 'gateway_merchants'],
  [['organisationCredit'], 'organisations'],
  [['order'], 'orders'],
  [['refund'], 'refunds'],
  [['cardIssue', 'cardUse', 'cardExpired'], 'plans'],
  [['cardBatch'], 'study_card_batches'],
  [['wallet'], 'study_card_wallets'],
]

const ownerMissing: Check = {
  code: 'ownerMissing',
  sql: Prisma.join(
    owners.map(
      ([kinds, table]) => Prisma.sql`
        SELECT a.id::text AS id, a.kind::text AS label, ${table} AS expected, '' AS found,
               NULL::uuid AS order_id, a.id AS account_id, NULL::uuid AS learner_id
        FROM ledger_accounts a
        WHERE a.kind IN (${kindsSql(kinds)}) AND NOT EXISTS (SELECT 1 FROM ${Prisma.raw(table)} o WHERE o.id = a.owner_id)`,
    ),
    ' UNION ALL ',
  ),
}

/** Transfers by the kinds of their accounts, each sort of them once: what is no direction of the rules stands out. */
const ofKinds = Prisma.sql`
  SELECT t.id, t.kind, d.kind AS debit, c.kind AS credit, t.debit_account_id
  FROM ledger_transfers t
  JOIN ledger_accounts d ON d.id = t.debit_account_id
  JOIN ledger_accounts c ON c.id = t.credit_account_id`

const mixed = Prisma.sql`(t.debit IN (${kindsSql(moneyKinds)}) AND t.credit IN (${kindsSql(cardKinds)})
  OR t.debit IN (${kindsSql(cardKinds)}) AND t.credit IN (${kindsSql(moneyKinds)}))`

const allowed = Prisma.join(
  allDirections.map(
    ([kind, debit, credit]) =>
      Prisma.sql`(${kind}::ledger_transfer_kind, ${debit}::ledger_account_kind, ${credit}::ledger_account_kind)`,
  ),
)

const directionWrong: Check = {
  code: 'directionWrong',
  sql: Prisma.sql`
    SELECT t.id::text AS id, t.kind::text AS label, '' AS expected, t.debit || ' ' || t.credit AS found,
           NULL::uuid AS order_id, t.debit_account_id AS account_id, NULL::uuid AS learner_id
    FROM (${ofKinds}) AS t
    WHERE (t.kind, t.debit, t.credit) NOT IN (SELECT * FROM (VALUES ${allowed}) AS allowed) AND NOT ${mixed}`,
}

const moneyAndCards: Check = {
  code: 'moneyAndCards',
  sql: Prisma.sql`
    SELECT t.id::text AS id, t.kind::text AS label, '' AS expected, t.debit || ' ' || t.credit AS found,
           NULL::uuid AS order_id, t.debit_account_id AS account_id, NULL::uuid AS learner_id
    FROM (${ofKinds}) AS t WHERE ${mixed}`,
}

/** Card value stays in the plan that it was bought for, and what is in a wallet came out of that wallet's batch. */
const planMixed: Check = {
  code: 'planMixed',
  sql: Prisma.sql`
    WITH cards AS (
      SELECT a.id, coalesce(b.plan_id, wb.plan_id, p.id) AS plan_id, coalesce(b.id, wb.id) AS batch_id
      FROM ledger_accounts a
      LEFT JOIN study_card_batches b ON a.kind = 'cardBatch' AND b.id = a.owner_id
      LEFT JOIN study_card_wallets w ON a.kind = 'wallet' AND w.id = a.owner_id
      LEFT JOIN study_card_batches wb ON wb.id = w.batch_id
      LEFT JOIN plans p ON a.kind IN ('cardIssue', 'cardUse', 'cardExpired') AND p.id = a.owner_id
      WHERE a.kind IN (${kindsSql(cardKinds)}))
    SELECT t.id::text AS id, t.kind::text AS label, d.plan_id::text AS expected, c.plan_id::text AS found,
           NULL::uuid AS order_id, t.debit_account_id AS account_id, NULL::uuid AS learner_id
    FROM ledger_transfers t JOIN cards d ON d.id = t.debit_account_id JOIN cards c ON c.id = t.credit_account_id
    WHERE d.plan_id <> c.plan_id OR d.batch_id <> c.batch_id`,
}

const causes: readonly (readonly [type: string, table: string])[] = [
  ['payment', 'payments'],
  ['refund', 'refunds'],
  ['order', 'orders'],
  ['cardOperation', 'card_operations'],
  ['courseOpening', 'course_openings'],
  ['cardBatch', 'study_card_batches'],
]

/** A transfer whose cause is not there, or is of no kind that moves anything. Corrections are their own cause. */
const causeMissing: Check = {
  code: 'causeMissing',
  sql: Prisma.join(
    [
      ...causes.map(
        ([type, table]) =>
          Prisma.sql`t.cause_type = ${type} AND NOT EXISTS (SELECT 1 FROM ${Prisma.raw(table)} o WHERE o.id = t.cause_id)`,
      ),
      Prisma.sql`t.cause_type NOT IN (${Prisma.join([...causes.map(([type]) => type), 'correction'])})
        OR (t.kind = 'correction') <> (t.cause_type = 'correction')`,
    ].map(
      (condition) => Prisma.sql`
        SELECT t.id::text AS id, t.kind::text AS label, t.cause_type AS expected, t.cause_id::text AS found,
               NULL::uuid AS order_id, t.debit_account_id AS account_id, NULL::uuid AS learner_id
        FROM ledger_transfers t WHERE ${condition}`,
    ),
    ' UNION ALL ',
  ),
}

/** The ledger in itself. */
export const ledgerChecks: readonly Check[] = [
  entriesUnequal,
  balanceDiffers,
  belowZero,
  ownerMissing,
  directionWrong,
  moneyAndCards,
  planMixed,
  causeMissing,
]
