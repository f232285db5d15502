import { AppError } from '../../server/core/app-error.ts'
import type { SlipReading } from '../../server/features/vouchers/slip-reading.schema.ts'
import { extractFields } from './extract-fields.ts'
import { linesOfItems, type TextItem } from './lines-of-items.ts'
import { createOcrClient, type OcrClient } from './ocr-client.ts'
import { toReadingOf } from './to-reading.ts'

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
  /** Ends that process. */
  close(): Promise<void>
}

/** Readers of different papers share one `ocr` process, which reads one picture after the other. */
export function createSlipReader(ocr: OcrClient = createOcrClient()): SlipReader {
  async function read({ bytes }: { bytes: Uint8Array }): Promise<SlipReading> {
    if (bytes.length === 0) throw new AppError('fileEmpty')
    const started = performance.now()
    const page = await ocr.read(bytes)
    return toReadingOf(page, extractFields(page), started)
  }
  function readText({ width, height, items }: TextLayer): SlipReading {
    const started = performance.now()
    const lines = linesOfItems(items, width, height)
    const page = { source: 'text', width, height, turn: 0, lines } as const
    return toReadingOf(page, extractFields(page), started)
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
