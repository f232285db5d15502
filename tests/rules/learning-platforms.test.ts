import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isDuration, mostSeconds, parseDuration } from '../../server/features/learning-platforms/durations.rules.ts'
import {
  activityCandidates,
  actorKeyOf,
  addStudied,
  growthOf,
  isCountedVerb,
  judgeStatement,
  nothingStudied,
  reachedHours,
  readPastedCourses,
  shortVerb,
} from '../../server/features/learning-platforms/learning-platforms.rules.ts'

test.each([
  ['PT1H', 3600],
  ['PT1H30M', 5400],
  ['P1DT12H', 129_600],
  ['P1W', 604_800],
  ['P1.5W', 907_200],
  ['PT4M0.29S', 240],
  ['PT59.99S', 59],
  ['PT0.01S', 0],
  ['PT0S', 0],
  ['P1Y', 31_536_000],
  ['P1M', 2_592_000],
  ['PT1M', 60],
  ['PT0,5H', 1800],
  ['P1Y2M3DT4H5M6.78S', 36_993_906],
])('%s is %i seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds)
})

test.each([
  '',
  'P',
  'PT',
  'P1DT',
  'P1W2D',
  'PT1.5H30M',
  '-PT1H',
  '+PT1H',
  'PT1H ',
  '1H',
  'pt1h',
  'PT1S2M',
  'PT.5S',
  'P1H',
])('%j is no duration', (text) => {
  expect(isDuration(text)).toBe(false)
  expect(parseDuration(text)).toBeNull()
})

/** Up to ten of each part, in hundredths of a second for the last one. */
const parts = fc.record({
  days: fc.nat(10),
  hours: fc.nat(30),
  minutes: fc.nat(100),
  hundredths: fc.nat(20_000),
})
const written = ({
  days,
  hours,
  minutes,
  hundredths,
}: {
  days: number
  hours: number
  minutes: number
  hundredths: number
}) => `P${days}DT${hours}H${minutes}M${(hundredths / 100).toFixed(2)}S`

test('a duration is the sum of its parts, less than a second rounded down, whatever the parts are', () => {
  fc.assert(
    fc.property(parts, (one) => {
      const exact = one.days * 8_640_000 + one.hours * 360_000 + one.minutes * 6000 + one.hundredths
      expect(parseDuration(written(one))).toBe(Math.floor(exact / 100))
    }),
    { numRuns: 2000 },
  )
})

test('no text makes a duration that is negative, fractional or too large', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^P[0-9.,YMWDTHS]{0,24}$/), (text) => {
      const seconds = parseDuration(text)
      expect(seconds === null || (Number.isInteger(seconds) && seconds >= 0 && seconds <= mostSeconds)).toBe(true)
      expect(isDuration(text)).toBe(seconds !== null)
    }),
    { numRuns: 5000 },
  )
})

const each = (minutesPerHour: number, courseHours = 100_000) => ({
  meaning: 'each' as const,
  minutesPerHour,
  courseHours,
})

test('many short statements give what one long one gives: rounding does not add up', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(4000), { minLength: 1, maxLength: 200 }),
      fc.integer({ min: 30, max: 60 }),
      (all, minutes) => {
        let [studied, recorded] = [nothingStudied, 0]
        for (const seconds of all) {
          studied = addStudied(studied, 'http://adlnet.gov/expapi/verbs/progressed', seconds)
          recorded += growthOf(reachedHours(studied, each(minutes)), recorded, 100_000).hours
        }
        const sum = all.reduce((total, seconds) => total + seconds, 0)
        expect(recorded).toBe(Math.min(Math.floor((sum * 100) / (minutes * 60)), 100_000))
        // Never more than was studied.
        expect(recorded * minutes * 60).toBeLessThanOrEqual(sum * 100)
      },
    ),
  )
})

