import { type KeyObject, randomBytes, sign, verify } from 'node:crypto'
import { z } from 'zod'
import { type Fen, positiveFenSchema } from '../../core/money.ts'
import {
  askProvider,
  gatewayRefused,
  gatewayUnavailable,
  type Outside,
  parseJson,
  providerWords,
} from './ask-provider.ts'
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
} from './payment-provider.ts'

/** Our number at the bank for trying out. */
export const sandboxMerchant = 'XUESHI0001'

export type SandboxOptions = {
  /** Where we ask the bank: `http://127.0.0.1:3001`. */
  readonly url: string
  /** Where browsers reach it; null: on the host that they know us by, at the bank's port. */
  readonly publicUrl: string | null
  readonly merchant: string
  readonly merchantKey: KeyObject
  /** Asked for each time: the bank may be started after us. null: it has never been. */
  readonly bankKey: () => KeyObject | null
  readonly outside: Outside
}

/** How far the bank's clock and ours may be apart. */
const maxSkewMs = 300_000

const refusedSchema = z.object({ refused: z.object({ message: z.string() }) })
const paidFields = { bankTradeNo: z.string().min(1), amountFen: positiveFenSchema, paidAt: z.iso.datetime() }

const tradeSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('paid'), currency: z.literal('CNY'), ...paidFields }),
  z.object({ state: z.literal('waiting') }),
  z.object({ state: z.literal('failed'), failure: z.string() }),
  z.object({ state: z.literal('unknown') }),
])

const refundSchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('done'), bankRefundNo: z.string().min(1), refundedAt: z.iso.datetime() }),
  z.object({ state: z.literal('waiting'), bankRefundNo: z.string() }),
  z.object({ state: z.literal('failed'), failure: z.string() }),
  z.object({ state: z.literal('unknown') }),
])

const noticeSchema = z.object({
  merchant: z.string(),
  currency: z.string(),
  tradeNo: z.string(),
  bankNo: z.string(),
  amountFen: positiveFenSchema,
  happenedAt: z.iso.datetime(),
})
const paymentNoticeSchema = noticeSchema.extend({ about: z.literal('payment'), state: z.enum(['paid', 'waiting']) })
const refundNoticeSchema = noticeSchema.extend({
  about: z.literal('refund'),
  refundNumber: z.string(),
  state: z.enum(['done', 'failed']),
  failure: z.string().nullable(),
})
const anyNoticeSchema = z.discriminatedUnion('about', [paymentNoticeSchema, refundNoticeSchema])

/**
 * The bank for trying out, which is a program of its own. Requests are signed with our key, answers and notices with the
 * bank's, RSA-SHA256 both ways; an answer repeats the nonce of its request. A verified notice may be believed.
 */
export function sandboxProvider(options: SandboxOptions): PaymentProvider {
  const { merchant } = options

  /** Throws `gatewayUnavailable` for anything that the bank has not signed in answer to this very request. */
  async function ask<Answer>(
    operation: string,
    body: object,
    schema: z.ZodType<Answer>,
    about: Readonly<Record<string, string>>,
  ): Promise<Answer> {
    const path = `/gateway/${operation}`
    const text = JSON.stringify(body)
    const timestamp = options.outside.clock.now().toISOString()
    const nonce = randomBytes(16).toString('hex')
    const answer = await askProvider(options.outside, 'sandbox', {
      method: 'POST',
      url: `${options.url}${path}`,
      headers: {
        'content-type': 'application/json',
        'x-merchant': merchant,
        'x-timestamp': timestamp,
        'x-nonce': nonce,
        'x-signature': signed(options.merchantKey, `REQUEST\n${path}\n${timestamp}\n${nonce}\n${text}\n`),
      },
      body: text,
    })
    const answeredAt = answer.headers.get('x-bank-timestamp') ?? ''
    const words = `ANSWER\n${answer.status}\n${answeredAt}\n${nonce}\n${answer.text}\n`
    if (!isSigned(options.bankKey(), words, answer.headers.get('x-bank-signature')))
      throw gatewayUnavailable('sandbox', 'signature')
    const said = parseJson(answer.text)
    const refused = refusedSchema.safeParse(said)
    if (refused.success) throw gatewayRefused('sandbox', refused.data.refused.message)
    // An answer about another trade is no answer to our question.
    const named = z.record(z.string(), z.unknown()).safeParse(said).data ?? {}
    if (Object.entries({ merchant, ...about }).some(([name, value]) => named[name] !== value))
      throw gatewayUnavailable('sandbox', 'otherTrade')
    const parsed = schema.safeParse(said)
    if (!parsed.success) throw gatewayUnavailable('sandbox', 'unreadable')
    return parsed.data
  }

  return {
    name: 'sandbox',
    methods: ['card', 'netbank'],
    merchant,
    noticeIsTruth: true,

    async openCashier(request: CashierRequest) {
      const fields: Record<string, string> = {
        merchant,
        tradeNo: request.tradeNo,
        method: request.method,
        amountFen: String(request.amountFen),
        currency: 'CNY',
        description: request.description.replace(/\s+/g, ' ').slice(0, 200),
        createdAt: request.createdAt.toISOString(),
        expiresAt: request.expiresAt.toISOString(),
        device: request.device,
        returnUrl: request.returnUrl,
        noticeUrl: request.noticeUrl,
      }
      const lines = Object.keys(fields)
        .sort()
        .map((name) => `${name}=${fields[name]}`)
      const signature = signed(options.merchantKey, `CASHIER\n${lines.join('\n')}\n`)
      const url = new URL('/cashier', options.publicUrl ?? besideUs(options.url, request.returnUrl))
      url.search = new URLSearchParams({ ...fields, signature }).toString()
      return { kind: 'redirect', url: url.href }
    },

    async query({ tradeNo }: Attempt) {
      return tradeAnswer(await ask('query', { tradeNo }, tradeSchema, { tradeNo }))
    },

    async close({ tradeNo }: Attempt) {
      await ask('close', { tradeNo }, z.object({ state: z.literal('closed') }), { tradeNo })
    },

    async refund({ refundNumber, amountFen, noticeUrl, payment }: RefundRequest) {
      const body = { refundNumber, tradeNo: payment.tradeNo, amountFen, noticeUrl }
      return refundAnswer(await ask('refund', body, refundSchema, { refundNumber }))
    },

    async queryRefund({ refundNumber, payment }: RefundRequest) {
      const body = { refundNumber, tradeNo: payment.tradeNo }
      return refundAnswer(await ask('refund-query', body, refundSchema, { refundNumber }))
    },

    async readNotice(message: NoticeMessage) {
      return readNotice(options, message)
    },

    reply: (taken) => ({
      status: taken ? 200 : 500,
      contentType: 'text/plain; charset=utf-8',
      body: taken ? 'success' : 'fail',
    }),
  }
}

