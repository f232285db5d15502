import { systemActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { keepDays } from './imports.rules.ts'
import { changeImport, deleteChunks, findOutdated, lockImport } from './imports.store.ts'

const atOnce = 50

/**
 * Drops the files and rows of imports that ended, or that nobody went on with, before a moment: a month ago, unless
 * retention says another. The imports themselves stay, with their counts. Who left one waiting finds it cancelled. Returns
 * how many they were.
 */
export async function tidyImports(
  deps: Pick<Deps, 'db' | 'clock' | 'files'>,
  before = new Date(deps.clock.now().getTime() - keepDays * 86_400_000),
): Promise<number> {
  for (let tidied = 0; ; ) {
    const outdated = await findOutdated(deps.db, before, atOnce)
    for (const { id, fileKey } of outdated) {
      // The file first: a row that still names it is found again after a crash.
      if (fileKey !== null) await deps.files.remove(fileKey)
      await inTransaction(deps, async (tx) => {
        const one = await lockImport(tx, id)
        if (!one) return
        await deleteChunks(tx, id)
        const waiting = one.state === 'previewed'
        await changeImport(
          tx,
          { id, states: [one.state], version: one.version },
          {
            fileKey: null,
            ...(waiting ? { state: 'cancelled', stateSince: deps.clock.now(), version: one.version + 1 } : {}),
          },
        )
        await writeAudit(tx, systemActor('imports.tidy'), {
          action: waiting ? 'import.cancelled' : 'import.tidied',
          subjectType: 'import',
          subjectId: id,
          organisationId: one.organisationId,
          before: { state: one.state },
        })
      })
    }
    tidied += outdated.length
    if (outdated.length < atOnce) return tidied
  }
}
