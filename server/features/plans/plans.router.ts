import { t } from '../../trpc/init.ts'
import { signedIn } from '../../trpc/procedures.ts'
import { listPlans } from './list-plans.ts'
import { loadPlan } from './load-plan.ts'
import { listPlansSchema, planIdSchema } from './plans.schema.ts'

export const plansRouter = t.router({
  list: signedIn.input(listPlansSchema).query(({ ctx, input }) => listPlans(ctx.deps, input)),
  get: signedIn.input(planIdSchema).query(({ ctx, input }) => loadPlan(ctx.deps, ctx.actor, input.id)),
})
