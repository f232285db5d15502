import { type ChildProcess, spawn } from 'node:child_process'
import { chmod, chown, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { fen } from '../../server/core/money.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { freePort } from '../../server/platform/embedded-postgres.ts'
import { openSandboxTaxKeys, sandboxTaxApp } from '../../server/platform/invoice-providers/create-invoice-provider.ts'
import { httpInvoiceProvider } from '../../server/platform/invoice-providers/http-provider.ts'
import { sandboxMerchant, sandboxProvider } from '../../server/platform/payment-providers/sandbox.ts'
import { openSandboxKeys } from '../../server/platform/payment-providers/sandbox-keys.ts'
import { invoiceRequest } from '../support/tax-requests.ts'

/** `npm start` as people meet it: a process, its words and its exit code. */
const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const running: ChildProcess[] = []
const folders: string[] = []

afterEach(async () => {
  for (const child of running.splice(0))
    if (child.exitCode === null && child.signalCode === null) await end(child, 'SIGTERM')
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
})

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xueshi-start-'))
  await chmod(folder, 0o755)
  folders.push(folder)
  return folder
}

type Started = { child: ChildProcess; said: () => string; ended: Promise<number | null> }

function start(env: Record<string, string>, as?: { uid: number; gid: number }): Started {
  const { DATABASE_URL: _ours, ...inherited } = process.env
  const child = spawn(process.execPath, ['server/start.ts'], {
    cwd: root,
    env: { ...inherited, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...as,
  })
  running.push(child)
  let said = ''
  child.stdout?.on('data', (chunk) => {
    said += chunk
  })
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  return { child, said: () => said, ended: new Promise((resolve) => child.once('exit', (code) => resolve(code))) }
}

async function ready({ said, child }: Started): Promise<void> {
  for (let waitedMs = 0; waitedMs < 120_000; waitedMs += 100) {
    if (said().includes('Ctrl-C stops everything')) return
    if (child.exitCode !== null) break
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`not ready:\n${said()}`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  child.kill(signal)
  return ended
}

/** The address of the bank's control page, as it was printed. */
function bankOf({ said }: Started): string {
  return /Sandbox bank \(no real money\): (\S+)/.exec(said())?.[1] ?? ''
}

/** The address of the tax service's control page. */
function taxOf({ said }: Started): string {
  return /Sandbox tax service \(no real invoices\): (\S+)/.exec(said())?.[1] ?? ''
}

/** A port whose next one is free as well. */
async function twoFreePorts(): Promise<number> {
  for (;;) {
    const port = await freePort()
    const next = createServer()
    const isFree = await new Promise<boolean>((resolve) => {
      next.once('error', () => resolve(false))
      next.listen(port + 1, '0.0.0.0', () => next.close(() => resolve(true)))
    })
    if (isFree) return port
  }
}

async function isUp(control: string): Promise<boolean> {
  return fetch(new URL('/health', control)).then(
    ({ status }) => status === 200,
    () => false,
  )
}

/** The printed address turns into a cookie, with which the page opens. */
async function opens(control: string): Promise<boolean> {
  const first = await fetch(control, { redirect: 'manual' })
  const cookie = first.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const page = await fetch(new URL(first.headers.get('location') ?? '', control), { headers: { cookie } })
  return page.status === 200 && (await page.text()).includes('沙箱银行控制台')
}

async function waitUntil(is: () => Promise<boolean>): Promise<void> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 100) {
    if (await is()) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error('did not happen within 60 s')
}

/** Pays a trade at the bank with our own keys from the data folder, as the server beside it would. */
async function payAtBank(folder: string, url: string, port: number) {
  const provider = sandboxProvider({
    url,
    publicUrl: null,
    merchant: sandboxMerchant,
    ...openSandboxKeys(folder, sandboxMerchant),
    outside: { fetch, clock: systemClock, timeLimitMs: 10_000 },
  })
  const [createdAt, expiresAt] = [new Date(), new Date(Date.now() + 900_000)]
  const attempt = { tradeNo: 'PX26START901', method: 'netbank' as const, amountFen: fen(320_000), createdAt, expiresAt }
  const cashier = await provider.openCashier({
    ...attempt,
    description: '2026 年继续教育',
    device: 'desktop',
    returnUrl: `http://localhost:${port}/`,
    noticeUrl: `http://localhost:${port}/api/payments/notices/sandbox`,
  })
  const opened = await fetch(cashier.kind === 'redirect' ? cashier.url : '', { redirect: 'manual' })
  expect(opened.status).toBe(303)
  const token = await readFile(path.join(folder, 'sandbox-bank', 'control-token'), 'utf8')
  const paid = await fetch(`${url}/control/pay`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ merchant: sandboxMerchant, tradeNo: attempt.tradeNo }),
  })
  expect(await paid.json()).toMatchObject({ paid: true })
  return {
    query: () => provider.query(attempt),
    /** Whether the server beside it has taken the bank's notice. */
    async isNoticed(): Promise<boolean> {
      const notices = await fetch(`${url}/control/notices`, { headers: { authorization: `Bearer ${token}` } })
      return ((await notices.json()) as { answered: boolean }[]).some(({ answered }) => answered)
    },
  }
}

