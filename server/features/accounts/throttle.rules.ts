/**
 * Slowing down who guesses, without giving them a way to lock somebody else out (OWASP "Slow down online guessing
 * attacks with device cookies"):
 *
 *   browser with a device cookie of this very account -> counted by the cookie alone
 *   any other browser                                 -> counted by (name typed, network) and by network
 *
 * Somebody's failures therefore never count against a browser in which the account's owner logged in before, wherever
 * those failures come from. A browser that is new shares its bucket only with its own network.
 *
 * Every try is counted before the password is looked at and taken off again when it was right: however many guesses are
 * sent at once, only so many are compared.
 */
export type ThrottlePolicy = {
  /** `waits[n - 1]`: for how many seconds the bucket is closed after its n-th failure; the last one holds for all after it. */
  readonly waits: readonly number[]
  /** Failures are forgotten this long after the last one, in seconds. */
  readonly windowSeconds: number
  /** Whether a right password empties the bucket. What many people share is only given back its one try. */
  readonly emptiedBySuccess: boolean
}

/** `free` failures without a wait, then a wait that doubles up to `longest` seconds. */
export function doublingWaits(free: number, first: number, longest: number): number[] {
  const waits = Array.from({ length: free - 1 }, () => 0)
  for (let wait = first; wait < longest; wait *= 2) waits.push(wait)
  return [...waits, longest]
}

const quarterHour = 15 * 60
const hour = 3600
const day = 24 * hour

export const throttlePolicies = {
  /**
   * Five slips of the fingers are free. Afterwards one guess in a quarter of an hour: about 100 a day, the number of
   * failures in a row that NIST SP 800-63B 3.2.2 allows, against a password of at least ten characters.
   */
  name: { waits: doublingWaits(5, 2, quarterHour), windowSeconds: day, emptiedBySuccess: true },
  /** A browser that has logged in to the account before: its owner, or a thief of the cookie. */
  device: { waits: doublingWaits(10, 2, quarterHour), windowSeconds: day, emptiedBySuccess: true },
  /** A whole office or classroom stands behind one address; a list of names tried one by one does too. */
  network: { waits: doublingWaits(100, 1, quarterHour), windowSeconds: hour, emptiedBySuccess: false },
  /**
   * A code has six digits and three are right at a time: 24 guesses a day hit once in 38 years. Only who knows the
   * password gets here.
   */
  secondFactor: { waits: doublingWaits(5, 30, hour), windowSeconds: day, emptiedBySuccess: true },
  /** The password asked again of somebody signed in: by session, so that a thief of one closes only that one. */
  confirmation: { waits: doublingWaits(5, 2, quarterHour), windowSeconds: day, emptiedBySuccess: true },
  /** A mail that does not come is asked for two or three times; then one wait after another. */
  mail: { waits: doublingWaits(3, 60, hour), windowSeconds: day, emptiedBySuccess: false },
  mailTo: { waits: doublingWaits(10, 60, hour), windowSeconds: day, emptiedBySuccess: false },
  mailFrom: { waits: doublingWaits(50, 10, quarterHour), windowSeconds: hour, emptiedBySuccess: false },
  /** A name beside a mobile that is known under another: slips are free, whoever tries names out waits. */
  match: { waits: doublingWaits(10, 60, hour), windowSeconds: day, emptiedBySuccess: false },
  /**
   * Proving to know a learner by name and whole mobile: by who tries, whatever they find out on the way (so success does
   * not empty it), and by the person, whoever tries.
   */
  proof: { waits: doublingWaits(10, 30, hour), windowSeconds: day, emptiedBySuccess: false },
  proofOf: { waits: doublingWaits(5, 60, hour), windowSeconds: day, emptiedBySuccess: false },
} as const satisfies Record<string, ThrottlePolicy>

export type Bucket = { readonly key: string; readonly policy: ThrottlePolicy }

/**
 * The buckets that a log-in counts in, in the order in which they are asked. `nameHash` is a keyed hash of what was
 * typed, because people also type passwords and ID numbers there.
 */
export function logInBuckets(from: { nameHash: string; network: string; deviceNonce: string | null }): Bucket[] {
  if (from.deviceNonce !== null) return [{ key: `device:${from.deviceNonce}`, policy: throttlePolicies.device }]
  return [
    { key: `name:${from.nameHash}:${from.network}`, policy: throttlePolicies.name },
    { key: `network:${from.network}`, policy: throttlePolicies.network },
  ]
}

/**
 * The second factor counts by account: an account's codes are the same from every network. Known browsers count apart,
 * so that somebody who has only the password cannot keep the owner out either.
 */
export function secondFactorBucket(accountId: string, deviceNonce: string | null): Bucket {
  const key = deviceNonce === null ? `factor:${accountId}` : `factor:${accountId}:${deviceNonce}`
  return { key, policy: throttlePolicies.secondFactor }
}

export function confirmationBucket(sessionId: string): Bucket {
  return { key: `confirm:${sessionId}`, policy: throttlePolicies.confirmation }
}

/** Proving to know a learner. The person counts by the keyed hash of the ID number, whether it is anybody's or not. */
export function proofBuckets(from: { accountId: string; idNumberHash: string }): Bucket[] {
  return [
    { key: `proof:${from.accountId}`, policy: throttlePolicies.proof },
    { key: `proof-of:${from.idNumberHash}`, policy: throttlePolicies.proofOf },
  ]
}

/** Naming people by mobile and name: by who names them. */
export function matchBucket(accountId: string): Bucket {
  return { key: `match:${accountId}`, policy: throttlePolicies.match }
}

/**
 * The network an address belongs to: what one subscriber can choose addresses from freely. IPv4 /24, IPv6 /64 (the
 * smallest that providers give out, RFC 6177). What is no address stays as it is.
 */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip
  const v4 = /^(\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(mapped)?.[1]
  if (v4) return `${v4}.0/24`
  if (!/^[0-9a-f:]+(?:%\w+)?$/i.test(ip) || !ip.includes(':')) return ip.slice(0, 64)
  const [head = '', tail] = (ip.split('%')[0] ?? '').toLowerCase().split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
  const groups = tail === undefined ? front : [...front, ...zeros, ...back]
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}

/**
 * Having a link or code mailed. By what was named and the network: who asks for others' accounts does not keep the
 * owners, who ask from elsewhere, from getting theirs. By the name alone: nobody's mailbox is flooded. By the network:
 * a list of names tried one by one. `subject` is an id, or a keyed hash of what was typed.
 */
export function mailBuckets(from: { purpose: string; subject: string; network: string }): Bucket[] {
  return [
    { key: `mail:${from.purpose}:${from.subject}:${from.network}`, policy: throttlePolicies.mail },
    { key: `mail-to:${from.purpose}:${from.subject}`, policy: throttlePolicies.mailTo },
    { key: `mail-from:${from.network}`, policy: throttlePolicies.mailFrom },
  ]
}
