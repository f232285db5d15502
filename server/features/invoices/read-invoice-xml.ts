import { parseAmountInWords } from '../../core/amount-in-words.ts'
import type { Fen } from '../../core/money.ts'
import type { InvoiceReading, RedReference } from './invoice-reading.schema.ts'
import {
  codeOf,
  InvoiceUnreadable,
  nothingSaid,
  readAmount,
  readCode,
  readDay,
  readName,
  readRemark,
  redReferenceOf,
  type Said,
} from './invoice-reading.ts'
import type { InvoiceKind } from './invoices.schema.ts'
import { findNode, findParentsOf, findText, readXmlTree, type XmlNode } from './read-xml-tree.ts'
import { type Statement, sayTogether } from './say-together.ts'

/**
 * Reads the invoices of an XML file, of either schema: that of the fully digital invoice 数电票 (EInvoice), and that of
 * older e-invoices (eInvoice, www.edrm.org.cn). Which one it is, is told by the elements in it: roots vary. Throws
 * InvoiceUnreadable.
 */
export function readInvoiceXml(bytes: Uint8Array): InvoiceReading[] {
  const found = sayInvoiceXml(readXmlTree(bytes), 'data').map((statements) => sayTogether('xml', statements))
  if (found.length === 0) throw new InvoiceUnreadable('notAnInvoice')
  return found
}

/** What each invoice in a tree of elements says: its elements, then the text of its QR code. Empty when none is in it. */
export function sayInvoiceXml(root: XmlNode, from: 'data' | 'attachment'): Statement[][] {
  const digital = parentsOr(root, 'EInvoiceData').map((node) => sayDigital(node, from))
  const found = digital.some((said) => said !== null)
    ? digital
    : parentsOr(root, 'InvoiceNo').map((node) => sayOlder(node, from))
  return found.filter((statements) => statements !== null)
}

function parentsOr(root: XmlNode, name: string): XmlNode[] {
  const parents = findParentsOf(root, name)
  return parents.length === 0 ? [root] : parents
}

function sayDigital(root: XmlNode, from: Statement['from']): Statement[] | null {
  const buyer = findNode(root, 'BuyerInformation')
  const seller = findNode(root, 'SellerInformation')
  const basics = findNode(root, 'BasicInformation')
  if (!buyer || !basics) return null
  const supervision = findNode(root, 'TaxSupervisionInfo')
  const number = readCode(findText(supervision, 'InvoiceNumber') ?? findText(root, 'EIid'))
  const amountFen = readAmount(findText(basics, 'TotalTax-includedAmount'))
  const blueOrRed = readCode(findText(findNode(root, 'InIssuType'), 'LabelCode'))
  const extra = findNode(root, 'AdditionalInformation')
  const remark = readRemark(findText(extra, 'Remark') ?? extra?.text ?? (basics ? '' : null))
  const said: Said = {
    number,
    code: codeOf(number, readCode(findText(supervision, 'InvoiceCode'))),
    kind: kindOfLabels(root),
    colour: blueOrRed === 'N' ? 'red' : blueOrRed === 'Y' ? 'blue' : null,
    issuedOn: readDay(findText(supervision, 'IssueTime') ?? findText(basics, 'RequestTime')),
    // `TotalTax-includedAmount`, not `TotaltaxIncludedAmount`: that one is an item's.
    amountFen,
    amountWithoutTaxFen: readAmount(findText(basics, 'TotalAmWithoutTax')),
    taxFen: readAmount(findText(basics, 'TotalTaxAm')),
    buyerName: readName(findText(buyer, 'BuyerName')),
    buyerTaxNumber: readCode(findText(buyer, 'BuyerIdNum')),
    sellerName: readName(findText(seller, 'SellerName')),
    sellerTaxNumber: readCode(findText(seller, 'SellerIdNum')),
    remark,
    redReference: redReferenceOfElement(findNode(root, 'RedEInvoice'), remark),
  }
  const words = findText(basics, 'TotalTax-includedAmountInChinese')
  // The number stands in two places; they agree, or one of them was changed.
  const id = readCode(findText(findNode(root, 'Header'), 'EIid'))
  const header = id !== null && /^\d{20}$/.test(id) ? id : null
  return [
    { from, said, wordsFen: readWords(words) },
    { from, said: { ...nothingSaid, number: header } },
  ]
}

