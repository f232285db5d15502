import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { SetMayUnmaskInput } from './admins.schema.ts'
import { actorMayUnmask } from './list-admins.ts'
import { lockAdmins, updateMayUnmask } from './organisation-admins.store.ts'
import { findOrganisation } from './organisations.store.ts'
import { checkRight } from './units.rules.ts'

/**
 * Lets an admin see and export whole ID numbers, with a reason each time, or no longer. Staff give the first one of an
 * organisation the right, who has it may pass it on below, and nobody gives it to themselves. Throws `notAllowed`,
 * `notFound`.
 */
export async function setMayUnmask(deps: Deps, actor: AccountActor, input: SetMayUnmaskInput): Promise<null> {
  const { organisationId, accountId, mayUnmask } = input
  const unit = authorize(actor, await findOrganisation(deps.db, organisationId))
  checkRight(actor, unit, 'manageAdmins')
  if (accountId === actor.accountId || !(await actorMayUnmask(deps, actor))) throw new AppError('notAllowed')
  await inTransaction(deps, async (tx) => {
    const admins = await lockAdmins(tx, organisationId)
    if (!admins.some((admin) => admin.accountId === accountId)) throw new AppError('notFound')
    if (!(await updateMayUnmask(tx, organisationId, accountId, mayUnmask))) return
    await writeAudit(tx, actor, {
      action: mayUnmask ? 'organisation.unmaskGranted' : 'organisation.unmaskRevoked',
      subjectType: 'organisation',
      subjectId: organisationId,
      organisationId,
      before: { accountId, mayUnmask: !mayUnmask },
      after: { accountId, mayUnmask },
    })
  })
  return null
}
