import { createRequire } from 'node:module'
import { createCanvas, GlobalFonts, type SKRSContext2D } from '@napi-rs/canvas'
import sharp from 'sharp'
import type { Pictures } from '../../server/features/vouchers/draw-line.ts'
import { thumbnailSidePx } from './compress-picture.ts'

const family = 'Noto Sans SC'
/** Who wrote it stands beside it on the picture itself, for whoever sees a printout. */
const mark = '上传人补写'
const colours = { ground: '#ffffff', hairline: '#9aa1ab', text: '#15181d', mark: '#5d6673' } as const

/** Sizes as shares of the picture's width: as large as fits, but no larger than a slip's own headings. */
const largestShare = 1 / 26
/** Below this a row is broken instead; what is smaller cannot be read on a phone that shows the whole slip. */
const smallestShare = 1 / 46
/** The reader needs about this many pixels for a Chinese character. */
const smallestPx = 20
const markShare = 0.6

type Layout = { readonly rows: readonly string[]; readonly sizePx: number }

/**
 * Draws a white strip with `text` under a slip: nothing of the slip is covered or moved, and a hairline parts the two.
 * As large as fits in one row; a text that would be too small to read is broken into several. JPEG again, as wide as the
 * slip, with a new thumbnail. Takes about as long as compressing the picture.
 */
export async function putLineUnder(slip: Pictures, text: string): Promise<Pictures> {
  const strip = await drawStrip(slip.width, text)
  const { data: picture, info } = await sharp(slip.picture)
    .extend({ bottom: strip.height, background: colours.ground })
    .composite([{ input: strip.png, left: 0, top: slip.height }])
    // A second time through JPEG: a little better than the first, so that the slip's small print stays as it was.
    .jpeg({ quality: 88, optimiseCoding: false })
    .toBuffer({ resolveWithObject: true })
  const thumbnail = await sharp(picture)
    .resize(thumbnailSidePx, thumbnailSidePx, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 75, optimiseCoding: false })
    .toBuffer()
  return { picture, thumbnail, width: info.width, height: info.height }
}

async function drawStrip(width: number, text: string): Promise<{ png: Buffer; height: number }> {
  registerFont()
  const margin = Math.round(width * 0.025)
  const measure = createCanvas(1, 1).getContext('2d')
  const { rows, sizePx } = layOut(measure, text, width, margin)
  const rowPx = Math.round(sizePx * 1.45)
  const height = rows.length * rowPx + 2 * Math.round(sizePx * 0.5)
  const canvas = createCanvas(width, height)
  const context = canvas.getContext('2d')
  context.fillStyle = colours.ground
  context.fillRect(0, 0, width, height)
  context.fillStyle = colours.hairline
  context.fillRect(0, 0, width, Math.max(1, Math.round(width / 700)))
  context.textBaseline = 'middle'
  const middleOf = (row: number) => Math.round(height / 2 + (row - (rows.length - 1) / 2) * rowPx)
  context.fillStyle = colours.text
  context.font = fontOf(sizePx)
  rows.forEach((row, index) => {
    context.fillText(row, margin, middleOf(index))
  })
  context.fillStyle = colours.mark
  context.font = fontOf(markSize(sizePx))
  context.textAlign = 'right'
  context.fillText(mark, width - margin, middleOf(rows.length - 1))
  return { png: await canvas.encode('png'), height }
}

function layOut(context: SKRSContext2D, text: string, width: number, margin: number): Layout {
  const widthAt = (words: string, sizePx: number) => {
    context.font = fontOf(sizePx)
    return context.measureText(words).width
  }
  /** Room for a row: the mark stands at the end of the last one, and all are kept as short as that. */
  const roomAt = (sizePx: number) => width - 2 * margin - widthAt(mark, markSize(sizePx)) - sizePx
  const smallest = Math.max(smallestPx, Math.round(width * smallestShare))
  for (let sizePx = Math.max(smallest, Math.round(width * largestShare)); sizePx >= smallest; sizePx -= 1) {
    if (widthAt(text, sizePx) <= roomAt(sizePx)) return { rows: [text], sizePx }
  }
  const room = roomAt(smallest)
  const fits = (words: string) => widthAt(words, smallest) <= room
  // Where it has parts (付款单位　费用类型), it is broken between them first.
  return { rows: text.split('　').flatMap((part) => broken(part, fits)), sizePx: smallest }
}

function broken(text: string, fits: (words: string) => boolean): string[] {
  const rows: string[] = []
  let row = ''
  for (const character of text) {
    if (row !== '' && !fits(row + character)) {
      rows.push(row)
      row = ''
    }
    row += character
  }
  return row === '' ? rows : [...rows, row]
}

const markSize = (sizePx: number) => Math.max(12, Math.round(sizePx * markShare))
const fontOf = (sizePx: number) => `${sizePx}px "${family}"`

/** 10 MB of glyphs, read when the first line is drawn. */
function registerFont(): void {
  if (GlobalFonts.has(family)) return
  const require = createRequire(import.meta.url)
  GlobalFonts.registerFromPath(
    require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
    family,
  )
}
