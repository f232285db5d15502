import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import { type Journal, JournalDamaged, openJournal } from '../sandbox-parts/journal.ts'
import { openKeyFolder } from '../sandbox-parts/key-folder.ts'
import { openBank } from './open-bank.ts'
import { applyEvent, type BankEvent, emptyState } from './trades.ts'

/** What the process is told by its environment. */
export type BankProcess = {
  /** DATA_DIR/sandbox-bank: journal, keys, control token, process number. */
  readonly folder: string
  readonly host: string
  readonly port: number
  /** Origins beside this machine to which notices may go. */
  readonly noticeOrigins: readonly string[]
}

export type RunningBank = { readonly port: number; stop(): Promise<void> }

/** Starts the bank on its port with the journal of its folder. `wrapJournal` is for tests that take its safety away. */
export async function startBank(
  { folder, host, port, noticeOrigins }: BankProcess,
  wrapJournal: (journal: Journal<BankEvent>) => Journal<BankEvent> = (journal) => journal,
): Promise<RunningBank> {
  mkdirSync(folder, { recursive: true })
  const state = emptyState()
  const journal = await openJournal<BankEvent>(
    path.join(folder, 'journal.jsonl'),
    (event) => applyEvent(state, event),
    (error) => {
      console.error('The sandbox bank cannot write its journal.', error)
      process.exit(1)
    },
  )
  writeFileSync(path.join(folder, 'pid'), `${process.pid}\n`)
  const bank = await openBank({
    journal: wrapJournal(journal),
    state,
    keys: openKeyFolder(folder, 'bank'),
    noticeOrigins,
    controlToken: controlTokenOf(folder),
    remoteAddress: (c) => getConnInfo(c).remote.address ?? '',
  })
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: bank.app.fetch, port, hostname: host }, (info) =>
      resolve({
        port: info.port,
        async stop() {
          await new Promise<void>((closed) => {
            server.close(() => closed())
            if ('closeIdleConnections' in server) server.closeIdleConnections()
            setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 3_000).unref()
          })
          await bank.stop()
        },
      }),
    )
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        new Error(`The sandbox bank cannot listen on port ${port}: ${error.code ?? error.message}.`, { cause: error }),
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
  const { DATA_DIR, HOST, SANDBOX_BANK_PORT, PUBLIC_URL } = process.env
  const running = await startBank({
    folder: path.resolve(DATA_DIR || '.data', 'sandbox-bank'),
    host: HOST || '0.0.0.0',
    port: Number(SANDBOX_BANK_PORT || 3001),
    noticeOrigins: PUBLIC_URL && URL.canParse(PUBLIC_URL) ? [new URL(PUBLIC_URL).origin] : [],
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
