import { describe, expect, test } from 'vitest'
import { nameKey, nameSimilarity } from '../../server/core/names.ts'
import { isWorkingTime, type WorkingCalendar } from '../../server/core/working-time.ts'
import { grantRegistration, registrationsOf } from '../../server/features/registrations/applicant-token.ts'
import { approvedCodes } from '../../server/features/registrations/approval.rules.ts'
import { findDuplicates, likelyNames } from '../../server/features/registrations/duplicates.rules.ts'
import {
  answerBy,
  checkFormVersion,
  judgeCode,
  missingPartsOf,
} from '../../server/features/registrations/registrations.rules.ts'

describe('what kind of code was typed', () => {
  test.each([
    ['91320500MA10428719', 'creditCode', true],
    [' 9135 0203 M000 1QAY 9b ', 'creditCode', true],
    ['91350203M0001QAY9B', 'creditCode', true],
    ['91350100M000100Y43', 'creditCode', false],
    ['１３５６７８９０-１', 'organisationCode', true],
    ['D2143569-X', 'organisationCode', false],
    ['d2143569x', 'organisationCode', false],
    ['a017', 'memberNo', false],
    ['AB12345', 'memberNo', false],
  ] as const)('%s is a %s, doubtful: %s', (typed, kind, doubtful) => {
    expect(judgeCode(typed)).toMatchObject({ kind, doubtful })
  })

  test.each(['', '1', 'A1', '017', 'A0172345678', '91350100M000100Y4', '91350100M000100Y4I', '江苏A017', 'ABCD1234'])(
    '%j is none',
    (typed) => {
      expect(judgeCode(typed)).toBeNull()
    },
  )
})

test('what is missing is named, and a licence that nobody can open is none', () => {
  const form = { name: '甲', contactName: '', email: 'a@example.com', address: '  ' }
  const licence = (state: string) => ({ purpose: 'licence' as const, state })
  expect(missingPartsOf(form, [licence('unreadable')])).toEqual(['contactName', 'address', 'licence'])
  expect(missingPartsOf(form, [licence('received')])).toEqual(['contactName', 'address'])
  expect(missingPartsOf(form, [{ purpose: 'qualification', state: 'read' }])).toContain('licence')
})

describe('working days', () => {
  const calendar: WorkingCalendar = {
    startsMinute: 540,
    endsMinute: 1050,
    holidays: new Set(['2026-02-17']),
    workdays: new Set(['2026-02-14']),
  }
  test.each([
    ['2026-02-12T10:00:00+08:00', 1, '2026-02-13T10:00:00+08:00'],
    // A Saturday that is worked to make up for the festival.
    ['2026-02-13T16:00:00+08:00', 1, '2026-02-14T16:00:00+08:00'],
    // Monday is worked, Tuesday is the festival.
    ['2026-02-14T09:30:00+08:00', 2, '2026-02-18T09:30:00+08:00'],
    // At night the day begins with the next morning and ends with it.
    ['2026-02-12T22:00:00+08:00', 1, '2026-02-13T17:30:00+08:00'],
  ])('from %s, %i of them end at %s', (from, days, due) => {
    expect(answerBy(new Date(from), days, calendar)).toEqual(new Date(due))
  })

  test.each([
    ['2026-02-13T08:59:59+08:00', false],
    ['2026-02-13T09:00:00+08:00', true],
    ['2026-02-13T17:29:59+08:00', true],
    ['2026-02-13T17:30:00+08:00', false],
    ['2026-02-14T10:00:00+08:00', true],
    ['2026-02-15T10:00:00+08:00', false],
    ['2026-02-17T10:00:00+08:00', false],
    // Half past midnight in Shanghai is the evening before in UTC.
    ['2026-02-13T16:30:00Z', false],
  ])('somebody is at work at %s: %s', (at, expected) => {
    expect(isWorkingTime(new Date(at), calendar)).toBe(expected)
  })
})

test('a form is refused when it was changed since, and not because of files', () => {
  const present = { version: 7, formVersion: 4 }
  expect(() => checkFormVersion(present, 4)).not.toThrow()
  expect(() => checkFormVersion(present, 7)).not.toThrow()
  expect(() => checkFormVersion(present, 3)).toThrow('registrationChanged')
  // A version that never was is nobody's.
  expect(() => checkFormVersion(present, 8)).toThrow('registrationChanged')
})

