/** A month of invoices joined into one file for printing. */
export const maxTextPages = 200

/** The invoice's own XML is some KB. */
export const mostAttachedBytes = 1024 * 1024
export const mostAttachments = 5

/** What the process answers; lengths are points from the page's upper left as it is shown. */
export type PdfTextAnswer = {
  pages: {
    width: number
    height: number
    items: { text: string; x: number; y: number; width: number; height: number }[]
  }[]
  properties: Record<string, string>
  attachments: { name: string; bytes: Uint8Array }[]
}
