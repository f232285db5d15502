import { t } from '../../trpc/init.ts'
import { staff } from '../../trpc/procedures.ts'
import { attendanceOfPlanSchema, byCodeSchema, tickSchema } from './attendance.schema.ts'
import { listAttendance, listAttendedPlans, loadAttender, tickAttendance, untickAttendance } from './tick-attendance.ts'

export const attendanceRouter = t.router({
  plans: staff.query(({ ctx }) => listAttendedPlans(ctx.deps)),
  ofPlan: staff.input(attendanceOfPlanSchema).query(({ ctx, input }) => listAttendance(ctx.deps, input)),
  byCode: staff.input(byCodeSchema).query(({ ctx, input }) => loadAttender(ctx.deps, ctx.actor, input.code)),
  tick: staff.input(tickSchema).mutation(({ ctx, input }) => tickAttendance(ctx.deps, ctx.actor, input.enrolmentId)),
  untick: staff
    .input(tickSchema)
    .mutation(({ ctx, input }) => untickAttendance(ctx.deps, ctx.actor, input.enrolmentId)),
})
