import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import { slipReadingSchema } from '../../../server/features/vouchers/slip-reading.schema.ts'
import { createSlipReader } from '../../../worker/reading/read-slip.ts'
import { comparableLabel, comparableReading, readLabels, voucherPath } from './labelled-slips.ts'
import { type Painting, paintSlip } from './paint-slip.ts'
import { layoutCases } from './slip-layouts.ts'

const reader = createSlipReader()
afterAll(() => reader.close())

const labels = await readLabels()
const labelOf = (file: string) => {
  const label = labels.find((one) => one.file === file)
  if (!label) throw new Error(`no label for ${file}`)
  return label
}

/** One of each layout, kind and difficulty: stamp, EXIF orientation, discount, dark screen, wrapped name, full width. */
test.each([
  'voucher-003.jpg',
  'voucher-006.jpg',
  'voucher-018.jpg',
  'voucher-023.png',
  'voucher-028.png',
  'voucher-032.jpg',
])('reads every field of %s', async (file) => {
  const reading = await reader.read({ bytes: await readFile(voucherPath(file)) })
  expect(slipReadingSchema.parse(reading)).toEqual(reading)
  expect(comparableReading(reading)).toEqual(comparableLabel(labelOf(file)))
  expect(reading.fields.amountFen?.confidence).toBe('high')
})

/** Layouts that are not among the fixtures, photographed. */
const photographs: [string, Painting][] = [
  ['a bank receipt with payer and payee', { degrees: 5, tilt: 0.08, noise: 12, blur: 0.7, quality: 60 }],
  ['a payment app with a red envelope', { ink: '#eee', labelInk: '#999', paper: '#1a1a1a' }],
  ['payee left and payer right', { degrees: -6, tilt: 0.12, noise: 10, blur: 0.9, paper: '#d8dde8', scale: 1.2 }],
]

test.each(photographs)('reads %s from a painted picture', async (name, painting) => {
  const layout = layoutCases.find((one) => one.name.startsWith(name))
  if (!layout) throw new Error(`no layout ${name}`)
  const reading = await reader.read({ bytes: await paintSlip(layout.slip, painting) })
  const { amountFen, payerName, payeeName, orderNo, paidAt } = comparableReading(reading)
  const label = comparableLabel({
    ...labelOf('voucher-002.jpg'),
    payerName: null,
    ...layout.expected,
    file: '',
  })
  expect({ amountFen, payerName, payeeName, orderNo, paidAt }).toEqual({
    amountFen: label.amountFen,
    payerName: label.payerName,
    payeeName: label.payeeName,
    orderNo: label.orderNo,
    paidAt: label.paidAt,
  })
})

test('a picture that lies on its side or upside down is read, and its boxes lie where its text lies', async () => {
  const slip = layoutCases.find((one) => one.name === 'values under their labels')?.slip
  if (!slip) throw new Error('no such layout')
  const upright = await paintSlip(slip)
  const straight = await reader.read({ bytes: upright })
  const [x0 = 0, y0 = 0] = straight.fields.payeeName?.quads[0] ?? []
  const wanted: [number, number, number, number, number][] = [
    [90, 1500, 780, 1 - y0, x0],
    [180, 780, 1500, 1 - x0, 1 - y0],
    [270, 1500, 780, y0, 1 - x0],
  ]
  for (const [degrees, width, height, x, y] of wanted) {
    const aside = await reader.read({ bytes: await sharp(upright).rotate(degrees).toBuffer() })
    expect(comparableReading(aside)).toEqual(comparableReading(straight))
    expect([aside.width, aside.height]).toEqual([width, height])
    const [cornerX = 0, cornerY = 0] = aside.fields.payeeName?.quads[0] ?? []
    expect(Math.abs(cornerX - x)).toBeLessThan(0.02)
    expect(Math.abs(cornerY - y)).toBeLessThan(0.02)
  }
})

test('a picture without a slip gives a reading without fields', async () => {
  const bytes = await sharp({ create: { width: 600, height: 400, channels: 3, background: '#7a8' } })
    .png()
    .toBuffer()
  const reading = await reader.read({ bytes })
  expect(Object.values(reading.fields).every((field) => field === null)).toBe(true)
  expect(reading.lines).toEqual([])
})

test('a PDF whose text holds no amount is read from its picture', async () => {
  const layout = layoutCases.find((one) => one.name === 'values under their labels')
  if (!layout) throw new Error('no such layout')
  const picture = () => paintSlip(layout.slip)
  const stampOfScanner = { text: '扫描全能王 创建', quad: [0.7, 0.95, 0.95, 0.95, 0.95, 0.97, 0.7, 0.97] }
  const reading = await reader.readPdf({ width: 780, height: 1500, items: [stampOfScanner], picture })
  expect(reading.source).toBe('ocr')
  expect(reading.fields.amountFen?.value).toBe(layout.expected.amountFen)
})

test('the text of a PDF is read without its picture, items of one line as one line', () => {
  const page = {
    width: 595,
    height: 842,
    items: [
      { text: '付款人名称：', quad: [0.1, 0.1, 0.25, 0.1, 0.25, 0.12, 0.1, 0.12] },
      { text: '宿迁精准岩土工程有限责任公司', quad: [0.26, 0.1, 0.6, 0.1, 0.6, 0.12, 0.26, 0.12] },
      { text: '金额（小写）：￥3,840.00', quad: [0.1, 0.15, 0.4, 0.15, 0.4, 0.17, 0.1, 0.17] },
      { text: '附言：PX26AK55HM', quad: [0.1, 0.2, 0.4, 0.2, 0.4, 0.22, 0.1, 0.22] },
    ],
  }
  const { source, fields, lines } = reader.readText(page)
  expect(source).toBe('text')
  expect(fields.payerName).toMatchObject({ value: '宿迁精准岩土工程有限责任公司', confidence: 'high' })
  expect(fields.amountFen).toMatchObject({ value: 384000, confidence: 'high' })
  expect(fields.orderNo?.value).toBe('PX26AK55HM')
  const [quad = []] = fields.payerName?.quads ?? []
  for (const [index, corner] of quad.entries()) expect(corner).toBeCloseTo(page.items[1]?.quad[index] ?? -1, 6)
  expect(lines.map((line) => line.text)).toEqual([
    '付款人名称： 宿迁精准岩土工程有限责任公司',
    '金额（小写）：￥3,840.00',
    '附言：PX26AK55HM',
  ])
})
