import { randomInt } from 'node:crypto'
import type { Context, Hono } from 'hono'
import {
  type BankChoice,
  banks,
  isPoorCompany,
  judgeCard,
  judgeLogin,
  maskCard,
  maskPhone,
  uKeyPin,
} from './accounts.ts'
import { BankRefuses } from './bank.ts'
import { readCashierAddress } from './gateway-routes.ts'
import { behaviourPanel, readBehaviourForm } from './pages/behaviour-panel.ts'
import { cardPage, codePage } from './pages/card-pages.ts'
import { viewOf } from './pages/layout.ts'
import { banksPage, confirmPage, loginPage } from './pages/netbank-pages.ts'
import { failurePage, paidPage, processingPage } from './pages/result-pages.ts'
import { type BankParts, wake } from './parts.ts'
import type { Trade } from './trades.ts'

/** How far the payer has come. It is forgotten at a restart: then the payer begins again. */
type Step =
  | { readonly method: 'card'; readonly code: string; readonly phone: string; readonly payer: string; wrong: number }
  | { readonly method: 'netbank'; readonly bank: BankChoice; readonly customer: string }

const mostWrongCodes = 3
/** Old half-way steps make room for new ones. */
const mostSteps = 2000

/** The pages on which people pay. Whoever knows a trade's random key may pay it: that does nobody harm. */
export function addCashierRoutes(app: Hono, parts: BankParts): void {
  const { bank, clock } = parts
  const steps = new Map<string, Step>()
  const keep = (key: string, step: Step) => {
    const oldest = steps.keys().next().value
    if (steps.size >= mostSteps && oldest !== undefined) steps.delete(oldest)
    steps.set(key, step)
  }
  const see = (c: Context) => viewOf(c, clock.now())
  const panelOf = (c: Context, trade: Trade) =>
    behaviourPanel(see(c).t, trade.key, bank.behaviourOf(trade), c.req.query('saved') !== undefined)
  const typed = async (c: Context) => {
    const fields = await c.req.parseBody()
    return (name: string) => String(fields[name] ?? '').slice(0, 200)
  }
  const bankOf = (id: string | undefined) => banks.find((one) => one.id === id)

  app.get('/cashier', async (c) => {
    try {
      const trade = await bank.open(readCashierAddress(parts, c.req.query()))
      return c.redirect(`/pay/${trade.key}`, 303)
    } catch (error) {
      if (!(error instanceof BankRefuses)) throw error
      const why = error.code === 'expired' || error.code === 'closed' ? error.code : 'refused'
      // Only what a merchant signed is an address to lead people to.
      const signed = !['merchantUnknown', 'badSignature', 'badRequest'].includes(error.code)
      const back = signed ? { returnUrl: c.req.query('returnUrl') ?? '' } : {}
      const reason = why === 'refused' ? { reason: error.message } : {}
      return c.html(failurePage(see(c), why, { ...reason, ...back }), 409)
    }
  })

  /** The trade's page as it stands: whatever a form wanted, what the trade is comes first. */
  async function show(c: Context, trade: Trade): Promise<Response> {
    await bank.settleDue()
    wake(parts)
    const view = see(c)
    const panel = panelOf(c, trade)
    if (trade.state === 'paid') return c.html(paidPage(view, trade, panel))
    const refusal = bank.whyNotPayable(trade)
    if (refusal === 'processing') return c.html(processingPage(view, trade))
    if (refusal) {
      const why = refusal === 'expired' ? 'expired' : 'closed'
      return c.html(failurePage(view, why, { returnUrl: trade.returnUrl, panel }))
    }
    const asked = c.req.query('step')
    if (asked === 'again') steps.delete(trade.key)
    const step = steps.get(trade.key)
    if (step?.method === 'card') return c.html(codePage(view, trade, panel, step))
    if (trade.method === 'card') return c.html(cardPage(view, trade, panel))
    if (step?.method === 'netbank') return c.html(confirmPage(view, trade, panel, step, { open: asked === 'key' }))
    const chosen = asked === 'login' ? bankOf(c.req.query('bank')) : undefined
    return c.html(chosen ? loginPage(view, trade, panel, chosen) : banksPage(view, trade, panel))
  }

  const forTrade = (handle: (c: Context, trade: Trade) => Promise<Response>) => async (c: Context) => {
    const trade = bank.state.byKey.get(c.req.param('key') ?? '')
    return trade ? handle(c, trade) : c.html(failurePage(see(c), 'notFound'), 404)
  }
  /** A step that only makes sense while the trade can be paid; else its page says why not. */
  const whilePayable = (handle: (c: Context, trade: Trade) => Promise<Response>) =>
    forTrade((c, trade) => (bank.whyNotPayable(trade) ? Promise.resolve(toPage(c, trade)) : handle(c, trade)))
  const toPage = (c: Context, trade: Trade, search = '') => c.redirect(`/pay/${trade.key}${search}`, 303)

  async function pay(c: Context, trade: Trade, payer: string): Promise<Response> {
    steps.delete(trade.key)
    await bank.pay(trade.merchant, trade.tradeNo, payer)
    wake(parts)
    return toPage(c, trade)
  }

  app.get('/pay/:key', forTrade(show))

  app.post(
    '/pay/:key/card',
    whilePayable(async (c, trade) => {
      const value = await typed(c)
      const form = {
        number: value('number'),
        holder: value('holder'),
        expiry: value('expiry'),
        mobile: value('mobile'),
      }
      const faults = judgeCard(form, clock.now())
      if (Object.keys(faults).length > 0) return c.html(cardPage(see(c), trade, panelOf(c, trade), form, faults), 422)
      const code = randomInt(1_000_000).toString().padStart(6, '0')
      const { number, mobile } = form
      keep(trade.key, { method: 'card', code, phone: maskPhone(mobile), payer: maskCard(number), wrong: 0 })
      return toPage(c, trade)
    }),
  )

  app.post(
    '/pay/:key/code',
    whilePayable(async (c, trade) => {
      const step = steps.get(trade.key)
      if (step?.method !== 'card') return toPage(c, trade)
      const value = await typed(c)
      if (value('code').normalize('NFKC').trim() === step.code) return pay(c, trade, step.payer)
      step.wrong++
      const view = see(c)
      if (step.wrong < mostWrongCodes) return c.html(codePage(view, trade, panelOf(c, trade), step, true), 422)
      steps.delete(trade.key)
      return c.html(cardPage(view, trade, panelOf(c, trade), {}, { number: 'codeTooOften' }), 422)
    }),
  )

  app.post(
    '/pay/:key/login',
    whilePayable(async (c, trade) => {
      const value = await typed(c)
      const chosen = bankOf(value('bank'))
      if (!chosen) return toPage(c, trade)
      const form = { customer: value('customer'), operator: value('operator'), password: value('password') }
      const faults = judgeLogin(form)
      if (Object.keys(faults).length > 0)
        return c.html(loginPage(see(c), trade, panelOf(c, trade), chosen, form, faults), 422)
      keep(trade.key, { method: 'netbank', bank: chosen, customer: form.customer.trim() })
      return toPage(c, trade)
    }),
  )

  app.post(
    '/pay/:key/key',
    whilePayable(async (c, trade) => {
      const step = steps.get(trade.key)
      if (step?.method !== 'netbank') return toPage(c, trade)
      const value = await typed(c)
      const refuse = (fault: 'pinWrong' | 'poor') =>
        c.html(confirmPage(see(c), trade, panelOf(c, trade), step, { open: fault === 'pinWrong', fault }), 422)
      if (value('pin').normalize('NFKC').trim() !== uKeyPin) return refuse('pinWrong')
      if (isPoorCompany(step.customer)) return refuse('poor')
      return pay(c, trade, `${step.bank.zh} ${step.customer}`)
    }),
  )

  app.post(
    '/pay/:key/behaviour',
    forTrade(async (c, trade) => {
      await bank.behave(readBehaviourForm(await c.req.parseBody()), trade)
      return toPage(c, trade, '?saved')
    }),
  )

  app.post(
    '/pay/:key/forge',
    forTrade(async (c, trade) => {
      const notice = bank.state.notices.get(await bank.forge(trade, trade.amountFen, 'stranger'))
      if (notice) await parts.sender.deliver(notice)
      return toPage(c, trade, '?saved')
    }),
  )
}
