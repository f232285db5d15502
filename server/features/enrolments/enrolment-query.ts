import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { searchLearners } from '../learners/search-learners.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { pathRange } from '../organisations/units.rules.ts'
import type { EnrolmentQuery } from './enrolment-lists.store.ts'
import type { EnrolmentFilter } from './enrolments.schema.ts'

/**
 * What a filter asks for, cut to `scope` (a path prefix; `/` is the whole centre): the one place that every list, count
 * and bulk operation on enrolments goes through. Throws `notFound` for an organisation outside of it.
 */
export async function enrolmentQuery(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  scope: string,
  { planId, state, paymentStatus, ordered, organisationId, search }: EnrolmentFilter,
): Promise<EnrolmentQuery> {
  const [path, found] = await Promise.all([
    organisationId === undefined
      ? scope
      : loadOrganisation(deps, actor, organisationId).then((unit) => unit.organisationPath),
    searchLearners(deps, search),
  ])
  if (!path.startsWith(scope)) throw new AppError('notFound')
  return {
    range: path === '/' ? null : pathRange(path),
    planId: planId ?? null,
    state: state ?? null,
    paymentStatus: paymentStatus ?? null,
    ordered: ordered ?? null,
    search: found,
  }
}
