import { expect, test } from 'vitest'
import { matchLines } from '../../server/features/reconciliation/match-lines.rules.ts'
import { scoreMatches } from '../support/score-matches.ts'
import { simulateMonth } from '../support/simulated-month.ts'
import { factsOf, readTruth } from '../support/statement-facts.ts'

const files = readTruth()

test.each(files.map((file) => [file.file, file] as const))(
  '%s: every payment finds its orders, by itself only rightly',
  (_name, file) => {
    const { facts, truth } = factsOf([file])
    const score = scoreMatches(truth, matchLines(facts))
    expect(score.lines).toBeGreaterThan(20)
    expect(score.mistakes.map(({ truth: { lineId, kind } }) => `${lineId} ${kind}`)).toEqual([])
    expect(score.right).toBe(score.lines)
    expect(score.automaticWrong).toBe(0)
  },
)

test('all statements at once, with companies of the same groups among them, are matched at least 97 of 100', () => {
  const { facts, truth } = factsOf(files)
  const score = scoreMatches(truth, matchLines(facts))
  expect(score.right / score.lines).toBeGreaterThanOrEqual(0.97)
  expect(score.wrong).toBe(0)
  expect(score.automaticWrong).toBe(0)
})

test.each([11, 12, 13])(
  'a simulated month (seed %i) is matched at least 95 of 100, and never wrongly by itself',
  (seed) => {
    const { facts, truth } = simulateMonth(seed, 2000)
    const score = scoreMatches(truth, matchLines(facts))
    expect(score.lines).toBeGreaterThan(1400)
    expect(score.right / score.lines).toBeGreaterThanOrEqual(0.95)
    expect(score.wrong / truth.length).toBeLessThan(0.01)
    expect(score.automaticWrong).toBe(0)
    // A rule that never dares anything would pass the line above.
    expect(score.automatic / score.lines).toBeGreaterThan(0.5)
  },
)
