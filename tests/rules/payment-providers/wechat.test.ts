import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { attempt, cashierRequest, refundRequest } from '../../support/stand-in-gateway.ts'
import { appid, isAuthorized, mchid, openWechat, paidTrade, publicKeyId, signedHeaders } from './wechat-stand-in.ts'

// Keys are made and used by the dozen, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let bank: Awaited<ReturnType<typeof openWechat>>
beforeAll(async () => {
  bank = await openWechat()
})
afterEach(() => {
  bank.outside.timeLimitMs = 10_000
})
afterAll(() => bank.gateway.close())

function hang() {
  bank.outside.timeLimitMs = 200
  bank.gateway.answer(() => ({ hangs: true }))
}

type Change = {
  body?: (body: string) => string | Buffer
  headers?: (headers: Record<string, string>) => Record<string, string>
}

/** The gateway checks our Authorization as WeChat Pay would, and signs what it answers, refusals too. */
function answerWith(answer: unknown, status = 200, change: Change = {}) {
  bank.gateway.answer((request) => {
    const now = bank.outside.clock.now()
    const isOurs = isAuthorized(request, bank.ours.key, now)
    const body = isOurs ? (answer === null ? '' : JSON.stringify(answer)) : '{"code":"SIGN_ERROR","message":"签名错误"}'
    const headers = signedHeaders(body, bank.publicKeyOwner, publicKeyId, now)
    return {
      status: isOurs ? status : 401,
      headers: change.headers?.(headers) ?? headers,
      body: change.body?.(body) ?? body,
    }
  })
}

const asked = () => bank.gateway.requests[0]
const askedBody = () => JSON.parse(asked()?.body ?? '') as unknown

describe('the cashier', () => {
  test('is a code to scan, asked for in fen and with the end in Shanghai’s time', async () => {
    answerWith({ code_url: 'weixin://wxpay/bizpayurl?pr=JyC91EIz1' })
    expect(await bank.provider.openCashier({ ...cashierRequest, method: 'wechat' })).toEqual({
      kind: 'qr',
      text: 'weixin://wxpay/bizpayurl?pr=JyC91EIz1',
    })
    expect(asked()).toMatchObject({ method: 'POST', path: '/v3/pay/transactions/native' })
    expect(asked()?.headers['wechatpay-serial']).toBe(publicKeyId)
    expect(askedBody()).toEqual({
      appid,
      mchid,
      description: cashierRequest.description,
      out_trade_no: 'PX26M4T8RK01',
      time_expire: '2026-11-23T00:20:00+08:00',
      notify_url: cashierRequest.noticeUrl,
      amount: { total: 320_000, currency: 'CNY' },
    })
  })

  test('that WeChat Pay refuses is refused with its code', async () => {
    answerWith({ code: 'OUT_TRADE_NO_USED', message: '商户订单号重复' }, 403)
    await expect(bank.provider.openCashier(cashierRequest)).rejects.toMatchObject({
      code: 'gatewayRefused',
      details: { provider: 'wechat', failure: 'OUT_TRADE_NO_USED' },
    })
  })
})

