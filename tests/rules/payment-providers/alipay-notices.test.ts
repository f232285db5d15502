import { createPublicKey } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { alipayProvider } from '../../../server/platform/payment-providers/alipay/alipay.ts'
import { makeKey } from '../../support/certificates.ts'
import { outsideAt } from '../../support/stand-in-gateway.ts'
import { openAlipay, paidNotice, sellerId, signedNotice } from './alipay-stand-in.ts'

// Keys are made and used by the dozen, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let bank: Awaited<ReturnType<typeof openAlipay>>
beforeAll(async () => {
  bank = await openAlipay()
})
afterAll(() => bank.gateway.close())

describe('a notice', () => {
  const sent = (change: Record<string, string> = {}, key = bank.alipayKey) =>
    signedNotice({ ...paidNotice, ...change }, key)
  const read = (body: string, provider = bank.provider) => provider.readNotice({ headers: new Headers(), body })

  test('of a payment is believed', async () => {
    expect(bank.provider.noticeIsTruth).toBe(true)
    const reading = {
      about: 'payment',
      tradeNo: 'PX26M4T8RK01',
      answer: {
        state: 'paid',
        providerTradeNo: '2026112222001468450512505578',
        amountFen: 320_000,
        paidAt: new Date('2026-11-22T06:07:33Z'),
      },
    }
    expect(await read(sent())).toEqual(reading)
    // Alipay sends it up to eight times; that it counts once is the caller's.
    expect(await read(sent())).toEqual(reading)
  })

  test.each([
    ['TRADE_FINISHED', 'paid'],
    ['WAIT_BUYER_PAY', 'waiting'],
    ['TRADE_CLOSED', 'failed'],
  ])('of the state %s is %s', async (trade_status, state) => {
    expect(await read(sent({ trade_status }))).toMatchObject({ about: 'payment', answer: { state } })
  })

  test('with another amount says what was paid', async () => {
    expect(await read(sent({ total_amount: '0.01' }))).toMatchObject({ answer: { amountFen: 1 } })
  })

  test('of a refund comes to the same address and is told apart, also when the trade is closed by it', async () => {
    const refund = { gmt_refund: '2026-11-24 00:31:00.123', refund_fee: '1.10', out_biz_no: 'RF26M4T8RK' }
    const reading = {
      about: 'refund',
      refundNumber: 'RF26M4T8RK',
      answer: { state: 'done', providerRefundNo: paidNotice.trade_no, refundedAt: new Date('2026-11-23T16:31:00Z') },
    }
    expect(await read(sent(refund))).toEqual(reading)
    expect(await read(sent({ ...refund, trade_status: 'TRADE_CLOSED' }))).toEqual(reading)
    await expect(read(sent({ ...refund, out_biz_no: '' }))).rejects.toMatchObject({ why: 'unreadable' })
  })

  const refusals: [string, string, () => string][] = [
    ['was changed', 'badSignature', () => sent().replace('3200.00', '3200.01')],
    ['has no signature', 'badSignature', () => new URLSearchParams(paidNotice).toString()],
    ['is signed by us', 'badSignature', () => sent({}, bank.appKey)],
    [
      'is signed well in the older RSA with SHA-1',
      'badSignature',
      () => signedNotice(paidNotice, bank.alipayKey, 'RSA'),
    ],
    ['has a signature that is no base64', 'badSignature', () => sent().replace(/sign=.*/, 'sign=%FF%00')],
    ['is another app’s', 'otherMerchant', () => sent({ app_id: '2021000122671081' })],
    ['is another seller’s', 'otherMerchant', () => sent({ seller_id: '2088000000000000' })],
    ['is of another currency', 'otherCurrency', () => sent({ trans_currency: 'USD' })],
    ['names its trade twice', 'unreadable', () => `${sent()}&out_trade_no=PX26M4T8RK02`],
    ['has the amount 1e2', 'unreadable', () => sent({ total_amount: '1e2' })],
    ['has a state of its own', 'unreadable', () => sent({ trade_status: 'PAID' })],
    ['has a day that is none', 'unreadable', () => sent({ gmt_payment: '2026-13-22 14:07:33' })],
    ['is GBK', 'badSignature', () => sent().replace(/subject=[^&]*/, 'subject=%B3%C9')],
    ['is nothing', 'badSignature', () => ''],
  ]
  test.each(refusals)('that %s is refused: %s', async (_name, why, body) => {
    await expect(read(body())).rejects.toMatchObject({ name: 'NoticeRefused', why })
  })

  test('that Alipay really sent (published with the SDK) is read', async () => {
    const key = `-----BEGIN PUBLIC KEY-----\n${realNoticeKey}\n-----END PUBLIC KEY-----`
    const settings = { appId: '2019073166072302', sellerId: '2088531891668739' }
    const provider = alipayProvider(
      {
        ...settings,
        key: makeKey(),
        alipayPublicKey: createPublicKey(key),
        gateway: 'https://openapi.alipay.com/gateway.do',
      },
      outsideAt(),
    )
    expect(await read(new URLSearchParams(realNotice).toString(), provider)).toEqual({
      about: 'payment',
      tradeNo: '20190815155618536-564-57',
      answer: {
        state: 'paid',
        providerTradeNo: '2019081522001468450512505578',
        amountFen: 10,
        paidAt: new Date('2019-08-15T07:56:24Z'),
      },
    })
    expect(sellerId).toBe(realNotice.seller_id)
  })

  test('is answered with the seven letters that Alipay waits for', () => {
    expect(bank.provider.reply(true)).toEqual({ status: 200, contentType: 'text/plain', body: 'success' })
    expect(bank.provider.reply(false).body).not.toBe('success')
  })
})

