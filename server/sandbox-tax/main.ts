import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { type Journal, JournalDamaged, openJournal } from '../sandbox-parts/journal.ts'
import { openKeyFolder } from '../sandbox-parts/key-folder.ts'
import { openTax } from './open-tax.ts'
import { applyEvent, emptyState, type TaxEvent } from './tax-state.ts'

/** What the process is told by its environment. */
export type TaxProcess = {
  /** DATA_DIR/sandbox-tax: journal, keys, control token, process number. */
  readonly folder: string
  readonly host: string
  readonly port: number
  /** Origins beside this machine to which callbacks may go. */
  readonly callbackOrigins: readonly string[]
}

export type RunningTax = { readonly port: number; stop(): Promise<void> }

/** Starts the service on its port with the journal of its folder. `wrapJournal` is for tests that take its safety away. */
export async function startTax(
  { folder, host, port, callbackOrigins }: TaxProcess,
  wrapJournal: (journal: Journal<TaxEvent>) => Journal<TaxEvent> = (journal) => journal,
): Promise<RunningTax> {
  mkdirSync(folder, { recursive: true })
  const state = emptyState()
  const journal = await openJournal<TaxEvent>(
    path.join(folder, 'journal.jsonl'),
    (event) => applyEvent(state, event),
    (error) => {
      console.error('The sandbox tax service cannot write its journal.', error)
      process.exit(1)
    },
  )
  writeFileSync(path.join(folder, 'pid'), `${process.pid}\n`)
  const tax = await openTax({
    journal: wrapJournal(journal),
    state,
    keys: openKeyFolder(folder, 'tax'),
    callbackOrigins,
    controlToken: controlTokenOf(folder),
    remoteAddress: (c) => getConnInfo(c).remote.address ?? '',
  })
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: tax.app.fetch, port, hostname: host }, (info) =>
      resolve({
        port: info.port,
        async stop() {
          await new Promise<void>((closed) => {
            server.close(() => closed())
            if ('closeIdleConnections' in server) server.closeIdleConnections()
            setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 3_000).unref()
          })
          await tax.stop()
        },
      }),
    )
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Error(`The sandbox tax service cannot listen on port ${port}: ${error.code ?? error.message}.`, {
          cause: error,
        }),
      ),
    )
  })
}

function controlTokenOf(folder: string): string {
  const file = path.join(folder, 'control-token')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

if (import.meta.main) {
  const { DATA_DIR, HOST, SANDBOX_TAX_PORT, PUBLIC_URL } = process.env
  const running = await startTax({
    folder: path.resolve(DATA_DIR || '.data', 'sandbox-tax'),
    host: HOST || '0.0.0.0',
    port: Number(SANDBOX_TAX_PORT || 3002),
    callbackOrigins: PUBLIC_URL && URL.canParse(PUBLIC_URL) ? [new URL(PUBLIC_URL).origin] : [],
  }).catch((error: unknown) => {
    console.error(error instanceof JournalDamaged || error instanceof Error ? error.message : String(error))
    process.exit(1)
  })
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await running.stop()
    process.exit(0)
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('disconnect', stop)
  process.send?.({ ready: true, port: running.port })
}