describe('asking for a payment', () => {
  test('reads what was paid', async () => {
    answerWith(paidTrade)
    expect(await bank.provider.query(attempt)).toEqual({
      state: 'paid',
      providerTradeNo: '4200002345202611221234567890',
      amountFen: 320_000,
      paidAt: new Date('2026-11-22T06:07:33Z'),
    })
    expect(asked()).toMatchObject({
      method: 'GET',
      path: `/v3/pay/transactions/out-trade-no/PX26M4T8RK01?mchid=${mchid}`,
      body: '',
    })
  })

  test.each([
    ['REFUND', 'paid'],
    ['NOTPAY', 'waiting'],
    ['USERPAYING', 'waiting'],
    ['CLOSED', 'failed'],
    ['REVOKED', 'failed'],
    ['PAYERROR', 'failed'],
  ])('answered %s is %s', async (trade_state, state) => {
    answerWith({ ...paidTrade, trade_state })
    expect(await bank.provider.query(attempt)).toMatchObject({ state })
  })

  test('is waiting when nothing of the payment is there yet, as before it is paid', async () => {
    const { amount: _amount, success_time: _time, transaction_id: _id, ...unpaid } = paidTrade
    answerWith({ ...unpaid, trade_state: 'NOTPAY' })
    expect(await bank.provider.query(attempt)).toEqual({ state: 'waiting' })
  })

  test('is unknown when WeChat Pay says so, under its seal', async () => {
    answerWith({ code: 'ORDER_NOT_EXIST', message: '订单不存在' }, 404)
    expect(await bank.provider.query(attempt)).toEqual({ state: 'unknown' })
  })

  test('reports another amount as what was paid', async () => {
    answerWith({ ...paidTrade, amount: { total: 1, currency: 'CNY' } })
    expect(await bank.provider.query(attempt)).toMatchObject({ amountFen: 1 })
  })

  test('takes 1e2 for the whole number that it is in JSON', async () => {
    answerWith(paidTrade)
    bank.gateway.answer(() => {
      const body = JSON.stringify(paidTrade).replace('320000', '1e2')
      return { body, headers: signedHeaders(body, bank.publicKeyOwner, publicKeyId, bank.outside.at) }
    })
    expect(await bank.provider.query(attempt)).toMatchObject({ amountFen: 100 })
  })

  test.each([[1.1], ['100'], [-1], [null], [2 ** 53]])('with the amount %j is not believed', async (total) => {
    answerWith({ ...paidTrade, amount: { total, currency: 'CNY' } })
    await expect(bank.provider.query(attempt)).rejects.toMatchObject({ details: { why: 'unreadable' } })
  })

  test.each([
    [429, 'FREQUENCY_LIMITED', 'gatewayUnavailable'],
    [400, 'SYSTEM_ERROR', 'gatewayUnavailable'],
    [403, 'NO_AUTH', 'gatewayRefused'],
    [401, 'SIGN_ERROR', 'gatewayRefused'],
  ])('answered %i %s says nothing of the trade: %s', async (status, fault, code) => {
    answerWith({ code: fault, message: '' }, status)
    await expect(bank.provider.query(attempt)).rejects.toMatchObject({ code })
  })

  test('about money of another currency is refused', async () => {
    answerWith({ ...paidTrade, amount: { total: 320_000, currency: 'USD' } })
    await expect(bank.provider.query(attempt)).rejects.toMatchObject({ details: { why: 'otherCurrency' } })
  })
})

