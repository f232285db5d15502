import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { centreSubjectId } from './centre.rules.ts'
import type { CentreSettingsInput } from './centre.schema.ts'
import { findCentre, saveCentre } from './centre.store.ts'
import { type CentreSettingsView, loadCentreSettings } from './load-centre-settings.ts'

/** Saves the centre's settings as a whole and returns them. */
export async function updateCentre(
  deps: Deps,
  actor: AccountActor,
  input: CentreSettingsInput,
): Promise<CentreSettingsView> {
  await inTransaction(deps, async (tx) => {
    const before = await findCentre(tx)
    await saveCentre(tx, input)
    await writeAudit(tx, actor, {
      action: 'centre.updated',
      subjectType: 'centre',
      subjectId: centreSubjectId,
      organisationId: null,
      before: before && { ...before, updatedAt: before.updatedAt.toISOString() },
      after: input,
    })
  })
  return loadCentreSettings(deps)
}
