import { zipSync } from 'fflate'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import type { InboxRow } from '../../../server/features/invoices/inbox.schema.ts'
import { createPdfTextReader } from '../../../worker/reading/pdf/read-pdf-text.ts'
import { digitalFace, drawPdf, ofdContent, packOfd } from '../../support/draw-invoice.ts'
import { type MadeOrganisation, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makeCentre } from '../notices/arrange.ts'
import { issueInput, makeRequest } from './arrange.ts'
import { confirmInput, drop, failing, invoiceFor, putDropped, readAll, rowOf, rowsIn, xmlOf } from './drop-files.ts'

let world: World
let clerk: { id: string; name: string; cookie: string }
let organisation: MadeOrganisation
beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
  clerk = await makeStaff(world, 'finance')
})
// Every test has buyers of its own: what one leaves in the inbox is near to no other's request.
beforeEach(async () => {
  organisation = await makeOrganisation(world)
})
afterAll(() => world.close())

const stateOf = async (id: string) => (await world.query('invoices.getRequest', { requestId: id }, clerk.cookie)).data
const confirm = (...invoices: unknown[]) => world.mutate('inbox.confirm', { invoices }, clerk.cookie)
const row = async (tab: Parameters<typeof rowOf>[2], number: string) => {
  const found = await rowOf(world, clerk.cookie, tab, number)
  expect(found, `${number} in ${tab}`).toBeDefined()
  return found as InboxRow
}

