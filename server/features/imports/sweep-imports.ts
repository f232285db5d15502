import { systemActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { sweepLostWork } from '../jobs/lost-work.ts'
import { returnToPreview } from './commit-import.ts'
import { importsCommit, importsRead } from './imports.queues.ts'
import { findUnfinished, tryHoldCommit, type UnfinishedImport } from './imports.store.ts'
import { failReading } from './read-import.ts'

/** More wait for the next round. */
const atOnce = 500
const actor = systemActor('imports.sweep')

/**
 * Sends imports again that nobody reads or writes any more. What was tried in vain for a day goes back to the person, who
 * sees why: a file that could not be read has failed and is uploaded again, one that could not be written is previewed, with
 * nothing written. Returns how many were sent and ended.
 */
export async function sweepImports(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'logger'>,
): Promise<{ sent: number; ended: number }> {
  const unfinished = await findUnfinished(deps.db, atOnce)
  const committing = unfinished.filter(({ state }) => state === 'committing')
  const reading = unfinished.filter(({ state }) => state !== 'committing')
  const read = await sweepLostWork(
    deps,
    actor.name,
    importsRead,
    reading.map(({ id, version }) => {
      const key = { importId: id, version }
      return { id, key, payload: key }
    }),
  )
  const committed = await sweepLostWork(
    deps,
    actor.name,
    importsCommit,
    committing.map(({ id, version, askedById, ip }) => {
      const key = { importId: id, version }
      return { id, key, payload: { ...key, accountId: askedById, ip } }
    }),
  )
  const why = new AppError('triedInVain')
  let ended = 0
  for (const one of among(reading, read.inVain)) {
    await failReading(deps, one, actor, why)
    ended += logEnd(deps, one)
  }
  for (const one of among(committing, committed.inVain)) {
    const isBack = await inTransaction(deps, async (tx) => {
      // A worker that is taken for dead may be writing it at this moment.
      if (!(await tryHoldCommit(tx, one.id))) return false
      await returnToPreview(deps, tx, { importId: one.id, version: one.version }, why)
      return true
    })
    if (isBack) ended += logEnd(deps, one)
  }
  return { sent: read.sent + committed.sent, ended }
}

const among = (imports: readonly UnfinishedImport[], ids: readonly string[]) =>
  imports.filter(({ id }) => ids.includes(id))

function logEnd({ logger }: Pick<Deps, 'logger'>, { id, state }: UnfinishedImport): 1 {
  logger.error('imports.triedInVain', new Error('an import was tried in vain for a day'), { import: id, state })
  return 1
}
