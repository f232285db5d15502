import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { findLastSeal, findSealable, insertSeals, lockSealing } from './audit.store.ts'
import { sealOf } from './seal-of.ts'

const batch = 1000

/** Chains what was written to the audit trail since the last run; returns how many entries it sealed. */
export async function sealAudit(deps: Pick<Deps, 'db'>): Promise<number> {
  let total = 0
  for (;;) {
    const sealed = await inTransaction(deps, async (tx) => {
      if (!(await lockSealing(tx))) return 0
      const last = await findLastSeal(tx)
      let position = last?.position ?? 0n
      let previous: Uint8Array | null = last?.hash ?? null
      const seals = (await findSealable(tx, batch)).map((entry) => {
        const hash = sealOf(previous, entry)
        previous = hash
        position += 1n
        return { position, entryId: entry.id, hash }
      })
      if (seals.length > 0) await insertSeals(tx, seals)
      return seals.length
    })
    total += sealed
    if (sealed < batch) return total
  }
}
