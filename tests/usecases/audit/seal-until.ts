import { sealAudit } from '../../../server/features/audit/seal-audit.ts'
import { waitFor } from '../../support/worker-process.ts'
import type { World } from '../../support/world.ts'

/**
 * Transaction numbers are the whole server's: an older transaction in another test's database holds the seal back for as
 * long as it runs, as it should.
 */
export async function sealUntil(world: World, entries: number): Promise<void> {
  await waitFor(`${entries} entries are sealed`, async () => {
    await sealAudit(world.deps)
    return (await world.deps.db.auditSeal.count()) >= entries
  })
}
