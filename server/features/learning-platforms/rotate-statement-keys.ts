import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { countStatementKeys, lockSealedOtherwise, replaceSealed } from './empty-statements.store.ts'
import { bodyContext } from './statement-bodies.ts'

const atOnce = 500

/** How many statements each key id seals. */
export async function statementKeys(deps: Pick<Deps, 'db'>): Promise<Map<string, number>> {
  return countStatementKeys(deps.db)
}

/**
 * Seals what statements say with the key that encrypts now, as `rotateLearnerKeys` does with ID numbers: while servers run,
 * stopped at any time, nothing the second time. Returns how many it was.
 */
export async function rotateStatementKeys(deps: Pick<Deps, 'db' | 'secrets'>): Promise<number> {
  let [done, after] = [0, '00000000-0000-0000-0000-000000000000']
  for (;;) {
    const rows = await inTransaction(deps, async (tx) => {
      const found = await lockSealedOtherwise(tx, deps.secrets.currentKeyId, after, atOnce)
      await replaceSealed(
        tx,
        found.map(({ id, sealed }) => ({
          id,
          sealed: deps.secrets.encrypt(deps.secrets.decrypt(sealed, bodyContext(id)), bodyContext(id)),
        })),
      )
      return found
    })
    const last = rows.at(-1)
    if (!last) return done
    done += rows.length
    after = last.id
  }
}
