import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fen } from '../../server/core/money.ts'
import { formatTaxRate, splitTax } from '../../server/core/value-added-tax.ts'
import {
  issueSerial,
  nextIssueSerial,
  pauseSeconds,
  readIssueSerial,
} from '../../server/features/invoices/issuing.rules.ts'

test('a serial names its request and its try, in 32 characters of capitals, digits and a hyphen', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.integer({ min: 1, max: 9999 }), (id, attempt) => {
      const serial = issueSerial(id, attempt)
      expect(serial).toMatch(/^[0-9A-Z]{25}-\d{1,4}$/)
      expect(readIssueSerial(serial)).toEqual({ id, attempt })
    }),
  )
  const id = '01936f00-0000-7000-8000-000000000001'
  expect(nextIssueSerial(id, null)).toBe(issueSerial(id, 1))
  expect(nextIssueSerial(id, issueSerial(id, 4))).toBe(issueSerial(id, 5))
})

test.each(['', 'KP26-1', 'a'.repeat(25), `${'Z'.repeat(25)}-1`, `${'0'.repeat(25)}-0`, `${'0'.repeat(25)}-1 `])(
  '%s is no serial of ours',
  (serial) => expect(readIssueSerial(serial)).toBeNull(),
)

test('pauses grow to an hour', () => {
  expect([1, 2, 3, 10, 11, 500].map(pauseSeconds)).toEqual([5, 10, 20, 3600, 3600, 3600])
  expect(pauseSeconds(0)).toBe(5)
})

test.each([
  [320_000, 600, 301_887, 18_113],
  [100_000, 600, 94_340, 5_660],
  [31_800, 600, 30_000, 1_800],
  [10_076, 100, 9_976, 100],
  [101, 100, 100, 1],
  [1, 600, 1, 0],
  [320_000, 0, 320_000, 0],
  [-320_000, 600, -301_887, -18_113],
  [-1, 600, -1, 0],
])('%i fen at %i basis points are %i and %i of tax', (total, rate, amountWithoutTaxFen, taxFen) => {
  expect(splitTax(fen(total), rate)).toEqual({ amountWithoutTaxFen, taxFen })
})

test('amount and tax always add up, and the tax is right to half a fen', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -100_000_000_000, max: 100_000_000_000 }),
      fc.integer({ min: 0, max: 2000 }),
      (total, rate) => {
        const { amountWithoutTaxFen, taxFen } = splitTax(fen(total), rate)
        expect(amountWithoutTaxFen + taxFen).toBe(total)
        const exact = (total * rate) / (10_000 + rate)
        expect(Math.abs(taxFen - exact)).toBeLessThan(0.501)
        expect(Object.is(taxFen, -0)).toBe(false)
      },
    ),
  )
})

test('a rate that is none is refused', () => {
  for (const rate of [-1, 10_001, 6.5, Number.NaN]) expect(() => splitTax(fen(100), rate)).toThrow(RangeError)
  expect([600, 150, 0, 1300].map(formatTaxRate)).toEqual(['6%', '1.5%', '0%', '13%'])
})
