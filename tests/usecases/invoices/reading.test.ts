import { readFile } from 'node:fs/promises'
import { zipSync } from 'fflate'
import { expect, test } from 'vitest'
import { readInvoiceFile } from '../../../server/features/invoices/read-invoice-file.ts'
import { cpuMsOf } from '../../support/pace.ts'
import { digitalXml, emptyOfdXml, ofdOf, sampleInvoice } from './sample-invoices.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const readXml = (text: string, name = 'a.xml') => readInvoiceFile('xml', name, bytesOf(text))
const readOfd = (bytes: Uint8Array) => readInvoiceFile('ofd', 'a.ofd', bytes)

const digital = {
  number: sampleInvoice.number,
  code: '',
  kind: 'normal',
  colour: 'blue',
  issuedOn: '2026-11-20',
  amountFen: 320_000,
  amountWithoutTaxFen: 310_680,
  taxFen: 9_320,
  buyerName: sampleInvoice.buyerName,
  buyerTaxNumber: sampleInvoice.buyerTaxNumber,
  sellerName: '苏州检测培训中心',
  sellerTaxNumber: sampleInvoice.sellerTaxNumber,
  remark: '订单 PX26W3N8PX',
  redReference: null,
  doubts: [],
}

test('the XML of a fully digital invoice is read by its elements', () => {
  expect(readXml(digitalXml()).reading).toEqual({ source: 'xml', ...digital })
  // Another root, a prefix and a byte-order mark change nothing.
  const disguised = digitalXml()
    .replaceAll(/<(\/?)(?=[A-Z])/g, '<$1x:')
    .replaceAll('x:EInvoice>', 'x:Anything>')
    .replace('<x:EInvoice ', '<x:Anything xmlns:x="urn:x" ')
  expect(readXml(`\uFEFF${disguised}`).reading).toEqual({ source: 'xml', ...digital })
})

test('a red invoice, a special one, and an amount that has to be added up', () => {
  expect(readXml(digitalXml({ colour: 'N', amount: '-3200.00' })).reading).toMatchObject({
    colour: 'red',
    amountFen: -320_000,
  })
  expect(readXml(digitalXml({ kind: '01' })).reading).toMatchObject({ kind: 'special' })
  const without = digitalXml().replace(/<TotalTax-includedAmount>.*<\/TotalTax-includedAmount>/, '')
  expect(readXml(without).reading).toMatchObject({ amountFen: 320_000 })
})

test('an amount that is no amount is left out, never guessed', () => {
  for (const amount of ['3200.001', '3,2.00', '三千二百', '1e5', '', '99999999999999']) {
    const text = digitalXml({ amount }).replace(/<TotalAmWithoutTax>.*?<\/TotalAmWithoutTax>/, '')
    expect(readXml(text).reading?.amountFen, amount).toBeNull()
  }
  expect(readXml(digitalXml({ amount: '3,200.000000' })).reading?.amountFen).toBe(320_000)
  expect(readXml(digitalXml({ issueTime: '2026-02-30' })).reading?.issuedOn).toBeNull()
})

test('XML in GB18030 and in UTF-16 is read as well', async () => {
  // "苏州" in GBK is CB D5 D6 DD.
  const text = digitalXml({ buyerName: 'BUYER' }).replace('UTF-8', 'GBK')
  const ascii = [...text].map((glyph) => (glyph.charCodeAt(0) < 128 ? glyph : '?')).join('')
  const [before = '', after = ''] = ascii.split('BUYER')
  const gbk = new Uint8Array([...bytesOf(before), 0xcb, 0xd5, 0xd6, 0xdd, ...bytesOf(after)])
  expect(readInvoiceFile('xml', 'a.xml', gbk).reading).toMatchObject({ buyerName: '苏州', amountFen: 320_000 })
  const utf16 = Buffer.from(`\uFEFF${digitalXml().replace('UTF-8', 'UTF-16')}`, 'utf16le')
  expect(readInvoiceFile('xml', 'a.xml', utf16).reading).toEqual({ source: 'xml', ...digital })
})

test('the older sample is read from the invoice that its OFD carries', async () => {
  const bytes = await readFile(new URL('../../fixtures/invoices/older-einvoice.ofd', import.meta.url))
  expect(readOfd(bytes)).toEqual({
    problem: null,
    numberInName: null,
    reading: {
      source: 'ofd',
      code: '050001700111',
      number: '99999951',
      kind: 'normal',
      colour: 'blue',
      issuedOn: '2020-10-10',
      amountFen: 31_800,
      amountWithoutTaxFen: 30_000,
      taxFen: 1_800,
      buyerName: '科游迈利有限公司',
      buyerTaxNumber: '9150010807MGZHI002',
      sellerName: '杭州融易算企业管理咨询有限公司',
      sellerTaxNumber: '91500106MA2CE71F65',
      remark: '',
      redReference: null,
      doubts: [],
    },
  })
})

