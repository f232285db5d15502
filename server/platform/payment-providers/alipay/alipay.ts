import type { KeyObject } from 'node:crypto'
import type { AlipaySdk } from 'alipay-sdk'
import { z } from 'zod'
import {
  askProvider,
  claimedTradeNo,
  gatewayRefused,
  gatewayUnavailable,
  type Outside,
  otherMoney,
  parseJson,
  providerWords,
  readForm,
} from '../ask-provider.ts'
import {
  type Attempt,
  type CashierRequest,
  type NoticeMessage,
  type NoticeReading,
  NoticeRefused,
  type PaymentProvider,
  type RefundAnswer,
  type RefundRequest,
  type TradeAnswer,
} from '../payment-provider.ts'
import { dashedTime, fromDashedTime } from '../shanghai-time.ts'
import { rawMembers } from './alipay-answer.ts'
import { fenFromYuan, yuanFromFen } from './yuan.ts'

export type AlipaySettings = {
  readonly appId: string
  /** `2088…`: the account that receives the money. */
  readonly sellerId: string
  readonly key: KeyObject
  readonly alipayPublicKey: KeyObject
  /** `https://openapi.alipay.com/gateway.do` */
  readonly gateway: string
}

const name = 'alipay'
const paidStates = new Set(['TRADE_SUCCESS', 'TRADE_FINISHED'])
/** Alipay's own trouble: the same question can have another answer later. */
const troubleCodes = new Set(['ACQ.SYSTEM_ERROR', 'aop.ACQ.SYSTEM_ERROR', 'isp.unknow-error'])
const tradeUnknown = 'ACQ.TRADE_NOT_EXIST'
const answerSchema = z.object({
  code: z.string(),
  sub_code: z.string().default(''),
  sub_msg: z.string().default(''),
  out_trade_no: z.string().default(''),
  trade_no: z.string().default(''),
  trade_status: z.string().default(''),
  total_amount: z.string().default(''),
  trans_currency: z.string().default('CNY'),
  send_pay_date: z.string().default(''),
  fund_change: z.string().default(''),
  gmt_refund_pay: z.string().default(''),
  out_request_no: z.string().default(''),
  refund_amount: z.string().default(''),
  refund_status: z.string().default(''),
})
type AlipayAnswer = z.infer<typeof answerSchema>

/**
 * Alipay: page pay on a desk, wap pay on a phone. The SDK signs our requests and checks its notices; the asking and the
 * check of answers are ours (alipay-answer.ts), as are the limits of time and size.
 */
