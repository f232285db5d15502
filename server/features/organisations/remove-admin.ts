import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { endActingSessions } from '../accounts/end-acting-sessions.ts'
import type { NamedAdmin } from './admins.schema.ts'
import { deleteAdmin, lockAdmins } from './organisation-admins.store.ts'
import { findOrganisation } from './organisations.store.ts'
import { checkRight } from './units.rules.ts'

/**
 * Takes an admin's right over a unit away and ends the sessions that act for it. The account stays: it may administer
 * others, or be a learner's. Throws `lastAdmin` for the only one of a top organisation, above which nobody could put one
 * in their place, `notFound`.
 */
export async function removeAdmin(deps: Deps, actor: AccountActor, input: NamedAdmin): Promise<null> {
  const { organisationId, accountId } = input
  await inTransaction(deps, async (tx) => {
    const unit = authorize(actor, await findOrganisation(tx, organisationId))
    checkRight(actor, unit, 'manageAdmins')
    const admins = await lockAdmins(tx, organisationId)
    if (!admins.some((admin) => admin.accountId === accountId)) throw new AppError('notFound')
    if (unit.parentId === null && admins.length === 1) throw new AppError('lastAdmin', { name: unit.name })
    await deleteAdmin(tx, organisationId, accountId)
    const ended = await endActingSessions(deps, tx, accountId, organisationId)
    await writeAudit(tx, actor, {
      action: 'organisation.adminRemoved',
      subjectType: 'organisation',
      subjectId: organisationId,
      organisationId,
      before: { accountId },
      after: { ended },
    })
  })
  return null
}
