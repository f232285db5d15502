import { zipSync } from 'fflate'
import { newId } from '../../server/core/ids.ts'
import { type DrawnInvoice, digitalFace, drawPdf, ofdContent, packOfd } from '../support/draw-invoice.ts'
import { makeOrganisation, makeStaff } from '../support/people.ts'
import { startWorkerProcess } from '../support/worker-process.ts'
import type { World } from '../support/world.ts'
import { makeRequest } from '../usecases/invoices/arrange.ts'
import { invoiceFor, putDropped, xmlOf } from '../usecases/invoices/drop-files.ts'
import { makeCentre } from '../usecases/notices/arrange.ts'
import { withBenchWorld } from './bench-world.ts'
import type { Measure } from './measure.ts'

const fileCount = 500
/** Issue 5: dropped, read, matched and queued, on 2 cores. */
const limitSeconds = 30
const organisationCount = 25

/**
 * 500 files through a worker of its own, from the first byte sent to the last invoice issued with its mail queued: once as
 * PDF, OFD and XML of each invoice, one upload a file; once as a ZIP of PDFs alone, which are the slowest to read.
 */
export async function benchInvoices(): Promise<Measure[]> {
  return withBenchWorld(async (world) => {
    await makeCentre(world)
    const clerk = await makeStaff(world, 'finance')
    const worker = await startWorkerProcess(world)
    try {
      await run(world, clerk.cookie, await filesOf(await makeInvoices(world, 2)))
      const three = await filesOf(await makeInvoices(world, Math.ceil(fileCount / 3)))
      const mixed = await run(world, clerk.cookie, three.slice(0, fileCount))
      const pdfs: [string, Uint8Array][] = []
      for (const invoice of await makeInvoices(world, fileCount))
        pdfs.push([`${invoice.number}.pdf`, await drawPdf(digitalFace(invoice))])
      const zipped = await run(world, clerk.cookie, [['发票.zip', zipSync(Object.fromEntries(pdfs), { level: 1 })]])
      return [measure('500 invoice files, three forms', mixed), measure('500 invoice PDFs in a ZIP', zipped)]
    } finally {
      await worker.stop()
    }
  })
}

type Run = { readonly seconds: number; readonly uploadSeconds: number; readonly issued: number; readonly mails: number }

function measure(name: string, { seconds, uploadSeconds, issued, mails }: Run): Measure {
  return {
    name,
    ours: seconds,
    limit: limitSeconds,
    unit: 's',
    ratio: seconds / limitSeconds,
    better: 'lower',
    note: `sent in ${uploadSeconds.toFixed(1)} s; ${issued} invoices issued in ${mails} mails`,
  }
}

async function makeInvoices(world: World, count: number): Promise<DrawnInvoice[]> {
  const invoices: DrawnInvoice[] = []
  const organisations = await Promise.all(Array.from({ length: organisationCount }, () => makeOrganisation(world)))
  for (let index = 0; index < count; index++) {
    const organisation = organisations[index % organisationCount]
    if (!organisation) break
    const request = await makeRequest(world, organisation, { amountFen: 10_000 + index })
    invoices.push(invoiceFor(world, request, { remark: [`订单 ${request.orderNumber}`] }))
  }
  return invoices
}

async function filesOf(invoices: readonly DrawnInvoice[]): Promise<[string, Uint8Array][]> {
  const files: [string, Uint8Array][] = []
  for (const invoice of invoices) {
    const face = digitalFace(invoice)
    const name = `dzfp_${invoice.number}_${invoice.buyerName}_20261122101112`
    files.push([`${name}.pdf`, await drawPdf(face)])
    files.push([`${name}.ofd`, packOfd({ content: ofdContent(face) })])
    files.push([`${name}.xml`, xmlOf(invoice)])
  }
  return files
}

async function run(world: World, cookie: string, files: readonly [string, Uint8Array][]): Promise<Run> {
  const { db } = world.deps
  const [invoicesBefore, mailsBefore] = [await db.invoice.count(), await countMails(world)]
  const startedMs = performance.now()
  const id = newId()
  await world.mutate('inbox.startDrop', { id, issueAlone: true }, cookie)
  const queue = files.values()
  // As the page sends them: four at a time.
  const lanes = Array.from({ length: 4 }, async () => {
    for (const [name, bytes] of queue) {
      const answer = await putDropped(world, cookie, id, name, bytes)
      if (answer.status !== 200) throw new Error(`${name} was refused: ${answer.code}`)
    }
  })
  await Promise.all(lanes)
  await world.mutate('inbox.finishDrop', { id }, cookie)
  const uploadSeconds = (performance.now() - startedMs) / 1000
  for (;;) {
    const { files: states } = (await world.query('inbox.getDrop', { id }, cookie)).data
    if (states.unreadable + states.known > 0) throw new Error(`not all was read: ${JSON.stringify(states)}`)
    if (states.received + states.read === 0 && states.attached > 0) break
    if (performance.now() - startedMs > 5 * 60_000) throw new Error(`stopped at ${JSON.stringify(states)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    seconds: (performance.now() - startedMs) / 1000,
    uploadSeconds,
    issued: (await db.invoice.count()) - invoicesBefore,
    mails: (await countMails(world)) - mailsBefore,
  }
}

const countMails = (world: World) =>
  world.deps.db.notice.count({ where: { channel: 'email', kind: { in: ['invoiceIssued', 'invoicesIssued'] } } })
