import type { Quad } from '../../../server/features/files/reading.schema.ts'

/** A payment slip has one page, a month of receipts in one file perhaps ten; more is a book that somebody picked by mistake. */
export const maxPages = 30

/** Page 1 is drawn with this many pixels on its long side: A4 at 170 dpi, and what `compressPicture` keeps. */
export const longSidePx = 2000

/** A run of text as the PDF places it: usually a label, a value or a line, in the order of the file. */
export type PdfItem = { text: string; quad: Quad }

/** What the PDF process answers. */
export type PdfAnswer = {
  pageCount: number
  width: number
  height: number
  items: PdfItem[]
  /** PNG. */
  picture: Uint8Array
}
