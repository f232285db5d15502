import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  fromBase32,
  type HmacSha1,
  matchTotp,
  normaliseTotp,
  otpauthUrl,
  sameText,
  toBase32,
  totpCode,
  totpStepAt,
} from '../../server/features/accounts/totp.rules.ts'

const hmac: HmacSha1 = (key, message) => new Uint8Array(createHmac('sha1', key).update(message).digest())
const secret = new TextEncoder().encode('12345678901234567890')
const at = (seconds: number) => new Date(seconds * 1000)

test.each([
  [59, '94287082'],
  [1111111109, '07081804'],
  [1111111111, '14050471'],
  [1234567890, '89005924'],
  [2000000000, '69279037'],
  [20000000000, '65353130'],
])('the code at second %i is the one of RFC 6238 appendix B', (second, code) => {
  expect(totpCode(hmac, secret, totpStepAt(at(second)), 8)).toBe(code)
  expect(totpCode(hmac, secret, totpStepAt(at(second)))).toBe(code.slice(2))
})

test('the first ten codes are those of RFC 4226 appendix D', () => {
  const codes = Array.from({ length: 10 }, (_, counter) => totpCode(hmac, secret, counter))
  expect(codes).toEqual('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489'.split(' '))
})

test('a code is good one step early and one step late, and no further', () => {
  const step = totpStepAt(at(1_800_000_000))
  const accepted = [-2, -1, 0, 1, 2].map((drift) =>
    matchTotp(hmac, secret, totpCode(hmac, secret, step + drift), at(1_800_000_000), null),
  )
  expect(accepted).toEqual([null, step - 1, step, step + 1, null])
})

test('a step that was spent, and every one before it, is good no more', () => {
  const now = at(1_800_000_000)
  const step = totpStepAt(now)
  const code = (drift: number) => totpCode(hmac, secret, step + drift)
  expect(matchTotp(hmac, secret, code(0), now, step)).toBeNull()
  expect(matchTotp(hmac, secret, code(-1), now, step)).toBeNull()
  expect(matchTotp(hmac, secret, code(1), now, step)).toBe(step + 1)
})

test('base32 is that of RFC 4648 and goes back to the same bytes', () => {
  const words = ['f', 'fo', 'foo', 'foob', 'fooba', 'foobar'].map((word) => new TextEncoder().encode(word))
  expect(words.map(toBase32)).toEqual(['MY', 'MZXQ', 'MZXW6', 'MZXW6YQ', 'MZXW6YTB', 'MZXW6YTBOI'])
  for (const word of words) expect(fromBase32(toBase32(word))).toEqual(word)
  expect(() => fromBase32('M1')).toThrow(RangeError)
})

test('typed codes may have blanks and full-width digits; anything else is no authenticator code', () => {
  expect(normaliseTotp(' 287 082 ')).toBe('287082')
  expect(normaliseTotp('２８７０８２')).toBe('287082')
  expect(normaliseTotp('28708')).toBeNull()
  expect(normaliseTotp('ABCDE-FGHJK')).toBeNull()
})

test('texts are the same only when every character and the length are', () => {
  expect(sameText('287082', '287082')).toBe(true)
  expect(sameText('287082', '287083')).toBe(false)
  expect(sameText('287082', '2870822')).toBe(false)
  expect(sameText('287082', '')).toBe(false)
  expect(sameText('', '')).toBe(true)
})

test('the address for authenticators escapes names', () => {
  const url = otpauthUrl('学时', '王 芳', 'MZXW6')
  expect(url).toBe(
    `otpauth://totp/${encodeURIComponent('学时')}:${encodeURIComponent('王 芳')}?secret=MZXW6&issuer=${encodeURIComponent('学时')}`,
  )
})
