import { escapeLike } from '../../core/escape-like.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import type { HourKind } from '../hours/hours.schema.ts'
import type { PlanFacts } from './learning-platforms.rules.ts'
import type { Course, ListCoursesInput, SaveCoursesInput } from './learning-platforms.schema.ts'

const columns = Prisma.sql`
  c.id, c.platform_id AS "platformId", f.name AS "platformName", c.activity_id AS "activityId", c.title,
  c.plan_id AS "planId", p.name AS "planName", p.year AS "planYear", c.kind::text AS kind, c.hours, c.retired_at IS NOT NULL AS retired`
const tables = Prisma.sql`
  learning_courses c JOIN learning_platforms f ON f.id = c.platform_id JOIN plans p ON p.id = c.plan_id`

/** One row more than the page, as `toPage` wants it; the newest first. */
export async function findCourses(
  db: Readable,
  { platformId, search, retired, cursor, limit }: ListCoursesInput,
): Promise<Course[]> {
  const part = `%${escapeLike(search ?? '')}%`
  return db.$queryRaw<Course[]>`
    SELECT ${columns} FROM ${tables}
    WHERE (c.retired_at IS NOT NULL) = ${retired}
      ${platformId ? Prisma.sql`AND c.platform_id = ${platformId}::uuid` : Prisma.empty}
      ${search ? Prisma.sql`AND (c.title ILIKE ${part} OR c.activity_id ILIKE ${part})` : Prisma.empty}
      ${cursor ? Prisma.sql`AND c.id < ${cursor}::uuid` : Prisma.empty}
    ORDER BY c.id DESC LIMIT ${limit + 1}`
}

export async function findCourse(db: Readable, id: string): Promise<Course | null> {
  const rows = await db.$queryRaw<Course[]>`SELECT ${columns} FROM ${tables} WHERE c.id = ${id}::uuid`
  return rows[0] ?? null
}

export type CourseFacts = {
  id: string
  activityId: string
  title: string
  planId: string
  kind: HourKind
  hours: number
  retired: boolean
  plan: PlanFacts
}

/** The courses of these ids, or of these activities of the platform, with what of their plans decides. */
export async function findCourseFacts(
  db: Readable,
  platformId: string,
  { activityIds = [], ids = [] }: { activityIds?: readonly string[]; ids?: readonly string[] },
): Promise<CourseFacts[]> {
  const rows = await db.learningCourse.findMany({
    where: { platformId, OR: [{ activityId: { in: [...activityIds] } }, { id: { in: [...ids] } }] },
    include: { plan: { select: { state: true, stateSince: true, startsAt: true, endsAt: true } } },
  })
  return rows.map(({ retiredAt, ...row }) => ({ ...row, retired: retiredAt !== null }))
}

/** The activities among these that are mapped, and to what. */
export async function findMapped(
  db: Readable,
  platformId: string,
  activityIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.learningCourse.findMany({
    where: { platformId, activityId: { in: [...activityIds] } },
    select: { id: true, activityId: true },
  })
  return new Map(rows.map((row) => [row.activityId, row.id]))
}

/** The plans with these numbers. */
export async function findPlansByNumber(
  db: Readable,
  numbers: readonly string[],
): Promise<Map<string, { id: string; name: string }>> {
  const rows = await db.plan.findMany({
    where: { number: { in: [...numbers] } },
    select: { id: true, number: true, name: true },
  })
  return new Map(rows.map((row) => [row.number, row]))
}

/** How many of these plans there are. */
export async function countPlans(db: Readable, ids: readonly string[]): Promise<number> {
  return db.plan.count({ where: { id: { in: [...ids] } } })
}

/** Adds the courses; an activity that is known is changed, and in use again. */
export async function upsertCourses(
  tx: Transaction,
  platformId: string,
  courses: readonly (SaveCoursesInput['courses'][number] & { readonly id: string })[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO learning_courses AS c (id, platform_id, activity_id, title, plan_id, kind, hours, created_at)
    SELECT t.id, ${platformId}::uuid, t."activityId", t.title, t."planId", t.kind::hour_kind, t.hours, ${now}
    FROM json_to_recordset(${JSON.stringify(courses)}::json)
      AS t(id uuid, "activityId" text, title text, "planId" uuid, kind text, hours int)
    ORDER BY t."activityId"
    ON CONFLICT (platform_id, activity_id) DO UPDATE
      SET title = excluded.title, plan_id = excluded.plan_id, kind = excluded.kind, hours = excluded.hours, retired_at = NULL`
}

/** False when it is that already, or there is none. */
export async function setRetired(tx: Transaction, id: string, retiredAt: Date | null): Promise<boolean> {
  const { count } = await tx.learningCourse.updateMany({
    where: { id, retiredAt: retiredAt === null ? { not: null } : null },
    data: { retiredAt },
  })
  return count === 1
}
