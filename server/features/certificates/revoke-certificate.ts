import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import type { DeskCertificate, RevokeCertificateInput } from './certificates.schema.ts'
import { changeCertificateState, lockCertificate } from './certificates.store.ts'
import { viewDeskCertificate } from './load-certificate.ts'
import { tellOfRevocation } from './tell-of-certificates.ts'

/**
 * Makes a certificate invalid, for good: who checks it is told so from now on, and the learner and their organisation are
 * told why. None is issued in its place by itself. Throws `notFound`, `certificateRevoked`.
 */
export async function revokeCertificate(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'settings'>,
  actor: AccountActor,
  { id, reason }: RevokeCertificateInput,
): Promise<DeskCertificate> {
  await inTransaction(deps, async (tx) => {
    const certificate = await lockCertificate(tx, id)
    if (!certificate) throw new AppError('notFound')
    if (certificate.state === 'revoked') throw new AppError('certificateRevoked', { number: certificate.number })
    await changeCertificateState(tx, actor, certificate, 'revoked', { at: deps.clock.now(), reason })
    await tellOfRevocation(deps, tx, certificate, reason)
  })
  return viewDeskCertificate(deps, actor, { id })
}
