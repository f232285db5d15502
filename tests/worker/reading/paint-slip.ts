import { fileURLToPath } from 'node:url'
import { type Canvas, createCanvas, GlobalFonts } from '@napi-rs/canvas'
import sharp from 'sharp'
import { mapOnto } from '../../../worker/reading/crop-line.ts'
import type { Slip } from './draw-slip.ts'

const fonts = new URL('.', import.meta.resolve('@expo-google-fonts/noto-sans-sc/package.json'))
const regular = fileURLToPath(new URL('400Regular/NotoSansSC_400Regular.ttf', fonts))
GlobalFonts.registerFromPath(regular, 'Slip Sans')

export interface Painting {
  /** How far the paper lies turned, clockwise. */
  degrees?: number
  /** 0 is flat; 0.1 lets the far edge be a tenth shorter. */
  tilt?: number
  /** Standard deviation of the grain, in 0..255. */
  noise?: number
  blur?: number
  quality?: number
  ink?: string
  labelInk?: string
  paper?: string
  scale?: number
}

/** Paints a slip and photographs it: paper on a table, seen at an angle, with grain, as JPEG. Always the same picture. */
export async function paintSlip(slip: Slip, painting: Painting = {}): Promise<Buffer> {
  const { ink = '#1d1d1f', labelInk = ink, paper = '#fdfdfa', scale = 1 } = painting
  const width = Math.round(slip.width * scale)
  const height = Math.round(slip.height * scale)
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = paper
  context.fillRect(0, 0, width, height)
  context.textBaseline = 'middle'
  for (const { x, y, text, size = 24, align = 'left' } of slip.texts) {
    context.font = `${size * scale}px "Slip Sans"`
    context.fillStyle = align === 'left' ? labelInk : ink
    context.textAlign = align === 'middle' ? 'center' : align
    context.fillText(text, x * scale, y * scale)
  }
  return photograph(canvas, painting)
}

/** A sheet of paper lying on a table, seen as `painting` says; `shade` darkens (or lightens) the picture by place. */
export async function photograph(
  canvas: Canvas,
  { degrees = 0, tilt = 0, noise = 0, blur = 0, quality = 85 }: Painting,
  shade: (x: number, y: number) => number = () => 0,
): Promise<Buffer> {
  const { width, height } = canvas
  const flat = await sharp(canvas.toBuffer('image/png')).removeAlpha().raw().toBuffer()
  const margin = degrees === 0 && tilt === 0 ? 0 : Math.round(Math.max(width, height) * 0.12)
  const table = { width: width + 2 * margin, height: height + 2 * margin }
  const corners = place(width, height, margin, degrees, tilt)
  const seen = new Uint8Array(table.width * table.height * 3).fill(118)
  // Where each pixel of the photograph lies on the paper: the inverse map, from its own corners to the paper's.
  const inverse = invert(mapOnto(corners, width, height))
  const random = seeded(7)
  for (let y = 0; y < table.height; y++) {
    for (let x = 0; x < table.width; x++) {
      const at = (y * table.width + x) * 3
      const [u, v] = project(inverse, x + 0.5, y + 0.5)
      const grain =
        (noise === 0 ? 0 : (random() + random() + random() - 1.5) * 2 * noise) +
        shade(x / table.width, y / table.height)
      const x0 = Math.floor(u - 0.5)
      const y0 = Math.floor(v - 0.5)
      const inside = x0 >= 0 && y0 >= 0 && x0 < width - 1 && y0 < height - 1
      for (let c = 0; c < 3; c++) {
        let value = seen[at + c] ?? 0
        if (inside) {
          const fx = u - 0.5 - x0
          const fy = v - 0.5 - y0
          const pixel = (px: number, py: number) => flat[(py * width + px) * 3 + c] ?? 0
          value =
            (pixel(x0, y0) * (1 - fx) + pixel(x0 + 1, y0) * fx) * (1 - fy) +
            (pixel(x0, y0 + 1) * (1 - fx) + pixel(x0 + 1, y0 + 1) * fx) * fy
        }
        seen[at + c] = Math.min(255, Math.max(0, value + grain))
      }
    }
  }
  const picture = sharp(seen, { raw: { ...table, channels: 3 } })
  return (blur > 0 ? picture.blur(blur) : picture).jpeg({ quality }).toBuffer()
}

type Corners = Parameters<typeof mapOnto>[0]

function place(width: number, height: number, margin: number, degrees: number, tilt: number): Corners {
  const angle = (degrees * Math.PI) / 180
  const corner = (x: number, y: number) => {
    const shrunk = x * (1 - tilt * (0.5 - y / height))
    const dx = shrunk
    return {
      x: width / 2 + margin + dx * Math.cos(angle) - y * Math.sin(angle),
      y: height / 2 + margin + dx * Math.sin(angle) + y * Math.cos(angle),
    }
  }
  const w = width / 2
  const h = height / 2
  return [corner(-w, -h), corner(w, -h), corner(w, h), corner(-w, h)]
}

function project(m: readonly number[], x: number, y: number): [number, number] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 1] = m
  const w = g * x + h * y + i
  return [(a * x + b * y + c) / w, (d * x + e * y + f) / w]
}

function invert(m: readonly number[]): number[] {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 1] = m
  return [
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ]
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
