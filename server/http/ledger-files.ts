import { exportLedger } from '../features/ledger/export-ledger.ts'
import { exportLedgerSchema } from '../features/ledger/ledger.schema.ts'
import { readQuestion, sendWorkbook } from './learner-files.ts'
import { defineRoute } from './route.ts'

/** 台账: one account's entries as a workbook. */
export const ledgerExport = defineRoute({
  method: 'POST',
  path: '/api/ledger/export',
  permission: 'finance',
  async handle(deps, c, actor) {
    const input = exportLedgerSchema.parse(await readQuestion(c))
    return sendWorkbook(c, await exportLedger(deps, actor, input))
  },
})
