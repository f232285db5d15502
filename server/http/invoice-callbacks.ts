import { receiveInvoiceCallback } from '../features/invoices/receive-callback.ts'
import { readBody } from './read-body.ts'
import { defineRoute } from './route.ts'

/** A callback says what it is about and no more: some hundred bytes. */
const maxCallbackBytes = 64 * 1024

/** The invoice provider's message. Who sent it is decided by its signature alone. */
export const invoiceCallback = defineRoute({
  method: 'POST',
  path: '/api/invoices/callbacks',
  permission: 'public',
  crossSite: true,
  async handle(deps, c) {
    const body = Buffer.from(await readBody(c, maxCallbackBytes)).toString('utf8')
    const reply = await receiveInvoiceCallback(deps, { headers: c.req.raw.headers, body })
    return c.body(reply.body, reply.status, { 'content-type': reply.contentType })
  },
})
