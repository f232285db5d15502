/**
 * What a file is, told by its first bytes alone. Names, extensions and the type that a browser sends are never asked:
 * they are the sender's word. Pure and small, because the browser asks too, before it uploads.
 */
export type FileKind = 'jpeg' | 'png' | 'webp' | 'heic' | 'gif' | 'bmp' | 'tiff' | 'pdf' | 'ofd' | 'xml' | 'zip'

/** How many leading bytes `sniffFileKind` looks at: a browser need not load the whole file. */
export const sniffLength = 512

/** What a photographed paper may be: what phones and banks produce. GIF, BMP and TIFF come from nobody's camera. */
export const photoKinds = ['jpeg', 'png', 'webp', 'heic', 'pdf'] as const satisfies readonly FileKind[]
export type PhotoKind = (typeof photoKinds)[number]

export function isPhotoKind(kind: FileKind | null): kind is PhotoKind {
  return (photoKinds as readonly (FileKind | null)[]).includes(kind)
}

/**
 * HEIF brands whose pictures are HEVC-coded, of ISO/IEC 23008-12 annex B, and the two generic ones that Apple and Huawei
 * phones also write. AVIF (`avif`) is refused: no phone camera writes it.
 */
const heicBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs', 'mif1', 'msf1'])

/**
 * Null for everything that is not listed: text, HTML, SVG, scripts, programs. Signatures count at offset 0 only; a PDF
 * reader accepts its header within the first KiB, which is how one file can be a picture to one program and a PDF to
 * another.
 */
export function sniffFileKind(bytes: Uint8Array): FileKind | null {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg'
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png'
  if (asciiAt(bytes, 0, 4) === 'RIFF' && asciiAt(bytes, 8, 4) === 'WEBP') return 'webp'
  if (asciiAt(bytes, 4, 4) === 'ftyp') return heicBrands.has(asciiAt(bytes, 8, 4)) ? 'heic' : null
  if (asciiAt(bytes, 0, 5) === '%PDF-') return 'pdf'
  if (asciiAt(bytes, 0, 6) === 'GIF87a' || asciiAt(bytes, 0, 6) === 'GIF89a') return 'gif'
  if (startsWith(bytes, [0x49, 0x49, 0x2a, 0x00]) || startsWith(bytes, [0x4d, 0x4d, 0x00, 0x2a])) return 'tiff'
  if (isBmp(bytes)) return 'bmp'
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return isOfd(bytes) ? 'ofd' : 'zip'
  if (isXml(bytes)) return 'xml'
  return null
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}

function asciiAt(bytes: Uint8Array, offset: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + length))
}

/** `BM` alone is ordinary text; the two reserved words are zero and the header length is one of those in use. */
function isBmp(bytes: Uint8Array): boolean {
  const headerLength = bytes[14]
  return (
    asciiAt(bytes, 0, 2) === 'BM' &&
    [6, 7, 8, 9].every((index) => bytes[index] === 0) &&
    headerLength !== undefined &&
    [12, 40, 52, 56, 64, 108, 124].includes(headerLength) &&
    [15, 16, 17].every((index) => bytes[index] === 0)
  )
}

/**
 * An OFD (GB/T 33190) is a ZIP with `OFD.xml` at its root; writers put it, or the `Doc_0` folder, first. A ZIP whose
 * first entry is another is `zip`: whether it is an OFD after all is for the invoice reader, which opens it.
 */
function isOfd(bytes: Uint8Array): boolean {
  const nameLength = (bytes[26] ?? 0) | ((bytes[27] ?? 0) << 8)
  const name = asciiAt(bytes, 30, Math.min(nameLength, 64))
  return name === 'OFD.xml' || /^Doc_\d+\//.test(name)
}

/** An XML declaration, with or without a byte order mark, that is no SVG or XHTML: those are programs to a browser. */
function isXml(bytes: Uint8Array): boolean {
  const start = startsWith(bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0
  const head = asciiAt(bytes, start, sniffLength)
  return head.startsWith('<?xml') && !/<(?:svg|html|!doctype\s+(?:svg|html))\b/i.test(head)
}
