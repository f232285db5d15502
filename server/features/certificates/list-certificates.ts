import type { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { isResidentIdNumber, normaliseIdNumber } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import { hashIdNumber } from '../learners/id-numbers.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { pathRange } from '../organisations/units.rules.ts'
import {
  type CertificateQuery,
  type CertificateSearch,
  countCertificates,
  findCertificatePage,
  findCertifiedPlans,
  findDoubts,
} from './certificate-lists.store.ts'
import { normaliseCertificateNumber } from './certificates.rules.ts'
import type {
  CertificateFilter,
  CertificateRow,
  CertificateTotals,
  CertifiedPlan,
  DeskCertificateFilter,
  DeskCertificateRow,
  DeskCertificateTotals,
  listAllCertificatesSchema,
  listCertificatesSchema,
} from './certificates.schema.ts'
import { findCertificatesOf, overwritePerson } from './certificates.store.ts'
import { toRow } from './load-certificate.ts'

type ListDeps = Pick<Deps, 'db' | 'secrets' | 'clock'>

/** Whose: an admin's own subtree, or for staff the whole centre. */
export type CertificateScope = 'own' | 'centre'

/** For organisation admins: the certificates of their subtree's people, the newest first. Throws `notFound` for a unit of another's. */
export async function listCertificates(
  deps: ListDeps,
  actor: AccountActor,
  input: z.output<typeof listCertificatesSchema>,
): Promise<Page<CertificateRow>> {
  const query = await certificateQuery(deps, actor, 'own', input)
  const rows = await findCertificatePage(deps.db, query, input.cursor ?? null, input.limit + 1)
  const page = toPage(rows, input.limit, (row) => row.id)
  return { ...page, rows: page.rows.map(toRow) }
}

/** For staff: those of the whole centre, with what is doubtful about them. */
export async function listAllCertificates(
  deps: ListDeps,
  actor: AccountActor,
  input: z.output<typeof listAllCertificatesSchema>,
): Promise<Page<DeskCertificateRow>> {
  const query = await certificateQuery(deps, actor, 'centre', input)
  const rows = await findCertificatePage(deps.db, query, input.cursor ?? null, input.limit + 1)
  const page = toPage(rows, input.limit, (row) => row.id)
  const doubts = await findDoubts(
    deps.db,
    page.rows.map((row) => row.id),
  )
  return { ...page, rows: page.rows.map((row) => ({ ...toRow(row), doubt: doubts.get(row.id) ?? null })) }
}

/** How many the same filter finds, whatever page is shown. */
export async function totalCertificates(
  deps: ListDeps,
  actor: AccountActor,
  filter: CertificateFilter,
): Promise<CertificateTotals> {
  return countCertificates(deps.db, await certificateQuery(deps, actor, 'own', filter))
}

export async function totalAllCertificates(
  deps: ListDeps,
  actor: AccountActor,
  filter: DeskCertificateFilter,
): Promise<DeskCertificateTotals> {
  const query = await certificateQuery(deps, actor, 'centre', filter)
  const [totals, doubtful] = await Promise.all([
    countCertificates(deps.db, query),
    countCertificates(deps.db, { ...query, doubtful: true }),
  ])
  return { ...totals, doubtful: doubtful.valid }
}

/** The plans that have certificates, for the filter. */
export async function listCertifiedPlans(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  scope: CertificateScope,
): Promise<CertifiedPlan[]> {
  return findCertifiedPlans(deps.db, pathRange(scope === 'own' ? subtreeOf(actor) : '/'))
}

/** A learner's own, whatever organisation they belonged to then, the newest first. */
export async function listMyCertificates(db: Readable, learnerId: string): Promise<CertificateRow[]> {
  return (await findCertificatesOf(db, learnerId)).map(toRow)
}

/** Takes a person's name and number off their certificates, which stay: numbers, plans and hours name nobody. */
export async function forgetPersonOnCertificates(
  tx: Transaction,
  learnerId: string,
  left: { readonly name: string; readonly idNumberMasked: string },
): Promise<number> {
  return overwritePerson(tx, learnerId, left)
}

/** The filter with the subtree it is cut to. A unit is named by its id and has to be the actor's to see. */
export async function certificateQuery(
  deps: ListDeps,
  actor: AccountActor,
  scope: CertificateScope,
  filter: CertificateFilter & Partial<Pick<DeskCertificateFilter, 'doubtful'>>,
): Promise<CertificateQuery> {
  const { organisationId, planId, state, from, to, doubtful } = filter
  if (scope === 'centre' && actor.staffRoles.length === 0) throw new AppError('notAllowed')
  const own = scope === 'own' ? subtreeOf(actor) : '/'
  const unit = organisationId === undefined ? null : await loadOrganisation(deps, actor, organisationId)
  // Who is staff too sees every unit; on the organisation's page they act for the organisation alone.
  if (unit && !unit.path.startsWith(own)) throw new AppError('notFound')
  return {
    range: pathRange(unit?.path ?? own),
    planId: planId ?? null,
    state: state ?? null,
    doubtful: doubtful ?? false,
    search: readSearch(deps, filter.search ?? ''),
    from: from ?? null,
    to: to ?? null,
  }
}

/** A whole ID number finds its learner; what has digits is part of a number; anything else part of a name. */
function readSearch(deps: Pick<Deps, 'secrets' | 'clock'>, text: string): CertificateSearch | null {
  const typed = text.trim()
  if (typed === '') return null
  const idNumber = normaliseIdNumber(typed)
  if (isResidentIdNumber(idNumber, deps.clock.now())) return { kind: 'idNumber', hash: hashIdNumber(deps, idNumber) }
  const number = normaliseCertificateNumber(typed)
  return /^[A-Z]{0,8}\d+$/.test(number) ? { kind: 'number', part: number } : { kind: 'name', part: typed }
}
