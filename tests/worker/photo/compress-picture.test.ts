import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { compressPicture } from '../../../worker/photo/compress-picture.ts'
import { htmlTail, pdfTail, pngBomb, zipTail } from '../../support/bad-files.ts'
import { noisyPicture, storedFor, visualCorners } from '../../support/make-picture.ts'
import { slowness } from '../../support/pace.ts'

const vouchers = new URL('../../fixtures/vouchers/', import.meta.url)
const voucher = (name: string) => readFile(new URL(name, vouchers))

test('writes a JPEG of at most 2000 px and a thumbnail of at most 320 px, in the proportions of the original', async () => {
  const result = await compressPicture(await voucher('voucher-009.jpg'))
  expect([result.originalWidth, result.originalHeight]).toEqual([4032, 3024])
  expect([result.width, result.height]).toEqual([2000, 1500])
  expect(await sharp(result.picture).metadata()).toMatchObject({ format: 'jpeg', width: 2000, height: 1500 })
  expect(await sharp(result.thumbnail).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 240 })
  expect(result.perceptualHash).toMatch(/^[0-9a-f]{16}$/)
})

test('never enlarges', async () => {
  const result = await compressPicture(await noisyPicture(90, 60).png().toBuffer())
  expect([result.width, result.height]).toEqual([90, 60])
  expect(await sharp(result.thumbnail).metadata()).toMatchObject({ width: 90, height: 60 })
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])('turns a picture with EXIF orientation %i upright', async (orientation) => {
  const stored = storedFor(orientation)
  const result = await compressPicture(await stored.withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer())
  expect([result.width, result.height]).toEqual([96, 64])
  expect(await visualCorners(result.picture)).toEqual(['red', 'green', 'blue', 'white'])
  expect(await visualCorners(result.thumbnail)).toEqual(['red', 'green', 'blue', 'white'])
})

test.each([
  ['voucher-006.jpg', 2268, 3024, 6, 2000, 1500],
  ['voucher-018.jpg', 1600, 1200, 8, 1200, 1600],
])('turns the phone photograph %s upright', async (name, storedWidth, storedHeight, orientation, width, height) => {
  const bytes = await voucher(name)
  expect((await sharp(bytes).metadata()).orientation).toBe(orientation)
  const result = await compressPicture(bytes)
  expect([result.originalWidth, result.originalHeight]).toEqual([storedWidth, storedHeight])
  expect([result.width, result.height]).toEqual([width, height])
  const upright = await sharp(bytes).autoOrient().resize(width, height).greyscale().raw().toBuffer()
  const ours = await sharp(result.picture).greyscale().raw().toBuffer()
  expect(meanDifference(ours, upright)).toBeLessThan(4)
})

test('leaves no metadata: place, camera, comments', async () => {
  const input = await noisyPicture(200, 100)
    .withExif({
      IFD0: { Make: 'PhoneMaker', Model: 'Secret Model' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '31/1 17/1 55/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '120/1 35/1 6/1',
      },
    })
    .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><note>Secret note</note></x:xmpmeta>')
    .jpeg()
    .toBuffer()
  expect(input.includes('Secret Model')).toBe(true)
  expect((await sharp(input).metadata()).exif).toBeDefined()
  const { picture, thumbnail } = await compressPicture(input)
  for (const output of [picture, thumbnail]) {
    const metadata = await sharp(output).metadata()
    expect([metadata.exif, metadata.xmp, metadata.iptc, metadata.icc]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
    expect(output.includes('Secret')).toBe(false)
  }
})

test.each([
  ['HTML', htmlTail],
  ['a ZIP', zipTail],
  ['a PDF', pdfTail],
])('keeps nothing of %s behind the picture', async (_, tail) => {
  for (const picture of [noisyPicture(300, 200).jpeg(), noisyPicture(300, 200).png()]) {
    const polyglot = Buffer.concat([await picture.toBuffer(), tail])
    const result = await compressPicture(polyglot)
    for (const output of [result.picture, result.thumbnail]) {
      expect(output.subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]))
      expect(output.subarray(-2)).toEqual(Buffer.from([0xff, 0xd9]))
      for (const trace of ['<html', '<script', 'polyglot', 'PK\x03\x04', '%PDF']) {
        expect(output.includes(Buffer.from(trace, 'latin1')), trace).toBe(false)
      }
    }
  }
})

test('takes one frame of an animation', async () => {
  const frames = await Promise.all(['#ff0000', '#0000ff'].map((background) => plain(background).png().toBuffer()))
  const animation = await sharp(frames, { join: { animated: true } })
    .webp({ lossless: true })
    .toBuffer()
  expect((await sharp(animation).metadata()).pages).toBe(2)
  const { picture, width, height } = await compressPicture(animation)
  expect([width, height]).toEqual([64, 48])
  const { dominant } = await sharp(picture).stats()
  expect(dominant.r).toBeGreaterThan(200)
  expect(dominant.b).toBeLessThan(60)
})

