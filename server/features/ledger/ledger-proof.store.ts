import type { Database, Prisma, Readable } from '../../platform/database.ts'
import type { Problem, ProofRow } from './ledger.schema.ts'

export type NewProof = {
  readonly id: string
  readonly startedAt: Date
  readonly finishedAt: Date
  readonly accounts: number
  readonly transfers: number
  readonly problemCount: number
  readonly problems: readonly Problem[]
  readonly askedById: string | null
}

/** Keeps a proof, once: a job that runs again proves again and changes nothing of what it kept before. */
export async function insertProof(db: Database, { problems, ...proof }: NewProof): Promise<void> {
  await db.ledgerProof.createMany({
    data: { ...proof, problems: problems as unknown as Prisma.InputJsonValue },
    skipDuplicates: true,
  })
}

/**
 * For the rest of the transaction: checks go over whole tables, and a join row by row that seemed cheap to the planner for
 * want of statistics would take minutes.
 */
export async function readWholeTables(tx: Readable): Promise<void> {
  await tx.$executeRaw`SELECT set_config('enable_nestloop', 'off', true), set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`
}

export async function countLedger(db: Readable): Promise<{ accounts: number; transfers: number }> {
  const [row] = await db.$queryRaw<{ accounts: bigint; transfers: bigint }[]>`
    SELECT (SELECT count(*) FROM ledger_accounts) AS accounts, (SELECT count(*) FROM ledger_transfers) AS transfers`
  return { accounts: Number(row?.accounts ?? 0n), transfers: Number(row?.transfers ?? 0n) }
}

type SqlProof = Omit<ProofRow, 'startedAt' | 'finishedAt'> & { startedAt: Date; finishedAt: Date }

/** Proofs, the newest first; `before` is the one that the page before ended with. */
export async function findProofs(db: Readable, before: Date | null, limit: number): Promise<ProofRow[]> {
  const rows = await db.$queryRaw<SqlProof[]>`
    SELECT p.id, p.started_at AS "startedAt", p.finished_at AS "finishedAt", p.accounts, p.transfers, p.problem_count AS "problemCount",
           a.name AS "askedBy"
    FROM ledger_proofs p LEFT JOIN accounts a ON a.id = p.asked_by_id
    WHERE ${before}::timestamptz IS NULL OR p.started_at < ${before}::timestamptz
    ORDER BY p.started_at DESC LIMIT ${limit}`
  return rows.map(toRow)
}

export async function findProof(db: Readable, id: string): Promise<(ProofRow & { problems: Prisma.JsonValue }) | null> {
  const [row] = await db.$queryRaw<(SqlProof & { problems: Prisma.JsonValue })[]>`
    SELECT p.id, p.started_at AS "startedAt", p.finished_at AS "finishedAt", p.accounts, p.transfers, p.problem_count AS "problemCount",
           a.name AS "askedBy", p.problems
    FROM ledger_proofs p LEFT JOIN accounts a ON a.id = p.asked_by_id WHERE p.id = ${id}::uuid`
  return row ? { ...toRow(row), problems: row.problems } : null
}

function toRow({ startedAt, finishedAt, ...row }: SqlProof): ProofRow {
  return { ...row, startedAt: startedAt.toISOString(), finishedAt: finishedAt.toISOString() }
}

export async function findLastProof(
  db: Readable,
): Promise<{ id: string; startedAt: Date; problemCount: number } | null> {
  return db.ledgerProof.findFirst({
    orderBy: { startedAt: 'desc' },
    select: { id: true, startedAt: true, problemCount: true },
  })
}

/** When the first account was made: since then there is somebody whose books they are. Null: nobody yet. */
export async function findBeginning(db: Readable): Promise<Date | null> {
  const { _min } = await db.account.aggregate({ _min: { createdAt: true } })
  return _min.createdAt
}
