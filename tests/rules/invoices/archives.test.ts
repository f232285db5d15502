import { deflateRawSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { type OpenedFile, openInvoiceFiles } from '../../../server/features/invoices/open-invoice-files.ts'
import { recogniseInvoiceFile } from '../../../server/features/invoices/recognise-invoice-file.ts'
import { packOfd } from '../../support/draw-invoice.ts'

const xml = strToU8('<EInvoice><InvoiceNumber>26322000000316294884</InvoiceNumber></EInvoice>')
const pdf = strToU8('%PDF-1.7\n')
const ofd = packOfd({})

const open = (bytes: Uint8Array) => [...openInvoiceFiles(bytes)]
const shortly = (files: readonly OpenedFile[]) =>
  files.map((file) => [file.entry, 'problem' in file ? file.problem : file.kind])

/** A ZIP by hand: names as bytes, without the mark for UTF-8, as Windows packs them. */
function zipOf(entries: readonly { name: Uint8Array; bytes: Uint8Array; says?: number; flags?: number }[]): Uint8Array {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, says = bytes.length, flags = 0 } of entries) {
    const packed = deflateRawSync(bytes)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(flags, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(says, 18)
    common.writeUInt16LE(name.length, 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, packed])
    const place = Buffer.alloc(14)
    place.writeUInt32LE(at, 10)
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), common, place, name]))
    files.push(local)
    at += local.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...files, list, end])
}

test('files are told by their content, whatever they are called', () => {
  expect(recogniseInvoiceFile(pdf)).toBe('pdf')
  expect(recogniseInvoiceFile(ofd)).toBe('ofd')
  expect(recogniseInvoiceFile(zipSync({ 'readme.txt': xml, 'OFD.xml': xml }))).toBe('ofd')
  expect(recogniseInvoiceFile(zipSync({ 'a.ofd': ofd }))).toBe('zip')
  expect(recogniseInvoiceFile(xml)).toBe('xml')
  expect(recogniseInvoiceFile(Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><a/>', 'utf16le'))).toBe('xml')
  for (const text of [
    '',
    'hello',
    '<svg xmlns="x"/>',
    '<?xml version="1.0"?><svg/>',
    '<!DOCTYPE html><html>',
    '<html>',
  ])
    expect(recogniseInvoiceFile(strToU8(text)), text).toBeNull()
})

test('a ZIP with names in GBK, in UTF-8 with and without its mark, in folders', () => {
  // 发票/苏州.xml in GBK.
  const gbk = Buffer.from('b7a2c6b12fcbd5d6dd2e786d6c', 'hex')
  const packed = zipOf([
    { name: gbk, bytes: xml },
    { name: Buffer.from('发票\\南京.ofd'), bytes: ofd },
    { name: Buffer.from('扬州.pdf'), bytes: pdf, flags: 0x800 },
  ])
  expect(shortly(open(packed))).toEqual([
    ['发票/苏州.xml', 'xml'],
    ['发票/南京.ofd', 'ofd'],
    ['扬州.pdf', 'pdf'],
  ])
})

test('what systems add is passed over, what is no invoice is named, and the same name may come twice', () => {
  const packed = zipSync({
    'a/': new Uint8Array(),
    '__MACOSX/a/._1.xml': xml,
    'a/.DS_Store': xml,
    'Thumbs.db': xml,
    'a/1.xml': xml,
    'a/1.XML': xml,
    'a/说明.txt': strToU8('请查收'),
    'a/empty.pdf': new Uint8Array(),
    'list.xlsx': zipSync({ '[Content_Types].xml': xml }),
  })
  expect(shortly(open(packed))).toEqual([
    ['a/1.xml', 'xml'],
    ['a/1.XML', 'xml'],
    ['a/说明.txt', 'unknownKind'],
    ['a/empty.pdf', 'empty'],
    ['list.xlsx', 'unknownKind'],
  ])
})

test('names never lead out of their folder', () => {
  const packed = zipSync({ '../../etc/cron.d/1.xml': xml, '/root/2.xml': xml, 'C:\\x\\..\\3.xml': xml, '..': xml })
  expect(shortly(open(packed)).map(([entry]) => entry)).toEqual(['etc/cron.d/1.xml', 'root/2.xml', 'x/3.xml', '发票'])
})

test('a ZIP within a ZIP is opened, one within that is not', () => {
  const inner = zipSync({ '1.xml': xml, 'deep.zip': zipSync({ '2.xml': xml }) })
  expect(shortly(open(zipSync({ 'one.zip': inner, '3.pdf': pdf })))).toEqual([
    ['one.zip!/1.xml', 'xml'],
    ['one.zip!/deep.zip', 'nestedTooDeep'],
    ['3.pdf', 'pdf'],
  ])
})

test('bombs are refused: by what they declare, by what comes out, and piled up in archives', {
  timeout: 30_000,
}, () => {
  const blanks = new Uint8Array(60 * 1024 * 1024)
  expect(shortly(open(zipOf([{ name: Buffer.from('a.xml'), bytes: blanks }])))).toEqual([[null, 'archiveRefused']])
  // Declares 1 KB, holds 60 MB: unpacking stops there, and the next entry is read.
  const liar = zipOf([
    { name: Buffer.from('a.xml'), bytes: blanks, says: 1024 },
    { name: Buffer.from('b.xml'), bytes: xml },
  ])
  expect(shortly(open(liar))).toEqual([
    ['a.xml', 'damaged'],
    ['b.xml', 'xml'],
  ])
  const inner = zipOf([{ name: Buffer.from('x.xml'), bytes: blanks }])
  expect(shortly(open(zipSync({ 'inner.zip': inner, '1.xml': xml })))).toEqual([
    ['inner.zip', 'archiveRefused'],
    ['1.xml', 'xml'],
  ])
  const many = zipSync(Object.fromEntries(Array.from({ length: 3_001 }, (_, index) => [`${index}.xml`, xml])))
  expect(shortly(open(many))).toEqual([[null, 'archiveRefused']])
})

test('a file that is too large, empty, cut off, or locked', () => {
  const large = Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(10 * 1024 * 1024)])
  expect(shortly(open(large))).toEqual([[null, 'tooLarge']])
  expect(shortly(open(new Uint8Array()))).toEqual([[null, 'empty']])
  const packed = zipSync({ '1.xml': xml })
  expect(shortly(open(packed.slice(0, 40)))).toEqual([[null, 'damaged']])
  const locked = zipOf([{ name: Buffer.from('1.xml'), bytes: xml, flags: 1 }])
  expect(shortly(open(locked))).toEqual([[null, 'encrypted']])
})
