import { type ChildProcess, spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { crc32, deflateSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { createOcrClient, type OcrClientOptions } from '../../../worker/reading/ocr-client.ts'
import { voucherPath } from './labelled-slips.ts'

const slip = await readFile(voucherPath('voucher-009.jpg'))
const small = await readFile(voucherPath('voucher-019.png'))

function clientWith(options: OcrClientOptions = {}) {
  const client = createOcrClient(options)
  onTestFinished(() => client.close())
  return client
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

async function until(condition: () => boolean, limitMs = 60_000): Promise<void> {
  const end = Date.now() + limitMs
  while (!condition()) {
    if (Date.now() > end) throw new Error('waited too long')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

const textOf = (page: { lines: readonly { text: string }[] }) => page.lines.map((line) => line.text).join('\n')

test('a process that is killed in the middle of a picture costs a repeat, and the next picture is read as ever', async () => {
  const client = clientWith()
  await client.warmUp()
  const first = client.pid() ?? 0
  const [before, during] = [client.read(small), client.read(slip)]
  // One after the other: when the first has been read, its process is at the second.
  expect(textOf(await before)).toContain('PX26FE2K5Z')
  process.kill(first, 'SIGKILL')
  expect(textOf(await during)).toContain('肆仟捌佰元整')
  expect(client.pid()).not.toBe(first)
  expect(textOf(await client.read(small))).toContain('PX26FE2K5Z')
})

test('a process that dies twice under one picture makes the picture wait for another time', async () => {
  // No model fits into so little, so each process ends itself.
  const client = clientWith({ ceilingBytes: 120 * 1024 * 1024 })
  await expect(client.read(slip)).rejects.toMatchObject({ code: 'unavailable' })
})

test('a picture that takes too long is refused, its process is gone, and a new one takes the next', async () => {
  const client = clientWith({ timeLimitMs: 40 })
  await client.warmUp()
  const first = client.pid() ?? 0
  await expect(client.read(slip)).rejects.toMatchObject({ code: 'fileTooSlow', details: { limitMs: 40 } })
  expect(isAlive(first)).toBe(false)
  await client.warmUp()
  expect(client.pid()).not.toBe(first)
})

test('bad pictures are refused by code and the same process goes on', async () => {
  const client = clientWith()
  await client.warmUp()
  const pid = client.pid()
  const refused = async (bytes: Uint8Array, code: string) =>
    expect(client.read(bytes)).rejects.toMatchObject({ name: 'AppError', code })
  await refused(Buffer.from('this is no picture'), 'fileDamaged')
  await refused(slip.subarray(0, slip.length / 2), 'fileDamaged')
  await refused(bomb(30_000, 30_000), 'pictureTooLarge')
  expect(textOf(await client.read(small))).toContain('PX26FE2K5Z')
  expect(client.pid()).toBe(pid)
})

test('pictures that come together are read one after the other, each with its own answer', async () => {
  const client = clientWith()
  const pages = await Promise.all([client.read(small), client.read(slip), client.read(small)])
  expect(pages.map((page) => /PX26FE2K5Z/.test(textOf(page)))).toEqual([true, false, true])
})

test('a process that has grown is replaced before the next picture', async () => {
  const client = clientWith({ recycleBytes: 1 })
  await client.warmUp()
  const first = client.pid() ?? 0
  await client.read(small)
  expect(isAlive(first)).toBe(false)
  expect(textOf(await client.read(small))).toContain('PX26FE2K5Z')
  expect(client.memory().peakBytes).toBeGreaterThan(100 * 1024 * 1024)
})

test('closing ends the process and refuses what waits', async () => {
  const client = clientWith()
  await client.warmUp()
  const pid = client.pid() ?? 0
  const reading = client.read(slip)
  const waiting = client.read(slip)
  const refusals = Promise.allSettled([reading, waiting])
  await client.close()
  expect(isAlive(pid)).toBe(false)
  for (const refusal of await refusals) {
    expect(refusal).toMatchObject({ status: 'rejected', reason: { code: 'unavailable' } })
  }
  await expect(client.read(small)).rejects.toMatchObject({ code: 'unavailable' })
})

test('the process ends with the worker, however the worker ends', async () => {
  const clientModule = new URL('../../../worker/reading/ocr-client.ts', import.meta.url).href
  const source = `
    const { createOcrClient } = await import(${JSON.stringify(clientModule)})
    const client = createOcrClient()
    await client.warmUp()
    console.log(client.pid())
    setInterval(() => {}, 1000)`
  const worker: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', source], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => {
    worker.kill('SIGKILL')
  })
  let output = ''
  worker.stdout?.on('data', (chunk) => {
    output += chunk
  })
  await until(() => /\d+\n/.test(output), 30_000)
  const pid = Number(output)
  expect(isAlive(pid)).toBe(true)
  worker.kill('SIGKILL')
  await until(() => !isAlive(pid))
})

/** A PNG whose header promises so many pixels; a few hundred bytes. */
function bomb(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(body))
    return Buffer.concat([length, body, sum])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(width + 1))),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
