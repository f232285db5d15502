import { describe, expect, test } from 'vitest'
import { fen } from '../../server/core/money.ts'
import {
  auditedChange,
  aYearLater,
  enrolmentWindow,
  hourRuleProblems,
  mayEarnNow,
  missingToPublish,
  nameOfNextYear,
  type PlanHourRule,
  planFormProblems,
  planNumberAt,
} from '../../server/features/plans/plans.rules.ts'
import type { PlanForm } from '../../server/features/plans/plans.schema.ts'

const plan = {
  state: 'published' as const,
  endsAt: new Date('2026-12-31T16:00:00Z'),
  enrolmentOpensAt: new Date('2026-05-01T00:00:00Z'),
  enrolmentClosesAt: new Date('2026-05-20T00:00:00Z'),
  lateChangesAllowed: false,
}
const on = (iso: string) => new Date(iso)

describe('when people can be enrolled', () => {
  test.each([
    ['a moment before it opens', '2026-04-30T23:59:59.999Z', 'notOpen'],
    ['from the opening on', '2026-05-01T00:00:00Z', null],
    ['a moment before it closes', '2026-05-19T23:59:59.999Z', null],
    ['at the closing', '2026-05-20T00:00:00Z', 'closed'],
  ])('%s', (_when, now, why) => {
    expect(enrolmentWindow(plan, on(now))).toMatchObject({ open: why === null, why, late: false })
  })

  test('with 是否修改 it stays open until the end, and says that it is late', () => {
    const late = { ...plan, lateChangesAllowed: true }
    expect(enrolmentWindow(late, on('2026-05-19T00:00:00Z'))).toMatchObject({
      open: true,
      late: false,
      until: plan.endsAt,
    })
    expect(enrolmentWindow(late, on('2026-05-20T00:00:00Z'))).toMatchObject({ open: true, late: true })
    expect(enrolmentWindow(late, plan.endsAt)).toMatchObject({ open: false, why: 'closed', late: false })
  })

  test('without times it is the publication and the end', () => {
    const always = { ...plan, enrolmentOpensAt: null, enrolmentClosesAt: null }
    expect(enrolmentWindow(always, on('2020-01-01T00:00:00Z'))).toMatchObject({ open: true, until: plan.endsAt })
    expect(enrolmentWindow(always, plan.endsAt).open).toBe(false)
    expect(enrolmentWindow({ ...always, state: 'draft' }, on('2026-05-05T00:00:00Z')).why).toBe('notOpen')
    expect(enrolmentWindow({ ...always, state: 'closed' }, on('2026-05-05T00:00:00Z')).why).toBe('closed')
  })
})

test('a year later is the same day and time in Shanghai; 29 February becomes the 28th', () => {
  const later = (iso: string) => aYearLater(new Date(iso)).toISOString()
  expect(later('2026-05-31T16:00:00.000Z')).toBe('2027-05-31T16:00:00.000Z')
  expect(later('2027-12-31T15:59:00.000Z')).toBe('2028-12-31T15:59:00.000Z')
  expect(later('2024-02-29T02:00:00.000Z')).toBe('2025-02-28T02:00:00.000Z')
  // In Shanghai it is the 29th already.
  expect(later('2024-02-28T16:00:00.000Z')).toBe('2025-02-27T16:00:00.000Z')
})

test('a name takes the next year where it says the year, and nowhere else', () => {
  expect(nameOfNextYear('2026年公共知识（2026 版）', 2026)).toBe('2027年公共知识（2027 版）')
  expect(nameOfNextYear('公共知识', 2026)).toBe('公共知识')
  expect(nameOfNextYear('第 12026 期', 2026)).toBe('第 12026 期')
})

test('a number is the moment in Shanghai with its milliseconds', () => {
  expect(planNumberAt(new Date('2022-03-01T08:18:02.103Z'))).toBe('20220301161802103')
})

/** 30.00 hours of whichever kind. */
const anyHours = { requiredHours: 3000, compulsoryMin: 0, compulsoryCap: null, electiveMin: 0, electiveCap: null }

test('what makes no sense is named by field and rule', () => {
  const form = {
    startsAt: '2026-05-31T16:00:00Z',
    endsAt: '2026-12-31T16:00:00Z',
    enrolmentOpensAt: null,
    enrolmentClosesAt: null,
    subjects: [],
    ...anyHours,
  }
  expect(planFormProblems(form)).toEqual([])
  expect(planFormProblems({ ...form, endsAt: form.startsAt })).toEqual([{ field: 'endsAt', rule: 'endsBeforeStart' }])
  expect(planFormProblems({ ...form, enrolmentOpensAt: form.endsAt })).toEqual([
    { field: 'enrolmentOpensAt', rule: 'outsidePlan' },
  ])
  expect(planFormProblems({ ...form, enrolmentClosesAt: form.endsAt })).toEqual([])
})

