import { randomBytes } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { SendMessage } from '../sandbox-parts/deliveries.ts'
import type { Journal } from '../sandbox-parts/journal.ts'
import type { SandboxKeys } from '../sandbox-parts/key-folder.ts'
import { createBankApp } from './app.ts'
import { type BankClock, createBank } from './bank.ts'
import type { BehaviourChange } from './behaviour.schema.ts'
import { createNoticeSender } from './notice-sender.ts'
import { type BankEvent, type BankState, emptyState } from './trades.ts'

export type BankOptions = {
  readonly journal: Journal<BankEvent>
  /** What the journal was replayed into; empty for a new bank. */
  readonly state?: BankState
  readonly keys: SandboxKeys
  readonly clock?: BankClock
  readonly send?: SendMessage
  readonly noticeOrigins?: readonly string[]
  readonly controlToken?: string
  readonly timers?: boolean
  readonly behaviour?: BehaviourChange
  /** Where a request comes from; without a socket it is this process. */
  readonly remoteAddress?: (c: Context) => string
}

export type OpenBank = { readonly app: Hono; readonly controlToken: string; stop(): Promise<void> }

/** The whole bank without a port: `main.ts` serves it, tests call `app.request()`. */
export async function openBank(options: BankOptions): Promise<OpenBank> {
  const clock = options.clock ?? { now: () => new Date() }
  const bank = createBank(options.state ?? emptyState(), options.journal, clock)
  if (options.behaviour) await bank.behave(options.behaviour, null)
  const sender = createNoticeSender(bank, options.keys, clock, options.send ?? fetch)
  const controlToken = options.controlToken ?? randomBytes(24).toString('hex')
  const timers = options.timers ?? true
  const app = createBankApp(
    {
      bank,
      keys: options.keys,
      clock,
      sender,
      noticeOrigins: options.noticeOrigins ?? [],
      controlToken,
      timers,
      sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    },
    options.remoteAddress ?? (() => '127.0.0.1'),
  )
  // What was under way when the last process ended goes on.
  if (timers) sender.wake()
  return {
    app,
    controlToken,
    async stop() {
      await sender.stop()
      await options.journal.close()
    },
  }
}
