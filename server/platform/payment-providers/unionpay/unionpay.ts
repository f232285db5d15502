import type { KeyObject, X509Certificate } from 'node:crypto'
import { type Fen, fen } from '../../../core/money.ts'
import {
  askProvider,
  claimedTradeNo,
  gatewayRefused,
  gatewayUnavailable,
  type Outside,
  otherMoney,
  providerWords,
  readForm,
} from '../ask-provider.ts'
import {
  type Attempt,
  type CashierRequest,
  type NoticeMessage,
  type NoticeReading,
  NoticeRefused,
  type OnlineMethod,
  type PaymentProvider,
  type RefundAnswer,
  type RefundRequest,
  type TradeAnswer,
} from '../payment-provider.ts'
import { compactTime, fromCompactTime } from '../shanghai-time.ts'
import { ChainRefused, type TrustedCertificates } from './certificate-chain.ts'
import { type Fields, isSignedByUnionPay, readAnswer, signFields } from './unionpay-message.ts'

export type UnionPaySettings = {
  /** merId, 15 digits. */
  readonly merchant: string
  readonly key: KeyObject
  readonly certificate: X509Certificate
  readonly trusted: TrustedCertificates
  /** Whose certificate UnionPay signs with: 中国银联股份有限公司, `00040000:SIGN` at the test gateway. */
  readonly signerName: string
  /** `https://gateway.95516.com/gateway/api/` */
  readonly gateway: string
}

const name = 'unionpay'
const cny = '156'

/** B2C gateway for cards, B2B for the netbank of an organisation. */
const businessTypes: Partial<Record<OnlineMethod, string>> = { card: '000201', netbank: '000202' }

/** 00, and A6 成功但有缺陷: the money has moved. */
const successCodes = new Set(['00', 'A6'])
/** 交易已受理 / 状态未明 / 超时: ask again. */
const pendingCodes = new Set(['03', '04', '05'])
/** 系统未开放, 系统繁忙, 操作过于频繁: nothing was done, later it can be. */
const busyCodes = new Set(['02', '06', '37'])
/** 报文格式错误, 验证签名失败: it did not take us for ourselves, which says nothing of the order. */
const unheardCodes = new Set(['10', '11'])
const duplicateCode = '12'
const unknownCode = '34'

/**
 * UnionPay's gateway, version 5.1.0 (facts.md). A notice is only a reason to ask: the query is the truth. UnionPay has no
 * way to close an unpaid order; payTimeout ends it.
 */
