import { encode } from 'uqr'

/** ISO/IEC 18004 asks for four modules of quiet around the code. */
const quietModules = 4

export type QrDrawing = { readonly size: number; readonly path: string }

/** The dark modules of a QR code as one SVG path in a square of `size` units, a rectangle for each run in a row. */
export function drawQr(text: string): QrDrawing {
  const { data, size } = encode(text, { ecc: 'M', border: quietModules })
  const rectangles = data.flatMap((row, y) =>
    Array.from(
      row
        .map((dark) => (dark ? '1' : '0'))
        .join('')
        .matchAll(/1+/g),
      (run) => {
        const width = run[0].length
        return `M${run.index} ${y}h${width}v1h-${width}z`
      },
    ),
  )
  return { size, path: rectangles.join('') }
}
