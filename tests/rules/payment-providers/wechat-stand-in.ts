import {
  createCipheriv,
  createPublicKey,
  createSign,
  createVerify,
  type KeyObject,
  randomBytes,
  X509Certificate,
} from 'node:crypto'
import { wechatProvider } from '../../../server/platform/payment-providers/wechat/wechat.ts'
import { keyOfCertificate } from '../../../server/platform/payment-providers/wechat/wechat-signature.ts'
import { makeCertificate, makeKey } from '../../support/certificates.ts'
import { type GatewayRequest, openStandIn, outsideAt } from '../../support/stand-in-gateway.ts'

export const mchid = '1900007291'
export const appid = 'wxd678efh567hg6787'
export const publicKeyId = 'PUB_KEY_ID_0119000072912026112200112233'

/** What WeChat Pay does with our Authorization header, written without our code. */
export function isAuthorized(request: GatewayRequest, ours: KeyObject, now: Date): boolean {
  const header = `${request.headers.authorization}`
  const [scheme, list = ''] = header.split(' ')
  const parts = Object.fromEntries(list.split(',').map((part) => /^(\w+)="(.*)"$/.exec(part)?.slice(1) ?? []))
  const text = [request.method, request.path, parts['timestamp'], parts['nonce_str'], request.body, ''].join('\n')
  return (
    scheme === 'WECHATPAY2-SHA256-RSA2048' &&
    parts['mchid'] === mchid &&
    Math.abs(Number(parts['timestamp']) - now.getTime() / 1000) < 300 &&
    /^[0-9A-F]{32}$/.test(`${parts['nonce_str']}`) &&
    createVerify('RSA-SHA256').update(text).verify(createPublicKey(ours), `${parts['signature']}`, 'base64')
  )
}

export function signedHeaders(body: string, key: KeyObject, serial: string, at: Date): Record<string, string> {
  const timestamp = String(Math.trunc(at.getTime() / 1000))
  const nonce = randomBytes(16).toString('hex')
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Serial': serial,
    'Wechatpay-Signature': createSign('RSA-SHA256').update(`${timestamp}\n${nonce}\n${body}\n`).sign(key, 'base64'),
  }
}

/** A notice's body, its content under the APIv3 key. */
export function noticeBody(content: unknown, apiV3Key: Buffer, change: Record<string, unknown> = {}): string {
  const nonce = 'fdasflkja484'
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce)
  cipher.setAAD(Buffer.from('transaction'))
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return JSON.stringify({
    id: 'EV-2026112214073400001',
    create_time: '2026-11-22T14:07:34+08:00',
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    ...change,
    resource: {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: encrypted.toString('base64'),
      nonce,
      associated_data: 'transaction',
      ...((change['resource'] as object | undefined) ?? {}),
    },
  })
}

export async function openWechat() {
  const ours = makeCertificate({ name: 'merchant' })
  const platform = makeCertificate({
    name: 'Tenpay.com Root CA',
    from: new Date('2024-01-01'),
    to: new Date('2027-01-01'),
  })
  const publicKeyOwner = makeKey()
  const apiV3Key = Buffer.from('0123456789abcdefghijklmnopqrstuv')
  const gateway = await openStandIn()
  const outside = outsideAt()
  const provider = wechatProvider(
    {
      merchant: mchid,
      appId: appid,
      key: ours.key,
      certificateSerial: new X509Certificate(ours.pem).serialNumber,
      apiV3Key,
      wechatKeys: [
        { serial: publicKeyId, key: createPublicKey(publicKeyOwner) },
        keyOfCertificate(new X509Certificate(platform.pem)),
      ],
      gateway: gateway.url,
    },
    outside,
  )
  const platformSerial = new X509Certificate(platform.pem).serialNumber
  return { ours, platform, platformSerial, publicKeyOwner, apiV3Key, gateway, outside, provider }
}

export const paidTrade = {
  mchid,
  appid,
  out_trade_no: 'PX26M4T8RK01',
  transaction_id: '4200002345202611221234567890',
  trade_type: 'NATIVE',
  trade_state: 'SUCCESS',
  trade_state_desc: '支付成功',
  bank_type: 'OTHERS',
  success_time: '2026-11-22T14:07:33+08:00',
  payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
  amount: { total: 320_000, payer_total: 319_000, currency: 'CNY', payer_currency: 'CNY' },
}