describe('the codes that approval writes', () => {
  const credit = '91350100M000100Y43'
  const older = credit.slice(8, 17)
  test.each([
    ['creditCode', credit, '', '', { creditCode: credit, organisationCode: null, memberNo: null }],
    ['creditCode', credit, 'a-18', credit, { creditCode: credit, organisationCode: null, memberNo: 'A18' }],
    ['organisationCode', older, '', '', { creditCode: null, organisationCode: older, memberNo: null }],
    ['organisationCode', older, '', credit, { creditCode: credit, organisationCode: older, memberNo: null }],
    ['memberNo', 'A017', '', credit, { creditCode: credit, organisationCode: null, memberNo: 'A017' }],
    ['memberNo', 'A017', 'A018', credit, { creditCode: credit, organisationCode: null, memberNo: 'A018' }],
  ] as const)('%s %s, member number %j, credit code %j', (codeKind, code, memberNo, creditCode, codes) => {
    expect(approvedCodes({ code, codeKind }, { memberNo, creditCode })).toEqual(codes)
  })

  test.each([
    ['creditCode', credit, '', '91320500MA10428719', 'creditCodeInvalid'],
    ['organisationCode', 'D2143569X', '', credit, 'creditCodeInvalid'],
    ['memberNo', 'A017', '', '', 'registrationCreditCodeNeeded'],
    ['memberNo', 'A017', '', '9132', 'creditCodeInvalid'],
    ['creditCode', credit, '17', '', 'memberNoInvalid'],
  ] as const)('%s %s, member number %j, credit code %j: %s', (codeKind, code, memberNo, creditCode, error) => {
    expect(() => approvedCodes({ code, codeKind }, { memberNo, creditCode })).toThrow(error)
  })
})

describe('the cookie', () => {
  const secrets = { hash: (plain: string) => Buffer.from(plain).toString('hex') }
  const now = new Date('2026-03-10T09:00:00Z')
  const ids = ['a', 'b', 'c', 'd'].map((letter) => `01900000-0000-7000-8000-00000000000${letter}`)

  test('holds the newest three', () => {
    const token = ids.reduce<string | null>((held, id) => grantRegistration(secrets, held, id, now), null)
    expect(registrationsOf(secrets, token, now)).toEqual([ids[3], ids[2], ids[1]])
  })

  test('the same again is one entry, made longer', () => {
    const first = grantRegistration(secrets, null, ids[0] ?? '', now)
    const later = new Date(now.getTime() + 20 * 86_400_000)
    const second = grantRegistration(secrets, first, ids[0] ?? '', later)
    const end = new Date(now.getTime() + 31 * 86_400_000)
    expect(registrationsOf(secrets, first, end)).toEqual([])
    expect(registrationsOf(secrets, second, end)).toEqual([ids[0]])
  })
})

describe('duplicates', () => {
  const one = {
    code: '91350100M000100Y43',
    name: '苏州交通工程质量检测有限公司',
    mobile: '13800138000',
    email: 'a@corp.cn',
  }
  const known = { id: newLetter('1'), contactName: '', mobile: '', email: '', createdAt: new Date(0), enabled: true }
  function newLetter(letter: string) {
    return `01900000-0000-7000-8000-00000000000${letter}`
  }
  const organisation = (more: object) => ({
    ...known,
    name: '无关单位',
    creditCode: null,
    organisationCode: null,
    memberNo: null,
    ...more,
  })

  test('the same organisation under its older code, a like name and a shared mailbox; what shares nothing is none', () => {
    const found = findDuplicates(
      one,
      [
        organisation({ id: newLetter('2'), email: 'A@CORP.cn' }),
        organisation({ id: newLetter('3'), name: '苏州市交通工程质量检测有限公司' }),
        organisation({ id: newLetter('4'), organisationCode: one.code.slice(8, 17), enabled: false }),
        organisation({ id: newLetter('5') }),
      ],
      [],
    )
    expect(found.map(({ id, shares, state }) => [id.slice(-1), shares, state])).toEqual([
      ['4', ['code'], 'disabled'],
      ['3', ['name'], 'enabled'],
      ['2', ['email'], 'enabled'],
    ])
  })

  test('an address that neither has typed is not shared', () => {
    expect(findDuplicates({ ...one, email: '', mobile: '' }, [organisation({})], [])).toEqual([])
  })

  test('what names are picked out by lets no like name go by', () => {
    const base = '苏州工程质量检测中心站'
    for (let cut = 0; cut < base.length; cut++) {
      for (const other of [base.slice(0, base.length - cut), base + '江苏省交通建设集团公司实验所'.slice(0, cut)]) {
        if (nameSimilarity(base, other) < 0.75) continue
        const { shortest, longest, pairs } = likelyNames(base)
        const held = pairs.filter((pair) => nameKey(other).includes(pair)).length
        expect(held).toBeGreaterThanOrEqual(0.375 * (pairs.length + nameKey(other).length - 1))
        expect(nameKey(other).length).toBeGreaterThanOrEqual(shortest)
        expect(nameKey(other).length).toBeLessThanOrEqual(longest)
      }
    }
  })
})