test('an OFD without an attached invoice is read from its custom data', () => {
  const data = {
    发票号码: sampleInvoice.number,
    开票日期: '2026年11月20日',
    价税合计: '3200.00',
    购买方名称: sampleInvoice.buyerName,
  }
  const custom = Object.entries(data).map(([name, value]) => `<ofd:CustomData Name="${name}">${value}</ofd:CustomData>`)
  const xml = emptyOfdXml.replace(
    '<ofd:DocBody/>',
    `<ofd:DocBody><ofd:CustomDatas>${custom.join('')}</ofd:CustomDatas></ofd:DocBody>`,
  )
  expect(readOfd(ofdOf({ 'OFD.xml': xml })).reading).toMatchObject({
    source: 'ofd',
    number: sampleInvoice.number,
    code: '',
    issuedOn: '2026-11-20',
    amountFen: 320_000,
    buyerName: sampleInvoice.buyerName,
    buyerTaxNumber: null,
  })
  expect(readOfd(ofdOf({ 'OFD.xml': emptyOfdXml }))).toMatchObject({ reading: null, problem: 'notAnInvoice' })
})

test('a document type is refused, in XML and inside an OFD: no entity is ever resolved', () => {
  const dtd =
    '<!DOCTYPE EInvoice [<!ENTITY secret SYSTEM "file:///etc/passwd"><!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
  const evil = digitalXml({ buyerName: '&secret;&b;' }).replace('<EInvoice ', `${dtd}<EInvoice `)
  expect(readXml(evil)).toMatchObject({ reading: null, problem: 'dtdRefused' })
  const inside = ofdOf({ 'OFD.xml': emptyOfdXml, 'Doc_0/Attachs/original_invoice.xml': evil })
  expect(readOfd(inside)).toMatchObject({ reading: null, problem: 'dtdRefused' })
  // An entity that nobody declared is damage, and the five of XML itself are text.
  expect(readXml(digitalXml({ buyerName: '&secret;' })).problem).toBe('damaged')
  expect(readXml(digitalXml({ buyerName: '甲&amp;乙&#x20;丙' })).reading?.buyerName).toBe('甲&乙 丙')
})

test('XML that nests or repeats without end is refused in time', async () => {
  const ms = await cpuMsOf(() => {
    expect(readXml(`<?xml version="1.0"?>${'<a>'.repeat(100_000)}`).problem).toBe('tooComplex')
    expect(readXml(`<?xml version="1.0"?><a>${'<b/>'.repeat(2_000_000)}</a>`).problem).toBe('tooComplex')
  })
  expect(ms).toBeLessThan(2_000)
})

test('a zip bomb is refused by what it declares, and one that lies by what it unpacks to', async () => {
  const blanks = new Uint8Array(60 * 1024 * 1024).fill(32)
  const bomb = zipSync(
    { 'OFD.xml': new TextEncoder().encode(emptyOfdXml), 'Doc_0/Attachs/invoice.xml': blanks },
    { level: 9 },
  )
  expect(bomb.length).toBeLessThan(100_000)

  // The same entry, its declared size rewritten to 1 KB: unpacking stops there.
  const liar = Uint8Array.from(bomb)
  const view = new DataView(liar.buffer)
  for (let at = 0; at + 46 < liar.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50 && view.getUint32(at + 24, true) === blanks.length)
      view.setUint32(at + 24, 1024, true)
  }
  const ms = await cpuMsOf(() => {
    expect(readOfd(bomb)).toMatchObject({ reading: null, problem: 'archiveRefused' })
    expect(readOfd(liar)).toMatchObject({ reading: null })
  })
  expect(ms).toBeLessThan(2_000)
})

test('too many entries, encryption, a cut-off archive and random bytes are refused', () => {
  const many = ofdOf(Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`Doc_0/${i}.xml`, 'x'])))
  expect(readOfd(many).problem).toBe('archiveRefused')
  const good = ofdOf({ 'OFD.xml': emptyOfdXml, 'Doc_0/Attachs/invoice.xml': digitalXml() })
  expect(readOfd(good).reading).toEqual({ source: 'ofd', ...digital })
  const encrypted = Uint8Array.from(good)
  const view = new DataView(encrypted.buffer)
  for (let at = 0; at + 46 < encrypted.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint16(at + 8, 1, true)
  }
  expect(readOfd(encrypted).problem).toBe('archiveRefused')
  for (let cut = 0; cut < good.length; cut += 7)
    expect(readOfd(good.slice(0, cut)).problem, String(cut)).toBe('damaged')
  // Whatever a byte is turned into, the answer is a reading or a problem, never a crash.
  for (let at = 0; at < good.length; at++) {
    const broken = Uint8Array.from(good)
    broken[at] = (broken[at] ?? 0) ^ 0xff
    expect(() => readOfd(broken), String(at)).not.toThrow()
  }
})

test('a file name as the tax platform makes it tells the number and the day, and is asked only where the content is silent', () => {
  const name = `dzfp_${sampleInvoice.number}_苏州工业园区检测有限公司_20261120101112.pdf`
  expect(readInvoiceFile('pdf', name, new Uint8Array())).toMatchObject({
    numberInName: sampleInvoice.number,
    reading: {
      source: 'fileName',
      number: sampleInvoice.number,
      issuedOn: '2026-11-20',
      amountFen: null,
      buyerName: null,
    },
  })
  expect(readInvoiceFile('pdf', name.replace('.pdf', ' (1).PDF'), new Uint8Array()).numberInName).toBe(
    sampleInvoice.number,
  )
  expect(readInvoiceFile('pdf', '扫描件.pdf', new Uint8Array())).toEqual({
    reading: null,
    problem: null,
    numberInName: null,
  })
  expect(readXml(digitalXml({ number: '26327000000000000001' }), name.replace('.pdf', '.xml'))).toMatchObject({
    reading: { number: '26327000000000000001' },
    numberInName: sampleInvoice.number,
  })
})
