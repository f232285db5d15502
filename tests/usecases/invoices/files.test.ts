import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { maxInvoiceFileBytes } from '../../../server/features/invoices/invoices.schema.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makeCentre } from '../notices/arrange.ts'
import { issueInput, makeRequest, pdf, upload } from './arrange.ts'
import { digitalXml, emptyOfdXml, ofdOf } from './sample-invoices.ts'

let world: World
let organisation: MadeOrganisation
let clerk: { id: string; name: string; cookie: string }
beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
  organisation = await makeOrganisation(world)
  clerk = await makeStaff(world, 'finance')
})
afterAll(() => world.close())

const filesOf = async (requestId: string) =>
  (await world.query('invoices.getRequest', { requestId }, clerk.cookie)).data.files as {
    id: string
    kind: string
    originalName: string
  }[]
const download = (fileId: string, cookie: string) => world.request(`/api/files/invoice-files/${fileId}`, { cookie })
const text = (words: string) => new TextEncoder().encode(words)

test('PDF, OFD and XML are taken by their content, whatever they are called', async () => {
  const request = await makeRequest(world, organisation)
  await upload(world, clerk.cookie, request.id, pdf(), { name: 'C:\\下载\\发票“一”.exe' })
  await upload(world, clerk.cookie, request.id, ofdOf({ 'OFD.xml': emptyOfdXml }), { name: '发票' })
  // Writers put other entries first too.
  await upload(world, clerk.cookie, request.id, ofdOf({ 'Readme.txt': 'x', 'OFD.xml': emptyOfdXml }), { name: 'b.zip' })
  await upload(world, clerk.cookie, request.id, text(digitalXml()), { name: '../../etc/passwd' })
  expect((await filesOf(request.id)).map((file) => [file.kind, file.originalName])).toEqual([
    ['pdf', '发票“一”.pdf'],
    ['ofd', '发票.ofd'],
    ['ofd', 'b.ofd'],
    ['xml', 'passwd.xml'],
  ])
})

test.each([
  ['a picture', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0]), {}, 'invoiceFileTypeRefused'],
  ['a web page', text('<html><script>alert(1)</script></html>'), {}, 'invoiceFileTypeRefused'],
  ['an SVG', text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'), {}, 'invoiceFileTypeRefused'],
  ['a ZIP that is no OFD', ofdOf({ 'a.txt': 'x' }), {}, 'invoiceFileTypeRefused'],
  ['nothing', new Uint8Array(), {}, 'fileEmpty'],
  ['bytes that changed on the way', pdf(), { sha256: 'a'.repeat(64) }, 'fileHashMismatch'],
  ['no hash', pdf(), { sha256: '' }, 'inputInvalid'],
  ['an id that is none', pdf(), { fileId: 'x' }, 'inputInvalid'],
  ['too much', new Uint8Array(maxInvoiceFileBytes + 1), {}, 'fileTooLarge'],
] as const)('%s is refused and leaves nothing', async (_name, bytes, options, code) => {
  const request = await makeRequest(world, organisation)
  expect((await upload(world, clerk.cookie, request.id, bytes, options)).code).toBe(code)
  expect(await filesOf(request.id)).toEqual([])
})

test('sent again it is the same file, by its id and by its bytes; its id for other bytes is refused', async () => {
  const request = await makeRequest(world, organisation)
  const [bytes, fileId] = [pdf(), newId()]
  const answers = await Promise.all([
    upload(world, clerk.cookie, request.id, bytes, { fileId }),
    upload(world, clerk.cookie, request.id, bytes, { fileId }),
    upload(world, clerk.cookie, request.id, bytes, { fileId: newId() }),
  ])
  expect(new Set(answers.map((answer) => answer.data.id)).size).toBe(1)
  expect(await filesOf(request.id)).toHaveLength(1)
  const known = answers[0]?.data.id
  expect((await upload(world, clerk.cookie, request.id, pdf(), { fileId: known })).code).toBe('idempotencyKeyReused')
  const other = await makeRequest(world, organisation)
  expect((await upload(world, clerk.cookie, other.id, bytes, { fileId: known })).code).toBe('idempotencyKeyReused')
  // The same invoice on another request is that request's own file.
  expect((await upload(world, clerk.cookie, other.id, bytes)).status).toBe(200)
})

