import { timingSafeEqual } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { behaviourSchema } from './behaviour.schema.ts'
import { controlPage, readBehaviourForm } from './pages/control-page.ts'
import { viewOf } from './pages/layout.ts'
import type { TaxParts } from './parts.ts'
import { requestId } from './tax-state.ts'

const cookie = 'sandbox-tax-control'

const behaveBody = z.object({ seller: z.string().optional(), behaviour: behaviourSchema.partial() })
const forgeBody = z.object({
  app: z.string(),
  about: z.enum(['invoice', 'red']).default('invoice'),
  serial: z.string(),
  number: z.string().optional(),
  key: z.enum(['stranger', 'service']).default('stranger'),
})
const deliverBody = z.object({ id: z.string() })

/** A number that the service never issued. */
const forgedNumber = '26112000000000000001'

/**
 * What runs the service from outside: a page for people and JSON for tests. Only this machine reaches it, with the token of
 * the data folder (`?token=…` on the page makes a cookie of it); behind a proxy nobody is this machine.
 */
export function addControlRoutes(app: Hono, parts: TaxParts, remoteAddress: (c: Context) => string): void {
  const { service, sender } = parts

  const isToken = (given: string) =>
    given.length === parts.controlToken.length && timingSafeEqual(Buffer.from(given), Buffer.from(parts.controlToken))

  app.use('/control/*', async (c, next) => {
    const local = /^(127\.|::1$|::ffff:127\.)/.test(remoteAddress(c))
    if (!local || c.req.header('x-forwarded-for') || c.req.header('forwarded')) return c.text('not found', 404)
    const bearer = /^Bearer (.+)$/.exec(c.req.header('authorization') ?? '')?.[1]
    const token = bearer ?? getCookie(c, cookie) ?? c.req.query('token') ?? ''
    if (!isToken(token)) return c.text('open this page with the address that npm start printed', 403)
    if (c.req.method === 'GET' && c.req.query('token') !== undefined) {
      setCookie(c, cookie, token, { httpOnly: true, sameSite: 'Strict', path: '/control' })
      return c.redirect('/control/')
    }
    return next()
  })
  app.get('/control', (c) => c.redirect(`/control/${new URL(c.req.url).search}`))

  app.get('/control/', async (c) => c.html(await controlPage(parts, viewOf(c), c.req.query('seller') || null)))
  app.post('/control/behaviour-form', async (c) => {
    const fields = await c.req.parseBody()
    const seller = String(fields['seller'] ?? '') || null
    await service.behave(readBehaviourForm(fields), seller)
    return c.redirect(seller === null ? '/control/' : `/control/?${new URLSearchParams({ seller })}`, 303)
  })
  app.post('/control/deliver-form', async (c) => {
    const { id } = await c.req.parseBody()
    const callback = service.state.callbacks.get(String(id))
    if (callback) await sender.deliver(callback)
    return c.redirect('/control/', 303)
  })
  app.post('/control/forge-form', async (c) => {
    const { request: id } = await c.req.parseBody()
    const request = service.state.requests.get(String(id))
    if (request) await sendForged(await service.forge(request, forgedNumber, 'stranger'))
    return c.redirect('/control/', 303)
  })

  app.get('/control/requests', (c) => c.json([...service.state.requests.values()]))
  app.get('/control/invoices', (c) => c.json([...service.state.invoices.values()]))
  app.get('/control/callbacks', (c) =>
    c.json(
      [...service.state.callbacks.values()].map(({ id, content, dueAt, tries, answered, status }) => ({
        id,
        ...content,
        dueAt,
        tries,
        status,
        answered,
      })),
    ),
  )
  app.post('/control/behaviour', async (c) => {
    const { seller, behaviour } = behaveBody.parse(await c.req.json())
    await service.behave(behaviour, seller ?? null)
    return c.json({ done: true })
  })
  app.post('/control/forge', async (c) => {
    const { app: partner, about, serial, number, key } = forgeBody.parse(await c.req.json())
    const request = service.state.requests.get(requestId(partner, about, serial))
    if (!request) return c.json({ error: 'unknownRequest' }, 404)
    return c.json(await sendForged(await service.forge(request, number ?? forgedNumber, key)))
  })
  app.post('/control/deliver', async (c) => {
    const callback = service.state.callbacks.get(deliverBody.parse(await c.req.json()).id)
    return callback ? c.json(await sender.deliver(callback)) : c.json({ error: 'unknownCallback' }, 404)
  })
  app.post('/control/tick', async (c) => c.json({ delivered: await sender.tick() }))

  async function sendForged(id: string) {
    const callback = service.state.callbacks.get(id)
    return callback ? sender.deliver(callback) : { status: null, answered: false }
  }
}
