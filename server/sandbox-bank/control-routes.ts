import { timingSafeEqual } from 'node:crypto'
import type { Context, Hono } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { z } from 'zod'
import { behaviourSchema } from './behaviour.schema.ts'
import { readBehaviourForm } from './pages/behaviour-panel.ts'
import { controlPage } from './pages/control-page.ts'
import { languageOf } from './pages/layout.ts'
import { type BankParts, wake } from './parts.ts'
import { statementOf, tradeId } from './trades.ts'

const cookie = 'sandbox-bank-control'

const payBody = z.object({
  merchant: z.string(),
  tradeNo: z.string(),
  amountFen: z.number().int().positive().optional(),
})
const forgeBody = payBody.extend({ key: z.enum(['stranger', 'bank']).default('stranger') })
const behaveBody = z.object({
  merchant: z.string().optional(),
  tradeNo: z.string().optional(),
  behaviour: behaviourSchema.partial(),
})
const deliverBody = z.object({ id: z.string() })

/**
 * What runs the bank from outside: a page for people and JSON for tests. Only this machine reaches it, with the token of
 * the data folder (`?token=…` on the page makes a cookie of it); behind a proxy nobody is this machine.
 */
export function addControlRoutes(app: Hono, parts: BankParts, remoteAddress: (c: Context) => string): void {
  const { bank, sender } = parts

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

  app.get('/control/', async (c) => c.html(await controlPage(parts, languageOf(c))))
  app.post('/control/behaviour-form', async (c) => {
    await bank.behave(readBehaviourForm(await c.req.parseBody()), null)
    return c.redirect('/control/', 303)
  })
  app.post('/control/deliver-form', async (c) => {
    const { id } = await c.req.parseBody()
    const notice = bank.state.notices.get(String(id))
    if (notice) await sender.deliver(notice)
    return c.redirect('/control/', 303)
  })

  app.get('/control/statement', async (c) => {
    await bank.settleDue()
    return c.json(statementOf(bank.state, c.req.query('merchant') ?? ''))
  })
  app.get('/control/trades', (c) => c.json([...bank.state.trades.values()].map(({ key: _, ...trade }) => trade)))
  app.get('/control/notices', (c) =>
    c.json(
      [...bank.state.notices.values()].map(({ id, content, dueAt, tries, answered }) => ({
        id,
        about: content.about,
        state: content.state,
        tradeNo: content.tradeNo,
        refundNumber: content.refundNumber,
        dueAt,
        tries,
        answered,
      })),
    ),
  )
  app.post('/control/behaviour', async (c) => {
    const { merchant = '', tradeNo, behaviour } = behaveBody.parse(await c.req.json())
    const trade = tradeNo === undefined ? null : bank.state.trades.get(tradeId(merchant, tradeNo))
    if (trade === undefined) return c.json({ error: 'unknownTrade' }, 404)
    await bank.behave(behaviour, trade)
    return c.json({ done: true })
  })
  app.post('/control/pay', async (c) => {
    const { merchant, tradeNo, amountFen } = payBody.parse(await c.req.json())
    const result = await bank.pay(merchant, tradeNo, '6222 **** **** 0000', amountFen)
    wake(parts)
    return c.json(result)
  })
  app.post('/control/forge', async (c) => {
    const { merchant, tradeNo, amountFen, key } = forgeBody.parse(await c.req.json())
    const trade = bank.state.trades.get(tradeId(merchant, tradeNo))
    if (!trade) return c.json({ error: 'unknownTrade' }, 404)
    const notice = bank.state.notices.get(await bank.forge(trade, amountFen ?? trade.amountFen, key))
    return c.json(notice ? await sender.deliver(notice) : { status: null, answered: false })
  })
  app.post('/control/deliver', async (c) => {
    const notice = bank.state.notices.get(deliverBody.parse(await c.req.json()).id)
    return notice ? c.json(await sender.deliver(notice)) : c.json({ error: 'unknownNotice' }, 404)
  })
  app.post('/control/tick', async (c) => c.json({ delivered: await sender.tick() }))
}
