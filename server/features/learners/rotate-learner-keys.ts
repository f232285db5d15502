import { systemActor } from '../../core/actor.ts'
import { maskIdNumber, newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { idNumberContext } from './id-numbers.ts'
import {
  countKeys,
  countUnmaskable,
  lockSealedOtherwise,
  type Resealed,
  replaceSealed,
} from './rotate-learner-keys.store.ts'

/** Half a second's work a transaction, so that nobody waits long for a learner. */
const atOnce = 1000

export type KeyCounts = {
  /** Key id → how many ID numbers it seals. */
  readonly keys: Map<string, number>
  /** Learners of before masks were stored, whose lists show none yet. */
  readonly withoutMask: number
}

export async function learnerKeys(deps: Pick<Deps, 'db'>): Promise<KeyCounts> {
  return { keys: await countKeys(deps.db), withoutMask: await countUnmaskable(deps.db) }
}

/**
 * Seals every ID number with the key that encrypts now, and fills in masks that are missing. Works while servers run, can
 * be stopped at any time and begun again, and does nothing the second time. Rows that somebody is changing at the moment
 * are left to the next run. Rejects when a key that still seals something is not there.
 */
export async function rotateLearnerKeys(
  deps: Pick<Deps, 'db' | 'secrets'>,
  onProgress: (done: number) => void = () => undefined,
): Promise<number> {
  let [done, after] = [0, '00000000-0000-0000-0000-000000000000']
  for (;;) {
    const rows = await inTransaction(deps, async (tx) => {
      const found = await lockSealedOtherwise(tx, deps.secrets.currentKeyId, after, atOnce)
      await replaceSealed(
        tx,
        found.map((row) => reseal(deps, row)),
      )
      return found
    })
    const last = rows.at(-1)
    if (!last) break
    done += rows.length
    after = last.id
    onProgress(done)
  }
  if (done > 0) {
    await inTransaction(deps, (tx) =>
      writeAudit(tx, systemActor('rotate-keys'), {
        action: 'learners.keysRotated',
        subjectType: 'key',
        subjectId: newId(),
        organisationId: null,
        after: { keyId: deps.secrets.currentKeyId, count: done },
      }),
    )
  }
  return done
}

function reseal(deps: Pick<Deps, 'secrets'>, { id, sealed }: { id: string; sealed: string }): Resealed {
  const idNumber = deps.secrets.decrypt(sealed, idNumberContext(id))
  return { id, sealed: deps.secrets.encrypt(idNumber, idNumberContext(id)), masked: maskIdNumber(idNumber) }
}
