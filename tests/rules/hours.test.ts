import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  countedHours,
  differenceFor,
  hoursReached,
  hoursToType,
  isAboveCap,
  readHours,
  reviewerOf,
  titleKey,
  whatIsMissing,
  whyNotCorrectable,
} from '../../server/features/hours/hours.rules.ts'
import type { HourSums, PlanHours } from '../../server/features/hours/hours.schema.ts'
import { hourRuleProblems } from '../../server/features/plans/plans.rules.ts'

const rule: PlanHours = {
  requiredHours: 3000,
  compulsoryMin: 2000,
  compulsoryCap: 2400,
  electiveMin: 600,
  electiveCap: null,
}
const none: HourSums = { compulsoryApproved: 0, electiveApproved: 0, compulsoryPending: 0, electivePending: 0 }

/** Any rule that a plan's form would take. */
const anyRule = fc
  .record({
    requiredHours: fc.integer({ min: 1, max: 6000 }),
    compulsoryMin: fc.integer({ min: 0, max: 6000 }),
    compulsoryCap: fc.option(fc.integer({ min: 0, max: 8000 })),
    electiveMin: fc.integer({ min: 0, max: 6000 }),
    electiveCap: fc.option(fc.integer({ min: 0, max: 8000 })),
  })
  .filter((one) => hourRuleProblems(one).length === 0)
const anyHours = fc.integer({ min: 0, max: 9000 })

describe('what is missing', () => {
  test('22 of 30 with six electives waiting: two are compulsory, six of whichever kind', () => {
    const missing = whatIsMissing(rule, {
      ...none,
      compulsoryApproved: 1800,
      electiveApproved: 400,
      electivePending: 600,
    })
    expect(missing).toEqual({
      reached: false,
      reachedWithPending: false,
      required: 3000,
      counted: 2200,
      aboveCap: 0,
      pending: 600,
      items: [
        { kind: 'compulsory', missing: 200, pending: 0 },
        { kind: 'elective', missing: 200, pending: 600 },
        { kind: 'any', missing: 400, pending: 600 },
      ],
    })
  })

  test('选修还差 3.00; 6.00 待审核: what only one kind can bring is said of that kind', () => {
    const missing = whatIsMissing(rule, {
      ...none,
      compulsoryApproved: 2600,
      electiveApproved: 300,
      electivePending: 600,
    })
    expect(missing).toMatchObject({
      counted: 2700,
      aboveCap: 200,
      reachedWithPending: true,
      items: [{ kind: 'elective', missing: 300, pending: 600 }],
    })
  })

  test('where enough is there nothing is missing, however much is above the caps', () => {
    const missing = whatIsMissing(rule, { ...none, compulsoryApproved: 9000, electiveApproved: 600 })
    expect(missing).toMatchObject({ reached: true, counted: 3000, aboveCap: 6600, items: [] })
  })

  test('adding what is missing reaches it, and a hundredth less does not', () => {
    fc.assert(
      fc.property(anyRule, anyHours, anyHours, fc.boolean(), (plan, compulsory, elective, toElective) => {
        const { items, reached } = whatIsMissing(plan, {
          ...none,
          compulsoryApproved: compulsory,
          electiveApproved: elective,
        })
        expect(reached).toBe(items.length === 0)
        expect(reached).toBe(hoursReached(plan, compulsory, elective))
        const of = (kind: string) => items.find((item) => item.kind === kind)?.missing ?? 0
        const room = (cap: number | null, has: number) =>
          cap === null ? Number.POSITIVE_INFINITY : Math.max(0, cap - has)
        // What may be of either kind is given to one as far as its cap goes, and the rest to the other.
        const [after, other] = [compulsory + of('compulsory'), elective + of('elective')]
        const first = Math.min(of('any'), toElective ? room(plan.electiveCap, other) : room(plan.compulsoryCap, after))
        const [electiveMore, compulsoryMore] = toElective ? [first, of('any') - first] : [of('any') - first, first]
        expect(hoursReached(plan, after + compulsoryMore, other + electiveMore)).toBe(true)
        for (const short of items) {
          const less = (kind: string, hours: number) => (short.kind === kind ? hours - 1 : hours)
          expect(
            hoursReached(
              plan,
              less('compulsory', after) +
                (short.kind === 'any' && compulsoryMore > 0 ? compulsoryMore - 1 : compulsoryMore),
              less('elective', other) +
                (short.kind === 'any' && compulsoryMore === 0 ? electiveMore - 1 : electiveMore),
            ),
          ).toBe(false)
        }
      }),
      { numRuns: 3000 },
    )
  })

  test('more hours never count less, and never more than they are', () => {
    fc.assert(
      fc.property(anyRule, anyHours, anyHours, anyHours, (plan, compulsory, elective, more) => {
        const before = countedHours(plan, compulsory, elective)
        expect(countedHours(plan, compulsory + more, elective)).toBeGreaterThanOrEqual(before)
        expect(countedHours(plan, compulsory + more, elective)).toBeLessThanOrEqual(before + more)
        if (hoursReached(plan, compulsory, elective)) expect(hoursReached(plan, compulsory, elective + more)).toBe(true)
      }),
    )
  })
})

