import { setImmediate } from 'node:timers/promises'
import sharp from 'sharp'
import type { ComparedPicture } from '../../server/features/vouchers/check-voucher.ts'

/**
 * Two receipts of one bank differ in a few characters, which no hash of the whole picture can see: their perceptual
 * hashes are equal. So a near hash only makes a candidate, and the two pictures are then laid over each other and
 * compared place by place.
 */
export type PictureComparison = {
  readonly same: boolean
  /** Correlation, -1..1, at the place where the two pictures agree least; null when they have no place in common. */
  readonly leastAgreement: number | null
}

type Grey = { readonly pixels: Uint8Array; readonly width: number; readonly height: number }
type Match = { readonly x: number; readonly y: number; shiftX: number; shiftY: number; agreement: number }

/** Both pictures are compared at this size: characters of a receipt are still 6 to 10 px high. */
const longSidePx = 800
/** About two characters: a changed digit is a good part of it. */
const tilePx = 24
/** Standard deviation of light above which a tile holds ink; below it, it is paper, wood or a plain colour. */
const inkDeviation = 14
/** First pass: 2 % cut off at each side moves a tile by up to 16 px. Second pass: what is left after laying over. */
const coarseReachPx = 18
const fineReachPx = 3
/** A tile that agrees this well says where the pictures lie on each other. */
const trustedFrom = 0.75
/** Below this many tiles with ink there is nothing to compare. */
const fewestTiles = 12
/**
 * Measured on the 32 vouchers and 24 drawn receipts of two layouts. The least agreement of a picture with itself: JPEG
 * quality 30 or 60, 1280 px, brightness, contrast 0.91; 640 px 0.74; 1 % cut off at each side 0.80, 2 % 0.71 (but for
 * one picture of 34). Of two receipts of one layout with other amount, time and number: 0.60.
 */
const sameFrom = 0.66

/**
 * Whether two compressed pictures show the same thing: one file sent on, resized, brightened or with up to 3 % cut off at
 * its sides. A second photograph of the same paper is another picture, and so is a turned one. Takes 0.2 s, in steps of
 * 10 ms between which other work goes on.
 */
export async function comparePictures(first: ComparedPicture, second: ComparedPicture): Promise<PictureComparison> {
  const a = await greyOf(first, { width: longSidePx, height: longSidePx, fit: 'inside' })
  const b = await greyOf(second, { width: a.width, height: a.height, fit: 'fill' })
  const coarse: Match[] = []
  for (const tile of tilesWithInk(a)) {
    coarse.push(bestMatch(a, b, tile, coarseReachPx, 2))
    if (coarse.length % 20 === 0) await setImmediate()
  }
  const agreeing = coarse.filter((match) => match.agreement > trustedFrom)
  const trusted = agreeing.filter((match) => hasStructureBothWays(a, match.x, match.y))
  if (trusted.length < fewestTiles || agreeing.length < coarse.length / 2) return { same: false, leastAgreement: null }
  const laidOver = layOver(b, trusted)
  const agreements = tilesWithInk(a)
    .filter((tile) => laidOver.covers(tile.x, tile.y))
    .map((tile) => bestMatch(a, laidOver.picture, tile, fineReachPx, 1).agreement)
  if (agreements.length < fewestTiles) return { same: false, leastAgreement: null }
  const leastAgreement = Math.min(...agreements)
  return { same: leastAgreement >= sameFrom, leastAgreement }
}

async function greyOf(
  { bytes, slipHeight }: ComparedPicture,
  size: { width: number; height: number; fit: 'inside' | 'fill' },
): Promise<Grey> {
  const source = sharp(bytes)
  if (slipHeight !== null) {
    const { width } = await source.metadata()
    source.extract({ left: 0, top: 0, width, height: slipHeight })
  }
  const { data, info } = await source.resize(size).greyscale().raw().toBuffer({ resolveWithObject: true })
  return { pixels: data, width: info.width, height: info.height }
}

function tilesWithInk(picture: Grey): { x: number; y: number }[] {
  const tiles: { x: number; y: number }[] = []
  for (let y = 0; y + tilePx <= picture.height; y += tilePx) {
    for (let x = 0; x + tilePx <= picture.width; x += tilePx) {
      if (Math.sqrt(varianceAt(picture, x, y)) >= inkDeviation) tiles.push({ x, y })
    }
  }
  return tiles
}

function varianceAt({ pixels, width }: Grey, left: number, top: number): number {
  let sum = 0
  let squares = 0
  for (let y = top; y < top + tilePx; y += 1) {
    for (let x = left; x < left + tilePx; x += 1) {
      const light = pixels[y * width + x] ?? 0
      sum += light
      squares += light * light
    }
  }
  const mean = sum / (tilePx * tilePx)
  return Math.max(0, squares / (tilePx * tilePx) - mean * mean)
}

/** A tile that holds only a ruled line fits anywhere along it, so it cannot say where the pictures lie. */
function hasStructureBothWays({ pixels, width }: Grey, left: number, top: number): boolean {
  let across = 0
  let down = 0
  for (let y = top; y < top + tilePx - 1; y += 1) {
    for (let x = left; x < left + tilePx - 1; x += 1) {
      const light = pixels[y * width + x] ?? 0
      across += Math.abs((pixels[y * width + x + 1] ?? 0) - light)
      down += Math.abs((pixels[(y + 1) * width + x] ?? 0) - light)
    }
  }
  return Math.min(across, down) > Math.max(across, down) / 3
}

