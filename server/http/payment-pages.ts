import { randomBytes } from 'node:crypto'
import { html, raw } from 'hono/html'
import { systemActor } from '../core/actor.ts'
import { AppError } from '../core/app-error.ts'
import { idSchema } from '../core/ids.ts'
import { openCashier } from '../features/payments/open-cashier.ts'
import { providerSchema } from '../features/payments/payments.schema.ts'
import { receiveNotice } from '../features/payments/receive-notice.ts'
import { applyRefundAnswer } from '../features/refunds/apply-refund-answer.ts'
import { askSoonAboutRefund } from '../features/refunds/ask-soon.ts'
import { readBody } from './read-body.ts'
import { publicOrigin } from './request.ts'
import { defineRoute } from './route.ts'

/**
 * 付款: opened in a window of its own (in the same one on a phone), it leads on to the provider's cashier. A form that
 * posts itself is the only page of ours that runs a script of its own, and may post to that provider alone.
 */
export const paymentCashier = defineRoute({
  method: 'GET',
  path: '/api/payments/:id/cashier',
  permission: 'organisationAdmin',
  async handle(deps, c, actor) {
    const id = idSchema.parse(c.req.param('id'))
    const device = c.req.query('device') === 'phone' ? 'phone' : 'desktop'
    const { orderId, cashier } = await openCashier(deps, actor, { id, device, origin: publicOrigin(deps, c) })
    c.header('cache-control', 'no-store')
    if (cashier.kind === 'redirect') return c.redirect(cashier.url, 303)
    // The code to scan is shown by the page that waits for the payment.
    if (cashier.kind === 'qr') return c.redirect(waitingPage(orderId, id), 303)
    const nonce = randomBytes(16).toString('base64')
    const target = new URL(cashier.action)
    // Browsers hold redirects to it too, and a gateway may send the payer on to a host of its own.
    c.header(
      'content-security-policy',
      `default-src 'none'; script-src 'nonce-${nonce}'; form-action https: ${target.origin}; base-uri 'none'; frame-ancestors 'none'`,
    )
    return c.html(
      html`<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>付款</title>
<form id="pay" method="post" action="${cashier.action}">${Object.entries(cashier.fields).map(
        ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
      )}<noscript><button>付款 Pay</button></noscript></form>
<script nonce="${nonce}">${raw("document.getElementById('pay').submit()")}</script></html>`,
    )
  },
})

/** Where a provider's page sends the browser back to, by a link or a form: it shows the waiting page and decides nothing. */
const comeBack = (method: 'GET' | 'POST') =>
  defineRoute({
    method,
    path: '/api/payments/return/:orderId/:paymentId',
    permission: 'public',
    crossSite: true,
    async handle(_deps, c) {
      const [orderId, paymentId] = [idSchema.parse(c.req.param('orderId')), idSchema.parse(c.req.param('paymentId'))]
      return c.redirect(waitingPage(orderId, paymentId), 303)
    },
  })
export const paymentReturn = comeBack('GET')
export const paymentReturnByForm = comeBack('POST')

function waitingPage(orderId: string, paymentId: string): string {
  return `/orders/${orderId}/payments/${paymentId}`
}

/** The largest notice of the three providers is below 8 KB. */
const maxNoticeBytes = 64 * 1024

/** A provider's notice. Who sent it is decided by its signature alone. */
export const gatewayNotice = defineRoute({
  method: 'POST',
  path: '/api/payments/notices/:provider',
  permission: 'public',
  crossSite: true,
  async handle(deps, c) {
    const provider = providerSchema.safeParse(c.req.param('provider'))
    if (!provider.success) throw new AppError('notFound')
    const body = Buffer.from(await readBody(c, maxNoticeBytes)).toString('utf8')
    const actor = systemActor(`payment.notice ${provider.data}`)
    const reply = await receiveNotice(
      deps,
      provider.data,
      { headers: c.req.raw.headers, body },
      async (refundNumber, answer, isTruth) => {
        if (isTruth) return applyRefundAnswer(deps, refundNumber, answer, actor)
        const known = await askSoonAboutRefund(deps, refundNumber)
        return known ? { outcome: 'asked', ...known } : { outcome: 'unknownRefund', refundId: null }
      },
    )
    return c.body(reply.body, reply.status, { 'content-type': reply.contentType })
  },
})
