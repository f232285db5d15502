import { normaliseMailAddress } from '../../core/mail-address.ts'
import type { Fen } from '../../core/money.ts'
import { maxInvoicesInMail } from '../notices/invoice-notices.schema.ts'
import type { InvoiceFileKind } from './invoices.schema.ts'

export type IssuedInvoice = {
  readonly requestId: string
  readonly orderNumber: string
  readonly organisationId: string
  readonly organisationName: string
  readonly title: string
  readonly amountFen: Fen
  /** Empty for 数电票. */
  readonly code: string
  readonly number: string
  /** `2026-05-02` */
  readonly issuedOn: string
  /** Where the organisation wants its invoices. */
  readonly email: string
  readonly files: readonly IssuedFile[]
}
export type IssuedFile = {
  readonly id: string
  readonly kind: InvoiceFileKind
  readonly originalName: string
  readonly fileKey: string
  readonly sizeBytes: number
}

/** What one mail carries: some invoices with all their files, or some of the files of one invoice. */
export type MailPack = {
  readonly invoices: readonly IssuedInvoice[]
  /** Null where it carries all of them. */
  readonly part: { readonly number: number; readonly of: number } | null
}

/**
 * How large a whole message may be: Outlook.com takes 20 MB (support.microsoft.com, “Sending limits in Outlook.com”),
 * Gmail 25 MB, QQ and 163 50 MB; the least of them holds for everybody.
 */
export const maxMailBytes = 20 * 1024 * 1024
/** Headers, the text and its HTML; the table of twenty invoices is 20 KB. */
const mailFrameBytes = 128 * 1024

/** As an attachment: base64 makes four characters of three bytes, in lines of 76 with two more each, under a header. */
export function attachedBytes(sizeBytes: number): number {
  return Math.ceil((Math.ceil(sizeBytes / 3) * 4 * 78) / 76) + 1024
}

/**
 * Puts what was issued together into as few mails as there are addresses, sizes and tables that people still read: those
 * of one organisation to one address leave together, in their order, until the mail is full. An invoice whose files
 * alone do not fit leaves in several.
 */
export function packMails(issued: readonly IssuedInvoice[], limitBytes = maxMailBytes): MailPack[] {
  const room = limitBytes - mailFrameBytes
  const groups = new Map<string, IssuedInvoice[]>()
  for (const invoice of issued) {
    const to = `${invoice.organisationId} ${normaliseMailAddress(invoice.email) ?? invoice.email}`
    groups.set(to, [...(groups.get(to) ?? []), invoice])
  }
  return [...groups.values()].flatMap((group) =>
    fill(group, (invoice) => sizeOf(invoice.files), room, maxInvoicesInMail).flatMap((invoices) => {
      const [only] = invoices
      return invoices.length === 1 && only ? partsOf(only, room) : [{ invoices, part: null }]
    }),
  )
}

function partsOf(invoice: IssuedInvoice, room: number): MailPack[] {
  const parts = fill(invoice.files, (file) => attachedBytes(file.sizeBytes), room, Number.POSITIVE_INFINITY)
  const lots = parts.length === 0 ? [[]] : parts
  return lots.map((files, index) => ({
    invoices: [{ ...invoice, files }],
    part: lots.length === 1 ? null : { number: index + 1, of: lots.length },
  }))
}

/** One after the other into the same lot until it is full; what does not fit even alone has one of its own. */
function fill<T>(things: readonly T[], bytesOf: (thing: T) => number, room: number, most: number): T[][] {
  const lots: T[][] = []
  let used = 0
  for (const thing of things) {
    const bytes = bytesOf(thing)
    const last = lots.at(-1)
    if (last && used + bytes <= room && last.length < most) {
      last.push(thing)
      used += bytes
    } else {
      lots.push([thing])
      used = bytes
    }
  }
  return lots
}

function sizeOf(files: readonly IssuedFile[]): number {
  return files.reduce((sum, file) => sum + attachedBytes(file.sizeBytes), 0)
}
