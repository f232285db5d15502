import { z } from 'zod'
import { AppError } from '../../../server/core/app-error.ts'
import { sniffFileKind } from '../../../server/core/file-kind.ts'
import type { PdfText } from '../../../server/features/invoices/page-text.ts'
import { type Box, type BoxLimits, openBox } from '../../photo/boxed-process.ts'
import type { PdfTextAnswer } from './pdf-text-answer.ts'

/** An invoice takes 20 ms and 150 MiB, a hundred joined pages 2 s. */
const limits: BoxLimits = { timeMs: 8_000, memoryMib: 512 }

/**
 * A process reads this many files before a new one takes its place: starting one costs as much as reading ten, and what
 * a stranger's file did to it must not stay.
 */
const filesForOne = 40

/** The answer is parsed on arrival, because the process that sends it has read a stranger's file. */
const number = z.number().min(-1e6).max(1e6)
const answerSchema: z.ZodType<PdfTextAnswer> = z.object({
  pages: z.array(
    z.object({
      width: number,
      height: number,
      items: z.array(z.object({ text: z.string(), x: number, y: number, width: number, height: number })),
    }),
  ),
  properties: z.record(z.string(), z.string()),
  attachments: z.array(
    z.object({ name: z.string(), bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  ),
})

const script = new URL('./pdf-text-process.ts', import.meta.url)

export type PdfTextReader = {
  /**
   * What a PDF says, page by page, without drawing it. Throws `fileDamaged`, `pdfEncrypted` (needs a password to open),
   * `pdfTooManyPages` and `fileTooSlow`.
   */
  read(bytes: Uint8Array): Promise<PdfText>
  /** Ends its processes; reading again starts one again. */
  close(): void
}

type Slot = { box: Box | null; asked: number; queue: Promise<unknown> }

/** Reads PDFs in up to `processes` processes at once, started with the first file and kept for the next. */
export function createPdfTextReader(processes = 2): PdfTextReader {
  const slots: Slot[] = Array.from({ length: processes }, () => ({ box: null, asked: 0, queue: Promise.resolve() }))
  const busy = new Map<Slot, number>(slots.map((slot) => [slot, 0]))

  async function readIn(slot: Slot, bytes: Uint8Array): Promise<PdfText> {
    if (slot.box && (slot.asked >= filesForOne || !slot.box.isOpen)) {
      slot.box.close()
      slot.box = null
    }
    if (!slot.box) {
      slot.box = openBox(script, limits)
      slot.asked = 0
    }
    slot.asked += 1
    try {
      return answerSchema.parse(await slot.box.ask(bytes))
    } catch (error) {
      // What earlier files left in its memory is not this one's fault: alone in a new process it gets its own.
      if (slot.asked === 1 || !(error instanceof AppError) || error.code !== 'fileTooSlow') throw error
      slot.asked = filesForOne
      return readIn(slot, bytes)
    }
  }

  return {
    async read(bytes) {
      if (sniffFileKind(bytes) !== 'pdf') throw new AppError('fileDamaged')
      const [slot] = slots.toSorted((one, other) => (busy.get(one) ?? 0) - (busy.get(other) ?? 0))
      if (!slot) throw new Error('no process to read in')
      busy.set(slot, (busy.get(slot) ?? 0) + 1)
      const reading = slot.queue.then(() => readIn(slot, bytes))
      slot.queue = reading.catch(() => {})
      return reading.finally(() => busy.set(slot, (busy.get(slot) ?? 1) - 1))
    },
    close() {
      for (const slot of slots) {
        slot.box?.close()
        slot.box = null
      }
    },
  }
}
