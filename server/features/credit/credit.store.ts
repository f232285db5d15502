import { type Fen, fenFromBigint } from '../../core/money.ts'
import { Prisma, type Readable } from '../../platform/database.ts'
import type { CreditCause, CreditEntry } from './credit.schema.ts'

type Balance = {
  readonly organisationId: string
  readonly organisationName: string
  readonly balanceFen: Fen
  readonly changedAt: Date
}

type SqlBalance = Omit<Balance, 'balanceFen'> & { balanceFen: bigint }

/** The credit of every unit of a subtree that has or had any, as the ledger says; a unit before what is below it. */
export async function findBalances(db: Readable, path: string): Promise<Balance[]> {
  return balances(db, Prisma.sql`org.path LIKE ${`${path}%`} ORDER BY org.path`)
}

/** The credit of a unit and of those above it, the nearest first; only those that have any. */
export async function findBalancesAbove(db: Readable, path: string, within: string): Promise<Balance[]> {
  const found = await balances(
    db,
    Prisma.sql`${path} LIKE org.path || '%' AND org.path LIKE ${`${within}%`} AND ledger_balance(a.id) > 0 ORDER BY org.path DESC`,
  )
  return found
}

async function balances(db: Readable, rest: Prisma.Sql): Promise<Balance[]> {
  const rows = await db.$queryRaw<SqlBalance[]>(Prisma.sql`
    SELECT org.id AS "organisationId", org.name AS "organisationName", ledger_balance(a.id) AS "balanceFen",
           coalesce((SELECT max(t.created_at) FROM ledger_transfers t WHERE t.credit_account_id = a.id OR t.debit_account_id = a.id),
                    a.created_at) AS "changedAt"
    FROM ledger_accounts a JOIN organisations org ON org.id = a.owner_id
    WHERE a.kind = 'organisationCredit' AND ${rest}`)
  return rows.map((row) => ({ ...row, balanceFen: fenFromBigint(row.balanceFen) }))
}

type SqlEntry = Omit<CreditEntry, 'at' | 'cause' | 'amountFen' | 'balanceFen'> & {
  at: Date
  kind: string
  outcome: CreditCause | 'exact' | 'under' | null
  amountFen: bigint
  balanceFen: bigint
}

/** What moved on a unit's credit, the newest first, each with what there was after it. One row more than the page. */
export async function findEntries(
  db: Readable,
  { organisationId, cursor, limit }: { organisationId: string; cursor: string | null; limit: number },
): Promise<CreditEntry[]> {
  const rows = await db.$queryRaw<SqlEntry[]>`
    WITH account AS (SELECT id FROM ledger_accounts WHERE kind = 'organisationCredit' AND owner_id = ${organisationId}::uuid),
    moved AS (
      SELECT t.*, CASE WHEN t.credit_account_id = account.id THEN t.amount_fen ELSE -t.amount_fen END AS signed,
             CASE WHEN t.credit_account_id = account.id THEN t.debit_account_id ELSE t.credit_account_id END AS other_id
      FROM account JOIN ledger_transfers t ON account.id IN (t.credit_account_id, t.debit_account_id)),
    summed AS (SELECT moved.*, sum(signed) OVER (ORDER BY id)::bigint AS balance FROM moved)
    SELECT s.id, coalesce(CASE WHEN s.kind = 'overpaymentToCredit' AND p.state = 'reversed' THEN p.created_at ELSE p.state_since END, s.created_at) AS at, s.kind::text AS kind, p.outcome::text AS outcome,
           s.signed AS "amountFen", s.balance AS "balanceFen", o.id AS "orderId", o.number AS "orderNumber",
           r.id AS "refundId", r.number AS "refundNumber", p.method::text AS method, s.reason
    FROM summed s
    JOIN ledger_accounts other ON other.id = s.other_id
    LEFT JOIN payments p ON s.cause_type = 'payment' AND p.id = s.cause_id
    LEFT JOIN refunds r ON other.kind = 'refund' AND r.id = other.owner_id
    LEFT JOIN orders o ON o.id = coalesce(CASE WHEN other.kind = 'order' THEN other.owner_id END, p.order_id, r.order_id)
    WHERE ${cursor}::uuid IS NULL OR s.id < ${cursor}::uuid
    ORDER BY s.id DESC LIMIT ${limit + 1}`
  return rows.map(({ kind, outcome, ...row }) => ({
    ...row,
    at: row.at.toISOString(),
    cause: causeOf(kind, outcome),
    amountFen: fenFromBigint(row.amountFen),
    balanceFen: fenFromBigint(row.balanceFen),
  }))
}

/** A payment that brought something to the credit was too much, late or double; the ledger says which by its payment. */
function causeOf(kind: string, outcome: SqlEntry['outcome']): CreditCause {
  switch (kind) {
    case 'overpaymentToCredit':
      return outcome === 'late' || outcome === 'double' ? outcome : 'over'
    case 'creditToOrder':
      return 'orderPaid'
    case 'refundToCredit':
    case 'refundReturned':
    case 'refundFromCredit':
      return kind
    case 'creditReversed':
      return 'reversed'
    default:
      return 'correction'
  }
}
