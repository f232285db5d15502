import { expect, test } from 'vitest'
import { fittingColumns } from '../../web/features/shell/fitting-columns.ts'

const columns = [
  { id: 'number', width: '120px' },
  { id: 'name' },
  { id: 'plan', wide: true },
  { id: 'amount', width: '100px' },
  { id: 'by', width: '80px', wide: true },
]
const ids = (roomPx: number) => fittingColumns(columns, roomPx).map(({ id }) => id)

test('all columns stay where there is room for the least of each', () => {
  expect(ids(588)).toEqual(['number', 'name', 'plan', 'amount', 'by'])
  expect(ids(Number.POSITIVE_INFINITY)).toHaveLength(5)
})

test('wide columns go one after the other from the right, and only as many as it takes', () => {
  expect(ids(587)).toEqual(['number', 'name', 'plan', 'amount'])
  expect(ids(508)).toEqual(['number', 'name', 'plan', 'amount'])
  expect(ids(507)).toEqual(['number', 'name', 'amount'])
})

test('the other columns stay however small it is', () => {
  expect(ids(100)).toEqual(['number', 'name', 'amount'])
})
