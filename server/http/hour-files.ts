import { exportHours } from '../features/hours/export-hours.ts'
import { exportHoursSchema } from '../features/hours/hours.schema.ts'
import { readQuestion, sendWorkbook } from './learner-files.ts'
import { defineRoute } from './route.ts'

/** The records of hours that a filter finds, of the own subtree or for staff of the whole centre, as a workbook. */
export const hoursExport = defineRoute({
  method: 'POST',
  path: '/api/hours/export',
  permission: 'auditReader',
  async handle(deps, c, actor) {
    const input = exportHoursSchema.parse(await readQuestion(c))
    return sendWorkbook(c, await exportHours(deps, actor, input))
  },
})
