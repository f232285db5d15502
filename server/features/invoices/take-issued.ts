import { createHash } from 'node:crypto'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { fen, formatFen } from '../../core/money.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import type { InvoiceAnswer, InvoiceProvider, ProviderFile } from '../../platform/invoice-providers/invoice-provider.ts'
import { announceIssued } from './announce-issued.ts'
import { cleanFileName } from './file-names.ts'
import { insertProviderFiles } from './invoice-files.store.ts'
import type { Difference, InvoiceReading } from './invoice-reading.schema.ts'
import { InvoiceUnreadable } from './invoice-reading.ts'
import { differencesOf } from './invoices.rules.ts'
import { type InvoiceFileKind, type InvoiceKind, maxInvoiceFileBytes } from './invoices.schema.ts'
import { findBlueInvoice, findInvoice, findRequest, lockRequest } from './invoices.store.ts'
import type { IssueContent } from './issuing.rules.ts'
import { type Asked, lockAsked } from './issuing.store.ts'
import { type Asking, type AskingWithFiles, askLater, issuingActor } from './issuing-turns.ts'
import { readInvoices } from './read-invoices.ts'
import { recogniseInvoiceFile } from './recognise-invoice-file.ts'
import { type InvoiceOut, recordIssued } from './record-issued.ts'
import { recordRed } from './record-red.ts'
import { findRedRequest } from './red-requests.store.ts'
import { differenceWords, tellOfTrouble, troubles } from './tell-of-trouble.ts'

type Issued = Extract<InvoiceAnswer, { state: 'issued' }>
type StoredFile = {
  id: string
  kind: InvoiceFileKind
  originalName: string
  sizeBytes: number
  sha256: string
  fileKey: string
}

/**
 * The provider says that it issued the invoice. Its files are fetched, looked at and kept, and then the invoice, its
 * request's state and the mail are one transaction. What is not as it was asked for is not mailed: finance is told, and the
 * row stays as it is, with the number.
 */
export async function takeIssued(
  deps: AskingWithFiles,
  provider: InvoiceProvider,
  asked: Asked,
  answer: Issued,
): Promise<void> {
  const expected = await expectationOf(deps, asked)
  if (!expected) return
  const later = (failure: string | null, isTrouble: boolean) =>
    askLater(deps, asked, failure, isTrouble, asked.number ?? answer.number)
  if (asked.number !== null && asked.number !== answer.number) return later(troubles.issuedTwice(answer.number), true)
  if (answer.totalFen !== expected.totalFen) return later(troubles.otherAmount(answer.number), true)
  let files: readonly ProviderFile[]
  try {
    files = await provider.download(answer.number)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    deps.logger.info('invoice.filesNotThere', { about: asked.about, id: asked.id, code: error.code, ...error.details })
    return later(null, false)
  }
  const problem = await problemOf(deps, files, answer, expected)
  if (problem === 'damaged') return later(null, false)
  if (problem) return later(troubles.fileDiffers(answer.number, problem), true)
  const stored = await keep(deps, asked.requestId, files)
  try {
    await inTransaction(deps, (tx) => record(deps, tx, asked, answer, expected, stored))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invoiceNumberTaken') throw error
    await later(troubles.numberTaken(answer.number), true)
  }
}

type Expectation = {
  kind: InvoiceKind
  totalFen: number
  colour: 'blue' | 'red'
  title: string
  taxNumber: string
  sellerTaxNumber: string
  remark: string
}

/** What the invoice has to say. Null when what was asked for is gone from a restored database. */
async function expectationOf(deps: Asking, asked: Asked): Promise<Expectation | null> {
  const request = await findRequest(deps.db, asked.requestId)
  if (!request) return null
  const { seller } = asked.content as unknown as Pick<IssueContent, 'seller'>
  const common = {
    kind: request.details.kind,
    title: request.details.title,
    taxNumber: request.details.taxNumber,
    sellerTaxNumber: seller.taxNumber,
  }
  if (asked.about === 'invoice') {
    const { remark } = asked.content as unknown as IssueContent
    return { ...common, colour: 'blue', totalFen: request.amountFen, remark }
  }
  const red = await findRedRequest(deps.db, asked.id)
  const blue = red && (await findInvoice(deps.db, red.invoiceId))
  return blue && { ...common, kind: blue.kind, colour: 'red', totalFen: -blue.amountFen, remark: '' }
}

