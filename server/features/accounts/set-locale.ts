import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { updateAccount } from './accounts.store.ts'

/** The language of the account's pages on other devices. */
export async function setLocale(deps: Deps, actor: AccountActor, input: { locale: 'zh-CN' | 'en' }): Promise<null> {
  await inTransaction(deps, async (tx) => {
    await updateAccount(tx, actor.accountId, { locale: input.locale })
    await writeAudit(tx, actor, {
      action: 'account.localeChanged',
      subjectType: 'account',
      subjectId: actor.accountId,
      organisationId: null,
      after: { locale: input.locale },
    })
  })
  return null
}
