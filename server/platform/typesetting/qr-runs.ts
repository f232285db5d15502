import { encode } from 'uqr'

/** Stands in the data of a document for the code of a text; the typesetting thread draws it (`drawCodes`), for it takes a millisecond. */
export type QrCode = { readonly qrText: string }

export function qrCode(text: string): QrCode {
  return { qrText: text }
}

/** A QR code as a template draws it: its side in modules, and its dark modules as one SVG path in modules. */
export type QrRuns = { readonly size: number; readonly path: string }

/** Any of the eight masks makes a valid symbol. */
const quickMask = 3

/**
 * The code of a text with medium correction; the page leaves the quiet of four modules around it. `quick` takes one mask
 * instead of the best of eight, which is most of the work: for documents of thousands.
 */
export function qrRuns(text: string, quick = false): QrRuns {
  const { data, size } = encode(text, { ecc: 'M', border: 0, ...(quick ? { maskPattern: quickMask } : {}) })
  return { size, path: rectanglesOf(data).join('') }
}

/** The dark modules as few rectangles: rows side by side would show a hair of paper between each two. */
function rectanglesOf(rows: readonly (readonly boolean[])[]): string[] {
  const size = rows.length
  // 1: dark and not yet in a rectangle.
  const free = Uint8Array.from(rows.flat(), Number)
  const rectangles: string[] = []
  for (let start = 0; start < free.length; start++) {
    if (free[start] !== 1) continue
    const [x, y] = [start % size, Math.floor(start / size)]
    let width = 1
    while (x + width < size && free[start + width] === 1) width++
    let height = 1
    while (y + height < size && allFree(free, start + height * size, width)) height++
    for (let row = 0; row < height; row++) free.fill(0, start + row * size, start + row * size + width)
    rectangles.push(`M${x} ${y}h${width}v${height}h-${width}z`)
  }
  return rectangles
}

function allFree(free: Uint8Array, from: number, count: number): boolean {
  for (let i = from; i < from + count; i++) if (free[i] !== 1) return false
  return true
}

/** Data as JSON, with every code in it drawn. */
export function drawCodes(json: string, quick: boolean): string {
  if (!json.includes('"qrText":')) return json
  const drawn: unknown = JSON.parse(json, (_key, value: unknown) =>
    isQrCode(value) ? qrRuns(value.qrText, quick) : value,
  )
  return JSON.stringify(drawn)
}

function isQrCode(value: unknown): value is QrCode {
  return typeof value === 'object' && value !== null && 'qrText' in value && typeof value.qrText === 'string'
}
