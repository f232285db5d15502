import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mailAddressSchema } from '../../server/core/mail-address.ts'
import { invoiceDetailsSchema } from '../../server/features/invoices/invoices.schema.ts'
import { isMailAddress } from '../../web/features/accounts/mail-address.ts'
import { judgeDetails } from '../../web/features/invoices/judge-details.ts'

const right = {
  kind: 'special' as 'normal' | 'special',
  title: '常州市高新区中正交通工程试验检测有限公司',
  taxNumber: '9132 0411 MA1X Y5T7 3K',
  registeredAddress: '常州市新北区太湖东路 9 号',
  registeredTelephone: '0519-85100000 转 8',
  bank: '交通银行常州分行',
  bankAccount: '3236 4301 0469 5478 19055',
  email: 'caiwu@zhongzheng.example.com',
  mobile: '138 0000 0000',
  remark: '',
}

function refusedBySchema(values: typeof right): Set<unknown> {
  const judged = invoiceDetailsSchema.safeParse(values)
  return new Set(judged.success ? [] : judged.error.issues.map((issue) => issue.path[0]))
}

/** Values around every limit, and anything at all. */
const text = (...examples: string[]) =>
  fc.oneof(fc.constantFrom('', ' ', '\t', 'a\nb', ...examples), fc.string({ maxLength: 120 }))

test('the page refuses exactly the fields that the server would refuse', () => {
  const values = fc.record({
    kind: fc.constantFrom('normal' as const, 'special' as const),
    title: text('司', '公司', '长'.repeat(100), '长'.repeat(101)),
    taxNumber: text('91320411MA1XY5T73K', '９１３２０４１１ＭＡ１Ｘ', '1234567890123', 'A'.repeat(21)),
    registeredAddress: text('路 1 号', '长'.repeat(101)),
    registeredTelephone: text('0519-85100000', '（0519）851', 'abc'),
    bank: text('交通银行', '长'.repeat(101)),
    bankAccount: text('3236', '3236 4301 0469', '1'.repeat(33), '账号'),
    email: text('a@b.cn', 'a@b', 'a..b@c.cn', `${'x'.repeat(250)}@b.cn`),
    mobile: text('13800000000', '+86 138-0000-0000', '12800000000', '1'.repeat(41)),
    remark: text('长'.repeat(201)),
  })
  fc.assert(
    fc.property(values, (given) => {
      const byServer = refusedBySchema(given)
      // Zod tells what a special invoice lacks only when everything else is right; the page says it at once.
      if (byServer.size > 0) for (const field of byServer) expect(judgeDetails(given)).toContain(field)
      else expect(judgeDetails(given)).toEqual(new Set())
      if (given.kind === 'normal') expect(judgeDetails(given)).toEqual(byServer)
    }),
    { numRuns: 2000 },
  )
})

test('a special invoice with all its fields is right, and lacks each of its four when that is empty', () => {
  expect(judgeDetails(right)).toEqual(new Set())
  expect(refusedBySchema(right)).toEqual(new Set())
  for (const field of ['registeredAddress', 'registeredTelephone', 'bank', 'bankAccount'] as const) {
    const without = { ...right, [field]: ' ' }
    expect(judgeDetails(without)).toEqual(new Set([field]))
    expect(refusedBySchema(without)).toEqual(new Set([field]))
  }
})

test('an address is one for the page when it is one for the server', () => {
  const addresses = fc.oneof(
    fc.emailAddress(),
    fc.string({ maxLength: 40 }),
    fc.constantFrom('a@b.cn', ' a@b.cn ', '.a@b.cn', 'a.@b.cn', 'a@b..cn', "o'x@b.cn", 'a@-b.cn', 'a@b.c', '张@b.cn'),
  )
  fc.assert(
    fc.property(addresses, (typed) => {
      expect(isMailAddress(typed)).toBe(mailAddressSchema.safeParse(typed).success)
    }),
    { numRuns: 1000 },
  )
})
