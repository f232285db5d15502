import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { checkPayeeAccount } from './centre.rules.ts'
import type { SavePayeeAccountInput } from './centre.schema.ts'
import { lockPayeeAccounts, savePayeeAccountRow } from './centre.store.ts'
import { type CentreSettingsView, loadCentreSettings } from './load-centre-settings.ts'

/** Adds a bank account of ours, or changes one's name, bank or use. Throws what `checkPayeeAccount` throws. */
export async function savePayeeAccount(
  deps: Deps,
  actor: AccountActor,
  input: SavePayeeAccountInput,
): Promise<CentreSettingsView> {
  await inTransaction(deps, async (tx) => {
    const known = await lockPayeeAccounts(tx)
    checkPayeeAccount(known, input)
    const before = known.find(({ id }) => id === input.id)
    await savePayeeAccountRow(tx, input)
    await writeAudit(tx, actor, {
      action: before ? 'payeeAccount.changed' : 'payeeAccount.added',
      subjectType: 'payeeAccount',
      subjectId: input.id,
      organisationId: null,
      before: before ? { ...before, createdAt: before.createdAt.toISOString() } : null,
      after: input,
    })
  })
  return loadCentreSettings(deps)
}