test('totals count by the largest of them, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(90_000), { minLength: 1, maxLength: 40 }), (all) => {
      const rule = { meaning: 'total' as const, minutesPerHour: 45, courseHours: 1000 }
      const sumOf = (order: readonly number[]) => {
        let [studied, recorded] = [nothingStudied, 0]
        for (const seconds of order) {
          studied = addStudied(studied, 'http://adlnet.gov/expapi/verbs/progressed', seconds)
          recorded += growthOf(reachedHours(studied, rule), recorded, 1000).hours
        }
        return recorded
      }
      expect(sumOf(all)).toBe(sumOf([...all].reverse()))
      expect(sumOf(all)).toBe(Math.min(Math.floor(Math.max(...all) / 27), 1000))
    }),
  )
})

test.each([
  [26, 0],
  [27, 1],
  [53, 1],
  [2700, 100],
  [2_700_000, 1000],
])('%i seconds at 45 minutes an hour are %i hundredths of a course of ten hours', (seconds, hundredths) => {
  const studied = addStudied(nothingStudied, 'http://adlnet.gov/expapi/verbs/progressed', seconds)
  expect(reachedHours(studied, { meaning: 'total', minutesPerHour: 45, courseHours: 1000 })).toBe(hundredths)
})

test('a completion without a time gives the course’s hours, a passing without one nothing', () => {
  const rule = { meaning: 'total' as const, minutesPerHour: 45, courseHours: 250 }
  expect(reachedHours(addStudied(nothingStudied, 'http://adlnet.gov/expapi/verbs/completed', null), rule)).toBe(250)
  expect(reachedHours(addStudied(nothingStudied, 'https://adlnet.gov/expapi/verbs/completed', null), rule)).toBe(250)
  expect(reachedHours(addStudied(nothingStudied, 'http://adlnet.gov/expapi/verbs/passed', null), rule)).toBe(0)
})

// --- Judging ---

const now = new Date('2026-05-08T02:00:00Z')
const good = {
  verb: 'http://adlnet.gov/expapi/verbs/completed',
  seconds: 60,
  happenedAt: new Date('2026-05-08T01:00:00Z'),
  learner: { id: 'l', enabled: true },
  course: {
    id: 'c',
    retired: false,
    plan: {
      state: 'published' as const,
      stateSince: new Date('2026-01-01'),
      startsAt: new Date('2026-01-01'),
      endsAt: new Date('2026-12-31'),
    },
  },
  takesPart: true,
}

test.each([
  ['everything is right', {}, 'counts'],
  ['nobody is known by the name', { learner: 'learnerUnknown' as const }, 'refused learnerUnknown'],
  ['two are known by the name', { learner: 'learnerAmbiguous' as const }, 'refused learnerAmbiguous'],
  ['it is another system’s account', { learner: 'actorForeign' as const }, 'refused actorForeign'],
  ['the learner is disabled', { learner: { id: 'l', enabled: false } }, 'refused learnerDisabled'],
  ['the activity is not mapped', { course: null }, 'refused courseUnknown'],
  [
    'neither activity nor person is known',
    { course: null, learner: 'learnerUnknown' as const },
    'refused courseUnknown',
  ],
  ['the course is out of use', { course: { ...good.course, retired: true } }, 'refused courseRetired'],
  [
    'the plan is a draft',
    { course: { ...good.course, plan: { ...good.course.plan, state: 'draft' as const } } },
    'refused planNotOpen',
  ],
  ['it is to happen tomorrow', { happenedAt: new Date('2026-05-09T02:00:00Z') }, 'refused inFuture'],
  ['the sender’s clock is four minutes ahead', { happenedAt: new Date('2026-05-08T02:04:00Z') }, 'counts'],
  ['it happened before the plan', { happenedAt: new Date('2025-12-31') }, 'refused beforePlan'],
  [
    'it happened after the plan',
    { course: { ...good.course, plan: { ...good.course.plan, endsAt: new Date('2026-05-07') } } },
    'refused afterPlan',
  ],
  [
    'it happened after the plan was closed',
    {
      course: {
        ...good.course,
        plan: { ...good.course.plan, state: 'closed' as const, stateSince: new Date('2026-05-08T00:59:00Z') },
      },
    },
    'refused afterPlan',
  ],
  [
    'the plan was closed since',
    { course: { ...good.course, plan: { ...good.course.plan, state: 'closed' as const, stateSince: now } } },
    'counts',
  ],
  ['the learner takes no part', { takesPart: false }, 'refused notTakingPart'],
  [
    'it is about something else',
    { verb: 'http://adlnet.gov/expapi/verbs/launched', course: null },
    'noted verbNotCounted',
  ],
  ['a session ended', { verb: 'http://adlnet.gov/expapi/verbs/terminated' }, 'noted verbNotCounted'],
  [
    'it was passed and says no time',
    { verb: 'http://adlnet.gov/expapi/verbs/passed', seconds: null },
    'noted noDuration',
  ],
  ['it was completed and says no time', { seconds: null }, 'counts'],
])('where %s: %j is %s', (_what, change, expected) => {
  const judged = judgeStatement({ ...good, ...change }, now)
  expect(judged.outcome === 'counts' ? 'counts' : `${judged.outcome} ${judged.reason}`).toBe(expected)
})

