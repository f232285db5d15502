import type { Fen } from '../../core/money.ts'
import type { RedReason } from '../../core/red-reasons.ts'

export type { RedReason }

/** `http`: the provider that the environment names; `sandbox`: the tax service for trying out. */
export type InvoiceProviderName = 'http' | 'sandbox'

export type InvoiceLineRequest = {
  /** `*非学历教育服务*培训费`; the short name of the class between asterisks may be left to the provider. */
  readonly name: string
  /** 税收分类编码, 19 digits; left out: the provider's own setting for the item. */
  readonly taxCode?: string
  /** A whole number. */
  readonly quantity: number
  readonly unit: string
  /** With tax, for the whole quantity. */
  readonly amountFen: Fen
  /** 600 = 6 %. */
  readonly taxRateBasisPoints: number
}

export type InvoiceBuyer = {
  readonly name: string
  readonly taxNumber: string
  /** Empty strings where nothing is to be shown; a special invoice needs all four. */
  readonly address: string
  readonly telephone: string
  readonly bank: string
  readonly account: string
}

export type InvoiceSeller = { readonly name: string; readonly taxNumber: string }

/** What is asked of a provider. The same serial with the same content is the same invoice, however often it is sent. */
export type InvoiceRequest = {
  /** Our request's issue number, 1–32 letters, digits and hyphens: the idempotency key. */
  readonly serial: string
  readonly kind: 'normal' | 'special'
  readonly buyer: InvoiceBuyer
  readonly seller: InvoiceSeller
  readonly lines: readonly InvoiceLineRequest[]
  /** With tax: the sum of the lines. */
  readonly totalFen: Fen
  /** On the invoice's face: the order's number. */
  readonly remark: string
  /** Where the provider tells of what became of it. */
  readonly callbackUrl: string
}

/** 红字发票: a whole blue invoice is flushed, never a part. */
export type RedInvoiceRequest = {
  /** Its own, as a blue one's. */
  readonly serial: string
  readonly blueNumber: string
  /** With tax, positive: what the blue one says, so that nobody flushes another. */
  readonly blueTotalFen: Fen
  readonly reason: RedReason
  readonly seller: InvoiceSeller
  readonly callbackUrl: string
}

/** An invoice as it was issued. Amounts of a red one are negative. */
export type IssuedInvoice = {
  /** 20 digits; 8 beside a code. */
  readonly number: string
  /** Empty for fully digital invoices 数电票. */
  readonly code: string
  /** `2026-03-30`, the Chinese calendar's day. */
  readonly issuedOn: string
  readonly amountWithoutTaxFen: Fen
  readonly taxFen: Fen
  readonly totalFen: Fen
}

export type InvoiceAnswer =
  | ({ readonly state: 'issued' } & IssuedInvoice)
  /** It has the request and works on it, or (a red one) waits for the buyer's confirmation. */
  | { readonly state: 'waiting' }
  /** Nothing was issued. `permanent`: not with this content, whenever it is sent; else the same may be sent again. */
  | { readonly state: 'failed'; readonly failure: string; readonly permanent: boolean }
  /** The provider has never heard of the serial. */
  | { readonly state: 'unknown' }

export type ProviderFileKind = 'pdf' | 'ofd' | 'xml'
/** `bytes` are not looked into here: whoever takes them in reads them as anybody's. */
export type ProviderFile = { readonly kind: ProviderFileKind; readonly name: string; readonly bytes: Uint8Array }

/** One line of what a provider says it issued for us: what a count of our own is held against. */
export type ListedInvoice = { readonly serial: string; readonly number: string; readonly totalFen: Fen }

/** A callback as it came: signatures are over these very characters. */
export type CallbackMessage = { readonly headers: Headers; readonly body: string }

/** What a callback is about, once its signature, time and our number were found right. What became of it, a query tells. */
export type CallbackReading = {
  readonly about: 'invoice' | 'red'
  readonly serial: string
  /** The invoice that it names: one more than we hold is a second one for the same request. null: it names none. */
  readonly number: string | null
}

export type CallbackRefusal = 'unreadable' | 'badSignature' | 'stale' | 'otherApp'

/** Why a callback counts for nothing. What could be read of it goes along for the record. */
export class CallbackRefused extends Error {
  readonly why: CallbackRefusal
  readonly serial: string

  constructor(why: CallbackRefusal, serial = '', options?: { cause?: unknown }) {
    super(why, options)
    this.name = 'CallbackRefused'
    this.why = why
    this.serial = serial
  }
}

export type CallbackReply = { readonly status: 200 | 500; readonly contentType: string; readonly body: string }

/**
 * A service that issues invoices for us. Every function that asks it throws `invoiceProviderUnavailable` when it cannot be
 * reached, is too slow or answers with something that is not signed by it in answer to this very request (nothing is known
 * then: ask again), and `invoiceProviderRefused` when it will not deal with the question (our form, or a serial that it knows
 * with other content: an invoice may be there). That one cannot be issued is an answer and not an error.
 */
export type InvoiceProvider = {
  readonly name: InvoiceProviderName
  /** Idempotent by `serial`. */
  submit(request: InvoiceRequest): Promise<InvoiceAnswer>
  query(serial: string): Promise<InvoiceAnswer>
  /** Idempotent as `submit`. */
  submitRed(request: RedInvoiceRequest): Promise<InvoiceAnswer>
  queryRed(serial: string): Promise<InvoiceAnswer>
  /** Of a blue or a red invoice by its number: at least a PDF or an OFD, at most one file of a kind. */
  download(number: string): Promise<readonly ProviderFile[]>
  /** Everything, blue and red, that it issued for us on a day (`2026-03-30`): so a second one of a serial is found. */
  listIssued(day: string): Promise<readonly ListedInvoice[]>
  /** Throws `CallbackRefused`. */
  readCallback(message: CallbackMessage): CallbackReading
  reply(taken: boolean): CallbackReply
}
