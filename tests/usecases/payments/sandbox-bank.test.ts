import { describe, expect, test } from 'vitest'
import { fen } from '../../../server/core/money.ts'
import type { NoticeMessage } from '../../../server/platform/payment-providers/payment-provider.ts'
import { startSandboxBank } from '../../support/sandbox-bank.ts'
import { attempt, openTrade, readAll, refundOf, refusal, start } from '../../support/sandbox-trade.ts'

describe('a trade', () => {
  test('is unknown before its cashier was opened, waits, is paid once, and the bank’s books say so', async () => {
    const bank = await startSandboxBank({ clock: { now: () => start } })
    const trade = attempt()
    expect(await bank.provider.query(trade)).toEqual({ state: 'unknown' })
    await bank.control.open(await bank.provider.openCashier(trade))
    expect(await bank.provider.query(trade)).toEqual({ state: 'waiting' })
    const paid = await bank.control.pay(trade.tradeNo)
    expect(paid).toMatchObject({ paid: true, bankTradeNo: expect.stringMatching(/^SB20261122\d{12}$/) })
    expect(await bank.provider.query(trade)).toEqual({
      state: 'paid',
      providerTradeNo: paid.paid ? paid.bankTradeNo : '',
      amountFen: 320_000,
      paidAt: start,
    })
    expect(await bank.control.pay(trade.tradeNo)).toEqual({ paid: false, why: 'alreadyPaid' })
    expect(await bank.statement()).toMatchObject({ receivedFen: 320_000, refundedFen: 0, netFen: 320_000 })
  })

  test('opened again is the same trade; with another amount or method it is refused', async () => {
    const { bank, provider, trade } = await openTrade()
    const [first, again] = [
      await bank.control.open(await provider.openCashier(trade)),
      await bank.control.open(await provider.openCashier({ ...trade, description: 'other words' })),
    ]
    expect(again).toEqual(first)
    for (const change of [{ amountFen: fen(1) }, { method: 'netbank' as const }]) {
      const changed = await provider.openCashier({ ...trade, ...change })
      await expect(bank.control.open(changed)).rejects.toThrow('同一商户订单号的金额或支付方式不一致')
    }
    expect(await bank.control.trades()).toHaveLength(1)
  })

  test('that twenty people pay at the same moment is paid by one of them', async () => {
    const { bank, trade } = await openTrade()
    const results = await Promise.all(Array.from({ length: 20 }, () => bank.control.pay(trade.tradeNo)))
    expect(results.filter((result) => result.paid)).toHaveLength(1)
    expect((await bank.statement()).payments).toHaveLength(1)
    expect(await bank.control.notices()).toHaveLength(1)
  })

  test('is not paid after its limit, and a query then says that it never will be', async () => {
    const { bank, clock, trade, provider } = await openTrade()
    clock.advance(899_999)
    expect(await provider.query(trade)).toEqual({ state: 'waiting' })
    clock.advance(1)
    expect(await bank.control.pay(trade.tradeNo)).toEqual({ paid: false, why: 'expired' })
    expect(await provider.query(trade)).toEqual({ state: 'failed', failure: '已超过支付时限' })
    expect((await bank.statement()).receivedFen).toBe(0)
    await expect(bank.control.open(await provider.openCashier(attempt()))).rejects.toThrow('已超过支付时限')
  })

  test('that was closed takes no money, also when nobody had opened its cashier', async () => {
    const { bank, trade, provider } = await openTrade()
    const unseen = attempt()
    await provider.close(trade)
    await provider.close(unseen)
    await provider.close(unseen)
    expect(await bank.control.pay(trade.tradeNo)).toEqual({ paid: false, why: 'closed' })
    await expect(bank.control.open(await provider.openCashier(unseen))).rejects.toThrow('交易已关闭')
    for (const closed of [trade, unseen])
      expect(await provider.query(closed)).toEqual({ state: 'failed', failure: '交易已关闭' })
  })

  test('that is paid cannot be closed', async () => {
    const { bank, trade, provider } = await openTrade()
    await bank.control.pay(trade.tradeNo)
    await expect(provider.close(trade)).rejects.toEqual(refusal('gatewayRefused'))
    expect(await provider.query(trade)).toMatchObject({ state: 'paid' })
  })
})

