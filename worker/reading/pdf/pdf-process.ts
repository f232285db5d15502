import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'
import {
  getDocument,
  type PageViewport,
  PasswordException,
  type PDFPageProxy,
  VerbosityLevel,
} from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { TextItem, TextStyle } from 'pdfjs-dist/types/src/display/api.d.ts'
import { AppError } from '../../../server/core/app-error.ts'
import type { Quad } from '../../../server/features/files/reading.schema.ts'
import { serveBox } from '../../photo/serve-box.ts'
import { longSidePx, maxPages, type PdfAnswer, type PdfItem } from './pdf-answer.ts'

/**
 * The process that opens PDFs (see `open-pdf.ts`). It reads page 1 as text and draws it, once, and sends both back.
 */

const require = createRequire(import.meta.url)
const pdfjsFolder = dirname(require.resolve('pdfjs-dist/package.json'))
const fontFile = require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')

/**
 * Many bank receipts name STSong-Light or SimSun and embed nothing. pdf.js then asks the canvas for one of these three
 * families, so the one Chinese font is registered under all of them.
 */
for (const family of ['sans-serif', 'serif', 'monospace']) GlobalFonts.registerFromPath(fontFile, family)

/** Of 255 levels of light. The faintest grey that bank receipts print their hints in, #cccccc on white, has 51. */
const visibleContrast = 24

serveBox(answerPdf)

async function answerPdf(bytes: Uint8Array): Promise<PdfAnswer> {
  const task = getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: `${join(pdfjsFolder, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${join(pdfjsFolder, 'standard_fonts')}/`,
    wasmUrl: `${join(pdfjsFolder, 'wasm')}/`,
    iccUrl: `${join(pdfjsFolder, 'iccs')}/`,
    useSystemFonts: false,
    enableXfa: false,
    verbosity: VerbosityLevel.ERRORS,
  })
  try {
    const document = await task.promise
    const pageCount = document.numPages
    if (pageCount > maxPages) throw new AppError('pdfTooManyPages', { pages: pageCount, maxPages })
    const page = await document.getPage(1)
    const viewport = viewportFor(page)
    const drawn = await drawPage(page, viewport)
    const items = await readItems(page, viewport)
    return {
      pageCount,
      width: drawn.width,
      height: drawn.height,
      items: items.filter((item) => isVisible(item.quad, drawn)),
      picture: drawn.picture,
    }
  } catch (error) {
    if (error instanceof PasswordException) throw new AppError('pdfEncrypted')
    throw error
  }
}

function viewportFor(page: PDFPageProxy): PageViewport {
  const { width, height } = page.getViewport({ scale: 1 })
  return page.getViewport({ scale: longSidePx / Math.max(width, height) })
}

type DrawnPage = { width: number; height: number; picture: Uint8Array; pixels: Uint8ClampedArray }

async function drawPage(page: PDFPageProxy, viewport: PageViewport): Promise<DrawnPage> {
  const width = Math.max(1, Math.round(viewport.width))
  const height = Math.max(1, Math.round(viewport.height))
  const canvas = createCanvas(width, height)
  // pdf.js types its canvas as the browser's; the one it makes for itself under Node is the same class as this one.
  const target = canvas as unknown as Parameters<typeof page.render>[0]['canvas']
  await page.render({ canvas: target, viewport, background: '#ffffff' }).promise
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height)
  return { width, height, pixels: data, picture: await canvas.encode('png') }
}

async function readItems(page: PDFPageProxy, viewport: PageViewport): Promise<PdfItem[]> {
  const { items, styles } = await page.getTextContent()
  const read: PdfItem[] = []
  for (const item of items) {
    if (!('str' in item) || item.str.trim() === '') continue
    const style = styles[item.fontName]
    read.push({ text: item.str, quad: quadOf(item, style, viewport) })
  }
  return read
}

/** The four corners from the baseline's start, the writing direction and the font's height above and below the baseline. */
function quadOf(item: TextItem, style: TextStyle | undefined, viewport: PageViewport): Quad {
  const [a, b, c, d, x, y] = item.transform as [number, number, number, number, number, number]
  const along = unit(a, b)
  const up = unit(c, d)
  const size = Math.hypot(c, d)
  const ascent = (style?.ascent || 0.88) * size
  const descent = (style?.descent || -0.12) * size
  const corners = style?.vertical
    ? [
        [x - size / 2, y],
        [x + size / 2, y],
        [x + size / 2, y - item.height],
        [x - size / 2, y - item.height],
      ]
    : [
        [x + up.x * ascent, y + up.y * ascent],
        [x + up.x * ascent + along.x * item.width, y + up.y * ascent + along.y * item.width],
        [x + up.x * descent + along.x * item.width, y + up.y * descent + along.y * item.width],
        [x + up.x * descent, y + up.y * descent],
      ]
  return corners.flatMap(([cornerX = 0, cornerY = 0]) => {
    const [left = 0, top = 0] = viewport.convertToViewportPoint(cornerX, cornerY)
    return [left / viewport.width, top / viewport.height]
  })
}

function unit(x: number, y: number): { x: number; y: number } {
  const length = Math.hypot(x, y) || 1
  return { x: x / length, y: y / length }
}

/**
 * Whether something is drawn where the text stands. A file can hold text that nobody sees (white on white, outside the
 * page, drawn as nothing), and a reviewer must not be told an amount that the slip does not show. The hidden text of a
 * scanned page lies over its picture and stays.
 */
function isVisible(quad: Quad, page: DrawnPage): boolean {
  const xs = [0, 2, 4, 6].map((index) => (quad[index] ?? 0) * page.width)
  const ys = [1, 3, 5, 7].map((index) => (quad[index] ?? 0) * page.height)
  const left = Math.max(0, Math.floor(Math.min(...xs)))
  const right = Math.min(page.width, Math.ceil(Math.max(...xs)))
  const top = Math.max(0, Math.floor(Math.min(...ys)))
  const bottom = Math.min(page.height, Math.ceil(Math.max(...ys)))
  let darkest = 255
  let lightest = 0
  for (let row = top; row < bottom; row += 1) {
    for (let column = left; column < right; column += 1) {
      const offset = (row * page.width + column) * 4
      const green = page.pixels[offset + 1] ?? 0
      const light = ((page.pixels[offset] ?? 0) + 2 * green + (page.pixels[offset + 2] ?? 0)) / 4
      if (light < darkest) darkest = light
      if (light > lightest) lightest = light
    }
  }
  return lightest - darkest >= visibleContrast
}
