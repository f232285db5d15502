import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { strToU8, zipSync } from 'fflate'
import { afterAll, expect, test } from 'vitest'
import type { InvoiceReading } from '../../../server/features/invoices/invoice-reading.schema.ts'
import { openOfd, pagesOf } from '../../../server/features/invoices/ofd-package.ts'
import { readInvoiceOfd } from '../../../server/features/invoices/read-invoice-ofd.ts'
import { readInvoices } from '../../../server/features/invoices/read-invoices.ts'
import { filesOf } from '../../../server/sandbox-tax/files/files-of.ts'
import type { TaxInvoice } from '../../../server/sandbox-tax/tax-state.ts'
import { createPdfTextReader } from '../../../worker/reading/pdf/read-pdf-text.ts'
import { type DrawnInvoice, digitalFace, drawnInvoice, drawPdf, olderFace } from '../../support/draw-invoice.ts'
import { encryptedPdf, flateBombPdf, makePdf, picturePdf } from '../../support/make-pdf.ts'

const reader = createPdfTextReader()
afterAll(() => reader.close())

const read = (bytes: Uint8Array) => readInvoices((pdf) => reader.read(pdf), 'pdf', bytes)

function truthOf(invoice: DrawnInvoice, change: Partial<InvoiceReading> = {}): InvoiceReading {
  const { number, code, kind, buyerName, buyerTaxNumber, sellerName, sellerTaxNumber, amountWithoutTaxFen } = invoice
  const amountFen = amountWithoutTaxFen + invoice.taxFen
  const named = { number, code, kind, buyerName, buyerTaxNumber, sellerName, sellerTaxNumber }
  return {
    source: 'pdf',
    ...named,
    colour: amountFen < 0 ? 'red' : 'blue',
    issuedOn: invoice.date,
    amountFen: amountFen as never,
    amountWithoutTaxFen: amountWithoutTaxFen as never,
    taxFen: invoice.taxFen as never,
    remark: invoice.remark.join('\n'),
    redReference: null,
    doubts: [],
    ...change,
  }
}

const red: DrawnInvoice = {
  ...drawnInvoice,
  kind: 'special',
  number: '26322000000316294999',
  amountWithoutTaxFen: -310_680,
  taxFen: -9_320,
  remark: ['被红冲蓝字数电票号码：26322000000316294884 红字发票信息确认单编号：32050126110000001234'],
}
const redReference = { code: '', number: drawnInvoice.number, confirmationNumber: '32050126110000001234' }
const older: DrawnInvoice = { ...drawnInvoice, code: '032001900111', number: '12345678' }

test('a fully digital invoice is read from its page', async () => {
  expect(await read(await drawPdf(digitalFace(drawnInvoice)))).toEqual([truthOf(drawnInvoice)])
})

test('labels cut into characters, values set lower than them, signs apart from amounts', async () => {
  const face = digitalFace(drawnInvoice, { cut: true, drop: 0.9, signApart: true })
  expect(await read(await drawPdf(face))).toEqual([truthOf(drawnInvoice)])
})

test('a name of two lines, no tax, a buyer without a number, and a remark of several lines', async () => {
  const invoice: DrawnInvoice = {
    ...drawnInvoice,
    buyerName: '中国石油化工股份有限公司江苏苏州石油分公司工业园区加油加气站经营管理部（本部）',
    buyerTaxNumber: '',
    taxFree: true,
    taxFen: 0,
    remark: ['订单 PX26W3N8PX', '购方开户银行:中国建设银行;', '银行账号:32050198663600001234;'],
  }
  expect(await read(await drawPdf(digitalFace(invoice)))).toEqual([truthOf(invoice, { buyerTaxNumber: null })])
})

test('a red invoice: amounts below zero, its blue one and the form in the remark', async () => {
  expect(await read(await drawPdf(digitalFace(red)))).toEqual([truthOf(red, { redReference })])
})