test('PDF, OFD and XML of one invoice belong together, are matched, checked, and issued with one key and one mail', async () => {
  const request = await makeRequest(world, organisation)
  const invoice = invoiceFor(world, request, { remark: [`订单 ${request.orderNumber}`] })
  const reader = createPdfTextReader()
  const face = digitalFace(invoice)
  const files = {
    'a.pdf': await drawPdf(face),
    'b.ofd': packOfd({ content: ofdContent(face) }),
    'c.xml': xmlOf(invoice),
  }
  const dropId = await drop(world, clerk.cookie, files, { readPdfText: (bytes) => reader.read(bytes) })
  reader.close()
  const found = await row('ready', invoice.number)
  expect(found.files.map(({ kind, originalName }) => [kind, originalName])).toEqual([
    ['pdf', 'a.pdf'],
    ['ofd', 'b.ofd'],
    ['xml', 'c.xml'],
  ])
  expect(found.reading).toMatchObject({ source: 'xml', amountFen: request.amountFen, doubts: [] })
  expect(found.finding).toMatchObject({
    reason: 'equal',
    request: { id: request.id, orderNumber: request.orderNumber },
  })
  expect(failing(found.finding)).toEqual([])
  expect((await stateOf(request.id)).state).toBe('requested')

  const input = confirmInput(found)
  expect((await confirm(input)).data.results).toMatchObject([{ number: invoice.number, error: null }])
  const view = await stateOf(request.id)
  expect(view).toMatchObject({
    state: 'issued',
    invoiceNumber: invoice.number,
    issuedOn: invoice.date,
    invoices: [{ colour: 'blue', number: invoice.number, amountFen: request.amountFen, issuedByName: clerk.name }],
    mails: [{ recipient: request.details.email, state: 'queued' }],
  })
  expect(view.files.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual(['ofd', 'pdf', 'xml'])
  expect((await world.query('inbox.getDrop', { id: dropId }, clerk.cookie)).data).toMatchObject({
    closed: true,
    files: { attached: 3, read: 0 },
    invoices: { issued: 1, ready: 0 },
  })
  // The same key again changes nothing.
  expect((await confirm(input)).data.results).toMatchObject([{ error: null }])
  expect((await stateOf(request.id)).mails).toHaveLength(1)
})

test('a ZIP is unpacked into its entries, with what is no invoice named', async () => {
  const [one, other] = [
    await makeRequest(world, organisation),
    await makeRequest(world, organisation, { amountFen: 4_500 }),
  ]
  const invoices = [invoiceFor(world, one), invoiceFor(world, other)]
  const zip = zipSync({
    '发票/1.xml': xmlOf(invoices[0] as never),
    '发票/2.xml': xmlOf(invoices[1] as never),
    '../../说明.txt': new TextEncoder().encode('请查收'),
  })
  const dropId = await drop(world, clerk.cookie, { '批量.zip': zip })
  for (const invoice of invoices) expect((await row('ready', invoice.number)).files).toHaveLength(1)
  const unreadable = (await rowsIn(world, clerk.cookie, 'unreadable')).find(({ files }) => files[0]?.dropId === dropId)
  expect(unreadable?.files[0]).toMatchObject({ originalName: '说明.txt', problem: 'unknownKind' })
  // A second run, as after a crash, makes nothing twice.
  await readAll(world)
  expect(await world.deps.db.droppedFile.count({ where: { dropId } })).toBe(4)
})

test('what differs is listed with the nearest request and why not', async () => {
  const request = await makeRequest(world, organisation)
  const remark = [`订单${request.orderNumber.toLowerCase()}`]
  const cases = {
    amountIsRequested: invoiceFor(world, request, { remark, taxFen: 1 }),
    buyerTaxNumberIsRequested: invoiceFor(world, request, { remark, buyerTaxNumber: '91320594MA1OTHER0X' }),
    buyerNameIsRequested: invoiceFor(world, request, { remark, buyerName: '另一家有限公司' }),
    kindIsRequested: invoiceFor(world, request, { remark, kind: 'special' }),
  }
  await drop(
    world,
    clerk.cookie,
    Object.fromEntries(Object.entries(cases).map(([name, invoice]) => [`${name}.xml`, xmlOf(invoice)])),
  )
  for (const [code, invoice] of Object.entries(cases)) {
    const found = await row('unmatched', invoice.number)
    expect(found.finding, code).toMatchObject({ reason: 'nearest', request: { id: request.id } })
    expect(failing(found.finding)).toEqual([code])
  }
  const stranger = invoiceFor(world, request, { buyerTaxNumber: '91000000MA1NOBODY1', buyerName: '无名', taxFen: 77 })
  await drop(world, clerk.cookie, { 'x.xml': xmlOf(stranger) })
  expect((await row('unmatched', stranger.number)).finding).toMatchObject({ reason: 'nothing', request: null })
})

test('an invoice of another seller, of a day before the money, or in the future has its request and is not issued', async () => {
  const cases = {
    sellerIsOurs: { sellerTaxNumber: '91320500MA1OTHER0X' },
    dateIsInPeriod: { date: '2020-01-01' },
  }
  for (const [code, change] of Object.entries(cases)) {
    const request = await makeRequest(world, await makeOrganisation(world))
    const invoice = invoiceFor(world, request, change)
    await drop(world, clerk.cookie, { 'a.xml': xmlOf(invoice) })
    const found = await row('check', invoice.number)
    expect(failing(found.finding)).toEqual([code])
    const answer = await confirm(confirmInput(found, { differencesAccepted: true }))
    expect(answer.data.results).toMatchObject([{ error: { code: 'inboxCheckFails', details: { check: code } } }])
    expect((await stateOf(request.id)).state).toBe('requested')
  }
})

test('staff place an invoice by hand and accept a difference in the name, never one in the amount', async () => {
  const request = await makeRequest(world, organisation)
  const invoice = invoiceFor(world, request, { buyerName: '另一家有限公司' })
  await drop(world, clerk.cookie, { 'a.xml': xmlOf(invoice) })
  const assigned = await world.mutate('inbox.assign', { number: invoice.number, requestId: request.id }, clerk.cookie)
  expect(assigned.data).toMatchObject({ standing: 'check', finding: { reason: 'byHand' } })
  await readAll(world)
  const found = await row('check', invoice.number)
  expect((await confirm(confirmInput(found))).data.results[0].error.code).toBe('inboxCheckFails')
  expect((await confirm(confirmInput(found, { differencesAccepted: true }))).data.results[0].error).toBeNull()
  expect((await stateOf(request.id)).state).toBe('issued')

  const other = await makeRequest(world, await makeOrganisation(world))
  const wrong = invoiceFor(world, other, { taxFen: 1 })
  await drop(world, clerk.cookie, { 'b.xml': xmlOf(wrong) })
  await world.mutate('inbox.assign', { number: wrong.number, requestId: other.id }, clerk.cookie)
  const refused = await confirm(confirmInput(await row('check', wrong.number), { differencesAccepted: true }))
  expect(refused.data.results[0].error).toMatchObject({ details: { check: 'amountIsRequested' } })
})

test('equal requests: the order number in the remark tells, else the oldest of the same organisation, else staff choose', async () => {
  const same = { email: 'caiwu@example.com' }
  const first = await makeRequest(world, organisation, { details: same })
  world.clock.advance(1000)
  const second = await makeRequest(world, organisation, { details: same })
  const named = invoiceFor(world, second, {
    remark: [`${second.orderNumber.slice(0, 4)} ${second.orderNumber.slice(4)}`],
  })
  const unnamed = invoiceFor(world, first)
  await drop(world, clerk.cookie, { 'unnamed.xml': xmlOf(unnamed), 'named.xml': xmlOf(named) })
  expect((await row('ready', named.number)).finding).toMatchObject({
    reason: 'orderNumber',
    request: { id: second.id },
  })
  expect((await row('ready', unnamed.number)).finding).toMatchObject({ reason: 'equal', request: { id: first.id } })

  const twins = await makeOrganisation(world)
  const older = await makeRequest(world, twins, { details: same })
  world.clock.advance(1000)
  await makeRequest(world, twins, { details: same })
  const toOldest = invoiceFor(world, older)
  await drop(world, clerk.cookie, { 'c.xml': xmlOf(toOldest) })
  expect((await row('ready', toOldest.number)).finding).toMatchObject({ reason: 'oldest', request: { id: older.id } })

  // To two addresses: whose it is makes a difference.
  const apart = await makeOrganisation(world)
  const requests = [await makeRequest(world, apart), await makeRequest(world, apart)]
  const tied = invoiceFor(world, requests[0] as never)
  await drop(world, clerk.cookie, { 'd.xml': xmlOf(tied) })
  expect((await row('unmatched', tied.number)).finding).toMatchObject({ reason: 'several', fitting: 2 })
})

test('the same bytes under two names, a second download, and an invoice that was issued before are said to be known', async () => {
  const request = await makeRequest(world, organisation)
  const invoice = invoiceFor(world, request)
  const bytes = xmlOf(invoice)
  await drop(world, clerk.cookie, {
    'a.xml': bytes,
    '副本.xml': bytes,
    'again.xml': Buffer.concat([bytes, Buffer.from('\n')]),
  })
  expect((await row('ready', invoice.number)).files.map(({ originalName }) => originalName)).toEqual(['a.xml'])
  const known = (await rowsIn(world, clerk.cookie, 'known')).flatMap(({ files }) => files)
  expect(
    known
      .filter(({ sameAs }) => sameAs?.originalName === 'a.xml')
      .map(({ originalName }) => originalName)
      .toSorted(),
  ).toEqual(['again.xml', '副本.xml'])
  await confirm(confirmInput(await row('ready', invoice.number)))
  await drop(world, clerk.cookie, { 'later.ofd': packOfd({ content: ofdContent(digitalFace(invoice)) }) })
  expect(await row('known', invoice.number)).toMatchObject({
    files: [{ originalName: 'later.ofd', sameAs: null }],
    finding: { reason: 'alreadyIssued', request: { id: request.id, orderNumber: request.orderNumber } },
  })
})

test('files of one invoice that say different things are not issued', async () => {
  const request = await makeRequest(world, organisation)
  const invoice = invoiceFor(world, request)
  const changed = { ...invoice, taxFen: invoice.taxFen + 100 }
  await drop(world, clerk.cookie, {
    'a.xml': xmlOf(invoice),
    'b.ofd': packOfd({ content: ofdContent(digitalFace(changed)) }),
  })
  const found = await row('check', invoice.number)
  expect(failing(found.finding)).toEqual(['filesAgree'])
  expect((await confirm(confirmInput(found))).data.results[0].error.code).toBe('inboxCheckFails')
})

test('a drop that issues by itself: only what passes every check, only once all of it has come in, and in one mail', async () => {
  const details = { email: 'one@example.com' }
  const requests = [
    await makeRequest(world, organisation, { details }),
    await makeRequest(world, organisation, { details, amountFen: 10_000 }),
    await makeRequest(world, organisation, { details, amountFen: 20_000 }),
  ]
  const invoices = requests.map((request) => invoiceFor(world, request))
  const other = { ...(invoices[2] as (typeof invoices)[0]), sellerTaxNumber: '91320500MA1OTHER0X' }
  const id = newId()
  await world.mutate('inbox.startDrop', { id, issueAlone: true }, clerk.cookie)
  for (const invoice of [invoices[0], invoices[1], other])
    await putDropped(world, clerk.cookie, id, 'a.xml', xmlOf(invoice as typeof other))
  await readAll(world)
  expect((await stateOf(requests[0]?.id ?? '')).state).toBe('requested')
  await world.mutate('inbox.finishDrop', { id }, clerk.cookie)
  await readAll(world)
  const states = await Promise.all(requests.map(async (request) => (await stateOf(request.id)).state))
  expect(states).toEqual(['issued', 'issued', 'requested'])
  const mails = await world.deps.db.notice.findMany({ where: { recipient: details.email, channel: 'email' } })
  expect(mails.map(({ kind }) => kind)).toEqual(['invoicesIssued'])
  expect((await stateOf(requests[0]?.id ?? '')).invoices[0].issuedByName).toBe(clerk.name)
})

test('a red invoice waits for its blue one, asks for a reason where nobody wanted it, and flushes the request', async () => {
  const request = await makeRequest(world, organisation)
  const blue = invoiceFor(world, request)
  const red = {
    ...blue,
    number: `${BigInt(blue.number) + 500_000n}`,
    amountWithoutTaxFen: -blue.amountWithoutTaxFen,
    taxFen: -blue.taxFen,
    remark: [`被红冲蓝字数电票号码：${blue.number} 红字发票信息确认单编号：32050126110000001234`],
  }
  await drop(world, clerk.cookie, { 'red.xml': xmlOf(red) })
  expect((await row('waiting', red.number)).finding).toMatchObject({
    reason: 'blueUnknown',
    blue: { number: blue.number },
  })
  await drop(world, clerk.cookie, { 'blue.xml': xmlOf(blue) })
  expect((await row('waiting', red.number)).finding).toMatchObject({ reason: 'blueInInbox' })
  await confirm(confirmInput(await row('ready', blue.number)))
  await readAll(world)
  const found = await row('check', red.number)
  expect(found.finding).toMatchObject({ reason: 'blue', request: { id: request.id } })
  expect(failing(found.finding)).toEqual(['redIsRequested'])
  expect((await confirm(confirmInput(found, { differencesAccepted: true }))).data.results[0].error.code).toBe(
    'redReasonMissing',
  )
  expect((await confirm(confirmInput(found, { redReason: 'wrong' }))).data.results[0].error).toBeNull()
  expect(await stateOf(request.id)).toMatchObject({
    state: 'redFlushed',
    invoices: [
      { colour: 'blue', number: blue.number },
      { colour: 'red', number: red.number, amountFen: -request.amountFen },
    ],
  })
})

test('a red invoice that somebody asked for here is recorded by itself with its drop', async () => {
  const request = await makeRequest(world, organisation)
  const blue = invoiceFor(world, request)
  await drop(world, clerk.cookie, { 'blue.xml': xmlOf(blue) }, { issueAlone: true })
  const redRequestId = newId()
  const wish = {
    redRequestId,
    requestId: request.id,
    reason: 'returned',
    note: '',
    reissue: false,
    reissueDetails: null,
  }
  expect((await world.mutate('invoices.requestRed', wish, clerk.cookie)).code).toBeNull()
  const red = {
    ...blue,
    number: `${BigInt(blue.number) + 500_000n}`,
    amountWithoutTaxFen: -blue.amountWithoutTaxFen,
    taxFen: -blue.taxFen,
    remark: [`被红冲蓝字数电票号码：${blue.number}`],
  }
  await drop(world, clerk.cookie, { 'red.xml': xmlOf(red) }, { issueAlone: true })
  expect(await stateOf(request.id)).toMatchObject({ state: 'redFlushed', invoices: [{}, { number: red.number }] })
  expect(await world.deps.db.redRequest.findUnique({ where: { id: redRequestId } })).toMatchObject({ state: 'issued' })
})

test('a red invoice over another amount is not taken for the whole', async () => {
  const request = await makeRequest(world, organisation)
  const blue = invoiceFor(world, request)
  await drop(world, clerk.cookie, { 'blue.xml': xmlOf(blue) })
  await confirm(confirmInput(await row('ready', blue.number)))
  const part = {
    ...blue,
    number: `${BigInt(blue.number) + 500_000n}`,
    amountWithoutTaxFen: -100,
    taxFen: -6,
    remark: [`被红冲蓝字数电票号码：${blue.number}`],
  }
  await drop(world, clerk.cookie, { 'part.xml': xmlOf(part) })
  const found = await row('check', part.number)
  expect(failing(found.finding)).toEqual(['amountIsRequested', 'redIsRequested'])
  const answer = await confirm(confirmInput(found, { redReason: 'allowance', differencesAccepted: true }))
  expect(answer.data.results[0].error).toMatchObject({ details: { check: 'amountIsRequested' } })
})

test('two clerks who confirm at once, and the form beside them, issue it once', async () => {
  const request = await makeRequest(world, organisation)
  const invoice = invoiceFor(world, request)
  await drop(world, clerk.cookie, { 'a.xml': xmlOf(invoice) })
  const input = confirmInput(await row('ready', invoice.number))
  const answers = await Promise.all([
    confirm(input),
    confirm(input),
    world.mutate('invoices.issueInvoice', issueInput(world, request), clerk.cookie),
  ])
  const won = [
    answers[0]?.data.results[0].error === null || answers[1]?.data.results[0].error === null,
    answers[2]?.status === 200,
  ]
  expect(won.filter(Boolean)).toHaveLength(1)
  expect((await stateOf(request.id)).invoices).toHaveLength(1)
})

test('what came in after the page was drawn is not issued unseen', async () => {
  const request = await makeRequest(world, organisation)
  const invoice = invoiceFor(world, request)
  await drop(world, clerk.cookie, { 'a.xml': xmlOf(invoice) })
  const stale = confirmInput(await row('ready', invoice.number))
  await drop(world, clerk.cookie, { 'b.ofd': packOfd({ content: ofdContent(digitalFace(invoice)) }) })
  expect((await confirm(stale)).data.results[0].error).toMatchObject({ code: 'conflict' })
  expect((await confirm(confirmInput(await row('ready', invoice.number)))).data.results[0].error).toBeNull()
})

test('files are put aside, and then they are gone; an attached one is not', async () => {
  const request = await makeRequest(world, organisation)
  const invoice = invoiceFor(world, request)
  await drop(world, clerk.cookie, { 'a.xml': xmlOf(invoice) })
  const [file] = (await row('ready', invoice.number)).files
  const fileIds = [file?.id]
  const download = () => world.request(`/api/files/dropped-files/${file?.id}`, { cookie: clerk.cookie })
  expect(await (await download()).text()).toContain(invoice.number)
  expect((await world.mutate('inbox.discard', { fileIds, reason: '别人的' }, clerk.cookie)).data).toEqual({
    discarded: 1,
  })
  expect((await world.mutate('inbox.discard', { fileIds }, clerk.cookie)).data).toEqual({ discarded: 0 })
  expect((await download()).status).toBe(404)
  await drop(world, clerk.cookie, { 'a.xml': xmlOf(invoice) })
  const again = await row('ready', invoice.number)
  await confirm(confirmInput(again))
  expect((await world.mutate('inbox.discard', { fileIds: again.files.map(({ id }) => id) }, clerk.cookie)).code).toBe(
    'conflict',
  )
})

test('a picture is refused at the door, a closed drop takes nothing, and only finance drops', async () => {
  const id = newId()
  await world.mutate('inbox.startDrop', { id }, clerk.cookie)
  const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0])
  expect((await putDropped(world, clerk.cookie, id, 'a.jpg', jpeg)).code).toBe('invoiceFileTypeRefused')
  await world.mutate('inbox.finishDrop', { id }, clerk.cookie)
  const xml = xmlOf(invoiceFor(world, await makeRequest(world, organisation)))
  expect((await putDropped(world, clerk.cookie, id, 'a.xml', xml)).code).toBe('conflict')
  expect((await putDropped(world, clerk.cookie, newId(), 'a.xml', xml)).code).toBe('notFound')
  const reviewer = await makeStaff(world, 'reviewer')
  expect((await putDropped(world, reviewer.cookie, id, 'a.xml', xml)).status).toBe(403)
  expect((await world.mutate('inbox.startDrop', { id: newId() }, reviewer.cookie)).status).toBe(403)
})