describe('npm start', () => {
  test('brings the product up with demo data, stops in order on Ctrl-C, keeps the data, and takes a killed worker in its stride', async () => {
    const [folder, port] = [await newFolder(), String(await freePort())]
    const first = start({ DATA_DIR: folder, PORT: port })
    await ready(first)
    expect(first.said()).toContain(`http://localhost:${port}`)
    expect(first.said()).toMatch(/admin\s+\S+/)
    const page = await fetch(`http://127.0.0.1:${port}/`)
    expect(await page.text()).toContain('<title>')
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200)
    expect(await end(first.child, 'SIGINT')).toBe(0)

    const second = start({ DATA_DIR: folder, PORT: port })
    await ready(second)
    expect(second.said()).not.toContain('brought up to date')
    expect(second.said()).not.toContain('was built')
    expect((await fetch(`http://127.0.0.1:${port}/api/health`)).status).toBe(200)
    // A parent that is killed outright leaves nothing that the next start cannot take over.
    second.child.kill('SIGKILL')
    await second.ended
    const third = start({ DATA_DIR: folder, PORT: String(await freePort()) })
    await ready(third)
    expect(await end(third.child, 'SIGINT')).toBe(0)
  })

  test('brings the bank for trying out on the next port, or on a free one, and starts it again with what it knew', async () => {
    const [folder, port] = [await newFolder(), await twoFreePorts()]
    const first = start({ DATA_DIR: folder, PORT: String(port), DEMO_DATA: '0' })
    await ready(first)
    const control = bankOf(first)
    expect(new URL(control).port).toBe(String(port + 1))
    const pidOf = async () => (await readFile(path.join(folder, 'sandbox-bank', 'pid'), 'utf8')).trim()
    const [trade, before] = [await payAtBank(folder, `http://127.0.0.1:${port + 1}`, port), await pidOf()]
    // Signed by the bank, believed by the server: keys, address and route are all in place.
    await waitUntil(trade.isNoticed)
    process.kill(Number(before), 'SIGKILL')
    await waitUntil(async () => (await pidOf()) !== before && (await isUp(control)))
    expect(first.said()).toContain('The sandbox-bank ended (SIGKILL) and is started again.')
    expect(await trade.query()).toMatchObject({ state: 'paid', amountFen: 320_000 })
    expect(await opens(control)).toBe(true)
    expect((await fetch(new URL('/control/', control))).status).toBe(403)
    expect(await end(first.child, 'SIGINT')).toBe(0)
    expect(await isUp(control)).toBe(false)

    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(port + 1, '0.0.0.0', resolve))
    const second = start({ DATA_DIR: folder, PORT: String(port), DEMO_DATA: '0' })
    await ready(second)
    const elsewhere = bankOf(second)
    expect(new URL(elsewhere).port).not.toBe(String(port + 1))
    expect(await opens(elsewhere)).toBe(true)
    expect(await end(second.child, 'SIGINT')).toBe(0)
    await new Promise((resolve) => blocker.close(resolve))

    const without = start({ DATA_DIR: folder, PORT: String(port), DEMO_DATA: '0', SANDBOX_BANK: '0' })
    await ready(without)
    expect(without.said()).not.toContain('Sandbox bank')
    expect(await isUp(control)).toBe(false)
    expect(await end(without.child, 'SIGINT')).toBe(0)
  })

  test('brings the tax service for trying out beside the bank, and starts it again with what it issued', async () => {
    const [folder, port] = [await newFolder(), await freePort()]
    const started = start({ DATA_DIR: folder, PORT: String(port), DEMO_DATA: '0', SANDBOX_BANK: '0' })
    await ready(started)
    const control = taxOf(started)
    const provider = httpInvoiceProvider({
      name: 'sandbox',
      url: new URL(control).origin,
      appId: sandboxTaxApp,
      ...openSandboxTaxKeys(folder),
      outside: { fetch, clock: systemClock, timeLimitMs: 10_000 },
    })
    const callbackUrl = `http://localhost:${port}/api/invoices/callbacks`
    const request = invoiceRequest({ callbackUrl })
    const issued = await provider.submit(request)
    expect(issued.state).toBe('issued')
    // Signed by the service, taken by the server: keys, address and route are all in place.
    const token = await readFile(path.join(folder, 'sandbox-tax', 'control-token'), 'utf8')
    await waitUntil(async () => {
      const headers = { authorization: `Bearer ${token}` }
      const callbacks = await (await fetch(new URL('/control/callbacks', control), { headers })).json()
      return (callbacks as { answered: boolean }[]).some(({ answered }) => answered)
    })
    const pidOf = async () => (await readFile(path.join(folder, 'sandbox-tax', 'pid'), 'utf8')).trim()
    const before = await pidOf()
    process.kill(Number(before), 'SIGKILL')
    await waitUntil(async () => (await pidOf()) !== before && (await isUp(control)))
    expect(await provider.query(request.serial)).toEqual(issued)
    expect(await end(started.child, 'SIGINT')).toBe(0)
    expect(await isUp(control)).toBe(false)

    const without = start({ DATA_DIR: folder, PORT: String(port), DEMO_DATA: '0', SANDBOX_BANK: '0', SANDBOX_TAX: '0' })
    await ready(without)
    expect(without.said()).not.toContain('Sandbox tax service')
    expect(await end(without.child, 'SIGINT')).toBe(0)
  })

  test('works for an ordinary user', async () => {
    const folder = await newFolder()
    const nobody = { uid: 65_534, gid: 65_534 }
    const isRoot = process.getuid?.() === 0
    if (isRoot) await chown(folder, nobody.uid, nobody.gid)
    const started = start(
      { DATA_DIR: path.join(folder, 'data'), PORT: String(await freePort()), HOME: folder },
      isRoot ? nobody : undefined,
    )
    await ready(started)
    expect(await end(started.child, 'SIGINT')).toBe(0)
  })
})

