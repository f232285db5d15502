import { createPublicKey, createSign, createVerify, type KeyObject } from 'node:crypto'
import { alipayProvider } from '../../../server/platform/payment-providers/alipay/alipay.ts'
import { makeKey } from '../../support/certificates.ts'
import { type GatewayRequest, openStandIn, outsideAt } from '../../support/stand-in-gateway.ts'

export const appId = '2021000122671080'
export const sellerId = '2088531891668739'

/** RSA2 as Alipay's documents have it, written without the SDK that the product uses. */
export function signAlipay(text: string, key: KeyObject): string {
  return createSign('RSA-SHA256').update(text, 'utf8').sign(key, 'base64')
}

/** The parameters of a request when its signature is our app's; null otherwise. */
export function verifiedParameters(request: Pick<GatewayRequest, 'path' | 'body'>, appKey: KeyObject) {
  const [, query = ''] = request.path.split('?')
  const parameters = Object.fromEntries([...new URLSearchParams(query), ...new URLSearchParams(request.body)])
  const { sign = '', ...signed } = parameters
  const text = sorted(signed)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const isOurs = createVerify('RSA-SHA256').update(text, 'utf8').verify(createPublicKey(appKey), sign, 'base64')
  return isOurs ? { ...signed, content: JSON.parse(signed['biz_content'] ?? '{}') as Record<string, unknown> } : null
}

/** A notice as Alipay sends it: signed over everything but sign and sign_type. */
export function signedNotice(fields: Record<string, string>, key: KeyObject, type: 'RSA2' | 'RSA' = 'RSA2'): string {
  const text = sorted(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const sign = createSign(type === 'RSA' ? 'RSA-SHA1' : 'RSA-SHA256')
    .update(text, 'utf8')
    .sign(key, 'base64')
  return new URLSearchParams({ ...fields, sign_type: type, sign }).toString()
}

function sorted(fields: Record<string, string | undefined>): [string, string | undefined][] {
  return Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))
}

export async function openAlipay() {
  const appKey = makeKey()
  const alipayKey = makeKey()
  const gateway = await openStandIn()
  const outside = outsideAt()
  const provider = alipayProvider(
    {
      appId,
      sellerId,
      key: appKey,
      alipayPublicKey: createPublicKey(alipayKey),
      gateway: `${gateway.url}/gateway.do`,
    },
    outside,
  )
  return { appKey, alipayKey, gateway, outside, provider }
}

export const paidTrade = {
  code: '10000',
  msg: 'Success',
  buyer_logon_id: 'xud***@126.com',
  out_trade_no: 'PX26M4T8RK01',
  send_pay_date: '2026-11-22 14:07:33',
  total_amount: '3200.00',
  trade_no: '2026112222001468450512505578',
  trade_status: 'TRADE_SUCCESS',
}

export const paidNotice = {
  app_id: appId,
  auth_app_id: appId,
  seller_id: sellerId,
  charset: 'utf-8',
  notify_type: 'trade_status_sync',
  notify_id: '2026112200222155624068450559358070',
  notify_time: '2026-11-22 14:07:34',
  gmt_create: '2026-11-22 14:07:22',
  gmt_payment: '2026-11-22 14:07:33',
  out_trade_no: 'PX26M4T8RK01',
  trade_no: '2026112222001468450512505578',
  trade_status: 'TRADE_SUCCESS',
  total_amount: '3200.00',
  subject: '2026年 安全培训 100% + 50',
  fund_bill_list: '[{"amount":"3200.00","fundChannel":"ALIPAYACCOUNT"}]',
  body: '',
  version: '1.0',
}
