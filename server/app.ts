import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { Hono, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { secureHeaders } from 'hono/secure-headers'
import { AppError, httpStatus } from './core/app-error.ts'
import type { Deps } from './deps.ts'
import { checkOrigin, requestContext } from './http/request.ts'
import { routes } from './http/routes.ts'
import { serveWeb } from './http/static-web.ts'
import { xapiElsewhere } from './http/xapi.ts'
import { toAppError } from './trpc/init.ts'
import { checkPermission } from './trpc/procedures.ts'
import { appRouter } from './trpc/router.ts'

/** A tRPC call is a form, not a file: files go through their own routes. */
const maxRpcBytes = 1024 * 1024

const pageHeaders = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    // Components set custom properties (a picture's zoom, a bar's width) as inline styles.
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'blob:', 'data:'],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
  },
  referrerPolicy: 'same-origin',
  permissionsPolicy: { camera: ['self'], geolocation: [], microphone: [] },
})

/** What people uploaded never runs as a page of ours, however a browser is brought to open it. */
const fileHeaders = secureHeaders({
  contentSecurityPolicy: { defaultSrc: ["'none'"], sandbox: [] },
  referrerPolicy: 'same-origin',
})

/** A page that posts a form to a payment provider says itself to which (http/payment-pages.ts). */
const cashierHeaders = secureHeaders({ referrerPolicy: 'same-origin' })

function headersFor(path: string): MiddlewareHandler {
  if (path.startsWith('/api/files/')) return fileHeaders
  return /^\/api\/payments\/[^/]+\/cashier$/.test(path) ? cashierHeaders : pageHeaders
}

/** The whole HTTP side without a port: `main.ts` serves it, tests call `app.request()`. `webFolder` is the built PWA. */
export function createApp(deps: Deps, webFolder: string | null): Hono {
  const app = new Hono()

  app.onError((error, c) => {
    const known = toAppError(error)
    if (known.kind === 'internal') deps.logger.error('request.failed', known.cause ?? known, { path: c.req.path })
    return c.json({ app: { code: known.code, details: known.details } }, httpStatus[known.kind])
  })

  app.use('*', (c, next) => headersFor(c.req.path)(c, next))

  app.use('/trpc/*', bodyLimit({ maxSize: maxRpcBytes, onError: () => refuse(new AppError('fileTooLarge')) }))
  app.all('/trpc/*', async (c) => {
    checkOrigin(deps, c)
    const context = await requestContext(deps, c)
    const response = await fetchRequestHandler({
      endpoint: '/trpc',
      // Queries come as POST too: their input stays out of addresses, logs and history.
      allowMethodOverride: true,
      req: c.req.raw,
      router: appRouter,
      createContext: () => context,
    })
    // Cookies that procedures set stand on Hono's context; the adapter made a response of its own.
    for (const cookie of c.res.headers.getSetCookie()) response.headers.append('set-cookie', cookie)
    response.headers.set('cache-control', 'no-store')
    return response
  })

  for (const route of routes) {
    app.on(route.method, route.path, async (c) => {
      if (!route.crossSite) checkOrigin(deps, c)
      if (route.permission === 'public') return route.handle(deps, c, null as never)
      const { signedIn } = await requestContext(deps, c)
      return route.handle(deps, c, checkPermission(route.permission, signedIn))
    })
  }
  app.all('/xapi/*', (c) => xapiElsewhere(deps, c))
  app.all('/api/*', () => {
    throw new AppError('notFound')
  })

  if (webFolder) {
    app.get('*', async (c) => (await serveWeb(webFolder, c)) ?? c.text('Not found', 404))
  }
  return app
}

function refuse(error: AppError): Response {
  return Response.json({ app: { code: error.code, details: error.details } }, { status: httpStatus[error.kind] })
}
