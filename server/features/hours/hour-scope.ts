import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { searchLearners } from '../learners/search-learners.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { managesCentre, pathRange } from '../organisations/units.rules.ts'
import type { HourQuery } from './hour-lists.store.ts'
import type { HourFilter } from './hours.schema.ts'

type Range = { readonly from: string; readonly to: string }

/** Whose review it is: reviewers decide in the whole centre, an admin in the own subtree and never on what is theirs. */
export function reviewScope(actor: AccountActor): { readonly range: Range | null; readonly notById: string | null } {
  return managesCentre(actor)
    ? { range: null, notById: null }
    : { range: pathRange(subtreeOf(actor)), notById: actor.accountId }
}

/**
 * A unit's range of paths within `scope` (a path prefix; `/` is the whole centre), or the scope's own; null is the whole
 * centre. Throws `notFound` for a unit outside of it.
 */
export async function rangeWithin(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  scope: string,
  organisationId: string | undefined,
): Promise<Range | null> {
  const path =
    organisationId === undefined ? scope : (await loadOrganisation(deps, actor, organisationId)).organisationPath
  if (!path.startsWith(scope)) throw new AppError('notFound')
  return path === '/' ? null : pathRange(path)
}

/**
 * What a filter asks for, cut to `scope`: the one place that every list, sum and export of records goes through. What is
 * searched is a person, and a part of a title where nobody is called so. Throws `notFound`.
 */
export async function hourQuery(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  scope: string,
  filter: HourFilter,
): Promise<HourQuery> {
  const [range, found] = await Promise.all([
    rangeWithin(deps, actor, scope, filter.organisationId),
    searchLearners(deps, filter.search),
  ])
  const nobody = found !== null && 'ids' in found && found.ids.length === 0
  return {
    range,
    planId: filter.planId ?? null,
    kind: filter.kind ?? null,
    source: filter.source ?? null,
    state: filter.state ?? null,
    waitsFor: filter.waitsFor ?? null,
    importId: filter.importId ?? null,
    learnerId: filter.learnerId ?? null,
    title: filter.title ?? null,
    studiedFrom: filter.studiedFrom ?? null,
    studiedTo: filter.studiedTo ?? null,
    people: nobody ? null : found,
    titlePart: nobody ? (filter.search ?? '') : null,
  }
}
