import type { MadePlan } from './enrolments.ts'
import type { MadeOrganisation } from './people.ts'
import type { World } from './world.ts'

export type Chance = {
  (): number
  /** 0 to `below` - 1. */
  whole(below: number): number
  one<T>(of: readonly T[]): T
  in(share: number): boolean
}

/** mulberry32 */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return Object.assign(next, {
    whole: (below: number) => Math.floor(next() * below),
    one: <T>(of: readonly T[]): T => {
      const found = of[Math.floor(next() * of.length)]
      if (found === undefined) throw new Error('nothing to choose from')
      return found
    },
    in: (share: number) => next() < share,
  })
}

export type Person = { readonly id: string; readonly home: MadeOrganisation }
export type Confirmed = {
  readonly id: string
  readonly learnerId: string
  readonly plan: MadePlan
  readonly feeFen: number
}

export const daysAgo = (world: World, days: number) => new Date(world.clock.now().getTime() - days * 86_400_000)
export const dayOf = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
