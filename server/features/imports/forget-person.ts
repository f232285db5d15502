import type { Actor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import { openRows } from './chunks.ts'
import { dropFile, findChunksOf, findHolding, findWithRows } from './forget-person.store.ts'
import { changeImport, deleteChunks, lockImport } from './imports.store.ts'

/**
 * Drops the files and rows of imports that hold a person, as `tidyImports` does when their time has come; who has one open
 * uploads their file again. Rows are sealed: they are found by the keyed hash of the ID number, and opened and looked
 * through for the values where a kind's rows are told apart otherwise. One that is being read or committed is left alone:
 * its file goes with the others. Returns the keys of files, to be removed once the transaction has committed.
 */
export async function forgetPersonInImports(
  deps: Pick<Deps, 'clock' | 'secrets'>,
  tx: Transaction,
  actor: Actor,
  { identity, values }: { readonly identity: string; readonly values: readonly string[] },
): Promise<string[]> {
  const held = new Set(await findHolding(tx, identity))
  for (const { id } of await findWithRows(tx)) {
    if (held.has(id)) continue
    for (const chunk of await findChunksOf(tx, id)) {
      const text = JSON.stringify(openRows(deps, id, chunk))
        .normalize('NFKC')
        .replaceAll(/\s/g, '')
        .toUpperCase()
      if (values.some((value) => text.includes(value.toUpperCase()))) {
        held.add(id)
        break
      }
    }
  }
  const keys: string[] = []
  for (const id of held) {
    const one = await lockImport(tx, id)
    if (!one) continue
    await deleteChunks(tx, id)
    if (one.fileKey !== null) keys.push(one.fileKey)
    const waiting = one.state === 'previewed'
    await changeImport(
      tx,
      { id, states: [one.state], version: one.version },
      waiting ? { state: 'cancelled', stateSince: deps.clock.now(), version: one.version + 1 } : {},
    )
    await dropFile(tx, id)
    await writeAudit(tx, actor, {
      action: waiting ? 'import.cancelled' : 'import.tidied',
      subjectType: 'import',
      subjectId: id,
      organisationId: one.organisationId,
      before: { state: one.state },
    })
  }
  return keys
}
