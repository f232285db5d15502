import { unpackWhole, type ZipArchive } from '../../platform/zip-archive.ts'
import type { InvoiceReading } from './invoice-reading.schema.ts'
import { codeOf, InvoiceUnreadable, nothingSaid, readAmount, readCode, readDay, readName } from './invoice-reading.ts'
import { type OfdPage, openOfd, pagesOf, partOf, partsLike } from './ofd-package.ts'
import { sayInvoicePages } from './read-invoice-page.ts'
import { sayInvoiceXml } from './read-invoice-xml.ts'
import { readXmlTree, type XmlNode } from './read-xml-tree.ts'
import { type Statement, sayTogether } from './say-together.ts'

const mostAttachments = 20

/**
 * Reads the invoice of an OFD (GB/T 33190) from all the places where it stands: the XML that writers attach
 * (`Doc_0/Attachs/…xml`), the tags (`Doc_0/Tags/…xml`) with what they hold or point at on the page, the custom data in
 * `OFD.xml`, and the page itself. Throws InvoiceUnreadable.
 */
export function readInvoiceOfd(bytes: Uint8Array): InvoiceReading[] {
  const archive = openOfd(bytes)
  const attached = sayAttachments(archive)
  const pages = readOrNothing(() => pagesOf(archive)) ?? []
  const tags = sayTags(archive, pages)
  const main = partOf(archive, 'OFD.xml')
  const custom = main ? sayCustomData(main) : null
  const printed = sayInvoicePages(pages.map(({ page }) => page))
  const found =
    attached.length > 0 ? attached : tags.length > 0 ? tags : custom ? [[custom]] : printed.map((said) => [said])
  if (found.length === 0) throw new InvoiceUnreadable('notAnInvoice')
  // Several invoices in one OFD can be told apart by their structured data alone.
  if (found.length > 1) return found.map((statements) => sayTogether('ofd', statements))
  const more = [...(tags[0] ?? []), ...(custom ? [custom] : []), ...printed]
  return [sayTogether('ofd', [...(found[0] ?? []), ...more.filter((one) => !found[0]?.includes(one))])]
}

function sayAttachments(archive: ZipArchive): Statement[][] {
  const parts = partsLike(archive, /(?:^|\/)Attach(?:ment)?s?\/(?:[^/]+\/)*[^/]+\.xml$/i)
  const other = partsLike(archive, /(?:^|\/)original_invoice\.xml$/i).filter((entry) => !parts.includes(entry))
  for (const entry of [...parts, ...other].slice(0, mostAttachments)) {
    const found = readOrNothing(() => sayInvoiceXml(readXmlTree(unpackWhole(archive, entry)), 'attachment'))
    if (found && found.length > 0) return found
  }
  return []
}

/** A list of attachments is XML too, and no invoice. What is dangerous is never passed over. */
function readOrNothing<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof InvoiceUnreadable && error.problem === 'damaged') return null
    throw error
  }
}

/** The tags carry the elements of the XML; their values stand in them as ObjectData, or on the page where ObjectRef points. */
function sayTags(archive: ZipArchive, pages: readonly OfdPage[]): Statement[][] {
  for (const entry of partsLike(archive, /(?:^|\/)(?:Tags\/[^/]+|[^/]*Tags?(?:_[^/]*)?)\.xml$/i).slice(
    0,
    mostAttachments,
  )) {
    const tree = readOrNothing(() => partOf(archive, entry.name))
    const found = tree ? sayInvoiceXml(resolved(tree, pages), 'data') : []
    if (found.length > 0) return found
  }
  return []
}

function resolved(node: XmlNode, pages: readonly OfdPage[]): XmlNode {
  const values = node.children.filter((child) => child.name === 'ObjectData' || child.name === 'ObjectRef')
  const children = node.children.filter((child) => !values.includes(child)).map((child) => resolved(child, pages))
  if (values.length === 0) return { ...node, children }
  const text = values.map((value) => (value.name === 'ObjectData' ? value.text : textAt(value, pages))).join('')
  return { ...node, text: text === 'null' ? '' : text, children }
}

/** Where the object holds only the currency's sign, the amount is the next one. */
function textAt(reference: XmlNode, pages: readonly OfdPage[]): string {
  const pageId = reference.attributes['PageRef']
  const named = pages.filter((page) => page.id === pageId)
  for (const { objects } of named.length > 0 ? [...named, ...pages] : pages) {
    const index = objects.findIndex((object) => object.id === reference.text)
    if (index < 0) continue
    const text = objects[index]?.text ?? ''
    return /^\s*[¥￥]\s*$/.test(text) ? (objects[index + 1]?.text ?? '') : text
  }
  return ''
}

function sayCustomData(root: XmlNode): Statement | null {
  const values = new Map<string, string>()
  collect(root, values)
  const value = (...names: readonly string[]) => names.map((name) => values.get(name)).find((text) => text) ?? null
  const number = readCode(value('发票号码', 'InvoiceNumber', 'InvoiceNo'))
  if (!number) return null
  const amountWithoutTaxFen = readAmount(value('合计金额', 'TotalAmWithoutTax'))
  return {
    from: 'properties',
    said: {
      ...nothingSaid,
      number,
      code: codeOf(number, readCode(value('发票代码', 'InvoiceCode'))),
      issuedOn: readDay(value('开票日期', 'IssueTime', 'IssueDate')),
      amountFen: readAmount(value('价税合计', 'TotalTax-includedAmount')),
      amountWithoutTaxFen,
      taxFen: readAmount(value('合计税额', '税额合计', 'TotalTaxAm')),
      buyerName: readName(value('购买方名称', 'BuyerName')),
      buyerTaxNumber: readCode(value('购买方纳税人识别号', '购买方统一社会信用代码', 'BuyerIdNum')),
      sellerName: readName(value('销售方名称', 'SellerName')),
      sellerTaxNumber: readCode(value('销售方纳税人识别号', '销售方统一社会信用代码', 'SellerIdNum')),
    },
  }
}

function collect(node: XmlNode, values: Map<string, string>): void {
  const name = node.attributes['Name']
  if (node.name === 'CustomData' && name && node.text !== '') values.set(name, node.text)
  for (const child of node.children) collect(child, values)
}
