import { randomBytes, randomInt } from 'node:crypto'
import type { Journal } from '../sandbox-parts/journal.ts'
import { type Behaviour, type BehaviourChange, goodBehaviour, type NoticeFault } from './behaviour.schema.ts'
import {
  type Ask,
  applyEvent,
  type BankEvent,
  type BankState,
  type NoticeContent,
  type Refund,
  refundableFen,
  type Trade,
  tradeId,
} from './trades.ts'

export type BankClock = { now(): Date }

export type PayRefusal = 'unknownTrade' | 'alreadyPaid' | 'closed' | 'expired' | 'processing'
export type PayResult =
  | { readonly paid: true; readonly bankTradeNo: string; readonly processing: boolean }
  | { readonly paid: false; readonly why: PayRefusal }

export type TradeReport =
  | { state: 'paid'; bankTradeNo: string; amountFen: number; currency: 'CNY'; paidAt: string }
  | { state: 'waiting' }
  | { state: 'failed'; failure: string }
  | { state: 'unknown' }

export type RefundReport =
  | { state: 'done'; bankRefundNo: string; refundedAt: string }
  | { state: 'waiting'; bankRefundNo: string }
  | { state: 'failed'; failure: string }
  | { state: 'unknown' }

/** The bank says no, in words for the merchant's people. */
export class BankRefuses extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'BankRefuses'
    this.code = code
  }
}

const refundFailure = '原付款账户状态异常，退款未成功'

export type RefundAsk = { refundNumber: string; tradeNo: string; amountFen: number; noticeUrl: string }

export type Bank = ReturnType<typeof createBank>

/**
 * The bank's decisions. Each is taken and applied in one go, without waiting in between, so that of two payments of one
 * trade at the same moment one wins; it is answered only when the journal has it on disk.
 */
