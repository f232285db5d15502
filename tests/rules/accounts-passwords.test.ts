import { expect, test } from 'vitest'
import {
  canonicalCode,
  groupedCode,
  judgePassword,
  normalisePassword,
  oneTimePasswordShape,
  randomBytesFor,
  recoveryCodeShape,
} from '../../server/features/accounts/password.rules.ts'

const names = ['A017', '13812345678', '苏州工程检测有限公司', '王芳', 'wangfang']

test.each(['11111', 'abc123', '', 'q7#Lm2x'])('%j is too short', (password) => {
  expect(judgePassword(password, names)).toBe('tooShort')
})

test('129 characters are too long, 128 and rare characters counted once are not', () => {
  const phrase = 'Kranich im Nebel ueber dem Taihu '.repeat(4)
  expect(judgePassword(phrase.slice(0, 128), [])).not.toBe('tooLong')
  expect(judgePassword(phrase.slice(0, 129), [])).toBe('tooLong')
  expect(judgePassword('𠮷𠮷野家の牛丼が', [])).toBe('tooShort')
})

test.each([
  '1111111111',
  'aaaaaaaaaaaa',
  '11111 11111',
  'abc123abc123',
  'abc123abc1',
  '1234567890',
  '0987654321',
  '123456789012',
  'qwertyuiop',
  'QWERTYUIOP',
  'qwerty12345',
  'asdfghjkl123',
  '1qaz2wsx3edc',
  'abcdefghij',
  'password123',
  'P@ssw0rd2026',
  'p@ssword1!',
  'Passw0rd!!',
  'admin12345',
  'administrator',
  'woaini1314520',
  'woaini52013',
  'iloveyou2026',
  '5201314520',
  '1392468135',
  '13900001111',
  '19900101',
  '1990010119',
  'xueshi2026!',
  'letmein2026',
  '12345abcde',
  '888888888888',
  'mima123456',
])('%j is on every list', (password) => {
  expect(['common', 'tooShort']).toContain(judgePassword(password, names))
  expect(judgePassword(`${password}${password}`, names)).toBe('common')
})

test.each([
  ['A0172026xy', 'containsName'],
  ['13812345678a', 'containsName'],
  ['王芳的好密码呀呀呀', 'tooShort'],
  ['王芳最喜欢的运动鞋', 'tooShort'],
  ['王芳最喜欢的运动鞋子', 'containsName'],
  ['WangFang-88x', 'containsName'],
  ['苏州工程检测有限公司2026', 'containsName'],
])('%j says who uses it', (password, verdict) => {
  expect(judgePassword(password, names)).toBe(verdict)
})

test.each([
  'tiger-lamp-47-river',
  'q7#Lm2x9Kd',
  '7gHk2PqLx3',
  '茶杯里的风浪昨夜停了吗',
  'wangfang keeps 3 goldfish at home',
  'correct horse battery staple',
  'testudo graeca 42',
])('%j is taken', (password) => {
  expect(judgePassword(password, names)).toBeNull()
})

test('the same keys give the same password whatever form the phone sends', () => {
  expect(normalisePassword('ｃａｆｅ\u0301')).toBe(normalisePassword('café'))
})

test('a one-time password is three groups of four out of letters and digits that are not mistaken for each other', () => {
  const bytes = new Uint8Array(randomBytesFor(oneTimePasswordShape)).map((_, i) => (i * 37) % 256)
  expect(groupedCode(bytes, 3, 4)).toMatch(/^[2-9A-HJKMNP-Z]{4}(-[2-9A-HJKMNP-Z]{4}){2}$/)
  expect(() => groupedCode(bytes.slice(1), 3, 4)).toThrow(RangeError)
})

test('every character of the alphabet comes, none much more often than another', () => {
  const counts = new Map<string, number>()
  for (let round = 0; round < 2000; round++) {
    for (const letter of groupedCode(crypto.getRandomValues(new Uint8Array(40)), 1, 10)) {
      counts.set(letter, (counts.get(letter) ?? 0) + 1)
    }
  }
  expect(counts.size).toBe(31)
  for (const count of counts.values()) expect(Math.abs(count - 20_000 / 31)).toBeLessThan(160)
})

test('a one-time password may be typed in small letters and without hyphens; other passwords stay as they are', () => {
  expect(canonicalCode('k7mp 3qxw9ftr', oneTimePasswordShape)).toBe('K7MP-3QXW-9FTR')
  expect(canonicalCode('abcde-fghjk', recoveryCodeShape)).toBe('ABCDE-FGHJK')
  expect(canonicalCode('tiger-lamp-47-river', oneTimePasswordShape)).toBe('tiger-lamp-47-river')
  expect(canonicalCode('K7MP-3QXW-9FT0', oneTimePasswordShape)).toBe('K7MP-3QXW-9FT0')
})
