import { systemActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { centreSubjectId } from '../centre/centre.rules.ts'
import { tidyImports } from '../imports/tidy-imports.ts'
import { eraseLearner } from './erase-learner.ts'
import { outdatedBefore } from './retention.rules.ts'
import { type RetentionCategory, retentionCategories } from './retention.schema.ts'
import {
  addToRun,
  erasePlain,
  type FileRow,
  findIdle,
  findRejected,
  findUnusedSlips,
  forgetRegistrations,
  forgetSlips,
  isPlain,
} from './retention.store.ts'
import { keepDaysOf } from './retention.ts'

const actor = systemActor('privacy.retain')
/** Rows of one transaction: a fraction of a second, whoever waits for them. */
const atOnce = 500
/** The rest goes the next night. */
const mostANight = 100_000

type Run = { readonly id: string; readonly category: RetentionCategory; readonly before: Date; readonly at: Date }
type Working = Pick<Deps, 'db' | 'clock' | 'files' | 'secrets' | 'jobs' | 'logger'>

/**
 * Erases what is outdated, kind by kind, some hundreds of rows a transaction; every transaction adds to what the night's run
 * says, so that nothing goes unwritten when the process dies in between.
 */
export async function runRetention(
  deps: Working,
  categories: readonly RetentionCategory[] = retentionCategories,
): Promise<void> {
  const now = deps.clock.now()
  for (const category of categories) {
    const before = outdatedBefore(now, await keepDaysOf(deps.db, category))
    const erased = await eraseAll(deps, { id: newId(), category, before, at: now })
    if (erased === 0) continue
    await inTransaction(deps, (tx) =>
      writeAudit(tx, actor, {
        action: 'retention.erased',
        subjectType: 'centre',
        subjectId: centreSubjectId,
        organisationId: null,
        after: { category, before: before.toISOString(), erased },
      }),
    )
  }
}

async function eraseAll(deps: Working, run: Run): Promise<number> {
  let erased = 0
  while (erased < mostANight) {
    const count = await eraseSome(deps, run)
    erased += count
    if (count === 0) break
  }
  return erased
}

/** One batch; how many it were. */
async function eraseSome(deps: Working, run: Run): Promise<number> {
  const { category, before } = run
  const counted = (work: (tx: Transaction) => Promise<number>) =>
    inTransaction(deps, async (tx) => {
      const count = await work(tx)
      if (count > 0) await addToRun(tx, run, count)
      return count
    })
  if (isPlain(category)) return counted((tx) => erasePlain(tx, category, before, atOnce))
  switch (category) {
    case 'importFiles': {
      const count = await tidyImports(deps, before)
      if (count > 0) await counted(async () => count)
      return count
    }
    case 'unusedSlips': {
      const found = await findUnusedSlips(deps.db, before, atOnce)
      await removeFiles(deps, found)
      return counted(async (tx) => {
        await forgetSlips(
          tx,
          found.flatMap((one) => one.fileId ?? []),
          run.at,
        )
        return found.length
      })
    }
    case 'rejectedRegistrations': {
      const found = await findRejected(deps.db, before, atOnce)
      await removeFiles(deps, found)
      return counted(async (tx) => {
        await forgetRegistrations(
          tx,
          found.map((one) => one.ownerId),
        )
        return found.length
      })
    }
    case 'idleLearners': {
      let count = 0
      for (const id of await findIdle(deps.db, before, atOnce)) count += await eraseIdle(deps, run, id)
      return count
    }
  }
}

/** One who never came; 0 where they came at this moment. */
async function eraseIdle(deps: Working, run: Run, learnerId: string): Promise<number> {
  try {
    await inTransaction(deps, async (tx) => {
      await eraseLearner(deps, tx, actor, learnerId)
      await addToRun(tx, run, 1)
    })
    return 1
  } catch (error) {
    if (!(error instanceof AppError) || error.kind !== 'conflict') throw error
    deps.logger.warn('retention.skipped', { learnerId, code: error.code })
    return 0
  }
}

/** The files first: rows that still name them are found again after a crash. */
async function removeFiles(deps: Pick<Deps, 'files'>, found: readonly FileRow[]): Promise<void> {
  for (const key of found.flatMap((one) => one.keys)) await deps.files.remove(key)
}
