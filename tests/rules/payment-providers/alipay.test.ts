import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { attempt, cashierRequest, refundRequest } from '../../support/stand-in-gateway.ts'
import { appId, openAlipay, paidTrade, signAlipay, verifiedParameters } from './alipay-stand-in.ts'

// Keys are made and used by the dozen, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let bank: Awaited<ReturnType<typeof openAlipay>>
beforeAll(async () => {
  bank = await openAlipay()
})
afterEach(() => {
  bank.outside.timeLimitMs = 10_000
})
afterAll(() => bank.gateway.close())

function hang() {
  bank.outside.timeLimitMs = 200
  bank.gateway.answer(() => ({ hangs: true }))
}

type Asked = NonNullable<ReturnType<typeof verifiedParameters>>
let asked: Asked | null = null

/** The gateway checks our signature as Alipay would, and signs what it answers. */
function answerWith(answer: unknown, change: (body: string) => string | Buffer = (body) => body) {
  bank.gateway.answer((request) => {
    asked = verifiedParameters(request, bank.appKey)
    if (!asked) return { body: '{"error_response":{"code":"40002","sub_code":"isv.invalid-signature"}}' }
    // Alipay escapes slashes, which JSON.stringify does not.
    const signed = JSON.stringify(answer).replaceAll('/', '\\/')
    const member = `${Reflect.get(asked, 'method')}`.replaceAll('.', '_')
    return { body: change(`{"${member}_response":${signed},"sign":"${signAlipay(signed, bank.alipayKey)}"}`) }
  })
}

describe('the cashier', () => {
  async function opened(device: 'desktop' | 'phone') {
    const cashier = await bank.provider.openCashier({ ...cashierRequest, method: 'alipay', device })
    if (cashier.kind !== 'redirect') throw new Error('Alipay opens with an address')
    const url = new URL(cashier.url)
    expect(url.origin + url.pathname).toBe(`${bank.gateway.url}/gateway.do`)
    return verifiedParameters({ path: url.pathname + url.search, body: '' }, bank.appKey)
  }

  test('is an address that Alipay can check: yuan, times of Shanghai in whatever zone we run', async () => {
    expect(await opened('desktop')).toMatchObject({
      method: 'alipay.trade.page.pay',
      app_id: appId,
      charset: 'utf-8',
      sign_type: 'RSA2',
      timestamp: '2026-11-22 14:10:00',
      notify_url: cashierRequest.noticeUrl,
      return_url: cashierRequest.returnUrl,
      content: {
        out_trade_no: 'PX26M4T8RK01',
        total_amount: '3200.00',
        subject: '2026年 安全培训   {B 1} PX26M4T8RK',
        product_code: 'FAST_INSTANT_TRADE_PAY',
        time_expire: '2026-11-23 00:20:00',
      },
    })
  })

  test('on a phone is the wap page', async () => {
    expect(await opened('phone')).toMatchObject({
      method: 'alipay.trade.wap.pay',
      content: { product_code: 'QUICK_WAP_WAY', total_amount: '3200.00' },
    })
  })
})

