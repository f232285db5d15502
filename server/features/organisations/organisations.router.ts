import { t } from '../../trpc/init.ts'
import { organisationAdmin, peopleManager, signedIn, staff } from '../../trpc/procedures.ts'
import { addAdmin } from './add-admin.ts'
import * as admins from './admins.schema.ts'
import { allowBillingException } from './allow-billing-exception.ts'
import { createUnit } from './create-unit.ts'
import { editContact } from './edit-contact.ts'
import { listAdmins } from './list-admins.ts'
import { loadBilling } from './load-billing.ts'
import { loadHome } from './load-home.ts'
import { viewOrganisation } from './load-organisation.ts'
import { loadTree, loadTreeOf } from './load-tree.ts'
import { moveUnit } from './move-unit.ts'
import {
  allowBillingExceptionSchema,
  getBillingSchema,
  organisationIdSchema,
  saveBillingSchema,
  searchOrganisationsSchema,
} from './organisations.schema.ts'
import { removeAdmin } from './remove-admin.ts'
import { removeUnit } from './remove-unit.ts'
import { renameUnit } from './rename-unit.ts'
import { resetAdminPassword } from './reset-admin-password.ts'
import { saveBilling } from './save-billing.ts'
import { searchOrganisations } from './search-organisations.ts'
import { setMayUnmask } from './set-may-unmask.ts'
import { setUnitEnabled } from './set-unit-enabled.ts'
import * as units from './units.schema.ts'

export const organisationsRouter = t.router({
  home: organisationAdmin.query(({ ctx }) => loadHome(ctx.deps, ctx.actor)),
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

  tree: organisationAdmin.query(({ ctx }) => loadTree(ctx.deps, ctx.actor)),
  treeOf: staff.input(organisationIdSchema).query(({ ctx, input }) => loadTreeOf(ctx.deps, ctx.actor, input.id)),
  createUnit: peopleManager
    .input(units.createUnitSchema)
    .mutation(({ ctx, input }) => createUnit(ctx.deps, ctx.actor, input)),
  rename: peopleManager
    .input(units.renameUnitSchema)
    .mutation(({ ctx, input }) => renameUnit(ctx.deps, ctx.actor, input)),
  move: peopleManager.input(units.moveUnitSchema).mutation(({ ctx, input }) => moveUnit(ctx.deps, ctx.actor, input)),
  setEnabled: peopleManager
    .input(units.setUnitEnabledSchema)
    .mutation(({ ctx, input }) => setUnitEnabled(ctx.deps, ctx.actor, input)),
  editContact: peopleManager
    .input(units.editContactSchema)
    .mutation(({ ctx, input }) => editContact(ctx.deps, ctx.actor, input)),
  remove: peopleManager
    .input(units.removeUnitSchema)
    .mutation(({ ctx, input }) => removeUnit(ctx.deps, ctx.actor, input)),

  listAdmins: peopleManager
    .input(admins.listAdminsSchema)
    .query(({ ctx, input }) => listAdmins(ctx.deps, ctx.actor, input.organisationId)),
  addAdmin: peopleManager
    .input(admins.addAdminSchema)
    .mutation(({ ctx, input }) => addAdmin(ctx.deps, ctx.actor, input)),
  removeAdmin: peopleManager
    .input(admins.namedAdminSchema)
    .mutation(({ ctx, input }) => removeAdmin(ctx.deps, ctx.actor, input)),
  setMayUnmask: peopleManager
    .input(admins.setMayUnmaskSchema)
    .mutation(({ ctx, input }) => setMayUnmask(ctx.deps, ctx.actor, input)),
  resetAdminPassword: peopleManager
    .input(admins.namedAdminSchema)
    .mutation(({ ctx, input }) => resetAdminPassword(ctx.deps, ctx.actor, input)),
})
