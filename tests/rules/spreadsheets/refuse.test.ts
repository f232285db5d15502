import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { guardZip } from '../../../server/platform/spreadsheets/guard-zip.ts'
import { refusalOf, sheetOf, sheetParts, zipOf } from './make-xlsx.ts'
import { zipFrom } from './make-zip.ts'

const utf8 = (text: string) => Buffer.from(text)
const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml'
const withType = (type: string) => {
  const parts = sheetParts('<sheetData><row><c><v>1</v></c></row></sheetData>')
  const types = String(parts['[Content_Types].xml']).replace(workbookType, type)
  return zipOf({ ...parts, '[Content_Types].xml': types })
}

describe('files that are no spreadsheet for us say what they are', () => {
  test.each([
    [
      'the log-in page of a portal',
      utf8('\ufeff<html><head></head><body><p>登录已超时，请重新登录</p></body></html>'),
      'html',
    ],
    [
      'a page whose only table is in a script',
      utf8('<!DOCTYPE html><html><script>write("<table></table>")</script><p>请登录</p></html>'),
      'html',
    ],
    ['a web archive', utf8('MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n<table>'), 'html'],
    [
      'a page in an encoding that is not read',
      Buffer.from('<meta charset=big5><table><tr><td>\xa4\xe9', 'latin1'),
      'html',
    ],
    ['XML that is no table', utf8('<?xml version="1.0"?><EInvoice><Header/></EInvoice>'), 'xml'],
    ['a PDF', utf8('%PDF-1.7\n'), 'pdf'],
    ['a photo', Buffer.from('ffd8ffe000104a464946', 'hex'), 'picture'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d', 'hex'), 'picture'],
    ['a program', Buffer.from('4d5a90000300000004000000', 'hex'), 'other'],
    ['a text with control characters', Buffer.from('a,b\u0001\u0002\n'), 'other'],
    ['Excel 4', Buffer.from('0904060000001000', 'hex'), 'oldXls'],
    ['a workbook with macros', withType('application/vnd.ms-excel.sheet.macroEnabled.main+xml'), 'xlsm'],
    ['a binary workbook', withType('application/vnd.ms-excel.sheet.binary.macroEnabled.main'), 'xlsm'],
    [
      'a Word document',
      withType('application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'),
      'other',
    ],
    ['an archive of something', zipOf({ 'a.txt': 'x' }), 'other'],
  ])('%s', async (_what, bytes, found) => {
    expect(await refusalOf(bytes)).toBe(`spreadsheetTypeRefused ${found}`)
  })

  test('a table of LibreOffice', async () => {
    const bytes = await readFile(new URL('../../fixtures/spreadsheets/libreoffice.ods', import.meta.url))
    expect(await refusalOf(bytes)).toBe('spreadsheetTypeRefused ods')
  })

  test('a workbook that only mentions the ending of macros is one for us', async () => {
    const parts = sheetParts('<sheetData><row><c><v>1</v></c></row></sheetData>')
    const types = String(parts['[Content_Types].xml']).replace(
      '<Default ',
      '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Default ',
    )
    expect(await refusalOf(zipOf({ ...parts, '[Content_Types].xml': types }))).toBe('read')
  })

  test('a file of more than 50 MB', async () => {
    expect(await refusalOf(Buffer.alloc(50_000_001, 'a'))).toBe('spreadsheetTooLarge')
  })
})

describe('archives made to burst', () => {
  test('entries that share their bytes, entries of one name, too many entries', async () => {
    const one = { name: 'a', packed: Buffer.alloc(0), sizeBytes: 0, method: 0 }
    const names = Array.from({ length: 4001 }, (_, index) => ({ ...one, name: `a${index}` }))
    expect(() => guardZip(zipFrom(names))).toThrow('spreadsheetTooLarge')
    expect(guardZip(zipFrom(names.slice(1))).entries).toHaveLength(4000)
    expect(() => guardZip(zipFrom([one, { ...one, name: 'b', header: 0 }]))).toThrow('spreadsheetDamaged')
    expect(() => guardZip(zipFrom([one, one]))).toThrow('spreadsheetDamaged')
  })

  test('a locked archive, a cut one, one that points outside itself', async () => {
    const locked = Buffer.from(zipOf({ a: 'x' }))
    const directory = locked.readUInt32LE(locked.length - 6)
    locked.writeUInt16LE(1, directory + 8)
    expect(() => guardZip(locked)).toThrow('spreadsheetEncrypted')
    const whole = sheetOf('<sheetData/>')
    expect(() => guardZip(whole.subarray(0, whole.length - 30))).toThrow('spreadsheetDamaged')
    const outside = Buffer.from(whole)
    outside.writeUInt32LE(0x7fffffff, outside.length - 6)
    expect(() => guardZip(outside)).toThrow('spreadsheetDamaged')
    const beyond = Buffer.from(whole)
    beyond.writeUInt32LE(0x00ffffff, beyond.readUInt32LE(beyond.length - 6) + 20)
    expect(() => guardZip(beyond)).toThrow('spreadsheetDamaged')
  })

  test('sheets and merged ranges that are more than anybody means', async () => {
    const parts = sheetParts('<sheetData/>')
    const twice = String(parts['xl/workbook.xml']).replace(
      '</sheets>',
      '<sheet name="b" sheetId="2" r:id="rId1"/></sheets>',
    )
    expect(await refusalOf(zipOf({ ...parts, 'xl/workbook.xml': twice }))).toBe('spreadsheetDamaged')
    const cells =
      '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row></sheetData>'
    const merged = (count: number, ref: string) =>
      sheetOf(`${cells}<mergeCells>${`<mergeCell ref="${ref}"/>`.repeat(count)}</mergeCells>`)
    expect(await refusalOf(merged(1001, 'A1:B9'))).toBe('spreadsheetDamaged')
    expect(await refusalOf(merged(100, 'A1:XFD9'))).toBe('spreadsheetDamaged')
    expect(await refusalOf(merged(1, 'A1:XFD1048576'))).toBe('read')
    expect(await refusalOf(merged(1, 'A0:B9'))).toBe('spreadsheetDamaged')
  })

  test('any byte of a workbook may be wrong: it is read or refused, never anything else', async () => {
    const bytes = await readFile(new URL('../../fixtures/spreadsheets/exceljs.xlsx', import.meta.url))
    const old = await readFile(new URL('../../fixtures/spreadsheets/libreoffice.xls', import.meta.url))
    let seed = 20_261_122
    const random = (below: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
      return Math.floor((seed / 2 ** 31) * below)
    }
    const codes = new Set<string>()
    for (let round = 0; round < 150; round++) {
      const changed = Buffer.from(round % 2 ? bytes : old)
      for (let index = 0; index < 1 + (round % 5); index++) changed[random(changed.length)] = random(256)
      codes.add(String(await refusalOf(round % 7 ? changed : changed.subarray(0, random(changed.length)))))
    }
    const allowed = /^(read|spreadsheet(Damaged|TooLarge|Encrypted|Empty|SheetMissing|TypeRefused \w+))$/
    expect([...codes].filter((code) => !allowed.test(code))).toEqual([])
    expect(codes).toContain('read')
    expect(codes).toContain('spreadsheetDamaged')
  }, 30_000)
})
