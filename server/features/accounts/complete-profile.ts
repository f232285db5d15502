import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { CompleteProfileInput, Me } from './accounts.schema.ts'
import { findAccount, updateAccount } from './accounts.store.ts'
import { loadMyself } from './load-me.ts'
import type { SignedIn } from './load-session.ts'

/**
 * Changes one's own name, mobile and e-mail. The mobile is for being reached: it does not become a name to log in with,
 * because nobody has shown that it is theirs. Staff are named by the system admin (`notAllowed`): their names stand
 * under decisions.
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
    if (actor.staffRoles.length > 0 && after.name !== before.name) throw new AppError('notAllowed')
    if (after.name === before.name && after.mobile === before.mobile && after.email === before.email) return
    await updateAccount(tx, account.id, after)
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
