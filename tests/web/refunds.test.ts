import { describe, expect, test } from 'vitest'
import { fen } from '../../server/core/money.ts'
import type { RefundPreview } from '../../server/features/refunds/refunds.schema.ts'
import {
  chosenFen,
  emptyDraft,
  judgeRefund,
  type RefundDraft,
  requestOf,
  takesEverybody,
} from '../../web/features/refunds/refund-request.ts'
import { refundSteps } from '../../web/features/refunds/refund-steps.ts'
import { refundFrom } from '../../web/features/refunds/refund-words.ts'

const orderId = '01900000-0000-7000-8000-000000000001'
const paymentId = '01900000-0000-7000-8000-000000000002'
const person = (number: number, feeFen: number, state: 'paid' | 'held' | 'refunded' = 'paid') => ({
  enrolmentId: `01900000-0000-7000-8000-00000000010${number}`,
  learnerName: `学员${number}`,
  planName: '见证取样员',
  feeFen,
  state,
})

const preview = (changed: Partial<RefundPreview> = {}): RefundPreview => ({
  organisationId: orderId,
  organisationName: '苏州某某公司',
  order: { id: orderId, number: 'PX26M4T8RK', planName: '见证取样员', kind: 'enrolments' },
  heldFen: 72_000,
  refundedFen: 0,
  requestedFen: 0,
  availableFen: 72_000,
  people: [person(1, 32_000), person(2, 40_000), person(3, 10_000, 'held')],
  cardsLeftFen: null,
  payments: [
    { id: paymentId, method: 'card', provider: 'sandbox', movedAt: null, receivedFen: 72_000, availableFen: 72_000 },
  ],
  payee: { name: '苏州某某公司', bank: '', account: '' },
  canCredit: true,
  orders: [{ id: paymentId, number: 'PX26WWWWWW', planName: '材料员', outstandingFen: 5_000, expiresAt: '2026-05-02' }],
  needsRedInvoice: false,
  openInvoiceRequest: false,
  ...changed,
})
const draftOf = (changed: Partial<RefundDraft> = {}, of = preview()): RefundDraft => ({
  ...emptyDraft('01900000-0000-7000-8000-0000000000ff', of),
  reason: '不来了',
  ...changed,
})
const keys = (draft: RefundDraft, of = preview()) => judgeRefund(draft, of).map((problem) => problem.key)

