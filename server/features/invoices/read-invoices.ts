import { AppError } from '../../core/app-error.ts'
import type { InvoiceReading, ReadProblem } from './invoice-reading.schema.ts'
import { InvoiceUnreadable } from './invoice-reading.ts'
import type { InvoiceFileKind } from './invoices.schema.ts'
import type { PdfText, ReadPdfText } from './page-text.ts'
import { readInvoiceOfd } from './read-invoice-ofd.ts'
import { readInvoicePdf } from './read-invoice-pdf.ts'
import { readInvoiceXml } from './read-invoice-xml.ts'

/** All invoices that a file of a known kind holds, at least one. Throws InvoiceUnreadable. */
export async function readInvoices(
  readPdfText: ReadPdfText,
  kind: InvoiceFileKind,
  bytes: Uint8Array,
): Promise<InvoiceReading[]> {
  if (kind === 'xml') return readInvoiceXml(bytes)
  if (kind === 'ofd') return readInvoiceOfd(bytes)
  let text: PdfText
  try {
    text = await readPdfText(bytes)
  } catch (error) {
    throw new InvoiceUnreadable(problemOfPdf(error), { cause: error })
  }
  return readInvoicePdf(text)
}

function problemOfPdf(error: unknown): ReadProblem {
  if (!(error instanceof AppError)) throw error
  if (error.code === 'pdfEncrypted') return 'encrypted'
  if (error.code === 'fileTooSlow') return 'tooSlow'
  if (error.code === 'pdfTooManyPages') return 'tooComplex'
  if (error.code === 'fileDamaged') return 'damaged'
  throw error
}
