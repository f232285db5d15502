import { type ChildProcess, fork } from 'node:child_process'
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fen } from '../../../server/core/money.ts'
import type { CashierRequest, PaymentProvider } from '../../../server/platform/payment-providers/payment-provider.ts'
import { sandboxMerchant, sandboxProvider } from '../../../server/platform/payment-providers/sandbox.ts'
import { openSandboxKeys } from '../../../server/platform/payment-providers/sandbox-keys.ts'
import type { Statement } from '../../../server/sandbox-bank/trades.ts'
import { openJournal } from '../../../server/sandbox-parts/journal.ts'
import { startBankBeside, startSandboxBank } from '../../support/sandbox-bank.ts'
import { waitFor } from '../../support/worker-process.ts'

const script = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../support/sandbox-bank-child.ts')
const folders: string[] = []
const children: ChildProcess[] = []
let merchantServer: Server
let noticeUrl = ''
const noticed = new Set<string>()

beforeAll(async () => {
  merchantServer = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    noticed.add((JSON.parse(body) as { tradeNo: string }).tradeNo)
    response.end('success')
  })
  await new Promise<void>((resolve) => merchantServer.listen(0, '127.0.0.1', resolve))
  const address = merchantServer.address()
  noticeUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/notices`
})
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL')
  merchantServer.closeAllConnections()
  await new Promise((resolve) => merchantServer.close(resolve))
  for (const folder of folders) await rm(folder, { recursive: true, force: true })
})

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'sandbox-bank-'))
  folders.push(folder)
  return folder
}

type RunningChild = { url: string; child: ChildProcess; provider: PaymentProvider; control: Control }
type Control = (what: string, body?: object) => Promise<Response>

async function run(dataDir: string, ...more: string[]): Promise<RunningChild> {
  const folder = path.join(dataDir, 'sandbox-bank')
  const keys = openSandboxKeys(dataDir, sandboxMerchant)
  const child = fork(script, [folder, '0', ...more], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  children.push(child)
  const { port } = await new Promise<{ port: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { port: number }))
    child.once('exit', (code) => reject(new Error(`the bank ended with ${code}`)))
  })
  const url = `http://127.0.0.1:${port}`
  const token = await readFile(path.join(folder, 'control-token'), 'utf8')
  return {
    url,
    child,
    provider: sandboxProvider({
      url,
      publicUrl: null,
      merchant: sandboxMerchant,
      ...keys,
      outside: { fetch, clock: { now: () => new Date() }, timeLimitMs: 10_000 },
    }),
    control: (what, body) =>
      fetch(`${url}/control/${what}`, {
        method: body ? 'POST' : 'GET',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
  }
}

let count = 0
function newTrade(): CashierRequest {
  count++
  const now = new Date()
  return {
    tradeNo: `PX26KXLLED${String(count).padStart(4, '0')}`,
    method: 'card',
    amountFen: fen(10_000 + count),
    description: '2026 年继续教育',
    createdAt: now,
    expiresAt: new Date(now.getTime() + 900_000),
    device: 'phone',
    returnUrl: 'http://127.0.0.1:3000/back',
    noticeUrl,
  }
}

async function open({ url, provider }: RunningChild, trade: CashierRequest): Promise<void> {
  const cashier = await provider.openCashier(trade)
  if (cashier.kind !== 'redirect') throw new Error('no address')
  const { pathname, search } = new URL(cashier.url)
  const response = await fetch(`${url}${pathname}${search}`, { redirect: 'manual' })
  if (response.status !== 303) throw new Error(`refused: ${response.status}`)
}

/** What the bank had said was paid, by its answers or its notices, and what a restart still knows of it. */
async function payAndKill(rounds: number, ...more: string[]) {
  const dataDir = await newFolder()
  const said = new Map<string, number>()
  const trades: CashierRequest[] = []
  for (let round = 0; round < rounds; round++) {
    const bank = await run(dataDir, ...more)
    const fresh = Array.from({ length: 25 }, newTrade)
    trades.push(...fresh)
    const pays = fresh.map(async (trade) => {
      await open(bank, trade)
      const answer = await bank.control('pay', { merchant: sandboxMerchant, tradeNo: trade.tradeNo })
      if (((await answer.json()) as { paid: boolean }).paid) said.set(trade.tradeNo, trade.amountFen)
    })
    // Somewhere in the middle: after a part of them was answered, the others are under way.
    await waitFor('some are paid', async () => said.size >= round * 12 + 3 + round * 2)
    bank.child.kill('SIGKILL')
    await Promise.allSettled(pays)
  }
  const after = await run(dataDir)
  const statement = (await (await after.control(`statement?merchant=${sandboxMerchant}`)).json()) as Statement
  const kept = new Map(statement.payments.map(({ tradeNo, paidFen }) => [tradeNo, paidFen]))
  const heard = trades.filter(({ tradeNo }) => noticed.has(tradeNo)).map(({ tradeNo }) => tradeNo)
  const lost = [...new Set([...said.keys(), ...heard])].filter((tradeNo) => !kept.has(tradeNo))
  return { said, lost, statement, kept, after, trades }
}

describe('a bank that is killed in the middle of payments', () => {
  test('has forgotten nothing of what it said, pays nothing twice, and brings the notices that were due', async () => {
    const { said, lost, statement, kept, after, trades } = await payAndKill(4)
    expect(said.size).toBeGreaterThan(10)
    expect(lost).toEqual([])
    expect(new Set(statement.payments.map(({ tradeNo }) => tradeNo)).size).toBe(statement.payments.length)
    expect(statement.receivedFen).toBe([...kept.values()].reduce((sum, paidFen) => sum + paidFen, 0))
    for (const [tradeNo, amountFen] of said) expect(kept.get(tradeNo)).toBe(amountFen)
    const [tradeNo] = kept.keys()
    const again = await after.control('pay', { merchant: sandboxMerchant, tradeNo })
    expect(await again.json()).toEqual({ paid: false, why: 'alreadyPaid' })
    const paid = trades.find((trade) => trade.tradeNo === tradeNo) as CashierRequest
    expect(await after.provider.query(paid)).toMatchObject({ state: 'paid', amountFen: paid.amountFen })
    await waitFor('every payment is noticed', async () => [...kept.keys()].every((one) => noticed.has(one)))
    after.child.kill('SIGKILL')
  })

  test('positive control: a bank that answers before it writes is caught', async () => {
    const { lost } = await payAndKill(1, 'forgetful')
    expect(lost.length).toBeGreaterThan(0)
  })
})

test('the bank and the provider of one data folder know each other by the keys that they laid there', async () => {
  const dataDir = await newFolder()
  const keys = openSandboxKeys(dataDir, sandboxMerchant)
  expect(keys.bankKey()).toBeNull()
  const outside = { fetch, clock: { now: () => new Date() }, timeLimitMs: 10_000 }
  const nowhere = { url: 'http://127.0.0.1:9', publicUrl: null, merchant: sandboxMerchant, outside }
  const trade = newTrade()
  const unavailable = expect.objectContaining({ code: 'gatewayUnavailable' })
  await expect(sandboxProvider({ ...nowhere, ...keys }).query(trade)).rejects.toEqual(unavailable)

  const bank = await startBankBeside(dataDir)
  const provider = sandboxProvider({ ...nowhere, url: bank.url, ...keys })
  expect(await provider.query(trade)).toEqual({ state: 'unknown' })
  await bank.control.open(await provider.openCashier(trade))
  await bank.control.pay(trade.tradeNo)
  expect(await provider.query(trade)).toMatchObject({ state: 'paid', amountFen: trade.amountFen })
  // A second process of ours on the same folder has the same key; one of another folder is a stranger.
  expect(openSandboxKeys(dataDir, sandboxMerchant).merchantKey.equals(keys.merchantKey)).toBe(true)
  const strangers = openSandboxKeys(await newFolder(), sandboxMerchant)
  const stranger = sandboxProvider({ ...nowhere, url: bank.url, ...strangers, bankKey: keys.bankKey })
  await expect(stranger.query(trade)).rejects.toEqual(unavailable)
  expect((await bank.statement()).receivedFen).toBe(trade.amountFen)
  await bank.stop()
})

describe('the journal', () => {
  test('cuts off a line that was torn, and goes on behind it', async () => {
    const file = path.join(await newFolder(), 'journal.jsonl')
    const first = await openJournal<object>(
      file,
      () => {},
      () => {},
    )
    first.append({ n: 1 })
    first.append({ n: 2 })
    await first.close()
    const whole = await readFile(file, 'utf8')
    for (const torn of ['deadbeef {"n":3}', 'deadbeef {"n":3}\n', '1', whole.slice(0, 12)]) {
      await writeFile(file, whole)
      await appendFile(file, torn)
      const read: object[] = []
      const again = await openJournal<object>(
        file,
        (event) => read.push(event),
        () => {},
      )
      expect(read, JSON.stringify(torn)).toEqual([{ n: 1 }, { n: 2 }])
      again.append({ n: 4 })
      await again.close()
      expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(4)
    }
  })

  test('that is damaged in the middle refuses to open, in a sentence', async () => {
    const file = path.join(await newFolder(), 'journal.jsonl')
    const first = await openJournal<object>(
      file,
      () => {},
      () => {},
    )
    for (let n = 0; n < 3; n++) first.append({ n })
    await first.close()
    const whole = await readFile(file, 'utf8')
    await writeFile(file, whole.replace('"n":1', '"n":7'))
    const refused = openJournal<object>(
      file,
      () => {},
      () => {},
    )
    await expect(refused).rejects.toThrow(/is damaged at byte \d+; delete it to start anew/)
  })

  test('brings back trades, refunds, closings, behaviour and open notices, event by event', async () => {
    const folder = await newFolder()
    const clock = { now: () => new Date('2026-11-22T06:00:00.000Z') }
    const refuse = async () => new Response('fail', { status: 500 })
    const bank = await startSandboxBank({ folder, clock, sendNotice: refuse })
    const [paid, closed] = [1, 2].map(() => ({
      ...newTrade(),
      createdAt: clock.now(),
      expiresAt: new Date(clock.now().getTime() + 900_000),
    })) as [CashierRequest, CashierRequest]
    await bank.control.behave({ refund: 'pendingDone', refundDelayS: 60, noticeDelayS: 10 })
    for (const trade of [paid, closed]) await bank.control.open(await bank.provider.openCashier(trade))
    await bank.control.pay(paid.tradeNo)
    await bank.provider.close(closed)
    await bank.provider.refund({
      refundNumber: 'RF26KXLLED',
      amountFen: fen(1_000),
      requestedAt: clock.now(),
      noticeUrl,
      payment: { ...paid, providerTradeNo: '' },
    })
    const before = {
      trades: await bank.control.trades(),
      notices: await bank.control.notices(),
      statement: await bank.statement(),
    }
    await bank.stop()
    const again = await startSandboxBank({ folder, clock, sendNotice: refuse })
    expect({
      trades: await again.control.trades(),
      notices: await again.control.notices(),
      statement: await again.statement(),
    }).toEqual(before)
    expect(before.notices).toMatchObject([{ about: 'payment', tries: 0 }])
    expect(before.statement).toMatchObject({ merchant: sandboxMerchant, receivedFen: paid.amountFen, refundedFen: 0 })
    await again.stop()
  })
})
