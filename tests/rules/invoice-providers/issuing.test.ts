import { expect, test } from 'vitest'
import type { AppError } from '../../../server/core/app-error.ts'
import { fen } from '../../../server/core/money.ts'
import type { InvoiceAnswer } from '../../../server/platform/invoice-providers/invoice-provider.ts'
import { type SandboxTaxOptions, startSandboxTax } from '../../support/sandbox-tax.ts'
import { settableClock } from '../../support/sandbox-trade.ts'
import { buyer, invoiceRequest, redRequest, seller } from '../../support/tax-requests.ts'

function issued(answer: InvoiceAnswer) {
  if (answer.state !== 'issued') throw new Error(`it is ${JSON.stringify(answer)}`)
  return answer
}

async function start(options: SandboxTaxOptions = {}) {
  const clock = settableClock()
  const tax = await startSandboxTax({ clock, ...options })
  return { ...tax, clock }
}

test('an invoice is issued at once, with 20 digits, the Chinese day and the tax taken apart', async () => {
  const { provider } = await start()
  const answer = issued(await provider.submit(invoiceRequest()))
  expect(answer.number).toMatch(/^26\d{18}$/)
  expect(answer).toMatchObject({
    code: '',
    issuedOn: '2026-11-22',
    amountWithoutTaxFen: 301_887,
    taxFen: 18_113,
    totalFen: 320_000,
  })
})

test('the day is that of Shanghai', async () => {
  const { provider, clock } = await start()
  clock.advance(10.5 * 3_600_000)
  expect(issued(await provider.submit(invoiceRequest())).issuedOn).toBe('2026-11-23')
})

test('the same serial again is the same invoice, also at the same moment', async () => {
  const { provider, control } = await start()
  const request = invoiceRequest()
  const answers = await Promise.all([provider.submit(request), provider.submit(request), provider.submit(request)])
  expect(new Set(answers.map((answer) => issued(answer).number)).size).toBe(1)
  expect(await control.invoices()).toHaveLength(1)
  expect(await provider.query(request.serial)).toEqual(answers[0])
})

test('the same serial with other content is refused, and what is there stays', async () => {
  const { provider, control } = await start()
  const request = invoiceRequest()
  await provider.submit(request)
  const other = { ...request, totalFen: fen(100), lines: [{ ...request.lines[0], amountFen: fen(100) }] }
  await expect(provider.submit(other as typeof request)).rejects.toMatchObject({
    code: 'invoiceProviderRefused',
    details: { code: 'serialDiffers' },
  })
  expect(await control.invoices()).toHaveLength(1)
  // Our address may change without that being another invoice.
  expect(issued(await provider.submit({ ...request, callbackUrl: 'http://127.0.0.1:4000/x' })).totalFen).toBe(320_000)
})

test('a slow one waits, and is issued when its time has come', async () => {
  const { provider, clock } = await start({ behaviour: { workingS: 30 } })
  const request = invoiceRequest()
  expect(await provider.submit(request)).toEqual({ state: 'waiting' })
  clock.advance(29_000)
  expect(await provider.query(request.serial)).toEqual({ state: 'waiting' })
  clock.advance(1_000)
  expect((await provider.query(request.serial)).state).toBe('issued')
})

test('a serial that was never sent is unknown', async () => {
  const { provider } = await start()
  expect(await provider.query('NOBODY-1')).toEqual({ state: 'unknown' })
  expect(await provider.queryRed('NOBODY-1')).toEqual({ state: 'unknown' })
})

test('one that failed for a time is issued when it is sent again; one that failed for good never', async () => {
  const { provider, control } = await start({ behaviour: { outcome: 'failsFirst', failTimes: 2 } })
  const request = invoiceRequest()
  expect(await provider.submit(request)).toMatchObject({ state: 'failed', permanent: false })
  expect(await provider.query(request.serial)).toMatchObject({ state: 'failed', permanent: false })
  expect(await provider.submit(request)).toMatchObject({ state: 'failed', permanent: false })
  expect((await provider.submit(request)).state).toBe('issued')

  await control.behave({ outcome: 'failsForGood' }, seller.taxNumber)
  const bad = invoiceRequest()
  expect(await provider.submit(bad)).toMatchObject({ state: 'failed', permanent: true })
  await control.behave({ outcome: 'issued' }, seller.taxNumber)
  expect(await provider.submit(bad)).toMatchObject({ state: 'failed', permanent: true })
})

test('how it behaves towards one seller does not touch another', async () => {
  const { provider, control } = await start()
  await control.behave({ outcome: 'failsForGood' }, seller.taxNumber)
  const other = { ...seller, taxNumber: '91310115MA1K4XTE9L' }
  expect((await provider.submit(invoiceRequest())).state).toBe('failed')
  expect((await provider.submit(invoiceRequest({ seller: other }))).state).toBe('issued')
})

