import { AppError } from '../../core/app-error.ts'
import type { Transitions } from '../../core/transitions.ts'
import type { ImportCounts, ImportMode, ImportState } from './imports.schema.ts'

/**
 *   received -> reading -> previewed -> committing -> committed
 *    ^  |          |        |  |  ^         |
 *    |  |          |        |  |  '---------'   nothing was written: people had changed
 *    '--+----------+--------'  |                (another sheet or mapping: read again)
 *       '----------'-----------'--> cancelled
 *   received, reading -> failed
 */
export const importTransitions: Transitions<ImportState> = {
  received: ['reading', 'failed', 'cancelled'],
  reading: ['reading', 'previewed', 'failed', 'cancelled'],
  previewed: ['received', 'committing', 'cancelled'],
  committing: ['committed', 'previewed'],
  committed: [],
  failed: [],
  cancelled: [],
}

/** Thirty days are enough to correct the rest; the people are in the database by then. */
export const keepDays = 30

/** Throws `importNotOpen` when it is not waiting for the person's decision, `conflict` when they saw another version. */
export function checkPreviewed(one: { state: ImportState; version: number }, version: number): void {
  if (one.state !== 'previewed') throw new AppError('importNotOpen', { state: one.state })
  checkVersion(one, version)
}

export function checkVersion(one: { version: number }, version: number): void {
  if (one.version !== version) throw new AppError('conflict', { version: one.version })
}

/** Throws `importNeedsMapping`, `importHasErrors`, `importNothingGood`. */
export function checkCommittable(one: { counts: ImportCounts; missing: readonly string[] }, mode: ImportMode): void {
  const { counts, missing } = one
  if (missing.length > 0) throw new AppError('importNeedsMapping', { field: missing[0] ?? '' })
  if (mode === 'allOrNothing' && counts.error > 0) throw new AppError('importHasErrors', { count: counts.error })
  if (counts.new + counts.changed + counts.unchanged === 0) throw new AppError('importNothingGood')
}
