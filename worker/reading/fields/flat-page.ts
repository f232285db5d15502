import type { Quad } from '../../../server/features/files/reading.schema.ts'
import type { ReadCharacter, TextLine, TextPage } from '../text-line.ts'

/** A line in coordinates in which rows are level, however the paper lay: pixels of the picture, y downwards. */
export interface FlatLine {
  text: string
  score: number
  characters: readonly ReadCharacter[]
  quad: Quad
  left: number
  right: number
  /** Middle of the line's height. */
  middle: number
  height: number
  /** Several characters stacked: a heading written downwards. */
  vertical: boolean
}

/**
 * Levels a page: a photographed sheet is turned and seen at an angle, so rows slope, and differently at the top and at
 * the bottom. The slope as a linear function of y is fitted to the longer lines and taken out.
 */
export function flattenPage(page: TextPage): FlatLine[] {
  const measured = page.lines.filter((line) => line.text.trim() !== '').map((line) => measure(line, page))
  const slope = fitSlope(measured)
  const centre = page.width / 2
  const middleOfPage = page.height / 2
  const level = (x: number, y: number) => ({
    x: x + slope(middleOfPage) * (y - middleOfPage),
    y: y - slope(y) * (x - centre),
  })
  const lines = measured.map(({ line, start, end, height, vertical }) => {
    const a = level(start.x, start.y)
    const b = level(end.x, end.y)
    return {
      text: line.text,
      score: line.score,
      characters: line.characters,
      quad: line.quad,
      left: Math.min(a.x, b.x),
      right: Math.max(a.x, b.x),
      middle: (a.y + b.y) / 2,
      height,
      vertical,
    }
  })
  return withoutDoubles(lines).sort((a, b) => a.middle - b.middle || a.left - b.left)
}

interface Measured {
  line: TextLine
  start: { x: number; y: number }
  end: { x: number; y: number }
  height: number
  vertical: boolean
}

function measure(line: TextLine, page: TextPage): Measured {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = line.quad
  const at = (x: number, y: number) => ({ x: x * page.width, y: y * page.height })
  const start = at((x0 + x3) / 2, (y0 + y3) / 2)
  const end = at((x1 + x2) / 2, (y1 + y2) / 2)
  const height = Math.hypot((x3 - x0) * page.width, (y3 - y0) * page.height)
  const length = Math.hypot(end.x - start.x, end.y - start.y)
  const vertical = height > length * 1.6 && [...line.text].length > 1
  return { line, start, end, height: Math.max(1, height), vertical }
}

function fitSlope(lines: readonly Measured[]): (y: number) => number {
  const samples = lines
    .map(({ start, end, height }) => {
      const length = end.x - start.x
      return { length, height, y: (start.y + end.y) / 2, slope: length > 0 ? (end.y - start.y) / length : 0 }
    })
    .filter((sample) => sample.length > sample.height * 4)
  if (samples.length === 0) return () => 0
  const slopes = samples.map((sample) => sample.slope).sort((a, b) => a - b)
  const median = slopes[slopes.length >> 1] ?? 0
  // A stamp's bent text must not tilt the page.
  const kept = samples.filter((sample) => Math.abs(sample.slope - median) < 0.06)
  let weight = 0
  let sumY = 0
  let sumSlope = 0
  for (const { length, y, slope } of kept) {
    weight += length
    sumY += length * y
    sumSlope += length * slope
  }
  if (weight === 0) return () => median
  const meanY = sumY / weight
  const meanSlope = sumSlope / weight
  let covariance = 0
  let variance = 0
  for (const { length, y, slope } of kept) {
    covariance += length * (y - meanY) * (slope - meanSlope)
    variance += length * (y - meanY) ** 2
  }
  const change = kept.length >= 6 && variance > 0 ? covariance / variance : 0
  return (y) => meanSlope + change * (y - meanY)
}

/** A detector sometimes boxes one piece twice; the box that lies inside the other one goes. */
function withoutDoubles(lines: readonly FlatLine[]): FlatLine[] {
  return lines.filter(
    (inner) =>
      !lines.some(
        (outer) =>
          outer !== inner &&
          outer.text.length > inner.text.length &&
          outer.text.replaceAll(' ', '').includes(inner.text.replaceAll(' ', '')) &&
          Math.abs(outer.middle - inner.middle) < 0.4 * Math.max(outer.height, inner.height) &&
          Math.min(outer.right, inner.right) - Math.max(outer.left, inner.left) > 0.4 * (inner.right - inner.left),
      ),
  )
}
