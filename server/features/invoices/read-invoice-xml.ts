import { addFen } from '../../core/money.ts'
import { InvoiceUnreadable, readAmount, readCode, readDay, readName } from './invoice-reading.ts'
import type { InvoiceKind, InvoiceReading } from './invoices.schema.ts'
import { findNode, findText, readXmlTree, type XmlNode } from './read-xml-tree.ts'

/**
 * Reads an invoice's XML of either schema: that of the fully digital invoice 数电票 (EInvoice), and that of older
 * e-invoices (eInvoice, www.edrm.org.cn). Which one it is, is told by the elements in it: roots vary.
 * Throws InvoiceUnreadable.
 */
export function readInvoiceXml(bytes: Uint8Array): InvoiceReading {
  const root = readXmlTree(bytes)
  const reading = readDigital(root) ?? readOlder(root)
  if (!reading) throw new InvoiceUnreadable('notAnInvoice')
  return { source: 'xml', ...reading }
}

type Read = Omit<InvoiceReading, 'source'>

function readDigital(root: XmlNode): Read | null {
  const buyer = findNode(root, 'BuyerInformation')
  const seller = findNode(root, 'SellerInformation')
  const basics = findNode(root, 'BasicInformation')
  if (!buyer || !basics) return null
  const supervision = findNode(root, 'TaxSupervisionInfo')
  const number = readCode(findText(supervision, 'InvoiceNumber') ?? findText(root, 'EIid'))
  // `TotalTax-includedAmount`, not `TotaltaxIncludedAmount`: that one is an item's.
  const amountFen =
    readAmount(findText(basics, 'TotalTax-includedAmount')) ??
    sumOf(findText(basics, 'TotalAmWithoutTax'), findText(basics, 'TotalTaxAm'))
  const blueOrRed = findText(findNode(root, 'InIssuType'), 'LabelCode')
  const kind = findText(findNode(root, 'GeneralOrSpecialVAT'), 'LabelCode')
  return {
    number,
    code: number && /^\d{20}$/.test(number) ? '' : null,
    kind: kind === '01' ? 'special' : kind === '02' ? 'normal' : null,
    colour: blueOrRed === 'N' || (amountFen !== null && amountFen < 0) ? 'red' : blueOrRed === 'Y' ? 'blue' : null,
    issuedOn: readDay(findText(supervision, 'IssueTime') ?? findText(basics, 'RequestTime')),
    amountFen,
    buyerName: readName(findText(buyer, 'BuyerName')),
    buyerTaxNumber: readCode(findText(buyer, 'BuyerIdNum')),
    sellerName: readName(findText(seller, 'SellerName')),
    sellerTaxNumber: readCode(findText(seller, 'SellerIdNum')),
  }
}

function sumOf(withoutTax: string | null, tax: string | null) {
  const [amount, more] = [readAmount(withoutTax), readAmount(tax)]
  return amount === null || more === null ? null : addFen(amount, more)
}

function readOlder(root: XmlNode): Read | null {
  const number = readCode(findText(root, 'InvoiceNo'))
  if (!number || (!findNode(root, 'InvoiceCode') && !findNode(root, 'BuyerName'))) return null
  const amountFen = readAmount(findText(root, 'TaxInclusiveTotalAmount'))
  return {
    number,
    code: readCode(findText(root, 'InvoiceCode')) ?? '',
    kind: kindOfGraphCode(findText(root, 'GraphCode')),
    colour: amountFen === null ? null : amountFen < 0 ? 'red' : 'blue',
    issuedOn: readDay(findText(root, 'IssueDate')),
    amountFen,
    buyerName: readName(findText(root, 'BuyerName')),
    buyerTaxNumber: readCode(findText(root, 'BuyerTaxID')),
    sellerName: readName(findText(root, 'SellerName')),
    sellerTaxNumber: readCode(findText(root, 'SellerTaxID')),
  }
}

/** The second part of the QR text: 01, 08, 31 are special invoices (paper, electronic, 数电), 04, 10, 32 the others. */
function kindOfGraphCode(text: string | null): InvoiceKind | null {
  const kind = (text ?? '').split(',')[1]
  if (kind === '01' || kind === '08' || kind === '31') return 'special'
  return kind === '04' || kind === '10' || kind === '32' ? 'normal' : null
}
