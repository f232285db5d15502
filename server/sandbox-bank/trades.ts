import type { BehaviourChange, NoticeFault } from './behaviour.schema.ts'

/**
 * What the bank knows, as a sum of events. `applyEvent` is the only way in which it changes, live and at a restart.
 *
 *   trade:   waiting → processing → paid      refund:  pending → done | failed
 *            waiting → paid | closed                    done | failed at once
 */
export type Method = 'card' | 'netbank'
export type Device = 'desktop' | 'phone'

/** What a merchant asked for, in its signed words. Times are ISO. */
export type Ask = {
  readonly merchant: string
  readonly tradeNo: string
  readonly method: Method
  readonly amountFen: number
  readonly description: string
  readonly createdAt: string
  readonly expiresAt: string
  readonly device: Device
  readonly returnUrl: string
  readonly noticeUrl: string
}

export type TradeState = 'waiting' | 'processing' | 'paid' | 'closed'

export type Trade = Ask & {
  /** Random: the address of its cashier page. */
  readonly key: string
  state: TradeState
  bankTradeNo: string | null
  paidFen: number | null
  /** What the payer paid with, masked. */
  payer: string | null
  settlesAt: string | null
  paidAt: string | null
  /** Queries that were answered since it was paid. */
  queriesSincePaid: number
  behaviour: BehaviourChange
}

export type Refund = {
  readonly merchant: string
  readonly tradeNo: string
  readonly refundNumber: string
  readonly bankRefundNo: string
  readonly amountFen: number
  readonly noticeUrl: string
  state: 'pending' | 'done' | 'failed'
  /** What becomes of it, and when, while it is pending. */
  readonly becomes: 'done' | 'failed'
  readonly settlesAt: string
  settledAt: string | null
}

export type NoticeContent = {
  readonly about: 'payment' | 'refund'
  readonly merchant: string
  readonly tradeNo: string
  readonly refundNumber: string | null
  readonly bankNo: string
  readonly state: 'paid' | 'waiting' | 'done' | 'failed'
  readonly amountFen: number
  readonly currency: 'CNY'
  readonly happenedAt: string
  /** Why a refund failed. */
  readonly failure: string | null
}

export type Notice = {
  readonly id: string
  readonly url: string
  readonly content: NoticeContent
  readonly fault: NoticeFault
  /** Not repeated, whatever is answered. */
  readonly once: boolean
  /** null: nothing more is sent. */
  dueAt: string | null
  tries: number
  answered: boolean
}

export type BankEvent =
  | { type: 'opened'; at: string; key: string; ask: Ask }
  | {
      type: 'submitted'
      at: string
      trade: string
      bankTradeNo: string
      paidFen: number
      payer: string
      settlesAt: string
    }
  | { type: 'paid'; at: string; trade: string; bankTradeNo: string; paidFen: number; payer: string }
  | { type: 'closed'; at: string; trade: string; ignored: boolean }
  | { type: 'queried'; at: string; trade: string; answer: string }
  | {
      type: 'refunded'
      at: string
      trade: string
      refundNumber: string
      bankRefundNo: string
      amountFen: number
      noticeUrl: string
      state: 'pending' | 'done' | 'failed'
      becomes: 'done' | 'failed'
      settlesAt: string
    }
  | { type: 'refundSettled'; at: string; merchant: string; refundNumber: string; state: 'done' | 'failed' }
  | { type: 'refundQueried'; at: string; merchant: string; refundNumber: string; answer: string }
  | {
      type: 'noticeQueued'
      id: string
      url: string
      content: NoticeContent
      fault: NoticeFault
      once: boolean
      dueAt: string
    }
  | { type: 'noticeTried'; at: string; id: string; status: number | null; answered: boolean; dueAt: string | null }
  | { type: 'behaved'; at: string; trade: string | null; behaviour: BehaviourChange }

export type BankState = {
  /** By `tradeId`. */
  readonly trades: Map<string, Trade>
  readonly byKey: Map<string, Trade>
  /** By `tradeId`: closed before anybody opened their cashier. */
  readonly closedUnseen: Set<string>
  /** By merchant and refund number. */
  readonly refunds: Map<string, Refund>
  readonly notices: Map<string, Notice>
  readonly openNotices: Map<string, Notice>
  readonly processing: Set<Trade>
  readonly pendingRefunds: Set<Refund>
  behaviour: BehaviourChange
}

export const tradeId = (merchant: string, tradeNo: string) => `${merchant}/${tradeNo}`

export function emptyState(): BankState {
  return {
    trades: new Map(),
    byKey: new Map(),
    closedUnseen: new Set(),
    refunds: new Map(),
    notices: new Map(),
    openNotices: new Map(),
    processing: new Set(),
    pendingRefunds: new Set(),
    behaviour: {},
  }
}

