import { expect } from 'vitest'
import { fen } from '../../server/core/money.ts'
import type {
  CashierRequest,
  NoticeMessage,
  RefundRequest,
} from '../../server/platform/payment-providers/payment-provider.ts'
import { type SandboxBankOptions, startSandboxBank } from './sandbox-bank.ts'

/** When the tests' bank opens, by its clock. */
export const start = new Date('2026-11-22T06:00:00.000Z')

export function settableClock() {
  let now = start
  return {
    now: () => now,
    advance(ms: number) {
      now = new Date(now.getTime() + ms)
    },
  }
}

let count = 0
/** An attempt of ¥3,200.00 with a quarter of an hour, under a number of its own. */
export function attempt(change: Partial<CashierRequest> = {}): CashierRequest {
  count++
  return {
    tradeNo: `PX26W3N8PX${String(count).padStart(4, '0')}`,
    method: 'card',
    amountFen: fen(320_000),
    description: '2026 年继续教育 PX26W3N8PX',
    createdAt: start,
    expiresAt: new Date(start.getTime() + 900_000),
    device: 'desktop',
    returnUrl: 'http://192.168.1.5:3000/api/payments/return/1/2',
    noticeUrl: 'http://localhost:3000/api/payments/notices/sandbox',
    ...change,
  }
}

/** A merchant's server that keeps what it is sent, and answers as told. */
export function receiver() {
  const notices: NoticeMessage[] = []
  let answer = () => new Response('success')
  return {
    notices,
    answers(next: () => Response) {
      answer = next
    },
    send: async (_url: string, init: RequestInit) => {
      notices.push({ headers: new Headers(init.headers), body: String(init.body) })
      return answer()
    },
  }
}

/** A bank with one trade whose cashier the payer has opened. */
export async function openTrade(options: SandboxBankOptions = {}, change: Partial<CashierRequest> = {}) {
  const clock = settableClock()
  const merchant = receiver()
  const bank = await startSandboxBank({ clock, sendNotice: merchant.send, ...options })
  const trade = attempt(change)
  await bank.control.open(await bank.provider.openCashier(trade))
  return { bank, clock, merchant, trade, provider: bank.provider }
}

export const refundOf = (trade: CashierRequest, change: Partial<RefundRequest> = {}): RefundRequest => ({
  refundNumber: 'RF26M4T8RK',
  amountFen: fen(100_000),
  requestedAt: start,
  noticeUrl: trade.noticeUrl,
  payment: { ...trade, providerTradeNo: '', amountFen: fen(320_000) },
  ...change,
})

/** What a refusal of ours looks like to `toEqual`. */
export const refusal = (code: string, details: object = {}) =>
  expect.objectContaining({ name: 'AppError', code, details: expect.objectContaining(details) })
export const readAll = (provider: { readNotice(message: NoticeMessage): Promise<unknown> }, notices: NoticeMessage[]) =>
  Promise.all(notices.map((notice) => provider.readNotice(notice)))
