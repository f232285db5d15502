import type { Actor } from '../../core/actor.ts'
import { normaliseIdNumber } from '../../core/ids.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { hashIdNumber } from './id-numbers.ts'
import type { LearnerQuery } from './learner-lists.store.ts'
import { readSearch } from './learners.rules.ts'
import type { LearnerFilter } from './learners.schema.ts'

/**
 * What a filter asks for, cut to what the actor may see: the one place that every list, count, export and bulk operation
 * on learners goes through. Throws `notFound` for an organisation of another subtree.
 */
export async function learnerQuery(
  deps: { readonly db: Readable } & Pick<Deps, 'secrets'>,
  actor: Actor,
  { organisationId, enabled, account, search }: LearnerFilter,
): Promise<LearnerQuery> {
  const scope = scopeOf(actor)
  const path =
    organisationId === undefined ? scope : (await loadOrganisation(deps, actor, organisationId)).organisationPath
  return {
    range: pathRange(path),
    enabled: enabled ?? null,
    account: account ?? null,
    matches: readSearch(search ?? '', (idNumber) => hashIdNumber(deps, normaliseIdNumber(idNumber))),
  }
}
