import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError, isRetryable } from '../../server/core/app-error.ts'
import { formatHours } from '../../server/core/hours.ts'
import {
  isResidentIdNumber,
  judgeCreditCode,
  maskIdNumber,
  newId,
  normaliseCode,
  normaliseIdNumber,
  normaliseMobile,
} from '../../server/core/ids.ts'
import { fen, formatFen, maxFen, parseYuan } from '../../server/core/money.ts'
import { nameContains, nameKey, nameSimilarity } from '../../server/core/names.ts'
import { checkTransition } from '../../server/core/transitions.ts'
import { addWorkingHours, shanghaiDay } from '../../server/core/working-time.ts'
import { splitReceived } from '../../server/features/payments/payments.rules.ts'
import { voucherTransitions } from '../../server/features/vouchers/vouchers.rules.ts'
import { allQueues } from '../../server/platform/all-queues.ts'

describe('money', () => {
  test.each([
    ['3200', 320_000],
    ['3,200.00', 320_000],
    ['¥3,200.5', 320_050],
    ['３２００．００元', 320_000],
    ['0.01', 1],
  ])('%s is %d fen', (typed, expected) => expect(parseYuan(typed)).toBe(expected))

  test.each(['', '0', '0.00', '-1', '3.123', '1e3', '3,20', '1,2345', '10000000000.00', 'abc', '3.2.0'])(
    '%j is no amount',
    (typed) => expect(parseYuan(typed)).toBeNull(),
  )

  test('what is formatted reads back as it was', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: maxFen }), (amount) => parseYuan(formatFen(fen(amount))) === amount),
    )
  })

  test('fen are whole numbers or nothing', () => expect(() => fen(0.5)).toThrow(RangeError))

  test('received money is shared out to the last fen, and an order never takes more than it can', () => {
    const amounts = fc.integer({ min: 0, max: 1_000_000 })
    fc.assert(
      fc.property(amounts, amounts, fc.boolean(), (received, outstanding, open) => {
        const { toOrderFen, toCreditFen } = splitReceived(fen(received), fen(outstanding), open)
        return (
          toOrderFen + toCreditFen === received &&
          toOrderFen <= (open ? outstanding : 0) &&
          toOrderFen >= 0 &&
          toCreditFen >= 0
        )
      }),
    )
  })
})

test.each([
  [3000, '30.00'],
  [2205, '22.05'],
  [-50, '-0.50'],
  [0, '0.00'],
])('%d hundredths are %s hours', (hundredths, expected) => expect(formatHours(hundredths)).toBe(expected))

