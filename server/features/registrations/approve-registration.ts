import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, isUniqueViolation, type Readable, type Transaction } from '../../platform/database.ts'
import { activationLifeMs } from '../accounts/activation.ts'
import { createAccount } from '../accounts/create-account.ts'
import { findFirstAccount } from '../accounts/find-first-account.ts'
import { isLogInName } from '../accounts/is-log-in-name.ts'
import { issueSecret } from '../accounts/one-time-secrets.ts'
import { firstPasswordFor, hashOneTimePassword } from '../accounts/passwords.ts'
import { announce } from '../notices/announce.ts'
import { findByAnyCode } from '../organisations/known-organisations.ts'
import { registerOrganisation } from '../organisations/register-organisation.ts'
import { type ApprovedCodes, approvedCodes } from './approval.rules.ts'
import { refuseTakenCode } from './check-code.ts'
import { takeForDecision } from './decide-registration.ts'
import { codesOf } from './duplicates.rules.ts'
import { registrationCheck, registrationTidy } from './registrations.queues.ts'
import type { ApprovedRegistration, ApproveRegistrationInput } from './registrations.schema.ts'
import {
  changeRegistrationState,
  findOpenIds,
  findRegistration,
  type RegistrationRecord,
} from './registrations.store.ts'

type ApproveDeps = Pick<Deps, 'db' | 'clock' | 'jobs' | 'secrets' | 'passwords'>

/**
 * Makes a registration an organisation, in one transaction: the organisation, the account of its first admin with
 * everything that can be logged in with, a one-time password for staff to read out, and the mail with the activation
 * link. The same reviewer sending it again, because the answer got lost, gets the same answer while nobody has taken
 * the account into use.
 *
 * Throws as `takeForDecision` and `approvedCodes` do, `registrationCodeTaken` when the organisation was registered
 * meanwhile, `memberNoTaken`.
 */
export async function approveRegistration(
  deps: ApproveDeps,
  actor: AccountActor,
  input: ApproveRegistrationInput,
): Promise<ApprovedRegistration> {
  const again = await answerAgain(deps, actor, input.id)
  if (again) return again
  const accountId = newId()
  const oneTimePassword = firstPasswordFor(deps, accountId)
  const passwordHash = hashOneTimePassword(deps, oneTimePassword)
  const account = { accountId, passwordHash }
  const approved = await approveOnce(deps, actor, input, account).catch((error: unknown) => {
    // Somebody took the mobile as a name to log in with at this very moment: it goes without.
    if (error instanceof AppError && error.code === 'logInNameTaken' && error.details['kind'] === 'mobile') {
      return approveOnce(deps, actor, input, account)
    }
    throw error
  })
  return { ...approved, accountId, oneTimePassword }
}

async function approveOnce(
  deps: ApproveDeps,
  actor: AccountActor,
  input: ApproveRegistrationInput,
  { accountId, passwordHash }: { accountId: string; passwordHash: string },
): Promise<Pick<ApprovedRegistration, 'organisationId' | 'logInNames' | 'mailedTo'>> {
  try {
    return await inTransaction(deps, async (tx) => {
      const registration = await takeForDecision(tx, input.id, input.version)
      const codes = approvedCodes(registration, input)
      await refuseTaken(tx, registration.code, codes)
      const organisationId = newId()
      const { name, contactName, mobile, email, address } = registration
      await registerOrganisation(deps, tx, actor, {
        id: organisationId,
        name,
        ...codes,
        contactName,
        mobile,
        email,
        address,
      })
      const names = [...logInNamesOf(codes), ...((await isLogInName(tx, mobile)) ? [] : [mobileName(mobile)])]
      await createAccount(deps, tx, actor, {
        id: accountId,
        name: contactName,
        mobile,
        email,
        passwordHash,
        logInNames: names,
        organisationIds: [organisationId],
        // Who answers for the organisation may see whose numbers they sent, with a reason each time.
        mayUnmask: true,
      })
      await changeRegistrationState(tx, actor, registration, {
        to: 'approved',
        now: deps.clock.now(),
        organisationId,
        data: {
          decidedAt: deps.clock.now(),
          decidedById: actor.accountId,
          decidedByName: actor.name,
          approvalNote: input.note || null,
          rejectedReason: null,
          organisationId,
        },
        audit: { note: input.note || null, version: input.version, ...codes },
      })
      const logInNames = names.map(({ typed }) => typed)
      await mailActivation(deps, tx, actor, registration, { accountId, organisationId, logInNames })
      await deps.jobs.send(tx, registrationTidy, { registrationId: registration.id })
      // Other applications with this code are now for one that is registered.
      for (const registrationId of await findOpenIds(tx, codesOf(codes.creditCode ?? registration.code))) {
        await deps.jobs.send(tx, registrationCheck, { registrationId })
      }
      return { organisationId, logInNames, mailedTo: email }
    })
  } catch (error) {
    throw takenOr(error, input)
  }
}

