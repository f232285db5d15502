import { describe, expect, test } from 'vitest'
import { readStatement } from '../../../server/features/statements/read-statement.ts'
import { categories, lines, ownAccount } from './invented-lines.ts'
import { otherLayouts } from './other-layouts.ts'

/** Layouts that no fixture has are recognised by what their headings mean. */
describe.each(otherLayouts)('$name', ({ fileName, bytes, bank, lacks = [], newestFirst = false }) => {
  test('gives every field of every line', async () => {
    const reading = await readStatement(bytes, { fileName })
    expect(reading).toMatchObject({ problem: null, rowErrors: [], gaps: [], confident: true, bank, newestFirst })
    expect(reading.account).toBe(lacks.includes('ownAccount') ? null : ownAccount)
    const hasName = !lacks.includes('emptyNames')
    const expected = lines.map((line) => ({
      date: line.date,
      time: lacks.includes('time') ? null : line.time,
      direction: line.direction,
      amountFen: line.amountFen,
      counterpartyName: hasName ? line.name : '',
      counterpartyAccount: lacks.includes('account') ? '' : line.account,
      remark: line.remark,
      serial: lacks.includes('serial') ? null : line.serial,
      balanceFen: lacks.includes('balance') ? null : line.balanceFen,
    }))
    const found = reading.lines.map((line) => ({
      date: line.date,
      time: line.time,
      direction: line.direction,
      amountFen: line.amountFen,
      counterpartyName: line.counterpartyName,
      counterpartyAccount: line.counterpartyAccount,
      remark: line.remark,
      serial: line.serial,
      balanceFen: line.balanceFen,
    }))
    expect(found).toEqual(newestFirst ? expected.toReversed() : expected)
    if (hasName && !lacks.includes('categories')) {
      const judged = reading.lines.map(({ category }) => category)
      expect(newestFirst ? judged.toReversed() : judged).toEqual(categories)
    }
  })
})
