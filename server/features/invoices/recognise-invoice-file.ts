import { sniffFileKind } from '../../core/file-kind.ts'
import type { ZipArchive } from '../../platform/zip-archive.ts'
import { openOfd } from './ofd-package.ts'

/** Tells by content alone what a file is. A ZIP whose first entry tells nothing is an OFD when it holds an `OFD.xml`. */
export function recogniseInvoiceFile(bytes: Uint8Array): 'pdf' | 'ofd' | 'xml' | 'zip' | null {
  const kind = sniffFileKind(bytes)
  if (kind === 'pdf') return kind
  if (kind === 'zip' || kind === 'ofd') return isOfd(bytes) ? 'ofd' : 'zip'
  return kind === 'xml' || startsLikeXml(bytes) ? 'xml' : null
}

function isOfd(bytes: Uint8Array): boolean {
  let archive: ZipArchive
  try {
    archive = openOfd(bytes)
  } catch {
    // Damaged or a bomb: what its name is first decides who says so.
    return sniffFileKind(bytes) === 'ofd'
  }
  return archive.byName.has('ofd.xml')
}

/** XML without a declaration, or in UTF-16: `<`, a letter, and at the first bytes nothing else. */
function startsLikeXml(bytes: Uint8Array): boolean {
  const [first, second] = bytes
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  const head = new TextDecoder(encoding)
    .decode(bytes.subarray(0, 512))
    .replace(/^\ufeff/, '')
    .trimStart()
  // SVG and HTML are programs to a browser.
  return (
    /^<(?:\?xml|!--|!DOCTYPE\s|[A-Za-z_][\w.:-]*[\s/>])/i.test(head) && !/<(?:!doctype\s+)?(?:svg|html)\b/i.test(head)
  )
}
