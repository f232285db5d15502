import type { Actor } from '../../core/actor.ts'
import { nameKey } from '../../core/names.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import { insertOrganisation, type NewOrganisation } from './known-organisations.store.ts'

/**
 * Makes the organisation that staff approved, at the top of a tree of its own, in the caller's transaction. Whether its
 * codes are free was asked by the caller; a race ends in a unique violation, which undoes the transaction.
 */
export async function registerOrganisation(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  organisation: Omit<NewOrganisation, 'nameKey' | 'createdAt'>,
): Promise<void> {
  await insertOrganisation(tx, {
    ...organisation,
    nameKey: nameKey(organisation.name),
    createdAt: deps.clock.now(),
  })
  const { id, name, creditCode, organisationCode, memberNo } = organisation
  await writeAudit(tx, actor, {
    action: 'organisation.registered',
    subjectType: 'organisation',
    subjectId: id,
    organisationId: id,
    after: { name, creditCode, organisationCode, memberNo },
  })
}
