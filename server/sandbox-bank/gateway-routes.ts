import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { answerText, isSignedBy, maxSkewMs, requestText, signText } from '../sandbox-parts/signing.ts'
import { BankRefuses } from './bank.ts'
import { type BankParts, wake } from './parts.ts'
import { cashierText } from './signatures.ts'
import type { Ask } from './trades.ts'

const maxFen = 100_000_000_000
const maxBodyLength = 16_384

const merchantSchema = z.string().regex(/^[A-Z0-9]{4,20}$/)
const tradeNoSchema = z.string().regex(/^[A-Za-z0-9]{8,32}$/)
const refundNumberSchema = z.string().regex(/^[A-Za-z0-9]{6,32}$/)
const amountSchema = z.number().int().positive().max(maxFen)
const webAddress = z.url({ protocol: /^https?$/ }).max(500)

const askSchema = z.object({
  merchant: merchantSchema,
  tradeNo: tradeNoSchema,
  method: z.enum(['card', 'netbank']),
  amountFen: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number)
    .pipe(amountSchema),
  currency: z.literal('CNY'),
  description: z.string().max(200),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  device: z.enum(['desktop', 'phone']),
  returnUrl: webAddress,
  noticeUrl: webAddress,
})

/** Reads a cashier's address. Throws `BankRefuses` unless a merchant that the bank knows signed every word of it. */
export function readCashierAddress(parts: BankParts, fields: Record<string, string>): Ask {
  const merchantKey = parts.keys.partner(fields['merchant'] ?? '')
  if (!merchantKey) throw new BankRefuses('merchantUnknown', '商户不存在')
  if (!isSignedBy(merchantKey, cashierText(fields), fields['signature'] ?? ''))
    throw new BankRefuses('badSignature', '签名不正确')
  const parsed = askSchema.safeParse(fields)
  if (!parsed.success) throw new BankRefuses('badRequest', `字段不正确：${parsed.error.issues[0]?.path.join('.')}`)
  const { currency: _, ...ask } = parsed.data
  checkNoticeUrl(parts, ask.noticeUrl)
  return ask
}

/** Notices go to this machine or to the configured server: the bank must not be a way to reach anything else. */
function checkNoticeUrl(parts: BankParts, address: string): void {
  const { hostname, origin } = new URL(address)
  const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
  if (!loopback && !parts.noticeOrigins.includes(origin))
    throw new BankRefuses('noticeUrlRefused', '通知地址不在允许的范围内')
}

type Operation = (parts: BankParts, merchant: string, body: unknown) => Promise<Record<string, unknown>>

const tradeSchema = z.object({ tradeNo: tradeNoSchema })
const refundSchema = z.object({
  refundNumber: refundNumberSchema,
  tradeNo: tradeNoSchema,
  amountFen: amountSchema,
  noticeUrl: webAddress,
})

const operations: Readonly<Record<string, Operation>> = {
  async query({ bank }, merchant, body) {
    const { tradeNo } = tradeSchema.parse(body)
    return { tradeNo, ...(await bank.query(merchant, tradeNo)) }
  },
  async close({ bank }, merchant, body) {
    const { tradeNo } = tradeSchema.parse(body)
    await bank.close(merchant, tradeNo)
    return { tradeNo, state: 'closed' }
  },
  async refund(parts, merchant, body) {
    const ask = refundSchema.parse(body)
    checkNoticeUrl(parts, ask.noticeUrl)
    const answer = await parts.bank.refund(merchant, ask)
    return { refundNumber: ask.refundNumber, ...answer }
  },
  async 'refund-query'({ bank }, merchant, body) {
    const { refundNumber } = z.object({ refundNumber: refundNumberSchema }).parse(body)
    return { refundNumber, ...(await bank.queryRefund(merchant, refundNumber)) }
  },
}

/** What merchants ask, signed both ways: POST /gateway/query, close, refund, refund-query. */
export function addGatewayRoutes(app: Hono, parts: BankParts): void {
  // Lost at a restart, which is harmless: every operation here gives the same again for the same.
  const nonces = new Map<string, number>()

  app.post('/gateway/:operation', async (c) => {
    const name = c.req.param('operation')
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
    const body = await c.req.text()
    if (!operation || body.length > maxBodyLength) return c.text('not found', 404)
    const merchant = c.req.header('x-merchant') ?? ''
    const nonce = c.req.header('x-nonce') ?? ''
    const refusal = whyNotBelieved(c, parts, nonces, body)
    // An answer to somebody whom the bank does not know is not worth its signature.
    if (refusal) return c.json({ refused: { code: refusal } }, 401)
    const fault = parts.bank.behaviourOf(tradeAskedFor(parts, merchant, body))
    if (fault.queryAnswer === 'slow') await parts.sleep(fault.querySlowS * 1000)
    if (fault.queryAnswer === 'error') return c.text('Internal Server Error', 500)
    const { status, answer } = await carryOut(operation, parts, merchant, body)
    wake(parts)
    const text = JSON.stringify({ merchant, ...answer })
    const timestamp = parts.clock.now().toISOString()
    const headers = { 'content-type': 'application/json', 'x-bank-timestamp': timestamp, 'x-bank-nonce': nonce }
    if (fault.queryAnswer === 'unsigned') return c.body(text, status, headers)
    return c.body(text, status, {
      ...headers,
      'x-bank-signature': signText(parts.keys.own, answerText(status, timestamp, nonce, text)),
    })
  })
}

function whyNotBelieved(c: Context, parts: BankParts, nonces: Map<string, number>, body: string): string | null {
  const header = (name: string) => c.req.header(name) ?? ''
  const [merchant, timestamp, nonce] = [header('x-merchant'), header('x-timestamp'), header('x-nonce')]
  const key = parts.keys.partner(merchant)
  if (!key) return 'merchantUnknown'
  if (!isSignedBy(key, requestText(c.req.path, timestamp, nonce, body), header('x-signature'))) return 'badSignature'
  const nowMs = parts.clock.now().getTime()
  if (!(Math.abs(Date.parse(timestamp) - nowMs) <= maxSkewMs)) return 'stale'
  for (const [seen, atMs] of nonces) {
    if (nowMs - atMs <= 2 * maxSkewMs) break
    nonces.delete(seen)
  }
  if (!/^[0-9a-f]{16,64}$/.test(nonce) || nonces.has(nonce)) return 'nonceUsed'
  nonces.set(nonce, nowMs)
  return null
}

function tradeAskedFor(parts: BankParts, merchant: string, body: string) {
  const parsed = z.object({ tradeNo: z.string() }).safeParse(readJson(body))
  return parsed.success ? (parts.bank.state.trades.get(`${merchant}/${parsed.data.tradeNo}`) ?? null) : null
}

async function carryOut(
  operation: Operation,
  parts: BankParts,
  merchant: string,
  body: string,
): Promise<{ status: 200 | 400 | 409; answer: Record<string, unknown> }> {
  try {
    return { status: 200, answer: await operation(parts, merchant, readJson(body)) }
  } catch (error) {
    if (error instanceof BankRefuses)
      return { status: 409, answer: { refused: { code: error.code, message: error.message } } }
    if (error instanceof z.ZodError)
      return { status: 400, answer: { refused: { code: 'badRequest', message: '请求格式不正确' } } }
    throw error
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