export function alipayProvider(settings: AlipaySettings, outside: Outside): PaymentProvider {
  let loading: Promise<AlipaySdk> | undefined
  /** Loaded when the first payer chooses Alipay: with its own HTTP client it takes 40 MB and 200 ms. */
  function sdk(): Promise<AlipaySdk> {
    loading ??= import('alipay-sdk').then(
      (loaded) =>
        new loaded.AlipaySdk({
          appId: settings.appId,
          keyType: 'PKCS8',
          privateKey: settings.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
          alipayPublicKey: settings.alipayPublicKey.export({ type: 'spki', format: 'pem' }).toString(),
          gateway: settings.gateway,
          signType: 'RSA2',
        }),
    )
    return loading
  }

  /** The SDK would write the time of the zone that the server runs in. */
  const timestamp = () => dashedTime(outside.clock.now())

  /** Asks, and gives the answer only when Alipay signed these characters. */
  async function ask(method: string, bizContent: Record<string, unknown>): Promise<AlipayAnswer> {
    const alipay = await sdk()
    const parameters = new URLSearchParams(alipay.sdkExecute(method, { timestamp: timestamp(), bizContent }))
    const content = parameters.get('biz_content') ?? ''
    parameters.delete('biz_content')
    const reply = await askProvider(outside, name, {
      method: 'POST',
      url: `${settings.gateway}?${parameters}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: new URLSearchParams({ biz_content: content }).toString(),
    })
    if (reply.status !== 200) throw gatewayUnavailable(name, 'status')
    const members = rawMembers(reply.text)
    const signed = members?.get(`${method.replaceAll('.', '_')}_response`)
    const signature = parseJson(members?.get('sign') ?? '')
    if (signed === undefined) throw gatewayUnavailable(name, 'unreadable')
    if (typeof signature !== 'string' || !isSigned(() => alipay.rsaCheck(signed, signature, 'RSA2')))
      throw gatewayUnavailable(name, 'signature')
    const answer = answerSchema.safeParse(parseJson(signed))
    if (!answer.success) throw gatewayUnavailable(name, 'unreadable')
    // 20000: Alipay's own service is not available.
    if (answer.data.code === '20000' || troubleCodes.has(answer.data.sub_code)) throw gatewayUnavailable(name, 'status')
    return answer.data
  }

  async function openCashier(request: CashierRequest) {
    const phone = request.device === 'phone'
    const alipay = await sdk()
    const url = alipay.pageExecute(phone ? 'alipay.trade.wap.pay' : 'alipay.trade.page.pay', 'GET', {
      timestamp: timestamp(),
      notify_url: request.noticeUrl,
      return_url: request.returnUrl,
      bizContent: {
        out_trade_no: request.tradeNo,
        total_amount: yuanFromFen(request.amountFen),
        // Alipay refuses these three in a subject.
        subject: request.description.replace(/[/=&]/g, ' ').slice(0, 200),
        product_code: phone ? 'QUICK_WAP_WAY' : 'FAST_INSTANT_TRADE_PAY',
        time_expire: dashedTime(request.expiresAt),
        ...(phone ? { quit_url: request.returnUrl } : {}),
      },
    })
    return { kind: 'redirect', url } as const
  }

  async function query(attempt: Attempt): Promise<TradeAnswer> {
    const answer = await ask('alipay.trade.query', { out_trade_no: attempt.tradeNo })
    if (answer.sub_code === tradeUnknown) return { state: 'unknown' }
    if (answer.code !== '10000') throw refusal(answer)
    if (answer.out_trade_no !== attempt.tradeNo) throw gatewayUnavailable(name, 'otherTrade')
    if (answer.trans_currency !== 'CNY') throw otherMoney(name, 'otherCurrency')
    // A trade that was refunded whole is closed as well; that it was paid shows in the day of its payment.
    if (paidStates.has(answer.trade_status) || (answer.trade_status === 'TRADE_CLOSED' && answer.send_pay_date !== ''))
      return orUnreadable(paid(answer.trade_no, answer.total_amount, answer.send_pay_date))
    if (answer.trade_status === 'WAIT_BUYER_PAY') return { state: 'waiting' }
    if (answer.trade_status === 'TRADE_CLOSED') return { state: 'failed', failure: 'TRADE_CLOSED' }
    throw gatewayUnavailable(name, 'unreadable')
  }

  async function close(attempt: Attempt): Promise<void> {
    const answer = await ask('alipay.trade.close', { out_trade_no: attempt.tradeNo })
    if (answer.code !== '10000' && answer.sub_code !== tradeUnknown) throw refusal(answer)
  }

  async function refund(request: RefundRequest): Promise<RefundAnswer> {
    const answer = await ask('alipay.trade.refund', {
      trade_no: request.payment.providerTradeNo,
      refund_amount: yuanFromFen(request.amountFen),
      out_request_no: request.refundNumber,
    })
    // 40004: the business was refused. The other codes say that we were not let in, and nothing of the refund.
    if (answer.code === '40004') return { state: 'failed', failure: words(answer) }
    if (answer.code !== '10000') throw refusal(answer)
    if (answer.out_trade_no !== request.payment.tradeNo) throw gatewayUnavailable(name, 'otherTrade')
    // N: nothing moved just now, because this is the same refund once more, or because it is not through yet.
    if (answer.fund_change !== 'Y') return { state: 'waiting', providerRefundNo: answer.trade_no }
    return { state: 'done', providerRefundNo: answer.trade_no, refundedAt: outside.clock.now() }
  }

  async function queryRefund(request: RefundRequest): Promise<RefundAnswer> {
    const answer = await ask('alipay.trade.fastpay.refund.query', {
      trade_no: request.payment.providerTradeNo,
      out_request_no: request.refundNumber,
      query_options: ['gmt_refund_pay'],
    })
    if (answer.sub_code === tradeUnknown) return { state: 'unknown' }
    if (answer.code !== '10000') throw refusal(answer)
    // Without refund_status the refund has not come in, or has failed: it may be sent again under the same number.
    if (answer.refund_status !== 'REFUND_SUCCESS') return { state: 'unknown' }
    if (answer.out_trade_no !== request.payment.tradeNo || answer.out_request_no !== request.refundNumber)
      throw gatewayUnavailable(name, 'otherTrade')
    if (fenFromYuan(answer.refund_amount) !== request.amountFen) throw otherMoney(name, 'otherAmount')
    return {
      state: 'done',
      providerRefundNo: answer.trade_no,
      refundedAt: fromDashedTime(answer.gmt_refund_pay) ?? outside.clock.now(),
    }
  }

  async function readNotice(notice: NoticeMessage): Promise<NoticeReading> {
    const fields = readForm(notice.body)
    if (!fields) throw new NoticeRefused('unreadable')
    const field = (key: string) => fields.get(key) ?? ''
    const tradeNo = claimedTradeNo(fields.get('out_trade_no'))
    const alipay = await sdk()
    // The SDK would also take the older RSA with SHA-1 if the notice said so.
    if (field('sign_type') !== 'RSA2' || !isSigned(() => alipay.checkNotifySignV2(Object.fromEntries(fields))))
      throw new NoticeRefused('badSignature', tradeNo)
    if (field('app_id') !== settings.appId || field('seller_id') !== settings.sellerId)
      throw new NoticeRefused('otherMerchant', tradeNo)
    if ((fields.get('trans_currency') ?? 'CNY') !== 'CNY') throw new NoticeRefused('otherCurrency', tradeNo)
    if (tradeNo === '') throw new NoticeRefused('unreadable')
    if (field('gmt_refund') !== '') return refundNotice(fields, tradeNo)
    return { about: 'payment', tradeNo, answer: paymentNotice(fields, tradeNo) }
  }

  return {
    name,
    methods: ['alipay'],
    merchant: settings.sellerId,
    noticeIsTruth: true,
    openCashier,
    query,
    close,
    refund,
    queryRefund,
    readNotice,
    // Anything but these seven letters is sent again, up to eight times in 25 hours.
    reply: (taken) => ({ status: taken ? 200 : 500, contentType: 'text/plain', body: taken ? 'success' : 'failure' }),
  }
}

function paymentNotice(fields: ReadonlyMap<string, string>, tradeNo: string): TradeAnswer {
  const state = fields.get('trade_status') ?? ''
  if (state === 'WAIT_BUYER_PAY') return { state: 'waiting' }
  if (state === 'TRADE_CLOSED') return { state: 'failed', failure: 'TRADE_CLOSED' }
  const read = paidStates.has(state)
    ? paid(fields.get('trade_no') ?? '', fields.get('total_amount') ?? '', fields.get('gmt_payment') ?? '')
    : null
  if (!read) throw new NoticeRefused('unreadable', tradeNo)
  return read
}

/** Alipay tells of a refund to the address of the payment; out_biz_no is our number of the refund. */
function refundNotice(fields: ReadonlyMap<string, string>, tradeNo: string): NoticeReading {
  const refundNumber = fields.get('out_biz_no') ?? ''
  const refundedAt = fromDashedTime(fields.get('gmt_refund') ?? '')
  const providerRefundNo = fields.get('trade_no') ?? ''
  if (refundNumber === '' || providerRefundNo === '' || !refundedAt) throw new NoticeRefused('unreadable', tradeNo)
  return { about: 'refund', refundNumber, answer: { state: 'done', providerRefundNo, refundedAt } }
}

/** Null when it lacks its number, a readable amount or its time. */
function paid(providerTradeNo: string, totalAmount: string, paidAtText: string): TradeAnswer | null {
  const amountFen = fenFromYuan(totalAmount)
  const paidAt = fromDashedTime(paidAtText)
  if (providerTradeNo === '' || amountFen === null || !paidAt) return null
  return { state: 'paid', providerTradeNo, amountFen, paidAt }
}

function orUnreadable(answer: TradeAnswer | null): TradeAnswer {
  if (!answer) throw gatewayUnavailable(name, 'unreadable')
  return answer
}

function refusal(answer: AlipayAnswer) {
  return gatewayRefused(name, answer.sub_code || answer.code)
}

function words(answer: AlipayAnswer): string {
  return providerWords(`${answer.sub_code || answer.code} ${answer.sub_msg}`)
}

/** A signature that is no base64, or a key of another kind, throws inside the check. */
function isSigned(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}
