import { exportOverview } from '../features/reconciliation/export-overview.ts'
import { exportOverviewSchema } from '../features/reconciliation/overview.schema.ts'
import { readQuestion, sendWorkbook } from './learner-files.ts'
import { defineRoute } from './route.ts'

/** 对账管理 as a workbook: what a filter finds of the own subtree, or for staff of the whole centre. */
export const reconciliationExport = defineRoute({
  method: 'POST',
  path: '/api/reconciliation/export',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    const input = exportOverviewSchema.parse(await readQuestion(c))
    return sendWorkbook(c, await exportOverview(deps, actor, input))
  },
})
