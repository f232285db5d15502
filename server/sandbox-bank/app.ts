import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import { z } from 'zod'
import { addCashierRoutes } from './cashier-routes.ts'
import { addControlRoutes } from './control-routes.ts'
import { addGatewayRoutes } from './gateway-routes.ts'
import { script } from './pages/script.ts'
import { styles } from './pages/styles.ts'
import type { BankParts } from './parts.ts'

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
  },
  // The cashier's address must not travel to anybody.
  referrerPolicy: 'no-referrer',
  // The merchant's page keeps the window that it opened.
  crossOriginOpenerPolicy: false,
})

/** Nothing that is sent to the bank is longer than a form. */
const maxBodyBytes = 64 * 1024

export function createBankApp(parts: BankParts, remoteAddress: (c: Context) => string): Hono {
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
      JSON.stringify({ at: new Date().toISOString(), level: 'error', event: 'bank.failed', error: error.stack }),
    )
    return c.text('Internal Server Error', 500)
  })
  app.get('/', (c) => c.redirect('/control/'))
  app.get('/health', (c) => c.json({ ok: true }))
  app.get('/assets/bank.css', (c) => c.body(styles, 200, { 'content-type': 'text/css; charset=utf-8' }))
  app.get('/assets/bank.js', (c) => c.body(script, 200, { 'content-type': 'text/javascript; charset=utf-8' }))
  addGatewayRoutes(app, parts)
  addCashierRoutes(app, parts)
  addControlRoutes(app, parts, remoteAddress)
  return app
}
