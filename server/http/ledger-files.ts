import { exportLedger } from '../features/ledger/export-ledger.ts'
import { exportLedgerSchema } from '../features/ledger/ledger.schema.ts'
import { exportRoute } from './made-files.ts'

/** 台账: one account's entries as a workbook. */
export const ledgerExport = exportRoute({
  path: '/api/ledger/export',
  permission: 'finance',
  schema: exportLedgerSchema,
  make: exportLedger,
})
