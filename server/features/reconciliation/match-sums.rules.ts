/**
 * Which of some amounts make up a sum. Everybody pays the same few prices, so that a sum is only worth something when it
 * comes about in one way: the search stops at the second.
 */

/** More items than these are not searched: with twenty orders of a few prices nearly every sum comes about. */
export const mostItems = 16
/** Sums of more are found only when they are all of the items. */
export const mostInSum = 5
/** Steps of one search: bounds the time of a line, whatever the amounts are. */
const mostSteps = 20_000

/**
 * The ways (at most two, as ascending positions) in which two or more of `amountsFen` add up to `sumFen`; all of them
 * together count whatever their number is.
 * @param size how many items there have to be, where that is known
 */
export function findSums(amountsFen: readonly number[], sumFen: number, size: number | null = null): number[][] {
  const found: number[][] = []
  const all = amountsFen.reduce((sum, amount) => sum + amount, 0)
  if (all < sumFen) return found
  const positions = amountsFen.map((_, i) => i)
  const whole = all === sumFen && amountsFen.length >= 2 && (size === null || size === amountsFen.length)
  if (amountsFen.length > mostItems) return whole ? [positions] : []
  const order = positions.toSorted((a, b) => (amountsFen[b] ?? 0) - (amountsFen[a] ?? 0) || a - b)
  const amounts = order.map((i) => amountsFen[i] ?? 0)
  const left = amounts.map(() => 0)
  for (let i = amounts.length - 1; i >= 0; i--) left[i] = (amounts[i] ?? 0) + (left[i + 1] ?? 0)
  let steps = 0
  const picked: number[] = []
  const search = (from: number, wanted: number): void => {
    if (wanted === 0) {
      if (picked.length >= 2 && (size === null || picked.length === size)) {
        found.push(picked.map((i) => order[i] ?? 0).toSorted((a, b) => a - b))
      }
      return
    }
    if (picked.length >= Math.min(size ?? mostInSum, mostInSum)) return
    for (let i = from; i < amounts.length && found.length < 2; i++) {
      if (++steps > mostSteps || (left[i] ?? 0) < wanted) return
      const amount = amounts[i] ?? 0
      if (amount > wanted || amount <= 0) continue
      picked.push(i)
      search(i + 1, wanted - amount)
      picked.pop()
    }
  }
  search(0, sumFen)
  // A search that was cut short proves nothing: what it found may not be the only way.
  if (steps > mostSteps && found.length < 2) return whole ? [positions] : []
  if (whole && amountsFen.length > mostInSum) found.push(positions)
  return found
}
