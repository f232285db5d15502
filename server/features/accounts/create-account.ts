import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { StaffRole } from '../../core/roles.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { isUniqueViolation, type Transaction } from '../../platform/database.ts'
import { insertAccount, insertLogInName, insertOrganisationAdmin } from './accounts.store.ts'
import { type LogInNameKind, logInNameOf } from './log-in-names.rules.ts'

export type AccountToCreate = {
  readonly id: string
  readonly name: string
  readonly mobile?: string | undefined
  readonly email?: string | undefined
  readonly staffRoles?: readonly StaffRole[] | undefined
  /** From `hashPassword`, made before the transaction. */
  readonly passwordHash: string
  /** True for one-time passwords, which is the default. */
  readonly mustChangePassword?: boolean | undefined
  readonly logInNames: readonly { readonly kind: LogInNameKind; readonly typed: string }[]
  /** What it administers, in this order. */
  readonly organisationIds?: readonly string[] | undefined
  /** Whether it may see whole ID numbers of those organisations; false by default. */
  readonly mayUnmask?: boolean | undefined
}

/**
 * Makes an account with its log-in names, in the caller's transaction. A learner's row is linked to it by the learners'
 * own use-case. Throws `logInNameTaken` (kind; name unless it is an ID number), `inputInvalid` for a name that is none.
 */
export async function createAccount(
  deps: Pick<Deps, 'clock' | 'secrets'>,
  tx: Transaction,
  actor: Actor,
  account: AccountToCreate,
): Promise<void> {
  const now = deps.clock.now()
  const staffRoles = account.staffRoles ?? []
  await insertAccount(tx, {
    id: account.id,
    name: account.name,
    mobile: account.mobile ?? '',
    email: account.email ?? '',
    staffRoles,
    passwordHash: account.passwordHash,
    mustChangePassword: account.mustChangePassword ?? true,
    passwordChangedAt: now,
    createdAt: now,
  })
  for (const { kind, typed } of account.logInNames) {
    try {
      await insertLogInName(tx, account.id, kind, logInNameOf(kind, typed, deps.secrets))
    } catch (error) {
      if (!isUniqueViolation(error)) throw error
      throw new AppError('logInNameTaken', kind === 'idNumber' ? { kind } : { kind, name: typed })
    }
  }
  for (const organisationId of account.organisationIds ?? []) {
    await insertOrganisationAdmin(tx, account.id, organisationId, now, account.mayUnmask)
  }
  await writeAudit(tx, actor, {
    action: 'account.created',
    subjectType: 'account',
    subjectId: account.id,
    organisationId: account.organisationIds?.[0] ?? null,
    after: {
      name: account.name,
      staffRoles: [...staffRoles],
      logInNames: account.logInNames.map(({ kind, typed }) => (kind === 'idNumber' ? kind : `${kind}:${typed}`)),
      organisationIds: [...(account.organisationIds ?? [])],
      ...(account.mayUnmask ? { mayUnmask: true } : {}),
    },
  })
}
