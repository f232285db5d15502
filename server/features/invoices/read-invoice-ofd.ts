import { openZip, unpackWhole, type ZipArchive } from '../../platform/zip-archive.ts'
import { InvoiceUnreadable, readAmount, readCode, readDay, readName } from './invoice-reading.ts'
import type { InvoiceReading } from './invoices.schema.ts'
import { readInvoiceXml } from './read-invoice-xml.ts'
import { readXmlTree, type XmlNode } from './read-xml-tree.ts'

/** An invoice's own XML is some KB; what is larger is something else. */
const mostXmlBytes = 5 * 1024 * 1024
const mostAttachments = 20

/**
 * Lists what an OFD holds and refuses what no invoice file is, before anything is unpacked. An OFD of one invoice has some
 * 30 entries and unpacks to a few hundred KB, with pictures and seals to a few MB; XML packs to a tenth, rarely to a
 * fiftieth. Throws InvoiceUnreadable; so does unpacking.
 */
export function openOfd(bytes: Uint8Array): ZipArchive {
  return openZip(bytes, {
    mostEntries: 500,
    mostUnpackedBytes: 64 * 1024 * 1024,
    mostRatio: 200,
    ratioCountsFromBytes: 256 * 1024,
    mostWholeBytes: mostXmlBytes,
    errorOf: (problem) => new InvoiceUnreadable(problem === 'damaged' ? 'damaged' : 'archiveRefused'),
  })
}

/**
 * Reads an invoice in OFD (GB/T 33190): first from the invoice's XML that writers attach (`Doc_0/Attachs/…xml`), else
 * from the custom data in `OFD.xml` (`发票号码`, `开票日期`, `价税合计` …). Throws InvoiceUnreadable.
 */
export function readInvoiceOfd(bytes: Uint8Array): InvoiceReading {
  const archive = openOfd(bytes)
  const entries = archive.entries.filter((entry) => entry.sizeBytes <= mostXmlBytes)
  const attached = entries
    .filter((entry) => /(?:^|\/)Attachs?\/(?:[^/]+\/)*[^/]+\.xml$/i.test(entry.name))
    .slice(0, mostAttachments)
  for (const entry of attached) {
    try {
      return { ...readInvoiceXml(unpackWhole(archive, entry)), source: 'ofd' }
    } catch (error) {
      // The list of attachments is XML too, and no invoice. What is dangerous is never passed over.
      if (!(error instanceof InvoiceUnreadable) || !['notAnInvoice', 'damaged'].includes(error.problem)) throw error
    }
  }
  const main = entries.find((entry) => entry.name === 'OFD.xml')
  const reading = main ? readCustomData(readXmlTree(unpackWhole(archive, main))) : null
  if (!reading) throw new InvoiceUnreadable('notAnInvoice')
  return reading
}

function readCustomData(root: XmlNode): InvoiceReading | null {
  const values = new Map<string, string>()
  collect(root, values)
  const number = readCode(values.get('发票号码') ?? null)
  if (!number) return null
  const amountFen = readAmount(values.get('价税合计') ?? null)
  return {
    source: 'ofd',
    number,
    code: readCode(values.get('发票代码') ?? null) ?? (/^\d{20}$/.test(number) ? '' : null),
    kind: null,
    colour: amountFen === null ? null : amountFen < 0 ? 'red' : 'blue',
    issuedOn: readDay(values.get('开票日期') ?? null),
    amountFen,
    buyerName: readName(values.get('购买方名称') ?? null),
    buyerTaxNumber: readCode(values.get('购买方纳税人识别号') ?? null),
    sellerName: readName(values.get('销售方名称') ?? null),
    sellerTaxNumber: readCode(values.get('销售方纳税人识别号') ?? null),
  }
}

function collect(node: XmlNode, values: Map<string, string>): void {
  const name = node.attributes['Name']
  if (node.name === 'CustomData' && name && node.text !== '') values.set(name, node.text)
  for (const child of node.children) collect(child, values)
}
