import { readdir, readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { type FileKind, isPhotoKind, sniffFileKind, sniffLength } from '../../../server/core/file-kind.ts'
import { gifScriptFile, htmlFile, pdfTail, svgFile, textFile } from '../../support/bad-files.ts'
import { manyPagesPdf } from '../../support/make-pdf.ts'

const fixtures = new URL('../../fixtures/', import.meta.url)

function pixel() {
  return sharp({ create: { width: 8, height: 8, channels: 3, background: '#336699' } })
}

test('tells every voucher picture by its bytes, from the first 512 alone', async () => {
  const folder = new URL('vouchers/', fixtures)
  for (const name of (await readdir(folder)).filter((file) => /\.(?:jpg|png)$/.test(file))) {
    const bytes = await readFile(new URL(name, folder))
    const expected = name.endsWith('.png') ? 'png' : 'jpeg'
    expect(sniffFileKind(bytes), name).toBe(expected)
    expect(sniffFileKind(bytes.subarray(0, sniffLength)), name).toBe(expected)
  }
})

test('tells the other kinds that people send', async () => {
  expect(sniffFileKind(await pixel().webp().toBuffer())).toBe('webp')
  expect(sniffFileKind(await pixel().gif().toBuffer())).toBe('gif')
  expect(sniffFileKind(await pixel().tiff().toBuffer())).toBe('tiff')
  expect(sniffFileKind(await readFile(new URL('pictures/phone-turned.heic', fixtures)))).toBe('heic')
  expect(sniffFileKind(await readFile(new URL('invoices/older-einvoice.ofd', fixtures)))).toBe('ofd')
  expect(sniffFileKind(manyPagesPdf(1))).toBe('pdf')
  expect(sniffFileKind(Buffer.from('PK\x03\x04\x14\0\0\0\0\0', 'latin1'))).toBe('zip')
  expect(sniffFileKind(Buffer.from('\ufeff<?xml version="1.0"?><EInvoice/>'))).toBe('xml')
  const bmp = Buffer.alloc(54)
  bmp.write('BM', 'latin1')
  bmp.writeUInt32LE(54, 10)
  bmp.writeUInt32LE(40, 14)
  expect(sniffFileKind(bmp)).toBe('bmp')
})

test('text, HTML, SVG, AVIF, a lone BM and nothing at all are no kind', async () => {
  const avif = await pixel().avif().toBuffer()
  const lone = Buffer.from('BMW service invoice, thank you')
  for (const bytes of [textFile, htmlFile, svgFile, avif, lone, Buffer.alloc(0), Buffer.from([0xff, 0xd8])]) {
    expect(sniffFileKind(bytes)).toBeNull()
  }
})

test('a PDF header counts at the very start only', () => {
  expect(sniffFileKind(pdfTail)).toBe('pdf')
  expect(sniffFileKind(Buffer.concat([Buffer.from('\n'), pdfTail]))).toBeNull()
  expect(sniffFileKind(Buffer.concat([gifScriptFile, pdfTail]))).toBe('gif')
})

test('a voucher may be a picture that phones make or a PDF', () => {
  const all: (FileKind | null)[] = [
    'jpeg',
    'png',
    'webp',
    'heic',
    'gif',
    'bmp',
    'tiff',
    'pdf',
    'ofd',
    'xml',
    'zip',
    null,
  ]
  expect(all.filter(isPhotoKind)).toEqual(['jpeg', 'png', 'webp', 'heic', 'pdf'])
})
