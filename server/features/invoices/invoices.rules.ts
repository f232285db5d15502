import { AppError } from '../../core/app-error.ts'
import { type Fen, fen } from '../../core/money.ts'
import type { Transitions } from '../../core/transitions.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Difference, InvoiceReading } from './invoice-reading.schema.ts'
import type {
  InvoiceDetails,
  InvoiceFileKind,
  InvoiceKind,
  InvoiceRequestState,
  RequestCheck,
} from './invoices.schema.ts'

/**
 *   requested -> approved -> issuing -> issued -> delivered
 *      ^  |  \      |  \       ^  |      ^  |         |
 *      |  |   '-----+---'------|--'------'  '----> redFlushed
 *      |  v         v          |
 *     rejected <----'   (issuing goes back to approved when the provider fails)
 *
 *   requested, rejected -> withdrawn   先开票后付款: its organisation would rather pay first, before anybody approved it
 *
 * `issuing` is for a provider's answer that takes time. Staff who issue on the tax platform and drop the files here do
 * it in one step from `requested` or `approved`: the issuing has happened by then, and issuing says that they approve.
 */
export const requestTransitions: Transitions<InvoiceRequestState> = {
  requested: ['approved', 'issuing', 'issued', 'rejected', 'withdrawn'],
  approved: ['issuing', 'issued', 'rejected'],
  issuing: ['issued', 'approved'],
  issued: ['delivered', 'redFlushed'],
  delivered: ['redFlushed'],
  rejected: ['requested', 'withdrawn'],
  redFlushed: [],
  withdrawn: [],
}

/** Requests in these states ask for nothing any more; all others cover their amount of their order. */
export const deadRequestStates = ['rejected', 'redFlushed', 'withdrawn'] as const satisfies InvoiceRequestState[]

export function coversOrder(state: InvoiceRequestState): boolean {
  return !deadRequestStates.some((dead) => dead === state)
}

/** A request that nobody has said yes to: its organisation may still take it back. */
export function isWithdrawable(state: InvoiceRequestState): boolean {
  return state === 'requested' || state === 'rejected'
}

/**
 * What a payment's invoice request is for: what it brought to its order, as far as no request covers it yet. One that came
 * before the money (先开票后付款), or that stayed when a payment was taken back, covers what is paid later.
 *
 *   paid in all | covered | to the order | requested
 *        320000 |       0 |       320000 |    320000
 *        320000 |  320000 |       320000 |         0   (invoiced first)
 *        320000 |  100000 |       220000 |    220000   (the second part)
 *        320000 |       0 |       220000 |    220000   (the first part's was rejected: it is corrected by itself)
 *        200000 |  120000 |       200000 |     80000
 */
export function uncoveredFen(paidFen: Fen, coveredFen: Fen, toOrderFen: Fen): Fen {
  return fen(Math.max(0, Math.min(toOrderFen, paidFen - coveredFen)))
}

/** While no invoice is out, files may come and go. */
export function takesFiles(state: InvoiceRequestState): boolean {
  return state === 'requested' || state === 'approved' || state === 'issuing'
}

/** Once it is out, its organisation may have the files. */
export function isOut(state: InvoiceRequestState): boolean {
  return state === 'issued' || state === 'delivered' || state === 'redFlushed'
}

/** 20 digits alone (数电票), or 8 that go with a code of 10 to 12 (older). Throws `invoiceNumberInvalid`. */
export function checkInvoiceNumber(code: string, number: string): void {
  const isDigital = code === '' && /^\d{20}$/.test(number)
  const isOlder = /^\d{10,12}$/.test(code) && /^\d{8}$/.test(number)
  if (!isDigital && !isOlder) throw new AppError('invoiceNumberInvalid')
}

export type IssuePeriod = { readonly notBefore: string; readonly notAfter: string }

/** From the day the money moved (the order was made, where that is not known or comes later) until today, in Shanghai. */
export function issuePeriod(facts: { movedAt: Date | null; orderCreatedAt: Date }, now: Date): IssuePeriod {
  return { notBefore: shanghaiDay(facts.movedAt ?? facts.orderCreatedAt), notAfter: shanghaiDay(now) }
}

/** Throws `invoiceAmountDiffers`, `invoiceKindDiffers`, `invoiceDateInvalid`, `invoiceNumberInvalid`. */
export function checkIssue(
  issue: { number: string; code: string; issuedOn: string; kind: InvoiceKind; amountFen: Fen },
  request: { amountFen: Fen; kind: InvoiceKind },
  period: IssuePeriod,
): void {
  checkInvoiceNumber(issue.code, issue.number)
  if (issue.amountFen !== request.amountFen) {
    throw new AppError('invoiceAmountDiffers', { expectedFen: request.amountFen, givenFen: issue.amountFen })
  }
  if (issue.kind !== request.kind)
    throw new AppError('invoiceKindDiffers', { expected: request.kind, given: issue.kind })
  if (issue.issuedOn < period.notBefore || issue.issuedOn > period.notAfter)
    throw new AppError('invoiceDateInvalid', { ...period })
}

