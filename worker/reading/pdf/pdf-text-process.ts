import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { getDocument, PasswordException, type PDFDocumentProxy, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { TextItem as PdfTextItem, TextStyle } from 'pdfjs-dist/types/src/display/api.d.ts'
import { AppError } from '../../../server/core/app-error.ts'
import { serveBox } from '../../photo/serve-box.ts'
import { maxTextPages, mostAttachedBytes, mostAttachments, type PdfTextAnswer } from './pdf-text-answer.ts'

/**
 * The process that reads PDFs as text (see `read-pdf-text.ts`): no page is drawn, which takes a tenth of the time, so
 * text that nobody sees is read as well.
 */

const require = createRequire(import.meta.url)
const pdfjsFolder = dirname(require.resolve('pdfjs-dist/package.json'))

serveBox(answerText)

async function answerText(bytes: Uint8Array): Promise<PdfTextAnswer> {
  const task = getDocument({
    data: new Uint8Array(bytes),
    cMapUrl: `${join(pdfjsFolder, 'cmaps')}/`,
    cMapPacked: true,
    standardFontDataUrl: `${join(pdfjsFolder, 'standard_fonts')}/`,
    wasmUrl: `${join(pdfjsFolder, 'wasm')}/`,
    iccUrl: `${join(pdfjsFolder, 'iccs')}/`,
    useSystemFonts: false,
    enableXfa: false,
    disableFontFace: true,
    verbosity: VerbosityLevel.ERRORS,
  })
  try {
    const document = await task.promise
    if (document.numPages > maxTextPages)
      throw new AppError('pdfTooManyPages', { pages: document.numPages, maxPages: maxTextPages })
    const pages: PdfTextAnswer['pages'] = []
    for (let number = 1; number <= document.numPages; number++) pages.push(await readPage(document, number))
    return { pages, properties: await readProperties(document), attachments: await readAttachments(document) }
  } catch (error) {
    if (error instanceof PasswordException) throw new AppError('pdfEncrypted')
    throw error
  } finally {
    await task.destroy()
  }
}

async function readPage(document: PDFDocumentProxy, number: number): Promise<PdfTextAnswer['pages'][number]> {
  const page = await document.getPage(number)
  const viewport = page.getViewport({ scale: 1 })
  const { items, styles } = await page.getTextContent()
  const read: PdfTextAnswer['pages'][number]['items'] = []
  for (const item of items) {
    if (!('str' in item) || item.str === '') continue
    const corners = cornersOf(item, styles[item.fontName]).map(([x, y]) => viewport.convertToViewportPoint(x, y))
    const xs = corners.map(([x = 0]) => x)
    const ys = corners.map(([, y = 0]) => y)
    const [x, y] = [Math.min(...xs), Math.min(...ys)]
    read.push({ text: item.str, x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y })
  }
  page.cleanup()
  return { width: viewport.width, height: viewport.height, items: read }
}

/** The corners of a text in the PDF's own directions, whichever way it is turned. */
function cornersOf(item: PdfTextItem, style: TextStyle | undefined): [number, number][] {
  const [a, b, c, d, x, y] = item.transform as [number, number, number, number, number, number]
  const size = Math.hypot(c, d) || Math.hypot(a, b)
  if (style?.vertical)
    return [
      [x - size / 2, y],
      [x + size / 2, y - item.height],
    ]
  const along = unit(a, b)
  const up = unit(c, d)
  // Fonts lie about their ascent; that of a Chinese square does for placing a line.
  const [ascent, descent] = [size * 0.88, size * -0.12]
  const at = (run: number, rise: number): [number, number] => [
    x + along.x * run + up.x * rise,
    y + along.y * run + up.y * rise,
  ]
  return [at(0, ascent), at(item.width, ascent), at(0, descent), at(item.width, descent)]
}

function unit(x: number, y: number): { x: number; y: number } {
  const length = Math.hypot(x, y) || 1
  return { x: x / length, y: y / length }
}

async function readProperties(document: PDFDocumentProxy): Promise<PdfTextAnswer['properties']> {
  const { info } = await document.getMetadata()
  const properties: PdfTextAnswer['properties'] = {}
  const take = (values: Iterable<[unknown, unknown]>) => {
    for (const [name, value] of [...values].slice(0, 100))
      if (typeof value === 'string' || typeof value === 'number')
        properties[String(name).slice(0, 100)] = String(value).slice(0, 1000)
  }
  take(Object.entries(info))
  // Entries that the format does not name are kept apart.
  const custom: unknown = 'Custom' in info ? info.Custom : null
  if (custom instanceof Map) take(custom)
  else if (typeof custom === 'object' && custom !== null) take(Object.entries(custom))
  return properties
}

async function readAttachments(document: PDFDocumentProxy): Promise<PdfTextAnswer['attachments']> {
  const attached: unknown = await document.getAttachments()
  const found: PdfTextAnswer['attachments'] = []
  const files: unknown[] =
    attached instanceof Map ? [...attached.values()] : Object.values((attached as object | null) ?? {})
  for (const file of files) {
    if (typeof file !== 'object' || file === null || !('content' in file) || !('filename' in file)) continue
    const { content, filename } = file
    if (!(content instanceof Uint8Array) || content.length > mostAttachedBytes || found.length >= mostAttachments)
      continue
    if (!/\.xml$/i.test(String(filename))) continue
    found.push({ name: String(filename).slice(0, 200), bytes: content })
  }
  return found
}
