import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import type { Quad } from '../../../server/features/files/reading.schema.ts'
import { openPdf } from '../../../worker/reading/pdf/open-pdf.ts'
import { pdfTail } from '../../support/bad-files.ts'
import {
  encryptedPdf,
  flateBombPdf,
  makePdf,
  manyPagesPdf,
  onePagePdf,
  pdfStream,
  picturePdf,
  songPdf,
  toUnicodePdf,
} from '../../support/make-pdf.ts'
import { slowness } from '../../support/pace.ts'

/** 付款金额： and 3,200.00 in GBK. */
const label = 'b8b6bfeebdf0b6eea3ba'
const amount = Buffer.from('3,200.00').toString('hex')

test('reads Chinese in STSong-Light that is not embedded, and draws it', async () => {
  const pdf = await openPdf(
    songPdf([
      { gbkHex: label, x: 72, y: 700 },
      { gbkHex: amount, x: 200, y: 700 },
    ]),
  )
  expect(pdf.pageCount).toBe(1)
  expect(pdf.page1.items.map((item) => item.text)).toEqual(['付款金额：', '3,200.00'])
  expect([pdf.page1.width, pdf.page1.height]).toEqual([1413, 2000])
  const picture = await pdf.page1.picture()
  expect(await sharp(picture).metadata()).toMatchObject({ format: 'png', width: 1413, height: 2000 })
  for (const { quad } of pdf.page1.items) expect(await inkShare(picture, quad)).toBeGreaterThan(0.03)
  await pdf.close()
})

test('says where each text stands, as fractions of the upright page', async () => {
  const pdf = await openPdf(songPdf([{ gbkHex: label, x: 72, y: 700 }]))
  const quad = pdf.page1.items[0]?.quad ?? []
  const [left = 0, top = 0, right = 0, , , bottom = 0] = quad
  expect(left).toBeCloseTo(72 / 595, 3)
  expect(right).toBeCloseTo((72 + 5 * 18) / 595, 3)
  expect(top).toBeGreaterThan((842 - 700 - 18) / 842)
  expect(top).toBeLessThan((842 - 700 - 10) / 842)
  expect(bottom).toBeGreaterThan((842 - 700) / 842)
  expect(bottom).toBeLessThan((842 - 700 + 8) / 842)
})

test('follows the rotation of the page', async () => {
  const pdf = await openPdf(songPdf([{ gbkHex: label, x: 72, y: 700 }], '/Rotate 90'))
  expect([pdf.page1.width, pdf.page1.height]).toEqual([2000, 1413])
  const [left = 0, top = 0, right = 0, rightTop = 0] = pdf.page1.items[0]?.quad ?? []
  // The writing now runs downwards: its beginning is 72 pt below the upper edge.
  expect(top).toBeCloseTo(72 / 595, 2)
  expect(rightTop).toBeCloseTo((72 + 90) / 595, 2)
  expect(left).toBeCloseTo(right, 3)
})

test('reads glyph numbers through their ToUnicode table', async () => {
  const pdf = await openPdf(toUnicodePdf('收款人：国培网3200.00'))
  expect(pdf.page1.items.map((item) => item.text).join('')).toBe('收款人：国培网3200.00')
})

test('does not read out what nobody sees: white on white, outside the page', async () => {
  const pdf = await openPdf(
    songPdf([
      { gbkHex: label, x: 72, y: 700 },
      { gbkHex: amount, x: 200, y: 700, colour: '1 1 1' },
      { gbkHex: amount, x: 700, y: 700 },
      { gbkHex: amount, x: 72, y: -100 },
    ]),
  )
  expect(pdf.page1.items.map((item) => item.text)).toEqual(['付款金额：'])
})

test('draws a page that is only a photograph, and finds no text in it', async () => {
  const jpeg = await readFile(new URL('../../fixtures/vouchers/voucher-003.jpg', import.meta.url))
  const pdf = await openPdf(picturePdf(jpeg, 2048, 1536))
  expect(pdf.page1.items).toEqual([])
  const drawn = await sharp(await pdf.page1.picture())
    .resize(64, 64, { fit: 'fill' })
    .removeAlpha()
    .raw()
    .toBuffer()
  const original = await sharp(jpeg).resize(64, 64, { fit: 'fill' }).raw().toBuffer()
  let difference = 0
  for (let index = 0; index < original.length; index += 1) {
    difference += Math.abs((drawn[index] ?? 0) - (original[index] ?? 0))
  }
  expect(difference / original.length).toBeLessThan(6)
})

