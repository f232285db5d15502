import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import type { OnlineMethod } from '../../../server/platform/payment-providers/payment-provider.ts'
import { attempt, cashierRequest, refundRequest } from '../../support/stand-in-gateway.ts'
import { isSignedWith, merchant, openUnionPay, paidAnswer, rawBody, signUnionPay } from './unionpay-stand-in.ts'

// Keys are made and used by the dozen, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let bank: Awaited<ReturnType<typeof openUnionPay>>
beforeAll(async () => {
  bank = await openUnionPay()
})
afterEach(() => {
  bank.outside.timeLimitMs = 10_000
})
afterAll(() => bank.gateway.close())

function hang() {
  bank.outside.timeLimitMs = 200
  bank.gateway.answer(() => ({ hangs: true }))
}

/** The gateway checks our signature as it would really, and answers with its own. */
function answerWith(fields: Record<string, string>, change: (body: string) => string | Buffer = (body) => body) {
  bank.gateway.answer(({ body }) => {
    const asked = Object.fromEntries(new URLSearchParams(body))
    if (!isSignedWith(asked, bank.ours)) return { body: rawBody({ respCode: '11', respMsg: '验证签名失败' }) }
    return { body: change(rawBody(signUnionPay(fields, bank.signer))) }
  })
}

const asked = () => Object.fromEntries(new URLSearchParams(bank.gateway.requests[0]?.body ?? ''))

describe('the cashier', () => {
  test('is a form that UnionPay can check: every field, fen, times of Shanghai, the decimal serial of our certificate', async () => {
    const cashier = await bank.provider.openCashier(cashierRequest)
    if (cashier.kind !== 'form') throw new Error('UnionPay opens with a form')
    expect(cashier.action).toBe(`${bank.gateway.url}/gateway/api/frontTransReq.do`)
    expect(isSignedWith(cashier.fields, bank.ours)).toBe(true)
    const { signature: _signature, ...fields } = cashier.fields
    expect(fields).toEqual({
      version: '5.1.0',
      encoding: 'UTF-8',
      signMethod: '01',
      certId: '324518553658426726783156020576257',
      accessType: '0',
      merId: merchant,
      txnType: '01',
      txnSubType: '01',
      bizType: '000201',
      channelType: '07',
      orderId: 'PX26M4T8RK01',
      txnTime: '20261122140509',
      txnAmt: '320000',
      currencyCode: '156',
      payTimeout: '20261123002000',
      frontUrl: cashierRequest.returnUrl,
      backUrl: cashierRequest.noticeUrl,
      riskRateInfo: '{commodityName=2026年 安全培训    B 1  PX26M4T8RK}',
    })
  })

  test('of the netbank is the B2B gateway, and on a phone the mobile channel', async () => {
    const netbank = await bank.provider.openCashier({ ...cashierRequest, method: 'netbank' })
    const phone = await bank.provider.openCashier({ ...cashierRequest, device: 'phone' })
    expect(netbank).toMatchObject({ fields: { bizType: '000202', channelType: '07' } })
    expect(phone).toMatchObject({ fields: { bizType: '000201', channelType: '08' } })
  })

  test('is not opened for a method of another provider', async () => {
    await expect(bank.provider.openCashier({ ...cashierRequest, method: 'wechat' })).rejects.toThrow(RangeError)
  })
})