test('an older e-invoice: the seller under the lines, the remark beside it', async () => {
  expect(await read(await drawPdf(olderFace(older)))).toEqual([truthOf(older)])
  const special: DrawnInvoice = { ...older, kind: 'special', remark: ['第一行', '第二行'] }
  expect(await read(await drawPdf(olderFace(special)))).toEqual([truthOf(special)])
})

test('several invoices joined into one file are several readings', async () => {
  const joined = await drawPdf(digitalFace(drawnInvoice), olderFace(older), digitalFace(red))
  expect(await read(joined)).toEqual([truthOf(drawnInvoice), truthOf(older), truthOf(red, { redReference })])
})

test('the check code of an older invoice is never taken for its number', async () => {
  const face = olderFace(older).filter(({ text }) => !text.startsWith('发票') && text !== older.number)
  await expect(read(await drawPdf(face))).rejects.toMatchObject({ problem: 'notAnInvoice' })
})

test('the page of the older sample, drawn as a PDF with its own places', async () => {
  const sample = await readFile(new URL('../../fixtures/invoices/older-einvoice.ofd', import.meta.url))
  const texts = pagesOf(openOfd(sample)).flatMap(({ page }) => page.items)
  const [reading] = await read(await drawPdf(texts.map(({ x, y, height, text }) => ({ x, y, size: height, text }))))
  expect(reading).toEqual({ ...readInvoiceOfd(sample)[0], source: 'pdf' })
})

test('another writer’s files, those of the sandbox tax service, say the same in all three forms', async () => {
  const buyer = {
    name: '苏州检测技术（集团）有限公司',
    taxNumber: '91320594MA1TEST00X',
    address: '苏州',
    telephone: '0512-62881234',
    bank: '建设银行',
    account: '3205',
  }
  const line = {
    name: '*非学历教育服务*培训费',
    taxCode: '',
    unit: '人',
    quantity: 4,
    amountFen: 301_887,
    taxFen: 18_113,
    taxRateBasisPoints: 600,
  }
  const seller = { ...buyer, name: '国培网（北京）教育科技有限公司', taxNumber: '91110108MA01TEST1A' }
  const issued = {
    app: 'app',
    serial: 'S1',
    key: 'k',
    issuedAt: '2026-11-20T02:11:12.000Z',
    buyer,
    seller,
    lines: [line],
  } as const
  const blue: TaxInvoice = {
    ...issued,
    number: '26322000000000012345',
    colour: 'blue',
    kind: 'special',
    amountFen: 301_887,
    taxFen: 18_113,
    totalFen: 320_000,
    remark: '订单 PX26W3N8PX',
    blueNumber: null,
    formNumber: null,
    reason: null,
  }
  for (const { kind, bytes } of await filesOf(blue, 'all')) {
    const [reading] = await readInvoices((pdf) => reader.read(pdf), kind, bytes)
    expect(reading, kind).toMatchObject({
      number: blue.number,
      code: '',
      kind: 'special',
      colour: 'blue',
      issuedOn: '2026-11-20',
      buyerName: buyer.name,
      buyerTaxNumber: buyer.taxNumber,
      sellerName: seller.name,
      sellerTaxNumber: seller.taxNumber,
      amountFen: 320_000,
      amountWithoutTaxFen: 301_887,
      taxFen: 18_113,
      remark: expect.stringContaining('PX26W3N8PX'),
      doubts: [],
    })
  }
})

test('capitals that say another amount are a doubt', async () => {
  const [reading] = await read(await drawPdf(digitalFace({ ...drawnInvoice, words: '叁仟叁佰圆整' })))
  expect(reading?.doubts).toEqual([
    { field: 'amountFen', found: { from: 'page', value: '320000' }, other: { from: 'words', value: '330000' } },
  ])
})

/** A PDF whose page is empty and whose information dictionary is the tax platform's. */
function propertiesPdf(properties: Record<string, string>): Buffer {
  const entries = Object.entries(properties).map(([name, value]) => `/${name}(${value})`)
  return makePdf(
    [
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 397]>>',
      `<<${entries.join('')}>>`,
    ],
    '/Info 4 0 R',
  )
}

