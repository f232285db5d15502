import { expect, test } from 'vitest'
import { redReferenceOf } from '../../../server/features/invoices/invoice-reading.ts'
import { readInvoiceOfd } from '../../../server/features/invoices/read-invoice-ofd.ts'
import { readInvoiceXml } from '../../../server/features/invoices/read-invoice-xml.ts'
import { digitalFace, drawnInvoice, ofdContent, olderFace, packOfd } from '../../support/draw-invoice.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** What `drawnInvoice` says, as a reading of any source. */
const truth = {
  number: drawnInvoice.number,
  code: '',
  kind: 'normal',
  colour: 'blue',
  issuedOn: drawnInvoice.date,
  amountFen: 320_000,
  amountWithoutTaxFen: 310_680,
  taxFen: 9_320,
  buyerName: drawnInvoice.buyerName,
  buyerTaxNumber: drawnInvoice.buyerTaxNumber,
  sellerName: drawnInvoice.sellerName,
  sellerTaxNumber: drawnInvoice.sellerTaxNumber,
  remark: '订单 PX26W3N8PX',
  redReference: null,
  doubts: [],
}

type Change = { number?: string; items?: string; extra?: string; basics?: string; labels?: string; header?: string }

function digital({ number = truth.number, items = '', extra, basics, labels, header = number }: Change = {}): string {
  return `<EInvoice xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Header><EIid>${header}</EIid><InherentLabel>${
    labels ??
    '<InIssuType><LabelCode>Y</LabelCode></InIssuType><GeneralOrSpecialVAT><LabelCode>02</LabelCode></GeneralOrSpecialVAT>'
  }</InherentLabel></Header><EInvoiceData><SellerInformation><SellerIdNum>${truth.sellerTaxNumber}</SellerIdNum><SellerName>${truth.sellerName}</SellerName><SellerAddr xsi:nil="true"/></SellerInformation><BuyerInformation><BuyerIdNum>${truth.buyerTaxNumber}</BuyerIdNum><BuyerName>${truth.buyerName}</BuyerName></BuyerInformation><BasicInformation>${
    basics ??
    '<TotalAmWithoutTax>3106.80</TotalAmWithoutTax><TotalTaxAm>93.20</TotalTaxAm><TotalTax-includedAmount>3200</TotalTax-includedAmount><TotalTax-includedAmountInChinese>叁仟贰佰圆整</TotalTax-includedAmountInChinese><RequestTime>2026-11-19 23:59:59</RequestTime>'
  }</BasicInformation><IssuItemInformation><ItemName>*非学历教育服务*培训费</ItemName><Amount>1.00</Amount><ComTaxAm>0.00</ComTaxAm><TotaltaxIncludedAmount>1.00</TotaltaxIncludedAmount></IssuItemInformation>${items}${
    extra ?? '<AdditionalInformation><Remark>订单 PX26W3N8PX</Remark></AdditionalInformation>'
  }</EInvoiceData><TaxSupervisionInfo><InvoiceNumber>${number}</InvoiceNumber><IssueTime>20261120101112</IssueTime></TaxSupervisionInfo></EInvoice>`
}

const readXml = (text: string) => readInvoiceXml(bytesOf(text))

test('a fully digital invoice without a declaration, its total without decimals', () => {
  expect(readXml(digital())).toEqual([{ source: 'xml', ...truth }])
})

test('an item’s TotaltaxIncludedAmount is never taken for the invoice’s TotalTax-includedAmount', () => {
  const basics = '<TotalAmWithoutTax>3106.80</TotalAmWithoutTax><TotalTaxAm>93.20</TotalTaxAm>'
  expect(readXml(digital({ basics }))[0]).toMatchObject({ amountFen: 320_000 })
  expect(readXml(digital({ basics: '' }))[0]).toMatchObject({ amountFen: null, taxFen: null })
})

test('a remark as an element or as plain text, and one that is nil', () => {
  const remark = (extra: string) => readXml(digital({ extra }))[0]?.remark
  expect(remark('<AdditionalInformation>订单 PX26W3N8PX</AdditionalInformation>')).toBe('订单 PX26W3N8PX')
  expect(remark('<AdditionalInformation xsi:nil="true"/>')).toBe('')
  expect(remark('<AdditionalInformation><Remark>第一行&#10; 第二行 </Remark></AdditionalInformation>')).toBe(
    '第一行\n第二行',
  )
})

test('several invoices in one XML are several readings', () => {
  const two = `<Invoices>${digital()}${digital({ number: '26322000000316294885' })}</Invoices>`
  expect(readXml(two).map((one) => one.number)).toEqual([truth.number, '26322000000316294885'])
})

