import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { CompleteProfileInput, Me } from './accounts.schema.ts'
import { carryContactToLearner, findAccount, updateAccount } from './accounts.store.ts'
import { loadMyself } from './load-me.ts'
import type { SignedIn } from './load-session.ts'

/**
 * Changes one's own name, and fills in a mobile or e-mail that is missing. What is there already is changed by
 * confirming it (change-contact.ts; `notAllowed` here): forgotten passwords are reset through it. Staff and learners are
 * named by others (`notAllowed`): their names stand under decisions and on certificates.
 */
export async function completeProfile(deps: Deps, signedIn: SignedIn, input: CompleteProfileInput): Promise<Me> {
  const { actor } = signedIn
  await inTransaction(deps, async (tx) => {
    const account = await findAccount(tx, actor.accountId)
    if (!account) throw new AppError('notSignedIn')
    const before = { name: account.name, mobile: account.mobile, email: account.email }
    const after = {
      name: input.name ?? before.name,
      mobile: input.mobile ?? before.mobile,
      email: input.email ?? before.email,
    }
    const fillsIn = {
      ...(after.mobile === before.mobile ? {} : { mobile: after.mobile }),
      ...(after.email === before.email ? {} : { email: after.email }),
    }
    const named = actor.staffRoles.length > 0 || actor.learnerId !== null
    if (named && after.name !== before.name) throw new AppError('notAllowed')
    for (const field of ['mobile', 'email'] as const) {
      if (before[field] !== '' && field in fillsIn) throw new AppError('notAllowed', { field })
    }
    if (after.name === before.name && after.mobile === before.mobile && after.email === before.email) return
    await updateAccount(tx, account.id, after)
    await carryContactToLearner(tx, account.id, fillsIn)
    await writeAudit(tx, actor, {
      action: 'account.profileChanged',
      subjectType: 'account',
      subjectId: account.id,
      organisationId: actor.organisation?.id ?? null,
      before,
      after,
    })
  })
  return loadMyself(deps, signedIn)
}
