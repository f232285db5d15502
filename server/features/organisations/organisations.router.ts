import { t } from '../../trpc/init.ts'
import { organisationAdmin, signedIn, staff } from '../../trpc/procedures.ts'
import { allowBillingException } from './allow-billing-exception.ts'
import { loadBilling } from './load-billing.ts'
import { loadHome } from './load-home.ts'
import { loadTree, viewOrganisation } from './load-organisation.ts'
import {
  allowBillingExceptionSchema,
  getBillingSchema,
  organisationIdSchema,
  saveBillingSchema,
  searchOrganisationsSchema,
} from './organisations.schema.ts'
import { saveBilling } from './save-billing.ts'
import { searchOrganisations } from './search-organisations.ts'

export const organisationsRouter = t.router({
  home: organisationAdmin.query(({ ctx }) => loadHome(ctx.deps, ctx.actor)),
  tree: organisationAdmin.query(({ ctx }) => loadTree(ctx.deps, ctx.actor)),
  search: staff.input(searchOrganisationsSchema).query(({ ctx, input }) => searchOrganisations(ctx.deps, input)),
  get: signedIn.input(organisationIdSchema).query(({ ctx, input }) => viewOrganisation(ctx.deps, ctx.actor, input.id)),
  getBilling: signedIn
    .input(getBillingSchema)
    .query(({ ctx, input }) => loadBilling(ctx.deps, ctx.actor, input.organisationId)),
  saveBilling: organisationAdmin
    .input(saveBillingSchema)
    .mutation(({ ctx, input }) => saveBilling(ctx.deps, ctx.actor, input)),
  allowBillingException: staff
    .input(allowBillingExceptionSchema)
    .mutation(({ ctx, input }) => allowBillingException(ctx.deps, ctx.actor, input)),
})
