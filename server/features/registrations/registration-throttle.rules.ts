import { type Bucket, doublingWaits, networkOf, type ThrottlePolicy } from '../accounts/throttle.rules.ts'

const quarterHour = 15 * 60
const hour = 3600
const day = 24 * hour

/**
 * Applicants have no account that could be closed: what they do is counted by network, and asking for somebody's state
 * also by what was asked for. Every call counts, right or wrong: nobody has to ask that often.
 */
const policies = {
  /** Codes are public, whether one is registered here is a small secret: a list of them tried one by one waits. */
  look: { waits: doublingWaits(60, 1, quarterHour), windowSeconds: hour, emptiedBySuccess: false },
  /** An office registers a handful, and many phones share an address; each draft can hold files. */
  begin: { waits: doublingWaits(20, 30, quarterHour), windowSeconds: day, emptiedBySuccess: false },
  /** Mobiles tried on one code: a slip or two is free, a thousand guesses take a week. */
  resumeCode: { waits: doublingWaits(10, 5, quarterHour), windowSeconds: day, emptiedBySuccess: false },
  resumeNetwork: { waits: doublingWaits(40, 1, quarterHour), windowSeconds: hour, emptiedBySuccess: false },
} as const satisfies Record<string, ThrottlePolicy>

export function lookBucket(ip: string): Bucket {
  return { key: `registration-look:${networkOf(ip)}`, policy: policies.look }
}

export function beginBucket(ip: string): Bucket {
  return { key: `registration-begin:${networkOf(ip)}`, policy: policies.begin }
}

/** By code and network, so that nobody keeps an applicant elsewhere from asking. */
export function resumeBuckets(code: string, ip: string): Bucket[] {
  const network = networkOf(ip)
  return [
    { key: `registration-resume:${code}:${network}`, policy: policies.resumeCode },
    { key: `registration-resume-from:${network}`, policy: policies.resumeNetwork },
  ]
}
