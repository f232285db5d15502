import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { readStatement } from '../../../server/features/statements/read-statement.ts'
import type { LineCategory } from '../../../server/features/statements/statement-reading.schema.ts'
import { encodeGbk } from './lay-statement.ts'

const folder = path.resolve(import.meta.dirname, '../../fixtures/statements')
const read = (file: string) => readFileSync(path.join(folder, file))

type TrueLine = Record<string, unknown> & { readonly case: string; readonly orderNos: readonly string[] }
type TrueFile = Record<string, unknown> & { readonly file: string; readonly lines: readonly TrueLine[] }
const truth: readonly TrueFile[] = JSON.parse(read('truth.json').toString('utf8'))

/** What truth.json says of a file, without what only matching knows. */
function shape({ orders: _orders, ...file }: TrueFile) {
  return { ...file, lines: file.lines.map(({ orderNos: _orderNos, case: _case, ...line }) => line) }
}

const categoryOfCase: Record<string, LineCategory> = {
  fee: 'fee',
  interest: 'interest',
  settlement: 'settlement',
  returned: 'returned',
  refund: 'refund',
  withdraw: 'withdraw',
  reversed: 'reversed',
  reversal: 'reversal',
  out: 'out',
}

test('there is a truth for every fixture', () => {
  const files = readdirSync(folder).filter((file) => file !== 'truth.json')
  expect(truth.map(({ file }) => file).toSorted()).toEqual(files.toSorted())
})

describe.each(truth)('$file', (file) => {
  test('is read without asking, to the last field', async () => {
    const reading = await readStatement(read(file.file), { fileName: file.file })
    expect(reading).toMatchObject({ problem: null, confident: true, rowErrors: [], gaps: [] })
    const { bank, account, layout, encoding, headerRow } = reading
    const lines = reading.lines.map((line) => ({
      date: line.date,
      time: line.time,
      direction: line.direction,
      amountFen: line.amountFen,
      counterpartyName: line.counterpartyName,
      counterpartyAccount: line.counterpartyAccount,
      remark: line.remark,
      serial: line.serial,
      balanceFen: line.balanceFen,
    }))
    expect({ file: file.file, bank, account, layout, encoding, headerRow, lines }).toEqual(shape(file))
  })

  test('gives each line its category', async () => {
    const reading = await readStatement(read(file.file), { fileName: file.file })
    const found = reading.lines.map(({ category }) => category)
    expect(found).toEqual(file.lines.map((line) => categoryOfCase[line.case] ?? 'payment'))
  })

  test('pairs what is taken back with what takes it back', async () => {
    const { lines } = await readStatement(read(file.file), { fileName: file.file })
    const reversals = lines.filter(({ category }) => category === 'reversal' || category === 'returned')
    for (const line of reversals) {
      const taken = lines[line.reversesIndex ?? -1]
      expect(taken).toMatchObject({
        counterpartyAccount: line.counterpartyAccount,
        amountFen: Math.abs(line.amountFen),
        category: line.category === 'reversal' ? 'reversed' : 'out',
      })
    }
    expect(lines.filter(({ category }) => category === 'reversed')).toHaveLength(
      reversals.filter(({ category }) => category === 'reversal').length,
    )
  })
})

test("a provider's file keeps the merchant's order number", async () => {
  const { lines } = await readStatement(read('ALIPAY.csv'), { fileName: 'ALIPAY.csv' })
  const paid = truth.find(({ file }) => file === 'ALIPAY.csv')?.lines ?? []
  for (const [index, line] of paid.entries()) {
    if (line.case === 'order') expect(lines[index]?.reference).toBe(line.orderNos[0])
  }
})

describe('the command', () => {
  const command = (...files: string[]) =>
    promisify(execFile)(process.execPath, ['server/read-statement.ts', ...files], {
      cwd: path.resolve(import.meta.dirname, '../../..'),
      maxBuffer: 16 * 1024 * 1024,
    })

  test("prints an array of exactly the truth's shape", async () => {
    const { stdout } = await command(...truth.map(({ file }) => path.join(folder, file)))
    expect(JSON.parse(stdout)).toEqual(truth.map(shape))
  })

  test('prints the others when one cannot be read, says why, and fails', async () => {
    const scratch = await mkdtemp(path.join(os.tmpdir(), 'statements-'))
    try {
      const poem = path.join(scratch, 'poem.csv')
      await writeFile(poem, encodeGbk('床前明月光,疑是地上霜\r\n举头望明月,低头思故乡\r\n'))
      const known = path.join(folder, 'ICBC_02.xlsx')
      const failed = await command(poem, path.join(scratch, 'nobody.xlsx'), known).then(
        () => null,
        (error: { code: number; stdout: string }) => error,
      )
      expect(failed?.code).toBe(1)
      expect(JSON.parse(failed?.stdout ?? '')).toEqual([
        { file: 'poem.csv', problem: 'statementColumnsUnknown', message: expect.stringMatching(/日期.*金额.*。$/u) },
        { file: 'nobody.xlsx', problem: 'fileNotFound', message: expect.stringMatching(/找不到/u) },
        shape(truth.find(({ file }) => file === 'ICBC_02.xlsx') ?? ({} as TrueFile)),
      ])
    } finally {
      await rm(scratch, { recursive: true })
    }
  })
})