test('a red invoice names its blue one and the confirmation form, by element or by remark', () => {
  const red = {
    labels:
      '<InIssuType><LabelCode>N</LabelCode></InIssuType><GeneralOrSpecialVAT><LabelCode>01</LabelCode></GeneralOrSpecialVAT>',
    basics:
      '<TotalAmWithoutTax>-3106.80</TotalAmWithoutTax><TotalTaxAm>-93.20</TotalTaxAm><TotalTax-includedAmount>-3200.00</TotalTax-includedAmount><TotalTax-includedAmountInChinese>（负数）叁仟贰佰圆整</TotalTax-includedAmountInChinese>',
  }
  const redReference = { code: '', number: '26322000000000000001', confirmationNumber: '32050126110000001234' }
  const expected = { kind: 'special', colour: 'red', amountFen: -320_000, taxFen: -9_320, redReference, doubts: [] }
  const element =
    '<SpecificInformation><RedEInvoice><OriginalInvoiceCode>26322000000000000001</OriginalInvoiceCode><CreditNoteNumber>32050126110000001234</CreditNoteNumber></RedEInvoice></SpecificInformation>'
  expect(readXml(digital({ ...red, extra: element }))[0]).toMatchObject(expected)
  const remark = '被红冲蓝字数电票号码：26322000000000000001 红字发票信息确认单编号：32050126110000001234'
  expect(
    readXml(digital({ ...red, extra: `<AdditionalInformation><Remark>${remark}</Remark></AdditionalInformation>` }))[0],
  ).toMatchObject(expected)
})

test('the ways in which remarks name a blue invoice', () => {
  const digitalOne = { code: '', number: '26322000000000000001', confirmationNumber: null }
  expect(redReferenceOf('被红冲蓝字数电发票号码：26322000000000000001')).toEqual(digitalOne)
  expect(redReferenceOf('被红冲蓝字数电票号\n码: 263220000000\n00000001')).toEqual(digitalOne)
  const older = { code: '032001900111', number: '12345678', confirmationNumber: null }
  expect(redReferenceOf('对应正数发票代码:032001900111号码:12345678')).toEqual(older)
  expect(redReferenceOf('被红冲蓝字发票代码：032001900111 被红冲蓝字发票号码：12345678')).toEqual(older)
  expect(redReferenceOf('订单 PX26W3N8PX 26322000000000000001')).toBeNull()
})

test('what one file says twice and differently is a doubt, and the surest place is believed', () => {
  const words =
    '<TotalAmWithoutTax>3106.80</TotalAmWithoutTax><TotalTaxAm>93.20</TotalTaxAm><TotalTax-includedAmount>3200.00</TotalTax-includedAmount><TotalTax-includedAmountInChinese>叁仟叁佰圆整</TotalTax-includedAmountInChinese>'
  expect(readXml(digital({ basics: words }))[0]?.doubts).toEqual([
    { field: 'amountFen', found: { from: 'page', value: '320000' }, other: { from: 'words', value: '330000' } },
  ])
  const sum =
    '<TotalAmWithoutTax>3000.00</TotalAmWithoutTax><TotalTaxAm>93.20</TotalTaxAm><TotalTax-includedAmount>3200.00</TotalTax-includedAmount>'
  expect(readXml(digital({ basics: sum }))[0]?.doubts).toMatchObject([
    { field: 'amountFen', found: { value: '320000' }, other: { from: 'sum', value: '309320' } },
  ])
  expect(readXml(digital({ header: '26322000000000000009' }))[0]).toMatchObject({
    number: truth.number,
    doubts: [{ field: 'number', other: { value: '26322000000000000009' } }],
  })
  const positive = digital({ labels: '<InIssuType><LabelCode>N</LabelCode></InIssuType>' })
  expect(readXml(positive)[0]).toMatchObject({ colour: 'red', doubts: [{ field: 'colour' }] })
})

// --- OFD -----------------------------------------------------------------------------------------------------------

const ids: Record<string, number> = {}
/** The face with an id for each value, as writers number what their tags point at; the sign is an object of its own. */
const face = digitalFace(drawnInvoice, { signApart: true }).map((text, index) => {
  const id = 7000 + index
  ids[text.text] ??= id
  return { ...text, id }
})
const idOf = (text: string) => ids[text] ?? 0
const ref = (name: string, id: number) => `<${name}><ofd:ObjectRef PageRef="1">${id}</ofd:ObjectRef></${name}>`
const data = (name: string, text: string) => `<${name}><ofd:ObjectData>${text}</ofd:ObjectData></${name}>`
/** The signs in the order of the page: without tax, tax, total. */
const signs = face.filter(({ text }) => text === '¥').map(({ id }) => id)