describe('refunds', () => {
  test('give back no more than was paid, in parts, each number once', async () => {
    const { bank, trade, provider } = await openTrade()
    await expect(provider.refund(refundOf(trade))).rejects.toEqual(refusal('gatewayRefused'))
    await bank.control.pay(trade.tradeNo)
    const first = await provider.refund(refundOf(trade))
    expect(first).toMatchObject({ state: 'done', refundedAt: start })
    expect(await provider.refund(refundOf(trade))).toEqual(first)
    expect(await provider.queryRefund(refundOf(trade))).toEqual(first)
    await expect(provider.refund(refundOf(trade, { amountFen: fen(1) }))).rejects.toEqual(refusal('gatewayRefused'))
    const rest = { refundNumber: 'RF26M4T8RZ', amountFen: fen(220_001) }
    await expect(provider.refund(refundOf(trade, rest))).rejects.toEqual(refusal('gatewayRefused'))
    await provider.refund(refundOf(trade, { ...rest, amountFen: fen(220_000) }))
    expect(await bank.statement()).toMatchObject({ receivedFen: 320_000, refundedFen: 320_000, netFen: 0 })
  })

  test('of the same money at the same moment: one is made', async () => {
    const { bank, trade, provider } = await openTrade()
    await bank.control.pay(trade.tradeNo)
    const asked = ['RF26AAAAAA', 'RF26BBBBBB', 'RF26CCCCCC'].map((refundNumber) =>
      provider.refund(refundOf(trade, { refundNumber, amountFen: fen(320_000) })),
    )
    const results = await Promise.allSettled(asked)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await bank.statement()).refundedFen).toBe(320_000)
  })

  test.each([
    ['pendingDone', 'done', 100_000],
    ['pendingFailed', 'failed', 0],
  ] as const)('that are %s wait first, then end with a notice', async (way, end, refundedFen) => {
    const { bank, trade, provider, merchant, clock } = await openTrade({ behaviour: { refund: way, refundDelayS: 60 } })
    await bank.control.pay(trade.tradeNo)
    await bank.control.tick()
    expect(await provider.refund(refundOf(trade))).toMatchObject({ state: 'waiting' })
    // What waits is gone from what can be refunded.
    const all = { refundNumber: 'RF26M4T8RZ', amountFen: fen(320_000) }
    await expect(provider.refund(refundOf(trade, all))).rejects.toEqual(refusal('gatewayRefused'))
    clock.advance(59_999)
    expect(await provider.queryRefund(refundOf(trade))).toMatchObject({ state: 'waiting' })
    clock.advance(1)
    await bank.control.tick()
    expect(await provider.queryRefund(refundOf(trade))).toMatchObject({ state: end })
    expect((await readAll(provider, merchant.notices)).at(-1)).toMatchObject({
      about: 'refund',
      refundNumber: 'RF26M4T8RK',
      answer: { state: end },
    })
    expect((await bank.statement()).refundedFen).toBe(refundedFen)
  })

  test('that fail at once can be asked for again under another number', async () => {
    const { bank, trade, provider } = await openTrade({ behaviour: { refund: 'failed' } })
    await bank.control.pay(trade.tradeNo)
    expect(await provider.refund(refundOf(trade))).toMatchObject({ state: 'failed' })
    await bank.control.behave({ refund: 'done' })
    expect(await provider.refund(refundOf(trade))).toMatchObject({ state: 'failed' })
    const again = refundOf(trade, { refundNumber: 'RF26M4T8RZ', amountFen: fen(320_000) })
    expect(await provider.queryRefund(again)).toEqual({ state: 'unknown' })
    expect(await provider.refund(again)).toMatchObject({ state: 'done' })
  })
})

