import type { AccountActor, Actor, Authorized } from '../../core/actor.ts'
import { authorize, scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { mobilesThatLogIn, sharedAccounts } from '../accounts/learner-accounts.ts'
import type { LearnerView } from './learners.schema.ts'
import { findLearner, findLearnerRows, type Learner } from './learners.store.ts'
import { toLearnerRow } from './list-learners.ts'
import { loadRights } from './unmask-learner.ts'

/** A learner whom the actor may act on. Throws `notFound`. */
export async function loadLearner(db: Readable, actor: Actor, id: string): Promise<Authorized<Learner>> {
  return authorize(actor, await findLearner(db, id))
}

/** A learner with everything that their page shows. Throws `notFound`. */
export async function viewLearner(deps: Pick<Deps, 'db'>, actor: AccountActor, id: string): Promise<LearnerView> {
  const { accountId } = await loadLearner(deps.db, actor, id)
  const [[row], may, mobiles, shared] = await Promise.all([
    findLearnerRows(deps.db, [id], scopeOf(actor)),
    loadRights(deps, actor),
    mobilesThatLogIn(deps.db, accountId ? [accountId] : []),
    sharedAccounts(deps.db, accountId ? [accountId] : []),
  ])
  const found = authorize(actor, row ?? null)
  return {
    ...toLearnerRow(found),
    mobileLogsIn: found.mobile !== '' && accountId !== null && mobiles.get(accountId) === found.mobile,
    accountIsShared: accountId !== null && shared.has(accountId),
    may,
  }
}