const digitalTag = `<EInvoice xmlns:ofd="http://www.ofdspec.org/2016"><Header>${data('EIid', truth.number)}<InherentLabel><InIssuType>${data('LabelCode', 'Y')}</InIssuType><GeneralOrSpecialVAT>${data('LabelCode', '02')}</GeneralOrSpecialVAT></InherentLabel></Header><EInvoiceData><SellerInformation>${ref('SellerIdNum', idOf(truth.sellerTaxNumber))}${ref('SellerName', idOf(truth.sellerName))}${data('SellerAddr', 'null')}</SellerInformation><BuyerInformation>${ref('BuyerIdNum', idOf(truth.buyerTaxNumber))}${ref('BuyerName', idOf(truth.buyerName))}</BuyerInformation><BasicInformation>${ref('TotalAmWithoutTax', signs[0] ?? 0)}${ref('TotalTaxAm', signs[1] ?? 0)}${ref('TotalTax-includedAmount', signs[2] ?? 0)}</BasicInformation><AdditionalInformation>${ref('Remark', idOf('订单 PX26W3N8PX'))}</AdditionalInformation></EInvoiceData><TaxSupervisionInfo>${ref('InvoiceNumber', idOf(truth.number))}${ref('IssueTime', idOf('2026年11月20日'))}</TaxSupervisionInfo></EInvoice>`

test('an OFD’s tags: values in them, on the page, and behind a sign that stands alone', () => {
  // Nothing but what the tags point at: the page has no labels to read by.
  const values = face.filter(({ text }) => !/[:：名称合计小写]/.test(text) || text === truth.buyerName)
  const content = ofdContent(values)
  expect(readInvoiceOfd(packOfd({ content, tag: digitalTag }))).toEqual([{ source: 'ofd', ...truth }])
})

test('an OFD’s tags by the older names, on a page whose labels are in its template', () => {
  const tag = `<ofd:root xmlns:ofd="http://www.ofdspec.org/2016">${ref('ofd:InvoiceNo', idOf(truth.number))}${ref('ofd:IssueDate', idOf('2026年11月20日'))}<ofd:Buyer>${ref('ofd:BuyerName', idOf(truth.buyerName))}${ref('ofd:BuyerTaxID', idOf(truth.buyerTaxNumber))}</ofd:Buyer><ofd:Seller>${ref('ofd:SellerName', idOf(truth.sellerName))}${ref('ofd:SellerTaxID', idOf(truth.sellerTaxNumber))}</ofd:Seller>${ref('ofd:TaxExclusiveTotalAmount', signs[0] ?? 0)}${ref('ofd:TaxTotalAmount', signs[1] ?? 0)}${ref('ofd:TaxInclusiveTotalAmount', signs[2] ?? 0)}</ofd:root>`
  const isLabel = ({ text }: { text: string }) => /[：合计写]|发票|^.$/.test(text) && text !== '¥'
  const parts = {
    content: ofdContent(
      face.filter((text) => !isLabel(text)),
      2,
    ),
    template: ofdContent(face.filter(isLabel)),
  }
  expect(readInvoiceOfd(packOfd({ ...parts, tag }))).toEqual([{ source: 'ofd', ...truth }])
  // Without the tags the page alone says all of it.
  expect(readInvoiceOfd(packOfd(parts))).toEqual([{ source: 'ofd', ...truth }])
})

test('an older invoice is read from its printed page', () => {
  const older = { ...drawnInvoice, code: '032001900111', number: '12345678' }
  expect(readInvoiceOfd(packOfd({ content: ofdContent(olderFace(older)) }))).toEqual([
    { source: 'ofd', ...truth, code: older.code, number: older.number },
  ])
})

test('what the tags say and the page shows otherwise is a doubt', () => {
  const changed = digitalTag.replace(
    /<TotalTax-includedAmount>.*<\/TotalTax-includedAmount>/,
    data('TotalTax-includedAmount', '3300.00'),
  )
  const [reading] = readInvoiceOfd(packOfd({ content: ofdContent(face), tag: changed }))
  expect(reading?.amountFen).toBe(330_000)
  expect(reading?.doubts).toContainEqual({
    field: 'amountFen',
    found: { from: 'data', value: '330000' },
    other: { from: 'page', value: '320000' },
  })
})

test('the custom data of OFD.xml, where there is nothing else', () => {
  const custom = {
    发票号码: truth.number,
    合计金额: '3106.80',
    合计税额: '93.20',
    购买方名称: truth.buyerName,
    开票日期: '2026年11月20日',
  }
  expect(readInvoiceOfd(packOfd({ custom }))).toMatchObject([
    { number: truth.number, code: '', amountFen: 320_000, taxFen: 9_320, issuedOn: '2026-11-20', sellerName: null },
  ])
})