test('opens up to 30 pages and refuses more, with both numbers', async () => {
  expect((await openPdf(manyPagesPdf(30))).pageCount).toBe(30)
  await expect(openPdf(manyPagesPdf(31))).rejects.toMatchObject({
    code: 'pdfTooManyPages',
    details: { pages: 31, maxPages: 30 },
  })
})

test('refuses 3,000 pages quickly', async () => {
  const startMs = performance.now()
  await expect(openPdf(manyPagesPdf(3_000))).rejects.toMatchObject({
    code: 'pdfTooManyPages',
    details: { pages: 3_000 },
  })
  const ms = performance.now() - startMs
  expect(ms).toBeLessThan(10_000 * (await slowness()))
})

test('refuses what needs a password, is damaged, or is no PDF at its first byte', async () => {
  await expect(openPdf(encryptedPdf())).rejects.toMatchObject({ code: 'pdfEncrypted' })
  await expect(openPdf(pdfTail)).rejects.toMatchObject({ code: 'fileDamaged' })
  await expect(
    openPdf(makePdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[]/Count 0>>'])),
  ).rejects.toMatchObject({ code: 'fileDamaged' })
  await expect(openPdf(Buffer.concat([Buffer.from('\n'), manyPagesPdf(1)]))).rejects.toMatchObject({
    code: 'fileDamaged',
  })
})

test('a file that unpacks to 1 GiB costs neither the time nor the memory', async () => {
  const bomb = flateBombPdf(' ', 1024)
  expect(bomb.length).toBeLessThan(1_500_000)
  const before = process.memoryUsage.rss()
  await expect(openPdf(bomb)).rejects.toMatchObject({ code: 'fileTooSlow' })
  expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024)
})

test('a page that never stops drawing is ended at its time', async () => {
  await expect(openPdf(flateBombPdf('0 0 m 300 300 l S\n', 100), { timeMs: 2_000 })).rejects.toMatchObject({
    code: 'fileTooSlow',
    details: { limit: 'time', limitMs: 2_000 },
  })
})

test.each([
  ['one point', '0 0 1 1'],
  ['a thread', '0 0 14400 2'],
  ['a sheet of 200 inches', '0 0 14400 14400'],
  ['a sheet far too large', '0 0 99999999 99999999'],
])('draws %s within 2000 px', async (_, box) => {
  const pdf = await openPdf(
    makePdf([
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      `<</Type/Page/Parent 2 0 R/MediaBox[${box}]>>`,
    ]),
  )
  expect(Math.max(pdf.page1.width, pdf.page1.height)).toBe(2000)
  expect(await sharp(await pdf.page1.picture()).metadata()).toMatchObject({ width: pdf.page1.width })
})

test('runs no script that a file carries and opens nothing that it names', async () => {
  const action = '/AA<</O<</S/JavaScript/JS(app.launchURL\\("http://127.0.0.1:9/"\\))>>>>'
  const pdf = await openPdf(onePagePdf(pdfStream('0 0 m 10 10 l S'), '', [], action))
  expect(pdf.page1.items).toEqual([])
})

/** How much of a place is dark: none when a reader without a Chinese font drew blanks. */
async function inkShare(picture: Uint8Array, quad: Quad): Promise<number> {
  const { data, info } = await sharp(picture).greyscale().raw().toBuffer({ resolveWithObject: true })
  const [left = 0, top = 0, right = 0, , , bottom = 0] = quad
  let dark = 0
  let all = 0
  for (let y = Math.floor(top * info.height); y < bottom * info.height; y += 1) {
    for (let x = Math.floor(left * info.width); x < right * info.width; x += 1) {
      all += 1
      if ((data[y * info.width + x] ?? 255) < 128) dark += 1
    }
  }
  return dark / all
}
