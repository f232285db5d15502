import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { ResetPasswordInput } from './accounts.schema.ts'
import { dropSecondFactor, findAccount, replacePassword } from './accounts.store.ts'
import { voidLinks } from './one-time-secrets.ts'
import { createOneTimePassword, hashPassword } from './passwords.ts'
import { revokeSessions } from './sessions.store.ts'

/**
 * Gives an account a one-time password, to be shown once; its sessions end. With `removeSecondFactor` also for staff who
 * lost their authenticator and the recovery codes. Throws `notAllowed` for oneself (who changes it knowing the present
 * one), `notFound`, `conflict` when it was changed at the same moment. `organisationId` is the organisation on
 * whose behalf it is done: its admins find it in their trail.
 */
export async function resetPassword(
  deps: Deps,
  actor: AccountActor,
  input: ResetPasswordInput,
  organisationId: string | null = null,
): Promise<{ oneTimePassword: string }> {
  const { accountId } = input
  if (accountId === actor.accountId) throw new AppError('notAllowed')
  const account = await findAccount(deps.db, accountId)
  if (!account) throw new AppError('notFound')
  const oneTimePassword = createOneTimePassword()
  const passwordHash = await hashPassword(deps, oneTimePassword)
  await inTransaction(deps, async (tx) => {
    const now = deps.clock.now()
    const next = { passwordHash, mustChangePassword: true, passwordChangedAt: now }
    if (!(await replacePassword(tx, accountId, account.passwordHash, next))) throw new AppError('conflict')
    const secondFactorRemoved = input.removeSecondFactor && (await dropSecondFactor(tx, accountId))
    await voidLinks(tx, accountId)
    const ended = await revokeSessions(tx, accountId, now)
    await writeAudit(tx, actor, {
      action: 'account.passwordReset',
      subjectType: 'account',
      subjectId: accountId,
      organisationId,
      after: { secondFactorRemoved, ended },
    })
  })
  return { oneTimePassword }
}
