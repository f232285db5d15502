import type { ReadLine, Scene } from './match-candidates.rules.ts'
import { dayNumber } from './match-days.rules.ts'
import { dueKey, type Slip, slipKey } from './match-index.rules.ts'
import { payerKeys } from './match-payers.rules.ts'
import type { Candidate } from './match-score.rules.ts'
import { suggestFrom } from './matching.schema.ts'

/** Two of a kind within so many days could be taken for each other. */
const confusableDays = 10
const none: ReadonlySet<Slip> = new Set()
/** Within so many days a slip tells of this very money. */
const slipDays = 3

/**
 * Which suggestions are of the strongest class: number, whole amount and a known
 * payer; or line, slip and order all agreeing, when nothing like it is near: no second line, no second slip of that
 * payer and amount, and no other order that the line could as well pay. Neither when a slip that no line has claimed
 * tells of the same money for another order, or of other money for this one: somebody has to say which is right.
 * Asked when all lines are served.
 */
export function findStrongest(
  { index, state }: Scene,
  lines: readonly ReadLine[],
): (line: ReadLine, candidate: Candidate, runnerUp: Candidate | null) => boolean {
  const linesOn = new Map<string, number>()
  for (const { payer, facts } of lines) {
    for (const payerKey of payerKeys(payer)) {
      const key = slipKey(payerKey, facts.leftFen, dayNumber(facts.date))
      linesOn.set(key, (linesOn.get(key) ?? 0) + 1)
    }
  }
  const keysAround = ({ payer, facts }: ReadLine, days: number) => {
    const day = dayNumber(facts.date)
    const around: (number | null)[] = Array.from({ length: 2 * days + 1 }, (_, i) => day - days + i)
    return payerKeys(payer).map((payerKey) => [...around, null].map((on) => slipKey(payerKey, facts.leftFen, on)))
  }
  const isLoneLine = (line: ReadLine) =>
    keysAround(line, confusableDays).every(
      (keys) => keys.reduce((count, key) => count + (linesOn.get(key) ?? 0), 0) === 1,
    )
  const slipsAround = (line: ReadLine, days: number) =>
    payerKeys(line.payer).some((key) => index.slipAmounts.has(dueKey(key, line.facts.leftFen)))
      ? new Set<Slip>(
          keysAround(line, days).flatMap((keys) => keys.flatMap((key) => index.slipsByPayer.get(key) ?? [])),
        )
      : none
  const isDisputed = (line: ReadLine, { orderIds }: Candidate) => {
    const others = [...slipsAround(line, slipDays)].filter(({ facts }) => !orderIds.includes(facts.orderId))
    const onOrder = orderIds.flatMap((id) => index.slipsOf.get(id) ?? []).filter(({ kind }) => kind === 'voucher')
    return [...others, ...onOrder].some((slip) => state.slipLeft(slip) > 0)
  }
  return (line, candidate, runnerUp) => {
    if (candidate.grade === null || isDisputed(line, candidate)) return false
    if (candidate.grade === 'byNumber') return true
    const isLoneSlip = slipsAround(line, confusableDays).size <= 1
    return isLoneSlip && (runnerUp?.score ?? 0) < suggestFrom && isLoneLine(line)
  }
}