describe('asking for a payment', () => {
  test('names the order, the time and the kind that it was opened with, and reads what was paid', async () => {
    answerWith(paidAnswer)
    expect(await bank.provider.query(attempt)).toEqual({
      state: 'paid',
      providerTradeNo: '592611221405090000018',
      amountFen: 320_000,
      paidAt: new Date('2026-11-22T06:07:33Z'),
    })
    expect(bank.gateway.requests[0]?.path).toBe('/gateway/api/queryTrans.do')
    expect(asked()).toMatchObject({
      txnType: '00',
      bizType: '000201',
      orderId: 'PX26M4T8RK01',
      txnTime: '20261122140509',
    })
    await bank.provider.query({ ...attempt, method: 'netbank' as OnlineMethod })
  })

  test('reports another amount as what was paid', async () => {
    answerWith({ ...paidAnswer, txnAmt: '100' })
    expect(await bank.provider.query(attempt)).toMatchObject({ state: 'paid', amountFen: 100 })
  })

  test('takes a payment of the new year for one of the new year', async () => {
    answerWith({ ...paidAnswer, txnTime: '20261231235900', traceTime: '0101000230' })
    expect(await bank.provider.query(attempt)).toMatchObject({ paidAt: new Date('2026-12-31T16:02:30Z') })
  })

  test.each([
    ['00', '00', 'paid'],
    ['00', 'A6', 'paid'],
    ['00', '03', 'waiting'],
    ['00', '04', 'waiting'],
    ['00', '05', 'waiting'],
    ['00', '34', 'unknown'],
    ['03', '', 'waiting'],
    ['04', '', 'waiting'],
    ['05', '', 'waiting'],
    ['34', '', 'unknown'],
  ])('answered %s/%s is %s', async (respCode, origRespCode, state) => {
    answerWith({ ...paidAnswer, respCode, origRespCode })
    expect(await bank.provider.query(attempt)).toMatchObject({ state })
  })

  test('gives UnionPay’s words for a failure, without a card number in them', async () => {
    answerWith({ ...paidAnswer, origRespCode: '61', origRespMsg: '卡6222021234567890超出限额[3000061]' })
    expect(await bank.provider.query(attempt)).toEqual({ state: 'failed', failure: '61 卡…超出限额[3000061]' })
  })

  test.each(['11', '10', '31', '99'])('refused with %s says nothing of the order', async (respCode) => {
    answerWith({ ...paidAnswer, respCode })
    await expect(bank.provider.query(attempt)).rejects.toMatchObject({
      code: 'gatewayRefused',
      details: { failure: respCode },
    })
  })

  test.each(['02', '06', '37'])('turned away with %s can be repeated', async (respCode) => {
    answerWith({ ...paidAnswer, respCode })
    await expect(bank.provider.query(attempt)).rejects.toMatchObject({ code: 'gatewayUnavailable' })
  })

  test('about money of another currency is refused', async () => {
    answerWith({ ...paidAnswer, currencyCode: '840' })
    await expect(bank.provider.query(attempt)).rejects.toMatchObject({
      code: 'gatewayRefused',
      details: { why: 'otherCurrency' },
    })
  })

  test.each(['1e2', '1.10', '-5', '', '0x10', '１００', '1234567890123'])(
    'with the amount %j is not believed',
    async (txnAmt) => {
      answerWith({ ...paidAnswer, txnAmt })
      await expect(bank.provider.query(attempt)).rejects.toMatchObject({
        code: 'gatewayUnavailable',
        details: { why: 'unreadable' },
      })
    },
  )
})

describe('an answer that is not UnionPay’s own, to us, about this order', () => {
  const wrongs: [string, string, () => void][] = [
    [
      'is changed on the way',
      'signature',
      () => answerWith(paidAnswer, (body) => body.replace('txnAmt=320000', 'txnAmt=320001')),
    ],
    ['has no signature', 'signature', () => answerWith(paidAnswer, (body) => body.replace(/&signature=.*/s, ''))],
    [
      'has no certificate',
      'signature',
      () => answerWith(paidAnswer, (body) => body.replace(/&signPubKeyCert=.*(?=&signature)/s, '')),
    ],
    ['is of another merchant', 'otherTrade', () => answerWith({ ...paidAnswer, merId: '777290058110049' })],
    [
      'is the recorded one of another order',
      'otherTrade',
      () => answerWith({ ...paidAnswer, orderId: 'PX26M4T8RK02' }),
    ],
    ['has a field twice', 'unreadable', () => answerWith(paidAnswer, (body) => `${body}&origRespCode=00`)],
    ['is cut off', 'signature', () => answerWith(paidAnswer, (body) => body.slice(0, -40))],
    [
      'is cut off in a brace',
      'unreadable',
      () => answerWith(paidAnswer, (body) => body.slice(0, body.indexOf('{a=1') + 6)),
    ],
    [
      'is GBK',
      'unreadable',
      () => answerWith(paidAnswer, () => Buffer.from('respCode=00&respMsg=\xb3\xc9\xb9\xa6', 'latin1')),
    ],
    ['is a page', 'unreadable', () => bank.gateway.answer(() => ({ body: '<html>维护中</html>' }))],
    ['is empty', 'unreadable', () => bank.gateway.answer(() => ({ body: '' }))],
    ['is 502', 'status', () => bank.gateway.answer(() => ({ status: 502, body: 'Bad Gateway' }))],
    ['is 404', 'status', () => bank.gateway.answer(() => ({ status: 404, body: 'respCode=00' }))],
    ['never ends', 'timeout', hang],
    ['breaks off', 'connection', () => bank.gateway.answer(() => ({ breaks: true }))],
    ['is endless', 'tooLong', () => bank.gateway.answer(() => ({ body: 'a'.repeat(300_000) }))],
    [
      'sends us elsewhere',
      'connection',
      () => bank.gateway.answer(() => ({ status: 302, headers: { location: '/x' } })),
    ],
  ]
  test.each(wrongs)('%s: nothing is known (%s)', async (_name, why, arrange) => {
    arrange()
    const refused = await bank.provider.query(attempt).catch((error: unknown) => error)
    expect(refused).toMatchObject({ code: 'gatewayUnavailable', details: { provider: 'unionpay', why } })
    expect(bank.gateway.requests).toHaveLength(1)
  })

  test('says nothing of our key, our signature or the gateway’s address', async () => {
    bank.gateway.answer(() => ({ breaks: true }))
    const refused = (await bank.provider.query(attempt).catch((error: unknown) => error)) as Error
    const told = `${JSON.stringify(refused)}${refused.stack}${String(refused.cause)}`
    for (const secret of ['127.0.0.1', 'signature=', 'PRIVATE', merchant]) expect(told).not.toContain(secret)
  })
})

