import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { redactText, redactValues } from '../../server/features/audit/redact.rules.ts'
import { namingValues } from '../../server/features/privacy/personal-data.rules.ts'
import { checkKeepDays, outdatedBefore, retentionRules } from '../../server/features/privacy/retention.rules.ts'
import { retentionCategories } from '../../server/features/privacy/retention.schema.ts'
import { shareOf } from '../../server/features/reports/report-shares.rules.ts'
import {
  addFigures,
  archiveStateOf,
  archiveWayOf,
  missingHours,
  monthBounds,
} from '../../server/features/reports/reports.rules.ts'

describe('reports', () => {
  test('a share is cut, not rounded: 100 % are all, and of nothing there is none', () => {
    expect(shareOf(999, 1000)).toBe(999)
    expect(shareOf(1999, 2000)).toBe(999)
    expect(shareOf(2000, 2000)).toBe(1000)
    expect(shareOf(0, 5)).toBe(0)
    expect(shareOf(0, 0)).toBeNull()
  })

  test('a month begins with its first day and ends before the next, over years and leap days', () => {
    expect(monthBounds('2026-12')).toEqual({ first: '2026-12-01', next: '2027-01-01' })
    expect(monthBounds('2028-02')).toEqual({ first: '2028-02-01', next: '2028-03-01' })
  })

  test('figures add up name by name', () => {
    expect(
      addFigures(['a', 'b'] as const, [
        { a: 1, b: 2 },
        { a: 3, b: -2 },
      ]),
    ).toEqual({ a: 4, b: 0 })
    expect(addFigures(['a'] as const, [])).toEqual({ a: 0 })
  })

  test('a paid enrolment says how somebody takes part, then an opening, then an unpaid one', () => {
    expect(archiveWayOf('paid', true)).toBe('enrolment')
    expect(archiveWayOf('unpaid', true)).toBe('opening')
    expect(archiveWayOf('unpaid', false)).toBe('unpaid')
    expect(archiveWayOf(null, true)).toBe('opening')
    expect(archiveWayOf(null, false)).toBe('none')
  })

  test('nothing is missing exactly where the hours are reached, whatever the rule and the hours', () => {
    const sums = fc.record({
      compulsoryApproved: fc.nat(5000),
      electiveApproved: fc.nat(5000),
      compulsoryPending: fc.nat(1000),
      electivePending: fc.nat(1000),
    })
    const rule = fc
      .record({
        c: fc.nat(1500),
        e: fc.nat(1500),
        required: fc.integer({ min: 1, max: 4000 }),
        cCap: fc.option(fc.nat(3000)),
        eCap: fc.option(fc.nat(3000)),
      })
      .map(({ c, e, required, cCap, eCap }) => ({
        requiredHours: Math.max(required, c + e),
        compulsoryMin: c,
        compulsoryCap: cCap === null ? null : Math.max(cCap, c),
        electiveMin: e,
        electiveCap: eCap === null || cCap !== null ? null : Math.max(eCap, e),
      }))
    fc.assert(
      fc.property(rule, sums, (one, have) => {
        const state = archiveStateOf(one, have, false)
        expect(missingHours(one, have) === 0).toBe(state === 'reached')
        if (state !== 'reached')
          expect(state).toBe(have.compulsoryPending + have.electivePending > 0 ? 'waiting' : 'missing')
        expect(archiveStateOf(one, have, true)).toBe('certified')
      }),
    )
  })
})

describe('retention', () => {
  test.each(retentionCategories)('%s: what is proposed is at least what the law asks', (category) => {
    const { proposedDays, leastDays } = retentionRules[category]
    expect(proposedDays).toBeGreaterThanOrEqual(leastDays)
    expect(() => checkKeepDays(category, leastDays)).not.toThrow()
    expect(() => checkKeepDays(category, leastDays - 1)).toThrow('retentionTooShort')
  })

  test('logs are kept for six months at least', () => {
    for (const category of ['sessions', 'learningStatements', 'notices', 'givenUpJobs'] as const) {
      expect(retentionRules[category].leastDays).toBeGreaterThanOrEqual(183)
    }
  })

  test('days are counted back from now', () => {
    expect(outdatedBefore(new Date('2026-05-31T08:00:00Z'), 30).toISOString()).toBe('2026-05-01T08:00:00.000Z')
  })
})

describe('erasure', () => {
  const person = {
    name: '欧阳靖雯',
    idNumber: '320101198808081010',
    idNumberMasked: '320101********1010',
    mobile: '13810000001',
    email: '',
    accountName: '欧阳靖雯',
    accountMobile: null,
    accountEmail: 'a@example.org',
  }

  test('a person is named by their values now and before, each once; a single character names nobody', () => {
    expect(namingValues(person, ['欧阳', '王', '13810000001'])).toEqual([
      '欧阳靖雯',
      '320101198808081010',
      '320101********1010',
      '13810000001',
      'a@example.org',
      '欧阳',
    ])
  })

  test('values go wherever they stand in a text, the longest first', () => {
    expect(redactText('欧阳靖雯（欧阳）', ['欧阳', '欧阳靖雯'], 'X')).toBe('X（X）')
    expect(redactValues({ a: ['欧阳', { 欧阳: 1 }], n: 1, z: null }, ['欧阳'], 'X')).toEqual({
      a: ['X', { X: 1 }],
      n: 1,
      z: null,
    })
  })

  test('nothing of a value is left, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string({ minLength: 2, unit: 'grapheme' }), (value, secret) => {
        fc.pre(!'已注销学员'.includes(secret) && !secret.includes('已注销学员'))
        const text = JSON.stringify(redactValues({ value, secret }, [secret], '已注销学员'))
        expect(Object.values(JSON.parse(text))).not.toContain(secret)
      }),
    )
  })
})
