import { z } from 'zod'
import { fen } from '../../../core/money.ts'
import {
  askProvider,
  gatewayRefused,
  gatewayUnavailable,
  type Outside,
  otherMoney,
  parseJson,
  providerWords,
} from '../ask-provider.ts'
import type { KeyBytes } from '../key-files.ts'
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
import { fromOffsetTime, offsetTime } from '../shanghai-time.ts'
import { authorization, openResource, type RequestSigner, signatureFault, type WechatKey } from './wechat-signature.ts'

export type WechatSettings = RequestSigner & {
  readonly appId: string
  readonly apiV3Key: KeyBytes
  /** What WeChat Pay signs with; the first one is asked for. */
  readonly wechatKeys: readonly WechatKey[]
  /** `https://api.mch.weixin.qq.com` */
  readonly gateway: string
}

const name = 'wechat'

const moneySchema = z.object({ total: z.int().nonnegative(), currency: z.string().default('CNY') })

const tradeSchema = z.object({
  mchid: z.string(),
  appid: z.string(),
  out_trade_no: z.string(),
  trade_state: z.string(),
  trade_state_desc: z.string().default(''),
  transaction_id: z.string().default(''),
  success_time: z.string().default(''),
  amount: moneySchema.optional(),
})
type Trade = z.infer<typeof tradeSchema>

const refundSchema = z.object({
  out_refund_no: z.string(),
  refund_id: z.string().min(1),
  out_trade_no: z.string(),
  status: z.string(),
  success_time: z.string().default(''),
  amount: moneySchema.extend({ refund: z.int().nonnegative() }),
})

/** In a notice the same things stand under other names, and `mchid` beside them. */
const refundNoticeSchema = z.object({
  mchid: z.string(),
  out_refund_no: z.string(),
  refund_id: z.string().min(1),
  refund_status: z.string(),
  success_time: z.string().default(''),
})

const noticeSchema = z.object({
  event_type: z.string(),
  resource: z.object({
    algorithm: z.literal('AEAD_AES_256_GCM'),
    ciphertext: z.string(),
    nonce: z.string(),
    associated_data: z.string().default(''),
  }),
})

const codeSchema = z.object({ code_url: z.string().min(1) })

const faultSchema = z.object({ code: z.string(), message: z.string().default('') })

/** Its own trouble, or too many questions: the same one can have another answer later. */
const troubleCodes = new Set(['SYSTEM_ERROR', 'SYSTEMERROR', 'FREQUENCY_LIMITED', 'RATELIMIT_EXCEEDED'])
const tradeUnknownCodes = new Set(['ORDER_NOT_EXIST', 'ORDERNOTEXIST'])
const closedCodes = new Set(['ORDER_CLOSED', 'ORDERCLOSED', ...tradeUnknownCodes])
const refundUnknownCodes = new Set(['RESOURCE_NOT_EXISTS'])

/** `content` is null where nothing was to be said (204); `fault` is WeChat Pay's code of a refusal. */
type Reply = { readonly content: unknown } | { readonly fault: string; readonly words: string }

