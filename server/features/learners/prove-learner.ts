import { createHash, timingSafeEqual } from 'node:crypto'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { proofBuckets } from '../accounts/throttle.rules.ts'
import { countTries, forgiveTries } from '../accounts/throttle-tries.ts'
import { hashIdNumber } from './id-numbers.ts'
import { type Proof, proofLifeMs, proofText, provesPerson, readProof } from './learners.rules.ts'
import type { ProveInput, Proven } from './learners.schema.ts'
import { findLearnerByHash } from './learners.store.ts'

/**
 * Who knows a person's name and whole mobile has met them: they may see their details and take them over
 * (`transferLearner`). Whatever does not agree, also that there is no such person or no mobile is stored, is one answer,
 * `proofRefused`. Tries count against the account and against the person; throws `tooManyAttempts`.
 */
export async function proveLearner(
  deps: Pick<Deps, 'db' | 'secrets' | 'clock' | 'logger'>,
  actor: AccountActor,
  { idNumber, name, mobile }: ProveInput,
): Promise<Proven> {
  const idNumberHash = hashIdNumber(deps, idNumber)
  const tries = await countTries(deps, proofBuckets({ accountId: actor.accountId, idNumberHash }))
  const learner = await findLearnerByHash(deps.db, idNumberHash)
  if (!learner || !provesPerson(learner, { name, mobile })) throw new AppError('proofRefused')
  await forgiveTries(deps.db, tries)
  const expiresAtMs = deps.clock.now().getTime() + proofLifeMs
  return {
    proof: signProof(deps, {
      learnerId: learner.id,
      organisationId: learner.organisationId,
      accountId: actor.accountId,
      expiresAtMs,
    }),
    expiresAt: new Date(expiresAtMs).toISOString(),
    learner: {
      name: learner.name,
      idType: learner.idType,
      idNumberMasked: learner.idNumberMasked,
      mobile: learner.mobile,
      email: learner.email,
      education: learner.education,
      enabled: learner.enabled,
    },
  }
}

function signProof(deps: Pick<Deps, 'secrets'>, proof: Proof): string {
  const text = proofText(proof)
  return `${text}.${signatureOf(deps, text)}`
}

function signatureOf(deps: Pick<Deps, 'secrets'>, text: string): string {
  return deps.secrets.hash(`learner-proof:${text}`)
}

/** What the token proves to this account. Throws `proofExpired` for one that is over, another's, or none of ours. */
export function openProof(deps: Pick<Deps, 'secrets' | 'clock'>, actor: AccountActor, token: string): Proof {
  const read = readProof(token)
  if (!read || !sameDigest(read.signature, signatureOf(deps, read.text))) throw new AppError('proofExpired')
  const { proof } = read
  if (proof.accountId !== actor.accountId || proof.expiresAtMs < deps.clock.now().getTime())
    throw new AppError('proofExpired')
  return proof
}

/** Takes the same time wherever they differ. */
function sameDigest(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