/** The files must be those that the page showed, and their lack must be meant. Throws `invoiceFileMissing`, `conflict`. */
export function checkIssueFiles(present: readonly string[], shown: readonly string[], withoutFile: boolean): void {
  if (present.length !== shown.length || !present.every((id) => shown.includes(id))) throw new AppError('conflict')
  if (present.length === 0 && !withoutFile) throw new AppError('invoiceFileMissing')
}

export type RequestFacts = {
  readonly details: InvoiceDetails
  readonly amountFen: Fen
  readonly organisation: {
    readonly name: string
    readonly creditCode: string | null
    readonly exceptionNote: string | null
  }
  /** What the ledger says was paid for the order, and what its other requests (rejected and red ones apart) ask for. */
  readonly paidFen: Fen
  readonly otherRequestsFen: Fen
  /** Of 先开票后付款 while nothing has been paid: the invoice is for what is owed. Null otherwise. */
  readonly owedFen: Fen | null
}

/** What staff should see before they issue. Title and tax number may differ where staff allowed it with a note. */
export function checkRequest({
  details,
  amountFen,
  organisation,
  paidFen,
  otherRequestsFen,
  owedFen,
}: RequestFacts): RequestCheck[] {
  const note = organisation.exceptionNote
  const equals = (found: string, expected: string | null) => (found === expected || note !== null ? 'pass' : 'warn')
  const checks: RequestCheck[] = [
    {
      code: 'titleIsRegisteredName',
      verdict: equals(details.title, organisation.name),
      found: details.title,
      expected: organisation.name,
      note: details.title === organisation.name ? null : note,
    },
    {
      code: 'taxNumberIsCreditCode',
      verdict: equals(details.taxNumber, organisation.creditCode),
      found: details.taxNumber,
      expected: organisation.creditCode ?? '',
      note: details.taxNumber === organisation.creditCode ? null : note,
    },
    {
      code: 'amountIsPaid',
      verdict: amountFen + otherRequestsFen <= (owedFen ?? paidFen) ? 'pass' : 'warn',
      found: String(amountFen + otherRequestsFen),
      expected: String(owedFen ?? paidFen),
      note: null,
    },
  ]
  if (details.kind === 'special') {
    const { registeredAddress, registeredTelephone, bank, bankAccount } = details
    const parts = [registeredAddress, registeredTelephone, bank, bankAccount]
    checks.push({
      code: 'specialDetailsComplete',
      verdict: parts.every((part) => part !== '') ? 'pass' : 'warn',
      found: parts.filter((part) => part !== '').join(' '),
      expected: '',
      note: null,
    })
  }
  return checks
}

export type Expected = {
  readonly amountFen: Fen
  readonly kind: InvoiceKind
  readonly title: string
  readonly taxNumber: string
  /** Empty where the centre has not set it. */
  readonly sellerTaxNumber: string
  /** What the form says, when it is being issued. */
  readonly form: { readonly number: string; readonly code: string; readonly issuedOn: string } | null
}

/** Where a file says something else than it should. A file name tells a number and nothing else for sure. */
export function differencesOf(
  reading: InvoiceReading | null,
  numberInName: string | null,
  expected: Expected,
): Difference[] {
  const found: Difference[] = []
  const compare = (field: Difference['field'], read: string | null, wanted: string | null) => {
    if (read !== null && wanted !== null && read !== wanted) found.push({ field, read, expected: wanted })
  }
  if (reading && reading.source !== 'fileName') {
    compare('number', reading.number, expected.form?.number ?? null)
    compare('code', reading.code, expected.form?.code ?? null)
    compare('issuedOn', reading.issuedOn, expected.form?.issuedOn ?? null)
    compare('amountFen', reading.amountFen === null ? null : String(reading.amountFen), String(expected.amountFen))
    compare('kind', reading.kind, expected.kind)
    compare('colour', reading.colour, 'blue')
    if (titleKey(reading.buyerName) !== titleKey(expected.title))
      compare('buyerName', reading.buyerName, expected.title)
    compare('buyerTaxNumber', reading.buyerTaxNumber, expected.taxNumber)
    compare('sellerTaxNumber', reading.sellerTaxNumber, expected.sellerTaxNumber || null)
    compare('numberInName', numberInName, reading.number)
  } else {
    compare('number', numberInName, expected.form?.number ?? null)
  }
  return found
}

/** Brackets and blanks come in two widths and mean the same; every other character counts. */
export function titleKey(title: string | null): string {
  return (title ?? '').normalize('NFKC').replace(/\s/g, '')
}

/** For the mail and for downloads; neither type is one that a browser would run. */
export function contentTypeOf(kind: InvoiceFileKind): string {
  return { pdf: 'application/pdf', ofd: 'application/ofd', xml: 'application/xml' }[kind]
}
