import { describe, expect, test } from 'vitest'
import {
  isOwnCheck,
  type RegistrationFacts,
  readCreditCode,
  runRegistrationChecks,
} from '../../server/features/registrations/registration-checks.rules.ts'
import type { Duplicate } from '../../server/features/registrations/registrations.schema.ts'
import { licenceReading } from '../support/registrations.ts'

const code = '91350100M000100Y43'
const name = '福州市工程质量检测有限公司'
const licence = (fields: Parameters<typeof licenceReading>[0], low: Parameters<typeof licenceReading>[1] = []) => ({
  id: '01900000-0000-7000-8000-000000000001',
  state: 'read' as const,
  reading: licenceReading(fields, low),
})
const facts: RegistrationFacts = {
  code,
  codeKind: 'creditCode',
  codeDoubtful: false,
  name,
  licences: [licence({ creditCode: code, name })],
  duplicates: [],
  today: '2026-11-22',
}
const check = (which: string, change: Partial<RegistrationFacts>) => {
  const found = runRegistrationChecks({ ...facts, ...change }).find((one) => one.code === which)
  return found && { verdict: found.verdict, finding: found.finding, found: found.found, expected: found.expected }
}
const detailsOf = (which: string, change: Partial<RegistrationFacts>) =>
  runRegistrationChecks({ ...facts, ...change }).find((one) => one.code === which)?.details

describe('the code on the licence', () => {
  test.each([
    ['the same', { creditCode: code }, [], 'pass', 'codeAgrees'],
    ['not found', { name }, [], 'warn', 'codeNotRead'],
    ['one character off, and wrong in itself', { creditCode: '91350100M000100Y48' }, [], 'warn', 'codeNear'],
    ['another one, read with doubt', { creditCode: '91320500MA10428719' }, ['creditCode'], 'warn', 'codeDiffers'],
    ['another one, right in itself', { creditCode: '91330200MA1000018M' }, [], 'fail', 'codeDiffers'],
  ] as const)('%s', (_what, fields, low, verdict, finding) => {
    // A right code stands for "read without doubt": made by the alphabet's own rule.
    const value = 'creditCode' in fields ? fields.creditCode : undefined
    const right = finding === 'codeDiffers' && verdict === 'fail' ? rightOf(value ?? '') : value
    const licences = [licence({ ...fields, ...(right === undefined ? {} : { creditCode: right }) }, low)]
    expect(check('licenceCode', { licences })).toMatchObject({ verdict, finding, expected: code })
  })

  test('one character off what is right in itself: the typed one is wrong, and says where', () => {
    const typed = '91350100M000100Y44'
    expect(check('licenceCode', { code: typed })).toMatchObject({ verdict: 'fail', finding: 'codeNear', found: code })
    expect(detailsOf('licenceCode', { code: typed })).toMatchObject({ differs: '17', field: 'creditCode' })
  })

  test('the older code that was typed stands within the one that was read', () => {
    const older = { code: code.slice(8, 17), codeKind: 'organisationCode' as const }
    expect(check('licenceCode', older)).toMatchObject({ verdict: 'pass', finding: 'codeContained' })
    expect(check('licenceCode', { ...older, code: 'D2143569X' })).toMatchObject({
      verdict: 'fail',
      finding: 'codeDiffers',
    })
  })

  test('a member number stands on no licence', () => {
    const member = { code: 'A017', codeKind: 'memberNo' as const }
    expect(check('licenceCode', member)).toMatchObject({ verdict: 'pass', finding: 'codeOfMember', found: code })
    expect(check('codeCharacter', member)).toBeUndefined()
  })

  test('of two pictures the one that agrees counts', () => {
    const licences = [licence({ creditCode: '91350100M000100Y48' }), licence({ creditCode: code, name })]
    expect(check('licenceCode', { licences })).toMatchObject({ finding: 'codeAgrees' })
    expect(readCreditCode({ code: 'A017', licences })).toBe(code)
    expect(readCreditCode({ code: 'A017', licences: [] })).toBeNull()
  })
})

function rightOf(doubtful: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
  const sum = [...doubtful.slice(0, 17)].reduce((total, c, i) => total + alphabet.indexOf(c) * 3 ** i, 0)
  return doubtful.slice(0, 17) + alphabet.charAt((31 - (sum % 31)) % 31)
}

