import { systemActor } from '../../server/core/actor.ts'
import type { Deps } from '../../server/deps.ts'
import { askForInvoice } from '../../server/features/invoices/ask-for-invoice.ts'
import { listDue } from '../../server/features/invoices/issuing.store.ts'
import type { PdfText } from '../../server/features/invoices/page-text.ts'
import { createPdfTextReader } from '../../worker/reading/pdf/read-pdf-text.ts'
import { type MadeRequest, makeRequest } from '../usecases/invoices/arrange.ts'
import { makeOrganisation, makeStaff } from './people.ts'
import { type SandboxTax, startSandboxTax } from './sandbox-tax.ts'
import { seller } from './tax-requests.ts'
import { openWorld, type World } from './world.ts'

export type IssuingWorld = Awaited<ReturnType<typeof openIssuingWorld>>

/** What a PDF that is a picture says. */
const nothing: PdfText = { pages: [{ width: 595, height: 842, items: [] }], properties: {}, attachments: [] }

/** A centre that issues through the sandbox tax service, whose clock is the world's and whose callbacks reach its app. */
export async function openIssuingWorld({ readsPdfs = true }: { readsPdfs?: boolean } = {}) {
  const holder: { world?: World } = {}
  const worldOf = () => {
    if (!holder.world) throw new Error('the world is not open yet')
    return holder.world
  }
  const tax: SandboxTax = await startSandboxTax({
    clock: { now: () => worldOf().clock.now() },
    sendCallback: async (url, init) => worldOf().app.request(new URL(url).pathname, init),
  })
  const world = await openWorld({}, [], tax.provider)
  holder.world = world
  await world.deps.db.centreSettings.upsert({
    where: { id: 1 },
    create: {
      id: 1,
      name: seller.name,
      nameEn: 'Training centre',
      postalAddress: '北京市海淀区',
      telephone: '010-88880000',
      mailFrom: 'fapiao@training.example.cn',
      sellerName: seller.name,
      sellerTaxNumber: seller.taxNumber,
      invoiceWay: 'provider',
    },
    update: { invoiceWay: 'provider', sellerName: seller.name, sellerTaxNumber: seller.taxNumber },
  })
  const pdfTexts = readsPdfs ? createPdfTextReader(1) : null
  const clerk = await makeStaff(world, 'finance')
  const act = (name: string, input: unknown) => world.mutate(`invoices.${name}`, input, clerk.cookie)

  return {
    world,
    tax,
    clerk,
    act,
    ask: (name: string, input: unknown) => world.query(`invoices.${name}`, input, clerk.cookie),
    newRequest: async (options: Parameters<typeof makeRequest>[2] = {}): Promise<MadeRequest> =>
      makeRequest(world, await makeOrganisation(world), options),
    /** Approved, and so on its way to the provider. */
    async approved(options: Parameters<typeof makeRequest>[2] = {}): Promise<MadeRequest> {
      const request = await this.newRequest(options)
      const answer = await act('approveRequest', { requestId: request.id })
      if (answer.data?.state !== 'issuing') throw new Error(`it is ${JSON.stringify(answer)}`)
      return request
    },
    /** Asks about everything that is due by the world's clock, as the worker does. */
    async work(deps: Deps = world.deps): Promise<number> {
      const due = await listDue(deps.db, deps.clock.now(), 100)
      for (const one of due) await askForInvoice(this.asking(deps), one)
      return due.length
    },
    /** The same until nothing is due any more, with the clock moving on to what is due next. */
    async workOn(rounds = 12): Promise<void> {
      for (let round = 0; round < rounds; round++) {
        await this.work()
        world.clock.advance(120_000)
      }
    },
    async stateOf(request: MadeRequest) {
      const row = await world.deps.db.invoiceRequest.findUniqueOrThrow({
        where: { id: request.id },
        include: { invoices: { orderBy: { colour: 'asc' } }, files: true, redRequests: true, reissuedAs: true },
      })
      return row
    },
    troublesOf: async (request: MadeRequest) => {
      const rows = await world.deps.db.notice.findMany({
        where: { kind: 'invoiceTrouble', channel: 'app', accountId: clerk.id },
        orderBy: { id: 'asc' },
      })
      return rows
        .map((row) => row.data as { requestId: string; failure: string })
        .filter(({ requestId }) => requestId === request.id)
        .map(({ failure }) => failure)
    },
    mailsOf: async (request: MadeRequest, kind = 'invoiceIssued') => {
      const rows = await world.deps.db.notice.findMany({ where: { kind, channel: 'email' } })
      return rows.filter((row) => (row.data as { requestId?: string }).requestId === request.id)
    },
    issuedBy: async (request: MadeRequest) => {
      const { issueSerial } = await world.deps.db.invoiceRequest.findUniqueOrThrow({ where: { id: request.id } })
      const serials = issueSerial?.slice(0, 25) ?? '-'
      return (await tax.control.invoices()).filter(
        ({ serial, colour }) => colour === 'blue' && serial.startsWith(serials),
      )
    },
    /** With what the worker has besides. */
    asking: (deps: Deps) => ({ ...deps, readPdfText: async (bytes: Uint8Array) => pdfTexts?.read(bytes) ?? nothing }),
    async close() {
      pdfTexts?.close()
      await tax.stop()
      await world.close()
    },
    actor: systemActor('test'),
  }
}
