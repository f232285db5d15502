import { Readable } from 'node:stream'
import { exportPersonalData } from '../features/privacy/export-personal-data.ts'
import { exportDataSchema } from '../features/privacy/personal-data.schema.ts'
import { readQuestion } from './learner-files.ts'
import { defineRoute } from './route.ts'

/** Everything that is kept about one learner, as an archive: their own, or for system admins of somebody who asked for it. */
export const personalDataExport = defineRoute({
  method: 'POST',
  path: '/api/privacy/export',
  permission: 'signedIn',
  async handle(deps, c, actor) {
    const { fileName, body } = await exportPersonalData(deps, actor, exportDataSchema.parse(await readQuestion(c)))
    return c.body(Readable.toWeb(Readable.from(body)) as ReadableStream, 200, {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
  },
})
