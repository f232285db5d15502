import { AppError } from '../../server/core/app-error.ts'
import type { LicenceReading } from '../../server/features/registrations/licence-reading.schema.ts'
import { extractLicence } from './extract-licence.ts'
import { linesOfItems } from './lines-of-items.ts'
import { createOcrClient, type OcrClient } from './ocr-client.ts'
import type { TextLayer } from './read-slip.ts'
import { toReadingOf } from './to-reading.ts'

export interface LicenceReader {
  /**
   * Reads a picture (JPEG, PNG, WebP) of a business licence or of the certificate of an institution or society. Throws
   * `fileEmpty`, `fileDamaged`, `pictureTooLarge`, `fileTooSlow`, and `unavailable` when trying again later can help. A
   * picture of something else gives a reading without fields.
   */
  read(picture: { bytes: Uint8Array }): Promise<LicenceReading>
  /** Reads the text of a PDF, without looking at its picture. */
  readText(page: TextLayer): LicenceReading
  /** Ends the process that reads pictures. */
  close(): Promise<void>
}

/** Readers of different papers share one `ocr` process, which reads one picture after the other. */
export function createLicenceReader(ocr: OcrClient = createOcrClient()): LicenceReader {
  return {
    async read({ bytes }) {
      if (bytes.length === 0) throw new AppError('fileEmpty')
      const started = performance.now()
      const page = await ocr.read(bytes)
      return toReadingOf(page, extractLicence(page), started)
    },
    readText({ width, height, items }) {
      const started = performance.now()
      const page = { source: 'text', width, height, turn: 0, lines: linesOfItems(items, width, height) } as const
      return toReadingOf(page, extractLicence(page), started)
    },
    close: () => ocr.close(),
  }
}
