import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { Me } from './accounts.schema.ts'
import { dropSecondFactor, findAccount } from './accounts.store.ts'
import { confirmPassword } from './confirm-password.ts'
import { loadMyself } from './load-me.ts'
import type { SignedIn } from './load-session.ts'

/**
 * Takes one's own second factor away, for another phone or for good. Throws `notAllowed` where the centre requires one
 * (a system admin resets it then), `passwordWrong`, `tooManyAttempts`, `conflict` when there is none.
 */
export async function removeSecondFactor(deps: Deps, signedIn: SignedIn, input: { password: string }): Promise<Me> {
  const { actor } = signedIn
  if (deps.settings.staffTotp === 'required' && actor.staffRoles.length > 0) throw new AppError('notAllowed')
  const account = await findAccount(deps.db, actor.accountId)
  if (!account?.totpConfirmedAt) throw new AppError('conflict')
  await confirmPassword(deps, signedIn, account, input.password)
  await inTransaction(deps, async (tx) => {
    if (!(await dropSecondFactor(tx, account.id))) throw new AppError('conflict')
    await writeAudit(tx, actor, {
      action: 'account.secondFactorRemoved',
      subjectType: 'account',
      subjectId: account.id,
      organisationId: null,
    })
  })
  return loadMyself(deps, signedIn)
}