export function createBank(state: BankState, journal: Journal<BankEvent>, clock: BankClock) {
  const record = (event: BankEvent) => {
    journal.append(event)
    applyEvent(state, event)
  }
  const find = (merchant: string, tradeNo: string) => state.trades.get(tradeId(merchant, tradeNo))
  const nowIso = () => clock.now().toISOString()
  const isOver = (ask: Ask) => clock.now().getTime() >= Date.parse(ask.expiresAt)
  const behaviourOf = (trade: Trade | null): Behaviour => ({
    ...goodBehaviour,
    ...set(state.behaviour),
    ...set(trade?.behaviour ?? {}),
  })

  /** The day and twelve digits of chance: the merchant may know several banks that began with nothing. */
  function newNumber(prefix: string): string {
    const day = nowIso().slice(0, 10).replaceAll('-', '')
    return `${prefix}${day}${randomInt(1_000_000_000_000).toString().padStart(12, '0')}`
  }

  function queueNotice(url: string, content: NoticeContent, dueMs: number, fault: NoticeFault, once = false): string {
    const id = `N${randomBytes(9).toString('hex').toUpperCase()}`
    record({ type: 'noticeQueued', id, url, content, fault, once, dueAt: new Date(dueMs).toISOString() })
    return id
  }

  function announcePayment(trade: Trade): void {
    const { noticeCopies, noticeDelayS, noticeFault, noticeOrder } = behaviourOf(trade)
    const dueMs = clock.now().getTime() + noticeDelayS * 1000
    const content = paymentContent(trade, 'paid', trade.paidFen ?? 0, trade.paidAt ?? nowIso())
    for (let copy = 0; copy < noticeCopies; copy++) queueNotice(trade.noticeUrl, content, dueMs, noticeFault)
    if (noticeOrder === 'outdatedLast') {
      const outdated = paymentContent(trade, 'waiting', trade.amountFen, trade.createdAt)
      queueNotice(trade.noticeUrl, outdated, dueMs + 1000, 'none')
    }
  }

  function announceRefund(refund: Refund): void {
    const trade = find(refund.merchant, refund.tradeNo)
    const { noticeCopies, noticeDelayS, noticeFault } = behaviourOf(trade ?? null)
    const content: NoticeContent = {
      about: 'refund',
      merchant: refund.merchant,
      tradeNo: refund.tradeNo,
      refundNumber: refund.refundNumber,
      bankNo: refund.bankRefundNo,
      state: refund.state === 'done' ? 'done' : 'failed',
      amountFen: refund.amountFen,
      currency: 'CNY',
      happenedAt: refund.settledAt ?? nowIso(),
      failure: refund.state === 'done' ? null : refundFailure,
    }
    const dueMs = clock.now().getTime() + noticeDelayS * 1000
    for (let copy = 0; copy < noticeCopies; copy++) queueNotice(refund.noticeUrl, content, dueMs, noticeFault)
  }

  /** What became due by the bank's clock: payments under way arrive, pending refunds end. */
  function settleDue(): void {
    const now = nowIso()
    for (const trade of [...state.processing]) {
      if ((trade.settlesAt ?? '') > now) continue
      const { bankTradeNo, paidFen, payer } = trade
      record({
        type: 'paid',
        at: trade.settlesAt ?? now,
        trade: tradeId(trade.merchant, trade.tradeNo),
        bankTradeNo: bankTradeNo ?? '',
        paidFen: paidFen ?? 0,
        payer: payer ?? '',
      })
      announcePayment(trade)
    }
    for (const refund of [...state.pendingRefunds]) {
      if (refund.settlesAt > now) continue
      const { merchant, refundNumber, becomes, settlesAt } = refund
      record({ type: 'refundSettled', at: settlesAt, merchant, refundNumber, state: becomes })
      announceRefund(refund)
    }
  }

  function report(merchant: string, tradeNo: string): TradeReport {
    const trade = find(merchant, tradeNo)
    if (!trade) {
      return state.closedUnseen.has(tradeId(merchant, tradeNo))
        ? { state: 'failed', failure: '交易已关闭' }
        : { state: 'unknown' }
    }
    if (trade.state === 'paid' && trade.queriesSincePaid >= behaviourOf(trade).queryWaitingTimes) {
      return {
        state: 'paid',
        bankTradeNo: trade.bankTradeNo ?? '',
        amountFen: trade.paidFen ?? 0,
        currency: 'CNY',
        paidAt: trade.paidAt ?? '',
      }
    }
    if (trade.state === 'closed') return { state: 'failed', failure: '交易已关闭' }
    if (trade.state === 'waiting' && isOver(trade) && behaviourOf(trade).afterLimit === 'refused')
      return { state: 'failed', failure: '已超过支付时限' }
    return { state: 'waiting' }
  }

  return {
    state,
    behaviourOf,
    settled: () => journal.settled(),

    /** Takes a trade that a merchant asks for. The same again is the same trade; throws `BankRefuses` where it differs. */
    async open(ask: Ask): Promise<Trade> {
      const id = tradeId(ask.merchant, ask.tradeNo)
      const known = state.trades.get(id)
      if (known) {
        if (known.amountFen !== ask.amountFen || known.method !== ask.method)
          throw new BankRefuses('tradeDiffers', '同一商户订单号的金额或支付方式不一致')
        return known
      }
      if (state.closedUnseen.has(id) && behaviourOf(null).close === 'works')
        throw new BankRefuses('closed', '交易已关闭')
      if (isOver(ask) && behaviourOf(null).afterLimit === 'refused') throw new BankRefuses('expired', '已超过支付时限')
      record({ type: 'opened', at: nowIso(), key: randomBytes(18).toString('base64url'), ask })
      await journal.settled()
      const opened = state.trades.get(id)
      if (!opened) throw new Error('an opened trade is there')
      return opened
    },

    /** The payer said yes. `amountFen` overrides what the trade's behaviour makes of the amount asked for. */
    async pay(merchant: string, tradeNo: string, payer: string, amountFen?: number): Promise<PayResult> {
      settleDue()
      const trade = find(merchant, tradeNo)
      const refusal = trade ? whyNotPayable(trade) : 'unknownTrade'
      if (!trade || refusal) return { paid: false, why: refusal ?? 'unknownTrade' }
      const { payDifferenceFen, processingS } = behaviourOf(trade)
      const paidFen = amountFen ?? Math.max(1, trade.amountFen + payDifferenceFen)
      const event = { at: nowIso(), trade: tradeId(merchant, tradeNo), bankTradeNo: newNumber('SB'), paidFen, payer }
      if (processingS > 0) {
        const settlesAt = new Date(clock.now().getTime() + processingS * 1000).toISOString()
        record({ type: 'submitted', ...event, settlesAt })
      } else {
        record({ type: 'paid', ...event })
        announcePayment(trade)
      }
      await journal.settled()
      return { paid: true, bankTradeNo: event.bankTradeNo, processing: processingS > 0 }
    },

    whyNotPayable,

    async query(merchant: string, tradeNo: string): Promise<TradeReport> {
      settleDue()
      const answer = report(merchant, tradeNo)
      record({ type: 'queried', at: nowIso(), trade: tradeId(merchant, tradeNo), answer: answer.state })
      await journal.settled()
      return answer
    },

    /** No money is taken for it afterwards, also where nobody has opened its cashier yet. Throws `BankRefuses`. */
    async close(merchant: string, tradeNo: string): Promise<void> {
      settleDue()
      const trade = find(merchant, tradeNo)
      if (trade?.state === 'paid') throw new BankRefuses('alreadyPaid', '交易已支付，不能关闭')
      if (trade?.state === 'processing') throw new BankRefuses('processing', '支付正在处理，不能关闭')
      const ignored = behaviourOf(trade ?? null).close === 'ignored'
      record({ type: 'closed', at: nowIso(), trade: tradeId(merchant, tradeNo), ignored })
      await journal.settled()
    },

    /** Never more than was paid; the same number with the same content is the same refund. Throws `BankRefuses`. */
    async refund(merchant: string, ask: RefundAsk): Promise<RefundReport> {
      settleDue()
      const known = state.refunds.get(tradeId(merchant, ask.refundNumber))
      if (known) {
        if (known.tradeNo !== ask.tradeNo || known.amountFen !== ask.amountFen)
          throw new BankRefuses('refundDiffers', '同一退款单号的原交易或金额不一致')
        await journal.settled()
        return refundReport(known)
      }
      const trade = find(merchant, ask.tradeNo)
      if (trade?.state !== 'paid') throw new BankRefuses('notPaid', '原交易不存在或未支付')
      if (ask.amountFen > refundableFen(state, trade)) throw new BankRefuses('refundTooMuch', '退款金额超过可退金额')
      const { refund: way, refundDelayS } = behaviourOf(trade)
      record({
        type: 'refunded',
        at: nowIso(),
        trade: tradeId(merchant, ask.tradeNo),
        refundNumber: ask.refundNumber,
        bankRefundNo: newNumber('SR'),
        amountFen: ask.amountFen,
        noticeUrl: ask.noticeUrl,
        state: way === 'done' || way === 'failed' ? way : 'pending',
        becomes: way === 'failed' || way === 'pendingFailed' ? 'failed' : 'done',
        settlesAt: new Date(clock.now().getTime() + refundDelayS * 1000).toISOString(),
      })
      const made = state.refunds.get(tradeId(merchant, ask.refundNumber))
      if (!made) throw new Error('a refund that was made is there')
      if (made.state !== 'pending') announceRefund(made)
      await journal.settled()
      return refundReport(made)
    },

    async queryRefund(merchant: string, refundNumber: string): Promise<RefundReport> {
      settleDue()
      const refund = state.refunds.get(tradeId(merchant, refundNumber))
      const answer: RefundReport = refund ? refundReport(refund) : { state: 'unknown' }
      record({ type: 'refundQueried', at: nowIso(), merchant, refundNumber, answer: answer.state })
      await journal.settled()
      return answer
    },

    async behave(behaviour: BehaviourChange, trade: Trade | null): Promise<void> {
      const of = trade ? tradeId(trade.merchant, trade.tradeNo) : null
      record({ type: 'behaved', at: nowIso(), trade: of, behaviour })
      await journal.settled()
    },

    /** A notice that says `paid`, whatever is true; sent once. Gives its id. */
    async forge(trade: Trade, amountFen: number, signedBy: 'stranger' | 'bank'): Promise<string> {
      const content = paymentContent(trade, 'paid', amountFen, nowIso(), newNumber('SB'))
      const fault = signedBy === 'stranger' ? 'stranger' : 'none'
      const id = queueNotice(trade.noticeUrl, content, clock.now().getTime(), fault, true)
      await journal.settled()
      return id
    },

    async settleDue(): Promise<void> {
      settleDue()
      await journal.settled()
    },

    async noticeTried(id: string, status: number | null, answered: boolean, dueAt: string | null): Promise<void> {
      record({ type: 'noticeTried', at: nowIso(), id, status, answered, dueAt })
      await journal.settled()
    },
  }

  function whyNotPayable(trade: Trade): PayRefusal | null {
    if (trade.state === 'paid') return 'alreadyPaid'
    if (trade.state !== 'waiting') return trade.state
    return isOver(trade) && behaviourOf(trade).afterLimit === 'refused' ? 'expired' : null
  }
}

function paymentContent(
  trade: Trade,
  state: 'paid' | 'waiting',
  amountFen: number,
  happenedAt: string,
  bankNo = trade.bankTradeNo ?? '',
): NoticeContent {
  const { merchant, tradeNo } = trade
  return {
    about: 'payment',
    merchant,
    tradeNo,
    refundNumber: null,
    bankNo,
    state,
    amountFen,
    currency: 'CNY',
    happenedAt,
    failure: null,
  }
}

function refundReport(refund: Refund): RefundReport {
  const { bankRefundNo } = refund
  if (refund.state === 'done') return { state: 'done', bankRefundNo, refundedAt: refund.settledAt ?? '' }
  if (refund.state === 'pending') return { state: 'waiting', bankRefundNo }
  return { state: 'failed', failure: refundFailure }
}

/** Without the keys that were left out. */
function set(change: BehaviourChange): Partial<Behaviour> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}
