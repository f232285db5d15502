import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, describe, expect, test } from 'vitest'
import { comparePictures } from '../../../worker/photo/compare-pictures.ts'
import { prepareFile } from '../../../worker/photo/prepare-file.ts'
import { putLineUnder } from '../../../worker/photo/put-line-under.ts'
import { createSlipReader } from '../../../worker/reading/read-slip.ts'
import { drawPhonePage, threeReceipts } from '../../support/draw-receipt.ts'

const reader = createSlipReader()
afterAll(() => reader.close())

const line = '付款单位：河北省科信建筑安装工程有限公司　费用类型：培训费'
const longLine = `付款单位：${'江苏省苏州工业园区建设工程质量检测中心有限公司'.repeat(4)}　费用类型：培训费`

const slipOf = async (name: string) =>
  (await prepareFile(await readFile(new URL(`../../fixtures/vouchers/${name}`, import.meta.url)))).compressed

const plain = (text: string) => text.normalize('NFKC').replace(/[\s:：]/g, '')

/** What the product's own reader sees under the slip. */
async function readUnder(slip: { height: number }, drawn: { picture: Uint8Array; height: number }): Promise<string> {
  const { lines } = await reader.read({ bytes: drawn.picture })
  const under = lines.filter(({ quad }) => quad && (quad[1] ?? 0) * drawn.height >= slip.height - 2)
  return plain(under.map((one) => one.text).join(''))
}

test.each([
  ['a wide receipt', 'voucher-002.jpg'],
  ['a photograph of a phone', 'voucher-018.jpg'],
  ['a screenshot', 'voucher-004.png'],
  ['a narrow picture', 'voucher-028.png'],
])('the line under %s can be read on the new picture, with who wrote it', async (_what, name) => {
  const slip = await slipOf(name)
  const drawn = await putLineUnder(slip, line)
  const under = await readUnder(slip, drawn)
  expect(under).toContain(plain('付款单位：河北省科信建筑安装工程有限公司'))
  expect(under).toContain(plain('费用类型：培训费'))
  expect(under).toContain('上传人补写')
})

test('the longest line is broken into rows and can still be read whole', async () => {
  const slip = await slipOf('voucher-004.png')
  const drawn = await putLineUnder(slip, longLine)
  const one = await putLineUnder(slip, line)
  expect(drawn.height).toBeGreaterThan(one.height)
  const under = (await readUnder(slip, drawn)).replace('上传人补写', '')
  expect(under).toContain(plain('江苏省苏州工业园区建设工程质量检测中心有限公司').repeat(4))
})

describe('the picture', () => {
  test('is as wide as before, higher by the strip, and the slip on it is the same slip', async () => {
    const slip = await slipOf('voucher-003.jpg')
    const drawn = await putLineUnder(slip, line)
    const { width, height, format, exif } = await sharp(drawn.picture).metadata()
    expect({ width, height, format, exif }).toEqual({
      width: slip.width,
      height: drawn.height,
      format: 'jpeg',
      exif: undefined,
    })
    const compared = await comparePictures(
      { bytes: slip.picture, slipHeight: null },
      { bytes: drawn.picture, slipHeight: slip.height },
    )
    expect(compared.same).toBe(true)
    expect(compared.leastAgreement).toBeGreaterThan(0.95)
  })

  test('would be told for another one if the strip were compared as well', async () => {
    const slip = await slipOf('voucher-003.jpg')
    const { picture } = await putLineUnder(slip, longLine)
    const whole = { bytes: slip.picture, slipHeight: null }
    expect((await comparePictures(whole, { bytes: picture, slipHeight: null })).same).toBe(false)
    expect((await comparePictures(whole, { bytes: picture, slipHeight: slip.height })).same).toBe(true)
  })

  test('parts slip and strip by a hairline, and the strip is white', async () => {
    const slip = await slipOf('voucher-018.jpg')
    const drawn = await putLineUnder(slip, line)
    const lightOfRow = async (top: number) => {
      const row = { left: 0, top, width: slip.width, height: 1 }
      const pixels = await sharp(drawn.picture).extract(row).greyscale().raw().toBuffer()
      return pixels.reduce((sum, light) => sum + light, 0) / pixels.length
    }
    expect(await lightOfRow(slip.height)).toBeLessThan(200)
    expect(await lightOfRow(slip.height + 8)).toBeGreaterThan(250)
    expect(await lightOfRow(drawn.height - 2)).toBeGreaterThan(250)
  })

  test('has a thumbnail that shows the strip', async () => {
    const slip = await slipOf('voucher-003.jpg')
    const drawn = await putLineUnder(slip, line)
    const { width = 0, height = 0 } = await sharp(drawn.thumbnail).metadata()
    expect(Math.max(width, height)).toBe(320)
    expect(width / height).toBeCloseTo(drawn.width / drawn.height, 1)
  })

  test('of another payment is still another one, with the same line under both', async () => {
    const [first, second] = threeReceipts
    if (!first || !second) throw new Error('no receipts')
    const drawn = await Promise.all(
      [first, second].map(async (receipt) => {
        const slip = (await prepareFile(drawPhonePage(receipt))).compressed
        return { bytes: (await putLineUnder(slip, line)).picture, slipHeight: slip.height }
      }),
    )
    const [one, two] = drawn
    if (!one || !two) throw new Error('not drawn')
    expect((await comparePictures(one, two)).same).toBe(false)
  })
})
