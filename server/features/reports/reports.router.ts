import { t } from '../../trpc/init.ts'
import { auditReader, signedIn } from '../../trpc/procedures.ts'
import { archiveFilterSchema, listArchiveSchema } from './archive.schema.ts'
import { listArchive, totalArchive } from './archive.ts'
import { listInvoiceReport, totalInvoiceReport } from './invoice-report.ts'
import { listMoneyReport, totalMoneyReport } from './money-report.ts'
import {
  invoiceReportFilterSchema,
  listInvoiceReportSchema,
  listMoneyReportSchema,
  moneyReportFilterSchema,
} from './money-reports.schema.ts'
import { headOfUnits, listPlanReport, listUnitReport, totalPlanReport } from './plan-report.ts'
import {
  listPlanReportSchema,
  listUnitReportSchema,
  planReportFilterSchema,
  unitReportFilterSchema,
} from './reports.schema.ts'
import { removeFilterSchema, renameFilterSchema, savedFiltersInput, saveFilterSchema } from './saved-filters.schema.ts'
import { listSavedFilters, removeFilter, renameFilter, saveFilter } from './saved-filters.ts'

/** Reports of the own subtree for organisations' admins, of the whole centre for staff; saved filters are everybody's own. */
export const reportsRouter = t.router({
  plans: auditReader.input(listPlanReportSchema).query(({ ctx, input }) => listPlanReport(ctx.deps, ctx.actor, input)),
  planTotals: auditReader
    .input(planReportFilterSchema)
    .query(({ ctx, input }) => totalPlanReport(ctx.deps, ctx.actor, input)),
  units: auditReader.input(listUnitReportSchema).query(({ ctx, input }) => listUnitReport(ctx.deps, ctx.actor, input)),
  unitHead: auditReader
    .input(unitReportFilterSchema)
    .query(({ ctx, input }) => headOfUnits(ctx.deps, ctx.actor, input)),
  archive: auditReader.input(listArchiveSchema).query(({ ctx, input }) => listArchive(ctx.deps, ctx.actor, input)),
  archiveTotals: auditReader
    .input(archiveFilterSchema)
    .query(({ ctx, input }) => totalArchive(ctx.deps, ctx.actor, input)),
  money: auditReader
    .input(listMoneyReportSchema)
    .query(({ ctx, input }) => listMoneyReport(ctx.deps, ctx.actor, input)),
  moneyTotals: auditReader
    .input(moneyReportFilterSchema)
    .query(({ ctx, input }) => totalMoneyReport(ctx.deps, ctx.actor, input)),
  invoices: auditReader
    .input(listInvoiceReportSchema)
    .query(({ ctx, input }) => listInvoiceReport(ctx.deps, ctx.actor, input)),
  invoiceTotals: auditReader
    .input(invoiceReportFilterSchema)
    .query(({ ctx, input }) => totalInvoiceReport(ctx.deps, ctx.actor, input)),
  savedFilters: signedIn
    .input(savedFiltersInput)
    .query(({ ctx, input }) => listSavedFilters(ctx.deps, ctx.actor, input)),
  saveFilter: signedIn.input(saveFilterSchema).mutation(({ ctx, input }) => saveFilter(ctx.deps, ctx.actor, input)),
  renameFilter: signedIn
    .input(renameFilterSchema)
    .mutation(({ ctx, input }) => renameFilter(ctx.deps, ctx.actor, input)),
  removeFilter: signedIn
    .input(removeFilterSchema)
    .mutation(({ ctx, input }) => removeFilter(ctx.deps, ctx.actor, input)),
})