test('ten files are the most, also when they come at once', async () => {
  const request = await makeRequest(world, organisation)
  const answers = await Promise.all(Array.from({ length: 12 }, () => upload(world, clerk.cookie, request.id, pdf())))
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(10)
  expect(answers.find((answer) => answer.status !== 200)).toMatchObject({
    code: 'invoiceTooManyFiles',
    details: { max: 10 },
  })
})

test('a file dropped by mistake is taken off, bytes and all, and can be dropped again; once the invoice is out nothing moves', async () => {
  const request = await makeRequest(world, organisation)
  const bytes = pdf()
  const first = await upload(world, clerk.cookie, request.id, bytes)
  const removed = await world.mutate('invoices.removeFile', { fileId: first.data.id }, clerk.cookie)
  expect(removed.data).toEqual({ files: [] })
  expect((await world.mutate('invoices.removeFile', { fileId: first.data.id }, clerk.cookie)).data).toEqual({
    files: [],
  })
  expect((await download(first.data.id, clerk.cookie)).status).toBe(404)
  const { fileKey } = await world.deps.db.invoiceFile.findUniqueOrThrow({ where: { id: first.data.id } })
  await expect(world.deps.files.get(fileKey)).rejects.toThrow('no file')

  const second = await upload(world, clerk.cookie, request.id, bytes)
  expect(second.data.id).not.toBe(first.data.id)
  await world.mutate(
    'invoices.issueInvoice',
    issueInput(world, request, { fileIds: [second.data.id], withoutFile: false }),
    clerk.cookie,
  )
  expect((await upload(world, clerk.cookie, request.id, pdf())).code).toBe('conflict')
  expect((await world.mutate('invoices.removeFile', { fileId: second.data.id }, clerk.cookie)).code).toBe('conflict')
})

test('its organisation downloads the invoice once it is out, as an attachment, and that delivers it', async () => {
  const admin = await makeAdmin(world, organisation)
  const request = await makeRequest(world, organisation)
  const bytes = text(digitalXml({ buyerName: organisation.name, buyerTaxNumber: organisation.creditCode }))
  const file = await upload(world, clerk.cookie, request.id, bytes, { name: '苏州 发票.xml' })
  expect((await download(file.data.id, admin.cookie)).status).toBe(404)
  expect((await world.query('invoices.getMine', { requestId: request.id }, admin.cookie)).data).toMatchObject({
    files: [],
    fileCount: 0,
  })
  expect(
    (await world.query('invoices.listMine', { orderId: request.orderId }, admin.cookie)).data.rows[0].fileCount,
  ).toBe(0)

  const issued = issueInput(world, request, {
    fileIds: [file.data.id],
    withoutFile: false,
    number: '26327000000316294884',
    issuedOn: dayOf(world),
  })
  expect(
    await world.mutate('invoices.issueInvoice', { ...issued, differencesAccepted: true }, clerk.cookie),
  ).toMatchObject({ status: 200 })
  // Staff look at it without delivering it.
  expect((await download(file.data.id, clerk.cookie)).status).toBe(200)
  expect((await world.query('invoices.getMine', { requestId: request.id }, admin.cookie)).data.state).toBe('issued')

  const response = await download(file.data.id, admin.cookie)
  expect(response.status).toBe(200)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/xml',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('苏州 发票.xml')}`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes)
  expect((await world.query('invoices.getMine', { requestId: request.id }, admin.cookie)).data).toMatchObject({
    state: 'delivered',
    files: [{ originalName: '苏州 发票.xml' }],
    invoices: [{ number: '26327000000316294884' }],
  })
})

test('another organisation gets nothing: not the file, not a hint that it is there', async () => {
  const [stranger, parent] = [await makeAdmin(world, await makeOrganisation(world)), await makeOrganisation(world)]
  const child = await makeOrganisation(world, { parent })
  const parentAdmin = await makeAdmin(world, parent)
  const request = await makeRequest(world, child)
  const file = await upload(world, clerk.cookie, request.id, pdf())
  await world.mutate(
    'invoices.issueInvoice',
    issueInput(world, request, { fileIds: [file.data.id], withoutFile: false }),
    clerk.cookie,
  )
  const refused = await download(file.data.id, stranger.cookie)
  expect([refused.status, ((await refused.json()) as { app: { code: string } }).app.code]).toEqual([404, 'notFound'])
  expect((await world.request(`/api/files/invoice-files/${file.data.id}`)).status).toBe(401)
  expect((await download(file.data.id, parentAdmin.cookie)).status).toBe(200)
})

