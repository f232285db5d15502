import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fen } from '../../server/core/money.ts'
import type { Outside } from '../../server/platform/payment-providers/ask-provider.ts'
import type {
  Attempt,
  CashierRequest,
  RefundRequest,
} from '../../server/platform/payment-providers/payment-provider.ts'

/** A payment gateway on loopback: what it answers is the test's. */
export type StandIn = {
  readonly url: string
  readonly requests: GatewayRequest[]
  answer(reply: (request: GatewayRequest) => GatewayReply): void
  close(): Promise<void>
}

export type GatewayRequest = {
  readonly method: string
  /** With its query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type GatewayReply = {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly body?: string | Buffer
  /** Begun and never ended, as by a server that hangs. */
  readonly hangs?: boolean
  /** The connection breaks after the headers. */
  readonly breaks?: boolean
}

export async function openStandIn(): Promise<StandIn> {
  const requests: GatewayRequest[] = []
  let replyTo: (request: GatewayRequest) => GatewayReply = () => ({ status: 404 })
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const request = {
        method: incoming.method ?? '',
        path: incoming.url ?? '',
        headers: incoming.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      }
      requests.push(request)
      const reply = replyTo(request)
      outgoing.writeHead(reply.status ?? 200, reply.headers)
      if (reply.hangs) return void outgoing.write('a')
      if (reply.breaks) return void outgoing.write('a', () => outgoing.destroy())
      outgoing.end(reply.body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    answer(reply) {
      requests.length = 0
      replyTo = reply
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** 14:05:09 in Shanghai. */
export const createdAt = new Date('2026-11-22T06:05:09.750Z')

/** The world with a clock and a time limit that the test sets. */
export function outsideAt(now = new Date('2026-11-22T06:10:00Z')): Outside & { at: Date; timeLimitMs: number } {
  const outside = {
    at: now,
    fetch: globalThis.fetch,
    clock: { now: () => outside.at },
    timeLimitMs: 10_000,
  }
  return outside
}

export const attempt: Attempt = {
  tradeNo: 'PX26M4T8RK01',
  method: 'card',
  amountFen: fen(320_000),
  createdAt,
  expiresAt: new Date('2026-11-22T16:20:00Z'),
}

export const cashierRequest: CashierRequest = {
  ...attempt,
  description: '2026年 安全培训 & {B=1} PX26M4T8RK',
  device: 'desktop',
  returnUrl: 'https://xueshi.example/orders/1/payments/2?from=cashier',
  noticeUrl: 'https://xueshi.example/notices/x',
}

export const refundRequest: RefundRequest = {
  refundNumber: 'RF26M4T8RK',
  amountFen: fen(110),
  requestedAt: new Date('2026-11-23T16:30:00Z'),
  noticeUrl: 'https://xueshi.example/notices/x',
  payment: {
    tradeNo: 'PX26M4T8RK01',
    providerTradeNo: '592611221405090000018',
    amountFen: fen(320_000),
    method: 'card',
    createdAt,
  },
}
