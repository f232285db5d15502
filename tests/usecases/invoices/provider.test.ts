import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { goodBehaviour } from '../../../server/sandbox-tax/behaviour.schema.ts'
import { type IssuingWorld, openIssuingWorld } from '../../support/issuing-world.ts'
import { seller } from '../../support/tax-requests.ts'
import { freshInvoiceNumber, issueInput, pdf, upload } from './arrange.ts'

let at: IssuingWorld
beforeAll(async () => {
  at = await openIssuingWorld()
})
afterAll(() => at.close())
afterEach(() => at.tax.control.behave(goodBehaviour))

test('an approved request is issued by the provider, with its files, and mailed', async () => {
  const request = await at.approved()
  await at.work()
  const row = await at.stateOf(request)
  expect(row).toMatchObject({ state: 'issued', nextQueryAt: null, issueFailure: null })
  const [invoice] = row.invoices
  expect(invoice).toMatchObject({
    colour: 'blue',
    code: '',
    kind: 'normal',
    amountFen: 320_000n,
    withoutTaxFen: 301_887n,
    taxFen: 18_113n,
    issuedById: null,
    remark: request.orderNumber,
  })
  expect(row.files.map(({ kind, invoiceId, createdById }) => [kind, invoiceId, createdById]).sort()).toEqual(
    ['ofd', 'pdf', 'xml'].map((kind) => [kind, invoice?.id, null]),
  )
  const [mail] = await at.mailsOf(request)
  expect(mail?.data).toMatchObject({ invoiceNumber: invoice?.number, files: { length: 3 } })
  const [issued] = await at.issuedBy(request)
  expect(issued).toMatchObject({
    number: invoice?.number,
    serial: row.issueSerial,
    remark: request.orderNumber,
    seller,
    buyer: { name: request.details.title, taxNumber: request.details.taxNumber },
    lines: [{ name: '*非学历教育服务*培训费', taxRateBasisPoints: 600 }],
  })
})

test('what the organisation asked to have on it stands behind the order’s number', async () => {
  const request = await at.approved({ details: { remark: '项目 7' } })
  await at.work()
  expect((await at.issuedBy(request))[0]?.remark).toBe(`${request.orderNumber} 项目 7`)
})

test('a slow one is asked about until it is there, with growing pauses', async () => {
  await at.tax.control.behave({ workingS: 200 })
  const request = await at.approved()
  await at.work()
  expect(await at.stateOf(request)).toMatchObject({ state: 'issuing', queryCount: 1 })
  // Not before its time, however often the sweep looks.
  expect(await at.work()).toBe(0)
  const asked: number[] = []
  for (let round = 0; round < 400 && (await at.stateOf(request)).state === 'issuing'; round++) {
    at.world.clock.advance(1000)
    if ((await at.work()) > 0) asked.push(round + 1)
  }
  expect((await at.stateOf(request)).state).toBe('issued')
  expect(asked).toEqual([5, 15, 35, 75, 135, 255])
  expect(await at.issuedBy(request)).toHaveLength(1)
})

test('a callback asks at once, and the answer counts', async () => {
  await at.tax.control.behave({ workingS: 3 })
  const request = await at.approved()
  await at.work()
  at.world.clock.advance(3000)
  expect(await at.work()).toBe(0)
  expect(await at.tax.control.tick()).toBeGreaterThan(0)
  expect(await at.work()).toBe(1)
  expect((await at.stateOf(request)).state).toBe('issued')
  const { issueSerial } = await at.stateOf(request)
  const rows = await at.world.deps.db.invoiceCallback.findMany({ where: { serial: issueSerial ?? '' } })
  expect(rows.map(({ verdict }) => verdict)).toEqual(['asked'])
})

test('what fails for a time is tried again under the same serial; finance hears of it once it goes on', async () => {
  await at.tax.control.behave({ outcome: 'failsFirst', failTimes: 8 })
  const request = await at.approved()
  await at.workOn(5)
  expect(await at.stateOf(request)).toMatchObject({ state: 'issuing', issueFailure: '税务服务繁忙，请稍后再试' })
  expect(await at.troublesOf(request)).toEqual([])
  for (let round = 0; round < 8; round++) {
    at.world.clock.advance(3_600_000)
    await at.work()
  }
  expect(await at.stateOf(request)).toMatchObject({ state: 'issued', issueFailure: null })
  expect(await at.troublesOf(request)).toEqual(['税务服务繁忙，请稍后再试'])
  expect(await at.issuedBy(request)).toHaveLength(1)
})

