import type { AccountActor } from '../../core/actor.ts'
import type { Page } from '../../core/page.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { listLearners } from '../learners/list-learners.ts'
import { loadPlan } from '../plans/load-plan.ts'
import { asAdmin } from './as-admin.ts'
import { findInPlan } from './enrolment-lists.store.ts'
import type { Candidate, ListCandidatesInput } from './enrolments.schema.ts'

/**
 * The people of the own tree who can be ticked for a plan, and what they are in it already. Throws `notFound` for a plan
 * that is not published.
 */
export async function listCandidates(
  deps: Pick<Deps, 'db' | 'secrets' | 'clock'>,
  actor: AccountActor,
  { planId, ...input }: ListCandidatesInput,
): Promise<Page<Candidate>> {
  const own = subtreeOf(actor)
  const admin = asAdmin(actor)
  await loadPlan(deps, admin, planId)
  const { rows, nextCursor } = await listLearners(deps, admin, input)
  const inPlan = await findInPlan(
    deps.db,
    planId,
    rows.map((row) => row.id),
  )
  const found = new Map(inPlan.map((one) => [one.learnerId, one]))
  return {
    rows: rows.map((row) => {
      const one = found.get(row.id)
      if (!one) return { ...row, inPlan: null }
      const { enrolmentId, state, organisationPath } = one
      return { ...row, inPlan: { enrolmentId, state, elsewhere: !organisationPath.startsWith(own) } }
    }),
    nextCursor,
  }
}
