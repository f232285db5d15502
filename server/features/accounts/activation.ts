import type { AccountActor, Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import type { ResendActivationInput } from './accounts.schema.ts'
import { findAccount, findAdministered, findLogInNames } from './accounts.store.ts'
import { toPerson } from './announce-account.ts'
import { issueSecret } from './one-time-secrets.ts'

/** Three days: long enough for a mail that came on a Friday, too short to be found in an old mailbox. */
export const activationLifeMs = 72 * 3600_000

/**
 * Mails the link that opens a new account for the first time, in the caller's transaction; an earlier one stops working.
 * An account without an address gets none: its one-time password is read out.
 */
export async function issueActivation(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  account: {
    readonly accountId: string
    readonly name: string
    readonly email: string
    readonly organisationId: string | null
    readonly organisationName: string
  },
): Promise<{ mailedTo: string | null }> {
  const { accountId, name, email, organisationId, organisationName } = account
  if (email === '') return { mailedTo: null }
  const secret = await issueSecret(deps, tx, {
    purpose: 'activation',
    subjectId: accountId,
    lifeMs: activationLifeMs,
    createdById: actor.kind === 'account' ? actor.accountId : undefined,
  })
  const organisation = organisationId === null ? null : { id: organisationId, name: organisationName }
  await announce(deps, tx, {
    kind: 'activation',
    ...toPerson({ id: accountId, name, email }, organisation),
    secretId: secret.id,
    expiresAt: secret.expiresAt.toISOString(),
    logInNames: await findLogInNames(tx, accountId),
  })
  await writeAudit(tx, actor, {
    action: 'account.activationSent',
    subjectType: 'account',
    subjectId: accountId,
    organisationId,
    after: { email },
  })
  return { mailedTo: email }
}

/**
 * Sends the link again, for an account that nobody has taken into use. Throws `notFound` (also for staff: the system
 * admin gives them a password), `accountInUse`, `accountMailMissing`, `accountNotEnabled`.
 */
export async function resendActivation(
  deps: Deps,
  actor: AccountActor,
  { accountId }: ResendActivationInput,
): Promise<{ mailedTo: string }> {
  return inTransaction(deps, async (tx) => {
    const account = await findAccount(tx, accountId)
    if (!account || account.staffRoles.length > 0) throw new AppError('notFound')
    if (!account.mustChangePassword) throw new AppError('accountInUse')
    if (!account.enabled) throw new AppError('accountNotEnabled')
    const [organisation] = await findAdministered(tx, accountId)
    const { mailedTo } = await issueActivation(deps, tx, actor, {
      accountId,
      name: account.name,
      email: account.email,
      organisationId: organisation?.id ?? null,
      organisationName: organisation?.name ?? '',
    })
    if (mailedTo === null) throw new AppError('accountMailMissing')
    return { mailedTo }
  })
}
