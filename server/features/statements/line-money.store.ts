import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Transaction } from '../../platform/database.ts'

export type LineState = 'unmatched' | 'suggested' | 'matched' | 'ignored'

/** A line of a statement as money: what came, from whom, and what of it is given away. Amounts are fen. */
export type LineMoney = {
  readonly id: string
  readonly fileId: string
  readonly payeeAccountId: string
  readonly payeeAccount: string
  /** `2026-05-02`, and `14:58:00` where the bank says it; Shanghai. */
  readonly day: string
  readonly time: string | null
  readonly direction: 'in' | 'out'
  readonly category: string
  readonly amountFen: Fen
  readonly allocatedFen: Fen
  readonly counterpartyName: string
  readonly counterpartyAccount: string
  readonly remark: string
  readonly state: LineState
  readonly ignoredReason: string | null
  readonly suggestionId: string | null
  /** The line by which the bank took this one back. */
  readonly reversedById: string | null
}

type SqlLine = Omit<LineMoney, 'amountFen' | 'allocatedFen'> & { amountFen: bigint; allocatedFen: bigint }

/** Locks lines in the order of their ids, as every transaction that holds several does, and then reads them. */
export async function findLinesForUpdate(tx: Transaction, ids: readonly string[]): Promise<LineMoney[]> {
  await tx.$queryRaw`SELECT id FROM statement_lines WHERE id = ANY(${[...ids]}::uuid[]) ORDER BY id FOR UPDATE`
  const rows = await tx.$queryRaw<SqlLine[]>`
    SELECT l.id, l.file_id AS "fileId", l.payee_account_id AS "payeeAccountId", pa.account AS "payeeAccount",
           l.day::text AS day, l.time, l.direction::text AS direction, l.category::text AS category,
           l.amount_fen AS "amountFen", l.allocated_fen AS "allocatedFen", l.counterparty_name AS "counterpartyName",
           l.counterparty_account AS "counterpartyAccount", l.remark, l.state::text AS state,
           l.ignored_reason AS "ignoredReason", l.suggestion_id AS "suggestionId",
           (SELECT r.id FROM statement_lines r WHERE r.reverses_id = l.id AND r.category = 'reversal') AS "reversedById"
    FROM statement_lines l JOIN payee_accounts pa ON pa.id = l.payee_account_id
    WHERE l.id = ANY(${[...ids]}::uuid[]) ORDER BY l.id`
  return rows.map((row) => ({
    ...row,
    amountFen: fenFromBigint(row.amountFen),
    allocatedFen: fenFromBigint(row.allocatedFen),
  }))
}

/**
 * Gives so much more of a line away, or takes so much back where it is below zero. False where that would be more than it
 * brought, or it is ignored: the condition stands in the statement itself, and a CHECK behind it.
 */
export async function changeAllocated(tx: Transaction, lineId: string, changeFen: number, now: Date): Promise<boolean> {
  const changed = await tx.$executeRaw`
    UPDATE statement_lines SET allocated_fen = allocated_fen + ${BigInt(changeFen)}, suggestion_id = NULL,
      state = CASE WHEN allocated_fen + ${BigInt(changeFen)} = amount_fen THEN 'matched' ELSE 'unmatched' END::statement_line_state,
      state_since = ${now}
    WHERE id = ${lineId}::uuid AND state <> 'ignored' AND direction = 'in'
      AND allocated_fen + ${BigInt(changeFen)} BETWEEN 0 AND amount_fen`
  return changed === 1
}
