/** mulberry32: the same seed gives the same run, so that a schedule that failed is played again by its number. */
export function seededRandom(seed: number): {
  next(): number
  below(limit: number): number
  pick<T>(from: readonly T[]): T
  chance(probability: number): boolean
  shuffled<T>(items: readonly T[]): T[]
} {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: (from) => {
      const chosen = from[below(from.length)]
      if (chosen === undefined) throw new RangeError('nothing to pick from')
      return chosen
    },
    chance: (probability) => next() < probability,
    shuffled: (items) => {
      const rest = [...items]
      for (let i = rest.length - 1; i > 0; i--) {
        const j = below(i + 1)
        const [a, b] = [rest[i], rest[j]]
        if (a !== undefined && b !== undefined) {
          rest[i] = b
          rest[j] = a
        }
      }
      return rest
    },
  }
}
