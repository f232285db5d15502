import { idSchema } from '../core/ids.ts'
import { maxInvoiceFileBytes } from '../features/invoices/invoices.schema.ts'
import { openInvoiceFile } from '../features/invoices/open-invoice-file.ts'
import { receiveInvoiceFile } from '../features/invoices/receive-invoice-file.ts'
import { defineRoute } from './route.ts'
import { readUpload, sendFile } from './uploads.ts'

/** One file of an invoice (PDF, OFD or XML), raw in the body, as finance dropped it. */
export const uploadInvoiceFile = defineRoute({
  method: 'PUT',
  path: '/api/uploads/invoice-requests/:requestId/files/:fileId',
  permission: 'finance',
  async handle(deps, c, actor) {
    const requestId = idSchema.parse(c.req.param('requestId'))
    const upload = await readUpload(c, maxInvoiceFileBytes)
    return c.json(await receiveInvoiceFile(deps, actor, { ...upload, requestId }))
  },
})

/** Always a download: what people dropped is never shown inside our own pages. */
export const invoiceFile = defineRoute({
  method: 'GET',
  path: '/api/files/invoice-files/:fileId',
  permission: 'signedIn',
  async handle(deps, c, actor) {
    return sendFile(c, await openInvoiceFile(deps, actor, { fileId: idSchema.parse(c.req.param('fileId')) }))
  },
})