describe('money that does not fit', () => {
  test.each([
    [-20_000, 300_000],
    [30_000, 350_000],
  ])('the payer pays %i fen more than asked: books, query and notice say what came', async (payDifferenceFen, came) => {
    const { bank, trade, merchant, provider } = await openTrade({ behaviour: { payDifferenceFen } })
    await bank.control.pay(trade.tradeNo)
    await bank.control.tick()
    expect(await provider.query(trade)).toMatchObject({ amountFen: came })
    expect(await provider.readNotice(merchant.notices[0] as NoticeMessage)).toMatchObject({
      answer: { amountFen: came },
    })
    expect(await bank.statement()).toMatchObject({
      receivedFen: came,
      payments: [{ askedFen: 320_000, paidFen: came }],
    })
  })

  test('a payment under way passes the limit and arrives', async () => {
    const { bank, trade, provider, clock, merchant } = await openTrade({ behaviour: { processingS: 60 } })
    clock.advance(890_000)
    expect(await bank.control.pay(trade.tradeNo)).toMatchObject({ paid: true, processing: true })
    await expect(provider.close(trade)).rejects.toEqual(refusal('gatewayRefused'))
    clock.advance(59_000)
    expect(await provider.query(trade)).toEqual({ state: 'waiting' })
    expect((await bank.statement()).receivedFen).toBe(0)
    clock.advance(1_000)
    expect(await provider.query(trade)).toMatchObject({ state: 'paid', paidAt: new Date(start.getTime() + 950_000) })
    await bank.control.tick()
    expect(merchant.notices).toHaveLength(1)
  })

  test('a bank that takes money after the limit, or after it said that it had closed the trade', async () => {
    const { bank, trade, provider, clock } = await openTrade({ behaviour: { close: 'ignored' } })
    await provider.close(trade)
    clock.advance(900_000)
    expect(await provider.query(trade)).toMatchObject({ state: 'failed' })
    await bank.control.behave({ afterLimit: 'taken' }, trade.tradeNo)
    expect(await provider.query(trade)).toEqual({ state: 'waiting' })
    expect(await bank.control.pay(trade.tradeNo)).toMatchObject({ paid: true })
    expect(await provider.query(trade)).toMatchObject({ state: 'paid' })
  })

  test('queries of a paid trade that still say that it waits, three times', async () => {
    const { bank, trade, provider } = await openTrade({ behaviour: { queryWaitingTimes: 3 } })
    await bank.control.pay(trade.tradeNo)
    const states: string[] = []
    for (let i = 0; i < 4; i++) states.push((await provider.query(trade)).state)
    expect(states).toEqual(['waiting', 'waiting', 'waiting', 'paid'])
  })
})

describe('where the browser goes', () => {
  test('to the host under which it knows us, at the bank’s port, or to the address that was configured', async () => {
    const beside = await startSandboxBank()
    const configured = await startSandboxBank({ publicUrl: 'https://bank.example' })
    const of = async (bank: typeof beside) => {
      const cashier = await bank.provider.openCashier(attempt())
      return cashier.kind === 'redirect' ? new URL(cashier.url).origin : ''
    }
    expect(await of(beside)).toBe('http://192.168.1.5:3001')
    expect(await of(configured)).toBe('https://bank.example')
  })

  test('the control interface is this machine’s, with the token', async () => {
    const bank = await startSandboxBank()
    expect((await bank.app.request('/control/statement')).status).toBe(403)
    const headers = { authorization: 'Bearer wrong', 'x-forwarded-for': '10.0.0.1' }
    expect((await bank.app.request('/control/statement', { headers })).status).toBe(404)
    expect((await bank.app.request('/control/pay', { method: 'POST', body: '{}' })).status).toBe(403)
  })
})