describe('the form', () => {
  test('begins with the way it was paid, and with people where there are any', () => {
    expect(emptyDraft('x', preview())).toMatchObject({ kind: 'people', amountFen: null, where: `source:${paymentId}` })
    const credit = preview({ order: null, people: [], payments: [], availableFen: 5_000 })
    expect(emptyDraft('x', credit)).toMatchObject({ kind: 'amount', amountFen: 5_000, where: null })
  })

  test('adds up the agreed fees of those who are ticked and can still go back', () => {
    const [one, two, held] = preview().people.map((each) => each.enrolmentId)
    expect(chosenFen(draftOf({ enrolmentIds: [one ?? '', two ?? '', held ?? ''] }), preview())).toBe(72_000)
    expect(chosenFen(draftOf({ kind: 'amount', amountFen: fen(100) }), preview())).toBe(100)
  })

  test('says everything that is missing, the first field first', () => {
    expect(keys(draftOf({ where: null, reason: ' ' }))).toEqual(['peopleMissing', 'whereMissing', 'reasonMissing'])
    expect(keys(draftOf({ kind: 'amount', amountFen: null }))).toEqual(['amountMissing'])
    expect(keys(draftOf({ kind: 'amount', amountFen: fen(1), where: 'transfer' }))).toEqual([
      'bankMissing',
      'accountMissing',
    ])
    expect(keys(draftOf({ kind: 'amount', amountFen: fen(1), where: 'order' }))).toEqual(['targetMissing'])
    expect(keys(draftOf({ kind: 'amount', amountFen: fen(1), where: 'source:gone' }))).toEqual(['whereMissing'])
  })

  test('lets nothing through above what is there, what the payment brought, or what the other order lacks', () => {
    const amount = (amountFen: number, rest: Partial<RefundDraft> = {}) =>
      draftOf({ kind: 'amount', amountFen: fen(amountFen), ...rest })
    expect(keys(amount(72_001, { where: 'credit' }))).toEqual(['amountTooMuch'])
    expect(keys(amount(72_000))).toEqual([])
    const small = preview({ payments: preview().payments.map((one) => ({ ...one, availableFen: 50_000 })) })
    expect(judgeRefund(amount(60_000), small)).toEqual([{ field: 'where', key: 'sourceTooMuch', mostFen: 50_000 }])
    expect(keys(amount(5_001, { where: 'order', targetOrderId: paymentId }))).toEqual(['targetTooMuch'])
  })

  test('a ticked person without a fee is no refund', () => {
    const free = preview({ people: [person(1, 0)] })
    expect(keys(draftOf({ enrolmentIds: [person(1, 0).enrolmentId] }, free), free)).toEqual(['peopleFree'])
  })

  test('knows when everybody goes', () => {
    expect(takesEverybody(draftOf({ kind: 'amount', amountFen: fen(72_000) }), preview())).toBe(true)
    expect(takesEverybody(draftOf({ kind: 'amount', amountFen: fen(71_999) }), preview())).toBe(false)
    expect(takesEverybody(draftOf(), preview())).toBe(false)
  })

  test('sends what stands there, and nothing while it is not complete', () => {
    const from = { kind: 'order', orderId } as const
    expect(requestOf(draftOf({ kind: 'amount', amountFen: fen(100), reason: ' 多付了 ' }), from)).toMatchObject({
      from,
      what: { kind: 'amount', amountFen: 100 },
      to: { way: 'source', paymentId },
      reason: '多付了',
    })
    expect(requestOf(draftOf({ where: 'order' }), from)).toBeNull()
    expect(requestOf(draftOf({ kind: 'amount', amountFen: null }), from)).toBeNull()
  })

  test('the address says what is refunded', () => {
    expect(refundFrom({ order: orderId })).toEqual({ kind: 'order', orderId })
    expect(refundFrom({ credit: orderId })).toEqual({ kind: 'credit', organisationId: orderId })
    expect(refundFrom({})).toBeNull()
  })
})

describe('the steps', () => {
  const base = {
    stateSince: '2026-05-03T00:00:00.000Z',
    createdAt: '2026-05-01T00:00:00.000Z',
    requestedByName: '王芳',
    requestedByStaff: false,
    decidedByName: '李会计',
    decidedAt: '2026-05-02T00:00:00.000Z',
  }
  const of = (state: Parameters<typeof refundSteps>[0]['state'], way: Parameters<typeof refundSteps>[0]['way']) =>
    refundSteps({ ...base, state, way }).map((step) => `${step.state} ${step.key}`)

  test('name who has it now, exactly one while it is under way', () => {
    expect(of('requested', 'source')).toEqual([
      'done stepRequested',
      'now stepToApprove',
      'later stepToSend',
      'later stepDoneSource',
    ])
    expect(of('approved', 'source')).toEqual([
      'done stepRequested',
      'done stepApproved',
      'now stepToSend',
      'later stepDoneSource',
    ])
    expect(of('sent', 'source').slice(2)).toEqual(['done stepSent', 'now stepDoneSource'])
    expect(of('sent', 'transfer').slice(2)).toEqual(['now stepToTransfer', 'later stepDoneTransfer'])
    expect(of('requested', 'credit')).toEqual(['done stepRequested', 'now stepToApprove', 'later stepDoneCredit'])
    for (const state of ['requested', 'approved', 'sent'] as const) {
      for (const way of ['source', 'transfer'] as const) {
        expect(of(state, way).filter((step) => step.startsWith('now'))).toHaveLength(1)
      }
    }
  })

  test('end where it ended', () => {
    expect(of('done', 'order')).toEqual(['done stepRequested', 'done stepApproved', 'done stepDoneOrder'])
    expect(of('failed', 'source').at(-1)).toBe('failed stepFailed')
    expect(of('rejected', 'credit')).toEqual(['done stepRequested', 'failed stepRejected'])
    expect(of('withdrawn', 'credit')).toEqual(['done stepRequested', 'failed stepWithdrawn'])
    expect(refundSteps({ ...base, state: 'requested', way: 'credit', requestedByStaff: true })[0]?.key).toBe(
      'stepRequestedStaff',
    )
  })
})