describe('the name on the licence', () => {
  test.each([
    ['福州市工程质量检测有限公司', 'pass', 'nameAgrees'],
    ['福州市工程质量 检测有限公司', 'pass', 'nameAgrees'],
    ['福州市工程质量捡测有限公司', 'warn', 'nameNear'],
    ['福州工程质量检测有限公司', 'warn', 'nameNear'],
    ['厦门市海沧建设监理有限公司', 'fail', 'nameDiffers'],
  ])('%s: %s %s', (read, verdict, finding) => {
    const licences = [licence({ creditCode: code, name: read })]
    expect(check('licenceName', { licences })).toEqual({ verdict, finding, found: read, expected: name })
  })

  test('full-width and plain brackets are the same, other brackets are not dropped', () => {
    const typed = '福州检测（集团）有限公司'
    const licences = [licence({ name: '福州检测(集团)有限公司' })]
    expect(check('licenceName', { name: typed, licences })?.finding).toBe('nameAgrees')
    expect(check('licenceName', { name: '福州检测集团有限公司', licences })?.finding).toBe('nameNear')
  })

  test('says which characters of what was typed differ', () => {
    const licences = [licence({ name: '福州市工程质量捡测有限公司' })]
    expect(detailsOf('licenceName', { licences })).toMatchObject({ differs: '7', field: 'name' })
    // A character more than the licence has.
    const shorter = [licence({ name: '福州工程质量检测有限公司' })]
    expect(detailsOf('licenceName', { licences: shorter })).toMatchObject({ differs: '2' })
  })

  test('another name that was read with doubt is looked at by people', () => {
    const licences = [licence({ name: '厦门市海沧建设监理有限公司' }, ['name'])]
    expect(check('licenceName', { licences })).toMatchObject({ verdict: 'warn', finding: 'nameDiffers' })
  })

  test('two short names are not one because of a slip', () => {
    const licences = [licence({ name: '大成公司' })]
    expect(check('licenceName', { name: '大华公司', licences })?.finding).toBe('nameDiffers')
  })
})

describe('before there is anything to compare', () => {
  const waiting = { id: '01900000-0000-7000-8000-000000000002', reading: null }
  test.each([
    [[], 'pending', 'licenceMissing'],
    [[{ ...waiting, state: 'received' as const }], 'pending', 'licenceInReading'],
    [[{ ...waiting, state: 'unreadable' as const }], 'fail', 'licenceUnreadable'],
    [
      [
        { ...waiting, state: 'unreadable' as const },
        { ...waiting, state: 'compressed' as const },
      ],
      'pending',
      'licenceInReading',
    ],
  ] as const)('%j', (licences, verdict, finding) => {
    expect(check('licenceCode', { licences })).toMatchObject({ verdict, finding })
    expect(check('licenceName', { licences })).toMatchObject({ verdict, finding })
    expect(check('licenceValid', { licences })).toBeUndefined()
  })

  test('a name that was not typed yet, or not read', () => {
    expect(check('licenceName', { name: '' })).toMatchObject({ verdict: 'pending', finding: 'nameMissing' })
    expect(check('licenceName', { licences: [licence({})] })).toMatchObject({ verdict: 'warn', finding: 'nameNotRead' })
  })
})

test.each([
  ['longTerm', 'pass', 'licenceInForce'],
  ['2036-01-01', 'pass', 'licenceInForce'],
  ['2026-12-22', 'warn', 'licenceEndsSoon'],
  ['2026-11-22', 'warn', 'licenceEndsSoon'],
  ['2026-11-21', 'fail', 'licenceExpired'],
])('a licence until %s: %s %s', (validUntil, verdict, finding) => {
  expect(check('licenceValid', { licences: [licence({ validUntil })] })).toMatchObject({ verdict, finding })
})

test('a wrong check character is a warning that names the right one', () => {
  const doubtful = { code: '91350100M000100Y44', codeDoubtful: true }
  expect(check('codeCharacter', doubtful)).toEqual({
    verdict: 'warn',
    finding: 'characterWrong',
    found: '91350100M000100Y44',
    expected: code,
  })
  expect(check('codeCharacter', {})).toMatchObject({ verdict: 'pass', finding: 'characterRight' })
})

describe('others', () => {
  const other = (shares: Duplicate['shares'], more: Partial<Duplicate> = {}): Duplicate => ({
    type: 'registration',
    id: '01900000-0000-7000-8000-000000000003',
    name: '福州市建设检测有限公司',
    code: null,
    contactName: '',
    mobile: '',
    email: '',
    state: 'pending',
    since: '2026-11-20T00:00:00.000Z',
    score: 0.8,
    shares,
    ...more,
  })

  test.each([
    ['codeTaken', [other(['code'])], 'warn', 'codeAlsoApplied'],
    ['codeTaken', [other(['code'], { type: 'organisation', state: 'enabled' })], 'fail', 'codeRegistered'],
    ['codeTaken', [other(['name'])], 'pass', 'codeFree'],
    ['nameSimilar', [other(['name'])], 'warn', 'nameSimilar'],
    ['nameSimilar', [other(['name'], { score: 1 })], 'warn', 'nameRegistered'],
    ['nameSimilar', [other(['mobile'])], 'pass', 'nameUnlike'],
    ['fileSeen', [other(['file'])], 'fail', 'fileUsedElsewhere'],
    ['fileSeen', [], 'pass', 'fileNew'],
    ['contactSeen', [other(['mobile', 'email'])], 'warn', 'contactUsedElsewhere'],
    ['contactSeen', [other(['name'])], 'pass', 'contactNew'],
  ] as const)('%s', (which, duplicates, verdict, finding) => {
    expect(check(which, { duplicates })).toMatchObject({ verdict, finding })
  })

  test('are the centre’s affair: the applicant sees checks of their own typing alone', () => {
    const shown = runRegistrationChecks({ ...facts, duplicates: [other(['code', 'name', 'file', 'mobile'])] })
    expect(shown.filter(isOwnCheck).map((one) => one.code)).toEqual([
      'licenceCode',
      'licenceName',
      'licenceValid',
      'codeCharacter',
    ])
  })
})
