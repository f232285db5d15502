import { exportReportSchema } from '../features/reports/export-report.schema.ts'
import { exportReport } from '../features/reports/export-report.ts'
import { readQuestion, sendWorkbook } from './learner-files.ts'
import { defineRoute } from './route.ts'

/** A report as a workbook: of the own subtree, or for staff of the whole centre. */
export const reportExport = defineRoute({
  method: 'POST',
  path: '/api/reports/export',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    const input = exportReportSchema.parse(await readQuestion(c))
    return sendWorkbook(c, await exportReport(deps, actor, input))
  },
})
