import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { type CertificateRecord, findCertificatesByIds } from './certificates.store.ts'
import { findIssuedAt, findLearnersToTell, type LearnerToTell } from './told-learners.store.ts'

type TellDeps = Pick<Deps, 'db' | 'clock' | 'jobs' | 'settings'>

/** A notice that nobody has read yet is no reason to hold a long transaction. */
const toldInOne = 20
const mostNames = 5

/** Tells learners of the certificates that were issued to them: in the app, and by mail where an address is known. */
export async function tellLearners(
  deps: TellDeps,
  { certificateIds }: { readonly certificateIds: readonly string[] },
): Promise<void> {
  for (let at = 0; at < certificateIds.length; at += toldInOne) {
    const ids = certificateIds.slice(at, at + toldInOne)
    await inTransaction(deps, async (tx) => {
      const certificates = await findCertificatesByIds(tx, ids)
      const learners = await findLearnersToTell(
        tx,
        certificates.map((one) => one.learnerId),
      )
      for (const certificate of certificates) {
        const learner = learners.get(certificate.learnerId)
        // It may have been revoked before anybody was told of it.
        if (learner && certificate.state === 'valid') await tellLearner(deps, tx, certificate, learner)
      }
    })
  }
}

/** Tells each organisation once of all that one run issued to its people; one without admins is told through the one above. */
export async function tellOrganisations(
  deps: TellDeps,
  { planId, issuedAt }: { readonly planId: string; readonly issuedAt: string },
): Promise<void> {
  const told = await findIssuedAt(deps.db, planId, new Date(issuedAt), mostNames)
  for (const { organisationId, organisationName, planName, count, names } of told) {
    await inTransaction(deps, (tx) =>
      announce(deps, tx, {
        kind: 'certificatesIssued',
        organisationId,
        organisationName,
        planId,
        planName,
        count,
        names,
        issuedAt,
      }),
    )
  }
}

/** Tells one learner that theirs was issued. */
export async function tellLearner(
  deps: Pick<Deps, 'clock' | 'jobs' | 'settings'>,
  tx: Transaction,
  certificate: CertificateRecord,
  learner: LearnerToTell,
): Promise<void> {
  await announce(deps, tx, {
    kind: 'certificateIssued',
    ...aboutLearner(certificate, learner),
    hours: certificate.hours,
    issuedOn: certificate.issuedOn,
    replacesNumber: certificate.replacesNumber,
    checkUrl: checkUrlOf(deps, certificate.code),
  })
}

/** Tells the learner and their organisation that one was revoked. */
export async function tellOfRevocation(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  certificate: CertificateRecord,
  reason: string,
): Promise<void> {
  const learner = (await findLearnersToTell(tx, [certificate.learnerId])).get(certificate.learnerId)
  if (!learner) return
  const { learnerId, learnerName } = certificate
  await announce(deps, tx, { kind: 'certificateRevoked', ...aboutLearner(certificate, learner), reason })
  const { organisationId, organisationName } = learner
  const about = { certificateId: certificate.id, certificateNumber: certificate.number, planName: certificate.planName }
  const told = { organisationId, organisationName, ...about, learnerId, learnerName, reason }
  await announce(deps, tx, { kind: 'learnerCertificateRevoked', ...told })
}

/** The page that its QR code leads to. */
export function checkUrlOf(deps: Pick<Deps, 'settings'>, code: string): string {
  return `${deps.settings.linkBase}/c/${code}`
}

function aboutLearner(certificate: CertificateRecord, learner: LearnerToTell) {
  return {
    organisationId: learner.organisationId,
    organisationName: learner.organisationName,
    learnerId: learner.id,
    accountId: learner.accountId,
    personName: learner.name,
    email: learner.email,
    certificateId: certificate.id,
    certificateNumber: certificate.number,
    planName: certificate.planName,
  }
}
