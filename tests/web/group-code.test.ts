import { expect, test } from 'vitest'
import { codeGroups, groupCode, groupedIndex, ungroupedIndex } from '../../web/components/group-code.ts'

test('order numbers, accounts and identity numbers have their groups', () => {
  expect(codeGroups('PX26M4T8RK', [4, 3, 3])).toEqual(['PX26', 'M4T', '8RK'])
  expect(codeGroups('4301020919100345678', [4])).toEqual(['4301', '0209', '1910', '0345', '678'])
  expect(codeGroups('110101********1234', [6, 8, 4])).toEqual(['110101', '********', '1234'])
  expect(codeGroups('', [4])).toEqual([])
})

test('a place in the code is found in its grouped form and back', () => {
  const code = '91320302MA1X4K7TO3'
  const grouped = groupCode(code, [4])
  for (let index = 0; index < code.length; index++) {
    const place = groupedIndex(index, [4])
    expect(grouped[place]).toBe(code[index])
    expect(ungroupedIndex(grouped, place)).toBe(index)
  }
})