describe('a refund', () => {
  test('has an order number and a time of its own and names the payment by UnionPay’s number', async () => {
    answerWith({ ...paidAnswer, orderId: 'RF26M4T8RK', txnAmt: '110', queryId: '902611240030000000028' })
    expect(await bank.provider.refund(refundRequest)).toEqual({
      state: 'waiting',
      providerRefundNo: '902611240030000000028',
    })
    expect(bank.gateway.requests[0]?.path).toBe('/gateway/api/backTransReq.do')
    expect(asked()).toMatchObject({
      txnType: '04',
      txnSubType: '00',
      bizType: '000201',
      orderId: 'RF26M4T8RK',
      txnTime: '20261124003000',
      txnAmt: '110',
      currencyCode: '156',
      origQryId: '592611221405090000018',
      backUrl: refundRequest.noticeUrl,
    })
  })

  test.each([
    ['03', 'waiting'],
    ['05', 'waiting'],
    // The same once more, after our connection broke: it is not a failure of the first one.
    ['12', 'waiting'],
    ['35', 'failed'],
    ['36', 'failed'],
  ])('answered %s is %s', async (respCode, state) => {
    answerWith({ ...paidAnswer, orderId: 'RF26M4T8RK', respCode, respMsg: '原交易状态不正确' })
    expect(await bank.provider.refund(refundRequest)).toMatchObject({ state })
  })

  test('that was refused for our signature is not taken for failed', async () => {
    answerWith({ ...paidAnswer, orderId: 'RF26M4T8RK', respCode: '11' })
    await expect(bank.provider.refund(refundRequest)).rejects.toMatchObject({ code: 'gatewayRefused' })
  })

  test('is asked for by its own number and time', async () => {
    answerWith({
      ...paidAnswer,
      orderId: 'RF26M4T8RK',
      txnAmt: '110',
      queryId: '9026',
      txnTime: '20261124003000',
      traceTime: '1124003100',
    })
    expect(await bank.provider.queryRefund(refundRequest)).toEqual({
      state: 'done',
      providerRefundNo: '9026',
      refundedAt: new Date('2026-11-23T16:31:00Z'),
    })
    expect(asked()).toMatchObject({ orderId: 'RF26M4T8RK', txnTime: '20261124003000' })
  })

  test('is waiting, failed or unknown as UnionPay says, and refused when another amount went back', async () => {
    const about = { ...paidAnswer, orderId: 'RF26M4T8RK', txnAmt: '110' }
    answerWith({ ...about, origRespCode: '05' })
    expect(await bank.provider.queryRefund(refundRequest)).toMatchObject({ state: 'waiting' })
    answerWith({ ...about, origRespCode: '36', origRespMsg: '与原交易信息不符' })
    expect(await bank.provider.queryRefund(refundRequest)).toEqual({ state: 'failed', failure: '36 与原交易信息不符' })
    answerWith({ ...about, respCode: '34' })
    expect(await bank.provider.queryRefund(refundRequest)).toEqual({ state: 'unknown' })
    answerWith({ ...about, respCode: '05' })
    expect(await bank.provider.queryRefund(refundRequest)).toMatchObject({ state: 'waiting' })
    answerWith({ ...about, txnAmt: '111' })
    await expect(bank.provider.queryRefund(refundRequest)).rejects.toMatchObject({ code: 'gatewayRefused' })
  })
})