test('the properties of the document say what the page does not', async () => {
  const properties = {
    InvoiceNumber: drawnInvoice.number,
    IssueTime: '2026-11-20 10:11:12',
    SellerIdNum: drawnInvoice.sellerTaxNumber,
    TotalAmWithoutTax: '3106.80',
    TotalTaxAm: '93.20',
    'TotalTax-includedAmount': '3200.00',
  }
  expect(await read(propertiesPdf(properties))).toMatchObject([
    {
      number: drawnInvoice.number,
      code: '',
      issuedOn: '2026-11-20',
      sellerTaxNumber: drawnInvoice.sellerTaxNumber,
      amountFen: 320_000,
      amountWithoutTaxFen: 310_680,
      taxFen: 9_320,
      buyerName: null,
      doubts: [],
    },
  ])
})

test('a scan, another paper, a locked file, a bomb and rubbish each say what they are, and the next file is read', async () => {
  const jpeg = Buffer.from('ffd8ffd9', 'hex')
  const expected: [Uint8Array, string][] = [
    [picturePdf(jpeg, 10, 10), 'pictureOnly'],
    [await drawPdf([{ x: 20, y: 20, size: 4, text: '会议通知' }]), 'notAnInvoice'],
    [encryptedPdf(), 'encrypted'],
    [flateBombPdf('BT /F1 9 Tf 10 10 Td (x) Tj ET\n', 900), 'tooSlow'],
    [strToU8('%PDF-1.7 and nothing more'), 'damaged'],
  ]
  for (const [bytes, problem] of expected)
    await expect(read(bytes), problem).rejects.toMatchObject({ name: 'InvoiceUnreadable', problem })
  expect(await read(await drawPdf(digitalFace(drawnInvoice)))).toEqual([truthOf(drawnInvoice)])
})

test('the command prints every invoice of every file, and what it could not read, and ends with 1', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'xueshi-invoices-'))
  try {
    const zip = zipSync({
      '发票/1.pdf': await drawPdf(digitalFace(drawnInvoice)),
      '发票/joined.dat': await drawPdf(digitalFace(red), olderFace(older)),
      '发票/说明.txt': strToU8('请查收'),
    })
    const paths = ['batch.zip', 'huge.xml', 'dtd.xml', 'missing.pdf'].map((name) => join(folder, name))
    const [batch = '', huge = '', dtd = ''] = paths
    await writeFile(batch, zip)
    await writeFile(huge, '<?xml version="1.0"?><EInvoice>')
    await truncate(huge, 100 * 1024 * 1024)
    await writeFile(dtd, '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')
    const command = new URL('../../../worker/reading/read-invoice-cli.ts', import.meta.url).pathname
    const failed: unknown = await promisify(execFile)(process.execPath, [command, ...paths]).catch((error) => error)
    expect(failed).toMatchObject({ code: 1, stderr: '' })
    const { stdout } = failed as { stdout: string }
    const { number, sellerName } = drawnInvoice
    expect(JSON.parse(stdout)).toMatchObject([
      {
        file: 'batch.zip',
        entry: '发票/1.pdf',
        format: 'pdf',
        number,
        date: '2026-11-20',
        totalFen: 320_000,
        sellerName,
      },
      { file: 'batch.zip', entry: '发票/joined.dat', number: red.number, colour: 'red', redReference },
      { file: 'batch.zip', entry: '发票/joined.dat', number: older.number, code: older.code, taxFen: 9_320 },
      { file: 'batch.zip', entry: '发票/说明.txt', problem: 'unknownKind' },
      { file: 'huge.xml', entry: null, problem: 'tooLarge' },
      { file: 'dtd.xml', entry: null, problem: 'dtdRefused' },
      { file: 'missing.pdf', entry: null, problem: 'fileNotFound' },
    ])
  } finally {
    await rm(folder, { recursive: true })
  }
})
