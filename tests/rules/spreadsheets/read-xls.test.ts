import { expect, test } from 'vitest'
import { packedNumber } from '../../../server/platform/spreadsheets/xls-rows.ts'
import { compoundFile, double, record, shorts, wide, workbook } from './make-xls.ts'
import { readRows, readTexts, refusalOf } from './make-xlsx.ts'

const label = (row: number, column: number, text: string) => record(0x0204, shorts(row, column, 0), wide(text))
const number = (row: number, column: number, value: number, format = 0) =>
  record(0x0203, shorts(row, column, format), double(value))
const rk = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

test('numbers packed in 30 bits are unpacked: whole, halves of doubles, hundredths', () => {
  expect(packedNumber((138 << 2) | 2)).toBe(138)
  expect(packedNumber((-5 << 2) | 2)).toBe(-5)
  expect(packedNumber((12345 << 2) | 3)).toBe(123.45)
  expect(packedNumber(double(1.5).readInt32LE(4))).toBe(1.5)
  expect(packedNumber(double(150).readInt32LE(4) | 1)).toBe(1.5)
})

test('texts, numbers in all their records, booleans and errors', async () => {
  const rows = await readRows(
    workbook([
      label(0, 0, '姓名'),
      number(0, 1, 13800138000),
      record(0x027e, shorts(0, 2, 0), rk((42 << 2) | 2)),
      record(0x00bd, shorts(0, 3), shorts(0), rk((1 << 2) | 2), shorts(0), rk((250 << 2) | 3), shorts(4)),
      record(0x0205, shorts(0, 5, 0), [1, 0]),
      record(0x0205, shorts(0, 6, 0), [0x2a, 1]),
      number(0, 7, 1.1010119900101e17),
    ]),
  )
  expect(rows[0]?.cells.map((cell) => `${cell?.kind} ${cell?.text}`)).toEqual([
    'text 姓名',
    'number 13800138000',
    'number 42',
    'number 1',
    'number 2.5',
    'boolean TRUE',
    'error #N/A',
    'number 110101199001010000',
  ])
  expect(rows[0]?.cells[7]?.precisionLost).toBe(true)
})

test('computed values: a number, a text in the next record, a boolean, an error, nothing', async () => {
  const formula = (column: number, value: Buffer) =>
    record(0x0006, shorts(0, column, 0), value, shorts(0, 0, 0), shorts(0))
  const special = (kind: number, value: number) => Buffer.from([kind, 0, value, 0, 0, 0, 0xff, 0xff])
  const rows = await readRows(
    workbook([
      formula(0, double(3.5)),
      formula(1, special(0, 0)),
      // The formula that several cells share may stand between a cell and its text.
      record(0x04bc, shorts(0, 0, 0, 0)),
      record(0x0207, wide('文本')),
      formula(2, special(1, 1)),
      formula(3, special(2, 0x07)),
      formula(4, special(3, 0)),
      formula(5, special(0, 0)),
      label(0, 6, '后'),
    ]),
  )
  expect(rows[0]?.cells.map((cell) => [cell?.kind, cell?.text, cell?.formula])).toEqual([
    ['number', '3.5', true],
    ['text', '文本', true],
    ['boolean', 'TRUE', true],
    ['error', '#DIV/0!', true],
    ['text', '', true],
    ['error', '', true],
    ['text', '后', false],
  ])
})

test('shared texts run on over records, changing their width in the middle of a text', async () => {
  const head = Buffer.alloc(8)
  head.writeUInt32LE(3, 0)
  head.writeUInt32LE(3, 4)
  const records = [
    // "narrow", then "ab中文" of which two characters are in this record, one byte each.
    record(0x00fc, head, shorts(6), [0], Buffer.from('narrow'), shorts(4), [0], Buffer.from('ab')),
    // Their rest, two bytes each; then rich text with one run, cut off within its last character's record.
    record(
      0x003c,
      [1],
      Buffer.from('中文', 'utf16le'),
      shorts(2),
      [0x0d],
      shorts(1),
      [3, 0, 0, 0],
      Buffer.from('富', 'utf16le'),
    ),
    record(0x003c, [1], Buffer.from('字', 'utf16le'), [0, 0, 1, 0], [9, 9, 9]),
  ]
  const shared = (column: number) => record(0x00fd, shorts(0, column, 0), rk(column))
  expect(await readTexts(workbook([shared(0), shared(1), shared(2)], { records }))).toEqual([
    ['narrow', 'ab中文', '富字'],
  ])
  expect(await refusalOf(workbook([shared(3)], { records }))).toBe('spreadsheetDamaged')
})

test('dates by format in the system of 1904, hidden rows, merged cells, charts within the sheet', async () => {
  const format = (id: number) => record(0x00e0, shorts(0, id), Buffer.alloc(16))
  const records = [
    record(0x0022, shorts(1)),
    record(0x041e, shorts(164), wide('yyyy"年"m"月"')),
    format(0),
    format(14),
    format(164),
  ]
  const rowRecord = (row: number, flags: number) => record(0x0208, shorts(row, 0, 4, 255, 0, 0, flags, 0))
  const rows = await readRows(
    workbook(
      [
        rowRecord(0, 0x100),
        rowRecord(2, 0x120),
        number(0, 0, 44682, 1),
        number(2, 1, 44682.5, 2),
        // Out of order, as some writers put them.
        label(1, 2, '中'),
        record(0x0809, shorts(0x0600, 0x20, 0, 0, 0, 0, 0, 0)),
        number(0, 3, 99),
        record(0x000a),
        record(0x00e5, shorts(1, 0, 2, 0, 0)),
      ],
      { records },
    ),
  )
  expect(rows.map((row) => [row.number, row.hidden, Array.from(row.cells, (cell) => cell?.text ?? null)])).toEqual([
    [1, false, ['2026-05-02']],
    [2, false, ['2026-05-02', null, '中']],
    [3, true, ['2026-05-02', '2026-05-02']],
  ])
})

test.each([
  ['a password', workbook([label(0, 0, 'x')], { records: [record(0x002f, shorts(1, 1, 1))] }), 'spreadsheetEncrypted'],
  [
    'a password on an .xlsx',
    compoundFile({ EncryptionInfo: Buffer.alloc(8), EncryptedPackage: Buffer.alloc(9000) }),
    'spreadsheetEncrypted',
  ],
  ['Excel 95', workbook([label(0, 0, 'x')], { version: 0x0500 }), 'spreadsheetTypeRefused oldXls'],
  ['Excel 95 by its stream', compoundFile({ Book: Buffer.alloc(10) }), 'spreadsheetTypeRefused oldXls'],
  ['a Word document', compoundFile({ WordDocument: Buffer.alloc(10) }), 'spreadsheetTypeRefused other'],
  ['nothing in the sheet', workbook([]), 'spreadsheetEmpty'],
  ['a file cut in half', workbook([label(0, 0, 'x')]).subarray(0, 2000), 'spreadsheetDamaged'],
  ['only a signature', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'spreadsheetDamaged'],
])('refused: %s', async (_what, bytes, refusal) => {
  expect(await refusalOf(bytes)).toBe(refusal)
})

test('a chain of sectors that bites its tail ends', async () => {
  const bytes = compoundFile({ Workbook: Buffer.alloc(9000) })
  const fatStart = (bytes.readUInt32LE(0x4c) + 1) * 512
  bytes.writeUInt32LE(1, fatStart + 4 * 4)
  expect(await refusalOf(bytes)).toBe('spreadsheetDamaged')
})
