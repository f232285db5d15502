import { matchLines } from '../../server/features/reconciliation/match-lines.rules.ts'
import type { MatchFacts } from '../../server/features/reconciliation/matching.schema.ts'
import { scoreMatches } from '../support/score-matches.ts'
import { simulateMonth } from '../support/simulated-month.ts'
import type { Measure } from './measure.ts'

const seeds = [1, 2, 3, 4, 5]
const ordersOfMonth = 5000
/** Four of five orders are paid within the month: so many give 50,000 lines, and more than 50,000 orders are open. */
const ordersOfLarge = 66_000
const mostLines = 50_000

/**
 * Simulated months of 5,000 orders with the noise that statements show, scored against what every line truly paid; and
 * 50,000 lines against as many open orders, on one core.
 */
export function benchMatching(): Promise<Measure[]> {
  const scores = seeds.map((seed) => {
    const { facts, truth } = simulateMonth(seed, ordersOfMonth)
    return { ...scoreMatches(truth, matchLines(facts)), all: truth.length }
  })
  const sum = (of: (score: (typeof scores)[number]) => number) => scores.reduce((total, score) => total + of(score), 0)
  const lines = sum((score) => score.lines)
  const right = (100 * sum((score) => score.right)) / lines
  const worst = 100 * Math.min(...scores.map((score) => score.right / score.lines))
  const wrong = (100 * sum((score) => score.wrong)) / sum((score) => score.all)
  const automatic = (100 * sum((score) => score.automatic)) / lines
  const automaticWrong = sum((score) => score.automaticWrong)
  const large = simulateMonth(9, ordersOfLarge)
  const facts: MatchFacts = { ...large.facts, lines: large.facts.lines.slice(0, mostLines) }
  const open = facts.orders.filter(({ outstandingFen }) => outstandingFen > 0).length
  const startMs = performance.now()
  const { suggestions } = matchLines(facts)
  const seconds = (performance.now() - startMs) / 1000
  const peakMb = process.resourceUsage().maxRSS / 1024
  const months = `${seeds.length} months of ${ordersOfMonth} orders, ${lines} lines`
  return Promise.resolve([
    measure('lines rightly matched', right, 95, '%', 'higher', `${months}; the worst month ${worst.toFixed(1)}`),
    measure('wrong suggestions', wrong, 1, '%', 'lower', 'of all lines, strangers’ too'),
    measure(
      'wrong automatic settlements',
      automaticWrong,
      0,
      'lines',
      'lower',
      `${automatic.toFixed(0)} % would settle`,
    ),
    measure(
      '50,000 lines × open orders',
      seconds,
      60,
      's',
      'lower',
      `${facts.lines.length} × ${open}, ${suggestions.length} suggested`,
    ),
    measure('memory at its peak', peakMb, 1500, 'MB', 'lower', 'of the whole run, the made-up month included'),
  ])
}

function measure(
  name: string,
  ours: number,
  limit: number,
  unit: string,
  better: Measure['better'],
  note: string,
): Measure {
  return { name, ours, limit, unit, ratio: limit === 0 ? ours : ours / limit, better, note }
}
