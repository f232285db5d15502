import type { Fen } from '../../core/money.ts'
import { nameContains, nameSimilarity } from '../../core/names.ts'
import type { Transitions } from '../../core/transitions.ts'
import type { DroppedFileState, Finding, InboxCheck, MatchReason, Standing } from './inbox.schema.ts'
import { blueChecks, type RedTarget, redChecks } from './inbox-checks.rules.ts'
import type { InvoiceReading } from './invoice-reading.schema.ts'
import { titleKey } from './invoices.rules.ts'
import type { InvoiceDetails } from './invoices.schema.ts'

/**
 *   received --> unpacked (a ZIP: its entries are received in its stead)
 *      |  \----> unreadable --.
 *      v                      |
 *     read --> attached       +--> discarded
 *      |                      |
 *      '-----> known ---------'      (read may be discarded as well)
 *
 * `known` is a file whose bytes, or whose invoice, were here before.
 */
export const droppedTransitions: Transitions<DroppedFileState> = {
  received: ['unpacked', 'read', 'unreadable', 'known', 'discarded'],
  unpacked: [],
  read: ['attached', 'known', 'discarded'],
  unreadable: ['discarded'],
  attached: [],
  known: ['discarded'],
  discarded: [],
}

/** A request that an invoice can be of: it waits for one. */
export type OpenRequest = {
  readonly id: string
  readonly state: 'requested' | 'approved'
  readonly createdAt: Date
  readonly organisationId: string
  readonly organisationName: string
  readonly orderId: string
  readonly orderNumber: string
  readonly amountFen: Fen
  readonly details: InvoiceDetails
  readonly movedAt: Date | null
  readonly orderCreatedAt: Date
  /** Hashes of the files that it has already. */
  readonly fileHashes: readonly string[]
}

/** All files of one invoice, as one. */
export type DroppedInvoice = {
  /** Code and number. */
  readonly key: string
  readonly reading: InvoiceReading
  readonly fileHashes: readonly string[]
  /** What staff chose for it. */
  readonly byHand: string | null
}

export type MatchFacts = {
  readonly requests: readonly OpenRequest[]
  /** The blue invoices that red ones name, by code and number. */
  readonly blues: ReadonlyMap<string, RedTarget>
  readonly sellerTaxNumber: string
  readonly now: Date
}

export type Judged = { readonly standing: Standing; readonly finding: Finding }

export function invoiceKey(code: string | null, number: string | null): string {
  return `${code ?? ''}/${number ?? ''}`
}

/**
 * Finds for each invoice the request that it is of. What agrees in everything is matched first, so that an invoice that
 * is only near another's request does not take it; two invoices never share a request. Those that staff placed by hand
 * stay where they are as long as the request waits.
 */
export function matchInvoices(invoices: readonly DroppedInvoice[], facts: MatchFacts): Map<string, Judged> {
  const judged = new Map<string, Judged>()
  const taken = new Set<string>()
  const keys = new Set(invoices.map(({ key }) => key))
  const blueOnes = invoices.filter(({ reading }) => reading.colour !== 'red')
  const byId = new Map(facts.requests.map((request) => [request.id, request]))
  const place = (invoice: DroppedInvoice, request: OpenRequest, reason: MatchReason) => {
    taken.add(request.id)
    judged.set(invoice.key, found(invoice, request, reason, facts))
  }
  for (const invoice of blueOnes) {
    const request = invoice.byHand === null ? undefined : byId.get(invoice.byHand)
    if (request && !taken.has(request.id)) place(invoice, request, 'byHand')
  }
  const isRight = (invoice: DroppedInvoice, request: OpenRequest) => isClean(blueChecks(invoice, request, facts))
  const equals = blueOnes
    .filter(({ key }) => !judged.has(key))
    .map((invoice) => {
      const all = facts.requests.filter((request) => isEqual(invoice.reading, request))
      return { invoice, all, right: all.some((request) => isRight(invoice, request)) }
    })
    // One of another seller must not keep the right one from its request.
    .sort((one, other) => Number(other.right) - Number(one.right))
  // The order number settles ties, so those that carry one choose before those that do not.
  for (const { invoice, all } of equals) {
    const named = all.filter((request) => namesOrder(invoice.reading, request) && !taken.has(request.id))
    const [only] = named
    if (only && named.length === 1) place(invoice, only, all.length === 1 ? 'equal' : 'orderNumber')
  }
  for (const { invoice, all } of equals) {
    if (judged.has(invoice.key)) continue
    const fitting = all.filter((request) => !taken.has(request.id))
    const [oldest] = fitting.toSorted((one, other) => one.createdAt.getTime() - other.createdAt.getTime())
    if (!oldest) {
      const [had] = all
      if (had) judged.set(invoice.key, unmatched(invoice, had, 'taken', 0, facts))
      continue
    }
    if (fitting.length === 1) place(invoice, oldest, 'equal')
    // Which of requests that are equal in everything it is makes no difference to anybody.
    else if (fitting.every((request) => isTwin(oldest, request))) place(invoice, oldest, 'oldest')
    else judged.set(invoice.key, unmatched(invoice, oldest, 'several', fitting.length, facts))
  }
  for (const invoice of blueOnes) {
    if (judged.has(invoice.key)) continue
    const nearest = nearestOf(
      invoice.reading,
      facts.requests.filter((request) => !taken.has(request.id)),
    )
    judged.set(invoice.key, unmatched(invoice, nearest, nearest ? 'nearest' : 'nothing', nearest ? 1 : 0, facts))
  }
  for (const invoice of invoices)
    if (invoice.reading.colour === 'red') judged.set(invoice.key, matchRed(invoice, keys, facts))
  return judged
}

