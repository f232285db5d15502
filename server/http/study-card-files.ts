import { exportEntriesSchema } from '../features/study-cards/card-entries.schema.ts'
import { exportEntries } from '../features/study-cards/export-entries.ts'
import { readQuestion, sendWorkbook } from './learner-files.ts'
import { defineRoute } from './route.ts'

/** 充值明细 as a workbook: what a filter finds of the own subtree, or for staff of the whole centre. */
export const studyCardsExport = defineRoute({
  method: 'POST',
  path: '/api/study-cards/export',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    const input = exportEntriesSchema.parse(await readQuestion(c))
    return sendWorkbook(c, await exportEntries(deps, actor, input))
  },
})
