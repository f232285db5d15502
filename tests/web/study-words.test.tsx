import { MemoryRouter } from '@solidjs/router'
import { describe, expect, test } from 'vitest'
import type { LedgerAlarm } from '../../server/features/ledger/ledger.schema.ts'
import {
  cardPoints,
  certificatePoints,
  hoursPoints,
  paymentPoints,
  type StudyPlan,
} from '../../server/features/study/study.schema.ts'
import { openingRefusals } from '../../server/features/study-cards/study-cards.schema.ts'
import { LedgerAlarmNote } from '../../web/features/ledger/desk-ledger-alarm.tsx'
import {
  chainSteps,
  missingLines,
  openingWord,
  ringOf,
  shownNumber,
  yearsOf,
} from '../../web/features/study/study-words.ts'
import { show } from './show.ts'
import { plan, study } from './study-samples.ts'

/** What a learner reads of their hours, in words. */
const now = new Date('2026-05-08T02:00:00Z')
const at = '2026-04-15T02:00:00.000Z'
const chain = plan().chain
const step = { state: 'now' as const, at, until: '2026-06-01T02:00:00.000Z', waitsFor: 'organisation' as const }
const linesOf = (change: Partial<StudyPlan['chain']>, title: string, looking: 'self' | 'other' = 'self') =>
  chainSteps(plan({ chain: { ...chain, ...change } }), now, looking)
    .filter((one) => one.title === title)
    .flatMap(({ lines }) => lines)

describe('the ring', () => {
  test('22.00 of 30.00: what counts, what waits and what is left make it up', () => {
    expect(ringOf(plan())).toEqual({ required: 3000, done: 2200, pending: 600, left: 200 })
  })

  test('what is missing is said kind by kind, with what of it waits', () => {
    expect(missingLines(plan())).toEqual([
      '必修还差 2.00',
      '选修还差 3.00；6.00 待审核',
      '另外还差 3.00，必修选修都可以',
    ])
  })
})

describe('the chain from the payment to the certificate', () => {
  test('has its four steps, and only those that the plan has', () => {
    expect(chainSteps(plan(), now, 'self').map(({ title }) => title)).toEqual(['缴费', '学习卡', '学时', '证书'])
    const short = plan({ chain: { ...chain, card: null, certificate: null } })
    expect(chainSteps(short, now, 'self').map(({ title }) => title)).toEqual(['缴费', '学时'])
  })

  test.each(paymentPoints)('a payment at %s is said in words', (point) => {
    const words = linesOf({ payment: { ...step, point, organisationName: '' } }, '缴费')
    expect(words.join('')).toMatch(/[\u4e00-\u9fff]/)
  })
  test.each(cardPoints)('cards at %s are said in words', (point) => {
    expect(linesOf({ card: { ...step, point, amountFen: 20_000 } }, '学习卡').join('')).toMatch(/[\u4e00-\u9fff]/)
  })
  test.each(hoursPoints)('hours at %s are said in words', (point) => {
    expect(linesOf({ hours: { ...step, point } }, '学时').join('')).toMatch(/[\u4e00-\u9fff]/)
  })
  test.each(certificatePoints)('a certificate at %s is said in words', (point) => {
    expect(linesOf({ certificate: { ...step, point, number: '' } }, '证书').join('')).toMatch(/[\u4e00-\u9fff]/)
  })

  test('a step that is done says its day, one that is open whom it waits for and until when', () => {
    expect(linesOf({}, '缴费')[0]).toContain('4 月 15 日')
    expect(linesOf({ payment: { ...step, point: 'toEnrol', organisationName: '' } }, '缴费')).toContain('等单位')
    const centre = { ...step, point: 'inReview' as const, waitsFor: 'centre' as const }
    expect(linesOf({ hours: centre }, '学时')).toEqual(['等中心 6.00', '等您 2.00'])
    expect(linesOf({ hours: centre }, '学时', 'other')).toEqual(['等中心 6.00', '等学员 2.00'])
    expect(linesOf({ hours: { ...centre, waitsFor: 'secondAdmin' } }, '学时')[0]).toBe('等单位 6.00')
    expect(linesOf({ hours: { ...step, point: 'toStudy' } }, '学时').join('')).toContain('6 月 1 日')
  })
})

test('the history goes by years, the latest first, each with the records of its own plans', () => {
  const years = yearsOf(study())
  expect(years.map(({ year }) => year)).toEqual(
    [...new Set(study().plans.map(({ year }) => year))].sort((a, b) => b - a),
  )
  expect(years.length).toBeGreaterThan(1)
  for (const { year, plans, records } of years) {
    expect(plans.every((one) => one.year === year)).toBe(true)
    expect(records.every(({ planId }) => plans.some(({ id }) => id === planId))).toBe(true)
  }
  expect(years.flatMap(({ records }) => records)).toHaveLength(study().records.length)
})

test.each(openingRefusals)('why a plan cannot be opened is a sentence of its own: %s', (refusal) => {
  const opening = { feeFen: 20_000, balanceFen: 12_000, missingFen: 8_000, refusal, expiresOn: null }
  const all = openingRefusals.map((one) => openingWord({ ...opening, refusal: one }))
  expect(openingWord(opening)).toMatch(/[\u4e00-\u9fff]/)
  expect(new Set(all).size).toBe(openingRefusals.length)
  expect(openingWord({ ...opening, refusal: null })).toBeNull()
})

test.each([
  ['XS2026000123', 'XS2026 000123'],
  ['JK202503184471', 'JK2025 0318 4471'],
  ['2026000123', '2026 000123'],
  ['旧证 7', '旧证 7'],
])('the number %s is read out as %s', (number, shown) => {
  expect(shownNumber(number)).toBe(shown)
})

describe('the alarm over the books', () => {
  const alarm: LedgerAlarm = {
    state: 'problems',
    lastAt: '2026-05-08T02:00:00.000Z',
    proofId: '01890000-0000-7000-8000-000000000001',
    problemCount: 3,
    count: 3,
  }
  const noteOf = (given: LedgerAlarm | null) =>
    show(() => <MemoryRouter root={() => <LedgerAlarmNote alarm={given} />}>{[]}</MemoryRouter>)

  test('says what the last proof found, and leads to it', () => {
    const place = noteOf(alarm)
    expect(place.textContent).toContain('3 个问题')
    expect(place.querySelector('a')?.getAttribute('href')).toBe(`/desk/ledger/${alarm.proofId}?tab=proofs`)
  })

  test('says that there was none for too long, and leads to the jobs', () => {
    for (const lastAt of [alarm.lastAt, null]) {
      const place = noteOf({ ...alarm, state: 'late', lastAt, problemCount: 0 })
      expect(place.textContent).toContain('超过 36 小时')
      expect(place.querySelector('a')?.getAttribute('href')).toBe('/desk/jobs')
    }
  })

  test('says nothing while all is well', () => {
    for (const state of ['holds', 'none'] as const) expect(noteOf({ ...alarm, state }).textContent).toBe('')
    expect(noteOf(null).textContent).toBe('')
  })
})
