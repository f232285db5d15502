import { AppError } from '../../server/core/app-error.ts'
import type { Quad, SlipReading } from '../../server/features/vouchers/slip-reading.schema.ts'
import { extractFields } from './extract-fields.ts'
import { linesOfItems, type TextItem } from './lines-of-items.ts'
import { createOcrClient, type OcrClient, type OcrClientOptions } from './ocr-client.ts'
import type { TextPage } from './text-line.ts'

/** The first page of a PDF with a text layer, as `openPdf` gives it. */
export interface TextLayer {
  width: number
  height: number
  items: readonly TextItem[]
}

/** The same with a way to draw it. */
export interface PdfPage extends TextLayer {
  picture: () => Promise<Uint8Array>
}

export interface SlipReader {
  /**
   * Reads a picture (JPEG, PNG, WebP). Throws `fileEmpty`, `fileDamaged`, `pictureTooLarge`, `fileTooSlow`, and
   * `unavailable` when trying again later can help. A picture of something else gives a reading without fields.
   */
  read(picture: { bytes: Uint8Array }): Promise<SlipReading>
  /** Reads the text of a PDF, without looking at its picture. */
  readText(page: TextLayer): SlipReading
  /**
   * Reads a PDF's page: its text, or its picture when there is no text or the text holds no amount (a scan with a line of
   * text over it). Throws as `read` does.
   */
  readPdf(page: PdfPage): Promise<SlipReading>
  /** The process that reads pictures, for measuring. */
  ocr: OcrClient
  close(): Promise<void>
}

export function createSlipReader(options: OcrClientOptions = {}): SlipReader {
  const ocr = createOcrClient(options)
  async function read({ bytes }: { bytes: Uint8Array }): Promise<SlipReading> {
    if (bytes.length === 0) throw new AppError('fileEmpty')
    const started = performance.now()
    const page = await ocr.read(bytes)
    return toReading(page, started)
  }
  function readText({ width, height, items }: TextLayer): SlipReading {
    const started = performance.now()
    const lines = linesOfItems(items, width, height)
    return toReading({ source: 'text', width, height, turn: 0, lines }, started)
  }
  return {
    read,
    readText,
    async readPdf(page) {
      if (page.items.length > 0) {
        const reading = readText(page)
        if (reading.fields.amountFen) return reading
      }
      return read({ bytes: await page.picture() })
    },
    ocr,
    close: () => ocr.close(),
  }
}

/** Fields and lines of a page, its quads brought back to the picture as it was given. */
export function toReading(page: TextPage, startedMs: number): SlipReading {
  const fields = extractFields(page)
  const back = (quad: Quad) => turnBack(quad, page.turn)
  const isOnSide = page.turn === 90 || page.turn === 270
  const lines = inReadingOrder(page).map(({ text, score, quad }) => ({ text, score, quad: back(quad) }))
  for (const field of Object.values(fields)) if (field) field.quads = field.quads.map(back)
  return {
    version: 1,
    source: page.source,
    width: isOnSide ? page.height : page.width,
    height: isOnSide ? page.width : page.height,
    fields,
    lines,
    ms: Math.round(performance.now() - startedMs),
  }
}

/** Where a corner of a picture that was turned clockwise stood before. */
function turnBack(quad: Quad, turn: TextPage['turn']): Quad {
  if (turn === 0) return quad
  const turned: number[] = []
  for (let i = 0; i + 1 < quad.length; i += 2) {
    const x = quad[i] ?? 0
    const y = quad[i + 1] ?? 0
    if (turn === 90) turned.push(y, 1 - x)
    else if (turn === 180) turned.push(1 - x, 1 - y)
    else turned.push(1 - y, x)
  }
  return turned
}

function inReadingOrder(page: TextPage): TextPage['lines'] {
  const top = (quad: Quad) => ((quad[1] ?? 0) + (quad[7] ?? 0)) / 2
  const rows = [...page.lines].sort((a, b) => top(a.quad) - top(b.quad))
  const ordered: TextPage['lines'] = []
  while (rows.length > 0) {
    const first = rows[0]
    if (!first) break
    const height = Math.abs((first.quad[7] ?? 0) - (first.quad[1] ?? 0))
    const row = rows.filter((line) => Math.abs(top(line.quad) - top(first.quad)) < height * 0.5)
    ordered.push(...row.sort((a, b) => (a.quad[0] ?? 0) - (b.quad[0] ?? 0)))
    for (const line of row) rows.splice(rows.indexOf(line), 1)
  }
  return ordered
}
