import { expect, test } from 'vitest'
import {
  doublingWaits,
  logInBuckets,
  networkOf,
  secondFactorBucket,
  throttlePolicies,
} from '../../server/features/accounts/throttle.rules.ts'

test('waits begin after the free failures, double, and stop at the longest', () => {
  expect(doublingWaits(3, 2, 20)).toEqual([0, 0, 2, 4, 8, 16, 20])
})

test('a network that never stops guessing at one name gets little more than 100 guesses a day', () => {
  const { waits } = throttlePolicies.name
  const longest = waits.at(-1) ?? 0
  let seconds = 0
  let guesses = 0
  while (seconds < 24 * 3600) seconds += waits[guesses++] ?? longest
  expect(guesses).toBeLessThan(115)
  expect(throttlePolicies.name.windowSeconds).toBeGreaterThan(longest)
})

test('second-factor guesses that never stop hit once in decades', () => {
  const longest = throttlePolicies.secondFactor.waits.at(-1) ?? 0
  const guessesADay = (24 * 3600) / longest
  const days = 1 / ((guessesADay * 3) / 1_000_000)
  expect(days / 365).toBeGreaterThan(30)
})

test('a browser that is known for the account counts by itself alone', () => {
  const known = logInBuckets({ nameHash: 'n', network: '203.0.113.0/24', deviceNonce: 'd1' })
  const strangers = logInBuckets({ nameHash: 'n', network: '203.0.113.0/24', deviceNonce: null })
  expect(known.map((bucket) => bucket.key)).toEqual(['device:d1'])
  expect(strangers.map((bucket) => bucket.key)).toEqual(['name:n:203.0.113.0/24', 'network:203.0.113.0/24'])
  expect(secondFactorBucket('a', 'd1').key).not.toBe(secondFactorBucket('a', null).key)
})

test('what many people share is never emptied by one of them', () => {
  expect(throttlePolicies.network.emptiedBySuccess).toBe(false)
})

test.each([
  ['203.0.113.7', '203.0.113.0/24'],
  ['::ffff:203.0.113.7', '203.0.113.0/24'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['unknown', 'unknown'],
])('the network of %s is %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network)
})
