import { t } from '../../trpc/init.ts'
import { staff, systemAdmin } from '../../trpc/procedures.ts'
import { listGivenUpInput, resendJobInput } from './jobs.schema.ts'
import { countGivenUpJobs, listGivenUpJobs, resendJob } from './resend-job.ts'

export const jobsRouter = t.router({
  counts: staff.query(({ ctx }) => countGivenUpJobs(ctx.deps)),
  listGivenUp: staff.input(listGivenUpInput).query(({ ctx, input }) => listGivenUpJobs(ctx.deps, input)),
  resend: systemAdmin.input(resendJobInput).mutation(({ ctx, input }) => resendJob(ctx.deps, ctx.actor, input)),
})
