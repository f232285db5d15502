import { exportOverview } from '../features/reconciliation/export-overview.ts'
import { exportOverviewSchema } from '../features/reconciliation/overview.schema.ts'
import { exportRoute } from './made-files.ts'

/** 对账管理 as a workbook: what a filter finds of the own subtree, or for staff of the whole centre. */
export const reconciliationExport = exportRoute({
  path: '/api/reconciliation/export',
  permission: 'auditReader',
  schema: exportOverviewSchema,
  make: exportOverview,
})
