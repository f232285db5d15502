/** One line of `npm run bench`: what was measured here, beside its limit measured in the same run. */
export type Measure = {
  readonly name: string
  readonly ours: number
  readonly limit: number
  readonly unit: string
  /** `ours` divided by `limit`. */
  readonly ratio: number
  /** Which way is good for `ours`. */
  readonly better: 'higher' | 'lower'
  readonly note?: string
}
