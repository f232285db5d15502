import { expect, test } from 'vitest'
import { slipFieldNames } from '../../../server/features/vouchers/slip-fields.rules.ts'
import { extractFields } from '../../../worker/reading/extract-fields.ts'
import { createSlipReader } from '../../../worker/reading/read-slip.ts'
import { pageOf } from './draw-slip.ts'
import { moreLayoutCases } from './more-layouts.ts'
import { rareLayoutCases } from './rare-layouts.ts'
import { layoutCases } from './slip-layouts.ts'

/** Names, numbers and remarks are compared as the fixtures' labels are: without blanks and brackets. */
const compared = (value: string | number | null | undefined) =>
  value === null || value === undefined
    ? null
    : String(value)
        .normalize('NFKC')
        .replace(/[\s()]/g, '')

for (const { name, slip, expected } of [...layoutCases, ...moreLayoutCases, ...rareLayoutCases]) {
  test.each([0, -4, 5])(`reads ${name}, turned by %i degrees`, (degrees) => {
    const fields = extractFields(pageOf(slip, degrees))
    const read: Record<string, string | null> = {}
    const wanted: Record<string, string | null> = {}
    for (const field of slipFieldNames) {
      if (field.endsWith('Bank') && expected[field] === undefined) continue
      read[field] = compared(fields[field]?.value)
      wanted[field] = compared(expected[field])
    }
    expect(read).toEqual(wanted)
  })
}

/** Text PDFs of some programs place every character by itself. */
const pdfReader = createSlipReader()

for (const { name, slip, expected } of [...layoutCases, ...moreLayoutCases, ...rareLayoutCases]) {
  test(`reads ${name} as the text of a PDF, character by character`, () => {
    const items = pageOf(slip).lines.flatMap(({ text, quad, characters }) => {
      const [x0 = 0, y0 = 0, x1 = 0, , , y2 = 0] = quad
      const at = (share: number) => x0 + (x1 - x0) * share
      return characters
        .filter((character) => text !== '' && character.text !== ' ')
        .map(({ text: glyph, start, end }) => ({
          text: glyph,
          quad: [at(start), y0, at(end), y0, at(end), y2, at(start), y2],
        }))
    })
    const { fields } = pdfReader.readText({ width: slip.width, height: slip.height, items })
    for (const field of ['amountFen', 'payerName', 'payeeName', 'orderNo', 'paidAt'] as const) {
      const read = compared(fields[field]?.value)
      const wanted = compared(expected[field])
      expect([field, field === 'paidAt' ? read?.slice(0, 10) : read]).toEqual([
        field,
        field === 'paidAt' ? wanted?.slice(0, 10) : wanted,
      ])
    }
  })
}
