import type { Matches, Suggestion } from '../../server/features/reconciliation/matching.schema.ts'
import type { TrueLine } from './simulated-month.ts'

/** How suggestions compare with what the lines truly paid. */
export type MatchScore = {
  /** Lines that truly pay something of ours. */
  readonly lines: number
  readonly right: number
  /** Of all lines, strangers' too. */
  readonly wrong: number
  readonly silent: number
  readonly automatic: number
  readonly automaticWrong: number
  /** By the kind of line: right, wrong, silent. */
  readonly kinds: ReadonlyMap<string, { right: number; wrong: number; silent: number }>
  readonly mistakes: readonly { readonly truth: TrueLine; readonly suggestion: Suggestion | null }[]
}

/** A suggestion is right when it gives this line's money to exactly the orders it paid, each its amount, and no more. */
export function scoreMatches(truth: readonly TrueLine[], matches: Matches): MatchScore {
  const suggestions = new Map(matches.suggestions.flatMap((one) => one.lineIds.map((id) => [id, one] as const)))
  const kinds = new Map<string, { right: number; wrong: number; silent: number }>()
  const mistakes: { truth: TrueLine; suggestion: Suggestion | null }[] = []
  let automatic = 0
  let automaticWrong = 0
  for (const line of truth) {
    const suggestion = suggestions.get(line.lineId) ?? null
    const isOurs = line.pays.length > 0 || line.creditOrderId !== null
    const isRight = suggestion ? isOurs && agrees(line, suggestion) : !isOurs
    if (suggestion?.automatic) automatic++
    if (suggestion?.automatic && !isRight) automaticWrong++
    const kind = kinds.get(line.kind) ?? { right: 0, wrong: 0, silent: 0 }
    kinds.set(line.kind, kind)
    kind[isRight ? 'right' : suggestion ? 'wrong' : 'silent']++
    if (!isRight) mistakes.push({ truth: line, suggestion })
  }
  const ours = [...kinds].filter(([kind]) => kind !== 'stranger').map(([, counts]) => counts)
  const sum = (counts: readonly { right: number; wrong: number; silent: number }[], of: 'right' | 'wrong' | 'silent') =>
    counts.reduce((total, count) => total + count[of], 0)
  return {
    lines: sum(ours, 'right') + sum(ours, 'wrong') + sum(ours, 'silent'),
    right: sum(ours, 'right'),
    wrong: sum([...kinds.values()], 'wrong'),
    silent: sum(ours, 'silent'),
    automatic,
    automaticWrong,
    kinds,
    mistakes,
  }
}

function agrees(truth: TrueLine, suggestion: Suggestion): boolean {
  const parts = suggestion.parts.filter(({ lineId }) => lineId === truth.lineId)
  const given = new Map<string, number>()
  for (const { target, amountFen } of parts) given.set(target.orderId, (given.get(target.orderId) ?? 0) + amountFen)
  return (
    given.size === truth.pays.length &&
    truth.pays.every(({ orderId, amountFen }) => given.get(orderId) === amountFen) &&
    suggestion.restToCreditFen === truth.creditFen &&
    (truth.creditFen === 0 || suggestion.creditOrderId === truth.creditOrderId)
  )
}
