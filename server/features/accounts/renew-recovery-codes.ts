import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { findAccount, holdSecondFactor, replaceRecoveryCodes } from './accounts.store.ts'
import { confirmPassword } from './confirm-password.ts'
import type { SignedIn } from './load-session.ts'
import { createRecoveryCodes, recoveryCodeHash } from './passwords.ts'

/**
 * Gives out ten fresh recovery codes, this once; the old ones stop working. Throws `passwordWrong`, `tooManyAttempts`,
 * `conflict` without a second factor.
 */
export async function renewRecoveryCodes(
  deps: Deps,
  signedIn: SignedIn,
  input: { password: string },
): Promise<{ recoveryCodes: string[] }> {
  const { actor } = signedIn
  const account = await findAccount(deps.db, actor.accountId)
  if (!account?.totpConfirmedAt) throw new AppError('conflict')
  await confirmPassword(deps, signedIn, account, input.password)
  return inTransaction(deps, async (tx) => {
    if (!(await holdSecondFactor(tx, account.id))) throw new AppError('conflict')
    const recoveryCodes = await issueRecoveryCodes(deps, tx, account.id)
    await writeAudit(tx, actor, {
      action: 'account.recoveryCodesRenewed',
      subjectType: 'account',
      subjectId: account.id,
      organisationId: null,
    })
    return { recoveryCodes }
  })
}

/** Puts ten new codes in the place of all there were, in the caller's transaction. */
export async function issueRecoveryCodes(
  deps: Pick<Deps, 'secrets'>,
  tx: Transaction,
  accountId: string,
): Promise<string[]> {
  const recoveryCodes = createRecoveryCodes()
  await replaceRecoveryCodes(
    tx,
    accountId,
    recoveryCodes.map((code) => ({ id: newId(), codeHash: recoveryCodeHash(deps, accountId, code) })),
  )
  return recoveryCodes
}
