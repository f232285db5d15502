import { exportEntriesSchema } from '../features/study-cards/card-entries.schema.ts'
import { exportEntries } from '../features/study-cards/export-entries.ts'
import { exportRoute } from './made-files.ts'

/** 充值明细 as a workbook: what a filter finds of the own subtree, or for staff of the whole centre. */
export const studyCardsExport = exportRoute({
  path: '/api/study-cards/export',
  permission: 'auditReader',
  schema: exportEntriesSchema,
  make: exportEntries,
})
