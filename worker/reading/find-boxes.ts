/**
 * PURE: from a text detector's probability map to rotated boxes, after "Real-time Scene Text Detection with
 * Differentiable Binarization" (DB) and PaddleOCR's post-processing: threshold, connected regions, smallest rectangle
 * around each, then grown by the distance that the training shrank it by.
 */

export interface Point {
  x: number
  y: number
}

/** A rectangle at any angle: four corners, clockwise from the corner where its text starts. */
export interface Box {
  corners: readonly [Point, Point, Point, Point]
  score: number
}

export interface ProbabilityMap {
  data: Float32Array
  width: number
  height: number
}

/** PaddleOCR's defaults for PP-OCRv4, and its unclip ratio. */
export const detectionLimits = { threshold: 0.3, boxScore: 0.5, unclipRatio: 1.6, minSide: 3 } as const

interface Region {
  sum: number
  count: number
  /** Leftmost and rightmost pixel of each row, which is all that the convex hull needs. */
  top: number
  left: number[]
  right: number[]
}

/** Every text box of a probability map, in the map's pixels, in no particular order. */
export function findBoxes(map: ProbabilityMap, limits: typeof detectionLimits = detectionLimits): Box[] {
  const boxes: Box[] = []
  for (const region of findRegions(map, limits.threshold)) {
    if (region.count < 8) continue
    const score = region.sum / region.count
    if (score < limits.boxScore) continue
    const rectangle = smallestRectangle(convexHull(outline(region)))
    if (!rectangle || Math.min(rectangle.length, rectangle.thickness) < limits.minSide) continue
    const { length, thickness } = rectangle
    const growth = (length * thickness * limits.unclipRatio) / (2 * (length + thickness))
    if (Math.min(length, thickness) + 2 * growth < limits.minSide + 2) continue
    boxes.push({ corners: cornersOf(rectangle, growth), score })
  }
  return boxes
}

function findRegions(map: ProbabilityMap, threshold: number): Region[] {
  const { data, width, height } = map
  const seen = new Uint8Array(width * height)
  const stack = new Int32Array(width * height)
  const regions: Region[] = []
  for (let start = 0; start < data.length; start++) {
    if (seen[start] || (data[start] ?? 0) <= threshold) continue
    const region: Region = { sum: 0, count: 0, top: Math.floor(start / width), left: [], right: [] }
    let depth = 0
    stack[depth++] = start
    seen[start] = 1
    while (depth > 0) {
      const at = stack[--depth] ?? 0
      const y = Math.floor(at / width)
      const x = at - y * width
      region.sum += data[at] ?? 0
      region.count++
      // The scan meets a region's topmost row first, so rows never lie above `top`.
      const row = y - region.top
      const left = region.left[row]
      const right = region.right[row]
      if (left === undefined || x < left) region.left[row] = x
      if (right === undefined || x > right) region.right[row] = x
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx
          if (seen[next] || (data[next] ?? 0) <= threshold) continue
          seen[next] = 1
          stack[depth++] = next
        }
      }
    }
    regions.push(region)
  }
  return regions
}

function outline(region: Region): Point[] {
  const points: Point[] = []
  for (let row = 0; row < region.left.length; row++) {
    const left = region.left[row]
    const right = region.right[row]
    if (left === undefined || right === undefined) continue
    const y = region.top + row
    // A pixel is a square, not a point: its four corners keep a thin line from losing its thickness.
    points.push({ x: left, y }, { x: left, y: y + 1 }, { x: right + 1, y }, { x: right + 1, y: y + 1 })
  }
  return points
}

/** Andrew's monotone chain; counter-clockwise in mathematical axes. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y)
  if (sorted.length < 3) return sorted
  const half = (ordered: readonly Point[]) => {
    const chain: Point[] = []
    for (const point of ordered) {
      while (chain.length >= 2) {
        const a = chain[chain.length - 2]
        const b = chain[chain.length - 1]
        if (a && b && (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x) > 0) break
        chain.pop()
      }
      chain.push(point)
    }
    chain.pop()
    return chain
  }
  return [...half(sorted), ...half(sorted.toReversed())]
}

interface Rectangle {
  centre: Point
  /** Unit vector along the longer side. */
  along: Point
  length: number
  thickness: number
}

/** The rectangle of least area around a convex hull: one of its sides lies on a side of the hull. */
export function smallestRectangle(hull: readonly Point[]): Rectangle | null {
  let best: Rectangle | null = null
  for (let i = 0; i < hull.length; i++) {
    const a = hull[i]
    const b = hull[(i + 1) % hull.length]
    if (!a || !b) continue
    const side = Math.hypot(b.x - a.x, b.y - a.y)
    if (side === 0) continue
    const along = { x: (b.x - a.x) / side, y: (b.y - a.y) / side }
    let minAlong = Number.POSITIVE_INFINITY
    let maxAlong = Number.NEGATIVE_INFINITY
    let minAcross = Number.POSITIVE_INFINITY
    let maxAcross = Number.NEGATIVE_INFINITY
    for (const point of hull) {
      const u = point.x * along.x + point.y * along.y
      const v = -point.x * along.y + point.y * along.x
      minAlong = Math.min(minAlong, u)
      maxAlong = Math.max(maxAlong, u)
      minAcross = Math.min(minAcross, v)
      maxAcross = Math.max(maxAcross, v)
    }
    const length = maxAlong - minAlong
    const thickness = maxAcross - minAcross
    if (best && best.length * best.thickness <= length * thickness) continue
    const u = (minAlong + maxAlong) / 2
    const v = (minAcross + maxAcross) / 2
    best = { centre: { x: u * along.x - v * along.y, y: u * along.y + v * along.x }, along, length, thickness }
  }
  return best
}

/** Corners clockwise on the screen (y down), the first being the one nearest to the top left. */
function cornersOf(rectangle: Rectangle, growth: number): Box['corners'] {
  const { centre, along } = rectangle
  const halfLength = rectangle.length / 2 + growth
  const halfThickness = rectangle.thickness / 2 + growth
  const corner = (u: number, v: number): Point => ({
    x: centre.x + u * halfLength * along.x - v * halfThickness * along.y,
    y: centre.y + u * halfLength * along.y + v * halfThickness * along.x,
  })
  const around: [Point, Point, Point, Point] = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1)]
  let first = 0
  // The text's start is the corner for which the way to the next one points right most.
  let best = Number.NEGATIVE_INFINITY
  for (let i = 0; i < 4; i++) {
    const a = around[i] ?? around[0]
    const b = around[(i + 1) % 4] ?? around[0]
    const rightness = (b.x - a.x) / (Math.hypot(b.x - a.x, b.y - a.y) || 1)
    if (rightness > best + 1e-9) {
      best = rightness
      first = i
    }
  }
  const at = (i: number) => around[(first + i) % 4] ?? around[0]
  return [at(0), at(1), at(2), at(3)]
}
