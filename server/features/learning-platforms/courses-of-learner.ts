import type { Readable } from '../../platform/database.ts'
import { findCoursesOfLearner, type LearnerCourseRow } from './courses-of-learner.store.ts'

export type LearnerCourse = Omit<LearnerCourseRow, 'activityId' | 'lastAt'> & {
  readonly lastAt: string | null
  /** Where it is studied; null where the activity's address is no page. */
  readonly url: string | null
}

/** The online courses of these plans, with what each has given the learner so far. */
export async function listLearnerCourses(
  db: Readable,
  learnerId: string,
  planIds: readonly string[],
): Promise<LearnerCourse[]> {
  if (planIds.length === 0) return []
  const rows = await findCoursesOfLearner(db, learnerId, planIds)
  return rows.map(({ activityId, lastAt, ...row }) => ({
    ...row,
    lastAt: lastAt?.toISOString() ?? null,
    url: /^https?:\/\//i.test(activityId) ? activityId : null,
  }))
}
