/** PURE, and without anything else, because phones load it. */

/**
 * A share in tenths of a percent, cut, not rounded: 999 of 1000 people are 99.9 %, and 100 % are all. Null where there is
 * nothing to take a share of.
 */
export function shareOf(part: number, of: number): number | null {
  return of <= 0 ? null : Math.floor((part * 1000) / of)
}

/** The steps from enrolment to certificate, as the chart shows them. */
export const funnelSteps = ['enrolled', 'confirmed', 'participants', 'reached', 'certified'] as const
export type FunnelStep = (typeof funnelSteps)[number]
