import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { personNameKey } from '../../core/names.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { followLearner } from '../accounts/learner-accounts.ts'
import { holdIdentity, refuseErased } from './hold-identity.ts'
import { holdTarget } from './hold-target.ts'
import type { LearnerView, UpdateLearnerInput } from './learners.schema.ts'
import { changeLearner, findLearner } from './learners.store.ts'
import { viewLearner } from './view-learner.ts'

/**
 * Changes everything about a learner but the ID number; their account follows. Throws `notFound`, `conflict` when
 * somebody else changed them since the page was loaded, `organisationNotActive` for a new place, `identityLocked` (name)
 * for another name where an enrolment of theirs is confirmed, `learnerErased`.
 */
export async function updateLearner(deps: Deps, actor: AccountActor, input: UpdateLearnerInput): Promise<LearnerView> {
  const { id, updatedAt, organisationId, name, mobile, email, post, education } = input
  await inTransaction(deps, async (tx) => {
    // The place first, then the person: as everybody does who needs both.
    const before = authorize(actor, await findLearner(tx, id))
    refuseErased(before)
    const place = organisationId === before.organisationId ? null : await holdTarget(tx, actor, organisationId)
    const after = { organisationId, name, mobile, email, post, education }
    const changes = changedFields(before, after)
    if (Object.keys(changes.after).length === 0) {
      if (before.updatedAt.getTime() !== Date.parse(updatedAt)) throw new AppError('conflict')
      return
    }
    if (name !== before.name) await holdIdentity(tx, actor, before)
    const change = {
      ...after,
      nameKey: personNameKey(name),
      ...(place ? { organisationPath: place.path } : {}),
    }
    if (!(await changeLearner(tx, id, new Date(updatedAt), deps.clock.now(), change))) throw new AppError('conflict')
    if (before.accountId !== null) await followLearner(tx, before.accountId, { name, mobile, email })
    await writeAudit(tx, actor, {
      action: 'learner.updated',
      subjectType: 'learner',
      subjectId: id,
      organisationId: before.organisationId,
      ...changes,
    })
  })
  return viewLearner(deps, actor, id)
}

/** The values that differ, as they were and as they are. */
export function changedFields<Fields extends Record<string, string>>(
  before: Fields,
  after: Fields,
): { before: Record<string, string>; after: Record<string, string> } {
  const changed = Object.keys(after).filter((field) => before[field] !== after[field])
  const only = (values: Fields) => Object.fromEntries(changed.map((field) => [field, values[field] ?? '']))
  return { before: only(before), after: only(after) }
}
