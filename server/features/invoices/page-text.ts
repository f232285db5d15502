/** A run of text as it stands on a page: its box, from the upper left, in the unit of the page. */
export type TextItem = {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export type PageText = { readonly width: number; readonly height: number; readonly items: readonly TextItem[] }

/** What a PDF says without being drawn. */
export type PdfText = {
  readonly pages: readonly PageText[]
  /** Of its information dictionary: the tax platform writes InvoiceNumber, IssueTime, SellerIdNum and the totals there. */
  readonly properties: Readonly<Record<string, string>>
  /** Its attached files, the small XML ones. */
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array }[]
}

/** The one way to a PDF's text: a program that runs apart, passed in by the worker. Throws AppError. */
export type ReadPdfText = (bytes: Uint8Array) => Promise<PdfText>
