import { createPublicKey, type KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Cashier, PaymentProvider } from '../../server/platform/payment-providers/payment-provider.ts'
import { sandboxMerchant, sandboxProvider } from '../../server/platform/payment-providers/sandbox.ts'
import type { PayResult } from '../../server/sandbox-bank/bank.ts'
import type { BehaviourChange } from '../../server/sandbox-bank/behaviour.schema.ts'
import { startBank } from '../../server/sandbox-bank/main.ts'
import { openBank } from '../../server/sandbox-bank/open-bank.ts'
import { applyEvent, type BankEvent, emptyState, type Statement, type Trade } from '../../server/sandbox-bank/trades.ts'
import type { Delivery, SendMessage } from '../../server/sandbox-parts/deliveries.ts'
import type { SandboxKeys } from '../../server/sandbox-parts/key-folder.ts'
import { askControl, inProcess, journalIn, listen, newKey, type Request } from './sandbox-control.ts'

export type SandboxBankOptions = {
  /** In process: `app.request`, a journal in memory, and nothing happens by itself. */
  readonly on?: 'inProcess' | 'port'
  /** The bank's and the provider's; the system's when unset. */
  readonly clock?: { now(): Date }
  /** Ours alone, for clock steps. */
  readonly providerClock?: { now(): Date }
  readonly behaviour?: BehaviourChange
  /** How notices reach us: `(url, init) => world.app.request(url, init)`, or fetch. */
  readonly sendNotice?: SendMessage
  readonly notices?: 'manual' | 'timers'
  /** A journal with fsync in this folder: a bank that is started on it again remembers. */
  readonly folder?: string
  readonly timeoutMs?: number
  readonly publicUrl?: string
}

export type BankNotice = {
  readonly id: string
  readonly about: 'payment' | 'refund'
  readonly state: 'paid' | 'waiting' | 'done' | 'failed'
  readonly tradeNo: string
  readonly refundNumber: string | null
  /** null: nothing more is sent by itself. */
  readonly dueAt: string | null
  readonly tries: number
  readonly answered: boolean
}

export type SandboxBank = Awaited<ReturnType<typeof startSandboxBank>>

/** The sandbox bank and our provider for it, inside the test or on a port of its own. */
export async function startSandboxBank(options: SandboxBankOptions = {}) {
  const onPort = options.on === 'port'
  const folder = options.folder ?? (onPort ? mkdtempSync(path.join(tmpdir(), 'sandbox-bank-')) : null)
  const state = emptyState()
  const journal = await journalIn<BankEvent>(folder, (event) => applyEvent(state, event))
  const clock = options.clock ?? { now: () => new Date() }
  const bank = await openBank({
    journal,
    state,
    keys: testKeys().bank,
    clock,
    timers: (options.notices ?? (onPort ? 'timers' : 'manual')) === 'timers',
    ...(options.behaviour ? { behaviour: options.behaviour } : {}),
    ...(options.sendNotice ? { send: options.sendNotice } : {}),
  })
  const port = onPort ? await listen(bank) : null
  const url = port ? port.url : 'http://127.0.0.1:3001'
  const request = port ? fetch : inProcess(bank)
  const provider: PaymentProvider = sandboxProvider({
    url,
    publicUrl: options.publicUrl ?? null,
    merchant: sandboxMerchant,
    merchantKey: testKeys().merchantKey,
    bankKey: () => testKeys().bankPublic,
    outside: {
      fetch: request as typeof fetch,
      clock: options.providerClock ?? clock,
      timeLimitMs: options.timeoutMs ?? 10_000,
    },
  })
  return {
    url,
    merchant: sandboxMerchant,
    provider,
    app: bank.app,
    control: controlOf(request, url, bank.controlToken),
    controlPage: `${url}/control?token=${bank.controlToken}`,
    async statement(): Promise<Statement> {
      return askControl(request, url, bank.controlToken, 'GET', `statement?merchant=${sandboxMerchant}`)
    },
    async stop(): Promise<void> {
      await port?.close()
      await bank.stop()
      if (folder && !options.folder) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * The bank as `npm start` brings it, for a product that runs on `dataDir`: its own keys and journal there, a port of its own.
 * Give the product `env`, and a PORT that is not 0: the address of notices is made of it.
 */
export async function startBankBeside(dataDir: string) {
  const folder = path.join(dataDir, 'sandbox-bank')
  const running = await startBank({ folder, host: '127.0.0.1', port: 0, noticeOrigins: [] })
  const url = `http://127.0.0.1:${running.port}`
  const token = readFileSync(path.join(folder, 'control-token'), 'utf8')
  return {
    url,
    env: { SANDBOX_BANK_URL: url },
    control: controlOf(fetch, url, token),
    controlPage: `${url}/control?token=${token}`,
    statement: () => askControl<Statement>(fetch, url, token, 'GET', `statement?merchant=${sandboxMerchant}`),
    stop: () => running.stop(),
  }
}

function controlOf(request: Request, url: string, token: string) {
  const tell = <Answer>(what: string, body: object) =>
    askControl<Answer>(request, url, token, 'POST', what, { merchant: sandboxMerchant, ...body })
  return {
    /** As the payer's browser does. Throws Error with the page's text when the bank refuses. */
    async open(cashier: Cashier): Promise<{ path: string }> {
      if (cashier.kind !== 'redirect') throw new Error('the sandbox bank is opened by an address')
      const { pathname, search } = new URL(cashier.url)
      const response = await request(`${url}${pathname}${search}`, { redirect: 'manual' })
      if (response.status === 303) return { path: response.headers.get('location') ?? '' }
      const text = (await response.text()).replace(/<(script|style|head)[\s\S]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ')
      throw new Error(text.replace(/\s+/g, ' ').trim())
    },
    pay: (tradeNo: string, pay: { amountFen?: number } = {}) => tell<PayResult>('pay', { tradeNo, ...pay }),
    behave: (behaviour: BehaviourChange, tradeNo?: string) => tell<unknown>('behaviour', { behaviour, tradeNo }),
    notices: () => askControl<BankNotice[]>(request, url, token, 'GET', 'notices'),
    /** Now and once, whatever its time, also after it was answered. */
    deliver: (id: string) => tell<Delivery>('deliver', { id }),
    /** A `paid` notice, whatever is true; `bank` signs it rightly though nothing was paid. */
    forge: (tradeNo: string, forged: { amountFen?: number; key?: 'stranger' | 'bank' } = {}) =>
      tell<Delivery>('forge', { tradeNo, ...forged }),
    /** By the bank's clock: settles what is due and delivers every due notice once; gives how many were delivered. */
    tick: async () => (await tell<{ delivered: number }>('tick', {})).delivered,
    trades: () => askControl<Omit<Trade, 'key'>[]>(request, url, token, 'GET', 'trades'),
  }
}

type TestKeys = { bank: SandboxKeys; bankPublic: KeyObject; merchantKey: KeyObject; strangerKey: KeyObject }
let made: TestKeys | undefined

/** Made once for all banks of a test file: an RSA key takes longer than a whole fault schedule. */
export function testKeys(): TestKeys {
  if (made) return made
  const [bank, merchant, stranger] = [newKey(), newKey(), newKey()]
  const merchantPublic = createPublicKey(merchant)
  made = {
    bank: {
      own: bank,
      stranger,
      partner: (number) => (number === sandboxMerchant ? merchantPublic : null),
    },
    bankPublic: createPublicKey(bank),
    merchantKey: merchant,
    strangerKey: stranger,
  }
  return made
}
