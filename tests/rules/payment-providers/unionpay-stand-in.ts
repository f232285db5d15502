import { createHash, createSign, createVerify, X509Certificate } from 'node:crypto'
import { trustCertificates } from '../../../server/platform/payment-providers/unionpay/certificate-chain.ts'
import {
  type UnionPaySettings,
  unionPayProvider,
} from '../../../server/platform/payment-providers/unionpay/unionpay.ts'
import { type Authority, makeCertificate } from '../../support/certificates.ts'
import { openStandIn, outsideAt } from '../../support/stand-in-gateway.ts'

export const merchant = '777290058110048'
/** As CFCA writes it: the owner is the third part. */
export const signerName = '041@Z12@中国银联股份有限公司@00000001'

/** What a hand-written gateway signs: an implementation of 5.1.0 that shares nothing with ours. */
export function signUnionPay(fields: Record<string, string>, signer: Authority): Record<string, string> {
  const whole: Record<string, string> = { ...fields, signPubKeyCert: signer.pem }
  const signature = createSign('RSA-SHA256').update(hexDigest(whole)).sign(signer.key, 'base64')
  return { ...whole, signature }
}

export function isSignedWith(fields: Record<string, string>, certificate: Authority): boolean {
  const { signature = '', ...rest } = fields
  return createVerify('RSA-SHA256')
    .update(hexDigest(rest))
    .verify(new X509Certificate(certificate.pem).publicKey, signature, 'base64')
}

function hexDigest(fields: Record<string, string>): string {
  const hash = createHash('sha256')
  const names = Object.keys(fields).sort((a, b) => (a < b ? -1 : 1))
  for (const [at, name] of names.entries()) hash.update(`${at === 0 ? '' : '&'}${name}=${fields[name]}`)
  return hash.digest('hex')
}

/** As the gateway answers: not encoded for a URL. */
export function rawBody(fields: Record<string, string>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

export async function openUnionPay() {
  const root = makeCertificate({ name: 'CFCA CS CA', authority: true, to: new Date('2100-01-01') })
  const middle = makeCertificate({ name: 'CFCA OCA1', authority: true, issuer: root, to: new Date('2110-01-01') })
  const signer = makeCertificate({ name: signerName, issuer: middle })
  // Above 2^53: a serial read as a floating number comes out wrong.
  const ours = makeCertificate({
    name: '041@merchant',
    issuer: middle,
    serial: Buffer.from('1000000000000000000000000001', 'hex'),
  })
  const gateway = await openStandIn()
  const outside = outsideAt()
  const settings: UnionPaySettings = {
    merchant,
    key: ours.key,
    certificate: new X509Certificate(ours.pem),
    trusted: trustCertificates(
      'UNIONPAY_TRUST_FILE',
      [root, middle, ours].map(({ pem }) => new X509Certificate(pem)),
    ),
    signerName: '中国银联股份有限公司',
    gateway: `${gateway.url}/gateway/api/`,
  }
  return { root, middle, signer, ours, gateway, outside, settings, provider: unionPayProvider(settings, outside) }
}

/** The gateway's answer to a query about a paid order. */
export const paidAnswer = {
  version: '5.1.0',
  encoding: 'UTF-8',
  signMethod: '01',
  txnType: '00',
  txnSubType: '00',
  bizType: '000201',
  accessType: '0',
  merId: merchant,
  orderId: 'PX26M4T8RK01',
  txnTime: '20261122140509',
  txnAmt: '320000',
  currencyCode: '156',
  queryId: '592611221405090000018',
  traceTime: '1122140733',
  respCode: '00',
  respMsg: '成功[0000000]',
  origRespCode: '00',
  origRespMsg: '成功[0000000]',
  reqReserved: '{a=1&b={c=2}}',
}