test('only finance uploads', async () => {
  const request = await makeRequest(world, organisation)
  const [admin, reviewer] = [await makeAdmin(world, organisation), await makeStaff(world, 'reviewer')]
  expect((await upload(world, admin.cookie, request.id, pdf())).code).toBe('notAllowed')
  expect((await upload(world, reviewer.cookie, request.id, pdf())).code).toBe('notAllowed')
  expect((await upload(world, clerk.cookie, newId(), pdf())).code).toBe('notFound')
})

test('a dropped file fills the form in, and says where it differs from the request', async () => {
  const request = await makeRequest(world, organisation)
  const good = digitalXml({ buyerName: organisation.name, buyerTaxNumber: organisation.creditCode })
  const file = await upload(world, clerk.cookie, request.id, text(good), {
    name: 'dzfp_26327000000316294884_苏州_20261120101112.xml',
  })
  const read = await world.query('invoices.readFile', { fileId: file.data.id }, clerk.cookie)
  expect(read.data).toMatchObject({
    problem: null,
    differences: [],
    reading: {
      source: 'xml',
      number: '26327000000316294884',
      issuedOn: '2026-11-20',
      amountFen: 320_000,
      buyerName: organisation.name,
    },
  })

  const wrong = digitalXml({
    amount: '-320.00',
    colour: 'N',
    kind: '01',
    sellerTaxNumber: '91320500MA1OTHER0X',
    buyerName: '别家有限公司',
    buyerTaxNumber: '91000000000000000X',
  })
  const bad = await upload(world, clerk.cookie, request.id, text(wrong), {
    name: 'dzfp_26327000000000000009_苏州_20261120101112.xml',
  })
  const differences = (await world.query('invoices.readFile', { fileId: bad.data.id }, clerk.cookie)).data.differences
  expect(differences).toEqual([
    { field: 'amountFen', read: '-32000', expected: '320000' },
    { field: 'kind', read: 'special', expected: 'normal' },
    { field: 'colour', read: 'red', expected: 'blue' },
    { field: 'buyerName', read: '别家有限公司', expected: organisation.name },
    { field: 'buyerTaxNumber', read: '91000000000000000X', expected: organisation.creditCode },
    { field: 'sellerTaxNumber', read: '91320500MA1OTHER0X', expected: '91320500MA1TEST00X' },
    { field: 'numberInName', read: '26327000000000000009', expected: '26327000000316294884' },
  ])
  const damaged = await upload(world, clerk.cookie, request.id, text('<?xml version="1.0"?><!DOCTYPE a><a/>'))
  expect((await world.query('invoices.readFile', { fileId: damaged.data.id }, clerk.cookie)).data).toEqual({
    reading: null,
    problem: 'dtdRefused',
    differences: [],
  })
})

test('an invoice whose file says something else is not mailed by mistake: staff have to mean it', async () => {
  const request = await makeRequest(world, organisation)
  const elsewhere = digitalXml({
    number: '26327000000777777777',
    buyerName: '别家有限公司',
    buyerTaxNumber: organisation.creditCode,
    issueTime: `${dayOf(world)} 09:00:00`,
  })
  const file = await upload(world, clerk.cookie, request.id, text(elsewhere), { name: '别家.xml' })
  const input = issueInput(world, request, {
    fileIds: [file.data.id],
    withoutFile: false,
    number: '26327000000777777777',
  })
  const refused = await world.mutate('invoices.issueInvoice', input, clerk.cookie)
  expect(refused).toMatchObject({
    code: 'invoiceFileDiffers',
    details: { fileName: '别家.xml', field: 'buyerName', read: '别家有限公司', expected: organisation.name, count: 1 },
  })
  expect(await world.deps.db.notice.count({ where: { subjectId: request.id } })).toBe(0)
  expect(
    (await world.mutate('invoices.issueInvoice', { ...input, differencesAccepted: true }, clerk.cookie)).status,
  ).toBe(200)
})

function dayOf(at: World): string {
  return new Date(at.clock.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
}
