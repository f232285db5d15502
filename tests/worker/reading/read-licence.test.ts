import { afterAll, expect, test } from 'vitest'
import { creditCodeOf } from '../../../prisma/seed/credit-codes.ts'
import { licenceReadingSchema } from '../../../server/features/registrations/licence-reading.schema.ts'
import { extractLicence } from '../../../worker/reading/extract-licence.ts'
import { createOcrClient } from '../../../worker/reading/ocr-client.ts'
import { createLicenceReader } from '../../../worker/reading/read-licence.ts'
import { createSlipReader } from '../../../worker/reading/read-slip.ts'
import { lineOfText } from '../../../worker/reading/text-line.ts'
import { drawLicence, landscapeLicence } from '../../support/draw-licence.ts'
import { pageOf } from './draw-slip.ts'
import { licenceCases } from './licence-layouts.ts'
import { paintSlip, photograph } from './paint-slip.ts'
import { layoutCases } from './slip-layouts.ts'

const ocr = createOcrClient()
const reader = createLicenceReader(ocr)
const slipReader = createSlipReader(ocr)
afterAll(() => ocr.close())

const valuesOf = (fields: ReturnType<typeof extractLicence>, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, fields[name as keyof typeof fields]?.value ?? null]))

test.each(licenceCases)('reads code and name of $name from a picture', async (one) => {
  const picture = await photograph(drawLicence(one.licence, one.decoration), one.painting ?? {}, one.shade)
  const reading = await reader.read({ bytes: picture })
  expect(licenceReadingSchema.parse(reading)).toEqual(reading)
  expect(valuesOf(reading.fields, Object.keys(one.expected))).toEqual(one.expected)
  // Its check character agrees, so it is certain whatever the light was.
  expect(reading.fields.creditCode?.confidence).toBe('high')
})

test.each(licenceCases)('reads $name from the text of a PDF', ({ licence, expected }) => {
  const page = pageOf(licence)
  const items = page.lines.map(({ text, quad }) => ({ text, quad }))
  const reading = reader.readText({ width: page.width, height: page.height, items })
  expect(reading.source).toBe('text')
  expect(valuesOf(reading.fields, Object.keys(expected))).toEqual(expected)
  expect(reading.fields.name?.confidence).toBe('high')
})

test('one process reads licences and slips, one after the other', async () => {
  const licence = licenceCases[0]
  const slip = layoutCases[0]
  if (!licence || !slip) throw new Error('no layouts')
  const [licenceReading, slipReading] = await Promise.all([
    photograph(drawLicence(licence.licence), {}).then((bytes) => reader.read({ bytes })),
    paintSlip(slip.slip).then((bytes) => slipReader.read({ bytes })),
  ])
  expect(licenceReading.fields.creditCode?.value).toBe(licence.expected.creditCode)
  expect(slipReading.fields.amountFen?.value).toBe(slip.expected.amountFen)
  expect(slipReader.ocr).toBe(ocr)
})

test('a picture of something else has neither code nor name that is certain', async () => {
  for (const { slip } of layoutCases.slice(0, 3)) {
    const { fields } = await reader.read({ bytes: await paintSlip(slip) })
    expect(fields.creditCode).toBeNull()
    expect(fields.name?.confidence).not.toBe('high')
  }
})

test('an empty file is refused', async () => {
  await expect(reader.read({ bytes: new Uint8Array() })).rejects.toMatchObject({ code: 'fileEmpty' })
})

const code = creditCodeOf('320288', 5082)
const facts = {
  code,
  name: '无锡博瑞建材检测有限公司',
  kind: '有限责任公司',
  person: '沈建国',
  capital: '100万元整',
  registeredOn: '2015年03月12日',
  period: '长期',
  address: '无锡市滨湖区建筑西路777号',
  scope: '检测',
}

/** What a machine gives that takes some characters for others, with what it held likeliest after them. */
function pageWith(printed: string, doubts: Readonly<Record<number, { score: number; other?: string }>> = {}) {
  const page = pageOf(landscapeLicence({ ...facts, code: printed }))
  for (const line of page.lines) {
    if (line.text !== printed) continue
    for (const [at, { score, other }] of Object.entries(doubts)) {
      const character = line.characters[Number(at)]
      if (!character) continue
      character.score = score
      if (other) character.other = { text: other, score: 1 - score }
    }
  }
  return page
}

const swap = (text: string, at: number, glyph: string) => text.slice(0, at) + glyph + text.slice(at + 1)

test('letters that no code has are what they look like: O is 0, I is 1, S is 5, Z is 2', () => {
  expect(code).toBe('91320288MA1050823J')
  const misread = swap(swap(swap(code, 11, 'O'), 10, 'I'), 12, 'S')
  expect(extractLicence(pageWith(misread)).creditCode).toMatchObject({ value: code, confidence: 'high' })
})

test('a region never has letters, so B is 8 there', () => {
  const misread = swap(swap(code, 6, 'B'), 7, 'B')
  expect(extractLicence(pageWith(misread)).creditCode).toMatchObject({ value: code, confidence: 'high' })
})

test('a character that the machine doubted is taken for its second guess when both check characters then agree', () => {
  const page = pageWith(swap(code, 14, 'B'), { 14: { score: 0.55, other: '8' } })
  expect(extractLicence(page).creditCode).toMatchObject({ value: code, confidence: 'high' })
})

test('a code that no check character confirms is given as it was read, with doubt', () => {
  const misread = swap(code, 13, '7')
  expect(extractLicence(pageWith(misread)).creditCode).toMatchObject({ value: misread, confidence: 'low' })
})

test('a code with a character too many or too few is never certain', () => {
  for (const printed of [`${code.slice(0, 9)}8${code.slice(9)}`, code.slice(0, 8) + code.slice(9)]) {
    expect(extractLicence(pageWith(printed)).creditCode?.confidence).toBe('low')
  }
})

test('a name in which a character was not read at all is not certain', () => {
  const page = pageOf(landscapeLicence(facts))
  for (const line of page.lines) {
    if (line.text !== facts.name) continue
    line.characters.splice(3, 1)
    line.text = line.characters.map((character) => character.text).join('')
  }
  expect(extractLicence(page).name).toMatchObject({ value: '无锡博建材检测有限公司', confidence: 'low' })
})

test('a label that was read in one box with the value of the column before it is found', () => {
  const page = pageOf(landscapeLicence({ ...facts, scope: '检测' }))
  const scope = page.lines.find((line) => line.text === '检测')
  const label = page.lines.find((line) => line.text === '住　　所')
  if (!scope || !label) throw new Error('the layout has changed')
  const [left = 0, top = 0, , , , , , bottom = 0] = scope.quad
  const right = label.quad[2] ?? 0
  const merged = lineOfText('检测服务安全评价业务计量技术服务信息咨询经营场所', [
    left,
    top,
    right,
    top,
    right,
    bottom,
    left,
    bottom,
  ])
  page.lines = [...page.lines.filter((line) => line !== scope && line !== label), merged]
  expect(extractLicence(page).address?.value).toBe(facts.address)
})

test('a lost label does not let the kind of the company run into its name', () => {
  const page = pageOf(landscapeLicence(facts))
  page.lines = page.lines.filter((line) => line.text !== '类　　型')
  expect(extractLicence(page).name?.value).toBe(facts.name)
})
