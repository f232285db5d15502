import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { idSchema } from '../core/ids.ts'
import { openFile } from '../features/vouchers/open-file.ts'
import { receiveFile } from '../features/vouchers/receive-file.ts'
import { maxVoucherFileBytes } from '../features/vouchers/vouchers.schema.ts'
import { readBody } from './read-body.ts'
import { defineRoute } from './route.ts'

const uploadSchema = z.object({
  voucherId: idSchema,
  fileId: idSchema,
  orderId: idSchema.nullable(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().max(1000),
})

/** One file of a voucher, raw in the body; `?order=` makes the draft when it is not there yet. */
export const uploadVoucherFile = defineRoute({
  method: 'PUT',
  path: '/api/uploads/vouchers/:voucherId/files/:fileId',
  permission: 'organisationAdmin',
  async handle(deps, c, actor) {
    const upload = uploadSchema.parse({
      voucherId: c.req.param('voucherId'),
      fileId: c.req.param('fileId'),
      orderId: c.req.query('order') ?? null,
      sha256: c.req.header('x-sha256'),
      name: decodeName(c.req.header('x-file-name') ?? ''),
    })
    const bytes = await readBody(c, maxVoucherFileBytes)
    const received = await receiveFile(deps, actor, {
      voucherId: upload.voucherId,
      fileId: upload.fileId,
      orderId: upload.orderId,
      originalName: upload.name,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      declaredSha256: upload.sha256,
      bytes,
    })
    return c.json(received)
  },
})

/** Headers are ASCII, so the page sends the name URI-encoded; a name that is not is kept as it came. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

export const voucherPicture = fileRoute('picture')
export const voucherThumbnail = fileRoute('thumbnail')
export const voucherOriginal = fileRoute('original')

function fileRoute(form: 'picture' | 'thumbnail' | 'original') {
  return defineRoute({
    method: 'GET',
    path: `/api/files/vouchers/:fileId/${form}`,
    permission: 'signedIn',
    async handle(deps, c, actor) {
      const file = await openFile(deps, actor, { fileId: idSchema.parse(c.req.param('fileId')), form })
      return c.body(Readable.toWeb(file.body) as ReadableStream, 200, {
        'content-type': file.contentType,
        'content-length': String(file.sizeBytes),
        'content-disposition': `${file.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
        // Ours never changes under one id; it is the person's own browser that keeps it, nobody between.
        'cache-control': file.inline ? 'private, max-age=31536000, immutable' : 'no-store',
      })
    },
  })
}
