import type { BillingProfile, Organisation } from '../../../prisma/generated/client.ts'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { findBillingProfile } from './billing-profiles.store.ts'
import {
  checkBillingAgrees,
  checkBillingComplete,
  missingBillingFields,
  outdatedBillingFields,
} from './organisations.rules.ts'
import type { BillingFields, BillingView } from './organisations.schema.ts'
import { findAncestors, findOrganisation } from './organisations.store.ts'
import { isRegistered } from './units.rules.ts'

export type BillingFacts = {
  /** The registered organisation that invoices are written out to: the nearest one upwards, itself included. */
  readonly owner: Organisation
  readonly profile: BillingFields | null
  readonly missing: readonly string[]
  readonly outdated: readonly ('title' | 'taxNumber')[]
  readonly exceptionNote: string | null
}

/** The billing profile that holds for an organisation or a department. Throws `notFound`. */
export async function loadBillingFacts(db: Readable, organisationId: string): Promise<BillingFacts> {
  const organisation = await findOrganisation(db, organisationId)
  if (!organisation) throw new AppError('notFound')
  const owner = await billingOwner(db, organisation)
  const row = await findBillingProfile(db, owner.id)
  const profile = row && fieldsOf(row)
  const exceptionNote = row?.exceptionNote ?? null
  const outdated = outdatedBillingFields(profile, owner, exceptionNote)
  return { owner, profile, missing: missingBillingFields(profile), outdated, exceptionNote }
}

/**
 * What stands in the way of an order: throws `billingProfileIncomplete`, or `billingTitleMismatch` or
 * `billingTaxNumberMismatch` where the registration was changed after the profile was saved.
 */
export function checkBillingReady({ owner, profile, exceptionNote }: BillingFacts): void {
  checkBillingComplete(profile, owner.id)
  if (profile) checkBillingAgrees(profile, owner, exceptionNote === null ? null : profile)
}

async function billingOwner(db: Readable, organisation: Organisation): Promise<Organisation> {
  if (isRegistered(organisation)) return organisation
  const above = await findAncestors(db, organisation.path)
  return above.find((one) => isRegistered(one)) ?? organisation
}

export function fieldsOf(row: BillingProfile): BillingFields {
  const { invoiceKind, title, taxNumber, registeredAddress, registeredTelephone, bank, bankAccount, email, mobile } =
    row
  return { invoiceKind, title, taxNumber, registeredAddress, registeredTelephone, bank, bankAccount, email, mobile }
}

/**
 * The billing profile for the actor's eyes. The admin of a department reads its organisation's, because their invoices
 * carry it, and cannot change it.
 */
export async function loadBilling(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  organisationId: string,
): Promise<BillingView> {
  authorize(actor, await findOrganisation(deps.db, organisationId))
  const { owner, profile, missing, outdated, exceptionNote } = await loadBillingFacts(deps.db, organisationId)
  return {
    organisationId: owner.id,
    organisationName: owner.name,
    creditCode: owner.creditCode ?? owner.organisationCode,
    canEdit: actor.organisation !== null && owner.path.startsWith(actor.organisation.path),
    profile,
    complete: missing.length === 0 && outdated.length === 0,
    missing: [...missing],
    outdated: [...outdated],
    exceptionNote,
  }
}