describe('an answer that is not WeChat Pay’s own, now, about this trade', () => {
  const withHeaders = (more: Record<string, string>) =>
    answerWith(paidTrade, 200, { headers: (headers) => ({ ...headers, ...more }) })
  const wrongs: [string, string, () => void][] = [
    [
      'is changed on the way',
      'signature',
      () => answerWith(paidTrade, 200, { body: (body) => body.replace('320000', '320001') }),
    ],
    ['is spaced otherwise', 'signature', () => answerWith(paidTrade, 200, { body: (body) => `${body}\n` })],
    ['has no signature', 'signature', () => answerWith(paidTrade, 200, { headers: () => ({}) })],
    [
      'has no signature on its refusal',
      'signature',
      () => answerWith({ code: 'ORDER_NOT_EXIST' }, 404, { headers: () => ({}) }),
    ],
    ['has a probing signature', 'signature', () => withHeaders({ 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/abc' })],
    ['has an unknown serial', 'signature', () => withHeaders({ 'Wechatpay-Serial': 'PUB_KEY_ID_0' })],
    ['has the serial of the other key', 'signature', () => withHeaders({ 'Wechatpay-Serial': bank.platformSerial })],
    ['has a timestamp that is none', 'signature', () => withHeaders({ 'Wechatpay-Timestamp': '1e9' })],
    ['is of another merchant', 'otherTrade', () => answerWith({ ...paidTrade, mchid: '1900007292' })],
    ['is of another app', 'otherTrade', () => answerWith({ ...paidTrade, appid: 'wx0' })],
    ['is about another trade', 'otherTrade', () => answerWith({ ...paidTrade, out_trade_no: 'PX26M4T8RK02' })],
    ['is cut off', 'signature', () => answerWith(paidTrade, 200, { body: (body) => body.slice(0, 60) })],
    [
      'is GBK',
      'unreadable',
      () => answerWith(paidTrade, 200, { body: () => Buffer.from('{"a":"\xb3\xc9"}', 'latin1') }),
    ],
    ['has a state of its own', 'unreadable', () => answerWith({ ...paidTrade, trade_state: 'PAID' })],
    [
      'is signed and no JSON',
      'unreadable',
      () =>
        bank.gateway.answer(() => ({
          body: '{',
          headers: signedHeaders('{', bank.publicKeyOwner, publicKeyId, bank.outside.at),
        })),
    ],
    ['is 500', 'status', () => answerWith(paidTrade, 500)],
    ['is a page that says 503', 'status', () => bank.gateway.answer(() => ({ status: 503, body: '<html></html>' }))],
    ['never ends', 'timeout', hang],
    ['breaks off', 'connection', () => bank.gateway.answer(() => ({ breaks: true }))],
  ]
  test.each(wrongs)('%s: nothing is known (%s)', async (_name, why, arrange) => {
    arrange()
    await expect(bank.provider.query(attempt)).rejects.toMatchObject({
      code: 'gatewayUnavailable',
      details: { provider: 'wechat', why },
    })
  })

  test('says nothing of our Authorization or our keys', async () => {
    answerWith(paidTrade, 200, { body: (body) => body.replace('320000', '320001') })
    const refused = (await bank.provider.query(attempt).catch((error: unknown) => error)) as Error
    const told = `${JSON.stringify(refused)}${refused.stack}${String(refused.cause)}`
    for (const secret of ['WECHATPAY2', 'PRIVATE', mchid, '0123456789abcdef']) expect(told).not.toContain(secret)
  })
})

describe('closing', () => {
  test.each([
    [204, null],
    [400, { code: 'ORDER_CLOSED', message: '订单已关闭' }],
    [404, { code: 'ORDER_NOT_EXIST', message: '订单不存在' }],
  ])('is done with %i', async (status, answer) => {
    answerWith(answer, status)
    await bank.provider.close(attempt)
    expect(asked()).toMatchObject({ method: 'POST', path: '/v3/pay/transactions/out-trade-no/PX26M4T8RK01/close' })
    expect(askedBody()).toEqual({ mchid })
  })

  test('of a paid one is refused', async () => {
    answerWith({ code: 'ORDERPAID', message: '订单已支付' }, 400)
    await expect(bank.provider.close(attempt)).rejects.toMatchObject({
      code: 'gatewayRefused',
      details: { failure: 'ORDERPAID' },
    })
  })
})

describe('a refund', () => {
  const refund = {
    refund_id: '50000000382019052709732678859',
    out_refund_no: 'RF26M4T8RK',
    transaction_id: paidTrade.transaction_id,
    out_trade_no: 'PX26M4T8RK01',
    status: 'PROCESSING',
    amount: { total: 320_000, refund: 110, currency: 'CNY' },
  }

  test('names the payment by WeChat Pay’s number, itself by ours, and what was paid in all', async () => {
    answerWith(refund)
    expect(await bank.provider.refund(refundRequest)).toEqual({ state: 'waiting', providerRefundNo: refund.refund_id })
    expect(asked()).toMatchObject({ method: 'POST', path: '/v3/refund/domestic/refunds' })
    expect(askedBody()).toEqual({
      transaction_id: '592611221405090000018',
      out_refund_no: 'RF26M4T8RK',
      notify_url: refundRequest.noticeUrl,
      amount: { refund: 110, total: 320_000, currency: 'CNY' },
    })
  })

  test('that the business refuses has failed; that was not let in has not', async () => {
    answerWith({ code: 'NOT_ENOUGH', message: '基本账户余额不足' }, 403)
    expect(await bank.provider.refund(refundRequest)).toEqual({
      state: 'failed',
      failure: 'NOT_ENOUGH 基本账户余额不足',
    })
    answerWith({ code: 'SIGN_ERROR', message: '' }, 401)
    await expect(bank.provider.refund(refundRequest)).rejects.toMatchObject({ code: 'gatewayRefused' })
    answerWith({ code: 'SYSTEM_ERROR', message: '' }, 500)
    await expect(bank.provider.refund(refundRequest)).rejects.toMatchObject({ code: 'gatewayUnavailable' })
  })

  test.each([
    ['PROCESSING', 'waiting'],
    ['SUCCESS', 'done'],
    ['CLOSED', 'failed'],
    ['ABNORMAL', 'failed'],
  ])('asked for and %s is %s', async (status, state) => {
    answerWith({ ...refund, status, success_time: '2026-11-24T00:31:00+08:00' })
    expect(await bank.provider.queryRefund(refundRequest)).toMatchObject({ state })
    expect(asked()).toMatchObject({ method: 'GET', path: '/v3/refund/domestic/refunds/RF26M4T8RK' })
  })

  test('is unknown when it never came in, and refused when another amount went back', async () => {
    answerWith({ code: 'RESOURCE_NOT_EXISTS', message: '退款单不存在' }, 404)
    expect(await bank.provider.queryRefund(refundRequest)).toEqual({ state: 'unknown' })
    answerWith({ ...refund, amount: { total: 320_000, refund: 111, currency: 'CNY' } })
    await expect(bank.provider.queryRefund(refundRequest)).rejects.toMatchObject({ details: { why: 'otherAmount' } })
    answerWith({ ...refund, out_trade_no: 'PX26M4T8RK02' })
    await expect(bank.provider.queryRefund(refundRequest)).rejects.toMatchObject({ details: { why: 'otherTrade' } })
  })
})
