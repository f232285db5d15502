import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { readEnv } from '../../../server/env.ts'
import { sweepPayments } from '../../../server/features/payments/sweep-payments.ts'
import { createPaymentProviders } from '../../../server/platform/payment-providers/create-payment-providers.ts'
import { makeOrder, makePayee } from '../../support/orders.ts'
import { gatewayBalance, sweepNow } from '../../support/paying.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation } from '../../support/people.ts'
import { startBankBeside } from '../../support/sandbox-bank.ts'
import { worldKeys } from '../../support/worker-process.ts'
import { openWorld, type World } from '../../support/world.ts'
import { seededRandom } from './seeded-random.ts'

/** The real thing: the server as a process of its own, the bank as another, and SIGKILL while notices stream in. */
const rounds = 3
const paymentsARound = 10
const serverFile = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../server/main.ts')

let world: World
let organisation: MadeOrganisation
let admin: { cookie: string }
let bank: Awaited<ReturnType<typeof startBankBeside>>
let server: ChildProcess | null = null
let port = 0

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  await makePayee(world)
  bank = await startBankBeside(world.folder)
})
afterAll(async () => {
  await kill()
  await bank.stop()
  await world.close()
})

async function start(): Promise<void> {
  const child = fork(serverFile, [], {
    env: {
      ...process.env,
      DATABASE_URL: world.databaseUrl,
      DATA_DIR: world.folder,
      HOST: '127.0.0.1',
      PORT: String(port),
      ...worldKeys,
      ...bank.env,
    },
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  server = child
  port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message: { port: number }) => resolve(message.port))
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
  })
}

async function kill(): Promise<void> {
  const child = server
  if (child?.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}

async function call<Answer>(procedure: string, input: object): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${port}/trpc/${procedure}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-xueshi': '1', cookie: admin.cookie },
    body: JSON.stringify(input),
  })
  return ((await response.json()) as { result: { data: Answer } }).result.data
}

/** An attempt whose cashier stands open at the bank. */
async function openAttempt(): Promise<string> {
  const order = await makeOrder(world, organisation)
  const { id, tradeNo } = await call<{ id: string; tradeNo: string }>('payments.begin', {
    id: newId(),
    orderId: order.id,
    method: 'card',
  })
  const page = await fetch(`http://127.0.0.1:${port}/api/payments/${id}/cashier`, {
    headers: { cookie: admin.cookie },
    redirect: 'manual',
  })
  const url = page.headers.get('location')
  if (!url) throw new Error(`no cashier: ${page.status}`)
  // The bank under the address that it listens on, whatever name browsers would use.
  const { pathname, search } = new URL(url)
  await bank.control.open({ kind: 'redirect', url: `${bank.url}${pathname}${search}` })
  return tradeNo
}

test('a server that is killed while payments stream in loses none of them and takes none twice', async () => {
  const random = seededRandom(20_261_122)
  // A free port that stays ours through the restarts: the bank was told it with each trade.
  port = 20_000 + random.below(20_000)
  for (let round = 0; round < rounds; round++) {
    await start()
    const trades = await Promise.all(Array.from({ length: paymentsARound }, openAttempt))
    await bank.control.behave({ noticeCopies: 2 })
    const paying = Promise.all(trades.map((tradeNo) => bank.control.pay(tradeNo)))
    await new Promise((resolve) => setTimeout(resolve, random.below(120)))
    await kill()
    await paying
  }
  await start()
  const { receivedFen } = await bank.statement()
  expect(receivedFen).toBe(rounds * paymentsARound * 320_000)
  // What no notice told is found by the sweep of the server that lives, asked as if the time for it had come.
  await world.deps.db.$executeRaw`UPDATE payments SET next_query_at = now() WHERE next_query_at IS NOT NULL`
  const env = readEnv({ DATABASE_URL: world.databaseUrl, DATA_DIR: world.folder, ...worldKeys, ...bank.env })
  await sweepNow({ ...world.deps, providers: await createPaymentProviders(env) })
  expect(await sweepPayments(world.deps)).toBe(0)
  expect(await gatewayBalance(world)).toBe(receivedFen)
  const states = await world.deps.db.order.groupBy({ by: ['state'], _count: true })
  expect(states).toEqual([{ state: 'paid', _count: rounds * paymentsARound }])
})
