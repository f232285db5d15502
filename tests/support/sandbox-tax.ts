import { createPublicKey, type KeyObject } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { sandboxTaxApp } from '../../server/platform/invoice-providers/create-invoice-provider.ts'
import { httpInvoiceProvider } from '../../server/platform/invoice-providers/http-provider.ts'
import type { InvoiceProvider } from '../../server/platform/invoice-providers/invoice-provider.ts'
import type { Delivery, SendMessage } from '../../server/sandbox-parts/deliveries.ts'
import type { SandboxKeys } from '../../server/sandbox-parts/key-folder.ts'
import type { BehaviourChange } from '../../server/sandbox-tax/behaviour.schema.ts'
import { startTax } from '../../server/sandbox-tax/main.ts'
import { openTax } from '../../server/sandbox-tax/open-tax.ts'
import {
  applyEvent,
  emptyState,
  type TaxEvent,
  type TaxInvoice,
  type TaxRequest,
} from '../../server/sandbox-tax/tax-state.ts'
import { askControl, inProcess, journalIn, listen, newKey, type Request } from './sandbox-control.ts'

export type SandboxTaxOptions = {
  /** In process: `app.request`, a journal in memory, and nothing happens by itself. */
  readonly on?: 'inProcess' | 'port'
  /** The service's and the provider's; the system's when unset. */
  readonly clock?: { now(): Date }
  /** Ours alone, for clock steps. */
  readonly providerClock?: { now(): Date }
  /** For every seller from the start. */
  readonly behaviour?: BehaviourChange
  /** How callbacks reach us: `(url, init) => world.app.request(url, init)`, or fetch. */
  readonly sendCallback?: SendMessage
  readonly callbacks?: 'manual' | 'timers'
  /** A journal with fsync in this folder: a service that is started on it again remembers. */
  readonly folder?: string
  readonly timeoutMs?: number
}

export type TaxCallback = {
  readonly id: string
  readonly about: 'invoice' | 'red'
  readonly serial: string
  readonly state: 'issued' | 'failed'
  readonly number: string | null
  /** null: nothing more is sent by itself. */
  readonly dueAt: string | null
  readonly tries: number
  readonly status: number | null
  readonly answered: boolean
}

export type SandboxTax = Awaited<ReturnType<typeof startSandboxTax>>

/** The sandbox tax service and our provider for it, inside the test or on a port of its own. */
export async function startSandboxTax(options: SandboxTaxOptions = {}) {
  const onPort = options.on === 'port'
  const folder = options.folder ?? (onPort ? mkdtempSync(path.join(tmpdir(), 'sandbox-tax-')) : null)
  const state = emptyState()
  const journal = await journalIn<TaxEvent>(folder, (event) => applyEvent(state, event))
  const clock = options.clock ?? { now: () => new Date() }
  const tax = await openTax({
    journal,
    state,
    keys: testKeys().tax,
    clock,
    timers: (options.callbacks ?? (onPort ? 'timers' : 'manual')) === 'timers',
    ...(options.behaviour ? { behaviour: options.behaviour } : {}),
    ...(options.sendCallback ? { send: options.sendCallback } : {}),
  })
  const port = onPort ? await listen(tax) : null
  const url = port ? port.url : 'http://127.0.0.1:3002'
  const request = port ? fetch : inProcess(tax)
  const provider: InvoiceProvider = httpInvoiceProvider({
    name: 'sandbox',
    url,
    appId: sandboxTaxApp,
    ownKey: testKeys().partnerKey,
    theirKey: () => testKeys().taxPublic,
    outside: {
      fetch: request as typeof fetch,
      clock: options.providerClock ?? clock,
      timeLimitMs: options.timeoutMs ?? 10_000,
    },
  })
  return {
    url,
    provider,
    app: tax.app,
    control: controlOf(request, url, tax.controlToken),
    controlPage: `${url}/control?token=${tax.controlToken}`,
    async stop(): Promise<void> {
      await port?.close()
      await tax.stop()
      if (folder && !options.folder) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * The service as `npm start` brings it, for a product that runs on `dataDir`: its own keys and journal there, a port of its
 * own. Give the product `env`, and a PORT that is not 0: the address of callbacks is made of it.
 */
export async function startTaxBeside(dataDir: string) {
  const folder = path.join(dataDir, 'sandbox-tax')
  const running = await startTax({ folder, host: '127.0.0.1', port: 0, callbackOrigins: [] })
  const url = `http://127.0.0.1:${running.port}`
  const token = readFileSync(path.join(folder, 'control-token'), 'utf8')
  return {
    url,
    env: { SANDBOX_TAX_URL: url },
    control: controlOf(fetch, url, token),
    controlPage: `${url}/control?token=${token}`,
    stop: () => running.stop(),
  }
}

function controlOf(request: Request, url: string, token: string) {
  const tell = <Answer>(what: string, body: object) =>
    askControl<Answer>(request, url, token, 'POST', what, { app: sandboxTaxApp, ...body })
  return {
    /** Without a seller's tax number: the default of all. */
    behave: (behaviour: BehaviourChange, seller?: string) => tell<unknown>('behaviour', { behaviour, seller }),
    requests: () => askControl<TaxRequest[]>(request, url, token, 'GET', 'requests'),
    invoices: () => askControl<TaxInvoice[]>(request, url, token, 'GET', 'invoices'),
    callbacks: () => askControl<TaxCallback[]>(request, url, token, 'GET', 'callbacks'),
    /** Now and once, whatever its time, also after it was answered. */
    deliver: (id: string) => tell<Delivery>('deliver', { id }),
    /** An `issued` callback, whatever is true; `service` signs it rightly though no such invoice is out. */
    forge: (
      serial: string,
      forged: { number?: string; key?: 'stranger' | 'service'; about?: 'invoice' | 'red' } = {},
    ) => tell<Delivery>('forge', { serial, ...forged }),
    /** By the service's clock: issues what is due and delivers every due callback once; gives how many were delivered. */
    tick: async () => (await tell<{ delivered: number }>('tick', {})).delivered,
  }
}

type TestKeys = { tax: SandboxKeys; taxPublic: KeyObject; partnerKey: KeyObject; strangerKey: KeyObject }
let made: TestKeys | undefined

/** Made once for all services of a test file: an RSA key takes longer than a whole fault schedule. */
export function testKeys(): TestKeys {
  if (made) return made
  const [tax, partner, stranger] = [newKey(), newKey(), newKey()]
  const partnerPublic = createPublicKey(partner)
  made = {
    tax: { own: tax, stranger, partner: (app) => (app === sandboxTaxApp ? partnerPublic : null) },
    taxPublic: createPublicKey(tax),
    partnerKey: partner,
    strangerKey: stranger,
  }
  return made
}