/** WeChat Pay v3, native: a code that is scanned with the app (facts.md). */
export function wechatProvider(settings: WechatSettings, outside: Outside): PaymentProvider {
  /** Asks, and gives what was answered only when WeChat Pay signed it, a refusal too. */
  async function ask(method: 'GET' | 'POST', path: string, content?: unknown): Promise<Reply> {
    const body = content === undefined ? '' : JSON.stringify(content)
    const reply = await askProvider(outside, name, {
      method,
      url: new URL(path, settings.gateway).href,
      headers: {
        accept: 'application/json',
        authorization: authorization(settings, outside.clock, { method, path, body }),
        ...(settings.wechatKeys[0] ? { 'wechatpay-serial': settings.wechatKeys[0].serial } : {}),
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body } : {}),
    })
    if (signatureFault(settings.wechatKeys, outside.clock.now(), reply.headers, reply.text))
      throw gatewayUnavailable(name, 'signature')
    if (reply.status === 204) return { content: null }
    const answer = parseJson(reply.text)
    if (reply.status === 200) return { content: answer }
    const fault = faultSchema.safeParse(answer)
    if (!fault.success || reply.status === 429 || troubleCodes.has(fault.data.code))
      throw gatewayUnavailable(name, 'status')
    // It did not take us for ourselves: that says nothing of what was asked.
    if (reply.status === 401) throw gatewayRefused(name, fault.data.code)
    return { fault: fault.data.code, words: providerWords(`${fault.data.code} ${fault.data.message}`) }
  }

  async function openCashier(request: CashierRequest) {
    const answer = await ask('POST', '/v3/pay/transactions/native', {
      appid: settings.appId,
      mchid: settings.merchant,
      description: request.description.slice(0, 127),
      out_trade_no: request.tradeNo,
      time_expire: offsetTime(request.expiresAt),
      notify_url: request.noticeUrl,
      amount: { total: request.amountFen, currency: 'CNY' },
    })
    if ('fault' in answer) throw gatewayRefused(name, answer.fault)
    return { kind: 'qr', text: orUnreadable(codeSchema, answer.content).code_url } as const
  }

  async function query(attempt: Attempt): Promise<TradeAnswer> {
    const answer = await ask('GET', `${tradePath(attempt.tradeNo)}?mchid=${settings.merchant}`)
    if ('fault' in answer) {
      if (tradeUnknownCodes.has(answer.fault)) return { state: 'unknown' }
      throw gatewayRefused(name, answer.fault)
    }
    const trade = orUnreadable(tradeSchema, answer.content)
    if (!isOurs(trade) || trade.out_trade_no !== attempt.tradeNo) throw gatewayUnavailable(name, 'otherTrade')
    if (trade.amount && trade.amount.currency !== 'CNY') throw otherMoney(name, 'otherCurrency')
    const read = readTrade(trade)
    if (!read) throw gatewayUnavailable(name, 'unreadable')
    return read
  }

  async function close(attempt: Attempt): Promise<void> {
    const answer = await ask('POST', `${tradePath(attempt.tradeNo)}/close`, { mchid: settings.merchant })
    if ('fault' in answer && !closedCodes.has(answer.fault)) throw gatewayRefused(name, answer.fault)
  }

  async function refund(request: RefundRequest): Promise<RefundAnswer> {
    const answer = await ask('POST', '/v3/refund/domestic/refunds', {
      transaction_id: request.payment.providerTradeNo,
      out_refund_no: request.refundNumber,
      notify_url: request.noticeUrl,
      amount: { refund: request.amountFen, total: request.payment.amountFen, currency: 'CNY' },
    })
    return 'fault' in answer ? { state: 'failed', failure: answer.words } : readRefund(answer.content, request)
  }

  async function queryRefund(request: RefundRequest): Promise<RefundAnswer> {
    const answer = await ask('GET', `/v3/refund/domestic/refunds/${encodeURIComponent(request.refundNumber)}`)
    if ('content' in answer) return readRefund(answer.content, request)
    if (refundUnknownCodes.has(answer.fault)) return { state: 'unknown' }
    throw gatewayRefused(name, answer.fault)
  }

  function readRefund(answer: unknown, request: RefundRequest): RefundAnswer {
    const refunded = orUnreadable(refundSchema, answer)
    if (refunded.out_refund_no !== request.refundNumber || refunded.out_trade_no !== request.payment.tradeNo)
      throw gatewayUnavailable(name, 'otherTrade')
    if (refunded.amount.currency !== 'CNY') throw otherMoney(name, 'otherCurrency')
    if (refunded.amount.refund !== request.amountFen) throw otherMoney(name, 'otherAmount')
    const read = refundState(refunded.status, refunded.refund_id, refunded.success_time)
    if (!read) throw gatewayUnavailable(name, 'unreadable')
    return read
  }

  async function readNotice(notice: NoticeMessage): Promise<NoticeReading> {
    const fault = signatureFault(settings.wechatKeys, outside.clock.now(), notice.headers, notice.body)
    if (fault) throw new NoticeRefused(fault === 'stale' ? 'stale' : 'badSignature')
    const outer = noticeSchema.safeParse(parseJson(notice.body))
    const opened = outer.success ? openResource(settings.apiV3Key, outer.data.resource) : null
    if (!outer.success || opened === null) throw new NoticeRefused('unreadable')
    return outer.data.event_type.startsWith('REFUND.')
      ? readRefundNotice(parseJson(opened))
      : readTradeNotice(parseJson(opened))
  }

  function readTradeNotice(content: unknown): NoticeReading {
    const trade = tradeSchema.safeParse(content)
    if (!trade.success) throw new NoticeRefused('unreadable', textOf(content, 'out_trade_no'))
    const tradeNo = trade.data.out_trade_no
    if (!isOurs(trade.data)) throw new NoticeRefused('otherMerchant', tradeNo)
    if (trade.data.amount && trade.data.amount.currency !== 'CNY') throw new NoticeRefused('otherCurrency', tradeNo)
    const answer = readTrade(trade.data)
    if (!answer) throw new NoticeRefused('unreadable', tradeNo)
    return { about: 'payment', tradeNo, answer }
  }

  function readRefundNotice(content: unknown): NoticeReading {
    const refunded = refundNoticeSchema.safeParse(content)
    if (!refunded.success) throw new NoticeRefused('unreadable', textOf(content, 'out_trade_no'))
    const { mchid, out_refund_no, refund_id, refund_status, success_time } = refunded.data
    if (mchid !== settings.merchant) throw new NoticeRefused('otherMerchant', textOf(content, 'out_trade_no'))
    const answer = refundState(refund_status, refund_id, success_time)
    if (!answer) throw new NoticeRefused('unreadable', textOf(content, 'out_trade_no'))
    return { about: 'refund', refundNumber: out_refund_no, answer }
  }

  function isOurs(trade: Trade): boolean {
    return trade.mchid === settings.merchant && trade.appid === settings.appId
  }

  return {
    name,
    methods: ['wechat'],
    merchant: settings.merchant,
    noticeIsTruth: true,
    openCashier,
    query,
    close,
    refund,
    queryRefund,
    readNotice,
    reply: (taken) => ({
      status: taken ? 200 : 500,
      contentType: 'application/json',
      body: JSON.stringify(taken ? { code: 'SUCCESS', message: '' } : { code: 'FAIL', message: '失败' }),
    }),
  }
}

