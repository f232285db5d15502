import { z } from 'zod'
import { AppError } from '../../../server/core/app-error.ts'
import { sniffFileKind } from '../../../server/core/file-kind.ts'
import { quadSchema } from '../../../server/features/files/reading.schema.ts'
import { type BoxLimits, runInBox } from '../../photo/boxed-process.ts'
import type { PdfAnswer, PdfItem } from './pdf-answer.ts'

export type { PdfItem } from './pdf-answer.ts'

export type OpenPdf = {
  readonly pageCount: number
  readonly page1: {
    /** Of the drawn page, in pixels; the long side is 2000. */
    readonly width: number
    readonly height: number
    /** The text that can be seen on page 1, in the order of the file; empty when the page is only a picture. */
    readonly items: PdfItem[]
    /** Page 1 drawn on white, as PNG. */
    readonly picture: () => Promise<Uint8Array>
  }
  readonly close: () => Promise<void>
}

/**
 * A file of 1 MB can unpack to gigabytes (11 s and 2.4 GB without limits), while a bank's receipt takes 0.4 s and less
 * than 200 MiB, a scan of 12 megapixels 1 s and 350 MiB, one of 36 megapixels 600 MiB.
 */
const defaultLimits: BoxLimits = { timeMs: 5_000, memoryMib: 640 }

/** The answer is parsed on arrival, because the process that sends it has read a stranger's file. */
const pdfAnswerSchema: z.ZodType<PdfAnswer> = z.object({
  pageCount: z.number().int().positive(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  items: z.array(z.object({ text: z.string(), quad: quadSchema })),
  picture: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
})

const script = new URL('./pdf-process.ts', import.meta.url)

/**
 * Opens a PDF in a process of its own, reads the text of page 1 and draws it. Both happen at once and the process is
 * gone when this returns, so a caller that forgets `close` leaks nothing but the picture.
 *
 * Throws `fileDamaged` (no PDF at offset 0, or nothing in it can be read), `pdfEncrypted` (needs a password to open;
 * one that is only protected from changes opens), `pdfTooManyPages` (`pages`, `maxPages`) and `fileTooSlow`
 * (`limit`: `time` or `memory`).
 */
export async function openPdf(bytes: Uint8Array, limits: Partial<BoxLimits> = {}): Promise<OpenPdf> {
  if (sniffFileKind(bytes) !== 'pdf') throw new AppError('fileDamaged')
  const answer = pdfAnswerSchema.parse(await runInBox(script, bytes, { ...defaultLimits, ...limits }))
  return {
    pageCount: answer.pageCount,
    page1: {
      width: answer.width,
      height: answer.height,
      items: answer.items,
      picture: async () => answer.picture,
    },
    close: async () => {},
  }
}