/** One invoice held against one request, as confirming it does again. */
export function judgeAgainst(invoice: DroppedInvoice, request: OpenRequest, reason: MatchReason, facts: MatchFacts) {
  return found(invoice, request, reason, facts)
}

function found(invoice: DroppedInvoice, request: OpenRequest, reason: MatchReason, facts: MatchFacts): Judged {
  const checks = blueChecks(invoice, request, facts)
  return { standing: isClean(checks) ? 'ready' : 'check', finding: findingOf(request, reason, 1, checks) }
}

function unmatched(
  invoice: DroppedInvoice,
  request: OpenRequest | undefined,
  reason: MatchReason,
  fitting: number,
  facts: MatchFacts,
): Judged {
  const checks = request ? blueChecks(invoice, request, facts) : []
  return { standing: 'unmatched', finding: findingOf(request, reason, fitting, checks) }
}

function isClean(checks: readonly InboxCheck[]): boolean {
  return checks.every((check) => check.verdict === 'pass')
}

function findingOf(
  request: OpenRequest | undefined,
  reason: MatchReason,
  fitting: number,
  checks: InboxCheck[],
): Finding {
  const shown = request && {
    id: request.id,
    orderNumber: request.orderNumber,
    organisationName: request.organisationName,
    title: request.details.title,
    taxNumber: request.details.taxNumber,
    amountFen: request.amountFen,
    kind: request.details.kind,
    email: request.details.email,
  }
  return { reason, fitting, request: shown ?? null, blue: null, checks }
}

/** What a file does not say speaks neither for nor against: a PDF's page can lack the kind. Buyer and amount must be said. */
function isEqual(reading: InvoiceReading, request: OpenRequest): boolean {
  const { details, amountFen } = request
  return (
    reading.buyerTaxNumber === details.taxNumber &&
    reading.amountFen === amountFen &&
    (reading.buyerName === null || titleKey(reading.buyerName) === titleKey(details.title)) &&
    (reading.kind === null || reading.kind === details.kind)
  )
}

/** `订单 PX26W3N8PX`, in any case, with blanks within. */
export function namesOrder(reading: InvoiceReading, request: { readonly orderNumber: string }): boolean {
  return (reading.remark ?? '').normalize('NFKC').replace(/[\s-]/g, '').toUpperCase().includes(request.orderNumber)
}

function isTwin(one: OpenRequest, other: OpenRequest): boolean {
  return one.organisationId === other.organisationId && JSON.stringify(one.details) === JSON.stringify(other.details)
}

/** Which request comes nearest: the order number tells most, then tax number, amount and name. */
function nearestOf(reading: InvoiceReading, requests: readonly OpenRequest[]): OpenRequest | undefined {
  let best: { request: OpenRequest; score: number } | undefined
  for (const request of requests) {
    const score = nearness(reading, request)
    if (score >= 2 && (!best || score > best.score)) best = { request, score }
  }
  return best?.request
}

function nearness(reading: InvoiceReading, request: OpenRequest): number {
  const { details, amountFen } = request
  let score = 0
  if (namesOrder(reading, request)) score += 5
  if (reading.buyerTaxNumber === details.taxNumber) score += 3
  if (reading.amountFen === amountFen) score += 2
  if (reading.buyerName !== null) {
    const [name, title] = [reading.buyerName, details.title]
    if (titleKey(name) === titleKey(title)) score += 2
    else if (nameContains(name, title) || nameSimilarity(name, title) > 0.6) score += 1
  }
  if (reading.kind === details.kind) score += 0.5
  return score
}

function matchRed(invoice: DroppedInvoice, keys: ReadonlySet<string>, facts: MatchFacts): Judged {
  const { redReference } = invoice.reading
  const waiting = (reason: MatchReason): Judged => ({
    standing: 'waiting',
    finding: {
      reason,
      fitting: 0,
      request: null,
      blue: redReference && { invoiceId: null, code: redReference.code, number: redReference.number },
      checks: [],
    },
  })
  if (!redReference) return waiting('blueNotSaid')
  const key = invoiceKey(redReference.code, redReference.number)
  const target = facts.blues.get(key)
  if (!target) return waiting(keys.has(key) ? 'blueInInbox' : 'blueUnknown')
  const checks = redChecks(invoice, target, facts.sellerTaxNumber)
  const { invoiceId, code, number, request } = target
  return {
    standing: isClean(checks) ? 'ready' : 'check',
    finding: { reason: 'blue', fitting: 1, request, blue: { invoiceId, code, number }, checks },
  }
}