function bestMatch(a: Grey, b: Grey, tile: { x: number; y: number }, reach: number, step: number): Match {
  let best: Match = { ...tile, shiftX: 0, shiftY: 0, agreement: -1 }
  const consider = (shiftX: number, shiftY: number, better: number) => {
    const x = tile.x + shiftX
    const y = tile.y + shiftY
    if (x < 0 || y < 0 || x + tilePx > b.width || y + tilePx > b.height) return
    const agreement = correlation(a, b, tile.x, tile.y, shiftX, shiftY)
    if (agreement > best.agreement + better) best = { ...tile, shiftX, shiftY, agreement }
  }
  // Patterns repeat (dots, stars, ruled lines); a place further off has to be clearly better than the one at hand.
  consider(0, 0, 0)
  const unmoved = best
  for (let shiftY = -reach; shiftY <= reach; shiftY += step) {
    for (let shiftX = -reach; shiftX <= reach; shiftX += step) consider(shiftX, shiftY, best === unmoved ? 0.01 : 0)
  }
  if (step > 1) {
    const { shiftX, shiftY } = best
    for (let y = -1; y <= 1; y += 1) for (let x = -1; x <= 1; x += 1) consider(shiftX + x, shiftY + y, 0)
  }
  return best
}

/** Normalised, so brightness and contrast do not matter. */
function correlation(a: Grey, b: Grey, left: number, top: number, shiftX: number, shiftY: number): number {
  let sumA = 0
  let sumB = 0
  let squaresA = 0
  let squaresB = 0
  let products = 0
  for (let y = top; y < top + tilePx; y += 1) {
    const rowA = y * a.width
    const rowB = (y + shiftY) * b.width + shiftX
    for (let x = left; x < left + tilePx; x += 1) {
      const lightA = a.pixels[rowA + x] ?? 0
      const lightB = b.pixels[rowB + x] ?? 0
      sumA += lightA
      sumB += lightB
      squaresA += lightA * lightA
      squaresB += lightB * lightB
      products += lightA * lightB
    }
  }
  const count = tilePx * tilePx
  const varianceA = squaresA / count - (sumA / count) ** 2
  const varianceB = squaresB / count - (sumB / count) ** 2
  const covariance = products / count - (sumA / count) * (sumB / count)
  return covariance / Math.sqrt(Math.max(1, varianceA) * Math.max(1, varianceB))
}

/** Redraws `b` so that it lies over `a`: a scale and an offset for each axis, which is what cutting and resizing do. */
function layOver(b: Grey, matches: readonly Match[]): { picture: Grey; covers: (x: number, y: number) => boolean } {
  const across = lineThrough(matches.map(({ x, shiftX }) => [x, x + shiftX]))
  const down = lineThrough(matches.map(({ y, shiftY }) => [y, y + shiftY]))
  const { width, height } = b
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) pixels[y * width + x] = lightBetween(b, across(x), down(y))
  }
  const covers = (x: number, y: number) =>
    across(x) >= 0 && down(y) >= 0 && across(x + tilePx) <= width - 1 && down(y + tilePx) <= height - 1
  return { picture: { pixels, width, height }, covers }
}

/**
 * Least squares, then again without the points that lie off: what has changed, or fitted another place by chance.
 * The identity's slope when all points stand in one column or row.
 */
function lineThrough(points: readonly (readonly [number, number])[]): (value: number) => number {
  let line = leastSquares(points)
  for (let round = 0; round < 5; round += 1) {
    const offBy = points.map(([from, to]) => Math.abs(line(from) - to))
    const usual = offBy.toSorted((a, b) => a - b)[Math.floor(offBy.length / 2)] ?? 0
    line = leastSquares(points.filter((_, index) => (offBy[index] ?? 0) <= Math.max(1, usual)))
  }
  return line
}

function leastSquares(points: readonly (readonly [number, number])[]): (value: number) => number {
  const meanIn = points.reduce((sum, [value]) => sum + value, 0) / points.length
  const meanOut = points.reduce((sum, [, value]) => sum + value, 0) / points.length
  let spread = 0
  let common = 0
  for (const [from, to] of points) {
    spread += (from - meanIn) ** 2
    common += (from - meanIn) * (to - meanOut)
  }
  const slope = spread === 0 ? 1 : common / spread
  return (value) => meanOut + slope * (value - meanIn)
}

function lightBetween({ pixels, width, height }: Grey, x: number, y: number): number {
  const left = Math.min(width - 1, Math.max(0, Math.floor(x)))
  const top = Math.min(height - 1, Math.max(0, Math.floor(y)))
  const right = Math.min(width - 1, left + 1)
  const bottom = Math.min(height - 1, top + 1)
  const partX = Math.min(1, Math.max(0, x - left))
  const partY = Math.min(1, Math.max(0, y - top))
  const upper = (pixels[top * width + left] ?? 0) * (1 - partX) + (pixels[top * width + right] ?? 0) * partX
  const lower = (pixels[bottom * width + left] ?? 0) * (1 - partX) + (pixels[bottom * width + right] ?? 0) * partX
  return Math.round(upper * (1 - partY) + lower * partY)
}
