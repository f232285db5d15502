import { createDeflateRaw } from 'node:zlib'
import { expect, test } from 'vitest'
import { markErrors } from '../../../server/platform/spreadsheets/mark-errors.ts'
import { lastSheetRow } from '../../../server/platform/spreadsheets/table.ts'
import { writeTable } from '../../../server/platform/spreadsheets/write-table.ts'
import { readRows, readTexts, refusalOf, sheetOf } from '../../rules/spreadsheets/make-xlsx.ts'
import { bombOf } from '../../rules/spreadsheets/make-zip.ts'

/** Work done, not time passed: other programs on the machine do not count. */
function cpuMs(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start)
  return (user + system) / 1000
}

/** A gigabyte of blanks, packed to a megabyte without ever being whole in memory. */
async function packedBlanks(bytes: number): Promise<Buffer> {
  const deflate = createDeflateRaw({ level: 9 })
  const blanks = Buffer.alloc(1024 * 1024, 0x20)
  const pieces: Buffer[] = []
  deflate.on('data', (piece: Buffer) => pieces.push(piece))
  for (let written = 0; written < bytes; written += blanks.length) {
    if (!deflate.write(blanks)) await new Promise((resolve) => deflate.once('drain', resolve))
  }
  await new Promise((resolve) => deflate.end(resolve))
  await new Promise((resolve) => (deflate.readableEnded ? resolve(null) : deflate.once('end', resolve)))
  return Buffer.concat(pieces)
}

test('a gigabyte in a megabyte is refused at once, and when it lies about its size it is stopped there', async () => {
  const gigabyte = 1024 ** 3
  const packed = await packedBlanks(gigabyte)
  expect(packed.length).toBeLessThan(2_000_000)
  for (const [declaredBytes, refusal] of [
    [gigabyte, 'spreadsheetTooLarge'],
    [290 * 1024 * 1024, 'spreadsheetTooLarge'],
    [9 * 1024 * 1024, 'spreadsheetDamaged'],
    [1000, 'spreadsheetDamaged'],
  ] as const) {
    const bomb = bombOf(packed, declaredBytes)
    const before = process.memoryUsage().rss
    const start = process.cpuUsage()
    expect(await refusalOf(bomb)).toBe(refusal)
    expect(cpuMs(start)).toBeLessThan(1000)
    expect(process.memoryUsage().rss - before).toBeLessThan(150e6)
  }
}, 120_000)

test('a million formatted rows without a value yield nothing, quickly', async () => {
  let rows = ''
  for (let row = 3; row <= lastSheetRow; row++) {
    rows += `<row r="${row}" spans="1:8"><c r="A${row}" s="1"/><c r="B${row}" s="1"/></row>`
  }
  const head = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v>2</v></c></row>'
  const bytes = sheetOf(`<sheetData>${head}${rows}</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>`)
  rows = ''
  const start = process.cpuUsage()
  expect(await readTexts(bytes, { limits: { mostRows: 2 } })).toEqual([['1', '1'], ['2']])
  expect(cpuMs(start)).toBeLessThan(4000)
}, 120_000)

test('an export of 200,000 rows comes out piece by piece and is read back whole', async () => {
  let alive = 0
  let mostAlive = 0
  async function* rows() {
    for (let index = 0; index < 200_000; index++) {
      alive += 1
      mostAlive = Math.max(mostAlive, alive)
      yield [`学员${index}`, String(110101199000000000n + BigInt(index)), 13800000000 + index]
    }
  }
  const pieces: Buffer[] = []
  for await (const piece of writeTable([
    {
      name: '导出',
      columns: [{ heading: '姓名' }, { heading: '身份证号', format: 'text' }, { heading: '手机' }],
      rows: rows(),
    },
  ])) {
    // Rows taken since the piece before: what is held is bounded, whatever the number of rows.
    alive = 0
    pieces.push(piece)
  }
  expect(pieces.length).toBeGreaterThan(20)
  expect(mostAlive).toBeLessThan(60_000)
  const bytes = Buffer.concat(pieces)
  const read = await readRows(bytes)
  expect(read).toHaveLength(200_001)
  expect(read.at(-1)?.cells.map((cell) => cell?.text)).toEqual(['学员199999', '110101199000199999', '13800199999'])
}, 120_000)

test('100,000 rows, each with something wrong, are marked within seconds, and unmarked again', async () => {
  const count = 100_000
  function* rows() {
    for (let index = 0; index < count; index++)
      yield [`学员${index}`, String(110101199000000000n + BigInt(index)), '工程部']
  }
  const columns = [{ heading: '姓名' }, { heading: '身份证号', format: 'text' as const }, { heading: '部门' }]
  const original = Buffer.concat(await Array.fromAsync(writeTable([{ name: '名单', columns, rows: rows() }])))
  const errors = new Map(
    Array.from({ length: count }, (_, index) => [index + 2, { columns: [1, 2], reason: `第 ${index + 2} 行` }]),
  )
  const options = { fileName: '名单.xlsx', sheet: '名单', headerRow: 1, errors }
  const start = process.cpuUsage()
  const marked = await markErrors(original, options)
  expect(cpuMs(start)).toBeLessThan(10_000)
  const read = await readRows(marked)
  expect(read).toHaveLength(count + 1)
  expect(read.every((row) => row.number === 1 || row.cells[3]?.text === `第 ${row.number} 行`)).toBe(true)
  const cleaned = await markErrors(marked, { ...options, errors: new Map() })
  expect((await readTexts(cleaned)).join('\n') === (await readTexts(original)).join('\n')).toBe(true)
}, 120_000)
