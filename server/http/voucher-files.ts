import { z } from 'zod'
import { idSchema } from '../core/ids.ts'
import { maxPhotoBytes } from '../features/files/files.schema.ts'
import type { PhotoForm } from '../features/files/open-stored-file.ts'
import { openFile } from '../features/vouchers/open-file.ts'
import { receiveFile } from '../features/vouchers/receive-file.ts'
import { defineRoute } from './route.ts'
import { readUpload, sendFile } from './uploads.ts'

const targetSchema = z.object({ voucherId: idSchema, orderId: idSchema.nullable() })

/** One file of a voucher, raw in the body; `?order=` makes the draft when it is not there yet. */
export const uploadVoucherFile = defineRoute({
  method: 'PUT',
  path: '/api/uploads/vouchers/:voucherId/files/:fileId',
  permission: 'organisationAdmin',
  async handle(deps, c, actor) {
    const target = targetSchema.parse({
      voucherId: c.req.param('voucherId'),
      orderId: c.req.query('order') ?? null,
    })
    const upload = await readUpload(c, maxPhotoBytes)
    return c.json(await receiveFile(deps, actor, { ...upload, ...target }))
  },
})

export const voucherPicture = fileRoute('picture')
export const voucherThumbnail = fileRoute('thumbnail')
export const voucherOriginal = fileRoute('original')

function fileRoute(form: PhotoForm) {
  return defineRoute({
    method: 'GET',
    path: `/api/files/vouchers/:fileId/${form}`,
    permission: 'signedIn',
    async handle(deps, c, actor) {
      return sendFile(c, await openFile(deps, actor, { fileId: idSchema.parse(c.req.param('fileId')), form }))
    },
  })
}