describe('what a person can mend is one sentence and exit code 1', () => {
  async function refusal(env: Record<string, string>): Promise<string> {
    const started = start(env)
    expect(await started.ended).toBe(1)
    const lines = started.said().trim().split('\n')
    expect(lines).toHaveLength(1)
    return lines[0] ?? ''
  }

  test('a port in use', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(0, '0.0.0.0', resolve))
    const address = blocker.address()
    const port = typeof address === 'object' && address ? address.port : 0
    expect(await refusal({ DATA_DIR: await newFolder(), PORT: String(port) })).toBe(
      `Port ${port} is in use; stop what uses it, or choose another with PORT.`,
    )
    await new Promise((resolve) => blocker.close(resolve))
  })

  test('a data folder of another PostgreSQL version', async () => {
    const folder = await newFolder()
    const { mkdir } = await import('node:fs/promises')
    await mkdir(path.join(folder, 'postgres'))
    await writeFile(path.join(folder, 'postgres', 'PG_VERSION'), '14\n')
    await writeFile(path.join(folder, 'postgres-password'), 'x\n')
    expect(await refusal({ DATA_DIR: folder, PORT: String(await freePort()) })).toMatch(
      /was written by PostgreSQL 14, this is \d+; set DATA_DIR/,
    )
  })

  test('a data folder that cannot be written', async () => {
    const file = path.join(await newFolder(), 'file')
    await writeFile(file, '')
    const dataDir = path.join(file, 'data')
    expect(await refusal({ DATA_DIR: dataDir, PORT: String(await freePort()) })).toContain(
      `The data folder ${dataDir} cannot be written`,
    )
  })

  test('a port that is none, and a database that does not answer', async () => {
    expect(await refusal({ DATA_DIR: await newFolder(), PORT: 'eighty' })).toContain('PORT is "eighty"')
    const nowhere = `postgresql://nobody@127.0.0.1:${await freePort()}/none`
    expect(
      await refusal({ DATA_DIR: await newFolder(), PORT: String(await freePort()), DATABASE_URL: nowhere }),
    ).toContain('could not be brought up to date')
  })
})
