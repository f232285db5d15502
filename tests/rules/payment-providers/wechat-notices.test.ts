import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { mchid, noticeBody, openWechat, paidTrade, publicKeyId, signedHeaders } from './wechat-stand-in.ts'

// Keys are made and used by the dozen, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let bank: Awaited<ReturnType<typeof openWechat>>
beforeAll(async () => {
  bank = await openWechat()
})
afterAll(() => bank.gateway.close())

describe('a notice', () => {
  type Sent = { body: string; headers: Record<string, string> }
  const sent = (content: unknown = paidTrade, change: Record<string, unknown> = {}, at = bank.outside.at): Sent => {
    const body = noticeBody(content, bank.apiV3Key, change)
    return { body, headers: signedHeaders(body, bank.publicKeyOwner, publicKeyId, at) }
  }
  const read = ({ body, headers }: Sent) => bank.provider.readNotice({ headers: new Headers(headers), body })
  const secondsAgo = (seconds: number) => new Date(bank.outside.at.getTime() - seconds * 1000)

  test('of a payment is believed', async () => {
    expect(bank.provider.noticeIsTruth).toBe(true)
    const reading = {
      about: 'payment',
      tradeNo: 'PX26M4T8RK01',
      answer: {
        state: 'paid',
        providerTradeNo: paidTrade.transaction_id,
        amountFen: 320_000,
        paidAt: new Date('2026-11-22T06:07:33Z'),
      },
    }
    const notice = sent()
    expect(await read(notice)).toEqual(reading)
    // Once more within five minutes is the same once more: that it counts once is the caller's.
    expect(await read(notice)).toEqual(reading)
  })

  test('is believed under a platform certificate as well, as long as that is valid', async () => {
    const body = noticeBody(paidTrade, bank.apiV3Key)
    const signed = (at: Date) => ({ body, headers: signedHeaders(body, bank.platform.key, bank.platformSerial, at) })
    expect(await read(signed(bank.outside.at))).toMatchObject({ tradeNo: 'PX26M4T8RK01' })
    const before = bank.outside.at
    bank.outside.at = new Date('2027-01-01T00:00:01Z')
    try {
      await expect(read(signed(bank.outside.at))).rejects.toMatchObject({ why: 'badSignature' })
    } finally {
      bank.outside.at = before
    }
  })

  test('is believed up to five minutes of difference between the clocks, and stale beyond', async () => {
    expect(await read(sent(paidTrade, {}, secondsAgo(300)))).toMatchObject({ about: 'payment' })
    expect(await read(sent(paidTrade, {}, secondsAgo(-300)))).toMatchObject({ about: 'payment' })
    await expect(read(sent(paidTrade, {}, secondsAgo(301)))).rejects.toMatchObject({ why: 'stale' })
    await expect(read(sent(paidTrade, {}, secondsAgo(-301)))).rejects.toMatchObject({ why: 'stale' })
  })

  test('of a refund is read', async () => {
    const content = {
      mchid,
      out_trade_no: 'PX26M4T8RK01',
      out_refund_no: 'RF26M4T8RK',
      refund_id: '50000000382019052709732678859',
      refund_status: 'SUCCESS',
      success_time: '2026-11-24T00:31:00+08:00',
      amount: { total: 320_000, refund: 110, payer_total: 320_000, payer_refund: 110 },
    }
    const about = { about: 'refund', refundNumber: 'RF26M4T8RK' }
    expect(await read(sent(content, { event_type: 'REFUND.SUCCESS' }))).toEqual({
      ...about,
      answer: { state: 'done', providerRefundNo: content.refund_id, refundedAt: new Date('2026-11-23T16:31:00Z') },
    })
    const abnormal = { ...content, refund_status: 'ABNORMAL', success_time: undefined }
    expect(await read(sent(abnormal, { event_type: 'REFUND.ABNORMAL' }))).toEqual({
      ...about,
      answer: { state: 'failed', failure: 'ABNORMAL' },
    })
    await expect(read(sent({ ...content, mchid: '1' }, { event_type: 'REFUND.SUCCESS' }))).rejects.toMatchObject({
      why: 'otherMerchant',
    })
  })

  test('with another amount says what was paid', async () => {
    expect(await read(sent({ ...paidTrade, amount: { total: 1, currency: 'CNY' } }))).toMatchObject({
      answer: { amountFen: 1 },
    })
  })

  const withHeaders = (more: Record<string, string>): Sent => {
    const notice = sent()
    return { ...notice, headers: { ...notice.headers, ...more } }
  }
  const encryptedOtherwise = () => {
    const body = noticeBody(paidTrade, Buffer.from('vutsrqponmlkjihgfedcba9876543210'))
    return { body, headers: signedHeaders(body, bank.publicKeyOwner, publicKeyId, bank.outside.at) }
  }
  const refusals: [string, string, () => Sent][] = [
    ['was changed', 'badSignature', () => ({ ...sent(), body: sent().body.replace('支付成功', '支付失败') })],
    ['has no headers', 'badSignature', () => ({ ...sent(), headers: {} })],
    [
      'has a probing signature',
      'badSignature',
      () => withHeaders({ 'Wechatpay-Signature': 'WECHATPAY/SIGNTEST/YWJj' }),
    ],
    [
      'has an unknown serial',
      'badSignature',
      () => withHeaders({ 'Wechatpay-Serial': '3775B6A45ACD588826D15E583A95F5DD' }),
    ],
    ['has two serials', 'badSignature', () => withHeaders({ 'Wechatpay-Serial': `${publicKeyId}, ${publicKeyId}` })],
    ['has another nonce', 'badSignature', () => withHeaders({ 'Wechatpay-Nonce': 'x' })],
    ['is under another APIv3 key', 'unreadable', encryptedOtherwise],
    ['has other associated data', 'unreadable', () => sent(paidTrade, { resource: { associated_data: 'refund' } })],
    ['has too short a ciphertext', 'unreadable', () => sent(paidTrade, { resource: { ciphertext: 'YWJj' } })],
    ['has another algorithm', 'unreadable', () => sent(paidTrade, { resource: { algorithm: 'AEAD_SM4_GCM' } })],
    ['holds no JSON', 'unreadable', () => sent('{"mchid":')],
    ['is another merchant’s', 'otherMerchant', () => sent({ ...paidTrade, mchid: '1900007292' })],
    ['is another app’s', 'otherMerchant', () => sent({ ...paidTrade, appid: 'wx0' })],
    ['is of another currency', 'otherCurrency', () => sent({ ...paidTrade, amount: { total: 1, currency: 'HKD' } })],
    ['has the amount 1.1', 'unreadable', () => sent({ ...paidTrade, amount: { total: 1.1, currency: 'CNY' } })],
    ['is paid without an amount', 'unreadable', () => sent({ ...paidTrade, amount: undefined })],
  ]
  test.each(refusals)('that %s is refused: %s', async (_name, why, notice) => {
    await expect(read(notice())).rejects.toMatchObject({ name: 'NoticeRefused', why })
  })

  test('that was refused names its trade where it can be read', async () => {
    await expect(read(sent({ ...paidTrade, mchid: '1' }))).rejects.toMatchObject({ tradeNo: 'PX26M4T8RK01' })
  })

  test('is answered in JSON, with an error so that it comes again', () => {
    expect(bank.provider.reply(true)).toMatchObject({ status: 200, contentType: 'application/json' })
    expect(JSON.parse(bank.provider.reply(false).body)).toMatchObject({ code: 'FAIL' })
    expect(bank.provider.reply(false).status).toBe(500)
  })
})
