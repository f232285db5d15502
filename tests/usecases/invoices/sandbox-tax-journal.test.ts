import { type ChildProcess, fork } from 'node:child_process'
import { appendFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import {
  openSandboxTaxKeys,
  sandboxTaxApp,
} from '../../../server/platform/invoice-providers/create-invoice-provider.ts'
import { httpInvoiceProvider } from '../../../server/platform/invoice-providers/http-provider.ts'
import type { InvoiceProvider } from '../../../server/platform/invoice-providers/invoice-provider.ts'
import { invoiceRequest, redRequest } from '../../support/tax-requests.ts'

const script = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../support/sandbox-tax-child.ts')
const folders: string[] = []
const children: ChildProcess[] = []

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-tax-'))
  folders.push(folder)
  return folder
}

type Running = { url: string; child: ChildProcess; provider: InvoiceProvider; journal: string }

async function run(dataDir: string, ...more: string[]): Promise<Running> {
  const folder = path.join(dataDir, 'sandbox-tax')
  const child = fork(script, [folder, '0', ...more], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  children.push(child)
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number }))
    child.once('exit', (code) => reject(new Error(`the tax service ended with ${code}`)))
  })
  const url = `http://127.0.0.1:${port}`
  const provider = httpInvoiceProvider({
    name: 'sandbox',
    url,
    appId: sandboxTaxApp,
    ...openSandboxTaxKeys(dataDir),
    outside: { fetch, clock: { now: () => new Date() }, timeLimitMs: 10_000 },
  })
  return { url, child, provider, journal: path.join(folder, 'journal.jsonl') }
}

async function kill({ child }: Running): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

test('what was answered is still so after a kill: blue, red, and who flushed whom', async () => {
  const folder = await newFolder()
  const first = await run(folder)
  const request = invoiceRequest()
  const blue = await first.provider.submit(request)
  if (blue.state !== 'issued') throw new Error(blue.state)
  const flush = redRequest(blue.number)
  const red = await first.provider.submitRed(flush)
  await kill(first)

  const second = await run(folder)
  expect(await second.provider.query(request.serial)).toEqual(blue)
  expect(await second.provider.submit(request)).toEqual(blue)
  expect(await second.provider.queryRed(flush.serial)).toEqual(red)
  expect(await second.provider.submitRed(redRequest(blue.number))).toMatchObject({ failure: '蓝字发票已被红冲' })
  await kill(second)
})

test('positive control: a service that answers before it writes forgets, and issues a second invoice', async () => {
  const folder = await newFolder()
  const first = await run(folder, 'forgetful')
  const request = invoiceRequest()
  const before = await first.provider.submit(request)
  await kill(first)
  const second = await run(folder)
  expect(await second.provider.query(request.serial)).toEqual({ state: 'unknown' })
  const after = await second.provider.submit(request)
  expect(after).toMatchObject({ state: 'issued' })
  expect(after).not.toEqual(before)
  await kill(second)
})

test('a line torn by a crash is cut off; a damaged one before the end ends the start with a sentence', async () => {
  const folder = await newFolder()
  const first = await run(folder)
  const request = invoiceRequest()
  const answer = await first.provider.submit(request)
  await kill(first)
  await appendFile(first.journal, '0badf00d {"type":"behav')
  const second = await run(folder)
  expect(await second.provider.query(request.serial)).toEqual(answer)
  await kill(second)
  await appendFile(first.journal, 'rubbish\nmore rubbish\n')
  await expect(run(folder)).rejects.toThrow('ended with')
  expect((await readFile(first.journal, 'utf8')).endsWith('more rubbish\n')).toBe(true)
})
