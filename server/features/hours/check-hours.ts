import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { hoursApprovalsOf } from '../organisations/hours-approval.ts'
import { managesCentre } from '../organisations/units.rules.ts'
import { findPlanTerms } from '../plans/hold-plan.ts'
import { isOutsidePlan, remarksOn, reviewerOf, titleKey } from './hours.rules.ts'
import { findPeopleInPlan, findPlacesOfLearners, findSimilar } from './hours.store.ts'
import type { CheckedHours, CheckHoursInput, HourRemark } from './record-hours.schema.ts'

/**
 * What somebody should know before they record a training: who has it already, who is not in the plan, for whom it is more
 * than counts, and who has to approve it. Throws `notFound`.
 */
export async function checkHours(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  input: CheckHoursInput,
): Promise<CheckedHours> {
  const learnerIds = [...new Set(input.learnerIds)]
  const [plan, places] = await Promise.all([
    findPlanTerms(deps.db, input.planId),
    findPlacesOfLearners(deps.db, learnerIds),
  ])
  if (places.length !== learnerIds.length) throw new AppError('notFound')
  for (const place of places) authorize(actor, place)
  const [people, similar, approvals] = await Promise.all([
    findPeopleInPlan(deps.db, input.planId, learnerIds),
    findSimilar(deps.db, learnerIds, input),
    hoursApprovalsOf(
      deps.db,
      places.map((place) => place.organisationId),
      actor.accountId,
    ),
  ])
  const key = titleKey(input.title)
  const known = new Set(similar.filter((one) => titleKey(one.title) === key).map((one) => one.learnerId))
  const byStaff = managesCentre(actor)
  const reviewers = [...approvals.values()].map((rule) =>
    reviewerOf(rule.approval, { byStaff, otherAdmins: rule.admins }),
  )
  return {
    outsidePlan: isOutsidePlan(input.studiedOn, shanghaiDay(plan.startsAt), shanghaiDay(plan.endsAt)),
    approval: reviewers.includes('staff') ? 'staff' : reviewers.includes('secondAdmin') ? 'secondAdmin' : null,
    people: people.flatMap((person) => {
      const remarks: HourRemark[] = known.has(person.learnerId) ? ['known'] : remarksOn(plan, person, input)
      return remarks.map((remark) => ({ learnerId: person.learnerId, name: person.name, remark }))
    }),
  }
}
