import { type InventedLine, lines } from './invented-lines.ts'
import type { Value } from './lay-statement.ts'

/** A column of a layout: its heading and how it writes its value. */
export type Column = readonly [heading: string, value: (line: InventedLine, index: number) => Value]

export const comma = (fen: number) => {
  const [yuan = '', cents = ''] = (Math.abs(fen) / 100).toFixed(2).split('.')
  return `${fen < 0 ? '-' : ''}${yuan.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`
}
export const plain = (fen: number) => (fen / 100).toFixed(2)
export const number = (fen: number) => fen / 100
export const close = (text: string) => text.replaceAll(/[-:]/g, '')
export const isIn = (line: InventedLine) => line.direction === 'in'
export const money =
  (side: 'in' | 'out', write: (fen: number) => Value = comma, none: Value = '') =>
  (line: InventedLine): Value =>
    line.direction === side ? write(line.amountFen) : none
export const balance =
  (write: (fen: number) => Value = comma) =>
  (line: InventedLine): Value =>
    write(line.balanceFen)
export const empty = () => ''
export const theirBank = (line: InventedLine) => (line.name === '' ? '' : '中国银行南京城东支行')
export const when = (line: InventedLine) => `${line.date} ${line.time}`

export function table(columns: readonly Column[], from: readonly InventedLine[] = lines): Value[][] {
  return [
    columns.map(([heading]) => heading),
    ...from.map((line, index) => columns.map(([, value]) => value(line, index))),
  ]
}

export const newest = lines.toReversed()

export const total = lines.reduce((sum, line) => sum + (isIn(line) ? line.amountFen : 0), 0)
export const totalOut = lines.reduce((sum, line) => sum + (isIn(line) ? 0 : line.amountFen), 0)
