import type { InvoiceReading } from './invoice-reading.schema.ts'
import { codeOf, InvoiceUnreadable, nothingSaid, readAmount, readCode, readDay, readName } from './invoice-reading.ts'
import type { PdfText } from './page-text.ts'
import { sayInvoicePages } from './read-invoice-page.ts'
import { sayInvoiceXml } from './read-invoice-xml.ts'
import { readXmlTree } from './read-xml-tree.ts'
import { type Statement, sayTogether } from './say-together.ts'

/**
 * Reads the invoices of a PDF from its information dictionary, an XML that it carries, and its pages. A PDF into which
 * several were joined gives several. Throws InvoiceUnreadable (`pictureOnly` for a scan, which has no text).
 */
export function readInvoicePdf(text: PdfText): InvoiceReading[] {
  const pages = sayInvoicePages(text.pages)
  const properties = sayProperties(text.properties)
  const attached = text.attachments.flatMap(({ bytes }) => sayAttachment(bytes))
  if (pages.length > 1) return pages.map((page) => sayTogether('pdf', [page]))
  const statements = [...(properties ? [properties] : []), ...attached, ...pages]
  if (statements.every(({ said }) => said.number === null)) {
    const isPicture = text.pages.every((page) => page.items.every((item) => item.text.trim() === ''))
    throw new InvoiceUnreadable(isPicture ? 'pictureOnly' : 'notAnInvoice')
  }
  return [sayTogether('pdf', statements)]
}

function sayAttachment(bytes: Uint8Array): Statement[] {
  try {
    return sayInvoiceXml(readXmlTree(bytes), 'attachment')[0] ?? []
  } catch (error) {
    if (error instanceof InvoiceUnreadable && error.problem === 'damaged') return []
    throw error
  }
}

function sayProperties(properties: PdfText['properties']): Statement | null {
  const values = new Map(Object.entries(properties).map(([name, value]) => [name.toLowerCase(), value]))
  const value = (...names: readonly string[]) =>
    names.map((name) => values.get(name.toLowerCase())).find((text) => text !== undefined && text !== '') ?? null
  const number = readCode(value('InvoiceNumber', 'InvoiceNo', '发票号码'))
  if (!number || !/^\d{8}(?:\d{12})?$/.test(number)) return null
  return {
    from: 'properties',
    said: {
      ...nothingSaid,
      number,
      code: codeOf(number, readCode(value('InvoiceCode', '发票代码'))),
      issuedOn: readDay(value('IssueTime', 'IssueDate', '开票日期')),
      amountFen: readAmount(value('TotalTax-includedAmount', 'TaxInclusiveTotalAmount', '价税合计')),
      amountWithoutTaxFen: readAmount(value('TotalAmWithoutTax', 'TaxExclusiveTotalAmount', '合计金额')),
      taxFen: readAmount(value('TotalTaxAm', 'TaxTotalAmount', '合计税额')),
      buyerName: readName(value('BuyerName', '购买方名称')),
      buyerTaxNumber: readCode(value('BuyerIdNum', 'BuyerTaxID')),
      sellerName: readName(value('SellerName', '销售方名称')),
      sellerTaxNumber: readCode(value('SellerIdNum', 'SellerTaxID')),
    },
  }
}