describe('asking for a payment', () => {
  test('reads what was paid, to the fen', async () => {
    answerWith(paidTrade)
    expect(await bank.provider.query(attempt)).toEqual({
      state: 'paid',
      providerTradeNo: '2026112222001468450512505578',
      amountFen: 320_000,
      paidAt: new Date('2026-11-22T06:07:33Z'),
    })
    expect(asked).toMatchObject({
      method: 'alipay.trade.query',
      timestamp: '2026-11-22 14:10:00',
      content: { out_trade_no: 'PX26M4T8RK01' },
    })
  })

  test.each([
    [{ trade_status: 'TRADE_FINISHED' }, 'paid'],
    [{ trade_status: 'WAIT_BUYER_PAY' }, 'waiting'],
    // Closed after it was refunded whole: it was paid all the same.
    [{ trade_status: 'TRADE_CLOSED' }, 'paid'],
    [{ trade_status: 'TRADE_CLOSED', send_pay_date: undefined }, 'failed'],
    [{ code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST', out_trade_no: undefined }, 'unknown'],
  ])('answered %j is %s', async (change, state) => {
    answerWith({ ...paidTrade, ...change })
    expect(await bank.provider.query(attempt)).toMatchObject({ state })
  })

  test('reports another amount as what was paid', async () => {
    answerWith({ ...paidTrade, total_amount: '0.10' })
    expect(await bank.provider.query(attempt)).toMatchObject({ amountFen: 10 })
  })

  test.each([
    [{ code: '40004', sub_code: 'ACQ.SYSTEM_ERROR' }, 'gatewayUnavailable'],
    [{ code: '20000', sub_code: 'isp.unknow-error' }, 'gatewayUnavailable'],
    [{ code: '40006', sub_code: 'isv.insufficient-isv-permissions' }, 'gatewayRefused'],
    [{ trans_currency: 'USD' }, 'gatewayRefused'],
    [{ trade_status: 'SOMETHING_NEW' }, 'gatewayUnavailable'],
  ])('answered %j says nothing of the trade: %s', async (change, code) => {
    answerWith({ ...paidTrade, ...change })
    await expect(bank.provider.query(attempt)).rejects.toMatchObject({ code })
  })

  test.each([['1e2'], ['3200.001'], ['-1.00'], [''], ['3,200.00'], ['３２００.00'], [3200]])(
    'with the amount %j is not believed',
    async (total_amount) => {
      answerWith({ ...paidTrade, total_amount })
      await expect(bank.provider.query(attempt)).rejects.toMatchObject({ details: { why: 'unreadable' } })
    },
  )
})

describe('an answer that is not Alipay’s own about this trade', () => {
  const forged = JSON.stringify({ ...paidTrade, total_amount: '9999.00' })
  const wrongs: [string, string, () => void][] = [
    ['is changed on the way', 'signature', () => answerWith(paidTrade, (body) => body.replace('3200.00', '3200.01'))],
    [
      'has no signature',
      'signature',
      () => answerWith(paidTrade, (body) => `${body.slice(0, body.indexOf(',"sign"'))}}`),
    ],
    [
      'is an unsigned refusal',
      'unreadable',
      () => bank.gateway.answer(() => ({ body: '{"error_response":{"code":"40002"}}' })),
    ],
    [
      'has its member twice, the second one unsigned',
      'unreadable',
      () => answerWith(paidTrade, (body) => body.replace(/\}$/, `,"alipay_trade_query_response":${forged}}`)),
    ],
    ['has two signatures', 'unreadable', () => answerWith(paidTrade, (body) => body.replace(/\}$/, ',"sign":"x"}'))],
    [
      'is the recorded one of another trade',
      'otherTrade',
      () => answerWith({ ...paidTrade, out_trade_no: 'PX26M4T8RK02' }),
    ],
    [
      'is the recorded one of another question',
      'unreadable',
      () => answerWith(paidTrade, (body) => body.replace('trade_query', 'trade_close')),
    ],
    ['is cut off', 'unreadable', () => answerWith(paidTrade, (body) => body.slice(0, 120))],
    ['is GBK', 'unreadable', () => answerWith(paidTrade, () => Buffer.from('{"a":"\xb3\xc9"}', 'latin1'))],
    ['is a page', 'unreadable', () => bank.gateway.answer(() => ({ body: '<html></html>' }))],
    ['is 503', 'status', () => bank.gateway.answer(() => ({ status: 503 }))],
    ['never ends', 'timeout', hang],
    ['breaks off', 'connection', () => bank.gateway.answer(() => ({ breaks: true }))],
  ]
  test.each(wrongs)('%s: nothing is known (%s)', async (_name, why, arrange) => {
    arrange()
    await expect(bank.provider.query(attempt)).rejects.toMatchObject({
      code: 'gatewayUnavailable',
      details: { provider: 'alipay', why },
    })
  })

  test('says nothing of our signature, our app or our key', async () => {
    answerWith(paidTrade, (body) => body.replace('3200.00', '3200.01'))
    const refused = (await bank.provider.query(attempt).catch((error: unknown) => error)) as Error
    const told = `${JSON.stringify(refused)}${refused.stack}${String(refused.cause)}`
    for (const secret of ['sign=', 'PRIVATE', appId, '3200.01']) expect(told).not.toContain(secret)
  })
})

