import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { comparable, labelledFields, readLabels, voucherPath } from './labelled-slips.ts'

const cli = fileURLToPath(new URL('../../../worker/reading/read-voucher-cli.ts', import.meta.url))

function run(files: readonly string[]): Promise<{ code: number; lines: Record<string, unknown>[] }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...files], (error, stdout) => {
      const lines = stdout
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line))
      resolve({ code: error ? Number(error.code) : 0, lines })
    })
  })
}

test('prints one line of JSON for each file with the fields, their confidence and the time', async () => {
  const label = (await readLabels()).find((one) => one.file === 'voucher-002.jpg')
  if (!label) throw new Error('no label')
  const { code, lines } = await run([voucherPath('voucher-002.jpg')])
  expect(code).toBe(0)
  const [line] = lines
  expect(line?.file).toBe('voucher-002.jpg')
  const confidence = line?.confidence as Record<string, string>
  for (const field of labelledFields) {
    const value = line?.[field] as string | number | null
    expect([field, comparable(field, value)]).toEqual([field, comparable(field, label[field])])
    expect([field, confidence[field]]).toEqual([
      field,
      value === null ? undefined : expect.stringMatching(/^(high|low)$/),
    ])
  }
  expect(line?.ms).toBeGreaterThan(0)
})

test('files that cannot be read print why, the others are read, and the exit code says that something failed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'slips-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = async (name: string, bytes: string | Buffer) => {
    await writeFile(join(folder, name), bytes)
    return join(folder, name)
  }
  const good = await readFile(voucherPath('voucher-019.png'))
  const { code, lines } = await run([
    await file('text.jpg', 'this is a text'),
    await file('empty.png', ''),
    await file('half.png', good.subarray(0, good.length / 2)),
    join(folder, 'nowhere.jpg'),
    await file('whole.png', good),
  ])
  expect(code).toBe(1)
  expect(lines.slice(0, 4)).toEqual([
    { file: 'text.jpg', error: 'fileTypeRefused' },
    { file: 'empty.png', error: 'fileEmpty' },
    { file: 'half.png', error: 'fileDamaged' },
    { file: 'nowhere.jpg', error: 'fileNotFound' },
  ])
  expect(lines[4]).toMatchObject({ file: 'whole.png', amountFen: 120000, orderNo: 'PX26FE2K5Z', remark: null })
})
