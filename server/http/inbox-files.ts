import { idSchema } from '../core/ids.ts'
import { maxDroppedBytes } from '../features/invoices/inbox.schema.ts'
import { openDroppedFile } from '../features/invoices/list-inbox.ts'
import { receiveDroppedFile } from '../features/invoices/receive-dropped-file.ts'
import { defineRoute } from './route.ts'
import { readUpload, sendFile } from './uploads.ts'

/** A file (PDF, OFD, XML, ZIP) that finance dropped into the inbox, raw in the body. */
export const uploadDroppedFile = defineRoute({
  method: 'PUT',
  path: '/api/uploads/invoice-drops/:dropId/files/:fileId',
  permission: 'finance',
  async handle(deps, c, actor) {
    const dropId = idSchema.parse(c.req.param('dropId'))
    const upload = await readUpload(c, maxDroppedBytes)
    return c.json(await receiveDroppedFile(deps, actor, { ...upload, dropId }))
  },
})

/** Always a download: what people dropped is never shown inside our own pages. */
export const droppedFile = defineRoute({
  method: 'GET',
  path: '/api/files/dropped-files/:fileId',
  permission: 'finance',
  async handle(deps, c, actor) {
    return sendFile(c, await openDroppedFile(deps, actor, { fileId: idSchema.parse(c.req.param('fileId')) }))
  },
})