describe('hours as people write them', () => {
  test.each([
    ['3', 300],
    ['3.5', 350],
    ['3.50', 350],
    ['3.500', 350],
    ['３．２５', 325],
    ['3学时', 300],
    [' 3.5 学时 ', 350],
    ['12个学时', 1200],
    ['2 课时', 200],
    ['0.5h', 50],
    ['3 hours', 300],
    ['007.10', 710],
    ['1000', 100_000],
  ])('%s', (text, hundredths) => {
    expect(readHours(text)).toEqual({ hundredths, problem: null })
  })

  test.each([
    ['', 'format'],
    ['三', 'format'],
    ['3小时', 'format'],
    ['3天', 'format'],
    ['3-4', 'format'],
    ['-3', 'format'],
    ['1,000', 'format'],
    ['1e3', 'format'],
    ['NaN', 'format'],
    ['3.505', 'digits'],
    ['0.30000000000000004', 'digits'],
    ['0', 'range'],
    ['0.00', 'range'],
    ['1000.01', 'range'],
    ['999999999', 'range'],
  ])('%s is refused: %s', (text, problem) => {
    expect(readHours(text)).toEqual({ hundredths: null, problem })
  })

  test('what is shown for typing on reads as the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (hundredths) => {
        expect(readHours(hoursToType(hundredths)).hundredths).toBe(hundredths)
      }),
    )
    expect([300, 350, 325, 3000].map(hoursToType)).toEqual(['3', '3.5', '3.25', '30'])
  })
})

test('a title is the same with other brackets, blanks and letters, and another with another word', () => {
  expect(titleKey('安全生产（第一讲）')).toBe(titleKey('安全生产 (第一讲)'))
  expect(titleKey('BIM 入门')).toBe(titleKey('bim入门'))
  expect(titleKey('安全生产（第一讲）')).not.toBe(titleKey('安全生产（第二讲）'))
})

test('a kind is above its cap with what waits, and never without a cap', () => {
  const sums = { ...none, compulsoryApproved: 2000, compulsoryPending: 300 }
  expect(isAboveCap(rule, sums, 'compulsory', 100)).toBe(false)
  expect(isAboveCap(rule, sums, 'compulsory', 101)).toBe(true)
  expect(isAboveCap(rule, sums, 'elective', 100_000)).toBe(false)
})

describe('who has to approve', () => {
  const others = { byStaff: false, otherAdmins: 1 }
  test('staff where the rule says so, a second admin where there is one, nobody where it counts at once', () => {
    expect(reviewerOf('staff', others)).toBe('staff')
    expect(reviewerOf('secondAdmin', others)).toBe('secondAdmin')
    expect(reviewerOf('immediate', others)).toBeNull()
  })
  test('staff where there is no second admin, and nobody for what staff record', () => {
    expect(reviewerOf('secondAdmin', { byStaff: false, otherAdmins: 0 })).toBe('staff')
    expect(reviewerOf('staff', { byStaff: true, otherAdmins: 0 })).toBeNull()
  })
})

describe('what may be corrected', () => {
  const record = { state: 'approved', source: 'offline', left: 300, adjustmentWaits: false } as const
  test('what counts, to more or to fewer', () => {
    expect(differenceFor(record, 450, false)).toBe(150)
    expect(differenceFor(record, 100, false)).toBe(-200)
  })
  test.each([
    ['what waits', { ...record, state: 'pending' }, 'pending'],
    ['what was rejected', { ...record, state: 'rejected', left: 0 }, 'rejected'],
    ['a correction', { ...record, source: 'adjustment' }, 'adjustment'],
    ['what was withdrawn', { ...record, left: 0 }, 'withdrawn'],
    ['what has a correction that waits', { ...record, adjustmentWaits: true }, 'adjustmentWaits'],
    ['what a platform sent', { ...record, source: 'online' }, 'online'],
  ] as const)('%s is not', (_what, other, why) => {
    expect(whyNotCorrectable(other, false)).toBe(why)
    expect(() => differenceFor(other, 100, false)).toThrow(
      expect.objectContaining({ code: 'hoursNotCorrectable', details: { why } }),
    )
  })
  test('what a platform sent is for staff to correct', () => {
    expect(whyNotCorrectable({ ...record, source: 'online' }, true)).toBeNull()
  })
  test('to what it is already is no correction', () => {
    expect(() => differenceFor(record, 300, false)).toThrow(expect.objectContaining({ code: 'hoursUnchanged' }))
  })
})
