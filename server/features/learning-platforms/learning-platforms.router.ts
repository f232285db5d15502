import { t } from '../../trpc/init.ts'
import { systemAdmin } from '../../trpc/procedures.ts'
import {
  createPlatformSchema,
  listCoursesSchema,
  listStatementsSchema,
  platformVersionSchema,
  readCoursesSchema,
  saveCoursesSchema,
  setCourseRetiredSchema,
  statementIdSchema,
  takeUpSchema,
  updatePlatformSchema,
} from './learning-platforms.schema.ts'
import { listCourses, readCourses } from './list-courses.ts'
import { listPlatforms } from './list-platforms.ts'
import { countRefused, listStatements, viewStatement } from './list-statements.ts'
import { saveCourses, setCourseRetired } from './save-courses.ts'
import { createPlatform, renewSecret, updatePlatform } from './save-platform.ts'
import { takeUpStatements } from './take-up.ts'

export const learningPlatformsRouter = t.router({
  list: systemAdmin.query(({ ctx }) => listPlatforms(ctx.deps)),
  create: systemAdmin
    .input(createPlatformSchema)
    .mutation(({ ctx, input }) => createPlatform(ctx.deps, ctx.actor, input)),
  update: systemAdmin
    .input(updatePlatformSchema)
    .mutation(({ ctx, input }) => updatePlatform(ctx.deps, ctx.actor, input)),
  renewSecret: systemAdmin
    .input(platformVersionSchema)
    .mutation(({ ctx, input }) => renewSecret(ctx.deps, ctx.actor, input)),
  courses: systemAdmin.input(listCoursesSchema).query(({ ctx, input }) => listCourses(ctx.deps, input)),
  readCourses: systemAdmin.input(readCoursesSchema).query(({ ctx, input }) => readCourses(ctx.deps, input)),
  saveCourses: systemAdmin
    .input(saveCoursesSchema)
    .mutation(({ ctx, input }) => saveCourses(ctx.deps, ctx.actor, input)),
  setCourseRetired: systemAdmin
    .input(setCourseRetiredSchema)
    .mutation(({ ctx, input }) => setCourseRetired(ctx.deps, ctx.actor, input)),
  statements: systemAdmin.input(listStatementsSchema).query(({ ctx, input }) => listStatements(ctx.deps, input)),
  statement: systemAdmin.input(statementIdSchema).query(({ ctx, input }) => viewStatement(ctx.deps, input.id)),
  takeUp: systemAdmin.input(takeUpSchema).mutation(({ ctx, input }) => takeUpStatements(ctx.deps, ctx.actor, input)),
  refusedCounts: systemAdmin.query(({ ctx }) => countRefused(ctx.deps)),
})
