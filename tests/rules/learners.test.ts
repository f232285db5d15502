import { describe, expect, test } from 'vitest'
import { residentIdOf } from '../../prisma/seed/credit-codes.ts'
import { maskIdNumber } from '../../server/core/ids.ts'
import {
  auditableFilter,
  judgeIdNumber,
  provesPerson,
  readProof,
  readSearch,
} from '../../server/features/learners/learners.rules.ts'

const today = new Date('2026-11-22T00:00:00Z')

describe('an ID number', () => {
  test.each([
    ['residentId', '110101199003071230', 'checkCharacter'],
    ['residentId', residentIdOf('11010119900307123'), null],
    // Residents from Hong Kong, Macau and Taiwan.
    ['residentId', residentIdOf('81000019900307123'), null],
    ['residentId', residentIdOf('11010120270101001'), 'birthDate'],
    ['residentId', residentIdOf('11010119900230123'), 'birthDate'],
    ['residentId', '11010119900307123', 'shape'],
    ['residentId', '11010119900307123A', 'shape'],
    ['residentId', '010101199003071234', 'shape'],
    ['passport', 'E12345678', null],
    ['passport', 'ABCDEFGH', 'shape'],
    ['passport', 'E1234', 'shape'],
    ['hkMacauPermit', 'H12345678', null],
    ['hkMacauPermit', 'M1234567890', null],
    ['hkMacauPermit', 'H1234567', 'shape'],
    ['taiwanPermit', '12345678', null],
    ['taiwanPermit', '1234567890B', null],
    ['taiwanPermit', '123456789', 'shape'],
  ] as const)('%s %s: %s', (idType, idNumber, fault) => {
    expect(judgeIdNumber(idType, idNumber, today)).toBe(fault)
  })

  test.each([
    ['110101199003071234', '110101********1234'],
    ['E12345678', '*******78'],
    ['1234567890', '********90'],
    ['H1234567890', '*********90'],
  ])('%s is shown as %s', (whole, masked) => expect(maskIdNumber(whole)).toBe(masked))
})

describe('what a search means', () => {
  const read = (typed: string) => readSearch(typed, (idNumber) => `hash of ${idNumber}`)
  test.each([
    ['', null],
    ['  ', null],
    ['王', [{ kind: 'nameStart', key: '王' }]],
    ['王 小明', [{ kind: 'namePart', key: '王小明' }]],
    ['138', [{ kind: 'mobileStart', digits: '138' }]],
    ['+86 138-0013-8000', [{ kind: 'mobile', mobile: '13800138000' }]],
    [
      '13800138000',
      [
        { kind: 'mobile', mobile: '13800138000' },
        { kind: 'idNumberHash', hash: 'hash of 13800138000' },
      ],
    ],
    [
      '1234',
      [
        { kind: 'mobileStart', digits: '1234' },
        { kind: 'mobileEnd', digits: '1234' },
        { kind: 'idNumberMasked', head: '', tail: '1234' },
      ],
    ],
    [
      '123x',
      [
        { kind: 'idNumberMasked', head: '', tail: '123X' },
        { kind: 'namePart', key: '123X' },
      ],
    ],
    ['110101********1234', [{ kind: 'idNumberMasked', head: '110101', tail: '1234' }]],
    ['*******78', [{ kind: 'idNumberMask', mask: '*******78' }]],
    [
      '11010119900307123X',
      [
        { kind: 'namePart', key: '11010119900307123X' },
        { kind: 'idNumberHash', hash: 'hash of 11010119900307123X' },
      ],
    ],
    ['110101199003071234', [{ kind: 'idNumberHash', hash: 'hash of 110101199003071234' }]],
    ['王*', []],
    ['···', []],
  ])('%s', (typed, matches) => expect(read(typed)).toEqual(matches))
})

test('the trail keeps a filter, but no whole ID number of it', () => {
  expect(auditableFilter({ search: '110101199003071234', enabled: false })).toEqual({
    search: '110101********1234',
    enabled: false,
  })
  expect(auditableFilter({ search: '王小明' })).toEqual({ search: '王小明' })
  expect(auditableFilter({ search: '13800138000' })).toEqual({ search: '13800138000' })
  expect(auditableFilter({})).toEqual({})
})

test('a person is proved by the whole name and the whole mobile; without a stored mobile by nothing', () => {
  const stored = { nameKey: '王小明', mobile: '13800138000' }
  expect(provesPerson(stored, { name: '王 小明', mobile: '13800138000' })).toBe(true)
  expect(provesPerson(stored, { name: '王小', mobile: '13800138000' })).toBe(false)
  expect(provesPerson(stored, { name: '王小明', mobile: '13800138001' })).toBe(false)
  expect(provesPerson({ ...stored, mobile: '' }, { name: '王小明', mobile: '' })).toBe(false)
})

test.each(['', 'a.b.c.d', 'a.b.c.1.e.f', '....'])('%s is no proof', (token) => expect(readProof(token)).toBeNull())
