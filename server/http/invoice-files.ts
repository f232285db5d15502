import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { idSchema } from '../core/ids.ts'
import { maxInvoiceFileBytes } from '../features/invoices/invoices.schema.ts'
import { openInvoiceFile } from '../features/invoices/open-invoice-file.ts'
import { receiveInvoiceFile } from '../features/invoices/receive-invoice-file.ts'
import { readBody } from './read-body.ts'
import { defineRoute } from './route.ts'

const uploadSchema = z.object({
  requestId: idSchema,
  fileId: idSchema,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().max(1000),
})

/** One file of an invoice (PDF, OFD or XML), raw in the body, as finance dropped it. */
export const uploadInvoiceFile = defineRoute({
  method: 'PUT',
  path: '/api/uploads/invoice-requests/:requestId/files/:fileId',
  permission: 'finance',
  async handle(deps, c, actor) {
    const { requestId, fileId, sha256, name } = uploadSchema.parse({
      requestId: c.req.param('requestId'),
      fileId: c.req.param('fileId'),
      sha256: c.req.header('x-sha256'),
      name: decodeName(c.req.header('x-file-name') ?? ''),
    })
    const bytes = await readBody(c, maxInvoiceFileBytes)
    const received = await receiveInvoiceFile(deps, actor, {
      requestId,
      fileId,
      originalName: name,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      declaredSha256: sha256,
      bytes,
    })
    return c.json(received)
  },
})

/** Always a download: what people dropped is never shown inside our own pages. */
export const invoiceFile = defineRoute({
  method: 'GET',
  path: '/api/files/invoice-files/:fileId',
  permission: 'signedIn',
  async handle(deps, c, actor) {
    const file = await openInvoiceFile(deps, actor, { fileId: idSchema.parse(c.req.param('fileId')) })
    return c.body(Readable.toWeb(file.body) as ReadableStream, 200, {
      'content-type': file.contentType,
      'content-length': String(file.sizeBytes),
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
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
