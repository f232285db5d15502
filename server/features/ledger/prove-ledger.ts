import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { atOneMoment, type Transaction } from '../../platform/database.ts'
import type { Problem } from './ledger.schema.ts'
import { ledgerChecks } from './ledger-checks.store.ts'
import { isProofDue, mostKept } from './ledger-proof.rules.ts'
import { countLedger, findLastProof, insertProof, readWholeTables } from './ledger-proof.store.ts'
import { findProblems } from './proof-query.ts'
import { tableChecks } from './table-checks.store.ts'

export type LedgerVerdict = {
  readonly id: string
  readonly accounts: number
  readonly transfers: number
  /** How many there are; `problems` has the first hundred of each sort of thing at most. */
  readonly problemCount: number
  readonly problems: readonly Problem[]
}

/** A million transfers take some seconds; nobody waits for the answer. */
const mostMs = 600_000

/**
 * Proves the books, all of it as it was at one moment while work goes on: every balance against the sum of its entries,
 * what holds of the ledger in itself, and what the other tables say against it (`ledger-proof.rules.ts` lists the sorts of
 * problems). The result is kept; with the same `id` again the first one stays. `askedById` is null for the night's own.
 */
export async function proveLedger(
  deps: Pick<Deps, 'db' | 'clock'>,
  { id = newId(), askedById = null }: { readonly id?: string; readonly askedById?: string | null } = {},
): Promise<LedgerVerdict> {
  const startedAt = deps.clock.now()
  const { problemCount, problems, accounts, transfers } = await atOneMoment(deps, checkBooks, { timeoutMs: mostMs })
  await insertProof(deps.db, {
    id,
    startedAt,
    finishedAt: deps.clock.now(),
    accounts,
    transfers,
    problemCount,
    problems: problems.slice(0, mostKept),
    askedById,
  })
  return { id, accounts, transfers, problemCount, problems }
}

/** What is wrong in the transaction's snapshot. */
export async function checkBooks(tx: Transaction): Promise<Omit<LedgerVerdict, 'id'>> {
  await readWholeTables(tx)
  const problems: Problem[] = []
  let problemCount = 0
  for (const check of [...ledgerChecks, ...tableChecks]) {
    const found = await findProblems(tx, check)
    problemCount += found.count
    problems.push(...found.problems)
  }
  return { ...(await countLedger(tx)), problemCount, problems }
}

/** The job: somebody's proof as they asked for it, or by the clock the night's own, if it is due. */
export async function proveLedgerByJob(
  deps: Pick<Deps, 'db' | 'clock' | 'logger'>,
  {
    proofId,
    askedById,
  }: { readonly proofId?: string | null | undefined; readonly askedById?: string | null | undefined },
): Promise<void> {
  if (!proofId) {
    const last = await findLastProof(deps.db)
    if (!isProofDue(deps.clock.now(), last?.startedAt ?? null)) return
  }
  const verdict = await proveLedger(deps, { ...(proofId ? { id: proofId } : {}), askedById: askedById ?? null })
  if (verdict.problemCount > 0) {
    deps.logger.error('ledger.problems', new Error(`the books do not hold: ${verdict.problemCount} problems`), {
      proofId: verdict.id,
      first: verdict.problems[0],
    })
  }
}
