import { expect } from 'vitest'
import { matchLines } from '../../server/features/reconciliation/match-lines.rules.ts'
import {
  type MatchFacts,
  type Suggestion,
  suggestionSchema,
} from '../../server/features/reconciliation/matching.schema.ts'
import { facts, organisation } from './match-facts.ts'

export const jinding = organisation('jinding', '浙江金鼎混凝土集团有限公司')
export const hengrui = organisation('hengrui', '南京恒瑞工程质量检测有限公司', { parentIds: ['group'] })
export const group = organisation('group', '江苏恒瑞建设集团有限公司')
export const bochuan = organisation('bochuan', '大连博川建设工程质量检测中心集团有限公司')
export const organisations = [jinding, hengrui, group, bochuan]

export const number = 'PX26GQJQQY'
export const other = 'PX269J9QU2'

/** The only suggestion, or null; it is what it says it is. */
export function suggested(given: Partial<MatchFacts>): Suggestion | null {
  const { suggestions } = matchLines(facts({ organisations, ...given }))
  expect(suggestions.length).toBeLessThanOrEqual(1)
  const [first] = suggestions
  if (first) expect(suggestionSchema.parse(first)).toEqual(first)
  return first ?? null
}
export const codes = (suggestion: Suggestion | null) => suggestion?.reasons.map(({ code }) => code) ?? []
export const paid = (suggestion: Suggestion | null) =>
  Object.fromEntries(suggestion?.parts.map(({ target, amountFen }) => [target.orderId, amountFen]) ?? [])