function tradePath(tradeNo: string): string {
  return `/v3/pay/transactions/out-trade-no/${encodeURIComponent(tradeNo)}`
}

/** Null when a paid one lacks its number, its amount or its time, or the state is none that we know. */
function readTrade(trade: Trade): TradeAnswer | null {
  switch (trade.trade_state) {
    // REFUND 转入退款: it was paid, and some of it has gone back.
    case 'SUCCESS':
    case 'REFUND': {
      const paidAt = fromOffsetTime(trade.success_time)
      if (!trade.amount || trade.transaction_id === '' || !paidAt) return null
      return {
        state: 'paid',
        providerTradeNo: trade.transaction_id,
        amountFen: fen(trade.amount.total),
        paidAt,
      }
    }
    case 'NOTPAY':
    case 'USERPAYING':
      return { state: 'waiting' }
    case 'CLOSED':
    case 'REVOKED':
    case 'PAYERROR':
      return { state: 'failed', failure: providerWords(`${trade.trade_state} ${trade.trade_state_desc}`) }
    default:
      return null
  }
}

/**
 * ABNORMAL: the payer's card took nothing back; the money waits at WeChat Pay for a person at the merchant platform, and
 * the refund as it was asked for has failed.
 */
function refundState(status: string, refundId: string, successTime: string): RefundAnswer | null {
  if (status === 'PROCESSING') return { state: 'waiting', providerRefundNo: refundId }
  if (status === 'CLOSED' || status === 'ABNORMAL') return { state: 'failed', failure: status }
  const refundedAt = fromOffsetTime(successTime)
  return status === 'SUCCESS' && refundedAt ? { state: 'done', providerRefundNo: refundId, refundedAt } : null
}

function orUnreadable<T>(schema: z.ZodType<T>, answer: unknown): T {
  const read = schema.safeParse(answer)
  if (!read.success) throw gatewayUnavailable(name, 'unreadable')
  return read.data
}

/** What can be read of a thing that is not what it should be, for the record. */
function textOf(content: unknown, key: string): string {
  const value = typeof content === 'object' && content !== null ? Reflect.get(content, key) : undefined
  return typeof value === 'string' ? value : ''
}
