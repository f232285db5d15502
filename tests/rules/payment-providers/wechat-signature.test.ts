import { createPrivateKey, createPublicKey } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  answerSignString,
  authorization,
  openResource,
  requestSignString,
  signatureFault,
} from '../../../server/platform/payment-providers/wechat/wechat-signature.ts'
import { publishedAnswer, publishedRequest } from './wechat-published.ts'
import { isAuthorized, mchid, noticeBody, openWechat } from './wechat-stand-in.ts'

// Keys are made and used by the dozen, on a machine that may have other things to do.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

let bank: Awaited<ReturnType<typeof openWechat>>
beforeAll(async () => {
  bank = await openWechat()
})
afterAll(() => bank.gateway.close())

describe('the signing strings', () => {
  test('sign the published request as WeChat Pay publishes it', () => {
    const signer = {
      merchant: '1900007291',
      key: createPrivateKey(publishedRequest.key),
      certificateSerial: '408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB',
    }
    const clock = { now: () => new Date(1_554_208_460_000) }
    expect(authorization(signer, clock, publishedRequest, publishedRequest.nonce)).toBe(publishedRequest.authorization)
  })

  test('check the published answer, and refuse it with a letter changed', () => {
    const keys = [{ serial: 'PUB_KEY_ID_1', key: createPublicKey(publishedAnswer.key) }]
    const headers = new Headers({ ...publishedAnswer.headers, 'wechatpay-serial': 'PUB_KEY_ID_1' })
    const now = new Date(1_722_850_421_000)
    expect(signatureFault(keys, now, headers, publishedAnswer.body)).toBeNull()
    expect(signatureFault(keys, now, headers, publishedAnswer.body.replace('pr=J', 'pr=K'))).toBe('wrong')
    headers.set('wechatpay-signature', 'WECHATPAY/SIGNTEST/YWJj')
    expect(signatureFault(keys, now, headers, publishedAnswer.body)).toBe('probe')
  })

  test('end every line, the empty body’s too', () => {
    expect(requestSignString('GET', '/v3/certificates', '1554208460', '593BEC0C930BF1AFEB40B4A08C8FB242', '')).toBe(
      'GET\n/v3/certificates\n1554208460\n593BEC0C930BF1AFEB40B4A08C8FB242\n\n',
    )
    expect(answerSignString('1', 'n', '')).toBe('1\nn\n\n')
  })

  test('are what an independent gateway checks, whatever the path and the body', () => {
    const signer = { merchant: mchid, key: bank.ours.key, certificateSerial: 'A1' }
    const anyPath = fc.stringMatching(/^\/v3\/[a-z0-9%/.-]{0,40}(\?[a-z]{1,5}=[A-Za-z0-9%]{0,9})?$/)
    fc.assert(
      fc.property(anyPath, fc.string({ unit: 'grapheme' }), (path, body) => {
        const request = { method: 'POST', path, body }
        const headers = { authorization: authorization(signer, bank.outside.clock, request) }
        return isAuthorized({ ...request, headers }, bank.ours.key, bank.outside.at)
      }),
      { numRuns: 40 },
    )
  })
})

test('a resource opens with its own nonce, data and key, and never with a bit changed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(), (text, at) => {
      const { resource } = JSON.parse(noticeBody(text, bank.apiV3Key)) as {
        resource: Parameters<typeof openResource>[1]
      }
      expect(openResource(bank.apiV3Key, resource)).toBe(text)
      const bytes = Buffer.from(resource.ciphertext, 'base64')
      const position = at % bytes.length
      bytes.writeUInt8(bytes.readUInt8(position) ^ 1, position)
      expect(openResource(bank.apiV3Key, { ...resource, ciphertext: bytes.toString('base64') })).toBeNull()
    }),
    { numRuns: 50 },
  )
})
