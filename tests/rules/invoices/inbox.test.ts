import { expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import {
  type DroppedInvoice,
  droppedTransitions,
  matchInvoices,
  type OpenRequest,
} from '../../../server/features/invoices/inbox.rules.ts'
import type { RedTarget } from '../../../server/features/invoices/inbox-checks.rules.ts'
import type { InvoiceReading } from '../../../server/features/invoices/invoice-reading.schema.ts'
import { invoiceDetailsSchema } from '../../../server/features/invoices/invoices.schema.ts'

const seller = '91320500MA1TEST00X'
const now = new Date('2026-11-20T04:00:00Z')
const buyer = { title: '苏州工业园区检测有限公司', taxNumber: '91320594MA1TEST00X' }

let serial = 0
function requestOf(change: Partial<OpenRequest> = {}, details: Record<string, string> = {}): OpenRequest {
  serial += 1
  return {
    id: newId(),
    state: 'approved',
    createdAt: new Date(Date.UTC(2026, 10, 1, 0, 0, serial)),
    organisationId: 'organisation',
    organisationName: buyer.title,
    orderId: newId(),
    orderNumber: `PX26AAAA${String(serial).padStart(2, '2')}`,
    amountFen: fen(320_000),
    details: invoiceDetailsSchema.parse({ kind: 'normal', ...buyer, email: 'a@example.com', ...details }),
    movedAt: new Date('2026-11-10T00:00:00Z'),
    orderCreatedAt: new Date('2026-11-01T00:00:00Z'),
    fileHashes: [],
    ...change,
  }
}

function invoiceOf(change: Partial<InvoiceReading> = {}, more: Partial<DroppedInvoice> = {}): DroppedInvoice {
  serial += 1
  const number = `2632200000000000${String(serial).padStart(4, '0')}`
  return {
    key: `/${change.number ?? number}`,
    fileHashes: [],
    byHand: null,
    reading: {
      source: 'xml',
      number,
      code: '',
      kind: 'normal',
      colour: 'blue',
      issuedOn: '2026-11-20',
      amountFen: fen(320_000),
      amountWithoutTaxFen: fen(310_680),
      taxFen: fen(9_320),
      buyerName: buyer.title,
      buyerTaxNumber: buyer.taxNumber,
      sellerName: '苏州检测培训中心',
      sellerTaxNumber: seller,
      remark: '',
      redReference: null,
      doubts: [],
      ...change,
    },
    ...more,
  }
}

function match(invoices: DroppedInvoice[], requests: OpenRequest[], blues: [string, RedTarget][] = []) {
  const judged = matchInvoices(invoices, { requests, blues: new Map(blues), sellerTaxNumber: seller, now })
  return invoices.map(({ key }) => {
    const one = judged.get(key)
    return [one?.standing, one?.finding.reason, one?.finding.request?.id ?? null]
  })
}

test('an invoice that agrees in everything takes its request before one that is only near it', () => {
  const request = requestOf()
  const near = invoiceOf({ amountFen: fen(320_001) })
  const exact = invoiceOf()
  expect(match([near, exact], [request])).toEqual([
    ['unmatched', 'nothing', null],
    ['ready', 'equal', request.id],
  ])
})

test('two invoices of one request: the right one has it, whichever came first, and the other says so', () => {
  const request = requestOf()
  const stranger = invoiceOf({ sellerTaxNumber: '91320500MA1OTHER0X' })
  const right = invoiceOf()
  for (const invoices of [
    [stranger, right],
    [right, stranger],
  ]) {
    const result = new Map(match(invoices, [request]).map((one, index) => [invoices[index], one]))
    expect(result.get(right)).toEqual(['ready', 'equal', request.id])
    expect(result.get(stranger)).toEqual(['unmatched', 'taken', request.id])
  }
})

test('what a file does not say is no difference, and is asked of staff', () => {
  const request = requestOf()
  expect(match([invoiceOf({ kind: null })], [request])).toEqual([['check', 'equal', request.id]])
  expect(match([invoiceOf({ sellerTaxNumber: null })], [request])).toEqual([['check', 'equal', request.id]])
  expect(match([invoiceOf({ buyerTaxNumber: null })], [request])).toEqual([['unmatched', 'nearest', request.id]])
})

test('brackets of two widths are the same title', () => {
  const request = requestOf({}, { title: '国培网（北京）教育科技有限公司' })
  const invoice = invoiceOf({ buyerName: '国培网(北京)教育科技有限公司' })
  expect(match([invoice], [request])).toEqual([['ready', 'equal', request.id]])
})

test('an order number in small letters and with blanks finds its request among equal ones; without one the order of coming', () => {
  const requests = [requestOf(), requestOf(), requestOf()]
  const [first, second, third] = requests
  const number = third?.orderNumber ?? ''
  const named = invoiceOf({ remark: `订单 ${number.slice(0, 5).toLowerCase()} ${number.slice(5)}` })
  const [one, two, many] = [invoiceOf(), invoiceOf(), invoiceOf()]
  expect(match([one, two, named, many], requests)).toEqual([
    ['ready', 'oldest', first?.id],
    ['ready', 'equal', second?.id],
    ['ready', 'orderNumber', third?.id],
    ['unmatched', 'taken', first?.id],
  ])
})

test('equal requests of two organisations, or to two addresses, are for staff to choose from', () => {
  const requests = [requestOf(), requestOf({ organisationId: 'other' })]
  expect(match([invoiceOf()], requests)[0]?.slice(0, 2)).toEqual(['unmatched', 'several'])
  expect(match([invoiceOf()], [requestOf(), requestOf({}, { email: 'b@example.com' })])[0]?.[1]).toBe('several')
})

test('what staff placed stays, as long as the request waits', () => {
  const [placed, equal] = [requestOf({ amountFen: fen(1) }), requestOf()]
  const invoice = invoiceOf({}, { byHand: placed.id })
  expect(match([invoice], [placed, equal])).toEqual([['check', 'byHand', placed.id]])
  expect(match([invoice], [equal])).toEqual([['ready', 'equal', equal.id]])
})

test('a file that the request has besides, a date before the money, and a doubt each keep it from being ready', () => {
  const doubt = {
    field: 'amountFen',
    found: { from: 'page', value: '1' },
    other: { from: 'words', value: '2' },
  } as const
  expect(match([invoiceOf()], [requestOf({ fileHashes: ['x'] })])[0]?.[0]).toBe('check')
  expect(match([invoiceOf({}, { fileHashes: ['x'] })], [requestOf({ fileHashes: ['x'] })])[0]?.[0]).toBe('ready')
  expect(match([invoiceOf({ issuedOn: '2026-11-09' })], [requestOf()])[0]?.[0]).toBe('check')
  expect(match([invoiceOf({ issuedOn: '2026-11-21' })], [requestOf()])[0]?.[0]).toBe('check')
  expect(match([invoiceOf({ doubts: [doubt] })], [requestOf()])[0]?.[0]).toBe('check')
})

test('a red invoice is never taken for a request’s own', () => {
  const request = requestOf({ amountFen: fen(320_000) })
  const blue = { code: '', number: '26322000000000009999', confirmationNumber: null }
  const red = invoiceOf({ colour: 'red', amountFen: fen(-320_000), redReference: blue })
  expect(match([red], [request])).toEqual([['waiting', 'blueUnknown', null]])
  const target: RedTarget = {
    invoiceId: newId(),
    code: '',
    number: blue.number,
    amountFen: fen(320_000),
    issuedOn: '2026-11-12',
    requestState: 'delivered',
    redRequestId: newId(),
    confirmationNo: '',
    request: {
      id: newId(),
      orderNumber: 'PX26W3N8PX',
      organisationName: buyer.title,
      ...buyer,
      amountFen: fen(320_000),
      kind: 'normal',
      email: 'a@example.com',
    },
  }
  expect(match([red], [request], [[`/${blue.number}`, target]])).toEqual([['ready', 'blue', target.request.id]])
  const flushed: RedTarget = { ...target, requestState: 'redFlushed' }
  expect(match([red], [request], [[`/${blue.number}`, flushed]])[0]?.[0]).toBe('check')
})

test('what is an invoice’s file, or was put aside, never changes again', () => {
  for (const state of ['attached', 'discarded', 'unpacked'] as const) expect(droppedTransitions[state]).toEqual([])
})
