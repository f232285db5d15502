import { t } from '../../trpc/init.ts'
import { reviewer, signedIn, staff } from '../../trpc/procedures.ts'
import { copyPlan } from './copy-plan.ts'
import { createPlan } from './create-plan.ts'
import { listAllPlans, listPlans, listPlanYears } from './list-plans.ts'
import { loadDeskPlan } from './load-desk-plan.ts'
import { loadPlan } from './load-plan.ts'
import {
  copyPlanSchema,
  createPlanSchema,
  listAllPlansSchema,
  listPlansSchema,
  listPlanYearsSchema,
  planIdSchema,
  planVersionSchema,
  updatePlanSchema,
} from './plans.schema.ts'
import { proposePlanNumber } from './propose-plan-number.ts'
import { closePlan, publishPlan } from './publish-plan.ts'
import { removePlan } from './remove-plan.ts'
import { updatePlan } from './update-plan.ts'

export const plansRouter = t.router({
  list: signedIn.input(listPlansSchema).query(({ ctx, input }) => listPlans(ctx.deps, ctx.actor, input)),
  years: signedIn.input(listPlanYearsSchema).query(({ ctx, input }) => listPlanYears(ctx.deps, input)),
  get: signedIn.input(planIdSchema).query(({ ctx, input }) => loadPlan(ctx.deps, ctx.actor, input.id)),
  listAll: staff.input(listAllPlansSchema).query(({ ctx, input }) => listAllPlans(ctx.deps, input)),
  getForStaff: staff.input(planIdSchema).query(({ ctx, input }) => loadDeskPlan(ctx.deps, input.id)),
  proposeNumber: reviewer.query(({ ctx }) => proposePlanNumber(ctx.deps)),
  create: reviewer.input(createPlanSchema).mutation(({ ctx, input }) => createPlan(ctx.deps, ctx.actor, input)),
  update: reviewer.input(updatePlanSchema).mutation(({ ctx, input }) => updatePlan(ctx.deps, ctx.actor, input)),
  publish: reviewer.input(planVersionSchema).mutation(({ ctx, input }) => publishPlan(ctx.deps, ctx.actor, input)),
  close: reviewer.input(planVersionSchema).mutation(({ ctx, input }) => closePlan(ctx.deps, ctx.actor, input)),
  copy: reviewer.input(copyPlanSchema).mutation(({ ctx, input }) => copyPlan(ctx.deps, ctx.actor, input)),
  remove: reviewer.input(planVersionSchema).mutation(({ ctx, input }) => removePlan(ctx.deps, ctx.actor, input)),
})
