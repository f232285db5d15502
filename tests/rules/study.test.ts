import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hoursReached } from '../../server/features/hours/hours.rules.ts'
import { type ChainFacts, chainOf, inOrder, missingOf, reachedAt } from '../../server/features/study/study.rules.ts'

const rule = { requiredHours: 3000, compulsoryMin: 2000, compulsoryCap: null, electiveMin: 0, electiveCap: 1000 }
const sums = { compulsoryApproved: 0, electiveApproved: 0, compulsoryPending: 0, electivePending: 0 }
const reached = { ...sums, compulsoryApproved: 3000 }
const at = (day: string) => new Date(`${day}T02:00:00Z`)
const nothing: ChainFacts = {
  now: at('2026-05-08'),
  rule,
  sums,
  endsAt: at('2026-12-31'),
  takesPart: false,
  enrolment: null,
  cards: null,
  reachedAt: null,
  waiting: [],
  givesCertificates: true,
  needsPayment: true,
  certificate: null,
}
const enrolment = {
  state: 'confirmed' as const,
  since: at('2026-04-10'),
  dueAt: at('2026-04-12'),
  free: false,
  refundedAt: null,
  organisationName: '江苏蓝天工程检测有限公司',
  order: null,
}
const order = { state: 'open' as const, since: at('2026-04-11'), expiresAt: at('2026-05-20'), voucherDueAt: null }
const cards = {
  boughtAt: at('2026-04-15'),
  boughtBy: '江苏蓝天工程检测有限公司',
  rechargedAt: at('2026-04-16'),
  balanceFen: 32_000,
  feeFen: 20_000,
  canOpen: true,
  expiresOn: '2027-01-30',
  opening: null,
}

const words = (
  step: { state: string; point: string; waitsFor: string | null; at: string | null; until: string | null } | null,
) =>
  step === null
    ? null
    : [
        step.state,
        step.point,
        step.waitsFor ?? '-',
        step.at?.slice(0, 10) ?? '-',
        step.until?.slice(0, 10) ?? '-',
      ].join(' ')

describe('payment', () => {
  test.each<[string, Partial<ChainFacts>, string]>([
    ['nobody enrolled them', {}, 'now toEnrol organisation - -'],
    [
      'the enrolment is in review',
      { enrolment: { ...enrolment, state: 'submitted' } },
      'now inReview centre 2026-04-10 2026-04-12',
    ],
    ['it was rejected', { enrolment: { ...enrolment, state: 'rejected' } }, 'now toSubmit organisation 2026-04-10 -'],
    ['it is confirmed and no order was made', { enrolment }, 'now toPay organisation 2026-04-10 -'],
    [
      'there is an order to pay',
      { enrolment: { ...enrolment, order } },
      'now toPay organisation 2026-04-10 2026-05-20',
    ],
    [
      'the order ran out',
      { enrolment: { ...enrolment, order: { ...order, state: 'expired' } } },
      'now toPay organisation 2026-04-10 -',
    ],
    [
      'the slip is being looked at',
      { enrolment: { ...enrolment, order: { ...order, voucherDueAt: at('2026-05-09') } } },
      'now voucherInReview centre - 2026-05-09',
    ],
    [
      'the order is paid',
      { enrolment: { ...enrolment, order: { ...order, state: 'paid', since: at('2026-04-15') } }, takesPart: true },
      'done paidByOrganisation - 2026-04-15 -',
    ],
    ['it costs nothing', { enrolment: { ...enrolment, free: true }, takesPart: true }, 'done free - 2026-04-10 -'],
    [
      'it was refunded',
      { enrolment: { ...enrolment, refundedAt: at('2026-05-01') } },
      'failed refunded - 2026-05-01 -',
    ],
    ['cards were bought for it', { cards }, 'done cardsBought - 2026-04-15 -'],
    [
      'cards were bought after a refund',
      { cards, enrolment: { ...enrolment, refundedAt: at('2026-05-01') } },
      'done cardsBought - 2026-04-15 -',
    ],
  ])('where %s', (_what, facts, expected) => {
    expect(words(chainOf({ ...nothing, ...facts }).payment)).toBe(expected)
  })
})

describe('card', () => {
  test.each<[string, Partial<ChainFacts>, string | null]>([
    ['there are none', {}, null],
    ['the wallet has enough', { cards }, 'now toOpen you 2026-04-16 2027-01-30'],
    [
      'the wallet has too little',
      { cards: { ...cards, canOpen: false, balanceFen: 100 } },
      'now toRecharge organisation 2026-04-16 -',
    ],
    [
      'the plan is open',
      { cards: { ...cards, opening: { openedAt: at('2026-04-17'), amountFen: 20_000 } }, takesPart: true },
      'done opened - 2026-04-17 -',
    ],
    [
      'the organisation pays the enrolment',
      { cards: { ...cards, rechargedAt: null, boughtAt: null }, enrolment, takesPart: true },
      null,
    ],
    [
      'what was there has run out',
      { cards: { ...cards, canOpen: false, balanceFen: 0, expiresOn: '2026-04-30' } },
      'failed expired - 2026-04-30 -',
    ],
  ])('where %s', (_what, facts, expected) => {
    expect(words(chainOf({ ...nothing, ...facts }).card)).toBe(expected)
  })
})