export function applyEvent(state: BankState, event: BankEvent): void {
  switch (event.type) {
    case 'opened':
      applyOpened(state, event)
      return
    case 'submitted':
    case 'paid':
      applyMoney(state, event)
      return
    case 'closed': {
      const trade = state.trades.get(event.trade)
      if (event.ignored) return
      if (trade) trade.state = 'closed'
      else state.closedUnseen.add(event.trade)
      return
    }
    case 'queried': {
      const trade = state.trades.get(event.trade)
      if (trade?.state === 'paid') trade.queriesSincePaid++
      return
    }
    case 'refunded':
      applyRefunded(state, event)
      return
    case 'refundSettled': {
      const refund = state.refunds.get(tradeId(event.merchant, event.refundNumber))
      if (!refund) return
      refund.state = event.state
      refund.settledAt = event.at
      state.pendingRefunds.delete(refund)
      return
    }
    case 'refundQueried':
      return
    case 'noticeQueued': {
      const { type: _, ...queued } = event
      const notice: Notice = { ...queued, tries: 0, answered: false }
      state.notices.set(notice.id, notice)
      state.openNotices.set(notice.id, notice)
      return
    }
    case 'noticeTried': {
      const notice = state.notices.get(event.id)
      if (!notice) return
      notice.tries++
      notice.answered ||= event.answered
      notice.dueAt = event.dueAt
      if (event.dueAt === null) state.openNotices.delete(notice.id)
      return
    }
    case 'behaved': {
      const trade = event.trade === null ? null : state.trades.get(event.trade)
      if (trade) trade.behaviour = { ...trade.behaviour, ...event.behaviour }
      else if (event.trade === null) state.behaviour = { ...state.behaviour, ...event.behaviour }
      return
    }
  }
}

function applyOpened(state: BankState, event: Extract<BankEvent, { type: 'opened' }>): void {
  const trade: Trade = {
    ...event.ask,
    key: event.key,
    state: 'waiting',
    bankTradeNo: null,
    paidFen: null,
    payer: null,
    settlesAt: null,
    paidAt: null,
    queriesSincePaid: 0,
    behaviour: {},
  }
  state.trades.set(tradeId(trade.merchant, trade.tradeNo), trade)
  state.byKey.set(trade.key, trade)
}

function applyMoney(state: BankState, event: Extract<BankEvent, { type: 'submitted' | 'paid' }>): void {
  const trade = state.trades.get(event.trade)
  if (!trade) return
  trade.bankTradeNo = event.bankTradeNo
  trade.paidFen = event.paidFen
  trade.payer = event.payer
  if (event.type === 'submitted') {
    trade.state = 'processing'
    trade.settlesAt = event.settlesAt
    state.processing.add(trade)
  } else {
    trade.state = 'paid'
    trade.paidAt = event.at
    state.processing.delete(trade)
  }
}

function applyRefunded(state: BankState, event: Extract<BankEvent, { type: 'refunded' }>): void {
  const trade = state.trades.get(event.trade)
  if (!trade) return
  const refund: Refund = {
    merchant: trade.merchant,
    tradeNo: trade.tradeNo,
    refundNumber: event.refundNumber,
    bankRefundNo: event.bankRefundNo,
    amountFen: event.amountFen,
    noticeUrl: event.noticeUrl,
    state: event.state,
    becomes: event.becomes,
    settlesAt: event.settlesAt,
    settledAt: event.state === 'pending' ? null : event.at,
  }
  state.refunds.set(tradeId(refund.merchant, refund.refundNumber), refund)
  if (refund.state === 'pending') state.pendingRefunds.add(refund)
}

/** What was not refunded yet, pending refunds counted as gone. */
export function refundableFen(state: BankState, trade: Trade): number {
  let left = trade.state === 'paid' ? (trade.paidFen ?? 0) : 0
  for (const refund of state.refunds.values()) {
    if (refund.merchant === trade.merchant && refund.tradeNo === trade.tradeNo && refund.state !== 'failed')
      left -= refund.amountFen
  }
  return left
}

export type Statement = {
  readonly merchant: string
  readonly receivedFen: number
  readonly refundedFen: number
  readonly netFen: number
  readonly payments: readonly {
    tradeNo: string
    bankTradeNo: string
    askedFen: number
    paidFen: number
    paidAt: string
  }[]
  readonly refunds: readonly {
    refundNumber: string
    bankRefundNo: string
    tradeNo: string
    amountFen: number
    refundedAt: string
  }[]
}

/** What the bank received for a merchant and gave back, to the fen. */
export function statementOf(state: BankState, merchant: string): Statement {
  const payments = [...state.trades.values()]
    .filter((trade) => trade.merchant === merchant && trade.state === 'paid')
    .map(({ tradeNo, bankTradeNo, amountFen, paidFen, paidAt }) => ({
      tradeNo,
      bankTradeNo: bankTradeNo ?? '',
      askedFen: amountFen,
      paidFen: paidFen ?? 0,
      paidAt: paidAt ?? '',
    }))
  const refunds = [...state.refunds.values()]
    .filter((refund) => refund.merchant === merchant && refund.state === 'done')
    .map(({ refundNumber, bankRefundNo, tradeNo, amountFen, settledAt }) => ({
      refundNumber,
      bankRefundNo,
      tradeNo,
      amountFen,
      refundedAt: settledAt ?? '',
    }))
  const receivedFen = payments.reduce((sum, payment) => sum + payment.paidFen, 0)
  const refundedFen = refunds.reduce((sum, refund) => sum + refund.amountFen, 0)
  return { merchant, receivedFen, refundedFen, netFen: receivedFen - refundedFen, payments, refunds }
}