test('what fails for good comes back to the desk with its reason, and goes out anew under another serial', async () => {
  await at.tax.control.behave({ outcome: 'failsForGood' })
  const request = await at.approved()
  await at.work()
  const failed = await at.stateOf(request)
  expect(failed).toMatchObject({ state: 'approved', nextQueryAt: null })
  expect(failed.issueFailure).toContain('额度不足')
  expect(await at.troublesOf(request)).toEqual([failed.issueFailure])
  expect((await at.ask('getIssuing', { about: 'invoice', id: request.id })).data).toMatchObject({
    byProvider: true,
    providerName: 'sandbox',
    failure: failed.issueFailure,
  })

  await at.tax.control.behave({ outcome: 'issued' })
  expect((await at.act('issueByProvider', { requestId: request.id })).data).toEqual({ state: 'issuing' })
  await at.work()
  const issued = await at.stateOf(request)
  expect(issued.state).toBe('issued')
  expect(issued.issueSerial).toBe(failed.issueSerial?.replace(/-1$/, '-2'))
  expect(await at.issuedBy(request)).toHaveLength(1)
})

test('a provider that does not answer is asked again; nothing is issued twice when its answer was lost', async () => {
  await at.tax.control.behave({ answer: 'lost', duplicate: 'again' })
  const request = await at.approved()
  await at.work()
  expect(await at.stateOf(request)).toMatchObject({ state: 'issuing', queryCount: 1 })
  await at.tax.control.behave({ answer: 'normal' })
  await at.workOn(2)
  expect((await at.stateOf(request)).state).toBe('issued')
  // It was asked whether it had heard of it, and not told again: this provider would have issued a second one.
  expect(await at.issuedBy(request)).toHaveLength(1)
})

test('files that come late are waited for, and the number is known meanwhile', async () => {
  await at.tax.control.behave({ filesDelayS: 600 })
  const request = await at.approved()
  await at.work()
  const waiting = await at.stateOf(request)
  expect(waiting).toMatchObject({ state: 'issuing', invoices: [] })
  expect(waiting.providerNumber).toMatch(/^\d{20}$/)
  at.world.clock.advance(600_000)
  await at.work()
  const issued = await at.stateOf(request)
  expect(issued).toMatchObject({ state: 'issued', invoices: [{ number: waiting.providerNumber }] })
  expect(issued.files).toHaveLength(3)
})

test('files that never come: finance is told, and issues by hand under the provider’s number and no other', async () => {
  await at.tax.control.behave({ files: 'none' })
  const request = await at.approved()
  await at.workOn(14)
  const { providerNumber } = await at.stateOf(request)
  expect(await at.troublesOf(request)).toEqual([expect.stringContaining(providerNumber ?? '-')])
  const file = await upload(at.world, at.clerk.cookie, request.id, pdf())
  const input = issueInput(at.world, request, { fileIds: [file.data.id], withoutFile: false })
  expect(await at.act('issueInvoice', { ...input, number: freshInvoiceNumber() })).toMatchObject({ code: 'conflict' })
  expect((await at.act('issueInvoice', { ...input, number: providerNumber })).data).toMatchObject({ state: 'issued' })
  await at.workOn(3)
  expect((await at.stateOf(request)).invoices).toHaveLength(1)
})

test.each([
  ['otherBuyer', '购买方'],
  ['otherAmount', '金额 3,201.00'],
] as const)('files that say something else (%s) are not mailed; finance is told once', async (files, words) => {
  await at.tax.control.behave({ files })
  const request = await at.approved()
  await at.workOn(5)
  expect(await at.stateOf(request)).toMatchObject({ state: 'issuing', invoices: [], files: [] })
  expect(await at.troublesOf(request)).toEqual([expect.stringContaining(words)])
  expect(await at.mailsOf(request)).toEqual([])
})

test('an only PDF is looked into as well', async () => {
  await at.tax.control.behave({ files: 'pdfOnly' })
  const request = await at.approved()
  await at.work()
  expect((await at.stateOf(request)).files).toMatchObject([{ kind: 'pdf' }])
  const { provider } = at.tax
  const { invoiceProvider } = at.world.deps
  if (!invoiceProvider) throw new Error('there is one')
  const wrong = await at.approved()
  // The right invoice's number with another invoice's PDF.
  const [other] = (await at.stateOf(request)).invoices
  const download = async (number: string) =>
    (await provider.download(number)) && (await provider.download(other?.number ?? ''))
  await at.work({ ...at.world.deps, invoiceProvider: { ...invoiceProvider, download } })
  expect(await at.troublesOf(wrong)).toEqual([expect.stringContaining('发票号码')])
  expect((await at.stateOf(wrong)).state).toBe('issuing')
})

