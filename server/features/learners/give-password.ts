import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { inTransaction, type Readable, type Transaction } from '../../platform/database.ts'
import { giveFirstPasswords, passwordMarks, sharedAccounts } from '../accounts/learner-accounts.ts'
import { findPasswordFacts, linkAccounts } from './learner-bulk.store.ts'
import type { GivenPassword } from './learners.schema.ts'
import { findLearner, lockLearner } from './learners.store.ts'

/**
 * Gives a learner a one-time password, to be read out or handed over: the first, with the account itself, or a new one in
 * the place of a forgotten one. Throws `notFound`, `learnerDisabled`, `accountIsShared`, and `conflict` when somebody
 * else gives them one at the same moment, because one of the two would be handed over in vain.
 */
export async function givePassword(deps: Deps, actor: AccountActor, id: string): Promise<GivenPassword> {
  const seen = authorize(actor, await findLearner(deps.db, id))
  const markIn = async (db: Readable) =>
    seen.accountId === null ? undefined : (await passwordMarks(db, [seen.accountId])).get(seen.accountId)
  const seenMark = await markIn(deps.db)
  return inTransaction(deps, async (tx) => {
    const learner = authorize(actor, await lockLearner(tx, id))
    if (!learner.enabled) throw new AppError('learnerDisabled')
    if (learner.accountId !== seen.accountId || (await markIn(tx)) !== seenMark) throw new AppError('conflict')
    if (learner.accountId !== null && (await sharedAccounts(tx, [learner.accountId])).size > 0)
      throw new AppError('accountIsShared')
    const [given] = await givePasswords(deps, tx, actor, [id])
    if (!given) throw new AppError('notFound')
    return { oneTimePassword: given.oneTimePassword, mobile: given.mobile }
  })
}

/** Gives these learners, whom the caller has locked and judged, one-time passwords; by organisation, as lists are. */
export async function givePasswords(
  deps: Deps,
  tx: Transaction,
  actor: AccountActor,
  ids: readonly string[],
): Promise<({ id: string } & GivenPassword)[]> {
  const people = (await findPasswordFacts(tx, ids)).map((one) => ({
    ...one,
    isNew: one.accountId === null,
    accountId: one.accountId ?? newId(),
  }))
  const given = await giveFirstPasswords(deps, tx, people)
  await linkAccounts(
    tx,
    people.filter((one) => one.isNew).map(({ id, accountId }) => ({ id, accountId })),
  )
  await writeAudits(
    tx,
    actor,
    { action: 'learner.passwordGiven', subjectType: 'learner' },
    people.map(({ id, accountId, isNew, organisationId }) => ({
      subjectId: id,
      organisationId,
      after: { accountId, accountCreated: isNew },
    })),
  )
  const byAccount = new Map(given.map((one) => [one.accountId, one]))
  return people.flatMap(({ id, accountId }) => {
    const one = byAccount.get(accountId)
    return one ? [{ id, oneTimePassword: one.oneTimePassword, mobile: one.mobile }] : []
  })
}
