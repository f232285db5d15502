import { describe, expect, test } from 'vitest'
import { type JobTries, nextStep } from '../../server/features/jobs/lost-work.rules.ts'

const now = new Date('2026-05-08T02:00:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const day = 24 * 60
const gaveUp = (givenUp: number, last: number, first = last): JobTries => ({
  live: false,
  givenUp,
  firstGivenUpAt: ago(first),
  lastGivenUpAt: ago(last),
})

describe('work that is begun and not done', () => {
  test('is left to the job that has it, however often others gave up', () => {
    const never = { live: true, givenUp: 0, firstGivenUpAt: null, lastGivenUpAt: null }
    expect(nextStep(never, now)).toBe('wait')
    expect(nextStep({ ...gaveUp(99, 2 * day), live: true }, now)).toBe('wait')
  })

  test('is sent at once when its job was lost', () => {
    expect(nextStep({ live: false, givenUp: 0, firstGivenUpAt: null, lastGivenUpAt: null }, now)).toBe('send')
  })

  test.each([
    [1, 5],
    [2, 10],
    [3, 20],
    [4, 40],
    [5, 80],
    [6, 120],
    [40, 120],
  ])('rests longer each time: after %i that gave up, %i minutes', (givenUp, minutes) => {
    expect(nextStep(gaveUp(givenUp, minutes - 0.01, 600), now)).toBe('wait')
    expect(nextStep(gaveUp(givenUp, minutes, 600), now)).toBe('send')
  })

  test('ends after a day of tries, and not before', () => {
    expect(nextStep(gaveUp(14, 1, day - 0.01), now)).toBe('wait')
    expect(nextStep(gaveUp(14, 1, day), now)).toBe('end')
  })

  test('does not end for a day in which nothing was tried', () => {
    expect(nextStep(gaveUp(1, 3 * day), now)).toBe('send')
    expect(nextStep(gaveUp(4, 3 * day, 4 * day), now)).toBe('send')
    expect(nextStep(gaveUp(5, 3 * day, 4 * day), now)).toBe('end')
  })
})
