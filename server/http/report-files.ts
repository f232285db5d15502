import { exportReportSchema } from '../features/reports/export-report.schema.ts'
import { exportReport } from '../features/reports/export-report.ts'
import { exportRoute } from './made-files.ts'

/** A report as a workbook: of the own subtree, or for staff of the whole centre. */
export const reportExport = exportRoute({
  path: '/api/reports/export',
  permission: 'auditReader',
  schema: exportReportSchema,
  make: exportReport,
})
