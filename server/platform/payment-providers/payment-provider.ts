import type { Fen } from '../../core/money.ts'
import type { OnlineMethod, ProviderName } from '../../core/payment-methods.ts'

export type { OnlineMethod, ProviderName }

/** One attempt to pay, as every provider gets it. */
export type Attempt = {
  /** 8–32 letters and digits, never used twice: what the provider knows the attempt by. */
  readonly tradeNo: string
  readonly method: OnlineMethod
  readonly amountFen: Fen
  readonly createdAt: Date
  /** After this moment the provider should take no money for it. */
  readonly expiresAt: Date
}

export type CashierRequest = Attempt & {
  /** Shown in the cashier: the plan's name and the order's number. */
  readonly description: string
  readonly device: 'desktop' | 'phone'
  /** Where the browser comes back to. It shows a page and decides nothing. */
  readonly returnUrl: string
  /** Where the provider sends its notice. */
  readonly noticeUrl: string
}

/** How the payer gets to the provider's cashier. */
export type Cashier =
  | { readonly kind: 'form'; readonly action: string; readonly fields: Readonly<Record<string, string>> }
  | { readonly kind: 'redirect'; readonly url: string }
  /** Scanned with the provider's own app. */
  | { readonly kind: 'qr'; readonly text: string }

export type TradeAnswer =
  | {
      readonly state: 'paid'
      readonly providerTradeNo: string
      /** What the payer paid, whatever was asked for. */
      readonly amountFen: Fen
      readonly paidAt: Date
    }
  /** The payer may still pay. */
  | { readonly state: 'waiting' }
  /** It will not be paid any more. `failure` is the provider's own words. */
  | { readonly state: 'failed'; readonly failure: string }
  /** The provider has never heard of it: nobody opened its cashier. */
  | { readonly state: 'unknown' }

export type RefundRequest = {
  /** `RF26M4T8RK`: the same again is the same refund. */
  readonly refundNumber: string
  readonly amountFen: Fen
  readonly requestedAt: Date
  readonly noticeUrl: string
  readonly payment: {
    readonly tradeNo: string
    readonly providerTradeNo: string
    /** What was paid in all. */
    readonly amountFen: Fen
    readonly method: OnlineMethod
    readonly createdAt: Date
  }
}

export type RefundAnswer =
  | { readonly state: 'done'; readonly providerRefundNo: string; readonly refundedAt: Date }
  | { readonly state: 'waiting'; readonly providerRefundNo: string | null }
  | { readonly state: 'failed'; readonly failure: string }
  | { readonly state: 'unknown' }

/** A notice as it came: signatures are over these very characters. */
export type NoticeMessage = { readonly headers: Headers; readonly body: string }

/** What a notice says, once its signature, our merchant number and the currency were found right. */
export type NoticeReading =
  | { readonly about: 'payment'; readonly tradeNo: string; readonly answer: TradeAnswer }
  | { readonly about: 'refund'; readonly refundNumber: string; readonly answer: RefundAnswer }

export type NoticeRefusal = 'unreadable' | 'badSignature' | 'stale' | 'otherMerchant' | 'otherCurrency'

/** Why a notice counts for nothing. What could be read of it goes along for the record. */
export class NoticeRefused extends Error {
  readonly why: NoticeRefusal
  readonly tradeNo: string

  constructor(why: NoticeRefusal, tradeNo = '', options?: { cause?: unknown }) {
    super(why, options)
    this.name = 'NoticeRefused'
    this.why = why
    this.tradeNo = tradeNo
  }
}

/** What is answered to a notice, in the words that the provider asks for. */
export type NoticeReply = {
  readonly status: 200 | 400 | 500
  readonly contentType: string
  readonly body: string
}

/**
 * One payment provider. Amounts are CNY. Every function that asks the provider throws `gatewayUnavailable` when it cannot
 * be reached, times out (10 s) or answers with something that is not signed by it; `gatewayRefused` when it says no.
 */
export type PaymentProvider = {
  readonly name: ProviderName
  readonly methods: readonly OnlineMethod[]
  /** Our merchant number there. */
  readonly merchant: string
  /** Whether a verified notice may be believed, or only a query that it gives rise to. */
  readonly noticeIsTruth: boolean
  openCashier(request: CashierRequest): Promise<Cashier>
  query(attempt: Attempt): Promise<TradeAnswer>
  /** Asks the provider to take no more money for the attempt. Not every provider can; what comes all the same is taken. */
  close(attempt: Attempt): Promise<void>
  refund(request: RefundRequest): Promise<RefundAnswer>
  queryRefund(request: RefundRequest): Promise<RefundAnswer>
  /** Throws `NoticeRefused`. */
  readNotice(message: NoticeMessage): Promise<NoticeReading>
  reply(taken: boolean): NoticeReply
}
