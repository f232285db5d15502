/** Four corners, clockwise from the text's top left, as x,y pairs in fractions (0..1) of the picture. */
export type Corners = readonly number[]

export interface View {
  /** Screen pixels per picture pixel. */
  readonly scale: number
  /** Where the picture's centre stands in the box, in pixels from the box's centre. */
  readonly x: number
  readonly y: number
  /** Degrees clockwise: 0, 90, 180, 270. */
  readonly rotation: number
}

export interface Size {
  readonly width: number
  readonly height: number
}

export const smallestScale = 0.05
export const largestScale = 8

/** The view that shows the whole turned picture inside the box. */
export function fitView(picture: Size, box: Size, rotation: number): View {
  const turned = rotation % 180 === 0 ? picture : { width: picture.height, height: picture.width }
  const scale = Math.min(box.width / Math.max(1, turned.width), box.height / Math.max(1, turned.height))
  return { scale: clampScale(scale), x: 0, y: 0, rotation }
}

export function clampScale(scale: number): number {
  return Math.min(largestScale, Math.max(smallestScale, scale))
}

/** Zooms by a factor and keeps what is under the pointer under it. `at` is in pixels from the box's centre. */
export function zoomView(view: View, factor: number, at: { readonly x: number; readonly y: number }): View {
  const scale = clampScale(view.scale * factor)
  const real = scale / view.scale
  return { ...view, scale, x: at.x - (at.x - view.x) * real, y: at.y - (at.y - view.y) * real }
}

/** Keeps some of the picture in the box, however far it is dragged. */
export function keepInside(view: View, picture: Size, box: Size): View {
  const turned = view.rotation % 180 === 0 ? picture : { width: picture.height, height: picture.width }
  const limitX = Math.max(0, (turned.width * view.scale + box.width) / 2 - 60)
  const limitY = Math.max(0, (turned.height * view.scale + box.height) / 2 - 60)
  const clamp = (value: number, limit: number) => Math.min(limit, Math.max(-limit, value))
  return { ...view, x: clamp(view.x, limitX), y: clamp(view.y, limitY) }
}

/** The view that brings a quad into the middle, at a size that can be read, without turning. */
export function viewOfQuad(quad: Corners, picture: Size, box: Size, view: View): View {
  const xs = [0, 2, 4, 6].map((index) => (quad[index] ?? 0) * picture.width)
  const ys = [1, 3, 5, 7].map((index) => (quad[index] ?? 0) * picture.height)
  const width = Math.max(...xs) - Math.min(...xs)
  const height = Math.max(...ys) - Math.min(...ys)
  const sideways = view.rotation % 180 !== 0
  const scale = clampScale(
    Math.min(
      (box.width * 0.7) / Math.max(1, sideways ? height : width),
      (box.height * 0.4) / Math.max(1, sideways ? width : height),
      2,
    ),
  )
  const dx = picture.width / 2 - (Math.max(...xs) + Math.min(...xs)) / 2
  const dy = picture.height / 2 - (Math.max(...ys) + Math.min(...ys)) / 2
  const angle = (view.rotation * Math.PI) / 180
  return {
    ...view,
    scale,
    x: (dx * Math.cos(angle) - dy * Math.sin(angle)) * scale,
    y: (dx * Math.sin(angle) + dy * Math.cos(angle)) * scale,
  }
}

export interface Strip {
  readonly width: number
  readonly height: number
  /** A CSS `matrix3d(…)` for the whole picture at its natural size, origin 0 0. */
  readonly transform: string
}

/**
 * Straightens a quad: the projection that carries its four corners, with a margin around them, to an upright rectangle
 * of the given height. Null for a quad without area. The width follows the quad's own proportions.
 */
export function straighten(quad: Corners, picture: Size, heightPx: number, maxWidthPx: number): Strip | null {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, x2 = 0, y2 = 0, x3 = 0, y3 = 0] = quad
  const corner = (x: number, y: number) => ({ x: x * picture.width, y: y * picture.height })
  const [a, b, c, d] = [corner(x0, y0), corner(x1, y1), corner(x2, y2), corner(x3, y3)]
  const length = (Math.hypot(b.x - a.x, b.y - a.y) + Math.hypot(c.x - d.x, c.y - d.y)) / 2
  const thickness = (Math.hypot(d.x - a.x, d.y - a.y) + Math.hypot(c.x - b.x, c.y - b.y)) / 2
  if (length < 1 || thickness < 1) return null
  // Readers draw their boxes tight; a fifth of the height on each side shows the strokes whole.
  const margin = 0.2 * thickness
  const scale = Math.min(heightPx / (thickness + 2 * margin), maxWidthPx / (length + 2 * margin))
  const width = (length + 2 * margin) * scale
  const height = (thickness + 2 * margin) * scale
  const inset = margin * scale
  const to = [
    { x: inset, y: inset },
    { x: width - inset, y: inset },
    { x: width - inset, y: height - inset },
    { x: inset, y: height - inset },
  ]
  const h = projection([a, b, c, d], to)
  if (!h) return null
  const [h0 = 0, h1 = 0, h2 = 0, h3 = 0, h4 = 0, h5 = 0, h6 = 0, h7 = 0] = h
  const matrix = [h0, h3, 0, h6, h1, h4, 0, h7, 0, 0, 1, 0, h2, h5, 0, 1]
  return { width, height, transform: `matrix3d(${matrix.map((value) => Number(value.toPrecision(8))).join(',')})` }
}

interface Point {
  readonly x: number
  readonly y: number
}

/** The eight numbers of the projection that carries four points to four others; null when they lie on a line. */
export function projection(from: readonly Point[], to: readonly Point[]): number[] | null {
  const rows: number[][] = []
  for (let i = 0; i < 4; i++) {
    const p = from[i]
    const q = to[i]
    if (!p || !q) return null
    rows.push([p.x, p.y, 1, 0, 0, 0, -p.x * q.x, -p.y * q.x, q.x])
    rows.push([0, 0, 0, p.x, p.y, 1, -p.x * q.y, -p.y * q.y, q.y])
  }
  return solve(rows)
}

/** Gauss with pivoting; the last number of each row is the right side. */
function solve(rows: number[][]): number[] | null {
  const size = rows.length
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0
  for (let column = 0; column < size; column++) {
    let pivot = column
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(at(row, column)) > Math.abs(at(pivot, column))) pivot = row
    }
    if (Math.abs(at(pivot, column)) < 1e-9) return null
    const chosen = rows[pivot] as number[]
    rows[pivot] = rows[column] as number[]
    rows[column] = chosen
    for (let row = 0; row < size; row++) {
      if (row === column) continue
      const factor = at(row, column) / at(column, column)
      const target = rows[row] as number[]
      for (let k = column; k <= size; k++) target[k] = (target[k] ?? 0) - factor * at(column, k)
    }
  }
  return rows.map((_, row) => at(row, size) / at(row, row))
}
