import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { findDoubts } from './certificate-lists.store.ts'
import type { CertificateRow, CertificateView, DeskCertificate } from './certificates.schema.ts'
import { type CertificateRecord, findCertificate } from './certificates.store.ts'
import { findStand } from './due-certificates.store.ts'
import { checkUrlOf } from './tell-of-certificates.ts'

/**
 * A certificate for whoever may see it: its learner, the admins of the organisation that the learner belonged to then or
 * belongs to now, and staff. Throws `notFound` for everybody else.
 */
export async function loadCertificate(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  id: string,
): Promise<CertificateRecord> {
  const certificate = await findCertificate(deps.db, id)
  if (!certificate || !maySee(actor, certificate)) throw new AppError('notFound')
  return certificate
}

function maySee({ staffRoles, learnerId, organisation }: AccountActor, certificate: CertificateRecord): boolean {
  if (staffRoles.length > 0 || certificate.learnerId === learnerId) return true
  if (organisation === null) return false
  return [certificate.organisationPath, certificate.learnerPath].some((path) => path.startsWith(organisation.path))
}

/** Throws `notFound`. */
export async function viewCertificate(
  deps: Pick<Deps, 'db' | 'settings'>,
  actor: AccountActor,
  { id }: { readonly id: string },
): Promise<CertificateView> {
  return toView(deps, await loadCertificate(deps, actor, id))
}

/** The same for staff, with what a new one in its place would say today. Throws `notFound`. */
export async function viewDeskCertificate(
  deps: Pick<Deps, 'db' | 'settings'>,
  actor: AccountActor,
  { id }: { readonly id: string },
): Promise<DeskCertificate> {
  const certificate = await loadCertificate(deps, actor, id)
  const [doubts, stand] = await Promise.all([findDoubts(deps.db, [id]), findStand(deps.db, certificate)])
  if (!stand) throw new AppError('notFound')
  const { learnerName, idNumberMasked, organisationName, hours, requiredHours, refusal } = stand
  return {
    ...toView(deps, certificate),
    doubt: doubts.get(id) ?? null,
    revokedByName: certificate.revokedByName,
    now: { learnerName, idNumberMasked, organisationName, hours, requiredHours, refusal },
  }
}

function toView(deps: Pick<Deps, 'settings'>, certificate: CertificateRecord): CertificateView {
  const { code } = certificate
  return { ...toRow(certificate), code, checkUrl: checkUrlOf(deps, code) }
}

export function toRow(record: CertificateRecord): CertificateRow {
  const {
    code: _code,
    organisationPath: _path,
    learnerPath: _learnerPath,
    revokedByName: _by,
    replacesId,
    replacesNumber,
    replacedById,
    replacedByNumber,
    issuedAt,
    revokedAt,
    ...row
  } = record
  return {
    ...row,
    issuedAt: issuedAt.toISOString(),
    revokedAt: revokedAt?.toISOString() ?? null,
    replaces: replacesId && replacesNumber ? { id: replacesId, number: replacesNumber } : null,
    replacedBy: replacedById && replacedByNumber ? { id: replacedById, number: replacedByNumber } : null,
  }
}
