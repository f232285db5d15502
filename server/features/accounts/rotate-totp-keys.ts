import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { countTotpKeys, lockTotpSecretsOfOtherKeys, replaceTotpSecret } from './rotate-totp-keys.store.ts'
import { resealTotpSecret } from './second-factor.ts'

const atOnce = 200

/** How many second factors each key id seals. */
export async function totpKeys(deps: Pick<Deps, 'db'>): Promise<Map<string, number>> {
  return countTotpKeys(deps.db)
}

/**
 * Seals the second factors of all accounts with the key that encrypts now; how many it was. Rows that somebody is changing
 * at the moment are left to the next turn.
 */
export async function rotateTotpKeys(deps: Pick<Deps, 'db' | 'secrets'>): Promise<number> {
  let [done, after] = [0, '00000000-0000-0000-0000-000000000000']
  for (;;) {
    const rows = await inTransaction(deps, async (tx) => {
      const found = await lockTotpSecretsOfOtherKeys(tx, deps.secrets.currentKeyId, after, atOnce)
      for (const { id, sealed } of found) await replaceTotpSecret(tx, id, resealTotpSecret(deps, id, sealed))
      return found
    })
    done += rows.length
    const last = rows.at(-1)
    if (!last) return done
    after = last.id
  }
}
