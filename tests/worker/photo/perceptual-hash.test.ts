import { readdir, readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { candidateDistance } from '../../../server/core/perceptual-hash.ts'
import { comparePictures } from '../../../worker/photo/compare-pictures.ts'
import { type CompressedPicture, compressPicture } from '../../../worker/photo/compress-picture.ts'
import { drawPhonePage, drawReceipt, threeReceipts } from '../../support/draw-receipt.ts'
import { hammingDistance } from './hamming-distance.ts'

const folder = new URL('../../fixtures/vouchers/', import.meta.url)
const vouchers = new Map<string, CompressedPicture>()

beforeAll(async () => {
  for (const name of (await readdir(folder)).filter((file) => /\.(?:jpg|png)$/.test(file)).sort()) {
    vouchers.set(name, await compressPicture(await readFile(new URL(name, folder))))
  }
})

test('counts the bits that differ', () => {
  expect(hammingDistance('0000000000000000', '0000000000000000')).toBe(0)
  expect(hammingDistance('0000000000000000', 'ffffffffffffffff')).toBe(64)
  expect(hammingDistance('8000000000000001', '0000000000000003')).toBe(2)
})

/** What happens to a picture between two uploads: sent through a chat, saved small, brightened, its edge cut off. */
const changes: Record<string, (picture: Buffer) => Promise<Buffer>> = {
  'written again at quality 30': (picture) => sharp(picture).jpeg({ quality: 30 }).toBuffer(),
  'resized to 1280 px': (picture) => sharp(picture).resize(1280, 1280, { fit: 'inside' }).jpeg().toBuffer(),
  'resized to 640 px': (picture) => sharp(picture).resize(640, 640, { fit: 'inside' }).jpeg().toBuffer(),
  brightened: (picture) => sharp(picture).linear(1, 20).jpeg().toBuffer(),
  'given more contrast': (picture) => sharp(picture).linear(1.2, -25).jpeg().toBuffer(),
  'saved as PNG': (picture) => sharp(picture).png().toBuffer(),
  'cut by 1 % at each side': cutOnePercent,
}

test.each(Object.entries(changes))('every voucher is still a candidate for itself when %s', async (_, change) => {
  for (const [name, original] of vouchers) {
    const changed = await compressPicture(await change(original.picture))
    expect(hammingDistance(original.perceptualHash, changed.perceptualHash), name).toBeLessThanOrEqual(
      candidateDistance,
    )
  }
})

test.each(Object.entries(changes))('is the same picture when compared after it was %s', async (_, change) => {
  for (const name of ['voucher-001.jpg', 'voucher-003.jpg', 'voucher-010.jpg', 'voucher-018.jpg', 'voucher-023.png']) {
    const original = vouchers.get(name)
    if (!original) throw new Error(`${name} is missing`)
    const changed = await compressPicture(await change(original.picture))
    const comparison = await comparePictures(slipOn(original.picture), slipOn(changed.picture))
    expect(comparison.same, `${name} ${comparison.leastAgreement}`).toBe(true)
  }
})

test('different vouchers are far apart, or else told apart by comparing them', async () => {
  const all = [...vouchers]
  const distances: number[] = []
  for (const [index, [name, one]] of all.entries()) {
    for (const [otherName, other] of all.slice(index + 1)) {
      const distance = hammingDistance(one.perceptualHash, other.perceptualHash)
      distances.push(distance)
      if (distance > candidateDistance) continue
      const comparison = await comparePictures(slipOn(one.picture), slipOn(other.picture))
      expect(comparison.same, `${name} and ${otherName}`).toBe(false)
    }
  }
  distances.sort((a, b) => a - b)
  expect(distances).toHaveLength((32 * 31) / 2)
  expect(distances.filter((distance) => distance <= candidateDistance).length).toBeLessThan(10)
  expect(distances[Math.floor(distances.length / 2)]).toBeGreaterThan(24)
})

describe.each([
  ['bank receipts', drawReceipt],
  ['phone bank pages', drawPhonePage],
])('three payments of one organisation on %s of one layout', (_, draw) => {
  test('are candidates by their hash and different when compared', async () => {
    const drawn = await Promise.all(threeReceipts.map((receipt) => compressPicture(draw(receipt))))
    for (const [index, one] of drawn.entries()) {
      for (const other of drawn.slice(index + 1)) {
        expect(hammingDistance(one.perceptualHash, other.perceptualHash)).toBeLessThanOrEqual(candidateDistance)
        const comparison = await comparePictures(slipOn(one.picture), slipOn(other.picture))
        expect(comparison.same, String(comparison.leastAgreement)).toBe(false)
      }
      const again = await compressPicture(await cutOnePercent(one.picture))
      expect((await comparePictures(slipOn(one.picture), slipOn(again.picture))).same).toBe(true)
    }
  })
})

const slipOn = (picture: Uint8Array) => ({ bytes: picture, slipHeight: null })

async function cutOnePercent(picture: Buffer): Promise<Buffer> {
  const { width, height } = await sharp(picture).metadata()
  const left = Math.round(width / 100)
  const top = Math.round(height / 100)
  return sharp(picture)
    .extract({ left, top, width: width - 2 * left, height: height - 2 * top })
    .jpeg()
    .toBuffer()
}
