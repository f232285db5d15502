import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { findCourses, findMapped, findPlansByNumber } from './courses.store.ts'
import { readPastedCourses } from './learning-platforms.rules.ts'
import type { Course, ListCoursesInput, ReadCourse, ReadCoursesInput } from './learning-platforms.schema.ts'

/** Mapped activities, the newest first. */
export async function listCourses(deps: Pick<Deps, 'db'>, input: ListCoursesInput): Promise<Page<Course>> {
  return toPage(await findCourses(deps.db, input), input.limit, (course) => course.id)
}

/** As many lines as are saved at once. */
const mostLines = 500

/** What was pasted, line by line, with its plan and what is wrong; nothing is saved. */
export async function readCourses(
  deps: Pick<Deps, 'db'>,
  { platformId, text }: ReadCoursesInput,
): Promise<ReadCourse[]> {
  const lines = readPastedCourses(text)
  const [plans, mapped] = await Promise.all([
    findPlansByNumber(deps.db, [...new Set(lines.map((line) => line.planNumber))]),
    findMapped(
      deps.db,
      platformId,
      lines.map((line) => line.activityId),
    ),
  ])
  return lines.slice(0, mostLines + 1).map((line, at): ReadCourse => {
    const plan = plans.get(line.planNumber)
    const problem = at >= mostLines ? 'tooMany' : (line.problem ?? (plan ? null : 'plan'))
    return {
      ...line,
      planId: plan?.id ?? null,
      planName: plan?.name ?? '',
      known: mapped.has(line.activityId),
      problem,
    }
  })
}
