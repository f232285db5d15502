import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  certificateFileName,
  certificateNumber,
  groupCertificateCode,
  makeCertificateCode,
  maskPersonName,
  normaliseCertificateNumber,
  readCertificateCode,
} from '../../server/features/certificates/certificates.rules.ts'
import { checkBuckets } from '../../server/features/certificates/check-throttle.rules.ts'

test('a number is the prefix, the year of issue and six digits that go on after the millionth', () => {
  expect(certificateNumber('XS', 2026, 123)).toBe('XS2026000123')
  expect(certificateNumber('', 2026, 1_000_000)).toBe('20261000000')
  expect(normaliseCertificateNumber(' ｘｓ2026 000-123 ')).toBe('XS2026000123')
})

describe('codes', () => {
  test('are twelve characters that survive print and dictation, none likelier than another', () => {
    const counts = new Map<string, number>()
    for (let i = 0; i < 5000; i++)
      for (const sign of makeCertificateCode()) counts.set(sign, (counts.get(sign) ?? 0) + 1)
    expect([...counts.keys()].toSorted().join('')).toBe('23456789ABCDEFGHJKMNPQRSTUVWXYZ')
    const even = (5000 * 12) / 31
    for (const count of counts.values()) expect(Math.abs(count - even) / even).toBeLessThan(0.15)
  })

  test('are read in whatever way they are typed, and what is none is none', () => {
    fc.assert(
      fc.property(
        fc.constant(null).map(() => makeCertificateCode()),
        (code) => {
          for (const typed of [
            groupCertificateCode(code),
            code.toLowerCase(),
            `https://xueshi.example.cn/c/${code}`,
            `http://localhost:3000/c/${code.toLowerCase()}/?a=1#b`,
            code.replace(/./g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
          ])
            expect(readCertificateCode(typed)).toBe(code)
        },
      ),
    )
    for (const typed of ['', 'K7M29QXR4TB', 'K7M29QXR4TBWW', 'K7M29QXR4TB0', 'https://xueshi.example.cn/check'])
      expect(readCertificateCode(typed)).toBeNull()
  })
})

test.each([
  ['王芳', '王*'],
  ['王小明', '王*明'],
  ['欧阳小明', '欧**明'],
  ['𠮷', '*'],
  ['㐂𠮷䶮', '㐂*䶮'],
  ['买买提·艾力', '买**·*力'],
  ['John Smith', 'J*** ****h'],
  ['', ''],
])('%s is shown to strangers as %s', (name, masked) => {
  expect(maskPersonName(name)).toBe(masked)
})

test('a masked name shows two characters of it at most', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (name) => {
      const shown = [...maskPersonName(name.replaceAll('*', ''))].filter((sign) => !/[*\s·•・.\-']/u.test(sign))
      const segments = new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(shown.join(''))
      expect([...segments].length).toBeLessThanOrEqual(2)
    }),
  )
})

test('a file name keeps the person’s name but for what no disk takes', () => {
  expect(certificateFileName({ learnerName: 'a/b\\c:d*e?"<>|\n王', number: 'XS2026000123' })).toBe(
    '证书_abcde王_XS2026000123.pdf',
  )
})

test('codes count by network alone; pairs of number and name count for everybody too, with waits that stay short', () => {
  expect(checkBuckets('code', '203.0.113.9').map((bucket) => bucket.key)).toEqual(['certificate-code:203.0.113.0/24'])
  const [network, everybody] = checkBuckets('name', '203.0.113.9')
  expect(network?.key).toBe('certificate-name:203.0.113.0/24')
  expect(Math.max(...(everybody?.policy.waits ?? []))).toBeLessThanOrEqual(60)
})
