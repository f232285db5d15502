import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { canGo } from '../../core/transitions.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { checkVersion, importTransitions } from './imports.rules.ts'
import type { ImportHandle } from './imports.schema.ts'
import { changeImport, lockImport } from './imports.store.ts'
import { loadImport } from './view-import.ts'

/** Gives an import up before anything is written; its file and rows go with the others of its age. Throws `notFound`, `importNotOpen`, `conflict`. */
export async function cancelImport(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { id, version }: { id: string; version: number },
): Promise<ImportHandle> {
  return inTransaction(deps, async (tx) => {
    await loadImport({ db: tx }, actor, id)
    const one = await lockImport(tx, id)
    if (!one) throw new AppError('notFound')
    if (one.state === 'cancelled') return { id, state: 'cancelled', version: one.version }
    if (!canGo(importTransitions, one.state, 'cancelled')) throw new AppError('importNotOpen', { state: one.state })
    checkVersion(one, version)
    const changed = await changeImport(
      tx,
      { id, states: [one.state], version },
      { state: 'cancelled', stateSince: deps.clock.now(), version: version + 1 },
    )
    if (!changed) throw new AppError('conflict')
    await writeAudit(tx, actor, {
      action: 'import.cancelled',
      subjectType: 'import',
      subjectId: id,
      organisationId: one.organisationId,
      before: { state: one.state },
    })
    return { id, state: 'cancelled', version: version + 1 }
  })
}
