import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import type { Context, Hono } from 'hono'
import { type Journal, openJournal } from './journal.ts'

/** Where a sandbox lives: its folder holds the journal, the keys, the control token and the process number. */
export type SandboxPlace = { readonly folder: string; readonly host: string; readonly port: number }

export type RunningSandbox = { readonly port: number; stop(): Promise<void> }

/** What a sandbox is opened with when it is a process of its own. */
export type SandboxGround<Event> = {
  readonly journal: Journal<Event>
  readonly controlToken: string
  /** Where a request comes from. */
  readonly remoteAddress: (c: Context) => string
}

/**
 * Starts a sandbox on its port with the journal of its folder, which is replayed first. `name` is how its errors call it.
 * Rejects with a sentence when the port is taken, and with `JournalDamaged`.
 */
export async function startSandbox<Event>(
  { folder, host, port }: SandboxPlace,
  name: string,
  replay: (event: Event) => void,
  open: (ground: SandboxGround<Event>) => Promise<{ readonly app: Hono; stop(): Promise<void> }>,
): Promise<RunningSandbox> {
  mkdirSync(folder, { recursive: true })
  const journal = await openJournal<Event>(path.join(folder, 'journal.jsonl'), replay, (error) => {
    console.error(`The ${name} cannot write its journal.`, error)
    process.exit(1)
  })
  writeFileSync(path.join(folder, 'pid'), `${process.pid}\n`)
  const sandbox = await open({
    journal,
    controlToken: controlTokenOf(folder),
    remoteAddress: (c) => getConnInfo(c).remote.address ?? '',
  })
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: sandbox.app.fetch, port, hostname: host }, (info) =>
      resolve({
        port: info.port,
        async stop() {
          await new Promise<void>((closed) => {
            server.close(() => closed())
            if ('closeIdleConnections' in server) server.closeIdleConnections()
            setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 3_000).unref()
          })
          await sandbox.stop()
        },
      }),
    )
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(new Error(`The ${name} cannot listen on port ${port}: ${error.code ?? error.message}.`, { cause: error })),
    )
  })
}

function controlTokenOf(folder: string): string {
  const file = path.join(folder, 'control-token')
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

/** Where the environment puts a sandbox, and the origins beside this machine to which it may send. */
export function placeFromEnv(folderName: string, port: number): SandboxPlace & { readonly origins: readonly string[] } {
  const { DATA_DIR, HOST, PUBLIC_URL } = process.env
  return {
    folder: path.resolve(DATA_DIR || '.data', folderName),
    host: HOST || '0.0.0.0',
    port,
    origins: PUBLIC_URL && URL.canParse(PUBLIC_URL) ? [new URL(PUBLIC_URL).origin] : [],
  }
}

/** Starts it and says so to its parent; a signal, or a parent that is gone, stops it. */
export async function runSandbox(start: () => Promise<RunningSandbox>): Promise<void> {
  const running = await start().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error))
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