test('a rule about hours that nobody could fulfil is named', () => {
  const problems = (rule: Partial<PlanHourRule>) => hourRuleProblems({ ...anyHours, ...rule })
  expect(problems({ compulsoryMin: 2000, compulsoryCap: 2000, electiveMin: 1000, electiveCap: 1000 })).toEqual([])
  expect(problems({ compulsoryMin: 2000, electiveMin: 1001 })).toEqual([
    { field: 'electiveMin', rule: 'minsAboveRequired' },
  ])
  expect(problems({ compulsoryMin: 3001 })).toEqual([{ field: 'compulsoryMin', rule: 'minsAboveRequired' }])
  expect(problems({ compulsoryMin: 600, compulsoryCap: 599 })).toEqual([
    { field: 'compulsoryCap', rule: 'capBelowMin' },
  ])
  expect(problems({ electiveMin: 600, electiveCap: 0 })).toEqual([{ field: 'electiveCap', rule: 'capBelowMin' }])
  expect(problems({ compulsoryCap: 2000, electiveCap: 999 })).toEqual([
    { field: 'electiveCap', rule: 'capsBelowRequired' },
  ])
  // One kind without a cap can always make up for the other.
  expect(problems({ compulsoryCap: 0 })).toEqual([])
})

test('an offline plan needs a place to be published, an online one does not', () => {
  const form = { publisher: '中心', mode: 'offline' as const, place: '', endsAt: '2026-12-31T16:00:00Z' }
  expect(missingToPublish(form, on('2026-05-08T00:00:00Z'))).toEqual(['place'])
  expect(missingToPublish({ ...form, mode: 'online' }, on('2026-05-08T00:00:00Z'))).toEqual([])
  expect(missingToPublish({ ...form, mode: 'online', publisher: '' }, on('2027-01-01T00:00:00Z'))).toEqual([
    'publisher',
    'endsAt',
  ])
})

test('a change of the rule for certificates may complete somebody; a change of anything else, or a plan without any, does not', () => {
  const form: PlanForm = {
    number: '1',
    name: '2026年公共知识',
    publisher: '中心',
    year: 2026,
    ...anyHours,
    startsAt: '2026-05-31T16:00:00Z',
    endsAt: '2026-12-31T16:00:00Z',
    mode: 'online',
    capacity: null,
    lateChangesAllowed: false,
    feePerLearnerFen: fen(0),
    openingFeeFen: null,
    certificates: true,
    certificateTitle: '培训合格证书',
    certificateNeedsPayment: true,
    enrolmentOpensAt: null,
    enrolmentClosesAt: null,
    place: '',
    subjects: [],
  }
  const changes = [
    { certificateNeedsPayment: false },
    { requiredHours: 2000 },
    { compulsoryMin: 1 },
    { compulsoryCap: 1000 },
    { electiveMin: 1 },
    { electiveCap: 1000 },
  ]
  for (const change of changes) expect(mayEarnNow(form, { ...form, ...change }), JSON.stringify(change)).toBe(true)
  expect(mayEarnNow({ ...form, certificates: false }, form)).toBe(true)
  expect(mayEarnNow(form, { ...form, certificates: false, requiredHours: 2000 })).toBe(false)
  expect(mayEarnNow(form, { ...form, certificateTitle: '结业证书', place: '南京', capacity: 3 })).toBe(false)
})

test('the trail says what changed in words that people read, and which plan it was', () => {
  const form = {
    number: '20220301161802103',
    name: '2026年公共知识',
    publisher: '中心',
    year: 2026,
    ...anyHours,
    startsAt: '2026-05-31T16:00:00Z',
    endsAt: '2026-12-31T16:00:00Z',
    mode: 'online' as const,
    capacity: null,
    lateChangesAllowed: false,
    feePerLearnerFen: 0,
    openingFeeFen: null,
    certificates: true,
    certificateTitle: '培训合格证书',
    certificateNeedsPayment: true,
    enrolmentOpensAt: null,
    enrolmentClosesAt: null,
    place: '',
    subjects: [{ id: 'a', name: '法律法规', feeFen: 20_000 }],
  }
  const after = {
    ...form,
    requiredHours: 4050,
    electiveCap: 1050,
    openingFeeFen: 20_000,
    subjects: [{ id: 'a', name: '法律法规', feeFen: 30_000 }],
  }
  expect(auditedChange(form, after)).toEqual({
    before: {
      name: '2026年公共知识',
      hours: '30.00',
      electiveCap: null,
      openingFee: null,
      subjects: ['法律法规 ¥200.00'],
    },
    after: {
      name: '2026年公共知识',
      hours: '40.50',
      electiveCap: '10.50',
      openingFee: '¥200.00',
      subjects: ['法律法规 ¥300.00'],
    },
  })
})
