import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  readAnswer,
  signFields,
  signString,
} from '../../../server/platform/payment-providers/unionpay/unionpay-message.ts'
import { makeCertificate, makeKey } from '../../support/certificates.ts'
import { attempt } from '../../support/stand-in-gateway.ts'
import { isSignedWith, openUnionPay, paidAnswer, rawBody, signerName, signUnionPay } from './unionpay-stand-in.ts'

// Keys are made and used by the dozen, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let bank: Awaited<ReturnType<typeof openUnionPay>>
beforeAll(async () => {
  bank = await openUnionPay()
})
afterAll(() => bank.gateway.close())

describe('the certificate that comes along', () => {
  const asSigner = (name: string, more: Parameters<typeof makeCertificate>[0] = { name }) =>
    makeCertificate({ issuer: bank.middle, key: bank.signer.key, ...more, name })

  async function isBelieved(signer: ReturnType<typeof makeCertificate>, now = new Date('2026-11-22T06:10:00Z')) {
    bank.outside.at = now
    bank.gateway.answer(() => ({ body: rawBody(signUnionPay(paidAnswer, signer)) }))
    try {
      return (await bank.provider.query(attempt)).state === 'paid'
    } catch (error) {
      expect(error).toMatchObject({ code: 'gatewayUnavailable', details: { why: 'signature' } })
      return false
    } finally {
      bank.outside.at = new Date('2026-11-22T06:10:00Z')
    }
  }

  test('is believed when a chain leads to a root of ours', async () => {
    expect(await isBelieved(asSigner(signerName))).toBe(true)
    expect(await isBelieved(makeCertificate({ name: signerName, issuer: bank.root, key: bank.signer.key }))).toBe(true)
  })

  test('is not believed before its time or after it', async () => {
    const short = asSigner(signerName, { name: '', from: new Date('2026-11-01'), to: new Date('2026-11-30') })
    expect(await isBelieved(short)).toBe(true)
    expect(await isBelieved(short, new Date('2026-10-31T23:59:59Z'))).toBe(false)
    expect(await isBelieved(short, new Date('2026-11-30T00:00:01Z'))).toBe(false)
  })

  test('is not believed when what stands above it has expired', async () => {
    expect(await isBelieved(bank.signer, new Date('2099-12-31'))).toBe(true)
    // The root ends before the middle one, the middle one before the signer.
    expect(await isBelieved(bank.signer, new Date('2100-01-02'))).toBe(false)
    expect(await isBelieved(bank.signer, new Date('2110-01-02'))).toBe(false)
  })

  test('is not believed with a foreign root, even one of the same name', async () => {
    const foreignRoot = makeCertificate({ name: 'CFCA CS CA', authority: true })
    expect(await isBelieved(makeCertificate({ name: signerName, issuer: foreignRoot }))).toBe(false)
    expect(await isBelieved(makeCertificate({ name: signerName }))).toBe(false)
  })

  test('is not believed when a trusted certificate issued it that may sign no certificates', async () => {
    expect(await isBelieved(makeCertificate({ name: signerName, issuer: bank.ours }))).toBe(false)
  })

  test('is not believed when it names another merchant of the same root', async () => {
    expect(await isBelieved(asSigner('041@Z12@某某商户@00000001'))).toBe(false)
    expect(await isBelieved(asSigner('00040000:SIGN'))).toBe(false)
    expect(await isBelieved(asSigner('中国银联股份有限公司@Z12@x'))).toBe(false)
  })

  test('is not believed with a key of 1024 bits', async () => {
    expect(await isBelieved(asSigner(signerName, { name: '', key: makeKey(1024) }))).toBe(false)
  })
})

