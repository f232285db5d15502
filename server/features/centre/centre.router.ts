import { t } from '../../trpc/init.ts'
import { finance, publicProcedure, signedIn, staff, systemAdmin } from '../../trpc/procedures.ts'
import {
  calendarYearSchema,
  centreSettingsSchema,
  saveCalendarSchema,
  savePayeeAccountSchema,
} from './centre.schema.ts'
import { loadPayeeAccounts } from './centre-facts.ts'
import { financeSettingsSchema } from './finance-settings.schema.ts'
import { loadFinanceSettings, saveFinanceSettings } from './finance-settings.ts'
import { loadCalendar, loadCentreFace, loadCentreSettings } from './load-centre-settings.ts'
import { saveCalendar } from './save-calendar.ts'
import { savePayeeAccount } from './save-payee-account.ts'
import { updateCentre } from './update-centre.ts'

export const centreRouter = t.router({
  get: publicProcedure.query(({ ctx }) => loadCentreFace(ctx.deps)),
  payeeAccounts: signedIn.query(({ ctx }) => loadPayeeAccounts(ctx.deps.db)),
  settings: systemAdmin.query(({ ctx }) => loadCentreSettings(ctx.deps)),
  update: systemAdmin
    .input(centreSettingsSchema)
    .mutation(({ ctx, input }) => updateCentre(ctx.deps, ctx.actor, input)),
  savePayeeAccount: systemAdmin
    .input(savePayeeAccountSchema)
    .mutation(({ ctx, input }) => savePayeeAccount(ctx.deps, ctx.actor, input)),
  finance: finance.query(({ ctx }) => loadFinanceSettings(ctx.deps.db)),
  saveFinance: finance
    .input(financeSettingsSchema)
    .mutation(({ ctx, input }) => saveFinanceSettings(ctx.deps, ctx.actor, input)),
  calendar: staff.input(calendarYearSchema).query(({ ctx, input }) => loadCalendar(ctx.deps, input.year)),
  saveCalendar: systemAdmin
    .input(saveCalendarSchema)
    .mutation(({ ctx, input }) => saveCalendar(ctx.deps, ctx.actor, input)),
})
