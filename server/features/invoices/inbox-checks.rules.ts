import type { Fen } from '../../core/money.ts'
import type { DroppedInvoice, OpenRequest } from './inbox.rules.ts'
import type { Finding, InboxCheck, InboxCheckCode } from './inbox.schema.ts'
import type { InvoiceReading } from './invoice-reading.schema.ts'
import { issuePeriod, titleKey } from './invoices.rules.ts'
import type { InvoiceRequestState } from './invoices.schema.ts'

/** A blue invoice of ours that a red one names. */
export type RedTarget = {
  readonly invoiceId: string
  readonly code: string
  readonly number: string
  readonly amountFen: Fen
  readonly issuedOn: string
  readonly requestState: InvoiceRequestState
  readonly request: NonNullable<Finding['request']>
  /** The wish to flush it, where staff or the organisation asked for it here. */
  readonly redRequestId: string | null
  readonly confirmationNo: string
}

/** What no acceptance helps against: it is another invoice, or none. */
export const blockingChecks: ReadonlySet<InboxCheckCode> = new Set([
  'numberIsWhole',
  'saysEverything',
  'sellerIsOurs',
  'amountIsRequested',
  'kindIsRequested',
  'dateIsInPeriod',
  'requestIsOpen',
  'requestHasNoOtherFiles',
  'blueIsFlushable',
])

type Verdict = InboxCheck['verdict']
const check = (code: InboxCheckCode, verdict: Verdict, found: string, expected: string): InboxCheck => ({
  code,
  verdict,
  found,
  expected,
})

/** All that has to hold before a blue invoice is issued to its request; each with what was compared. */
export function blueChecks(
  { reading, fileHashes }: Pick<DroppedInvoice, 'reading' | 'fileHashes'>,
  request: OpenRequest,
  { sellerTaxNumber, now }: { readonly sellerTaxNumber: string; readonly now: Date },
): InboxCheck[] {
  const { details, amountFen } = request
  const period = issuePeriod({ movedAt: request.movedAt, orderCreatedAt: request.orderCreatedAt }, now)
  const day = reading.issuedOn ?? ''
  const inPeriod = day >= period.notBefore && day <= period.notAfter
  const others = request.fileHashes.filter((hash) => !fileHashes.includes(hash))
  const sameTitle = reading.buyerName !== null && titleKey(reading.buyerName) === titleKey(details.title)
  return [
    ...readingChecks(reading, sellerTaxNumber),
    said('buyerTaxNumberIsRequested', reading.buyerTaxNumber, details.taxNumber),
    check(
      'buyerNameIsRequested',
      sameTitle ? 'pass' : reading.buyerName === null ? 'warn' : 'fail',
      reading.buyerName ?? '',
      details.title,
    ),
    said('amountIsRequested', reading.amountFen === null ? null : String(reading.amountFen), String(amountFen)),
    said('kindIsRequested', reading.kind, details.kind),
    check('dateIsInPeriod', inPeriod ? 'pass' : 'fail', day, `${period.notBefore}/${period.notAfter}`),
    check('requestHasNoOtherFiles', others.length === 0 ? 'pass' : 'fail', String(others.length), '0'),
  ]
}

/** All that has to hold before a red invoice flushes a blue one. */
export function redChecks(
  { reading }: Pick<DroppedInvoice, 'reading'>,
  target: RedTarget,
  sellerTaxNumber: string,
): InboxCheck[] {
  const { request, requestState } = target
  const isOut = requestState === 'issued' || requestState === 'delivered'
  const sameTitle = titleKey(reading.buyerName) === titleKey(request.title)
  return [
    ...readingChecks(reading, sellerTaxNumber),
    check('blueIsFlushable', isOut ? 'pass' : 'fail', requestState, 'issued'),
    said('buyerTaxNumberIsRequested', reading.buyerTaxNumber, request.taxNumber),
    check('buyerNameIsRequested', sameTitle ? 'pass' : 'fail', reading.buyerName ?? '', request.title),
    said('amountIsRequested', reading.amountFen === null ? null : String(reading.amountFen), String(-target.amountFen)),
    said('kindIsRequested', reading.kind, request.kind),
    check(
      'dateIsInPeriod',
      (reading.issuedOn ?? '') >= target.issuedOn ? 'pass' : 'fail',
      reading.issuedOn ?? '',
      `${target.issuedOn}/`,
    ),
    // Somebody flushed it on the tax platform without a word here: staff have to say why.
    check('redIsRequested', target.redRequestId === null ? 'warn' : 'pass', '', ''),
  ]
}

function readingChecks(reading: InvoiceReading, sellerTaxNumber: string): InboxCheck[] {
  const { code, number } = reading
  const isWhole =
    (code === '' && /^\d{20}$/.test(number ?? '')) || (/^\d{10,12}$/.test(code ?? '') && /^\d{8}$/.test(number ?? ''))
  const missing = (['number', 'issuedOn', 'amountFen', 'buyerName', 'buyerTaxNumber'] as const).filter(
    (field) => reading[field] === null,
  )
  const [doubt] = reading.doubts
  const sellerVerdict: Verdict =
    reading.sellerTaxNumber === null || sellerTaxNumber === ''
      ? 'warn'
      : reading.sellerTaxNumber === sellerTaxNumber
        ? 'pass'
        : 'fail'
  return [
    check('numberIsWhole', isWhole ? 'pass' : 'fail', `${code ?? ''}${number ?? ''}`, ''),
    // Without a day or an amount there is nothing to record; who bought it staff can see for themselves.
    check(
      'saysEverything',
      missing.length === 0
        ? 'pass'
        : missing.some((field) => field === 'issuedOn' || field === 'amountFen')
          ? 'fail'
          : 'warn',
      missing.join(' '),
      '',
    ),
    check(
      'filesAgree',
      doubt ? 'fail' : 'pass',
      doubt ? `${doubt.field}: ${doubt.found.value}` : '',
      doubt?.other.value ?? '',
    ),
    check('sellerIsOurs', sellerVerdict, reading.sellerTaxNumber ?? '', sellerTaxNumber),
  ]
}

/** Equal passes, unsaid warns, different fails. */
function said(code: InboxCheckCode, found: string | null, expected: string): InboxCheck {
  return check(code, found === null ? 'warn' : found === expected ? 'pass' : 'fail', found ?? '', expected)
}
