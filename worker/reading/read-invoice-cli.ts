import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { InvoiceReading, ReadProblem } from '../../server/features/invoices/invoice-reading.schema.ts'
import { InvoiceUnreadable } from '../../server/features/invoices/invoice-reading.ts'
import { openInvoiceFiles } from '../../server/features/invoices/open-invoice-files.ts'
import { readInvoices } from '../../server/features/invoices/read-invoices.ts'
import { createPdfTextReader } from './pdf/read-pdf-text.ts'

/**
 * `npm run --silent read-invoice -- FILE…`: reads invoice files (PDF, OFD, XML, and ZIPs of them) without a server or a
 * database and prints one JSON array: an object for each invoice, in the order of the files; a ZIP gives several. What
 * cannot be read is an object with its problem, the others go on, and the exit code is 1.
 */

/** A ZIP may hold a year; a single invoice file is refused from 10 MB on, whatever is in it. */
const mostBytes = 200 * 1024 * 1024

type Problem = ReadProblem | 'fileNotFound'

const messages: Readonly<Record<Problem, string>> = {
  fileNotFound: 'There is no such file that can be read. Check the path.',
  empty: 'The file is empty. Download it once more.',
  tooLarge: 'The file is larger than any invoice (10 MB). Download the invoice itself once more.',
  unknownKind: 'The file is no PDF, OFD, XML or ZIP. Download the invoice in one of these forms.',
  damaged: 'The file is damaged and does not open. Download it once more.',
  encrypted: 'The file asks for a password. Save it without one.',
  dtdRefused: 'The XML has a document type or entities, which can read files or grow without end; no invoice has them.',
  tooComplex: 'The file has more parts than any invoice. Download the invoice itself once more.',
  tooSlow: 'Reading took too much time or memory and was stopped. Download the invoice once more.',
  archiveRefused: 'The archive unpacks to far more than invoices could be, or is locked. Pack the invoices themselves.',
  nestedTooDeep: 'The archive lies too deep within other archives. Unpack the outer one first.',
  pictureOnly: 'The PDF is only a picture and holds no text. Download the original from the tax platform.',
  severalInvoices: 'The file holds several invoices. Split it, one invoice to a file.',
  notAnInvoice: 'No invoice was found in the file. Download the invoice itself, not a list or a receipt.',
}

type Printed = Record<string, unknown>

function printed(file: string, entry: string | null, format: string, reading: InvoiceReading): Printed {
  return {
    file,
    entry,
    format,
    number: reading.number,
    code: reading.code,
    date: reading.issuedOn,
    kind: reading.kind,
    colour: reading.colour,
    buyerName: reading.buyerName,
    buyerTaxNumber: reading.buyerTaxNumber,
    sellerName: reading.sellerName,
    sellerTaxNumber: reading.sellerTaxNumber,
    amountWithoutTaxFen: reading.amountWithoutTaxFen,
    taxFen: reading.taxFen,
    totalFen: reading.amountFen,
    remark: reading.remark,
    redReference: reading.redReference,
    doubts: reading.doubts,
  }
}

function refused(file: string, entry: string | null, problem: Problem): Printed {
  process.exitCode = 1
  return { file, entry, problem, message: messages[problem] }
}

/** Null where there is none; never more of it than would be read. */
async function bytesOf(path: string): Promise<Uint8Array | 'fileNotFound' | 'tooLarge'> {
  try {
    const handle = await open(path)
    try {
      const { size } = await handle.stat()
      return size > mostBytes ? 'tooLarge' : await handle.readFile()
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return 'fileNotFound'
    throw error
  }
}

async function readPath(path: string): Promise<Printed[]> {
  const file = basename(path)
  const bytes = await bytesOf(path)
  if (typeof bytes === 'string') return [refused(file, null, bytes)]
  const found: Promise<Printed[]>[] = []
  for (const opened of openInvoiceFiles(bytes)) {
    const { entry } = opened
    if ('problem' in opened) {
      found.push(Promise.resolve([refused(file, entry, opened.problem)]))
      continue
    }
    const reading = readInvoices((pdf) => reader.read(pdf), opened.kind, opened.bytes).then(
      (readings) => readings.map((one) => printed(file, entry, opened.kind, one)),
      (error: unknown) => {
        if (!(error instanceof InvoiceUnreadable)) throw error
        return [refused(file, entry, error.problem)]
      },
    )
    found.push(reading)
    // Two are read at a time; more would only wait, unpacked, in memory.
    if (found.length >= 4) await found.at(-4)
  }
  return (await Promise.all(found)).flat()
}

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('usage: npm run --silent read-invoice -- FILE…')
  process.exit(2)
}

const reader = createPdfTextReader()
try {
  const all: Printed[] = []
  for (const path of files) all.push(...(await readPath(path)))
  process.stdout.write(`${JSON.stringify(all, null, 2)}\n`)
} finally {
  reader.close()
}
