import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Page } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { ledgerProve } from './ledger.queues.ts'
import { type LedgerAlarm, type Proof, type ProofRow, problemSchema } from './ledger.schema.ts'
import { isProofLate } from './ledger-proof.rules.ts'
import { findBeginning, findLastProof, findProof, findProofs } from './ledger-proof.store.ts'

/** Proofs of the books, the newest first. Throws `inputInvalid` for what is no cursor of ours. */
export async function listProofs(
  deps: Pick<Deps, 'db'>,
  { cursor, limit }: { readonly cursor?: string | null | undefined; readonly limit: number },
): Promise<Page<ProofRow>> {
  const before = cursor ? new Date(cursor) : null
  if (before && Number.isNaN(before.getTime())) throw new AppError('inputInvalid', { field: 'cursor' })
  const rows = await findProofs(deps.db, before, limit + 1)
  const kept = rows.slice(0, limit)
  return { rows: kept, nextCursor: rows.length > limit ? (kept.at(-1)?.startedAt ?? null) : null }
}

/** One proof with the problems that were kept. Throws `notFound`, also while the job has not come to it. */
export async function viewProof(deps: Pick<Deps, 'db'>, { id }: { readonly id: string }): Promise<Proof> {
  const proof = await findProof(deps.db, id)
  if (!proof) throw new AppError('notFound')
  return { ...proof, problems: problemSchema.array().parse(proof.problems) }
}

/** Has the worker prove the books now; the proof will have the id that the client made. */
export async function askForProof(
  deps: Pick<Deps, 'db' | 'jobs'>,
  actor: AccountActor,
  { id }: { readonly id: string },
): Promise<{ id: string }> {
  await inTransaction(deps, (tx) => deps.jobs.send(tx, ledgerProve, { proofId: id, askedById: actor.accountId }))
  return { id }
}

/** Whether somebody has to look: the last proof found something, or there was none for 36 hours. */
export async function loadAlarm(deps: Pick<Deps, 'db' | 'clock'>): Promise<LedgerAlarm> {
  const last = await findLastProof(deps.db)
  const since = last?.startedAt ?? (await findBeginning(deps.db))
  const late = since !== null && isProofLate(deps.clock.now(), since)
  const problemCount = last?.problemCount ?? 0
  const state = problemCount > 0 ? 'problems' : late ? 'late' : last ? 'holds' : 'none'
  return {
    state,
    lastAt: last?.startedAt.toISOString() ?? null,
    proofId: last?.id ?? null,
    problemCount,
    count: problemCount > 0 ? problemCount : late ? 1 : 0,
  }
}
