import { createPublicKey, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type Env, readEnv } from '../../../server/env.ts'
import { createPaymentProviders } from '../../../server/platform/payment-providers/create-payment-providers.ts'
import { methodsOf, providerFor } from '../../../server/platform/payment-providers/payment-providers.ts'
import { makeCertificate, makeKey } from '../../support/certificates.ts'
import { cashierRequest } from '../../support/stand-in-gateway.ts'

vi.setConfig({ testTimeout: 30_000, hookTimeout: 60_000 })

const folder = mkdtempSync(path.join(tmpdir(), 'provider-keys-'))
afterAll(() => rmSync(folder, { recursive: true }))

const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicPem = (key: KeyObject) => createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()

function file(name: string, text: string): string {
  const place = path.join(folder, name)
  writeFileSync(place, text)
  return place
}

let unionpay: Record<string, string>
let alipay: Record<string, string>
let wechat: Record<string, string>
beforeAll(() => {
  const root = makeCertificate({ name: 'root', authority: true })
  const middle = makeCertificate({ name: 'middle', authority: true, issuer: root })
  const ours = makeCertificate({ name: 'ours', issuer: middle, serial: Buffer.from('0123', 'hex') })
  unionpay = {
    UNIONPAY_MERCHANT: '777290058110048',
    UNIONPAY_KEY_FILE: file('unionpay-key.pem', pem(ours.key)),
    UNIONPAY_CERT_FILE: file('unionpay-cert.pem', ours.pem),
    UNIONPAY_TRUST_FILE: file('unionpay-trust.pem', root.pem + middle.pem),
  }
  alipay = {
    ALIPAY_APP_ID: '2021000122671080',
    ALIPAY_SELLER_ID: '2088531891668739',
    // As Alipay's key tool writes it: base64 alone.
    ALIPAY_KEY_FILE: file('alipay-key.txt', makeKey().export({ type: 'pkcs8', format: 'der' }).toString('base64')),
    ALIPAY_PUBLIC_KEY_FILE: file('alipay-public.pem', publicPem(makeKey())),
  }
  wechat = {
    WECHAT_MERCHANT: '1900007291',
    WECHAT_APP_ID: 'wxd678efh567hg6787',
    WECHAT_KEY_FILE: unionpay['UNIONPAY_KEY_FILE'] ?? '',
    WECHAT_CERT_FILE: unionpay['UNIONPAY_CERT_FILE'] ?? '',
    WECHAT_API_V3_KEY_FILE: file('api-v3-key.txt', '0123456789abcdefghijklmnopqrstuv\n'),
    WECHAT_PUBLIC_KEY_ID: 'PUB_KEY_ID_0119000072912026112200112233',
    WECHAT_PUBLIC_KEY_FILE: file('wechat-public.pem', publicPem(makeKey())),
  }
})

const env = (...parts: Record<string, string>[]): Env =>
  readEnv(
    Object.assign({ DATABASE_URL: 'postgres://x', DATA_DIR: folder, PUBLIC_URL: 'https://xueshi.example' }, ...parts),
  )
const names = (...parts: Record<string, string>[]) => createPaymentProviders(env(...parts)).map(({ name }) => name)

