import type { Pixels } from './crop-line.ts'
import type { Box, Point } from './find-boxes.ts'
import type { RecognisedText } from './recognise-lines.ts'

export interface SeenLine {
  box: Box
  text: RecognisedText
}

/** A character below this may have a stamp over it. */
const doubtful = 0.9
/** Pixels this much redder than the paper around are stamp ink or red print, whatever light the photo was taken in. */
const redness = 20
/** A stamp's thin strokes cover little of a line's box. */
const leastRedShare = 0.02
/** Red ink keeps about nine tenths of the paper's lightness in the red channel; what is lighter than this becomes paper. */
const paperShare = 0.82

/**
 * Official stamps are red and lie over the print. In the red channel red ink is as light as paper, so lines that were read
 * badly among red pixels are looked for again there, and the better reading is kept. Costs nothing where there is no red.
 */
export async function lookUnderStamps(
  seen: readonly SeenLine[],
  pixels: Pixels,
  detect: (pixels: Pixels) => Promise<Box[]>,
  recognise: (pixels: Pixels, boxes: readonly Box[]) => Promise<RecognisedText[]>,
): Promise<SeenLine[]> {
  const covered = seen.filter(({ box, text }) => isDoubtful(text) && redShare(pixels, boundsOf(box)) > leastRedShare)
  if (covered.length === 0) return [...seen]
  const areas = mergeAreas(covered.map(({ box }) => grow(boundsOf(box), pixels)))
  let result = [...seen]
  for (const area of areas) {
    const clear = redChannelOf(pixels, area)
    const boxes = await detect(clear)
    const texts = await recognise(clear, boxes)
    const again = boxes.map((box, index): SeenLine => {
      const [a, b, c, d] = box.corners
      const back = (point: Point) => ({ x: point.x + area.left, y: point.y + area.top })
      const corners: Box['corners'] = [back(a), back(b), back(c), back(d)]
      return { box: { score: box.score, corners }, text: texts[index] ?? { text: '', score: 0, characters: [] } }
    })
    result = keepBetter(result, again, area)
  }
  return result
}

/** Mean score, less for every doubtful character. */
function surety(text: RecognisedText): number {
  const doubts = text.characters.filter((character) => character.score < doubtful).length
  return text.score - doubts / Math.max(1, text.characters.length)
}

/** Scraps of a stamp's own bent text are no line of the slip, and are left alone. */
function isDoubtful(text: RecognisedText): boolean {
  if (text.score < 0.5 && text.characters.length <= 5) return false
  return text.characters.some(
    (character) => character.score < doubtful && !/[\s:：,，.。()（）￥¥]/.test(character.text),
  )
}

interface Area {
  left: number
  top: number
  right: number
  bottom: number
}

function boundsOf(box: Box): Area {
  const xs = box.corners.map((corner) => corner.x)
  const ys = box.corners.map((corner) => corner.y)
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) }
}

function grow(area: Area, pixels: Pixels): Area {
  const by = 40
  return {
    left: Math.max(0, Math.floor(area.left - by)),
    top: Math.max(0, Math.floor(area.top - by)),
    right: Math.min(pixels.width, Math.ceil(area.right + by)),
    bottom: Math.min(pixels.height, Math.ceil(area.bottom + by)),
  }
}

function mergeAreas(areas: readonly Area[]): Area[] {
  const merged: Area[] = []
  for (const area of areas) {
    let current = area
    for (;;) {
      const touching = merged.findIndex((other) => overlap(other, current))
      const other = merged[touching]
      if (!other) break
      merged.splice(touching, 1)
      current = {
        left: Math.min(current.left, other.left),
        top: Math.min(current.top, other.top),
        right: Math.max(current.right, other.right),
        bottom: Math.max(current.bottom, other.bottom),
      }
    }
    merged.push(current)
  }
  return merged
}

function overlap(a: Area, b: Area): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}

/** The share of an area's pixels that are redder than its paper, which is what most of its pixels are. */
function redShare({ data, width, height }: Pixels, area: Area): number {
  const differences: number[] = []
  for (let y = Math.max(0, Math.floor(area.top)); y < Math.min(height, area.bottom); y += 2) {
    for (let x = Math.max(0, Math.floor(area.left)); x < Math.min(width, area.right); x += 2) {
      const at = (y * width + x) * 3
      differences.push((data[at] as number) - Math.max(data[at + 1] as number, data[at + 2] as number))
    }
  }
  differences.sort((a, b) => a - b)
  const paper = differences[differences.length >> 1] ?? 0
  const red = differences.filter((difference) => difference - paper > redness).length
  return differences.length === 0 ? 0 : red / differences.length
}

/** The red channel of an area, with what stamp ink leaves in it whitened. */
function redChannelOf({ data, width }: Pixels, area: Area): Pixels {
  const w = area.right - area.left
  const h = area.bottom - area.top
  const red = new Uint8Array(w * h)
  const histogram = new Uint32Array(256)
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const value = data[((y + area.top) * width + x + area.left) * 3] as number
      red[y * w + x] = value
      histogram[value] = (histogram[value] ?? 0) + 1
    }
  }
  const white = lightness(histogram, w * h * 0.7) * paperShare
  const black = lightness(histogram, w * h * 0.01)
  const clear = new Uint8Array(w * h * 3)
  red.forEach((value, at) => {
    const stretched = ((value - black) / Math.max(1, white - black)) * 255
    clear.fill(Math.min(255, Math.max(0, stretched)), at * 3, at * 3 + 3)
  })
  return { data: clear, width: w, height: h }
}

/** The value below which so many pixels lie. */
function lightness(histogram: Uint32Array, count: number): number {
  let sum = 0
  for (let value = 0; value < 256; value++) {
    sum += histogram[value] ?? 0
    if (sum >= count) return value
  }
  return 255
}

/**
 * A line read again replaces the doubtful ones that it covers, when it is surer. Lines at the area's edge are cut through
 * and never replace anything.
 */
function keepBetter(lines: readonly SeenLine[], again: readonly SeenLine[], area: Area): SeenLine[] {
  let result = [...lines]
  for (const candidate of again) {
    if (candidate.text.score < 0.85) continue
    const bounds = boundsOf(candidate.box)
    const isCut = bounds.left <= area.left + 4 || bounds.right >= area.right - 4
    if (isCut) continue
    const old = result.filter((line) => line !== candidate && coverage(boundsOf(line.box), bounds) > 0.5)
    const doubtfulOld = old.filter((line) => isDoubtful(line.text))
    if (doubtfulOld.length === 0 || doubtfulOld.some((line) => surety(line.text) >= surety(candidate.text))) continue
    if (old.some((line) => !doubtfulOld.includes(line) && [...line.text.text].length > 3)) continue
    result = result.filter((line) => !doubtfulOld.includes(line))
    result.push(candidate)
  }
  return result
}

/** How much of the smaller one lies in the other. */
function coverage(a: Area, b: Area): number {
  const width = Math.min(a.right, b.right) - Math.max(a.left, b.left)
  const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top)
  if (width <= 0 || height <= 0) return 0
  const size = (area: Area) => (area.right - area.left) * (area.bottom - area.top)
  return (width * height) / Math.min(size(a), size(b))
}
