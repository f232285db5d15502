import type { Point } from './find-boxes.ts'

/** Pixels as sharp gives them: three bytes each, rows from the top. */
export interface Pixels {
  data: Uint8Array
  width: number
  height: number
}

/** The projective map that takes the rectangle (0,0)–(width,height) onto four corners, as nine coefficients. */
export function mapOnto(corners: readonly [Point, Point, Point, Point], width: number, height: number): number[] {
  const [p0, p1, p2, p3] = corners
  const dx1 = p1.x - p2.x
  const dx2 = p3.x - p2.x
  const dx3 = p0.x - p1.x + p2.x - p3.x
  const dy1 = p1.y - p2.y
  const dy2 = p3.y - p2.y
  const dy3 = p0.y - p1.y + p2.y - p3.y
  const divisor = dx1 * dy2 - dx2 * dy1 || 1e-9
  const g = (dx3 * dy2 - dx2 * dy3) / divisor
  const h = (dx1 * dy3 - dx3 * dy1) / divisor
  return [
    (p1.x - p0.x + g * p1.x) / width,
    (p3.x - p0.x + h * p3.x) / height,
    p0.x,
    (p1.y - p0.y + g * p1.y) / width,
    (p3.y - p0.y + h * p3.y) / height,
    p0.y,
    g / width,
    h / height,
    1,
  ]
}

/** How wide a box becomes when it is drawn `height` pixels high. */
export function widthAtHeight(corners: readonly [Point, Point, Point, Point], height: number): number {
  const [p0, p1, p2, p3] = corners
  const long = Math.max(distance(p0, p1), distance(p3, p2))
  const high = Math.max(distance(p0, p3), distance(p1, p2), 1)
  return Math.max(1, Math.round((long / high) * height))
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

/**
 * Draws the four-cornered piece of a picture upright into one slot of a model's input: three planes (blue, green, red,
 * the order the models were trained with), each value `(v / 255 - 0.5) / 0.5`. Where the picture has to shrink, the
 * pixels between are averaged, else thin strokes of small print would fall through.
 */
export function drawCrop(
  pixels: Pixels,
  corners: readonly [Point, Point, Point, Point],
  size: { width: number; height: number },
  target: { data: Float32Array; offset: number; stride: number },
): void {
  const m = mapOnto(corners, size.width, size.height)
  const [m0 = 0, m1 = 0, m2 = 0, m3 = 0, m4 = 0, m5 = 0, m6 = 0, m7 = 0] = m
  const shrink = Math.max(distance(corners[0], corners[3]), distance(corners[1], corners[2])) / size.height
  const taps = Math.min(4, Math.max(1, Math.round(shrink)))
  const { data, width, height } = pixels
  const plane = size.height * target.stride
  const maxX = width - 1
  const maxY = height - 1
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      let red = 0
      let green = 0
      let blue = 0
      for (let ty = 0; ty < taps; ty++) {
        const v = y + (ty + 0.5) / taps
        for (let tx = 0; tx < taps; tx++) {
          const u = x + (tx + 0.5) / taps
          const w = m6 * u + m7 * v + 1
          const sx = Math.min(maxX, Math.max(0, (m0 * u + m1 * v + m2) / w - 0.5))
          const sy = Math.min(maxY, Math.max(0, (m3 * u + m4 * v + m5) / w - 0.5))
          const x0 = Math.floor(sx)
          const y0 = Math.floor(sy)
          const fx = sx - x0
          const fy = sy - y0
          const a = (y0 * width + x0) * 3
          const b = x0 < maxX ? a + 3 : a
          const c = y0 < maxY ? a + width * 3 : a
          const d = c + (b - a)
          const wa = (1 - fx) * (1 - fy)
          const wb = fx * (1 - fy)
          const wc = (1 - fx) * fy
          const wd = fx * fy
          red +=
            (data[a] as number) * wa + (data[b] as number) * wb + (data[c] as number) * wc + (data[d] as number) * wd
          green +=
            (data[a + 1] as number) * wa +
            (data[b + 1] as number) * wb +
            (data[c + 1] as number) * wc +
            (data[d + 1] as number) * wd
          blue +=
            (data[a + 2] as number) * wa +
            (data[b + 2] as number) * wb +
            (data[c + 2] as number) * wc +
            (data[d + 2] as number) * wd
        }
      }
      const scale = 2 / (255 * taps * taps)
      const at = target.offset + y * target.stride + x
      target.data[at] = blue * scale - 1
      target.data[at + plane] = green * scale - 1
      target.data[at + 2 * plane] = red * scale - 1
    }
  }
}
