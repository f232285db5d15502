import type { Env } from '../../env.ts'
import { systemClock } from '../clock.ts'
import { alipayProvider } from './alipay/alipay.ts'
import { type Outside, providerTimeLimitMs } from './ask-provider.ts'
import { readCertificates, readOwnCertificate, readPrivateKey, readPublicKey, readSymmetricKey } from './key-files.ts'
import type { PaymentProvider } from './payment-provider.ts'
import type { PaymentProviders } from './payment-providers.ts'
import { groupOf, type ProviderVariables } from './provider-variables.ts'
import { sandboxMerchant, sandboxProvider } from './sandbox.ts'
import { openSandboxKeys } from './sandbox-keys.ts'
import { trustCertificates } from './unionpay/certificate-chain.ts'
import { unionPayProvider } from './unionpay/unionpay.ts'
import { wechatProvider } from './wechat/wechat.ts'
import { keyOfCertificate, type WechatKey } from './wechat/wechat-signature.ts'

const ordinaryOutside: Outside = {
  fetch: globalThis.fetch,
  clock: systemClock,
  timeLimitMs: providerTimeLimitMs,
}

/**
 * The providers that the environment sets up; a real one is preferred to the bank for trying out. Throws an Error whose
 * sentence names the variable that is missing or wrong.
 */
export function createPaymentProviders(env: Env, outside: Outside = ordinaryOutside): PaymentProviders {
  const real = realProviders(env, outside)
  if (real.length > 0 && !env.PUBLIC_URL)
    throw new Error(`Set PUBLIC_URL: ${real.map(({ name }) => name).join(', ')} would send its notices nowhere.`)
  const sandbox = sandboxOf(env, outside)
  return sandbox ? [...real, sandbox] : real
}

function sandboxOf(env: Env, outside: Outside): PaymentProvider | null {
  if (!env.SANDBOX_BANK_URL) return null
  return sandboxProvider({
    url: env.SANDBOX_BANK_URL.replace(/\/$/, ''),
    publicUrl: env.SANDBOX_BANK_PUBLIC_URL ?? null,
    merchant: sandboxMerchant,
    ...openSandboxKeys(env.dataDir, sandboxMerchant),
    outside,
  })
}

function realProviders(env: ProviderVariables, outside: Outside): PaymentProvider[] {
  return [unionPayOf(env, outside), wechatOf(env, outside), alipayOf(env, outside)].filter(
    (provider) => provider !== null,
  )
}

function unionPayOf(env: ProviderVariables, outside: Outside): PaymentProvider | null {
  const set = groupOf(env, 'unionpay')
  if (!set) return null
  const key = readPrivateKey('UNIONPAY_KEY_FILE', set.UNIONPAY_KEY_FILE)
  const trusted = readCertificates('UNIONPAY_TRUST_FILE', set.UNIONPAY_TRUST_FILE)
  return unionPayProvider(
    {
      merchant: set.UNIONPAY_MERCHANT,
      key,
      certificate: readOwnCertificate('UNIONPAY_CERT_FILE', set.UNIONPAY_CERT_FILE, 'UNIONPAY_KEY_FILE', key),
      trusted: trustCertificates('UNIONPAY_TRUST_FILE', trusted),
      signerName: env.UNIONPAY_SIGNER ?? '中国银联股份有限公司',
      gateway: asFolder(env.UNIONPAY_GATEWAY ?? 'https://gateway.95516.com/gateway/api/'),
    },
    outside,
  )
}

function alipayOf(env: ProviderVariables, outside: Outside): PaymentProvider | null {
  const set = groupOf(env, 'alipay')
  if (!set) return null
  return alipayProvider(
    {
      appId: set.ALIPAY_APP_ID,
      sellerId: set.ALIPAY_SELLER_ID,
      key: readPrivateKey('ALIPAY_KEY_FILE', set.ALIPAY_KEY_FILE),
      alipayPublicKey: readPublicKey('ALIPAY_PUBLIC_KEY_FILE', set.ALIPAY_PUBLIC_KEY_FILE),
      gateway: env.ALIPAY_GATEWAY ?? 'https://openapi.alipay.com/gateway.do',
    },
    outside,
  )
}

function wechatOf(env: ProviderVariables, outside: Outside): PaymentProvider | null {
  const set = groupOf(env, 'wechat')
  const wechatKeys = wechatKeysOf(env)
  if (!set) {
    if (wechatKeys.length > 0) throw new Error('WeChat Pay is not set up whole: WECHAT_MERCHANT is missing.')
    return null
  }
  if (wechatKeys.length === 0)
    throw new Error('Set WECHAT_PUBLIC_KEY_ID and WECHAT_PUBLIC_KEY_FILE, or WECHAT_PLATFORM_CERT_FILE, or all three.')
  const key = readPrivateKey('WECHAT_KEY_FILE', set.WECHAT_KEY_FILE)
  const certificate = readOwnCertificate('WECHAT_CERT_FILE', set.WECHAT_CERT_FILE, 'WECHAT_KEY_FILE', key)
  return wechatProvider(
    {
      merchant: set.WECHAT_MERCHANT,
      appId: set.WECHAT_APP_ID,
      key,
      certificateSerial: certificate.serialNumber,
      apiV3Key: readSymmetricKey('WECHAT_API_V3_KEY_FILE', set.WECHAT_API_V3_KEY_FILE),
      wechatKeys,
      gateway: env.WECHAT_GATEWAY ?? 'https://api.mch.weixin.qq.com',
    },
    outside,
  )
}

/** The public key first: it is the newer way, and has no end. */
function wechatKeysOf(env: ProviderVariables): WechatKey[] {
  const publicKey = groupOf(env, 'wechatPublicKey')
  const certificates = groupOf(env, 'wechatCertificates')
  return [
    ...(publicKey
      ? [
          {
            serial: publicKey.WECHAT_PUBLIC_KEY_ID,
            key: readPublicKey('WECHAT_PUBLIC_KEY_FILE', publicKey.WECHAT_PUBLIC_KEY_FILE),
          },
        ]
      : []),
    ...(certificates
      ? readCertificates('WECHAT_PLATFORM_CERT_FILE', certificates.WECHAT_PLATFORM_CERT_FILE).map(keyOfCertificate)
      : []),
  ]
}

/** So that pages are looked for under it and not beside it. */
function asFolder(address: string): string {
  return address.endsWith('/') ? address : `${address}/`
}
