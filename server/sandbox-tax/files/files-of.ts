import type { Behaviour } from '../behaviour.schema.ts'
import { dayOf, wallTime } from '../make-invoice.ts'
import type { TaxInvoice } from '../tax-state.ts'
import { makeOfd } from './make-ofd.ts'
import { makePdf } from './make-pdf.ts'
import { makeXml } from './make-xml.ts'

export type IssuedFile = { readonly kind: 'pdf' | 'ofd' | 'xml'; readonly name: string; readonly bytes: Uint8Array }

/** The files of an invoice under the names of the tax platform, or what `way` makes of them. The same invoice gives the same. */
export async function filesOf(invoice: TaxInvoice, way: Behaviour['files']): Promise<readonly IssuedFile[]> {
  if (way === 'none') return []
  const shown = changed(invoice, way)
  const name = (ending: string) =>
    `dzfp_${invoice.number}_${fileNamePart(invoice.buyer.name)}_${dayOf(invoice.issuedAt)}${wallTime(invoice.issuedAt).slice(11).replaceAll(':', '')}.${ending}`
  const pdf: IssuedFile = { kind: 'pdf', name: name('pdf'), bytes: await makePdf(shown) }
  if (way === 'pdfOnly') return [pdf]
  const xml = makeXml(shown)
  const files: IssuedFile[] = [
    pdf,
    { kind: 'ofd', name: name('ofd'), bytes: makeOfd(shown, xml) },
    { kind: 'xml', name: name('xml'), bytes: Buffer.from(xml, 'utf8') },
  ]
  return way === 'damaged' ? files.map((file) => ({ ...file, bytes: file.bytes.subarray(0, 200) })) : files
}

function changed(invoice: TaxInvoice, way: Behaviour['files']): TaxInvoice {
  if (way === 'otherBuyer')
    return { ...invoice, buyer: { ...invoice.buyer, name: '另一家有限公司', taxNumber: '91110108MA01C8KY3E' } }
  if (way === 'otherAmount') return { ...invoice, amountFen: invoice.amountFen + 100, totalFen: invoice.totalFen + 100 }
  return invoice
}

/** What no file system minds. */
function fileNamePart(name: string): string {
  return name.replace(/[\\/:*?"<>|\p{Cc}\s]/gu, '').slice(0, 60)
}