describe('the environment', () => {
  test('without any variable sets up no provider', () => {
    expect(names()).toEqual([])
  })

  test('sets up each provider by its own variables, and all methods with all of them', () => {
    expect(names(unionpay)).toEqual(['unionpay'])
    expect(names(alipay)).toEqual(['alipay'])
    expect(names(wechat)).toEqual(['wechat'])
    const all = createPaymentProviders(env(unionpay, alipay, wechat))
    expect(methodsOf(all)).toEqual(['card', 'netbank', 'wechat', 'alipay'])
    expect(all.map(({ merchant }) => merchant)).toEqual(['777290058110048', '1900007291', '2088531891668739'])
  })

  test('has UnionPay ask its own gateway unless another is named', async () => {
    const at = async (more: Record<string, string>) =>
      providerFor(createPaymentProviders(env(unionpay, more)), 'card').openCashier(cashierRequest)
    expect(await at({})).toMatchObject({
      action: 'https://gateway.95516.com/gateway/api/frontTransReq.do',
      fields: { certId: '291' },
    })
    expect(await at({ UNIONPAY_GATEWAY: 'https://gateway.test.95516.com/gateway/api' })).toMatchObject({
      action: 'https://gateway.test.95516.com/gateway/api/frontTransReq.do',
    })
  })

  test('takes a platform certificate for WeChat Pay instead of the public key', () => {
    const { WECHAT_PUBLIC_KEY_ID: _id, WECHAT_PUBLIC_KEY_FILE: _file, ...rest } = wechat
    expect(names(rest, { WECHAT_PLATFORM_CERT_FILE: unionpay['UNIONPAY_CERT_FILE'] ?? '' })).toEqual(['wechat'])
    expect(() => names(rest)).toThrow(
      'Set WECHAT_PUBLIC_KEY_ID and WECHAT_PUBLIC_KEY_FILE, or WECHAT_PLATFORM_CERT_FILE',
    )
  })

  test('needs the address that notices are sent to', () => {
    expect(() => names(alipay, { PUBLIC_URL: '' })).toThrow('Set PUBLIC_URL: alipay would send its notices nowhere.')
    expect(names({ PUBLIC_URL: '' })).toEqual([])
  })

  test('names the variable that is missing when only some are set', () => {
    for (const whole of [unionpay, alipay, wechat]) {
      for (const variable of Object.keys(whole)) {
        const { [variable]: _left, ...rest } = whole
        expect(() => names(rest)).toThrow(`${variable} is missing`)
      }
    }
    expect(() => names({ WECHAT_PLATFORM_CERT_FILE: 'x' })).toThrow()
  })

  const wrongs: [string, () => Record<string, string>, string][] = [
    [
      'a file that is not there',
      () => ({ UNIONPAY_KEY_FILE: path.join(folder, 'none') }),
      'The file that UNIONPAY_KEY_FILE names cannot be read (ENOENT).',
    ],
    [
      'a key that is none',
      () => ({ UNIONPAY_KEY_FILE: file('odd', 'secret words') }),
      'UNIONPAY_KEY_FILE names is no private key',
    ],
    [
      'a short key',
      () => ({ UNIONPAY_KEY_FILE: file('short', pem(makeKey(1024))) }),
      'UNIONPAY_KEY_FILE names must be RSA with 2048 bits',
    ],
    [
      'a certificate of another key',
      () => ({ UNIONPAY_CERT_FILE: file('other', makeCertificate({ name: 'x' }).pem) }),
      'UNIONPAY_CERT_FILE names is not the one of the key',
    ],
    [
      'no root among the trusted',
      () => ({ UNIONPAY_TRUST_FILE: unionpay['UNIONPAY_CERT_FILE'] ?? '' }),
      'UNIONPAY_TRUST_FILE names holds no root certificate',
    ],
    [
      'no certificate at all',
      () => ({ UNIONPAY_TRUST_FILE: file('empty', '') }),
      'UNIONPAY_TRUST_FILE names holds no certificate',
    ],
    [
      'our private key for Alipay’s public one',
      () => ({ ...alipay, ALIPAY_PUBLIC_KEY_FILE: unionpay['UNIONPAY_KEY_FILE'] ?? '' }),
      'ALIPAY_PUBLIC_KEY_FILE names must hold a public key',
    ],
    [
      'an APIv3 key of 31 characters',
      () => ({ ...wechat, WECHAT_API_V3_KEY_FILE: file('v3', 'x'.repeat(31)) }),
      'WECHAT_API_V3_KEY_FILE names must hold exactly 32',
    ],
    [
      'a gateway without encryption',
      () => ({ UNIONPAY_GATEWAY: 'http://gateway.95516.com/' }),
      'UNIONPAY_GATEWAY is not usable',
    ],
    ['a merchant number of another kind', () => ({ UNIONPAY_MERCHANT: '7772' }), 'UNIONPAY_MERCHANT is not usable'],
  ]
  test.each(wrongs)('with %s is a sentence at the start', (_name, change, sentence) => {
    expect(() => names(unionpay, change())).toThrow(sentence)
  })

  test('never repeats what is in a file', () => {
    const secret = file('secret', `-----BEGIN PRIVATE KEY-----\nMIIsecretsecret\n-----END PRIVATE KEY-----`)
    const said = (() => {
      try {
        return names(unionpay, { UNIONPAY_KEY_FILE: secret })
      } catch (error) {
        return `${(error as Error).stack}${String((error as Error).cause)}`
      }
    })()
    expect(said).toContain('UNIONPAY_KEY_FILE')
    expect(said).not.toContain('MIIsecret')
  })
})
