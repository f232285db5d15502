import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { personNameKey } from '../../core/names.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, isUniqueViolation, type Transaction } from '../../platform/database.ts'
import { createAccount } from '../accounts/create-account.ts'
import { type FoundAccount, findAccountByMobile } from '../accounts/find-account-by-mobile.ts'
import { firstPasswordFor, hashOneTimePassword } from '../accounts/passwords.ts'
import { matchBucket } from '../accounts/throttle.rules.ts'
import { countTries, forgiveTries } from '../accounts/throttle-tries.ts'
import { announce } from '../notices/announce.ts'
import type { AddAdminInput, AddedAdmin } from './admins.schema.ts'
import { insertAdmin } from './organisation-admins.store.ts'
import { checkRight } from './units.rules.ts'
import { lockUnit } from './units.store.ts'

/**
 * Gives a unit another admin. A mobile that nobody logs in with makes an account with a one-time password, shown once;
 * sent again, the answer is the same until that password is changed. A known mobile gives the right to the account that
 * it belongs to, when the name is its name too: so nobody learns whose mobile it is, and a slip of the finger lets no
 * stranger in. Throws `adminNotMatched`, `tooManyAttempts` after some of those, `notFound`.
 */
export async function addAdmin(deps: Deps, actor: AccountActor, input: AddAdminInput): Promise<AddedAdmin> {
  const tries = await countTries(deps, [matchBucket(actor.accountId)])
  const known = await findAccountByMobile(deps, input.mobile)
  if (known && personNameKey(known.name) !== personNameKey(input.name)) throw new AppError('adminNotMatched')
  await forgiveTries(deps.db, tries)
  if (known) return addKnown(deps, actor, input, known)
  try {
    return await addNew(deps, actor, input)
  } catch (error) {
    const taken = isUniqueViolation(error) || (error instanceof AppError && error.code === 'logInNameTaken')
    // Somebody else took the mobile at the same moment, or this very request came twice.
    const other = taken ? await findAccountByMobile(deps, input.mobile) : null
    if (!other) throw isUniqueViolation(error) ? new AppError('idempotencyKeyReused') : error
    if (personNameKey(other.name) !== personNameKey(input.name)) throw new AppError('adminNotMatched')
    return addKnown(deps, actor, input, other)
  }
}

async function addNew(deps: Deps, actor: AccountActor, input: AddAdminInput): Promise<AddedAdmin> {
  const oneTimePassword = firstPasswordFor(deps, input.id)
  await inTransaction(deps, async (tx) => {
    const unit = authorize(actor, await lockUnit(tx, input.organisationId))
    checkRight(actor, unit, 'manageAdmins')
    await createAccount(deps, tx, actor, {
      id: input.id,
      name: input.name,
      mobile: input.mobile,
      email: input.email,
      passwordHash: hashOneTimePassword(deps, oneTimePassword),
      logInNames: [{ kind: 'mobile', typed: input.mobile }],
    })
    await giveRight(deps, tx, actor, unit, { id: input.id, name: input.name, email: '' })
  })
  return { accountId: input.id, oneTimePassword }
}

async function addKnown(
  deps: Deps,
  actor: AccountActor,
  input: AddAdminInput,
  account: FoundAccount,
): Promise<AddedAdmin> {
  await inTransaction(deps, async (tx) => {
    const unit = authorize(actor, await lockUnit(tx, input.organisationId))
    checkRight(actor, unit, 'manageAdmins')
    await giveRight(deps, tx, actor, unit, account)
  })
  // The id is this client's: the account was made by this very request, whose answer got lost.
  const own = account.id === input.id && account.mustChangePassword
  return { accountId: account.id, oneTimePassword: own ? firstPasswordFor(deps, input.id) : null }
}

async function giveRight(
  deps: Deps,
  tx: Transaction,
  actor: AccountActor,
  unit: { readonly id: string; readonly name: string },
  account: { readonly id: string; readonly name: string; readonly email: string },
): Promise<void> {
  const addedAt = deps.clock.now()
  const admin = { accountId: account.id, organisationId: unit.id, createdAt: addedAt }
  if (!(await insertAdmin(tx, admin))) return
  await writeAudit(tx, actor, {
    action: 'organisation.adminAdded',
    subjectType: 'organisation',
    subjectId: unit.id,
    organisationId: unit.id,
    after: { accountId: account.id, name: account.name },
  })
  await announce(deps, tx, {
    kind: 'adminAdded',
    organisationId: unit.id,
    organisationName: unit.name,
    accountId: account.id,
    personName: account.name,
    email: account.email,
    byName: actor.name,
    addedAt: addedAt.toISOString(),
  })
}
