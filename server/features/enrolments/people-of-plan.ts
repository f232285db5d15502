import { AppError } from '../../core/app-error.ts'
import type { Readable } from '../../platform/database.ts'
import { pathRange } from '../organisations/units.rules.ts'
import type { EnrolmentState } from './enrolments.schema.ts'
import { countPlanPeople, findPlanPeople, type PlanPerson } from './people-of-plan.store.ts'

export type { PlanPerson } from './people-of-plan.store.ts'

/**
 * Everybody of a plan below a path (`/` is the whole centre) in one of these states, unit by unit. What the actor may see
 * was decided by the caller. Throws `listTooLong` where they are more than `most`: nobody is left out of a printed list.
 */
export async function loadPlanPeople(
  db: Readable,
  {
    planId,
    path,
    states,
    most,
  }: {
    readonly planId: string
    readonly path: string
    readonly states: readonly EnrolmentState[]
    readonly most: number
  },
): Promise<PlanPerson[]> {
  const range = path === '/' ? null : pathRange(path)
  const count = await countPlanPeople(db, planId, range, states)
  if (count > most) throw new AppError('listTooLong', { count, most })
  return findPlanPeople(db, planId, range, states)
}