test('damaged files are fetched again', async () => {
  await at.tax.control.behave({ files: 'damaged' })
  const request = await at.approved()
  await at.workOn(2)
  expect((await at.stateOf(request)).state).toBe('issuing')
  await at.tax.control.behave({ files: 'all' })
  await at.workOn(2)
  expect((await at.stateOf(request)).files).toHaveLength(3)
})

test('two jobs for one request ask once', async () => {
  const request = await at.approved()
  await Promise.all([at.work(), at.work(), at.work()])
  expect(await at.stateOf(request)).toMatchObject({ state: 'issued', queryCount: 1 })
  expect(
    (await at.tax.control.requests()).find(({ serial }) => serial.startsWith(serialStart(request.id)))?.tries,
  ).toBe(1)
})

test('settings that change meanwhile change nothing of what was asked', async () => {
  await at.tax.control.behave({ answer: 'error' })
  const request = await at.approved()
  await at.work()
  await at.world.deps.db.centreSettings.update({ where: { id: 1 }, data: { invoiceTaxRateBp: 300 } })
  await at.tax.control.behave({ answer: 'normal' })
  await at.workOn(2)
  await at.world.deps.db.centreSettings.update({ where: { id: 1 }, data: { invoiceTaxRateBp: 600 } })
  expect((await at.stateOf(request)).invoices[0]?.taxFen).toBe(18_113n)
})

test('staff take a request back only where the provider says that nothing was issued', async () => {
  await at.tax.control.behave({ workingS: 60 })
  const waiting = await at.approved()
  await at.work()
  const back = (id: string) => at.act('takeBackToHand', { about: 'invoice', id })
  expect(await back(waiting.id)).toMatchObject({ code: 'conflict', details: { state: 'waiting' } })

  await at.tax.control.behave({ ...goodBehaviour, answer: 'error' })
  const unheard = await at.approved()
  await at.work()
  expect(await back(unheard.id)).toMatchObject({ code: 'invoiceProviderUnavailable' })
  await at.tax.control.behave({ answer: 'normal' })
  expect((await back(unheard.id)).data).toEqual({ done: true })
  expect((await at.stateOf(unheard)).state).toBe('approved')
  const issued = await at.act('issueInvoice', issueInput(at.world, unheard))
  expect(issued.data).toMatchObject({ state: 'issued' })
})

test('one that is issuing though nobody was asked for it is taken back', async () => {
  const request = await at.newRequest()
  await at.world.deps.db.invoiceRequest.update({ where: { id: request.id }, data: { state: 'issuing' } })
  expect((await at.act('takeBackToHand', { about: 'invoice', id: request.id })).data).toEqual({ done: true })
  expect((await at.stateOf(request)).state).toBe('approved')
})

test('where the centre issues by hand, an approved request waits, and the provider can still be pressed', async () => {
  await at.world.deps.db.centreSettings.update({ where: { id: 1 }, data: { invoiceWay: 'files' } })
  const request = await at.newRequest()
  expect((await at.act('approveRequest', { requestId: request.id })).data).toEqual({ state: 'approved' })
  expect((await at.act('issueByProvider', { requestId: request.id })).data).toEqual({ state: 'issuing' })
  await at.world.deps.db.centreSettings.update({ where: { id: 1 }, data: { invoiceWay: 'provider' } })
  await at.work()
  expect((await at.stateOf(request)).state).toBe('issued')
})

test('without a seller’s name nothing goes out, and the request stays as it was', async () => {
  await at.world.deps.db.centreSettings.update({ where: { id: 1 }, data: { sellerTaxNumber: '' } })
  const request = await at.newRequest()
  expect(await at.act('approveRequest', { requestId: request.id })).toMatchObject({ code: 'sellerDetailsMissing' })
  await at.world.deps.db.centreSettings.update({ where: { id: 1 }, data: { sellerTaxNumber: seller.taxNumber } })
  expect((await at.stateOf(request)).state).toBe('requested')
})

function serialStart(id: string): string {
  return BigInt(`0x${id.replaceAll('-', '')}`)
    .toString(36)
    .toUpperCase()
    .padStart(25, '0')
}