export function unionPayProvider(settings: UnionPaySettings, outside: Outside): PaymentProvider {
  const certId = BigInt(`0x${settings.certificate.serialNumber}`).toString()

  function message(fields: Record<string, string>): Map<string, string> {
    const common = {
      version: '5.1.0',
      encoding: 'UTF-8',
      signMethod: '01',
      certId,
      accessType: '0',
      merId: settings.merchant,
    }
    return signFields(new Map(Object.entries({ ...common, ...fields })), settings.key)
  }

  /** Asks, and gives the answer only when UnionPay signed it, to us, about this very order. */
  async function ask(page: string, fields: Record<string, string>): Promise<Fields> {
    const reply = await askProvider(outside, name, {
      method: 'POST',
      url: new URL(page, settings.gateway).href,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
      body: new URLSearchParams([...message(fields)]).toString(),
    })
    if (reply.status !== 200) throw gatewayUnavailable(name, 'status')
    const answer = readAnswer(reply.text.trim())
    if (!answer) throw gatewayUnavailable(name, 'unreadable')
    if (!isSigned(answer)) throw gatewayUnavailable(name, 'signature')
    if (answer.get('merId') !== settings.merchant || answer.get('orderId') !== fields['orderId'])
      throw gatewayUnavailable(name, 'otherTrade')
    const code = answer.get('respCode') ?? ''
    if (busyCodes.has(code)) throw gatewayUnavailable(name, 'status')
    if (unheardCodes.has(code)) throw gatewayRefused(name, code)
    return answer
  }

  function isSigned(fields: Fields): boolean {
    try {
      return isSignedByUnionPay(fields, settings.trusted, settings.signerName, outside.clock.now())
    } catch (error) {
      if (error instanceof ChainRefused) return false
      throw error
    }
  }

  async function openCashier(request: CashierRequest) {
    const fields = message({
      txnType: '01',
      txnSubType: '01',
      bizType: businessTypeOf(request.method),
      channelType: request.device === 'phone' ? '08' : '07',
      orderId: request.tradeNo,
      txnTime: compactTime(request.createdAt),
      txnAmt: String(request.amountFen),
      currencyCode: cny,
      payTimeout: compactTime(request.expiresAt),
      frontUrl: request.returnUrl,
      backUrl: request.noticeUrl,
      riskRateInfo: `{commodityName=${commodityName(request.description)}}`,
    })
    const action = new URL('frontTransReq.do', settings.gateway).href
    return { kind: 'form', action, fields: Object.fromEntries(fields) } as const
  }

  /** The state of a payment or a refund, by its own order number and the time it was sent with. */
  async function queryOrder(
    orderId: string,
    sentAt: Date,
    method: OnlineMethod,
  ): Promise<Fields | 'waiting' | 'unknown'> {
    const answer = await ask('queryTrans.do', {
      txnType: '00',
      txnSubType: '00',
      bizType: businessTypeOf(method),
      orderId,
      txnTime: compactTime(sentAt),
    })
    const code = answer.get('respCode') ?? ''
    if (pendingCodes.has(code)) return 'waiting'
    if (code === unknownCode) return 'unknown'
    // The question was refused, which says nothing of the order: a paid one must not be taken for failed.
    if (code !== '00') throw gatewayRefused(name, code)
    return answer
  }

  async function query(attempt: Attempt): Promise<TradeAnswer> {
    const answer = await queryOrder(attempt.tradeNo, attempt.createdAt, attempt.method)
    if (typeof answer === 'string') return { state: answer }
    if (answer.has('currencyCode') && answer.get('currencyCode') !== cny) throw otherMoney(name, 'otherCurrency')
    const read = readTrade(answer, answer.get('origRespCode') ?? '', answer.get('origRespMsg') ?? '')
    if (!read) throw gatewayUnavailable(name, 'unreadable')
    return read
  }

  async function refund(request: RefundRequest): Promise<RefundAnswer> {
    const answer = await ask('backTransReq.do', {
      txnType: '04',
      txnSubType: '00',
      bizType: businessTypeOf(request.payment.method),
      channelType: '07',
      orderId: request.refundNumber,
      txnTime: compactTime(request.requestedAt),
      txnAmt: String(request.amountFen),
      currencyCode: cny,
      origQryId: request.payment.providerTradeNo,
      backUrl: request.noticeUrl,
    })
    const code = answer.get('respCode') ?? ''
    // 00 only says that it was taken in; the query tells what became of it. 12 is this refund once more, after an answer
    // of ours was lost.
    if (successCodes.has(code) || pendingCodes.has(code) || code === duplicateCode)
      return { state: 'waiting', providerRefundNo: answer.get('queryId') || null }
    return { state: 'failed', failure: failureOf(code, answer.get('respMsg') ?? '') }
  }

  async function queryRefund(request: RefundRequest): Promise<RefundAnswer> {
    const answer = await queryOrder(request.refundNumber, request.requestedAt, request.payment.method)
    if (answer === 'waiting') return { state: 'waiting', providerRefundNo: null }
    if (answer === 'unknown') return { state: 'unknown' }
    const read = readTrade(answer, answer.get('origRespCode') ?? '', answer.get('origRespMsg') ?? '')
    if (!read) throw gatewayUnavailable(name, 'unreadable')
    if (read.state === 'paid' && read.amountFen !== request.amountFen) throw otherMoney(name, 'otherAmount')
    return asRefund(read, answer)
  }

  async function readNotice(notice: NoticeMessage): Promise<NoticeReading> {
    const fields = readForm(notice.body)
    if (!fields) throw new NoticeRefused('unreadable')
    const orderId = claimedTradeNo(fields.get('orderId'))
    if (!isSigned(fields)) throw new NoticeRefused('badSignature', orderId)
    if (fields.get('merId') !== settings.merchant) throw new NoticeRefused('otherMerchant', orderId)
    if (fields.has('currencyCode') && fields.get('currencyCode') !== cny)
      throw new NoticeRefused('otherCurrency', orderId)
    const read = readTrade(fields, fields.get('respCode') ?? '', fields.get('respMsg') ?? '')
    if (!read || orderId === '') throw new NoticeRefused('unreadable', orderId)
    if (fields.get('txnType') === '01') return { about: 'payment', tradeNo: orderId, answer: read }
    if (fields.get('txnType') === '04')
      return { about: 'refund', refundNumber: orderId, answer: asRefund(read, fields) }
    throw new NoticeRefused('unreadable', orderId)
  }

  return {
    name,
    methods: ['card', 'netbank'],
    merchant: settings.merchant,
    noticeIsTruth: false,
    openCashier,
    query,
    async close() {},
    refund,
    queryRefund,
    readNotice,
    reply: (taken) => ({ status: taken ? 200 : 500, contentType: 'text/plain', body: taken ? 'ok' : 'fail' }),
  }
}

