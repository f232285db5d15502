import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { SetStaffRolesInput } from './accounts.schema.ts'
import { type LockedAccount, lockWithSystemAdmins, updateAccount } from './accounts.store.ts'
import { revokeSessions } from './sessions.store.ts'

/**
 * Changes what a staff account may do; its sessions end, one's own too. Throws `lastSystemAdmin` when nobody could
 * manage accounts any more, `notFound` for accounts that are no staff, `conflict` when the roles are not those that were
 * seen.
 */
export async function setStaffRoles(deps: Deps, actor: AccountActor, input: SetStaffRolesInput): Promise<null> {
  const { accountId, expected, staffRoles, reason } = input
  await inTransaction(deps, async (tx) => {
    const locked = await lockWithSystemAdmins(tx, [accountId])
    refuseUnlessSystemAdmin(locked.get(actor.accountId))
    const account = locked.get(accountId)
    if (!account || account.staffRoles.length === 0) throw new AppError('notFound')
    const before = [...account.staffRoles].sort().join()
    if (before === [...staffRoles].sort().join()) return
    if (before !== [...expected].sort().join()) throw new AppError('conflict')
    const others = [...locked.values()].filter((one) => one.id !== accountId && isSystemAdmin(one))
    if (others.length === 0 && !staffRoles.includes('systemAdmin')) throw new AppError('lastSystemAdmin')
    await updateAccount(tx, accountId, { staffRoles })
    const ended = await revokeSessions(tx, accountId, deps.clock.now())
    await writeAudit(tx, actor, {
      action: 'account.rolesChanged',
      subjectType: 'account',
      subjectId: accountId,
      organisationId: null,
      before: { staffRoles: account.staffRoles },
      after: { staffRoles, reason, ended },
    })
  })
  return null
}

function isSystemAdmin(account: LockedAccount): boolean {
  return account.enabled && account.staffRoles.includes('systemAdmin')
}

/** For what only a system admin decides: another one may have taken the right away a moment ago. */
export function refuseUnlessSystemAdmin(account: LockedAccount | undefined): void {
  if (!account?.enabled) throw new AppError('notSignedIn')
  if (!isSystemAdmin(account)) throw new AppError('notAllowed')
}
