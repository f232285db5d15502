import { expect, test } from 'vitest'
import type { SlipFieldName } from '../../../server/features/vouchers/slip-fields.rules.ts'
import { extractFields } from '../../../worker/reading/extract-fields.ts'
import { createSlipReader } from '../../../worker/reading/read-slip.ts'
import { drawReceipt, threeReceipts } from '../../support/draw-receipt.ts'
import { pageOf, type Slip, type SlipText } from './draw-slip.ts'

/** 付款人 and 收款人 one under the other, each beside rows of its own that say no more than 全称, 账号, 开户行. */
interface Group {
  heading: string
  values: readonly string[]
}

interface Layout {
  labels?: readonly string[]
  /** How the heading stands: beside the row with this index (0.5: between the first two), or written downwards. */
  heading: number | 'downwards'
  pitch?: number
  groups?: readonly Group[]
  /** Characters of headings written downwards that were not found, as 'group.character'. */
  lost?: readonly string[]
}

const payer = ['苏州检测技术有限公司', '3205 0198 6636 0000 1234', '中国建设银行苏州分行']
const payee = ['国培网(北京)教育科技有限公司', '1100 0614 0018 0102 3456', '交通银行北京分行']
const payerFirst: readonly Group[] = [
  { heading: '付款人', values: payer },
  { heading: '收款人', values: payee },
]
const payeeFirst = [...payerFirst].reverse()

function slipOf({
  labels = ['全称', '账号', '开户行'],
  heading,
  pitch = 46,
  groups = payerFirst,
  lost = [],
}: Layout): Slip {
  const texts: SlipText[] = [{ x: 730, y: 50, text: '单位客户专用回单', align: 'middle', size: 34 }]
  let top = 150
  for (const [group, { heading: word, values }] of groups.entries()) {
    if (heading === 'downwards') {
      const step = Math.min(pitch, (values.length * pitch) / word.length)
      const first = top + ((values.length - 1) * pitch - (word.length - 1) * step) / 2
      for (const [index, text] of [...word].entries()) {
        if (!lost.includes(`${group}.${index}`)) texts.push({ x: 100, y: first + index * step, text, size: 22 })
      }
    } else texts.push({ x: 80, y: top + heading * pitch, text: word, size: 22 })
    for (const [row, value] of values.entries()) {
      const y = top + row * pitch
      texts.push({ x: 220, y, text: labels[row] ?? '', size: 22 }, { x: 360, y, text: value, size: 22 })
    }
    top += values.length * pitch
  }
  texts.push(
    { x: 80, y: top, text: '金额', size: 22 },
    { x: 220, y: top, text: '小写', size: 22 },
    { x: 360, y: top, text: '¥3,200.00', size: 22 },
  )
  return { width: 1458, height: top + 100, texts }
}

const partyFields = ['payerName', 'payerAccount', 'payerBank', 'payeeName', 'payeeAccount', 'payeeBank'] as const

/** The six party fields in the order of `partyFields`, accounts without blanks. */
function partiesOf(fields: Partial<Record<SlipFieldName, { value: string | number } | null>>): (string | null)[] {
  return partyFields.map((name) => {
    const value = fields[name]?.value
    return value === undefined ? null : String(value).replaceAll(' ', '')
  })
}

function wanted(payerRows = 3, payeeRows = 3): (string | null)[] {
  const shown = (values: readonly string[], rows: number) =>
    values.map((value, index) => (index < rows ? value.replaceAll(' ', '') : null))
  return [...shown(payer, payerRows), ...shown(payee, payeeRows)]
}

const layouts: readonly (Layout & { name: string })[] = [
  { name: 'the heading beside the first row', heading: 0 },
  { name: 'the heading beside the middle row', heading: 1 },
  { name: 'the heading written downwards', heading: 'downwards' },
  { name: '户名 and 付款方', heading: 0, labels: ['户名', '账号', '开户银行'], groups: named('付款方', '收款方') },
  {
    name: '户名 and 付款单位 halfway',
    heading: 1,
    labels: ['户名', '账号', '开户行'],
    groups: named('付款单位', '收款单位'),
  },
  { name: '付款单位 written downwards', heading: 'downwards', groups: named('付款单位', '收款单位') },
  { name: 'low rows, the heading first', heading: 0, pitch: 34 },
  { name: 'low rows, the heading halfway', heading: 1, pitch: 34 },
  { name: 'low rows, the heading downwards', heading: 'downwards', pitch: 34 },
  { name: 'high rows, the heading first', heading: 0, pitch: 100 },
  { name: 'high rows, the heading halfway', heading: 1, pitch: 100 },
  { name: 'the payee first', heading: 0, groups: payeeFirst },
  { name: 'the payee first, the heading halfway', heading: 1, groups: payeeFirst },
  { name: 'the payee first, the heading downwards', heading: 'downwards', groups: payeeFirst },
  { name: 'the 收 of 收款人 not found', heading: 'downwards', lost: ['1.0'] },
  { name: 'the 付 of 付款人 not found', heading: 'downwards', lost: ['0.0'] },
]

function named(payerWord: string, payeeWord: string): readonly Group[] {
  return [
    { heading: payerWord, values: payer },
    { heading: payeeWord, values: payee },
  ]
}

for (const { name, ...layout } of layouts) {
  test.each([0, -4, 5])(`gives each of two groups its own rows: ${name}, turned by %i degrees`, (degrees) => {
    expect(partiesOf(extractFields(pageOf(slipOf(layout), degrees)))).toEqual(wanted())
  })
}

test.each([
  [2, 2, 0],
  [2, 2, 0.5],
  [2, 3, 0],
  [3, 2, 0],
  [3, 2, 'downwards'],
  [2, 3, 'downwards'],
] as const)('gives groups of %i and %i rows their own, the heading at %s', (payerRows, payeeRows, heading) => {
  const groups = [
    { heading: '付款人', values: payer.slice(0, payerRows) },
    { heading: '收款人', values: payee.slice(0, payeeRows) },
  ]
  expect(partiesOf(extractFields(pageOf(slipOf({ heading, groups }))))).toEqual(wanted(payerRows, payeeRows))
})

test.each([0, 1])('keeps groups side by side apart, the heading beside row %i', (at) => {
  const texts = [payer, payee].flatMap((values, group) => [
    { x: 80 + group * 660, y: 150 + at * 46, text: group === 0 ? '付款人' : '收款人', size: 22 },
    ...values.flatMap((text, row) => [
      { x: 180 + group * 660, y: 150 + row * 46, text: ['全称', '账号', '开户行'][row] ?? '', size: 22 },
      { x: 290 + group * 660, y: 150 + row * 46, text, size: 22 },
    ]),
  ])
  expect(partiesOf(extractFields(pageOf({ width: 1458, height: 600, texts })))).toEqual(wanted())
})

test('reads a picture of such a receipt', async () => {
  const [receipt] = threeReceipts
  if (!receipt) throw new Error('no receipt')
  const reader = createSlipReader()
  try {
    const { fields } = await reader.read({ bytes: drawReceipt(receipt) })
    expect(partiesOf(fields)).toEqual(wanted())
  } finally {
    await reader.close()
  }
})