describe('hours', () => {
  const due = (day: string, waitsFor: 'staff' | 'secondAdmin' = 'staff') => ({ waitsFor, dueAt: at(day) })
  test.each<[string, Partial<ChainFacts>, string]>([
    ['some are missing', {}, 'now toStudy you - 2026-12-31'],
    [
      'some are in review',
      { sums: { ...sums, electivePending: 600 }, waiting: [due('2026-05-10'), due('2026-05-11')] },
      'now inReview centre - 2026-05-11',
    ],
    [
      'a colleague has to approve them',
      { sums: { ...sums, electivePending: 600 }, waiting: [due('2026-05-10', 'secondAdmin')] },
      'now inReview secondAdmin - 2026-05-10',
    ],
    ['they are reached', { sums: reached, reachedAt: at('2026-05-01') }, 'done reached - 2026-05-01 -'],
    ['the plan is over', { now: at('2027-01-02') }, 'failed ended - 2026-12-31 -'],
  ])('where %s', (_what, facts, expected) => {
    expect(words(chainOf({ ...nothing, ...facts }).hours)).toBe(expected)
  })
})

describe('certificate', () => {
  const certificate = { number: 'XS2026000123', issuedAt: at('2026-05-02'), revokedAt: null }
  test.each<[string, Partial<ChainFacts>, string | null]>([
    ['hours are missing', {}, 'later whenReached - - -'],
    ['the hours are reached and it is not paid', { sums: reached }, 'now needsPayment organisation - -'],
    ['the plan asks for no payment', { sums: reached, needsPayment: false }, 'now issuing system - -'],
    ['everything is there', { sums: reached, takesPart: true }, 'now issuing system - -'],
    ['it was issued', { sums: reached, certificate }, 'done issued - 2026-05-02 -'],
    [
      'it was revoked',
      { certificate: { ...certificate, revokedAt: at('2026-05-03') } },
      'failed revoked - 2026-05-03 -',
    ],
    ['the plan gives none', { givesCertificates: false }, null],
  ])('where %s', (_what, facts, expected) => {
    expect(words(chainOf({ ...nothing, ...facts }).certificate)).toBe(expected)
  })
})

test('the ring: done, in review and not yet make up what the plan asks for', () => {
  const shown = missingOf(rule, { ...sums, compulsoryApproved: 1600, electiveApproved: 600, electivePending: 600 })
  // Of the 6.00 in review only 4.00 count: electives are capped at 10.00.
  expect(shown).toMatchObject({ counted: 2200, toGo: 800, toGoAfterPending: 400, pending: 600 })
  expect(missingOf(rule, reached)).toMatchObject({ reached: true, toGo: 0, toGoAfterPending: 0 })
  fc.assert(
    fc.property(
      fc.tuple(
        ...(Array.from({ length: 4 }, () => fc.nat(3500)) as [
          fc.Arbitrary<number>,
          fc.Arbitrary<number>,
          fc.Arbitrary<number>,
          fc.Arbitrary<number>,
        ]),
      ),
      ([a, b, c, d]) => {
        const {
          toGo,
          toGoAfterPending,
          reached: enough,
          reachedWithPending,
        } = missingOf(rule, { compulsoryApproved: a, electiveApproved: b, compulsoryPending: c, electivePending: d })
        expect(toGo === 0).toBe(enough)
        expect(toGoAfterPending === 0).toBe(reachedWithPending)
        expect(toGoAfterPending).toBeLessThanOrEqual(toGo)
        expect(toGo).toBeLessThanOrEqual(rule.requiredHours)
      },
    ),
  )
})

test('the day on which the hours were enough is the one after which they stayed so', () => {
  const approvals = [
    { kind: 'compulsory' as const, hours: 2000, at: at('2026-04-01') },
    { kind: 'elective' as const, hours: 1000, at: at('2026-04-05') },
    { kind: 'elective' as const, hours: -200, at: at('2026-04-06') },
    { kind: 'elective' as const, hours: 300, at: at('2026-04-09') },
  ]
  expect(reachedAt(rule, approvals)).toEqual(at('2026-04-09'))
  expect(reachedAt(rule, approvals.slice(0, 2))).toEqual(at('2026-04-05'))
  expect(reachedAt(rule, approvals.slice(0, 3))).toBeNull()
  expect(reachedAt(rule, [])).toBeNull()
})

test('a day is found exactly where the sums are enough, whatever was approved and corrected', () => {
  const approval = fc.record({
    kind: fc.constantFrom('compulsory' as const, 'elective' as const),
    hours: fc.integer({ min: -500, max: 1500 }),
  })
  fc.assert(
    fc.property(fc.array(approval, { maxLength: 20 }), (all) => {
      const approvals = all.map((one, i) => ({ ...one, at: new Date(i) }))
      const sumOf = (kind: string) => all.reduce((sum, one) => sum + (one.kind === kind ? one.hours : 0), 0)
      expect(reachedAt(rule, approvals) !== null).toBe(hoursReached(rule, sumOf('compulsory'), sumOf('elective')))
    }),
  )
})

test('what can still be done stands first, what ends first above; what is over comes after, the latest above', () => {
  const plan = (id: string, endsAt: string, over: boolean) => ({ id, endsAt, over })
  const plans = [
    plan('old', '2024', true),
    plan('late', '2027', false),
    plan('older', '2023', true),
    plan('soon', '2026', false),
  ]
  expect(inOrder(plans).map(({ id }) => id)).toEqual(['soon', 'late', 'old', 'older'])
})
