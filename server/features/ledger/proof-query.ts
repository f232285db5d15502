import { Prisma, type Readable } from '../../platform/database.ts'
import type { Problem } from './ledger.schema.ts'
import { mostKept, type ProblemCode } from './ledger-proof.rules.ts'

/** A SELECT of what is wrong: `id text, label text, expected text, found text, order_id uuid, account_id uuid, learner_id uuid`. */
export type Check = { readonly code: ProblemCode; readonly sql: Prisma.Sql }

export type Found = { readonly count: number; readonly problems: readonly Problem[] }

type SqlProblem = Omit<Problem, 'code'> & { total: bigint }

/** How many there are, and the first of them. */
export async function findProblems(db: Readable, { code, sql }: Check): Promise<Found> {
  const rows = await db.$queryRaw<SqlProblem[]>`
    SELECT id, label, expected, found, order_id AS "orderId", account_id AS "accountId", learner_id AS "learnerId", count(*) OVER () AS total
    FROM (${sql}) AS wrong ORDER BY id, label LIMIT ${mostKept}`
  return {
    count: Number(rows[0]?.total ?? 0n),
    problems: rows.map(({ total: _, ...row }) => ({ code, ...row })),
  }
}

/** The columns that lead to a page, where a problem has none of them. */
export const noLinks = Prisma.sql`NULL::uuid AS order_id, NULL::uuid AS account_id, NULL::uuid AS learner_id`
