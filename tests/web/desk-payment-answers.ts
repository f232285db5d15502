import type { GatewayNoticeView, PaymentView } from '../../server/features/payments/payments.schema.ts'
import { deskFinance, type Procedure, units } from './desk-enrolment-answers.ts'

/** A finance desk for tests: payments with every outcome, and messages of providers that nobody could place. */

const hour = 3_600_000
const inHours = (hours: number) => new Date(Date.now() + hours * hour).toISOString()
const id = (kind: string, index: number) => `01970000-0000-7000-9${kind}-${String(index).padStart(12, '0')}`

export const orderNumber = (index: number) => `PX26M4T8R${'23456789AB'.charAt(index % 10)}`

export function payment(index: number, change: Partial<PaymentView> = {}): PaymentView {
  const unit = units[index % units.length] ?? units[0]
  return {
    id: id('001', index),
    orderId: id('002', index),
    orderNumber: orderNumber(index),
    orderState: 'open',
    organisationId: unit.id,
    organisationName: unit.name,
    method: 'card',
    provider: 'unionpay',
    tradeNo: `${orderNumber(index)}01`,
    providerTradeNo: '292605081030001234567',
    state: 'confirmed',
    stateSince: inHours(-2),
    live: false,
    expiresAt: inHours(-1),
    amountFen: 320_000,
    receivedFen: 320_000,
    outcome: 'exact',
    toOrderFen: 320_000,
    toCreditFen: 0,
    failure: null,
    movedAt: inHours(-2),
    voucherId: null,
    createdByName: '林可',
    createdAt: inHours(-2 - index),
    ...change,
  }
}

const nothing = { receivedFen: null, outcome: null, toOrderFen: 0, toCreditFen: 0, movedAt: null } as const
export const payments: readonly PaymentView[] = [
  payment(0, { orderState: 'paid' }),
  payment(1, { outcome: 'under', receivedFen: 300_000, toOrderFen: 300_000 }),
  payment(2, { outcome: 'over', receivedFen: 350_000, toCreditFen: 30_000, orderState: 'paid', method: 'netbank' }),
  payment(3, { outcome: 'late', toOrderFen: 0, toCreditFen: 320_000, orderState: 'expired' }),
  payment(4, { outcome: 'double', toOrderFen: 0, toCreditFen: 320_000, orderState: 'paid', provider: 'sandbox' }),
  payment(5, { ...nothing, state: 'pending', live: true, expiresAt: inHours(0.2), providerTradeNo: null }),
  payment(6, { ...nothing, state: 'failed', failure: '余额不足', providerTradeNo: null, provider: 'sandbox' }),
  payment(7, { ...nothing, state: 'expired', method: 'wechat', provider: 'wechat', providerTradeNo: null }),
  payment(8, { ...nothing, state: 'cancelled', method: 'alipay', provider: 'alipay', providerTradeNo: null }),
  payment(9, {
    method: 'transfer',
    provider: null,
    tradeNo: null,
    providerTradeNo: null,
    voucherId: id('003', 1),
    orderState: 'paid',
  }),
]

export function notice(index: number, change: Partial<GatewayNoticeView> = {}): GatewayNoticeView {
  return {
    id: id('004', index),
    provider: 'unionpay',
    receivedAt: inHours(-1 - index),
    about: 'payment',
    tradeNo: `${orderNumber(index)}01`,
    providerTradeNo: '292605081030001234567',
    verdict: 'unknownTrade',
    amountFen: 320_000,
    paymentId: null,
    refundId: null,
    body: 'version=5.1.0&encoding=UTF-8&orderId=PX26M4T8R201&txnAmt=320000&respCode=00&respMsg=成功&signature=MEUCIQDx'.repeat(
      3,
    ),
    handledAt: null,
    handledByName: null,
    handledNote: null,
    ...change,
  }
}

export function createPaymentDesk() {
  const handled: Record<string, unknown>[] = []
  const rows = new Map(payments.map((row) => [row.id, row]))
  const notices = new Map(
    [
      notice(0),
      notice(1, { verdict: 'amountDiffers', amountFen: 1, paymentId: payments[1]?.id ?? null, provider: 'sandbox' }),
      notice(2, { verdict: 'badSignature', amountFen: null, tradeNo: '', providerTradeNo: '', about: '' }),
      notice(3, { verdict: 'applied', paymentId: payments[0]?.id ?? null }),
    ].map((row) => [row.id, row]),
  )
  const procedures: Record<string, Procedure> = {
    'accounts.me': () => deskFinance,
    'payments.listAll': ({ state, outcome, method, search }) => ({
      rows: [...rows.values()].filter(
        (row) =>
          (!state || row.state === state) &&
          (!outcome || row.outcome === outcome) &&
          (!method || row.method === method) &&
          (!search || row.orderNumber === search),
      ),
      nextCursor: null,
    }),
    'payments.get': (input) => rows.get(String(input.id)),
    'payments.ask': (input) => {
      const row = rows.get(String(input.id))
      if (!row) return undefined
      const paid: PaymentView = {
        ...row,
        ...payment(0),
        id: row.id,
        orderId: row.orderId,
        orderNumber: row.orderNumber,
      }
      rows.set(row.id, paid)
      return paid
    },
    'payments.notices': ({ open, paymentId }) => ({
      rows: [...notices.values()].filter(
        (row) =>
          (open === false || (row.handledAt === null && row.verdict !== 'applied')) &&
          (!paymentId || row.paymentId === paymentId),
      ),
      nextCursor: null,
    }),
    'payments.notice': (input) => notices.get(String(input.id)),
    'payments.handleNotice': (input) => {
      handled.push(input)
      const row = notices.get(String(input.id))
      if (row) {
        const note = String(input.note)
        notices.set(row.id, { ...row, handledAt: inHours(0), handledByName: '周敏', handledNote: note })
      }
      return null
    },
    'orders.get': ({ id: orderId }) => {
      const row = [...rows.values()].find((one) => one.orderId === orderId)
      return { id: orderId, outstandingFen: row?.outcome === 'under' ? row.amountFen - (row.receivedFen ?? 0) : 0 }
    },
    'refunds.waiting': () => ({ toDecide: 1, toTransfer: 1 }),
    'enrolments.reviewCounts': () => ({ submitted: 0, overdue: 0 }),
    'vouchers.queueCounts': () => ({ submitted: 0, overdue: 0 }),
    'vouchers.queue': () => ({ rows: [], nextCursor: null }),
    'jobs.counts': () => ({ waiting: 0 }),
    'invoices.listRequests': () => ({ rows: [], nextCursor: null }),
    'notices.listMail': () => ({ rows: [], nextCursor: null, mailLeaves: true }),
  }
  return { procedures, rows, notices, handled }
}