describe('codes', () => {
  test.each([
    ['91320302MA1X4K7T03', 'malformed or doubtful'],
    ['91350203M0001QAY9B', 'doubtful'],
    ['91110108551385082Q', 'valid'],
    ['9132030OMA1X4K7T03', 'malformed'],
    ['12345', 'malformed'],
  ])('%s is %s', (code, expected) => expect(expected).toContain(judgeCreditCode(code)))

  test('codes and numbers are normalised before anything is compared', () => {
    expect(normaliseCode(' 9１320302-ma1x4k7t03 ')).toBe('91320302MA1X4K7T03')
    expect(normaliseIdNumber(' ３４０５２４１９８００１０１００１x')).toBe('34052419800101001X')
    expect(normaliseMobile('+86 138-0000-0000')).toBe('13800000000')
    expect(normaliseMobile('1380000000')).toBeNull()
  })

  test('a resident ID number needs a real birth date that is not in the future, and its check character', () => {
    const today = new Date('2026-11-22')
    expect(isResidentIdNumber('34052419800101001X', today)).toBe(true)
    expect(isResidentIdNumber('340524198001010010', today)).toBe(false)
    expect(isResidentIdNumber('34052419800230001X', today)).toBe(false)
    expect(isResidentIdNumber('34052419800101001X', new Date('1979-12-31'))).toBe(false)
  })

  test('masking keeps six and four', () => expect(maskIdNumber('110101199003071234')).toBe('110101********1234'))

  test('ids are version 7, in the order of their time', () => {
    const [early, late] = [newId(1_000_000_000_000), newId(1_000_000_000_001)]
    expect(early < late).toBe(true)
    expect(early).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})

describe('names of organisations', () => {
  test('legal forms, brackets and width make no difference', () => {
    expect(nameKey('众联（宁波）水利工程质量检测有限公司')).toBe(nameKey('众联(宁波)水利工程质量检测有限责任公司'))
  })
  test('a branch contains its company, a stranger does not', () => {
    expect(nameContains('徐州永固工程咨询有限公司第二分公司', '徐州永固工程咨询有限公司')).toBe(true)
    expect(nameContains('徐州永固工程咨询有限公司', '扬州瘦西湖酒店管理有限公司')).toBe(false)
  })
  test('one character more or less is close, another name is far', () => {
    expect(
      nameSimilarity('昆明市高新区中正商品混凝土有限责任公司', '昆明高新区中正商品混凝土有限责任公司'),
    ).toBeGreaterThan(0.85)
    expect(nameSimilarity('徐州永固工程咨询有限公司', '扬州瘦西湖酒店管理有限公司')).toBeLessThan(0.4)
  })
})

describe('working time', () => {
  const calendar = {
    startsMinute: 540,
    endsMinute: 1050,
    holidays: new Set(['2026-10-01', '2026-10-02']),
    workdays: new Set(['2026-10-10']),
  }
  test.each([
    ['2026-05-07T10:00:00+08:00', 2, '2026-05-07T12:00:00+08:00'],
    ['2026-05-07T16:30:00+08:00', 2, '2026-05-08T10:00:00+08:00'],
    ['2026-05-07T22:00:00+08:00', 1, '2026-05-08T10:00:00+08:00'],
    ['2026-05-08T17:00:00+08:00', 1, '2026-05-11T09:30:00+08:00'],
    ['2026-09-30T17:00:00+08:00', 1, '2026-10-05T09:30:00+08:00'],
    ['2026-10-09T17:00:00+08:00', 1, '2026-10-10T09:30:00+08:00'],
  ])('from %s, %d hours later is %s', (from, hours, expected) => {
    expect(addWorkingHours(new Date(from), hours, calendar).toISOString()).toBe(new Date(expected).toISOString())
  })
  test('the day is the one in Shanghai', () => expect(shanghaiDay(new Date('2026-05-07T16:30:00Z'))).toBe('2026-05-08'))
  test('a calendar without working days is refused, not waited for', () => {
    expect(() => addWorkingHours(new Date(), 1, { ...calendar, startsMinute: 540, endsMinute: 540 })).toThrow(
      RangeError,
    )
  })
})

test('a step that the table does not have is a conflict that names both states', () => {
  expect(() => checkTransition(voucherTransitions, 'rejected', 'approved')).toThrow(AppError)
  expect(() => checkTransition(voucherTransitions, 'submitted', 'approved')).not.toThrow()
})

test('only what was unavailable or is unknown is worth repeating', () => {
  expect(isRetryable(new AppError('unavailable'))).toBe(true)
  expect(isRetryable(new Error('surprise'))).toBe(true)
  expect(isRetryable(new AppError('fileDamaged'))).toBe(false)
})

/** Jobs outlive a release: what was queued yesterday must still parse. Add a line for each change of a payload, remove none. */
const id = '01a200b7-732c-7c15-9516-148752842cd5'
test.each([
  ['voucher.compress', { fileId: id }],
  ['voucher.read', { fileId: id }],
  ['order.check-amount', { voucherId: id }],
  ['voucher.settle', { decisionId: id }],
  ['voucher.tidy', { voucherId: id }],
  ['orders.expire', {}],
  ['notice.mail', { noticeId: id }],
  ['audit.seal', {}],
] as const)('yesterday’s payload of %s still parses', (queue, payload) => {
  expect(allQueues[queue].payload.safeParse(payload).success).toBe(true)
})

test('every queue is in the list of payloads above, and says why its limits are what they are', () => {
  for (const queue of Object.values(allQueues)) expect(queue.why.length).toBeGreaterThan(20)
})
