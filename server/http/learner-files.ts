import { exportLearners } from '../features/learners/export-learners.ts'
import { giveFirstPasswordsTo } from '../features/learners/give-first-passwords.ts'
import { exportLearnersSchema, firstPasswordsSchema } from '../features/learners/learners.schema.ts'
import { exportRoute, readQuestion, sendMade } from './made-files.ts'
import { publicOrigin } from './request.ts'
import { defineRoute } from './route.ts'

/** The learners that a filter finds, as a workbook. */
export const learnersExport = exportRoute({
  path: '/api/learners/export',
  permission: 'peopleManager',
  schema: exportLearnersSchema,
  make: exportLearners,
})

/** One-time passwords for a selection, as a workbook that is kept nowhere. */
export const learnersFirstPasswords = defineRoute({
  method: 'POST',
  path: '/api/learners/first-passwords',
  permission: 'peopleManager',
  async handle(deps, c, actor) {
    const input = firstPasswordsSchema.parse(await readQuestion(c))
    const workbook = await giveFirstPasswordsTo(deps, actor, input, `${publicOrigin(deps, c)}/log-in`)
    return sendMade(c, 'workbook', workbook, {
      'x-given-count': String(workbook.given),
      'x-skipped-count': String(workbook.skipped),
    })
  },
})