describe('closing', () => {
  test.each([{ code: '10000' }, { code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST' }])(
    'is done with %j',
    async (answer) => {
      answerWith(answer)
      await bank.provider.close(attempt)
      expect(asked).toMatchObject({ method: 'alipay.trade.close', content: { out_trade_no: 'PX26M4T8RK01' } })
    },
  )

  test('of a paid one is refused', async () => {
    answerWith({ code: '40004', sub_code: 'ACQ.REASON_TRADE_STATUS_INVALID' })
    await expect(bank.provider.close(attempt)).rejects.toMatchObject({ code: 'gatewayRefused' })
  })
})

describe('a refund', () => {
  const refunded = { ...paidTrade, fund_change: 'Y', refund_fee: '1.10' }

  test('names the payment by Alipay’s number and itself by ours', async () => {
    answerWith(refunded)
    expect(await bank.provider.refund(refundRequest)).toMatchObject({
      state: 'done',
      providerRefundNo: paidTrade.trade_no,
    })
    expect(asked).toMatchObject({
      method: 'alipay.trade.refund',
      content: { trade_no: '592611221405090000018', refund_amount: '1.10', out_request_no: 'RF26M4T8RK' },
    })
  })

  test('that moved nothing just now is waited for', async () => {
    answerWith({ ...refunded, fund_change: 'N' })
    expect(await bank.provider.refund(refundRequest)).toMatchObject({ state: 'waiting' })
  })

  test('that the business refuses has failed; that was not let in has not', async () => {
    answerWith({ code: '40004', sub_code: 'ACQ.SELLER_BALANCE_NOT_ENOUGH', sub_msg: '卖家余额不足' })
    expect(await bank.provider.refund(refundRequest)).toEqual({
      state: 'failed',
      failure: 'ACQ.SELLER_BALANCE_NOT_ENOUGH 卖家余额不足',
    })
    answerWith({ code: '40004', sub_code: 'ACQ.SYSTEM_ERROR' })
    await expect(bank.provider.refund(refundRequest)).rejects.toMatchObject({ code: 'gatewayUnavailable' })
    answerWith({ code: '40002', sub_code: 'isv.invalid-signature' })
    await expect(bank.provider.refund(refundRequest)).rejects.toMatchObject({ code: 'gatewayRefused' })
    answerWith({ ...refunded, out_trade_no: 'PX26M4T8RK02' })
    await expect(bank.provider.refund(refundRequest)).rejects.toMatchObject({ details: { why: 'otherTrade' } })
  })

  const found = {
    code: '10000',
    out_trade_no: 'PX26M4T8RK01',
    trade_no: paidTrade.trade_no,
    out_request_no: 'RF26M4T8RK',
    refund_amount: '1.10',
    refund_status: 'REFUND_SUCCESS',
    gmt_refund_pay: '2026-11-24 00:31:00',
  }

  test('is asked for by its own number', async () => {
    answerWith(found)
    expect(await bank.provider.queryRefund(refundRequest)).toEqual({
      state: 'done',
      providerRefundNo: paidTrade.trade_no,
      refundedAt: new Date('2026-11-23T16:31:00Z'),
    })
    expect(asked).toMatchObject({
      method: 'alipay.trade.fastpay.refund.query',
      content: { out_request_no: 'RF26M4T8RK', trade_no: '592611221405090000018', query_options: ['gmt_refund_pay'] },
    })
  })

  test('is unknown while Alipay has no state for it, and refused when another amount went back', async () => {
    answerWith({ code: '10000' })
    expect(await bank.provider.queryRefund(refundRequest)).toEqual({ state: 'unknown' })
    answerWith({ code: '40004', sub_code: 'ACQ.TRADE_NOT_EXIST' })
    expect(await bank.provider.queryRefund(refundRequest)).toEqual({ state: 'unknown' })
    answerWith({ ...found, refund_amount: '1.11' })
    await expect(bank.provider.queryRefund(refundRequest)).rejects.toMatchObject({ code: 'gatewayRefused' })
    answerWith({ ...found, out_request_no: 'RF26M4T8RX' })
    await expect(bank.provider.queryRefund(refundRequest)).rejects.toMatchObject({ details: { why: 'otherTrade' } })
  })
})
