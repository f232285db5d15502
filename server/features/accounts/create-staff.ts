import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, isUniqueViolation } from '../../platform/database.ts'
import type { CreateStaffInput } from './accounts.schema.ts'
import { findAccount, findLogInNames } from './accounts.store.ts'
import { createAccount } from './create-account.ts'
import { logInNameOf } from './log-in-names.rules.ts'
import { firstPasswordFor, hashPassword, verifyPassword } from './passwords.ts'

/**
 * Makes a staff account with a one-time password, to be shown once. Sent again, because the answer got lost, it gives
 * the same answer until that password is changed. Throws `logInNameTaken`, `idempotencyKeyReused` when the id stands for
 * something else.
 */
export async function createStaff(
  deps: Deps,
  actor: AccountActor,
  input: CreateStaffInput,
): Promise<{ accountId: string; oneTimePassword: string }> {
  const oneTimePassword = firstPasswordFor(deps, input.id)
  const answer = { accountId: input.id, oneTimePassword }
  if (await wasCreatedBefore(deps, input, oneTimePassword)) return answer
  const passwordHash = await hashPassword(deps, oneTimePassword)
  try {
    await inTransaction(deps, (tx) =>
      createAccount(deps, tx, actor, {
        id: input.id,
        name: input.name,
        mobile: input.mobile,
        email: input.email,
        staffRoles: input.staffRoles,
        passwordHash,
        logInNames: [{ kind: 'staffName', typed: input.logInName }],
      }),
    )
  } catch (error) {
    // The same request came twice at the same moment, and the other one was first.
    if (!isUniqueViolation(error) || !(await wasCreatedBefore(deps, input, oneTimePassword))) throw error
  }
  return answer
}

async function wasCreatedBefore(deps: Deps, input: CreateStaffInput, oneTimePassword: string): Promise<boolean> {
  const account = await findAccount(deps.db, input.id)
  if (!account) return false
  const names = await findLogInNames(deps.db, account.id)
  const same =
    account.mustChangePassword &&
    account.name === input.name &&
    account.mobile === (input.mobile ?? '') &&
    account.email === (input.email ?? '') &&
    account.staffRoles.join() === input.staffRoles.join() &&
    names.join() === logInNameOf('staffName', input.logInName, deps.secrets) &&
    (await verifyPassword(deps, account, oneTimePassword))
  if (!same) throw new AppError('idempotencyKeyReused')
  return true
}