test('reads CMYK, 16-bit and grey pictures as plain RGB or grey JPEGs', async () => {
  const cmyk = await plain('#cc3322').toColourspace('cmyk').jpeg().toBuffer()
  expect((await sharp(cmyk).metadata()).space).toBe('cmyk')
  const deep = await plain('#cc3322').toColourspace('rgb16').png().toBuffer()
  expect((await sharp(deep).metadata()).depth).toBe('ushort')
  for (const input of [cmyk, deep]) {
    const { picture } = await compressPicture(input)
    expect(await sharp(picture).metadata()).toMatchObject({ space: 'srgb', depth: 'uchar', channels: 3 })
    const { dominant } = await sharp(picture).stats()
    expect(dominant.r).toBeGreaterThan(dominant.g + 60)
    expect(dominant.r).toBeGreaterThan(dominant.b + 60)
  }
  const grey = await compressPicture(await plain('#777777').greyscale().jpeg().toBuffer())
  expect((await sharp(grey.picture).stats()).channels[0]?.mean).toBeCloseTo(0x77, -1)
})

test('puts a transparent picture on white', async () => {
  const clear = await sharp({
    create: { width: 64, height: 48, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer()
  const { picture } = await compressPicture(clear)
  for (const channel of (await sharp(picture).stats()).channels) expect(channel.min).toBeGreaterThan(250)
})

test.each([0.5, 0.9, 0.999])('refuses a JPEG of which only the first part (%d) arrived', async (part) => {
  const whole = await voucher('voucher-003.jpg')
  await expect(compressPicture(whole.subarray(0, Math.floor(whole.length * part)))).rejects.toMatchObject({
    code: 'fileDamaged',
  })
})

test('refuses pictures that break off or have a hole, whatever their end says', async () => {
  const jpeg = await voucher('voucher-003.jpg')
  const middle = Math.floor(jpeg.length / 2)
  const closed = Buffer.concat([jpeg.subarray(0, middle), Buffer.from([0xff, 0xd9])])
  const hole = Buffer.concat([jpeg.subarray(0, middle), jpeg.subarray(middle + 5_000)])
  const png = await voucher('voucher-019.png')
  const webp = await noisyPicture(300, 200).webp().toBuffer()
  const damaged = [
    closed,
    hole,
    png.subarray(0, Math.floor(png.length * 0.7)),
    webp.subarray(0, -500),
    jpeg.subarray(0, 3),
  ]
  for (const bytes of damaged) {
    await expect(compressPicture(bytes)).rejects.toMatchObject({ code: 'fileDamaged', kind: 'invalid' })
  }
})

// Some cameras leave stray bytes between two segments; libjpeg warns about them as it does about lost data.
test('accepts a JPEG with stray bytes between two segments', async () => {
  const jpeg = await voucher('voucher-003.jpg')
  const scan = jpeg.indexOf(Buffer.from([0xff, 0xda]))
  const stray = Buffer.concat([jpeg.subarray(0, scan), Buffer.from([0, 0, 1]), jpeg.subarray(scan)])
  expect((await compressPicture(stray)).picture).toEqual((await compressPicture(jpeg)).picture)
})

test('refuses a PNG of 30,000 x 30,000 pixels at once, with both numbers', async () => {
  const bomb = pngBomb(30_000, 30_000)
  expect(bomb.length).toBeLessThan(1_000_000)
  const startMs = performance.now()
  await expect(compressPicture(bomb)).rejects.toMatchObject({
    code: 'pictureTooLarge',
    details: { pixels: 900_000_000, maxPixels: 110_000_000 },
  })
  const ms = performance.now() - startMs
  expect(ms).toBeLessThan(10_000 * (await slowness()))
})

test('allows fewer pixels where the whole picture has to be in memory', async () => {
  const limits = { pixels: 60_000, wholePixels: 30_000 }
  const picture = () => noisyPicture(250, 200)
  expect((await compressPicture(await picture().jpeg().toBuffer(), limits)).width).toBe(250)
  const whole = [picture().jpeg({ progressive: true }), picture().png({ progressive: true }), picture().webp()]
  for (const input of whole) {
    await expect(compressPicture(await input.toBuffer(), limits)).rejects.toMatchObject({
      code: 'pictureTooLarge',
      details: { maxPixels: 30_000 },
    })
  }
})

test('gives up on a picture that takes too long', async () => {
  // 24,000 megapixels of nothing: 4 s of work on an idle core, in a file of 24 MB.
  const slow = pngBomb(60_000, 400_000)
  await expect(compressPicture(slow, { pixels: 30_000_000_000, timeSeconds: 1 })).rejects.toMatchObject({
    code: 'fileTooSlow',
    details: { limit: 'time', limitMs: 1000 },
  })
}, 30_000)

function plain(background: string) {
  return sharp({ create: { width: 64, height: 48, channels: 3, background } })
}

function meanDifference(a: Buffer, b: Buffer): number {
  expect(a.length).toBe(b.length)
  let sum = 0
  for (let index = 0; index < a.length; index += 1) sum += Math.abs((a[index] ?? 0) - (b[index] ?? 0))
  return sum / a.length
}