function readNotice(options: SandboxOptions, { headers, body }: NoticeMessage): NoticeReading {
  const said = parseJson(body)
  const tradeNo = z.object({ tradeNo: z.string().max(32) }).safeParse(said).data?.tradeNo ?? ''
  const timestamp = headers.get('x-bank-timestamp') ?? ''
  const nonce = headers.get('x-bank-nonce') ?? ''
  const words = `NOTICE\n${timestamp}\n${nonce}\n${body}\n`
  if (!isSigned(options.bankKey(), words, headers.get('x-bank-signature')))
    throw new NoticeRefused('badSignature', tradeNo)
  // Not a number compares as false: a date that is none is stale.
  if (!(Math.abs(Date.parse(timestamp) - options.outside.clock.now().getTime()) <= maxSkewMs))
    throw new NoticeRefused('stale', tradeNo)
  const parsed = anyNoticeSchema.safeParse(said)
  if (!parsed.success) throw new NoticeRefused('unreadable', tradeNo, { cause: parsed.error })
  const notice = parsed.data
  if (notice.merchant !== options.merchant) throw new NoticeRefused('otherMerchant', tradeNo)
  if (notice.currency !== 'CNY') throw new NoticeRefused('otherCurrency', tradeNo)
  const happenedAt = new Date(notice.happenedAt)
  if (notice.about === 'payment') {
    const answer: TradeAnswer =
      notice.state === 'paid' ? paid(notice.bankNo, notice.amountFen, notice.happenedAt) : { state: 'waiting' }
    return { about: 'payment', tradeNo, answer }
  }
  const answer: RefundAnswer =
    notice.state === 'done'
      ? { state: 'done', providerRefundNo: notice.bankNo, refundedAt: happenedAt }
      : { state: 'failed', failure: providerWords(notice.failure ?? '') }
  return { about: 'refund', refundNumber: notice.refundNumber, answer }
}

function paid(providerTradeNo: string, amountFen: Fen, paidAt: string): TradeAnswer {
  return { state: 'paid', providerTradeNo, amountFen, paidAt: new Date(paidAt) }
}

function tradeAnswer(answer: z.infer<typeof tradeSchema>): TradeAnswer {
  return answer.state === 'paid' ? paid(answer.bankTradeNo, answer.amountFen, answer.paidAt) : answer
}

function refundAnswer(answer: z.infer<typeof refundSchema>): RefundAnswer {
  if (answer.state === 'done')
    return { state: 'done', providerRefundNo: answer.bankRefundNo, refundedAt: new Date(answer.refundedAt) }
  return answer.state === 'waiting' ? { state: 'waiting', providerRefundNo: answer.bankRefundNo } : answer
}

/** The bank's own address as a phone in the same network knows it: the host that it asked us by. */
function besideUs(bankUrl: string, returnUrl: string): string {
  const url = new URL(bankUrl)
  url.hostname = new URL(returnUrl).hostname
  return url.href
}

function signed(key: KeyObject, text: string): string {
  return sign('sha256', Buffer.from(text, 'utf8'), key).toString('base64')
}

function isSigned(key: KeyObject | null, text: string, signature: string | null): boolean {
  if (key === null || signature === null || !/^[A-Za-z0-9+/]{300,800}={0,2}$/.test(signature)) return false
  return verify('sha256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'))
}
