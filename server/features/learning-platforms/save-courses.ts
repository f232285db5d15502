import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { countPlans, findCourse, findMapped, setRetired, upsertCourses } from './courses.store.ts'
import { learningTakeUp } from './learning-platforms.queues.ts'
import { storedActivityId } from './learning-platforms.rules.ts'
import type { Course, SaveCoursesInput, SavedCourses, SetCourseRetiredInput } from './learning-platforms.schema.ts'
import { findPlatform } from './platforms.store.ts'
import { countWanting } from './statement-lists.store.ts'

/**
 * Maps activities of a platform to hours of plans; one that is mapped already is changed. What was refused for want of them
 * is taken up again by the worker. Throws `notFound` for a platform or plan that is none.
 */
export async function saveCourses(deps: Deps, actor: AccountActor, input: SaveCoursesInput): Promise<SavedCourses> {
  const { platformId } = input
  const courses = [...new Map(input.courses.map((one) => [storedActivityId(one.activityId), one])).entries()].map(
    ([activityId, course]) => ({ ...course, activityId, id: newId() }),
  )
  const activityIds = courses.map(({ activityId }) => activityId)
  const planIds = [...new Set(courses.map(({ planId }) => planId))]
  return inTransaction(deps, async (tx) => {
    if (!(await findPlatform(tx, platformId)) || (await countPlans(tx, planIds)) < planIds.length)
      throw new AppError('notFound')
    const known = await findMapped(tx, platformId, activityIds)
    await upsertCourses(tx, platformId, courses, deps.clock.now())
    await writeAudit(tx, actor, {
      action: 'learningPlatform.coursesSaved',
      subjectType: 'learningPlatform',
      subjectId: platformId,
      organisationId: null,
      after: { added: courses.length - known.size, changed: known.size, activities: activityIds.slice(0, 20) },
    })
    const takenUp = await countWanting(tx, platformId, activityIds)
    if (takenUp > 0) await deps.jobs.send(tx, learningTakeUp, { platformId, activityIds })
    return { added: courses.length - known.size, changed: known.size, takenUp }
  })
}

/** Takes a course out of use, or back into it. What it gave stays. Throws `notFound`. */
export async function setCourseRetired(
  deps: Deps,
  actor: AccountActor,
  { id, retired }: SetCourseRetiredInput,
): Promise<Course> {
  return inTransaction(deps, async (tx) => {
    const changed = await setRetired(tx, id, retired ? deps.clock.now() : null)
    const course = await findCourse(tx, id)
    if (!course) throw new AppError('notFound')
    if (changed) {
      await writeAudit(tx, actor, {
        action: retired ? 'learningPlatform.courseRetired' : 'learningPlatform.courseRestored',
        subjectType: 'learningPlatform',
        subjectId: course.platformId,
        organisationId: null,
        after: { activity: course.activityId, title: course.title },
      })
    }
    return course
  })
}