/** Throws `registrationCodeTaken` or `memberNoTaken`; of two at the same moment the unique keys refuse one. */
async function refuseTaken(db: Readable, code: string, codes: ApprovedCodes): Promise<void> {
  await refuseTakenCode(db, code)
  const { creditCode, memberNo } = codes
  if (creditCode !== null && creditCode !== code) await refuseTakenCode(db, creditCode)
  if (memberNo === null || memberNo === code) return
  if ((await findByAnyCode(db, memberNo)) || (await isLogInName(db, memberNo))) {
    throw new AppError('memberNoTaken', { field: 'memberNo', memberNo })
  }
}

/** Brings what a race ends in to the sentence that it would have had a moment later. */
function takenOr(error: unknown, input: ApproveRegistrationInput): unknown {
  if (isUniqueViolation(error)) return new AppError('registrationCodeTaken', {}, { cause: error })
  if (!(error instanceof AppError) || error.code !== 'logInNameTaken') return error
  const { kind, name } = error.details
  if (kind === 'mobile') return error
  if (kind === 'memberNo' && input.memberNo !== '') {
    return new AppError('memberNoTaken', { field: 'memberNo', memberNo: name ?? '' }, { cause: error })
  }
  return new AppError('registrationCodeTaken', { code: name ?? '' }, { cause: error })
}

type Name = { readonly kind: 'creditCode' | 'organisationCode' | 'memberNo' | 'mobile'; readonly typed: string }

function logInNamesOf({ creditCode, organisationCode, memberNo }: ApprovedCodes): Name[] {
  const names: { kind: Name['kind']; typed: string | null }[] = [
    { kind: 'creditCode', typed: creditCode },
    { kind: 'organisationCode', typed: organisationCode },
    { kind: 'memberNo', typed: memberNo },
  ]
  return names.flatMap(({ kind, typed }) => (typed === null ? [] : [{ kind, typed }]))
}

const mobileName = (mobile: string): Name => ({ kind: 'mobile', typed: mobile })

async function mailActivation(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: AccountActor,
  registration: RegistrationRecord,
  made: { accountId: string; organisationId: string; logInNames: readonly string[] },
): Promise<void> {
  const secret = await issueSecret(deps, tx, {
    purpose: 'activation',
    subjectId: made.accountId,
    lifeMs: activationLifeMs,
    createdById: actor.accountId,
  })
  await announce(deps, tx, {
    kind: 'registrationApproved',
    registrationId: registration.id,
    organisationId: made.organisationId,
    organisationName: registration.name,
    accountId: made.accountId,
    personName: registration.contactName,
    email: registration.email,
    secretId: secret.id,
    expiresAt: secret.expiresAt.toISOString(),
    logInNames: [...made.logInNames],
  })
}

/** The answer of before, for the reviewer whose own approval it was and while its password still is the first one. */
async function answerAgain(deps: ApproveDeps, actor: AccountActor, id: string): Promise<ApprovedRegistration | null> {
  const registration = await findRegistration(deps.db, id)
  if (registration?.state !== 'approved' || registration.organisationId === null) return null
  if (registration.decidedById !== actor.accountId) return null
  const first = await findFirstAccount(deps, registration.organisationId)
  return first && { ...first, organisationId: registration.organisationId, mailedTo: registration.email }
}