/** What of a PDF is compared: its text is laid out for the eye, and a long name stands in several lines. */
const comparedInPdf: ReadonlySet<string> = new Set(['number', 'amountFen', 'buyerTaxNumber', 'sellerTaxNumber'])

/** `damaged` where a file is not what it is called, else the first thing in which one differs; null when all is right. */
async function problemOf(
  deps: AskingWithFiles,
  files: readonly ProviderFile[],
  answer: Issued,
  expected: Expectation,
): Promise<string | null> {
  const form = { number: answer.number, code: answer.code, issuedOn: answer.issuedOn }
  const wanted = { ...expected, amountFen: answer.totalFen, form }
  for (const { kind, bytes } of files) {
    if (bytes.length > maxInvoiceFileBytes || recogniseInvoiceFile(bytes) !== kind) return 'damaged'
    const reading = await readOne(deps, kind, bytes)
    if (reading === 'damaged') return 'damaged'
    if (reading === null) continue
    const first = differencesOf(reading, null, wanted).find(({ field }) =>
      kind === 'pdf' ? comparedInPdf.has(field) : field !== 'colour' || reading.colour !== expected.colour,
    )
    if (first) return `${differenceWords[first.field]} ${wordOf(first)}`
  }
  return null
}

/** Money as people read it. */
function wordOf({ field, read }: Difference): string {
  return field === 'amountFen' ? formatFen(fen(Number(read))) : read
}

/** Null for a PDF that is a picture, or contradicts itself: it tells nothing for sure. */
async function readOne(
  { readPdfText }: AskingWithFiles,
  kind: ProviderFile['kind'],
  bytes: Uint8Array,
): Promise<InvoiceReading | 'damaged' | null> {
  try {
    const [reading] = await readInvoices(readPdfText, kind, bytes)
    return reading && (kind !== 'pdf' || reading.doubts.length === 0) ? reading : null
  } catch (error) {
    if (!(error instanceof InvoiceUnreadable)) throw error
    return kind === 'pdf' && error.problem === 'pictureOnly' ? null : 'damaged'
  }
}

/** The same bytes under the same key, however often a process dies on the way. */
async function keep(deps: Asking, requestId: string, files: readonly ProviderFile[]): Promise<StoredFile[]> {
  const stored: StoredFile[] = []
  for (const { kind, name, bytes } of files) {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const fileKey = `invoices/${requestId}/provider-${sha256}.${kind}`
    await deps.files.put(fileKey, bytes)
    stored.push({
      id: newId(),
      kind,
      originalName: cleanFileName(name, kind),
      sizeBytes: bytes.length,
      sha256,
      fileKey,
    })
  }
  return stored
}

async function record(
  deps: Asking,
  tx: Transaction,
  asked: Asked,
  answer: Issued,
  expected: Expectation,
  stored: readonly StoredFile[],
): Promise<void> {
  const locked = await lockRequest(tx, asked.requestId)
  const now = await lockAsked(tx, asked.about, asked.id)
  const request = await findRequest(tx, asked.requestId)
  if (!locked || !request || !now) return
  if (now.state !== 'issuing' || now.serial !== asked.serial) return noteSecond(deps, tx, asked, answer)
  const at = deps.clock.now()
  const fileIds = await insertProviderFiles(tx, asked.requestId, stored, at)
  const invoice: InvoiceOut = {
    id: newId(),
    code: answer.code,
    number: answer.number,
    kind: expected.kind,
    issuedOn: answer.issuedOn,
    amountFen: answer.totalFen,
    withoutTaxFen: answer.amountWithoutTaxFen,
    taxFen: answer.taxFen,
    remark: expected.remark,
    issuedById: null,
  }
  if (asked.about === 'red') {
    const red = await findRedRequest(tx, asked.id)
    if (red) await recordRed(deps, tx, issuingActor, { red, invoice, fileIds })
    return
  }
  const issued = await recordIssued(deps, tx, issuingActor, { request, from: 'issuing', invoice, fileIds })
  await announceIssued(deps, tx, [issued])
}

/** Somebody was first: with the same invoice, or with another one, and then there are two. */
async function noteSecond(deps: Asking, tx: Transaction, asked: Asked, answer: Issued): Promise<void> {
  if (asked.about !== 'invoice') return
  const blue = await findBlueInvoice(tx, asked.requestId)
  if (blue && blue.number !== answer.number)
    await tellOfTrouble(deps, tx, asked.requestId, troubles.issuedTwice(answer.number))
}
