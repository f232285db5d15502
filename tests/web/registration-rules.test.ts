import { expect, test } from 'vitest'
import { impossibleMarks, looksDoubtful } from '../../web/features/registrations/code-marks.ts'
import {
  differing,
  isCompared,
  licenceRows,
  worstRow,
} from '../../web/features/registrations/desk-registration-rows.ts'
import { readOnLicence, sameText } from '../../web/features/registrations/licence-fields.ts'
import { firstOpenStep, problemOf, stepToCorrect } from '../../web/features/registrations/registration-steps.ts'
import { keptTarget, sameTarget, uploadAddress } from '../../web/offline/upload-target.ts'
import { registrationCheckTitle, registrationCheckValues } from '../../web/texts/registration-checks.ts'
import { check, code, licence, onLicence, registration, review } from './registration-sample.ts'

test('characters that no credit code has are marked as soon as the code is whole', () => {
  expect(impossibleMarks('9132O105MA1ABC3DI')).toEqual([])
  expect(impossibleMarks('9132O105MA1ABC3DI6')).toEqual([
    { from: 4, to: 5 },
    { from: 16, to: 17 },
  ])
  expect(impossibleMarks(code)).toEqual([])
})

test('a wrong check character is a doubt, for credit codes and for organisation codes; a member number has none', () => {
  expect(looksDoubtful('91350203M0001QAY9B')).toBe(true)
  expect(looksDoubtful(code)).toBe(false)
  expect(looksDoubtful('MA1ABC3D6')).toBe(false)
  expect(looksDoubtful('MA1ABC3D7')).toBe(true)
  expect(looksDoubtful('A017')).toBe(false)
  expect(looksDoubtful('9132')).toBe(false)
})

test('the form goes on at the first step that lacks something', () => {
  expect(firstOpenStep(['licence', 'address'])).toBe('unit')
  expect(firstOpenStep(['licence', 'email'])).toBe('contact')
  expect(firstOpenStep(['licence'])).toBe('documents')
  expect(firstOpenStep([])).toBe('overview')
})

test.each([
  ['单位全称与营业执照不一致，请改成与执照一字不差。', 'unit'],
  ['代码与营业执照不一致，请用执照上的统一社会信用代码重新注册。', 'documents'],
  ['营业执照看不清，请平放在亮处重拍，四个角都要拍到。', 'documents'],
  ['营业执照已经过期，请拍有效的执照。', 'documents'],
  ['传的不是本单位的营业执照，请换成本单位的执照。', 'documents'],
  ['联系人的手机打不通，请核实联系人、手机和邮箱。', 'contact'],
  ['The full name differs from the business licence. Please make it exactly the same.', 'unit'],
  ['The licence is too blurred. Please photograph it flat, in good light, with all four corners.', 'documents'],
  ['The contact could not be reached by phone. Please check contact, mobile and e-mail.', 'contact'],
  ['请再看一遍', 'overview'],
])('a rejection for “%s” leads straight to the step “%s”', (rejectedReason, step) => {
  expect(stepToCorrect(registration({ state: 'rejected', rejectedReason, missing: [] }))).toBe(step)
})

test('a rejection whose reason names nothing leads to what the checks found, and first of all to what is missing', () => {
  const rejectedReason = '请改好'
  const checks = [check({ verdict: 'fail', finding: 'nameDiffers' })]
  expect(stepToCorrect(registration({ rejectedReason, missing: [], checks }))).toBe('unit')
  expect(stepToCorrect(registration({ rejectedReason: '单位全称不对', missing: ['licence'] }))).toBe('documents')
})

test('entries are judged as the server judges them', () => {
  expect(problemOf('contactName', '  ')).toBe('missing')
  expect(problemOf('mobile', '138 0000 1234')).toBeNull()
  expect(problemOf('mobile', '０１３８')).toBe('wrong')
  expect(problemOf('email', 'chen@corp')).toBe('wrong')
  expect(problemOf('email', ' chen@corp.cn ')).toBeNull()
})

test('widths and blanks are no difference to the licence; another character is', () => {
  expect(sameText('江苏（南京）检测有限公司', '江苏(南京) 检测有限公司')).toBe(true)
  expect(sameText('锡山检测', '锡山检测所')).toBe(false)
})

