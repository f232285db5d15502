import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { createLearner } from '../learners/create-learner.ts'
import { pickLearners } from '../learners/pick-learners.ts'
import { transferLearner } from '../learners/transfer-learner.ts'
import { findPlanTerms, holdPlan } from '../plans/hold-plan.ts'
import { addDrafts } from './add-enrolments.ts'
import { asAdmin } from './as-admin.ts'
import { findInPlan } from './enrolment-lists.store.ts'
import { checkSubjects, checkWindow } from './enrolments.rules.ts'
import type { AddPersonAnswer, AddPersonInput } from './enrolments.schema.ts'
import { getEnrolment } from './get-enrolment.ts'

/**
 * Adds one person to a plan as a draft: somebody of the own subtree, somebody whom the centre does not know yet, or, with
 * a proof, somebody whom another organisation had. Sending the same again answers the same. Throws what `createLearner`
 * and `transferLearner` refuse, `learnerDisabled`, `planNotOpen`, `enrolmentClosed`, `enrolmentSubjectRetired`, `notFound`.
 */
export async function addPerson(
  deps: Deps,
  actor: AccountActor,
  { planId, subjectIds, person }: AddPersonInput,
): Promise<AddPersonAnswer> {
  const admin = asAdmin(actor)
  // Before anybody is made or moved for a plan that does not take them.
  const terms = await findPlanTerms(deps.db, planId)
  checkWindow(terms, deps.clock.now())
  checkSubjects(terms.subjects, subjectIds)
  const learnerId = await personIn(deps, admin, person)
  const added = await inTransaction(deps, async (tx) => {
    const plan = await holdPlan(tx, planId)
    checkWindow(plan, deps.clock.now())
    checkSubjects(plan.subjects, subjectIds)
    const [learner] = await pickLearners(deps, tx, admin, { ids: [learnerId] }, 'read')
    if (!learner?.enabled) throw new AppError('learnerDisabled')
    return addDrafts(deps, tx, actor, plan, [learnerId], subjectIds)
  })
  const [found] = await findInPlan(deps.db, planId, [learnerId])
  const mine = found?.organisationPath.startsWith(subtreeOf(actor)) ?? false
  return {
    already: added.length === 0,
    enrolment: found && mine ? await getEnrolment(deps, admin, found.enrolmentId) : null,
  }
}

async function personIn(deps: Deps, admin: AccountActor, person: AddPersonInput['person']): Promise<string> {
  if ('learnerId' in person) return person.learnerId
  if ('new' in person) return (await createLearner(deps, admin, person.new)).id
  return (await transferLearner(deps, admin, person)).id
}
