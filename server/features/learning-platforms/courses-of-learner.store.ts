import type { Readable } from '../../platform/database.ts'
import type { HourKind } from '../hours/hours.schema.ts'

export type LearnerCourseRow = {
  id: string
  planId: string
  title: string
  kind: HourKind
  hours: number
  done: number
  lastAt: Date | null
  activityId: string
  platformName: string
}

/** The courses in use of these plans, with what each has given the learner; in their order of making. */
export async function findCoursesOfLearner(
  db: Readable,
  learnerId: string,
  planIds: readonly string[],
): Promise<LearnerCourseRow[]> {
  return db.$queryRaw<LearnerCourseRow[]>`
    SELECT c.id, c.plan_id AS "planId", c.title, c.kind::text AS kind, c.hours, coalesce(s.done, 0) AS done, s."lastAt",
           c.activity_id AS "activityId", f.name AS "platformName"
    FROM learning_courses c
    JOIN learning_platforms f ON f.id = c.platform_id
    LEFT JOIN LATERAL (
      SELECT least(coalesce(sum(h.hours) FILTER (WHERE s.outcome = 'recorded'), 0), c.hours)::int AS done, max(s.happened_at) AS "lastAt"
      FROM learning_statements s LEFT JOIN hour_records h ON h.statement_id = s.id AND h.plan_id = c.plan_id
      WHERE s.learner_id = ${learnerId}::uuid AND s.course_id = c.id AND s.outcome IN ('recorded', 'noted')) s ON true
    WHERE c.plan_id = ANY(${[...planIds]}::uuid[]) AND c.retired_at IS NULL AND f.enabled
    ORDER BY c.kind, c.id`
}
