import { afterAll, beforeAll, expect, test } from 'vitest'
import { openOfd } from '../../../server/features/invoices/ofd-package.ts'
import { readInvoices } from '../../../server/features/invoices/read-invoices.ts'
import { unpackWhole } from '../../../server/platform/zip-archive.ts'
import { packZip } from '../../../server/sandbox-tax/files/pack-zip.ts'
import { createPdfTextReader } from '../../../worker/reading/pdf/read-pdf-text.ts'
import { startSandboxTax } from '../../support/sandbox-tax.ts'
import { buyer, invoiceRequest, redRequest, seller } from '../../support/tax-requests.ts'

/** Whoever wrote the tax service's files did not know how they would be read: PDF, OFD and XML say the same to us. */
let reader: ReturnType<typeof createPdfTextReader>
beforeAll(() => {
  reader = createPdfTextReader()
})
afterAll(() => reader.close())

const read = (kind: 'pdf' | 'ofd' | 'xml', bytes: Uint8Array) =>
  readInvoices((pdf) => reader.read(Buffer.from(pdf)), kind, bytes)

async function issue(kind: 'normal' | 'special') {
  const { provider } = await startSandboxTax()
  const blue = await provider.submit(invoiceRequest({ kind }))
  if (blue.state !== 'issued') throw new Error(blue.state)
  const red = await provider.submitRed(redRequest(blue.number))
  if (red.state !== 'issued') throw new Error(red.state)
  return { provider, blue, red }
}

const parties = {
  code: '',
  buyerName: buyer.name,
  buyerTaxNumber: buyer.taxNumber,
  sellerName: seller.name,
  sellerTaxNumber: seller.taxNumber,
  doubts: [],
}

test.each(['normal', 'special'] as const)('a %s invoice and its red one, in all three forms', async (kind) => {
  const { provider, blue, red } = await issue(kind)
  for (const file of await provider.download(blue.number)) {
    const readings = await read(file.kind, file.bytes)
    expect(readings, file.kind).toMatchObject([
      {
        ...parties,
        kind,
        colour: 'blue',
        number: blue.number,
        issuedOn: blue.issuedOn,
        amountFen: 320_000,
        amountWithoutTaxFen: 301_887,
        taxFen: 18_113,
        remark: expect.stringContaining('PX26W3N8PX'),
        redReference: null,
      },
    ])
  }
  for (const file of await provider.download(red.number)) {
    const readings = await read(file.kind, file.bytes)
    expect(readings, file.kind).toMatchObject([
      {
        ...parties,
        kind,
        colour: 'red',
        number: red.number,
        amountFen: -320_000,
        amountWithoutTaxFen: -301_887,
        taxFen: -18_113,
        redReference: { number: blue.number, confirmationNumber: expect.stringMatching(/^\d{20}$/) },
      },
    ])
  }
})

test('an OFD without the attached XML is read from its tags and its page', async () => {
  const { provider, blue } = await issue('special')
  const ofd = (await provider.download(blue.number)).find((file) => file.kind === 'ofd')
  const archive = openOfd(ofd?.bytes ?? new Uint8Array())
  const bytes = packZip(
    archive.entries
      .filter(({ name }) => !name.includes('/Attachs/'))
      .map((entry) => ({ name: entry.name, bytes: unpackWhole(archive, entry) })),
  )
  expect(await read('ofd', bytes)).toMatchObject([
    {
      ...parties,
      kind: 'special',
      number: blue.number,
      issuedOn: blue.issuedOn,
      amountFen: 320_000,
      amountWithoutTaxFen: 301_887,
      taxFen: 18_113,
    },
  ])
})
