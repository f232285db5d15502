import { exportHours } from '../features/hours/export-hours.ts'
import { exportHoursSchema } from '../features/hours/hours.schema.ts'
import { exportRoute } from './made-files.ts'

/** The records of hours that a filter finds, of the own subtree or for staff of the whole centre, as a workbook. */
export const hoursExport = exportRoute({
  path: '/api/hours/export',
  permission: 'auditReader',
  schema: exportHoursSchema,
  make: exportHours,
})
