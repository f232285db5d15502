import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { comparePictures } from '../../../worker/photo/compare-pictures.ts'
import { decodeHeic } from '../../../worker/photo/decode-heic.ts'
import { prepareFile } from '../../../worker/photo/prepare-file.ts'
import { gifScriptFile, htmlFile, pdfTail, pngBomb, svgFile, textFile } from '../../support/bad-files.ts'
import { encryptedPdf, flateBombPdf, manyPagesPdf, songPdf } from '../../support/make-pdf.ts'
import { slowness } from '../../support/pace.ts'
import { hammingDistance } from './hamming-distance.ts'

const fixtures = new URL('../../fixtures/', import.meta.url)

test.each([
  ['a JPEG', 'vouchers/voucher-005.jpg', 'jpeg'],
  ['a PNG', 'vouchers/voucher-004.png', 'png'],
])('prepares %s', async (_, path, kind) => {
  const prepared = await prepareFile(await readFile(new URL(path, fixtures)))
  expect(prepared).toMatchObject({ kind, pageCount: null, pdfItems: null })
  expect((await sharp(prepared.compressed.picture).metadata()).format).toBe('jpeg')
})

test('prepares a WebP', async () => {
  const webp = await sharp(await readFile(new URL('vouchers/voucher-004.png', fixtures)))
    .webp()
    .toBuffer()
  expect((await prepareFile(webp)).kind).toBe('webp')
})

test('prepares a HEIC, turned once although the turn is written in it twice', async () => {
  const heic = await prepareFile(await readFile(new URL('pictures/phone-turned.heic', fixtures)))
  const jpeg = await prepareFile(await readFile(new URL('vouchers/voucher-018.jpg', fixtures)))
  expect(heic).toMatchObject({ kind: 'heic', pageCount: null, pdfItems: null })
  expect([heic.compressed.width, heic.compressed.height]).toEqual([600, 800])
  expect(hammingDistance(heic.compressed.perceptualHash, jpeg.compressed.perceptualHash)).toBeLessThanOrEqual(4)
  const slipOn = (picture: Uint8Array) => ({ bytes: picture, slipHeight: null })
  const compared = await comparePictures(slipOn(jpeg.compressed.picture), slipOn(heic.compressed.picture))
  expect(compared.same).toBe(true)
})

test('prepares a PDF: its first page as a picture, and its text', async () => {
  const prepared = await prepareFile(songPdf([{ gbkHex: 'bdf0b6eea3ba333230302e3030', x: 72, y: 700 }]))
  expect(prepared).toMatchObject({ kind: 'pdf', pageCount: 1 })
  expect(prepared.pdfItems?.map((item) => item.text)).toEqual(['金额：3200.00'])
  expect([prepared.compressed.width, prepared.compressed.height]).toEqual([1413, 2000])
})

const wholeJpeg = await readFile(new URL('vouchers/voucher-005.jpg', fixtures))
const wholeHeic = await readFile(new URL('pictures/phone-turned.heic', fixtures))

test.each([
  ['no bytes at all', Buffer.alloc(0), 'fileEmpty'],
  ['text called .jpg', textFile, 'fileTypeRefused'],
  ['an SVG', svgFile, 'fileTypeRefused'],
  ['an HTML page', htmlFile, 'fileTypeRefused'],
  ['a GIF that is a script', gifScriptFile, 'fileTypeRefused'],
  ['a PDF behind a line of text', Buffer.concat([Buffer.from('hello\n'), pdfTail]), 'fileTypeRefused'],
  ['half a JPEG', wholeJpeg.subarray(0, wholeJpeg.length / 2), 'fileDamaged'],
  ['half a HEIC', wholeHeic.subarray(0, wholeHeic.length / 2), 'fileDamaged'],
  ['the head of a HEIC', wholeHeic.subarray(0, 40), 'fileDamaged'],
  ['a PNG bomb', pngBomb(30_000, 30_000), 'pictureTooLarge'],
  ['a PDF that is only a header', Buffer.from('%PDF-1.4\n'), 'fileDamaged'],
  ['a PDF of 3,000 pages', manyPagesPdf(3_000), 'pdfTooManyPages'],
  ['a PDF that needs a password', encryptedPdf(), 'pdfEncrypted'],
  ['a PDF that unpacks to 1 GiB', flateBombPdf(' ', 1024), 'fileTooSlow'],
])('refuses %s, for good and in time', async (_, bytes, code) => {
  const before = Buffer.from(bytes)
  const startMs = performance.now()
  await expect(prepareFile(bytes)).rejects.toMatchObject({ name: 'AppError', code, kind: 'invalid' })
  const ms = performance.now() - startMs
  expect(ms).toBeLessThan(20_000 * (await slowness()))
  expect(before.equals(bytes)).toBe(true)
})

test('gives up on a HEIC that takes too much memory or time', async () => {
  await expect(decodeHeic(wholeHeic, { memoryMib: 60 })).rejects.toMatchObject({
    code: 'fileTooSlow',
    details: { limit: 'memory' },
  })
  await expect(decodeHeic(wholeHeic, { timeMs: 20 })).rejects.toMatchObject({
    code: 'fileTooSlow',
    details: { limit: 'time' },
  })
})
