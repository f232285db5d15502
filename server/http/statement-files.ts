import { idSchema } from '../core/ids.ts'
import { exportStatementLines } from '../features/statements/export-lines.ts'
import { openStatementFile } from '../features/statements/open-statement-file.ts'
import { receiveStatement } from '../features/statements/receive-statement.ts'
import { exportStatementLinesInput, maxStatementBytes } from '../features/statements/statements.schema.ts'
import { sendMade } from './made-files.ts'
import { defineRoute } from './route.ts'
import { readUpload, sendFile } from './uploads.ts'

/** A bank's statement as the bank exported it, raw in the body. */
export const uploadStatement = defineRoute({
  method: 'PUT',
  path: '/api/uploads/statements/:fileId',
  permission: 'finance',
  async handle(deps, c, actor) {
    return c.json(await receiveStatement(deps, actor, await readUpload(c, maxStatementBytes)))
  },
})

/** Always a download: what people dropped is never shown inside our own pages. */
export const statementFile = defineRoute({
  method: 'GET',
  path: '/api/files/statements/:fileId',
  permission: 'finance',
  async handle(deps, c) {
    return sendFile(c, await openStatementFile(deps, { fileId: idSchema.parse(c.req.param('fileId')) }))
  },
})

/** Lines of a statement as a workbook, with the filters of the list that shows them. */
export const statementLines = defineRoute({
  method: 'GET',
  path: '/api/files/statements/:fileId/lines',
  permission: 'finance',
  async handle(deps, c, actor) {
    const input = exportStatementLinesInput.parse({ ...c.req.query(), fileId: c.req.param('fileId') })
    return sendMade(c, 'workbook', await exportStatementLines(deps, actor, input))
  },
})
