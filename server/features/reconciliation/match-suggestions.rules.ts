import type { Candidate } from './match-score.rules.ts'
import { type Alternative, highFrom, type Suggestion, suggestFrom, type Tie } from './matching.schema.ts'

/** Explanations that are not further apart than this are as good as each other. */
export const tieWidth = 25

/** Whether the second could as well be the first; one that would not be suggested itself disturbs nobody. */
export function isTie(best: Candidate, second: Candidate): boolean {
  return second.score >= suggestFrom && best.score - second.score < tieWidth
}

/** The best explanation and the best one of other orders: another way to pay the same order is no rival. */
export function bestAndRival(candidates: readonly Candidate[]): [Candidate | undefined, Candidate | undefined] {
  const [best] = candidates
  if (!best) return [undefined, undefined]
  const same = (other: Candidate) =>
    other.orderIds.length === best.orderIds.length && other.orderIds.every((id) => best.orderIds.includes(id))
  return [best, candidates.find((candidate) => candidate !== best && !same(candidate))]
}

export function alternativeOf({ parts, restToCreditFen, creditOrderId, score, reasons }: Candidate): Alternative {
  return { parts: [...parts], restToCreditFen, creditOrderId, score, reasons: [...reasons] }
}

/** @param strongest whether it is of the strongest class, and whether that is enough: nobody has touched the line yet */
export function suggest(
  lineIds: readonly string[],
  candidate: Candidate,
  runnerUp: Candidate | null = null,
  strongest: { readonly isStrongest: boolean; readonly isUntouched: boolean } = {
    isStrongest: false,
    isUntouched: true,
  },
): Suggestion {
  const { score } = candidate
  return {
    key: stableKey([[...lineIds].toSorted().join(','), candidate.key].join(' ')),
    lineIds: [...lineIds],
    ...alternativeOf(candidate),
    strength: strongest.isStrongest ? 'certain' : score >= highFrom ? 'high' : 'possible',
    automatic: strongest.isStrongest && strongest.isUntouched,
    double: candidate.double,
    runnerUp: runnerUp ? alternativeOf(runnerUp) : null,
  }
}

/** What could not be told apart, the best first. */
export function tie(lineIds: readonly string[], candidates: readonly Candidate[], between: Tie['between']): Tie {
  const [best] = candidates
  const alike = candidates.filter((candidate) => best && isTie(best, candidate)).slice(0, 4)
  return { lineIds: [...lineIds], alternatives: alike.map(alternativeOf), between }
}

/**
 * 128 bits of a text as hexadecimal digits, the same everywhere. Names a suggestion, protects nothing: four runs of
 * FNV-1a with different beginnings, mixed at the end (Murmur3's finish).
 */
export function stableKey(text: string): string {
  return [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35]
    .map((seed) => {
      let hash = seed
      for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
      hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
      hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
      return ((hash ^ (hash >>> 16)) >>> 0).toString(16).padStart(8, '0')
    })
    .join('')
}
