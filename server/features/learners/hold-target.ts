import type { Actor, Authorized } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Transaction } from '../../platform/database.ts'
import { holdOrganisation, type Place } from './learners.store.ts'

/**
 * The organisation that people are put into, held until the transaction ends. Throws `notFound` outside of the actor's
 * subtree, `organisationNotActive` (organisation) when it, or one above it, is disabled.
 */
export async function holdTarget(tx: Transaction, actor: Actor, organisationId: string): Promise<Authorized<Place>> {
  const place = authorize(actor, await holdOrganisation(tx, organisationId))
  if (!place.open) throw new AppError('organisationNotActive', { organisation: place.name })
  return place
}