test('an activity is found with a slash at its end, and behind a fragment unless that is mapped itself', () => {
  expect(activityCandidates('https://lms.example.com/course/1/')).toEqual(['https://lms.example.com/course/1'])
  expect(activityCandidates('https://lms.example.com/course/1#page-3')).toEqual([
    'https://lms.example.com/course/1#page-3',
    'https://lms.example.com/course/1',
  ])
  expect(activityCandidates('urn:course:1')).toEqual(['urn:course:1'])
})

test('accounts count under the platform’s home page alone', () => {
  const account = (homePage: string) => ({ account: { homePage, name: ' 320411199003072613 ' } })
  expect(actorKeyOf(account('https://lms.example.com/'), 'https://lms.example.com')).toEqual({
    kind: 'account',
    name: '320411199003072613',
  })
  expect(actorKeyOf(account('https://evil.example.com'), 'https://lms.example.com')).toBeNull()
  expect(actorKeyOf({ mbox: 'mailto:a@b.cn' }, 'https://lms.example.com')).toEqual({ kind: 'mail', address: 'a@b.cn' })
  expect(actorKeyOf({ mbox_sha1sum: 'a'.repeat(40) }, 'https://lms.example.com')).toBeNull()
  expect(actorKeyOf({ objectType: 'Group', mbox: 'mailto:a@b.cn' }, 'https://lms.example.com')).toBeNull()
})

test('verbs are known with http and https, and shown by their last word', () => {
  expect(isCountedVerb('https://adlnet.gov/expapi/verbs/progressed')).toBe(true)
  expect(isCountedVerb('https://adlnet.gov.example.com/expapi/verbs/progressed')).toBe(false)
  expect(shortVerb('http://adlnet.gov/expapi/verbs/completed')).toBe('completed')
  expect(shortVerb('urn:verb:done')).toBe('done')
})

// --- Pasted courses ---

test('courses pasted out of a spreadsheet are read line by line', () => {
  const read = readPastedCourses(
    [
      '课程地址\t计划编号\t类别\t学时\t名称',
      'https://lms.example.com/course/1/\tJS2601\t必修\t2.5\t安全生产法',
      'https://lms.example.com/course/2 | JS2601 | elective | 4 | 岗位责任 | 第二版',
      '',
      'urn:course:3,JS2601,选修,0,没有学时',
      'https://lms.example.com/course/1,JS2601,必修,1,又一次',
      'course 4,JS2601,必修,1,没有地址',
      'urn:course:5,JS2601,必修',
      'urn:course:6,JS2601,自修,1,不知道是哪一种',
    ].join('\r\n'),
  )
  expect(read.map(({ line, problem }) => [line, problem])).toEqual([
    [2, null],
    [3, null],
    [5, 'hours'],
    [6, 'twice'],
    [7, 'activityId'],
    [8, 'columns'],
    [9, 'kind'],
  ])
  expect(read[0]).toMatchObject({
    activityId: 'https://lms.example.com/course/1',
    kind: 'compulsory',
    hours: 250,
    title: '安全生产法',
  })
  expect(read[1]).toMatchObject({ kind: 'elective', hours: 400, title: '岗位责任 第二版', planNumber: 'JS2601' })
})