test.each([
  ['a special one without the buyer’s bank', { kind: 'special' as const, buyer: { ...buyer, bank: '' } }, '开户银行'],
  ['lines that do not make the total', { totalFen: fen(320_000), lines: [] }, null],
  ['a buyer without a name', { buyer: { ...buyer, name: ' ' } }, '名称'],
  ['a tax number of no shape', { buyer: { ...buyer, taxNumber: '12' } }, '识别号'],
])('%s is never issued', async (_what, change, words) => {
  const { provider, control } = await start()
  const answer = await provider.submit(invoiceRequest(change)).catch((error: AppError) => error.code)
  if (words === null) expect(answer).toBe('invoiceProviderRefused')
  else expect(answer).toMatchObject({ state: 'failed', permanent: true, failure: expect.stringContaining(words) })
  expect(await control.invoices()).toHaveLength(0)
})

test('an answer that is lost leaves the invoice there to be asked for', async () => {
  const { provider, control } = await start({ behaviour: { answer: 'lost' } })
  const request = invoiceRequest()
  await expect(provider.submit(request)).rejects.toMatchObject({
    code: 'invoiceProviderUnavailable',
    details: { why: 'status' },
  })
  const found = issued(await provider.query(request.serial))
  await control.behave({ answer: 'normal' })
  expect(issued(await provider.submit(request)).number).toBe(found.number)
})

test('two for one request, and one more for a repeated one: only the day’s list shows both', async () => {
  const { provider, control } = await start({ behaviour: { duplicate: 'atOnce' } })
  const atOnce = invoiceRequest()
  const first = issued(await provider.submit(atOnce))
  expect(issued(await provider.query(atOnce.serial)).number).toBe(first.number)

  await control.behave({ duplicate: 'again' })
  const again = invoiceRequest()
  const one = issued(await provider.submit(again))
  const two = issued(await provider.submit(again))
  expect(two.number).not.toBe(one.number)
  expect(issued(await provider.query(again.serial)).number).toBe(one.number)

  const listed = await provider.listIssued('2026-11-22')
  expect(listed.filter(({ serial }) => serial === atOnce.serial)).toHaveLength(2)
  expect(listed.filter(({ serial }) => serial === again.serial)).toHaveLength(2)
  expect(await provider.listIssued('2026-11-23')).toEqual([])
})

test('a red invoice flushes the whole blue one, once', async () => {
  const { provider, control } = await start()
  const blue = issued(await provider.submit(invoiceRequest()))
  const request = redRequest(blue.number)
  const red = issued(await provider.submitRed(request))
  expect(red).toMatchObject({ amountWithoutTaxFen: -301_887, taxFen: -18_113, totalFen: -320_000 })
  expect(issued(await provider.submitRed(request)).number).toBe(red.number)
  expect(await provider.queryRed(request.serial)).toEqual(red)

  expect(await provider.submitRed(redRequest(blue.number))).toMatchObject({
    state: 'failed',
    permanent: true,
    failure: '蓝字发票已被红冲',
  })
  expect((await control.invoices()).filter(({ colour }) => colour === 'red')).toHaveLength(1)
})

test.each([
  ['of an unknown number', { blueNumber: '26110000000000000009' }, '蓝字发票不存在'],
  ['over another amount', { blueTotalFen: fen(1) }, '红冲金额与蓝字发票价税合计不一致'],
  ['of another seller', { seller: { ...seller, taxNumber: '91310115MA1K4XTE9L' } }, '蓝字发票不存在'],
])('a red invoice %s is never issued', async (_what, change, failure) => {
  const { provider } = await start()
  const blue = issued(await provider.submit(invoiceRequest()))
  expect(await provider.submitRed(redRequest(blue.number, change))).toEqual({
    state: 'failed',
    permanent: true,
    failure,
  })
})

test('a red invoice cannot be flushed, waits for the buyer, and fails when the buyer refuses', async () => {
  const { provider, control, clock } = await start()
  const blue = issued(await provider.submit(invoiceRequest()))
  await control.behave({ redWorkingS: 3600 })
  const request = redRequest(blue.number)
  expect(await provider.submitRed(request)).toEqual({ state: 'waiting' })
  clock.advance(3_600_000)
  const red = issued(await provider.queryRed(request.serial))
  expect(await provider.submitRed(redRequest(red.number))).toMatchObject({ failure: '红字发票不能再次红冲' })

  await control.behave({ red: 'refused', redWorkingS: 0 })
  const second = issued(await provider.submit(invoiceRequest()))
  expect(await provider.submitRed(redRequest(second.number))).toMatchObject({ state: 'failed', permanent: true })
})
