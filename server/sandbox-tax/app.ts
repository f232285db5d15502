import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { html } from 'hono/html'
import { secureHeaders } from 'hono/secure-headers'
import { z } from 'zod'
import { addApiRoutes } from './api-routes.ts'
import { addControlRoutes } from './control-routes.ts'
import { filesOf } from './files/files-of.ts'
import { makePicture } from './files/make-pdf.ts'
import { invoicePage } from './pages/invoice-page.ts'
import { page, viewOf } from './pages/layout.ts'
import { styles } from './pages/styles.ts'
import type { TaxParts } from './parts.ts'

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
  referrerPolicy: 'no-referrer',
})

/** An invoice of two thousand lines. */
const maxBodyBytes = 1024 * 1024
const contentTypes = { pdf: 'application/pdf', ofd: 'application/ofd', xml: 'application/xml' } as const

export function createTaxApp(parts: TaxParts, remoteAddress: (c: Context) => string): Hono {
  const { state, behaviourOf } = parts.service
  const app = new Hono()
  app.use('*', headers)
  app.use('*', bodyLimit({ maxSize: maxBodyBytes }))
  app.use('*', async (c, next) => {
    await next()
    if (!c.req.path.startsWith('/assets/')) c.res.headers.set('cache-control', 'no-store')
  })
  app.onError((error, c) => {
    // A field that is none: of the panel, or of a test that asks for what does not exist.
    if (error instanceof z.ZodError) return c.text(`Bad request: ${error.issues[0]?.path.join('.')}`, 400)
    console.error(
      JSON.stringify({ at: new Date().toISOString(), level: 'error', event: 'tax.failed', error: error.stack }),
    )
    return c.text('Internal Server Error', 500)
  })
  app.get('/', (c) => c.redirect('/control/'))
  app.get('/health', (c) => c.json({ ok: true }))
  app.get('/assets/tax.css', (c) => c.body(styles, 200, { 'content-type': 'text/css; charset=utf-8' }))
  addApiRoutes(app, parts)
  addControlRoutes(app, parts, remoteAddress)

  app.get('/invoices/:key', async (c) => {
    const invoice = state.invoiceByKey.get(c.req.param('key'))
    if (!invoice) return notFound(c)
    const files = await filesOf(invoice, behaviourOf(invoice.seller.taxNumber).files)
    return c.html(invoicePage(viewOf(c), state, invoice, files))
  })
  app.get('/invoices/:key/face.svg', async (c) => {
    const invoice = state.invoiceByKey.get(c.req.param('key'))
    if (!invoice) return notFound(c)
    return c.body(await makePicture(invoice), 200, { 'content-type': 'image/svg+xml' })
  })
  app.get('/invoices/:key/:kind', async (c) => {
    const invoice = state.invoiceByKey.get(c.req.param('key'))
    const files = invoice ? await filesOf(invoice, behaviourOf(invoice.seller.taxNumber).files) : []
    const file = files.find(({ kind }) => kind === c.req.param('kind'))
    if (!file) return notFound(c)
    return c.body(new Uint8Array(file.bytes), 200, {
      'content-type': contentTypes[file.kind],
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
    })
  })
  return app
}

function notFound(c: Context) {
  const view = viewOf(c)
  const { t } = view
  return c.html(
    page(
      view,
      t.notFoundTitle,
      html`<section class="card"><h1>${t.notFoundTitle}</h1><p>${t.notFoundText}</p></section>`,
    ),
    404,
  )
}
