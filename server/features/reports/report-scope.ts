import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import type { ReportScope } from './reports.schema.ts'

/**
 * Which subtree a report is cut to, as a path: `/` is the whole centre. Who is staff and an organisation's admin too acts
 * for the organisation alone on the organisation's pages. Throws `notAllowed` when somebody who is not staff asks for the
 * centre's, and `notFound` for a unit of another's.
 */
export async function reportPath(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  of: ReportScope,
  organisationId: string | undefined,
): Promise<string> {
  if (of === 'centre' && actor.staffRoles.length === 0) throw new AppError('notAllowed')
  const top = of === 'own' ? subtreeOf(actor) : '/'
  if (organisationId === undefined) return top
  const { path } = await loadOrganisation(deps, actor, organisationId)
  if (!path.startsWith(top)) throw new AppError('notFound')
  return path
}

/** The actor as the report's pages know them: on an organisation's, nobody is staff. */
export function actingFor(actor: AccountActor, of: ReportScope): AccountActor {
  return of === 'own' ? { ...actor, staffRoles: [] } : actor
}
