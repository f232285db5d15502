import { nameKey } from '../../core/names.ts'

export type ReversalCandidate = {
  readonly id: string
  readonly day: string
  readonly time: string | null
  readonly direction: 'in' | 'out'
  readonly amountFen: number
  readonly counterpartyName: string
  readonly counterpartyAccount: string
}
export type UnpairedReversal = ReversalCandidate

/** A bank takes back within days; a month is beyond any of them, and short of the next rent of the same amount. */
export const reversalDays = 31

/**
 * What a reversal that stood alone in its file takes back: the nearest line before it of the same money and the same other
 * side. `candidates` are of that money, the latest first. Null where none fits. Pure.
 */
export function findReversed(reversal: UnpairedReversal, candidates: readonly ReversalCandidate[]): string | null {
  const fitting = candidates.filter((line) => isBefore(line, reversal) && sameSide(line, reversal))
  return fitting[0]?.id ?? null
}

function isBefore(line: ReversalCandidate, reversal: UnpairedReversal): boolean {
  if (line.day !== reversal.day) return line.day < reversal.day
  return line.time === null || reversal.time === null || line.time <= reversal.time
}

function sameSide(a: ReversalCandidate, b: UnpairedReversal): boolean {
  if (a.counterpartyAccount !== '' && b.counterpartyAccount !== '') {
    return a.counterpartyAccount === b.counterpartyAccount
  }
  const [left, right] = [nameKey(a.counterpartyName), nameKey(b.counterpartyName)]
  return left === '' || right === '' || left === right
}

/** `2026-05-02` moved by so many days. */
export function movedDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