describe('a notice', () => {
  const notice = { ...paidAnswer, txnType: '01', txnSubType: '01' }
  const sent = (fields: Record<string, string>) => new URLSearchParams(signUnionPay(fields, bank.signer)).toString()
  const read = (body: string) => bank.provider.readNotice({ headers: new Headers(), body })

  test('of a payment is read and is only a reason to ask', async () => {
    expect(bank.provider.noticeIsTruth).toBe(false)
    expect(await read(sent(notice))).toEqual({
      about: 'payment',
      tradeNo: 'PX26M4T8RK01',
      answer: {
        state: 'paid',
        providerTradeNo: '592611221405090000018',
        amountFen: 320_000,
        paidAt: new Date('2026-11-22T06:07:33Z'),
      },
    })
    // Once more is the same once more: that it counts once is the caller's.
    expect(await read(sent(notice))).toMatchObject({ tradeNo: 'PX26M4T8RK01' })
  })

  test('of a refund is read', async () => {
    const fields = { ...notice, txnType: '04', orderId: 'RF26M4T8RK', txnAmt: '110' }
    expect(await read(sent(fields))).toMatchObject({
      about: 'refund',
      refundNumber: 'RF26M4T8RK',
      answer: { state: 'done' },
    })
  })

  test('with another amount says what was paid', async () => {
    expect(await read(sent({ ...notice, txnAmt: '1' }))).toMatchObject({ answer: { amountFen: 1 } })
  })

  const refusals: [string, string, () => string][] = [
    ['was changed', 'badSignature', () => sent(notice).replace('txnAmt=320000', 'txnAmt=1')],
    ['has no signature', 'badSignature', () => new URLSearchParams(notice).toString()],
    ['is signed by somebody', 'badSignature', () => new URLSearchParams(signUnionPay(notice, bank.ours)).toString()],
    ['is another merchant’s', 'otherMerchant', () => sent({ ...notice, merId: '777290058110049' })],
    ['is of another currency', 'otherCurrency', () => sent({ ...notice, currencyCode: '344' })],
    ['names its order twice', 'unreadable', () => `${sent(notice)}&orderId=PX26M4T8RK02`],
    ['has the amount 1e2', 'unreadable', () => sent({ ...notice, txnAmt: '1e2' })],
    ['is about neither a payment nor a refund', 'unreadable', () => sent({ ...notice, txnType: '31' })],
    ['is GBK', 'badSignature', () => sent(notice).replace(/respMsg=[^&]*/, 'respMsg=%B3%C9%B9%A6')],
    ['is nothing', 'badSignature', () => ''],
  ]
  test.each(refusals)('that %s is refused: %s', async (_name, why, body) => {
    await expect(read(body())).rejects.toMatchObject({ name: 'NoticeRefused', why })
  })

  test('that was refused names its order where it can be read', async () => {
    await expect(read(new URLSearchParams(notice).toString())).rejects.toMatchObject({ tradeNo: 'PX26M4T8RK01' })
    // A stranger's message goes into our record: only what could be a number of ours does.
    await expect(read('orderId=%00%27%20OR%201')).rejects.toMatchObject({ why: 'badSignature', tradeNo: '' })
    await expect(read(`orderId=${'A'.repeat(65)}`)).rejects.toMatchObject({ tradeNo: '' })
  })

  test('is answered with 200 when taken, and otherwise so that it comes again', () => {
    expect(bank.provider.reply(true).status).toBe(200)
    expect(bank.provider.reply(false).status).toBe(500)
  })
})

describe('the signing string', () => {
  test('is every field but the signature, sorted by code, values as they are', () => {
    const fields = new Map([
      ['txnAmt', '1'],
      ['a', '中 文&='],
      ['Z', ''],
      ['signature', 'x'],
      ['certId', '2'],
    ])
    expect(signString(fields)).toBe('Z=&a=中 文&=&certId=2&txnAmt=1')
  })

  const anyFields = fc.dictionary(
    fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,12}$/).filter((field) => field !== 'signature'),
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    { minKeys: 1, maxKeys: 12 },
  )

  test('is what an independent gateway checks, whatever the values and in whatever order they come', () => {
    fc.assert(
      fc.property(anyFields, (fields) => {
        const signed = Object.fromEntries(signFields(new Map(Object.entries(fields).reverse()), bank.ours.key))
        return isSignedWith(signed, bank.ours)
      }),
      { numRuns: 60 },
    )
  })

  test('survives the way there and back in an answer', () => {
    const plain = fc.string({ unit: fc.constantFrom(...'abZ09+/= 中文\n'.split('')), maxLength: 20 })
    const braced = plain.map((text) => `{x=${text}&y=[${text}]}`)
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), fc.oneof(plain, braced), { minKeys: 1 }),
        (fields) => {
          expect(Object.fromEntries(readAnswer(rawBody(fields)) ?? [])).toEqual(fields)
        },
      ),
    )
  })
})