function kindOfLabels(root: XmlNode): InvoiceKind | null {
  const label = findNode(root, 'GeneralOrSpecialVAT')
  const code = readCode(findText(label, 'LabelCode'))
  if (code === '01' || code === '1') return 'special'
  if (code === '02' || code === '2') return 'normal'
  return kindOfWords(`${findText(label, 'LabelName')}${findText(findNode(root, 'EInvoiceType'), 'LabelName')}`)
}

/** 增值税专用发票 or 普通发票, wherever it is written out. */
export function kindOfWords(text: string): InvoiceKind | null {
  if (/专用发票|专票/.test(text)) return 'special'
  return /普通发票|普票/.test(text) ? 'normal' : null
}

function redReferenceOfElement(element: XmlNode | null, remark: string | null): RedReference | null {
  const inRemark = redReferenceOf(remark)
  const original = readCode(findText(element, 'OriginalInvoiceCode'))
  const number = readCode(
    findText(element, 'OriginalInvoiceNumber') ?? findText(element, 'OriginalInvoiceNo') ?? original,
  )
  const form = readCode(findText(element, 'CreditNoteNumber'))
  if (!number) return inRemark && { ...inRemark, confirmationNumber: inRemark.confirmationNumber ?? form }
  // An older blue invoice is named by code and number in one; only the remark keeps them apart for sure.
  const joined = inRemark && inRemark.code !== '' && `${inRemark.code}${inRemark.number}` === number
  if (joined) return { ...inRemark, confirmationNumber: form ?? inRemark.confirmationNumber }
  const code = original !== null && original !== number && /^\d{10,12}$/.test(original) ? original : ''
  return { code, number, confirmationNumber: form ?? inRemark?.confirmationNumber ?? null }
}

function sayOlder(root: XmlNode, from: Statement['from']): Statement[] | null {
  const number = readCode(findText(root, 'InvoiceNo') ?? findText(root, 'InvoiceNumber'))
  if (!number || (!findNode(root, 'InvoiceCode') && !findNode(root, 'BuyerName'))) return null
  const note = findNode(root, 'Note') ?? findNode(root, 'Remark')
  const remark = readRemark(note ? note.text : null)
  const said: Said = {
    ...nothingSaid,
    number,
    code: readCode(findText(root, 'InvoiceCode')) ?? '',
    issuedOn: readDay(findText(root, 'IssueDate') ?? findText(root, 'IssueTime')),
    amountFen: readAmount(findText(root, 'TaxInclusiveTotalAmount')),
    amountWithoutTaxFen: readAmount(findText(root, 'TaxExclusiveTotalAmount')),
    taxFen: readAmount(findText(root, 'TaxTotalAmount')),
    buyerName: readName(findText(root, 'BuyerName')),
    buyerTaxNumber: readCode(findText(root, 'BuyerTaxID')),
    sellerName: readName(findText(root, 'SellerName')),
    sellerTaxNumber: readCode(findText(root, 'SellerTaxID')),
    remark,
    redReference: redReferenceOf(remark),
  }
  const qr = sayQrText(findText(root, 'GraphCode'))
  return qr ? [{ from, said }, qr] : [{ from, said }]
}

/**
 * The text of an invoice's QR code: `01,<kind>,<code>,<number>,<amount>,<day>,<check code>,…`. The amount is with tax for
 * 31 and 32 (数电票), without it for the others; 01, 08 and 31 are special invoices (paper, electronic, 数电).
 */
export function sayQrText(text: string | null): Statement | null {
  const [version, kind = '', code = '', number = '', amount = '', day = ''] = (text ?? '').trim().split(',')
  if (version !== '01' || !/^\d{2}$/.test(kind) || !/^\d{8}(?:\d{12})?$/.test(number)) return null
  const isDigital = kind === '31' || kind === '32'
  const said: Said = {
    ...nothingSaid,
    number,
    code: readCode(code) ?? codeOf(number, null),
    kind: ['01', '08', '31'].includes(kind) ? 'special' : ['04', '10', '32'].includes(kind) ? 'normal' : null,
    issuedOn: readDay(day),
    [isDigital ? 'amountFen' : 'amountWithoutTaxFen']: readAmount(amount),
  }
  return { from: 'code', said }
}

/** `（负数）叁仟贰佰圆整` is the amount without its sign; null for no amount in capitals. */
export function readWords(text: string | null): Fen | null {
  const plain = (text ?? '').normalize('NFKC').replace(/\s|\(负数\)|负数|^负|[⊗⊕ⓧ×]/g, '')
  return plain === '' ? null : (parseAmountInWords(plain)?.fen ?? null)
}
