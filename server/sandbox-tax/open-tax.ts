import { randomBytes } from 'node:crypto'
import type { Context, Hono } from 'hono'
import type { SendMessage } from '../sandbox-parts/deliveries.ts'
import type { Journal } from '../sandbox-parts/journal.ts'
import type { SandboxKeys } from '../sandbox-parts/key-folder.ts'
import { createTaxApp } from './app.ts'
import type { BehaviourChange } from './behaviour.schema.ts'
import { createCallbackSender } from './callback-sender.ts'
import { createTaxService, type TaxClock } from './tax-service.ts'
import { emptyState, type TaxEvent, type TaxState } from './tax-state.ts'

export type TaxOptions = {
  readonly journal: Journal<TaxEvent>
  /** What the journal was replayed into; empty for a new service. */
  readonly state?: TaxState
  readonly keys: SandboxKeys
  readonly clock?: TaxClock
  readonly send?: SendMessage
  readonly callbackOrigins?: readonly string[]
  readonly controlToken?: string
  readonly timers?: boolean
  readonly behaviour?: BehaviourChange
  /** Where a request comes from; without a socket it is this process. */
  readonly remoteAddress?: (c: Context) => string
}

export type OpenTax = { readonly app: Hono; readonly controlToken: string; stop(): Promise<void> }

/** The whole service without a port: `main.ts` serves it, tests call `app.request()`. */
export async function openTax(options: TaxOptions): Promise<OpenTax> {
  const clock = options.clock ?? { now: () => new Date() }
  const service = createTaxService(options.state ?? emptyState(), options.journal, clock)
  if (options.behaviour) await service.behave(options.behaviour, null)
  const sender = createCallbackSender(service, options.keys, clock, options.send ?? fetch)
  const controlToken = options.controlToken ?? randomBytes(24).toString('hex')
  const timers = options.timers ?? true
  const app = createTaxApp(
    {
      service,
      keys: options.keys,
      clock,
      sender,
      callbackOrigins: options.callbackOrigins ?? [],
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
