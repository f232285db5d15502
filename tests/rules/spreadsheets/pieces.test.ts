import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { guardZip } from '../../../server/platform/spreadsheets/guard-zip.ts'
import { patchSheet } from '../../../server/platform/spreadsheets/patch-sheet.ts'
import { StylePatch } from '../../../server/platform/spreadsheets/patch-styles.ts'
import { XmlTokens, xmlNeedsMore, xmlText } from '../../../server/platform/spreadsheets/xml-tokens.ts'
import { unpackWhole } from '../../../server/platform/zip-archive.ts'
import { stylesOf } from './make-xlsx.ts'

const xml = Buffer.from(
  `<?xml version="1.0"?><!-- a > b --><w:sheet xmlns:w="x" a='1 > 0' b="&lt;'"><w:d>张三 &amp; 𠮷</w:d><w:e c = "2" /><![CDATA[<c>]]><f></f></w:sheet>\n`,
)

function tokensOf(pieces: readonly Buffer[]): string[] {
  const tokens = new XmlTokens()
  const seen: string[] = []
  for (const piece of pieces) {
    tokens.feed(piece)
    for (let token = tokens.next(); token !== xmlNeedsMore; token = tokens.next()) {
      const name = token === xmlText ? tokens.text() : tokens.buffer.toString('utf8', tokens.start, tokens.end)
      seen.push(
        `${token} ${name} ${token === xmlText ? '' : `${tokens.attributeText('a')} ${tokens.attributeText('b')} ${tokens.attributeText('c')}`}`,
      )
    }
  }
  tokens.finish()
  return seen
}

function cut(bytes: Buffer, length: number): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += length) pieces.push(bytes.subarray(at, at + length))
  return pieces
}

test('XML reads the same wherever it is cut into pieces', () => {
  const whole = tokensOf([xml])
  expect(whole.slice(0, 4)).toEqual([
    `1 sheet 1 > 0 <' null`,
    '1 d null null null',
    '3 张三 & 𠮷 ',
    expect.stringMatching(/^2 d /),
  ])
  for (let at = 1; at < xml.length; at++) expect(tokensOf([xml.subarray(0, at), xml.subarray(at)])).toEqual(whole)
  expect(tokensOf(cut(xml, 1))).toEqual(whole)
})

test.each(['<a><b></a>', '<a', '<a>text', '<a b="1></a>', '</a>', '<a/><!DOCTYPE a>', '<a b></a>x<'])(
  'XML that is not whole or not sound is damage: %s',
  (text) => {
    expect(() => tokensOf(cut(Buffer.from(text), 3))).toThrow('spreadsheetDamaged')
  },
)

test('a sheet is marked the same wherever it is cut into pieces', async () => {
  const archive = guardZip(await readFile(new URL('../../fixtures/spreadsheets/libreoffice.xlsx', import.meta.url)))
  const entry = archive.entries.find(({ name }) => name === 'xl/worksheets/sheet3.xml')
  if (!entry) throw new Error('no sheet')
  const sheet = unpackWhole(archive, entry)
  const rows = new Map(
    [2, 5, 9, 100, 302].map((row) => [row, { badColumns: [0, 3, 9], reason: row === 2 ? '错误原因' : `第${row}行` }]),
  )
  const marked = async (length: number) => {
    const styles = new StylePatch(Buffer.from(stylesOf([0])))
    async function* pieces() {
      yield* cut(sheet, length)
    }
    const marks = { rows, headerRow: 2, reasonColumn: 8, replaces: false, heading: '错误原因' }
    const out = await Array.fromAsync(patchSheet(pieces(), marks, styles))
    return Buffer.concat(out).toString()
  }
  const whole = await marked(sheet.length)
  expect(whole).toContain('第302行')
  expect(whole.length).toBeGreaterThan(sheet.length)
  for (const length of [7, 100, 1001]) expect((await marked(length)) === whole).toBe(true)
})