test('a value is taken from the first licence that shows it, never from a certificate', () => {
  const view = registration({
    files: [
      licence({ name: '别的公司' }, { purpose: 'qualification' }),
      licence({ creditCode: code }),
      licence({ name: onLicence, creditCode: 'X' }),
    ],
  })
  expect(readOnLicence(view, 'name')?.value).toBe(onLicence)
  expect(readOnLicence(view, 'creditCode')?.value).toBe(code)
  expect(readOnLicence(view, 'kind')).toBeNull()
})

test('the reviewer’s rows keep their numbers, whatever was read, and begin at the one in trouble', () => {
  const file = licence({
    name: onLicence,
    creditCode: code,
    registeredOn: '2012-05-18',
    address: '无锡市友谊北路312号',
  })
  const view = review({
    files: [file],
    checks: [
      check({ code: 'licenceCode', finding: 'codeAgrees' }),
      check({ verdict: 'warn', finding: 'nameNear', found: onLicence, expected: '锡山' }),
    ],
  })
  const rows = licenceRows(view, file)
  expect(rows.map(({ id, number }) => [id, number])).toEqual([
    ['creditCode', 1],
    ['name', 2],
    ['address', 3],
    ['validUntil', 4],
    ['registeredOn', 8],
  ])
  expect(rows.filter(isCompared).map(({ verdict }) => verdict)).toEqual(['pass', 'warn', 'pass', 'pending'])
  expect(worstRow(rows)).toBe('name')
  expect(worstRow(licenceRows(review(), null))).toBe('name')
})

test('two addresses that have little in common are not marked all over; a slip in one is', () => {
  const row = (address: string) => {
    const file = licence({ address })
    return licenceRows(review({ files: [file] }), file).find(({ id }) => id === 'address')
  }
  const slip = row('无锡市友谊北路 213 号')
  const other = row('江苏省南京市建邺区江东中路108号')
  expect(slip && differing(slip)).toEqual({ read: '无锡市友谊北路 213 号', typed: '无锡市友谊北路 312 号' })
  expect(other && differing(other)).toBeNull()
})

test('a check says what it found in words, with both values where they can be laid side by side', () => {
  const near = check({
    finding: 'nameNear',
    verdict: 'warn',
    found: onLicence,
    expected: '无锡锡山',
    details: { score: 0.9 },
  })
  expect(registrationCheckTitle(near)).toBe('名称与执照不完全一致')
  expect(registrationCheckValues(near)).toEqual([
    { label: '执照', text: onLicence, against: '无锡锡山' },
    { label: '填的', text: '无锡锡山', against: onLicence },
  ])
  const far = check({
    finding: 'nameDiffers',
    verdict: 'fail',
    found: onLicence,
    expected: '四川大地装饰',
    details: { score: 0.05 },
  })
  expect(registrationCheckValues(far).map(({ against }) => against)).toEqual([undefined, undefined])
  expect(
    registrationCheckTitle(
      check({ code: 'licenceValid', finding: 'licenceExpired', verdict: 'fail', found: '2024-05-17' }),
    ),
  ).toBe('执照已过期，到 2024 年 5 月 17 日')
  expect(
    registrationCheckTitle(
      check({
        code: 'contactSeen',
        finding: 'contactUsedElsewhere',
        found: '甲公司',
        details: { fields: 'mobile,email' },
      }),
    ),
  ).toBe('手机和邮箱与“甲公司”的一样')
})

test('a file goes to the thing it belongs to, and one that an older version kept still goes to its voucher', () => {
  expect(uploadAddress({ kind: 'voucher', id: 'v1', orderId: 'o1' }, 'f1')).toBe(
    '/api/uploads/vouchers/v1/files/f1?order=o1',
  )
  expect(uploadAddress({ kind: 'registration', id: 'r1', purpose: 'licence' }, 'f1')).toBe(
    '/api/uploads/registrations/r1/files/f1?purpose=licence',
  )
  expect(keptTarget({ voucherId: 'v1' })).toEqual({ kind: 'voucher', id: 'v1', orderId: null })
  expect(keptTarget({ voucherId: 'v1', orderId: 'o1' })).toEqual({ kind: 'voucher', id: 'v1', orderId: 'o1' })
  expect(keptTarget({})).toBeNull()
  const [one, two] = ['licence', 'qualification'] as const
  expect(
    sameTarget({ kind: 'registration', id: 'r1', purpose: one }, { kind: 'registration', id: 'r1', purpose: two }),
  ).toBe(true)
})
