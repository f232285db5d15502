import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { answerText, isSignedBy, maxSkewMs, requestText, signText } from '../sandbox-parts/signing.ts'
import { filesOf } from './files/files-of.ts'
import { type TaxParts, wake } from './parts.ts'
import { blueAskSchema, dayAskSchema, numberAskSchema, redAskSchema, serialAskSchema } from './requests.schema.ts'
import { TaxServiceRefuses } from './tax-service.ts'

/** Two thousand lines of an invoice are some 300 KB. */
const maxBodyLength = 1024 * 1024

type Operation = (parts: TaxParts, app: string, body: unknown) => Promise<Record<string, unknown>>

const operations: Readonly<Record<string, Operation>> = {
  async submit(parts, app, body) {
    const ask = blueAskSchema.parse(body)
    checkCallbackUrl(parts, ask.callbackUrl)
    return { serial: ask.serial, ...(await parts.service.submit(app, { about: 'invoice', ask })) }
  },
  async query({ service }, app, body) {
    const { serial } = serialAskSchema.parse(body)
    return { serial, ...(await service.query(app, 'invoice', serial)) }
  },
  async 'submit-red'(parts, app, body) {
    const ask = redAskSchema.parse(body)
    checkCallbackUrl(parts, ask.callbackUrl)
    return { serial: ask.serial, ...(await parts.service.submit(app, { about: 'red', ask })) }
  },
  async 'query-red'({ service }, app, body) {
    const { serial } = serialAskSchema.parse(body)
    return { serial, ...(await service.query(app, 'red', serial)) }
  },
  async files({ service }, app, body) {
    const { number } = numberAskSchema.parse(body)
    const invoice = await service.findForDownload(app, number)
    const files = await filesOf(invoice, service.behaviourOf(invoice.seller.taxNumber).files)
    return {
      number,
      files: files.map(({ kind, name, bytes }) => ({ kind, name, base64: Buffer.from(bytes).toString('base64') })),
    }
  },
  async issued({ service }, app, body) {
    const { day } = dayAskSchema.parse(body)
    const invoices = await service.listIssued(app, day)
    return { day, invoices: invoices.map(({ serial, number, totalFen }) => ({ serial, number, totalFen })) }
  },
}

/** Callbacks go to this machine or to the configured server: the service must not be a way to reach anything else. */
function checkCallbackUrl(parts: TaxParts, address: string): void {
  const { hostname, origin } = new URL(address)
  const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
  if (!loopback && !parts.callbackOrigins.includes(origin))
    throw new TaxServiceRefuses('callbackUrlRefused', '回调地址不在允许的范围内')
}

/** What partners ask, signed both ways: POST /v1/submit, query, submit-red, query-red, files, issued. */
export function addApiRoutes(app: Hono, parts: TaxParts): void {
  // Lost at a restart, which is harmless: every operation here gives the same again for the same.
  const nonces = new Map<string, number>()

  app.post('/v1/:operation', async (c) => {
    const name = c.req.param('operation')
    const operation = Object.hasOwn(operations, name) ? operations[name] : undefined
    const text = await c.req.text()
    if (!operation || text.length > maxBodyLength) return c.text('not found', 404)
    const refusal = whyNotBelieved(c, parts, nonces, text)
    // An answer to somebody whom nobody knows is not worth its signature.
    if (refusal) return c.json({ refused: { code: refusal } }, 401)
    const body = readJson(text)
    const partner = c.req.header('x-app-id') ?? ''
    const { answer: way, answerSlowS } = parts.service.behaviourOf(sellerAskedFor(parts, partner, body))
    if (way === 'slow') await parts.sleep(answerSlowS * 1000)
    if (way === 'error') return c.text('Internal Server Error', 500)
    const { status, answer } = await carryOut(operation, parts, partner, body)
    wake(parts)
    if (way === 'lost' && name.startsWith('submit')) return c.text('Bad Gateway', 502)
    const said = JSON.stringify({ appId: partner, ...answer })
    const timestamp = parts.clock.now().toISOString()
    const nonce = c.req.header('x-nonce') ?? ''
    const headers = { 'content-type': 'application/json', 'x-timestamp': timestamp, 'x-nonce': nonce }
    if (way === 'unsigned') return c.body(said, status, headers)
    const signature = signText(parts.keys.own, answerText(status, timestamp, nonce, said))
    return c.body(said, status, { ...headers, 'x-signature': signature })
  })
}

function whyNotBelieved(c: Context, parts: TaxParts, nonces: Map<string, number>, body: string): string | null {
  const header = (name: string) => c.req.header(name) ?? ''
  const [timestamp, nonce] = [header('x-timestamp'), header('x-nonce')]
  const key = parts.keys.partner(header('x-app-id'))
  if (!key) return 'appUnknown'
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

/** Whose behaviour counts: the seller that the question names, or that of the request or invoice that it is about. */
function sellerAskedFor({ service }: TaxParts, app: string, body: unknown): string | null {
  const asked = z
    .object({
      seller: z.object({ taxNumber: z.string() }).optional(),
      serial: z.string().optional(),
      number: z.string().optional(),
    })
    .safeParse(body).data
  const { requests, invoices } = service.state
  const request = requests.get(`${app}/invoice/${asked?.serial}`) ?? requests.get(`${app}/red/${asked?.serial}`)
  return (
    asked?.seller?.taxNumber ??
    request?.ask.seller.taxNumber ??
    invoices.get(asked?.number ?? '')?.seller.taxNumber ??
    null
  )
}

async function carryOut(
  operation: Operation,
  parts: TaxParts,
  app: string,
  body: unknown,
): Promise<{ status: 200 | 400 | 409; answer: Record<string, unknown> }> {
  try {
    return { status: 200, answer: await operation(parts, app, body) }
  } catch (error) {
    if (error instanceof TaxServiceRefuses)
      return { status: 409, answer: { refused: { code: error.code, message: error.message } } }
    if (error instanceof z.ZodError) {
      const field = error.issues[0]?.path.join('.') ?? ''
      return { status: 400, answer: { refused: { code: 'badRequest', message: `字段不正确：${field}` } } }
    }
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
