import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Transaction } from '../../platform/database.ts'
import type { ReversalCandidate, UnpairedReversal } from './reversals-across-files.rules.ts'
import type { StatementLineState } from './statements.schema.ts'

type SqlMoney<T> = Omit<T, 'amountFen'> & { amountFen: bigint }

/** Reversals of an account between two days of which nobody knows what they take back. */
export async function findUnpairedReversals(
  tx: Transaction,
  payeeAccountId: string,
  from: string,
  to: string,
): Promise<UnpairedReversal[]> {
  const rows = await tx.$queryRaw<SqlMoney<UnpairedReversal>[]>`
    SELECT id, day::text AS day, time, direction::text AS direction, amount_fen AS "amountFen",
           counterparty_name AS "counterpartyName", counterparty_account AS "counterpartyAccount"
    FROM statement_lines
    WHERE payee_account_id = ${payeeAccountId}::uuid AND day BETWEEN ${from}::date AND ${to}::date
      AND category = 'reversal' AND reverses_id IS NULL
    ORDER BY day, id`
  return rows.map((row) => ({ ...row, amountFen: fenFromBigint(row.amountFen) }))
}

/** Lines of so much money that none takes back yet, between two days, the latest first. */
export async function findReversible(
  tx: Transaction,
  payeeAccountId: string,
  reversal: UnpairedReversal,
  from: string,
): Promise<ReversalCandidate[]> {
  const amount = BigInt(reversal.amountFen)
  const rows = await tx.$queryRaw<SqlMoney<ReversalCandidate>[]>`
    SELECT l.id, l.day::text AS day, l.time, l.direction::text AS direction, l.amount_fen AS "amountFen",
           l.counterparty_name AS "counterpartyName", l.counterparty_account AS "counterpartyAccount"
    FROM statement_lines l
    WHERE l.payee_account_id = ${payeeAccountId}::uuid AND l.day BETWEEN ${from}::date AND ${reversal.day}::date
      AND ((l.direction = ${reversal.direction}::statement_direction AND l.amount_fen = ${-amount}::bigint)
        OR (l.direction <> ${reversal.direction}::statement_direction AND l.amount_fen = ${amount}::bigint AND l.amount_fen > 0))
      AND l.category <> 'reversal' AND l.id <> ${reversal.id}::uuid
      AND NOT EXISTS (SELECT 1 FROM statement_lines r WHERE r.reverses_id = l.id)
    ORDER BY l.day DESC, l.time DESC NULLS LAST, l.id DESC LIMIT 50`
  return rows.map((row) => ({ ...row, amountFen: fenFromBigint(row.amountFen) }))
}

/** Notes what each line takes back, where that is not known yet. Returns the pairs that are new. */
export async function saveReversals(
  tx: Transaction,
  pairs: readonly { readonly reversalId: string; readonly targetId: string }[],
): Promise<{ reversalId: string; targetId: string }[]> {
  if (pairs.length === 0) return []
  return tx.$queryRaw<{ reversalId: string; targetId: string }[]>`
    UPDATE statement_lines r SET reverses_id = t."targetId"
    FROM json_to_recordset(${JSON.stringify(pairs)}::json) AS t("reversalId" uuid, "targetId" uuid)
    WHERE r.id = t."reversalId" AND r.reverses_id IS NULL
      AND NOT EXISTS (SELECT 1 FROM statement_lines other WHERE other.reverses_id = t."targetId")
    RETURNING r.id AS "reversalId", r.reverses_id AS "targetId"`
}

export type ReversedTarget = {
  readonly id: string
  readonly category: string
  readonly state: StatementLineState
  readonly allocatedFen: Fen
  /** What the line that takes it back is: a `returned` transfer of ours leaves it what it is. */
  readonly by: 'reversal' | 'returned'
}

/** Locks the lines that are taken back, by id as everybody does. */
export async function holdTargets(tx: Transaction, ids: readonly string[]): Promise<ReversedTarget[]> {
  const wanted = [...ids]
  await tx.$queryRaw`SELECT id FROM statement_lines WHERE id = ANY(${wanted}::uuid[]) ORDER BY id FOR UPDATE`
  const rows = await tx.$queryRaw<(Omit<ReversedTarget, 'allocatedFen'> & { allocatedFen: bigint })[]>`
    SELECT l.id, l.category::text AS category, l.state::text AS state, l.allocated_fen AS "allocatedFen",
           r.category::text AS by
    FROM statement_lines l JOIN statement_lines r ON r.reverses_id = l.id
    WHERE l.id = ANY(${wanted}::uuid[]) ORDER BY l.id`
  return rows.map((row) => ({ ...row, allocatedFen: fenFromBigint(row.allocatedFen) }))
}

/** Held lines of which nothing is allocated: the bank took them back, so they want no matching. */
export async function markReversed(tx: Transaction, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return
  await tx.$executeRaw`
    UPDATE statement_lines SET category = 'reversed', state = 'ignored', suggestion_id = NULL,
      ignored_reason = coalesce(ignored_reason, 'reversed'),
      state_since = CASE WHEN state = 'ignored' THEN state_since ELSE ${now} END
    WHERE id = ANY(${[...ids]}::uuid[]) AND allocated_fen = 0`
}