/** From the tests of alipay-sdk-nodejs-all (MIT): test/alipay.test.ts, checkNotifySign. */
const realNoticeKey =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqObrdC7hrgAVM98tK0nv3hSQRGGKT4lBsQjHiGjeYZjOPIPHR5knm2jnnz/YGIXIofVHkA/tAlBAd5DrY7YpvI4tP5EONLtZKC2ghBMx7McI2wRD0xiqzxOQr1FuhZGJ8/AUokBzJrzY+aGX2xcOrxFYRlFilvVLTXg4LWjR1tdPkO6+i7wQZAIVMClPkwVRZEbaERRHlKqTzv2gGv5rDU8gRoe1LeaN+6BlbTqHWkQcNCUNrA8C6l17XAXGKDsm/9TFWwO8EPHHHCaQdjtV5/FdcWIt+L8SR1ss7EXTjYDFtxcKVv9rEoY1lX8T4mX+GbXfZHraG5NCF1+XioL5JwIDAQAB'
const realNotice = {
  gmt_create: '2019-08-15 15:56:22',
  charset: 'utf-8',
  seller_email: 'z97-yuquerevenue@service.aliyun.com',
  subject: '语雀空间 500人规模',
  sign: 'QfTb8tqE1BMhS5qAnXtvsF3/jBkEvu9q9en0pdbBUDDjvKycZhQb7h8GDs4FKfi049PynaNuatxSgLb/nLWZpXyyh0LEWdK2S6Ri7nPwrVgOs08zugLO20vOQz44y3ti2Ncm8/wZts1Fr2gZ7pShnVX3d1B50hbsXnObT1r/U8ONNQjWXd0HIul4TG+Q3fm3svmSvFEy0WnzuhcyHPX5Gm4ELNctL6Qd5YniGJFNcc7kopHYtI/XD9YCKCH6Ct02rzUs9i11C9CsadtZn+WhxF26Dqt9sGEFajkJ8cxUTLi8+VCpLHsgPE8P0y095uQcDdK0YjCh4x7wVSov+lrmOQ==',
  buyer_id: '2088102534368455',
  invoice_amount: '0.10',
  notify_id: '2019081500222155624068450559358070',
  fund_bill_list: '[{"amount":"0.10","fundChannel":"ALIPAYACCOUNT"}]',
  notify_type: 'trade_status_sync',
  trade_status: 'TRADE_SUCCESS',
  receipt_amount: '0.10',
  buyer_pay_amount: '0.10',
  sign_type: 'RSA2',
  app_id: '2019073166072302',
  seller_id: '2088531891668739',
  gmt_payment: '2019-08-15 15:56:24',
  notify_time: '2019-08-15 15:56:25',
  version: '1.0',
  out_trade_no: '20190815155618536-564-57',
  total_amount: '0.10',
  trade_no: '2019081522001468450512505578',
  auth_app_id: '2019073166072302',
  buyer_logon_id: 'xud***@126.com',
  point_amount: '0.00',
}
