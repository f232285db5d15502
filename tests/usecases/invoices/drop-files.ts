import { createHash } from 'node:crypto'
import { newId } from '../../../server/core/ids.ts'
import type { Finding, InboxRow, InboxTab } from '../../../server/features/invoices/inbox.schema.ts'
import type { ReadPdfText } from '../../../server/features/invoices/page-text.ts'
import { readInbox } from '../../../server/features/invoices/read-inbox.ts'
import { type DrawnInvoice, digitalXml, drawnInvoice } from '../../support/draw-invoice.ts'
import type { RpcAnswer, World } from '../../support/world.ts'
import { freshInvoiceNumber, type MadeRequest } from './arrange.ts'

/** Of `makeCentre`. */
export const sellerTaxNumber = '91320500MA1TEST00X'

/** The invoice that the request asks for, as the tax platform would issue it today. */
export function invoiceFor(world: World, request: MadeRequest, change: Partial<DrawnInvoice> = {}): DrawnInvoice {
  const taxFen = Math.round(request.amountFen * 0.0291)
  return {
    ...drawnInvoice,
    number: freshInvoiceNumber(),
    date: new Date(world.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10),
    kind: request.details.kind,
    buyerName: request.details.title,
    buyerTaxNumber: request.details.taxNumber,
    sellerTaxNumber,
    amountWithoutTaxFen: request.amountFen - taxFen,
    taxFen,
    remark: [],
    ...change,
  }
}

export const xmlOf = (invoice: DrawnInvoice): Uint8Array => new TextEncoder().encode(digitalXml(invoice))

export async function putDropped(
  world: World,
  cookie: string,
  dropId: string,
  name: string,
  bytes: Uint8Array,
  fileId = newId(),
): Promise<RpcAnswer> {
  const response = await world.request(`/api/uploads/invoice-drops/${dropId}/files/${fileId}`, {
    method: 'PUT',
    cookie,
    headers: {
      'x-sha256': createHash('sha256').update(bytes).digest('hex'),
      'x-file-name': encodeURIComponent(name),
    },
    body: new Uint8Array(bytes),
  })
  const body = await response.json()
  return { status: response.status, data: body, code: body.app?.code ?? null, details: body.app?.details ?? {} }
}

const noPdf: ReadPdfText = () => {
  throw new Error('no PDF is in this test')
}

/** Drops the files at once and has them read as the worker does. */
export async function drop(
  world: World,
  cookie: string,
  files: Readonly<Record<string, Uint8Array>>,
  options: { issueAlone?: boolean; readPdfText?: ReadPdfText } = {},
): Promise<string> {
  const id = newId()
  await world.mutate('inbox.startDrop', { id, issueAlone: options.issueAlone ?? false }, cookie)
  for (const [name, bytes] of Object.entries(files)) {
    const answer = await putDropped(world, cookie, id, name, bytes)
    if (answer.status !== 200) throw new Error(`${name}: ${answer.code}`)
  }
  await world.mutate('inbox.finishDrop', { id }, cookie)
  await readAll(world, options.readPdfText)
  return id
}

export const readAll = (world: World, readPdfText = noPdf) => readInbox({ ...world.deps, readPdfText })

export async function rowsIn(world: World, cookie: string, tab: InboxTab): Promise<InboxRow[]> {
  return (await world.query('inbox.list', { tab, limit: 50 }, cookie)).data.rows
}

export async function rowOf(
  world: World,
  cookie: string,
  tab: InboxTab,
  number: string,
): Promise<InboxRow | undefined> {
  return (await rowsIn(world, cookie, tab)).find((row) => row.number === number)
}

/** The checks that do not pass. */
export function failing(finding: Finding | null | undefined): string[] {
  return (finding?.checks ?? []).filter(({ verdict }) => verdict !== 'pass').map(({ code }) => code)
}

export function confirmInput(row: InboxRow, change: Record<string, unknown> = {}) {
  return {
    code: row.code,
    number: row.number,
    fileIds: row.files.map(({ id }) => id),
    requestId: row.finding?.request?.id,
    ...change,
  }
}