function businessTypeOf(method: OnlineMethod): string {
  const type = businessTypes[method]
  if (!type) throw new RangeError(`UnionPay does not serve ${method}`)
  return type
}

/** Null when a paid one lacks its number or a readable amount. */
function readTrade(fields: Fields, code: string, words: string): TradeAnswer | null {
  if (code === '') return null
  if (pendingCodes.has(code)) return { state: 'waiting' }
  if (code === unknownCode) return { state: 'unknown' }
  if (!successCodes.has(code)) return { state: 'failed', failure: failureOf(code, words) }
  const amountFen = readAmount(fields.get('txnAmt') ?? '')
  const queryId = fields.get('queryId') ?? ''
  const sentAt = fromCompactTime(fields.get('txnTime') ?? '')
  if (amountFen === null || queryId === '' || !sentAt) return null
  return {
    state: 'paid',
    providerTradeNo: queryId,
    amountFen,
    paidAt: movedAt(fields.get('traceTime') ?? '', sentAt),
  }
}

function asRefund(read: TradeAnswer, fields: Fields): RefundAnswer {
  if (read.state === 'paid') return { state: 'done', providerRefundNo: read.providerTradeNo, refundedAt: read.paidAt }
  if (read.state === 'waiting') return { state: 'waiting', providerRefundNo: fields.get('queryId') || null }
  return read
}

/** Digits only, in fen. */
function readAmount(text: string): Fen | null {
  return /^\d{1,12}$/.test(text) ? fen(Number(text)) : null
}

/** traceTime is MMddHHmmss: the first such moment from the day before the order was sent; the order's own time without one. */
function movedAt(traceTime: string, sentAt: Date): Date {
  const dayMs = 86_400_000
  const year = Number(compactTime(sentAt).slice(0, 4))
  for (const candidate of [year, year + 1]) {
    const at = /^\d{10}$/.test(traceTime) ? fromCompactTime(`${candidate}${traceTime}`) : null
    if (at && at.getTime() >= sentAt.getTime() - dayMs) return at
  }
  return sentAt
}

function failureOf(code: string, words: string): string {
  return providerWords(`${code} ${words}`)
}

/** Without what has a meaning in `{commodityName=…}`; 256 bytes are allowed, most of a Chinese name's characters have 3. */
function commodityName(description: string): string {
  return description.replace(/[{}[\]&=]/g, ' ').slice(0, 80)
}
