import { crc32 } from 'node:zlib'
import { zlibBomb } from './make-pdf.ts'

/** Files that people, broken phones and attackers send. Pictures that need a codec are made in the tests themselves. */

export const textFile = Buffer.from('付款金额：3,200.00\n这不是图片。\n', 'utf8')

export const svgFile = Buffer.from(
  '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
)

export const htmlFile = Buffer.from('<!DOCTYPE html><html><body><script>alert(1)</script></body></html>')

/** A GIF header that is at the same time the start of a JavaScript comment. */
export const gifScriptFile = Buffer.from('GIF89a/*\0\0\0*/=1;alert(1)')

/** What is put behind a picture to make it two files at once. */
export const htmlTail = Buffer.from('<html><script>alert("polyglot")</script></html>')
export const zipTail = Buffer.from('PK\x03\x04\x14\0\0\0\0\0polyglot-entry.txt', 'latin1')
export const pdfTail = Buffer.from('%PDF-1.4\n% polyglot\n1 0 obj\n<<>>\nendobj\n')

/** A grey PNG of the given size that is about one thousandth of it: 30,000 x 30,000 are 900 KB. Complete but for the checksum of its pixels. */
export function pngBomb(width: number, height: number): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  const unpackedMib = Math.ceil(((width + 1) * height) / (1024 * 1024))
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    pngChunk('IDAT', zlibBomb(Buffer.from([0]), unpackedMib)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

function pngChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const chunk = Buffer.alloc(body.length + 8)
  chunk.writeUInt32BE(content.length, 0)
  body.copy(chunk, 4)
  chunk.writeUInt32BE(crc32(body), body.length + 4)
  return chunk
}
