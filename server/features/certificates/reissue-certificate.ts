import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import type { DeskCertificate, ReissueCertificateInput } from './certificates.schema.ts'
import {
  type CertificateRecord,
  changeCertificateState,
  findCertificate,
  findValidOf,
  lockCertificate,
} from './certificates.store.ts'
import { findStand } from './due-certificates.store.ts'
import { beginIssue } from './issue-certificates.ts'
import { viewDeskCertificate } from './load-certificate.ts'
import { tellLearner } from './tell-of-certificates.ts'
import { findLearnersToTell } from './told-learners.store.ts'

/**
 * Issues another certificate in the place of one that was revoked, with a number of its own and what is true today: the
 * corrected name, the hours as they count now. One that is still valid is revoked first, with the same reason. Sent twice
 * with one id, it is issued once. Throws `notFound`, `certificateReplaced` (by another one), `certificateNotEarned` (why),
 * `idempotencyKeyReused`.
 */
export async function reissueCertificate(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'settings'>,
  actor: AccountActor,
  input: ReissueCertificateInput,
): Promise<DeskCertificate> {
  await inTransaction(deps, async (tx) => {
    // The series first, as whoever issues takes it: two who want the same wait here for each other.
    const issue = await beginIssue(deps, tx)
    const replaced = await lockCertificate(tx, input.certificateId)
    if (!replaced) throw new AppError('notFound')
    if (await wasIssuedBefore(tx, input)) return
    await refuseReplaced(tx, replaced)
    const stand = await findStand(tx, replaced)
    if (!stand) throw new AppError('notFound')
    const { refusal, requiredHours, ...facts } = stand
    if (refusal) throw new AppError('certificateNotEarned', { why: refusal, hours: stand.hours, requiredHours })
    if (replaced.state === 'valid')
      await changeCertificateState(tx, actor, replaced, 'revoked', { at: issue.at, reason: input.reason })
    await issue.write(actor, [issue.make(facts, { id: input.id, replacesId: replaced.id })], { reason: input.reason })
    const told = (await findLearnersToTell(tx, [replaced.learnerId])).get(replaced.learnerId)
    const issued = await findCertificate(tx, input.id)
    if (issued && told) await tellLearner(deps, tx, issued, told)
  })
  return viewDeskCertificate(deps, actor, { id: input.id })
}

async function wasIssuedBefore(tx: Transaction, { id, certificateId }: ReissueCertificateInput): Promise<boolean> {
  const before = await findCertificate(tx, id)
  if (before && before.replacesId !== certificateId) throw new AppError('idempotencyKeyReused')
  return before !== null
}

/** One that has a successor stays with it; so does a learner who has a valid one of the plan already. */
async function refuseReplaced(tx: Transaction, replaced: CertificateRecord): Promise<void> {
  if (replaced.replacedByNumber) throw new AppError('certificateReplaced', { number: replaced.replacedByNumber })
  const valid = await findValidOf(tx, replaced)
  if (valid && valid.id !== replaced.id) throw new AppError('certificateReplaced', { number: valid.number })
}
