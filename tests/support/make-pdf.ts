import { deflateRawSync, constants as zlib } from 'node:zlib'

/** PDFs written by hand, object by object, so that a test controls every byte. Offsets in the cross-reference are right. */
export function makePdf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.5\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  const offsets: number[] = []
  let length = parts[0]?.length ?? 0
  const add = (part: string | Buffer) => {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'latin1') : part
    parts.push(bytes)
    length += bytes.length
  }
  for (const [index, object] of objects.entries()) {
    offsets.push(length)
    add(`${index + 1} 0 obj\n`)
    add(object)
    add('\nendobj\n')
  }
  const start = length
  add(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`)
  for (const offset of offsets) add(`${String(offset).padStart(10, '0')} 00000 n \n`)
  add(`trailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`)
  return Buffer.concat(parts)
}

export function pdfStream(content: string | Buffer, dictionary = ''): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content
  return Buffer.concat([
    Buffer.from(`<<${dictionary}/Length ${bytes.length}>>stream\n`, 'latin1'),
    bytes,
    Buffer.from('\nendstream', 'latin1'),
  ])
}

/** One A4 page with the given content stream; `fonts` and `images` are resource entries, `more` the objects from number 5 on. */
export function onePagePdf(
  content: Buffer,
  resources: string,
  more: readonly (string | Buffer)[] = [],
  page = '',
): Buffer {
  return makePdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<<${resources}>>${page}>>`,
    content,
    ...more,
  ])
}

const songDescriptor =
  '<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 752/Descent -271/CapHeight 737/StemV 58>>'

export type PdfText = { readonly gbkHex: string; readonly x: number; readonly y: number; readonly colour?: string }

/**
 * The kind of receipt that Chinese banks write with iText: Chinese in STSong-Light, not embedded, its characters as GBK
 * codes (GBK-EUC-H). A reader without the CMap has no text, one without a Chinese font draws blanks.
 */
export function songPdf(texts: readonly PdfText[], page = ''): Buffer {
  const content = texts
    .map(({ gbkHex, x, y, colour }) => `BT ${colour ?? '0 0 0'} rg /F1 18 Tf ${x} ${y} Td <${gbkHex}> Tj ET`)
    .join('\n')
  return onePagePdf(
    pdfStream(content),
    '/Font<</F1 5 0 R>>',
    [
      '<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H/DescendantFonts[6 0 R]>>',
      '<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 7 0 R/DW 1000>>',
      songDescriptor,
    ],
    page,
  )
}

/** Text as glyph numbers that mean nothing without the ToUnicode table beside them, as browsers and Office write it. */
export function toUnicodePdf(text: string): Buffer {
  const characters = [...text]
  const hex = (value: number) => value.toString(16).padStart(4, '0')
  const table = characters.map((character, index) => `<${hex(index + 1)}> <${hex(character.codePointAt(0) ?? 0)}>`)
  const cmap = [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def /CMapType 2 def',
    '1 begincodespacerange <0000> <ffff> endcodespacerange',
    `${table.length} beginbfchar`,
    ...table,
    'endbfchar endcmap end end',
  ].join('\n')
  const content = `BT /F1 18 Tf 72 700 Td <${characters.map((_, index) => hex(index + 1)).join('')}> Tj ET`
  return onePagePdf(pdfStream(content), '/Font<</F1 5 0 R>>', [
    '<</Type/Font/Subtype/Type0/BaseFont/AAAAAA+SimSun/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 8 0 R>>',
    '<</Type/Font/Subtype/CIDFontType2/BaseFont/AAAAAA+SimSun/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor 7 0 R/DW 1000>>',
    songDescriptor.replace('STSong-Light', 'AAAAAA+SimSun'),
    pdfStream(cmap),
  ])
}

/** A page that is only a photograph, as scanner apps write it. */
export function picturePdf(jpeg: Buffer, width: number, height: number): Buffer {
  return onePagePdf(pdfStream('q 595 0 0 842 0 0 cm /I1 Do Q'), '/XObject<</I1 5 0 R>>', [
    pdfStream(
      jpeg,
      `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode`,
    ),
  ])
}

export function manyPagesPdf(pages: number): Buffer {
  const kids = Array.from({ length: pages }, (_, index) => `${index + 3} 0 R`).join(' ')
  return makePdf([
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${kids}]/Count ${pages}>>`,
    ...Array.from({ length: pages }, () => '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>'),
  ])
}

/** Asks for a password: neither the empty one nor any other fits these keys. */
export function encryptedPdf(): Buffer {
  const key = 'ab'.repeat(32)
  return makePdf(
    [
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Kids[3 0 R]/Count 1>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>',
      `<</Filter/Standard/V 1/R 2/O<${key}>/U<${key}>/P -44>>`,
    ],
    `/Encrypt 4 0 R/ID[<${'00'.repeat(16)}><${'00'.repeat(16)}>]`,
  )
}

/** A page whose content is `text` over and over until it is `unpackedMib` long, in a file of a few hundred KiB. */
export function flateBombPdf(text: string, unpackedMib: number): Buffer {
  return onePagePdf(pdfStream(zlibBomb(Buffer.from(text, 'latin1'), unpackedMib), '/Filter/FlateDecode'), '')
}

/**
 * A zlib stream that unpacks to `unpackedMib` MiB without anybody packing that much: one packed block, repeated. Its
 * closing checksum is wrong; nobody gets there.
 */
export function zlibBomb(pattern: Buffer, unpackedMib: number): Buffer {
  const mebibyte = Buffer.alloc(1024 * 1024, pattern)
  const block = deflateRawSync(mebibyte, { level: 9, finishFlush: zlib.Z_FULL_FLUSH })
  const blocks = Array.from({ length: unpackedMib }, () => block)
  return Buffer.concat([Buffer.from([0x78, 0xda]), ...blocks, Buffer.from([0x03, 0x00, 0, 0, 0, 0])])
}
