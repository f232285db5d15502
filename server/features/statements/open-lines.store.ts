import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Readable, Transaction } from '../../platform/database.ts'

/** A line that brought money in, which the bank did not take back, of which something is left to allocate. Amounts are fen; day and time are Shanghai's. */
export type OpenLine = {
  readonly id: string
  readonly day: string
  readonly time: string | null
  readonly amountFen: Fen
  readonly allocatedFen: Fen
  readonly counterpartyName: string
  readonly counterpartyAccount: string
  readonly remark: string
  readonly payeeAccountId: string
  readonly state: 'unmatched' | 'suggested'
  readonly suggestionId: string | null
}

type SqlLine = Omit<OpenLine, 'amountFen' | 'allocatedFen'> & { amountFen: bigint; allocatedFen: bigint }

/** Up to `limit` open lines whose ids come after the given one, in the order of their ids. */
export async function findOpenLines(db: Readable, afterId: string | null, limit: number): Promise<OpenLine[]> {
  const rows = await db.$queryRaw<SqlLine[]>`
    SELECT id, day::text AS day, time, amount_fen AS "amountFen", allocated_fen AS "allocatedFen",
           counterparty_name AS "counterpartyName", counterparty_account AS "counterpartyAccount", remark,
           payee_account_id AS "payeeAccountId", state::text AS state, suggestion_id AS "suggestionId"
    FROM statement_lines
    WHERE state IN ('unmatched', 'suggested') AND direction = 'in' AND amount_fen > 0
      AND NOT EXISTS (SELECT 1 FROM statement_lines r WHERE r.reverses_id = statement_lines.id AND r.category = 'reversal')
      AND (${afterId}::uuid IS NULL OR id > ${afterId}::uuid)
    ORDER BY id LIMIT ${limit}`
  return rows.map((row) => ({
    ...row,
    amountFen: fenFromBigint(row.amountFen),
    allocatedFen: fenFromBigint(row.allocatedFen),
  }))
}

export type LineThought = {
  readonly id: string
  /** As they were when the line was read: a line that somebody settled since stays as they left it. */
  readonly wasState: 'unmatched' | 'suggested'
  readonly wasAllocatedFen: Fen
  readonly state: 'unmatched' | 'suggested'
  readonly suggestionId: string | null
}

/**
 * Points lines at what is thought of them now; returns how many took it. Lines that changed since they were read, or that
 * somebody holds just now, are left alone.
 */
export async function changeThoughts(tx: Transaction, thoughts: readonly LineThought[], now: Date): Promise<number> {
  if (thoughts.length === 0) return 0
  const rows = JSON.stringify(thoughts)
  return tx.$executeRaw`
    WITH wanted AS (
      SELECT * FROM jsonb_to_recordset(${rows}::jsonb)
        AS w(id uuid, "wasState" text, "wasAllocatedFen" bigint, state text, "suggestionId" uuid)),
    held AS (
      SELECT l.id FROM statement_lines l JOIN wanted w ON w.id = l.id
      WHERE l.state = w."wasState"::statement_line_state AND l.allocated_fen = w."wasAllocatedFen"
      ORDER BY l.id FOR UPDATE OF l SKIP LOCKED)
    UPDATE statement_lines l SET state = w.state::statement_line_state, suggestion_id = w."suggestionId",
      state_since = CASE WHEN w.state = w."wasState" THEN l.state_since ELSE ${now}::timestamptz END
    FROM wanted w JOIN held h ON h.id = w.id
    WHERE l.id = w.id`
}
