import { z } from 'zod'
import { archiveFilterSchema } from './archive.schema.ts'
import { invoiceReportFilterSchema, moneyReportFilterSchema } from './money-reports.schema.ts'
import { planReportFilterSchema, reportLocales, unitReportFilterSchema } from './reports.schema.ts'

const locale = z.enum(reportLocales).default('zh-CN')

/** Which report, cut how: what stands on the page, all of its rows. */
export const exportReportSchema = z.discriminatedUnion('report', [
  z.object({ report: z.literal('plans'), filter: planReportFilterSchema, locale }),
  z.object({ report: z.literal('units'), filter: unitReportFilterSchema, locale }),
  z.object({ report: z.literal('archive'), filter: archiveFilterSchema, locale }),
  z.object({ report: z.literal('money'), filter: moneyReportFilterSchema, locale }),
  z.object({ report: z.literal('invoices'), filter: invoiceReportFilterSchema, locale }),
])
export type ExportReportInput = z.output<typeof exportReportSchema>
