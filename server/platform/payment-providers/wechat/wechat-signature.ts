import { createDecipheriv, type KeyObject, randomBytes, sign, verify, type X509Certificate } from 'node:crypto'
import type { Clock } from '../../clock.ts'
import type { KeyBytes } from '../key-files.ts'

/** What WeChat Pay signs with: platform certificates by their serial number, or the public key by its `PUB_KEY_ID_…`. */
export type WechatKey = {
  readonly serial: string
  readonly key: KeyObject
  /** A certificate's; the public key has no end. */
  readonly validFrom?: Date
  readonly validTo?: Date
}

export function keyOfCertificate(certificate: X509Certificate): WechatKey {
  return {
    serial: certificate.serialNumber,
    key: certificate.publicKey,
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
  }
}

/** Five lines, each with its newline, the last one also when the body is empty. `path` is with its query. */
export function requestSignString(method: string, path: string, timestamp: string, nonce: string, body: string) {
  return `${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`
}

export function answerSignString(timestamp: string, nonce: string, body: string): string {
  return `${timestamp}\n${nonce}\n${body}\n`
}

export type RequestSigner = { readonly merchant: string; readonly key: KeyObject; readonly certificateSerial: string }

/** The Authorization header of a request; `nonce` only in tests is not made here. */
export function authorization(
  signer: RequestSigner,
  clock: Clock,
  request: { readonly method: string; readonly path: string; readonly body: string },
  nonce = randomBytes(16).toString('hex').toUpperCase(),
): string {
  const timestamp = String(Math.floor(clock.now().getTime() / 1000))
  const text = requestSignString(request.method, request.path, timestamp, nonce, request.body)
  const signature = sign('sha256', Buffer.from(text, 'utf8'), signer.key).toString('base64')
  const parts = {
    mchid: signer.merchant,
    nonce_str: nonce,
    signature,
    timestamp,
    serial_no: signer.certificateSerial,
  }
  const list = Object.entries(parts).map(([part, value]) => `${part}="${value}"`)
  return `WECHATPAY2-SHA256-RSA2048 ${list.join(',')}`
}

/** How far WeChat Pay's clock and ours may be apart; older messages could be somebody's recording. */
const longestSkewMs = 300_000

/** WeChat Pay sends wrong signatures on purpose to see whether they are refused. */
const probePrefix = 'WECHATPAY/SIGNTEST/'

export type SignatureFault = 'missing' | 'stale' | 'probe' | 'unknownKey' | 'wrong'

/** Null when WeChat Pay signed the body just now. */
export function signatureFault(
  keys: readonly WechatKey[],
  now: Date,
  headers: Headers,
  body: string,
): SignatureFault | null {
  const timestamp = headers.get('wechatpay-timestamp') ?? ''
  const nonce = headers.get('wechatpay-nonce') ?? ''
  const serial = headers.get('wechatpay-serial') ?? ''
  const signature = headers.get('wechatpay-signature') ?? ''
  if (!/^\d{1,12}$/.test(timestamp) || nonce === '' || serial === '' || signature === '') return 'missing'
  if (signature.startsWith(probePrefix)) return 'probe'
  if (Math.abs(now.getTime() - Number(timestamp) * 1000) > longestSkewMs) return 'stale'
  const known = keys.find((candidate) => candidate.serial.toUpperCase() === serial.toUpperCase())
  if (!known || (known.validFrom && now < known.validFrom) || (known.validTo && now > known.validTo))
    return 'unknownKey'
  const text = Buffer.from(answerSignString(timestamp, nonce, body), 'utf8')
  return verify('sha256', text, known.key, Buffer.from(signature, 'base64')) ? null : 'wrong'
}

const tagBytes = 16

/** What a notice's `resource` holds, AES-256-GCM under the APIv3 key. Null when it was not encrypted with it. */
export function openResource(
  key: KeyBytes,
  resource: { readonly ciphertext: string; readonly nonce: string; readonly associated_data: string },
): string | null {
  const bytes = Buffer.from(resource.ciphertext, 'base64')
  if (bytes.length <= tagBytes || Buffer.byteLength(resource.nonce) !== 12) return null
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(resource.nonce, 'utf8'))
    decipher.setAAD(Buffer.from(resource.associated_data, 'utf8'))
    decipher.setAuthTag(bytes.subarray(-tagBytes))
    return Buffer.concat([decipher.update(bytes.subarray(0, -tagBytes)), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
