import { type DroppedInvoice, invoiceKey } from './inbox.rules.ts'
import type { DroppedFileRecord } from './inbox.store.ts'
import type { InvoiceReading } from './invoice-reading.schema.ts'
import { sayTogether } from './say-together.ts'

export type DroppedGroup = DroppedInvoice & {
  readonly code: string
  readonly number: string
  readonly files: readonly DroppedFileRecord[]
  /** Further files of a kind that says the same: the same invoice downloaded twice. */
  readonly repeats: readonly { readonly file: DroppedFileRecord; readonly of: DroppedFileRecord }[]
}

/** The XML is the original, the OFD carries its data, the PDF is a picture of them. */
const surest = ['xml', 'ofd', 'pdf'] as const

/** Puts the files of one invoice together: what they say as one, and where they do not agree as doubts. */
export function groupFiles(files: readonly DroppedFileRecord[]): DroppedGroup[] {
  const groups = new Map<string, DroppedFileRecord[]>()
  for (const file of files) {
    const key = invoiceKey(file.invoiceCode, file.invoiceNumber)
    const group = groups.get(key)
    if (group) group.push(file)
    else groups.set(key, [file])
  }
  return [...groups].flatMap(([key, all]) => groupOf(key, all) ?? [])
}

function groupOf(key: string, all: readonly DroppedFileRecord[]): DroppedGroup | null {
  const files: DroppedFileRecord[] = []
  const repeats: { file: DroppedFileRecord; of: DroppedFileRecord }[] = []
  for (const file of all) {
    const twin = files.find((one) => one.kind === file.kind && saysSame(one.reading, file.reading))
    if (twin) repeats.push({ file, of: twin })
    else files.push(file)
  }
  const sorted = files.toSorted((one, other) => rank(one) - rank(other))
  const [first] = sorted
  if (!first?.reading || first.invoiceNumber === null) return null
  const said = sorted.flatMap(({ reading }) => (reading ? [reading] : []))
  const together =
    said.length === 1
      ? first.reading
      : sayTogether(
          first.reading.source,
          said.map((reading) => ({ from: placeOf(reading), said: reading })),
        )
  const reading: InvoiceReading = {
    ...together,
    doubts: said.length === 1 ? together.doubts : [...together.doubts, ...said.flatMap(({ doubts }) => doubts)],
  }
  const byHand = all.find(({ finding }) => finding?.reason === 'byHand')?.requestId ?? null
  return {
    key,
    code: first.invoiceCode ?? '',
    number: first.invoiceNumber,
    reading,
    files: sorted,
    fileHashes: files.map(({ sha256 }) => sha256),
    byHand,
    repeats,
  }
}

function rank(file: DroppedFileRecord): number {
  return surest.indexOf(file.kind as (typeof surest)[number])
}

function placeOf({ source }: InvoiceReading): 'xml' | 'ofd' | 'pdf' {
  return source === 'fileName' ? 'pdf' : source
}

function saysSame(one: InvoiceReading | null, other: InvoiceReading | null): boolean {
  const key = (reading: InvoiceReading | null) =>
    reading &&
    [reading.amountFen, reading.buyerTaxNumber, reading.buyerName, reading.sellerTaxNumber, reading.issuedOn].join()
  return key(one) === key(other)
}
