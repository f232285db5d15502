import { expect, test } from 'vitest'
import type { InvoiceAnswer, ProviderFile } from '../../../server/platform/invoice-providers/invoice-provider.ts'
import { readPdfText } from '../../support/read-pdf.ts'
import { type SandboxTaxOptions, startSandboxTax } from '../../support/sandbox-tax.ts'
import { settableClock } from '../../support/sandbox-trade.ts'
import { buyer, invoiceRequest, redRequest, seller } from '../../support/tax-requests.ts'

async function start(options: SandboxTaxOptions = {}) {
  const clock = settableClock()
  return { ...(await startSandboxTax({ clock, ...options })), clock }
}

function numberOf(answer: InvoiceAnswer): string {
  if (answer.state !== 'issued') throw new Error(`it is ${JSON.stringify(answer)}`)
  return answer.number
}

function textOf(files: readonly ProviderFile[], kind: ProviderFile['kind']): string {
  return Buffer.from(files.find((file) => file.kind === kind)?.bytes ?? []).toString('utf8')
}

test('an invoice comes as PDF, OFD and XML, under the names of the tax platform', async () => {
  const { provider } = await start()
  const number = numberOf(await provider.submit(invoiceRequest()))
  const files = await provider.download(number)
  expect(files.map(({ kind, name }) => [kind, name])).toEqual(
    ['pdf', 'ofd', 'xml'].map((kind) => [kind, `dzfp_${number}_${buyer.name}_20261122140000.${kind}`]),
  )
  expect(textOf(files, 'pdf').slice(0, 5)).toBe('%PDF-')
  expect(textOf(files, 'ofd').slice(0, 2)).toBe('PK')
  const xml = textOf(files, 'xml')
  for (const part of [
    `<InvoiceNumber>${number}</InvoiceNumber>`,
    `<BuyerIdNum>${buyer.taxNumber}</BuyerIdNum>`,
    `<SellerIdNum>${seller.taxNumber}</SellerIdNum>`,
    '<TotalAmWithoutTax>3018.87</TotalAmWithoutTax>',
    '<TotalTaxAm>181.13</TotalTaxAm>',
    '<TotalTax-includedAmount>3200.00</TotalTax-includedAmount>',
    '<Remark>PX26W3N8PX</Remark>',
    '<InIssuType><LabelCode>Y</LabelCode>',
    '<GeneralOrSpecialVAT><LabelCode>02</LabelCode>',
  ])
    expect(xml).toContain(part)
})

test('the PDF shows what the invoice says', async () => {
  const { provider } = await start()
  const number = numberOf(await provider.submit(invoiceRequest({ kind: 'special' })))
  const files = await provider.download(number)
  const [text = ''] = await readPdfText(files[0]?.bytes ?? new Uint8Array())
  for (const part of [
    number,
    '电子发票（增值税专用发票）',
    '2026年11月22日',
    buyer.name,
    seller.taxNumber,
    '叁仟贰佰元整',
  ])
    expect(text).toContain(part)
})

test('a red invoice says so: negative amounts, （负数）, the blue number and the confirmation form', async () => {
  const { provider } = await start()
  const blue = numberOf(await provider.submit(invoiceRequest()))
  const red = numberOf(await provider.submitRed(redRequest(blue)))
  const files = await provider.download(red)
  const xml = textOf(files, 'xml')
  expect(xml).toContain(`<OriginalInvoiceCode>${blue}</OriginalInvoiceCode>`)
  expect(xml).toMatch(/<CreditNoteNumber>\d{20}<\/CreditNoteNumber>/)
  expect(xml).toContain('（负数）叁仟贰佰元整')
  expect(xml).toContain('<TotalTax-includedAmount>-3200.00</TotalTax-includedAmount>')
  expect(xml).toContain('<InIssuType><LabelCode>N</LabelCode>')
  const [text = ''] = await readPdfText(files[0]?.bytes ?? new Uint8Array())
  expect(text).toContain(blue)
  expect(text).toContain('-3200.00')
})

test('what a buyer’s name holds does not break the files', async () => {
  const { provider } = await start()
  const name = '甲 <b>&"乙"\'#1 $x$ 有限公司'
  const number = numberOf(await provider.submit(invoiceRequest({ buyer: { ...buyer, name } })))
  const files = await provider.download(number)
  expect(textOf(files, 'xml')).toContain('甲 &#60;b&#62;&#38;&#34;乙&#34;&#39;#1 $x$ 有限公司')
  expect(files[0]?.name).toBe(`dzfp_${number}_甲b&乙'#1$x$有限公司_20261122140000.pdf`)
  const [text = ''] = await readPdfText(files[0]?.bytes ?? new Uint8Array())
  expect(text.replace(/\s/g, '')).toContain('甲<b>&"乙"\'#1$x$有限公司')
})

test('twenty lines fit', async () => {
  const { provider } = await start()
  const [line] = invoiceRequest().lines
  if (!line) throw new Error('a request has a line')
  const lines = Array.from({ length: 20 }, (_, index) => ({ ...line, name: `培训费${index + 1}` }))
  const totalFen = (line.amountFen * 20) as typeof line.amountFen
  const number = numberOf(await provider.submit(invoiceRequest({ lines, totalFen })))
  const pages = await readPdfText((await provider.download(number))[0]?.bytes ?? new Uint8Array())
  expect(pages).toHaveLength(1)
  expect(pages[0]).toContain('培训费20')
})

test('files that are not there yet, or hold nothing to look at, are asked for again', async () => {
  const { provider, control, clock } = await start({ behaviour: { filesDelayS: 60 } })
  const number = numberOf(await provider.submit(invoiceRequest()))
  const notReady = { code: 'invoiceProviderUnavailable', details: { why: 'filesNotReady' } }
  await expect(provider.download(number)).rejects.toMatchObject(notReady)
  clock.advance(60_000)
  expect(await provider.download(number)).toHaveLength(3)
  await control.behave({ files: 'none' })
  await expect(provider.download(number)).rejects.toMatchObject(notReady)
  await control.behave({ files: 'pdfOnly' })
  expect(await provider.download(number)).toHaveLength(1)
})

test('an unknown number has no files', async () => {
  const { provider } = await start()
  await expect(provider.download('26112000000000000001')).rejects.toMatchObject({ code: 'invoiceProviderRefused' })
})
