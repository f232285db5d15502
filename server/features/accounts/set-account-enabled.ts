import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { SetEnabledInput } from './accounts.schema.ts'
import { lockWithSystemAdmins, updateAccount } from './accounts.store.ts'
import { revokeSessions } from './sessions.store.ts'
import { refuseUnlessSystemAdmin } from './set-staff-roles.ts'

/**
 * Disables an account, which ends its sessions before their next request, or enables it again, which opens none of
 * them. Throws `notAllowed` for oneself, `notFound`. Two system admins who disable each other at the same moment: the
 * second finds itself disabled (`notSignedIn`), so that one always remains.
 */
export async function setAccountEnabled(deps: Deps, actor: AccountActor, input: SetEnabledInput): Promise<null> {
  const { accountId, enabled, reason } = input
  if (accountId === actor.accountId) throw new AppError('notAllowed')
  await inTransaction(deps, async (tx) => {
    const locked = await lockWithSystemAdmins(tx, [accountId])
    refuseUnlessSystemAdmin(locked.get(actor.accountId))
    const account = locked.get(accountId)
    if (!account) throw new AppError('notFound')
    if (account.enabled === enabled) return
    await updateAccount(tx, accountId, { enabled })
    const ended = enabled ? 0 : await revokeSessions(tx, accountId, deps.clock.now())
    await writeAudit(tx, actor, {
      action: enabled ? 'account.enabled' : 'account.disabled',
      subjectType: 'account',
      subjectId: accountId,
      organisationId: null,
      before: { enabled: account.enabled },
      after: { enabled, reason, ended },
    })
  })
  return null
}
