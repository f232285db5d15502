import { type Bucket, doublingWaits, networkOf, type ThrottlePolicy } from '../accounts/throttle.rules.ts'

const quarterHour = 15 * 60
const hour = 3600

/**
 * Anybody may check, and only what finds nothing is counted: an office that checks three hundred certificates is never
 * in its own way. A code cannot be guessed (certificates.rules.ts), so codes are counted by network alone, and nobody can
 * close the QR codes for others. Numbers follow each other and names repeat: pairs of those are counted together too,
 * from wherever they are tried, and whoever is kept waiting by others' tries still has the code on the paper.
 */
const policies = {
  /** Worn prints, mistyped letters: a class that types codes from paper makes a few dozen mistakes. */
  code: { waits: doublingWaits(60, 5, quarterHour), windowSeconds: hour, emptiedBySuccess: false },
  /** A number with names tried on it: the thousandth try is some ten days later. */
  name: { waits: doublingWaits(20, 10, quarterHour), windowSeconds: 24 * hour, emptiedBySuccess: false },
  /** From many networks at once: 500 wrong pairs an hour are more than a whole centre's people mistype. */
  everybody: { waits: doublingWaits(500, 2, 60), windowSeconds: hour, emptiedBySuccess: false },
} as const satisfies Record<string, ThrottlePolicy>

/** The buckets that a check counts in, the network's own first: who is closed there costs the others nothing. */
export function checkBuckets(by: 'code' | 'name', ip: string): Bucket[] {
  const network = networkOf(ip)
  if (by === 'code') return [{ key: `certificate-code:${network}`, policy: policies.code }]
  return [
    { key: `certificate-name:${network}`, policy: policies.name },
    { key: 'certificate-name', policy: policies.everybody },
  ]
}
