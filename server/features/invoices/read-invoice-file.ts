import type { InvoiceReading, ReadProblem } from './invoice-reading.schema.ts'
import { InvoiceUnreadable, nothingSaid, readDay } from './invoice-reading.ts'
import type { InvoiceFileKind } from './invoices.schema.ts'
import { readInvoiceOfd } from './read-invoice-ofd.ts'
import { readInvoiceXml } from './read-invoice-xml.ts'

export type ReadInvoiceFile = {
  /** What the content says, else what the name says. */
  readonly reading: InvoiceReading | null
  readonly problem: ReadProblem | null
  /** The number in the file's name, to be compared with the one inside. */
  readonly numberInName: string | null
}

/** Reads what a dropped file says about its invoice. Pure over the bytes; a PDF is known by its name alone. */
export function readInvoiceFile(kind: InvoiceFileKind, originalName: string, bytes: Uint8Array): ReadInvoiceFile {
  const named = readInvoiceFileName(originalName)
  const numberInName = named?.number ?? null
  if (kind === 'pdf') return { reading: named, problem: null, numberInName }
  try {
    const [reading = null] = kind === 'xml' ? readInvoiceXml(bytes) : readInvoiceOfd(bytes)
    return { reading, problem: null, numberInName }
  } catch (error) {
    if (!(error instanceof InvoiceUnreadable)) throw error
    return { reading: named, problem: error.problem, numberInName }
  }
}

/**
 * `dzfp_<20 digits>_<name>_<yyyyMMddHHmmss>.<ext>`, as the tax platform names its files. Whose name it is depends on who
 * downloaded it, so it is not taken for the buyer's; browsers add ` (1)` to a second download.
 */
export function readInvoiceFileName(originalName: string): InvoiceReading | null {
  const match = /^dzfp_(\d{20})_(.*)_(\d{14})(?:\s*\(\d+\))?\.[a-z0-9]+$/i.exec(originalName.normalize('NFC').trim())
  const number = match?.[1]
  if (!number) return null
  return { source: 'fileName', ...nothingSaid, number, code: '', issuedOn: readDay(match[3] ?? null), doubts: [] }
}
