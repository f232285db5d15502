import { t } from '../../trpc/init.ts'
import { organisationAdmin, staff } from '../../trpc/procedures.ts'
import { listOverview, totalOverview, viewOverviewOrder } from './list-overview.ts'
import { listOverviewSchema, overviewFilterSchema, overviewOrderInput } from './overview.schema.ts'

/** 对账管理: the own subtree for organisations' admins, the whole centre for staff. */
export const reconciliationOverviewRouter = t.router({
  list: organisationAdmin
    .input(listOverviewSchema)
    .query(({ ctx, input }) => listOverview(ctx.deps, ctx.actor, 'own', input)),
  totals: organisationAdmin
    .input(overviewFilterSchema)
    .query(({ ctx, input }) => totalOverview(ctx.deps, ctx.actor, 'own', input)),
  listAll: staff
    .input(listOverviewSchema)
    .query(({ ctx, input }) => listOverview(ctx.deps, ctx.actor, 'centre', input)),
  totalsAll: staff
    .input(overviewFilterSchema)
    .query(({ ctx, input }) => totalOverview(ctx.deps, ctx.actor, 'centre', input)),
  ofOrder: staff.input(overviewOrderInput).query(({ ctx, input }) => viewOverviewOrder(ctx.deps, ctx.actor, input)),
})
