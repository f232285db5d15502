import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { PgBoss } from 'pg-boss'
import { createApp } from '../../server/app.ts'
import { newId } from '../../server/core/ids.ts'
import type { Deps, Settings } from '../../server/deps.ts'
import { hashToken, newToken } from '../../server/features/accounts/session-token.ts'
import { sessionCookie } from '../../server/http/request.ts'
import { openDatabase } from '../../server/platform/database.ts'
import { createFieldEncryption } from '../../server/platform/field-encryption.ts'
import { createLocalFileStore } from '../../server/platform/file-store.ts'
import type { InvoiceProvider } from '../../server/platform/invoice-providers/invoice-provider.ts'
import { createJobSender, startBoss } from '../../server/platform/job-sender.ts'
import { createLogger } from '../../server/platform/logger.ts'
import { argon2Hasher } from '../../server/platform/password-hasher.ts'
import type { PaymentProviders } from '../../server/platform/payment-providers/payment-providers.ts'

export type TestClock = { now(): Date; set(at: Date | string): void; advance(ms: number): void }

export type World = {
  readonly deps: Deps
  readonly databaseUrl: string
  /** Stands still at the real moment when the world was opened until a test moves it. */
  readonly clock: TestClock
  /** As DATA_DIR: a worker started with it sees the same files. */
  readonly folder: string
  readonly boss: PgBoss
  readonly app: ReturnType<typeof createApp>
  /** The lines that were logged. */
  readonly logged: string[]
  /** An open session of the account, as a Cookie header; acting for `organisationId` when given. */
  openSession(accountId: string, organisationId?: string): Promise<string>
  /** A request as the web page sends it. */
  request(path: string, init?: RequestInit & { cookie?: string }): Promise<Response>
  query(name: string, input?: unknown, cookie?: string): Promise<RpcAnswer>
  mutate(name: string, input?: unknown, cookie?: string): Promise<RpcAnswer>
  close(): Promise<void>
}

/** What came over the wire: the data, or the code and details of the refusal. */
export type RpcAnswer = {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the procedure answers.
  data: any
  code: string | null
  details: Record<string, unknown>
}

/** A database, a file folder, a job sender and the app, all real and all this test file's own. */
export async function openWorld(
  settings: Partial<Settings> = {},
  providers: PaymentProviders = [],
  invoiceProvider: InvoiceProvider | null = null,
): Promise<World> {
  const { inject } = await import('vitest')
  return openWorldOn(inject('databaseUrl'), settings, providers, invoiceProvider)
}

/** The same on a server whose `xueshi_template` database is prepared (support/template.ts). */
export async function openWorldOn(
  server: string,
  settings: Partial<Settings> = {},
  providers: PaymentProviders = [],
  invoiceProvider: InvoiceProvider | null = null,
): Promise<World> {
  const name = `test_${newId().replaceAll('-', '')}`
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await admin.query(`CREATE DATABASE ${name} TEMPLATE xueshi_template`)
  const url = new URL(server)
  url.pathname = `/${name}`
  const folder = await mkdtemp(path.join(tmpdir(), 'xueshi-files-'))
  const logged: string[] = []
  const logger = createLogger('test', (line) => logged.push(line))
  const database = openDatabase(url.href, 8)
  const boss = await startBoss(url.href, 'sender', logger)
  let now = new Date()
  const clock: TestClock = {
    now: () => now,
    set: (at) => {
      now = new Date(at)
    },
    advance: (ms) => {
      now = new Date(now.getTime() + ms)
    },
  }
  const deps: Deps = {
    db: database.db,
    jobs: createJobSender(boss),
    clock,
    files: createLocalFileStore(path.join(folder, 'files')),
    logger,
    secrets: createFieldEncryption({
      keys: new Map([['k1', new Uint8Array(32).fill(7)]]),
      currentId: 'k1',
      hashKey: new Uint8Array(32).fill(9),
    }),
    passwords: argon2Hasher,
    providers,
    invoiceProvider,
    settings: {
      publicUrl: null,
      linkBase: 'http://localhost:3000',
      trustProxy: true,
      staffTotp: 'optional',
      mailLeaves: true,
      metricsToken: null,
      ...settings,
    },
  }
  const app = createApp(deps, null)
  const request: World['request'] = async (at, { cookie, ...init } = {}) => {
    const headers = new Headers(init.headers)
    if (!headers.has('x-xueshi')) headers.set('x-xueshi', '1')
    if (cookie) headers.set('cookie', cookie)
    return app.request(at, { ...init, headers })
  }
  const answer = async (response: Response): Promise<RpcAnswer> => {
    const body = (await response.json()) as {
      result?: { data: unknown }
      error?: { data: { app: { code: string; details: Record<string, unknown> } } }
      app?: { code: string; details: Record<string, unknown> }
    }
    const refusal = body.error?.data.app ?? body.app
    return {
      status: response.status,
      data: body.result?.data,
      code: refusal?.code ?? null,
      details: refusal?.details ?? {},
    }
  }
  return {
    deps,
    databaseUrl: url.href,
    clock,
    folder,
    boss,
    app,
    logged,
    async openSession(accountId, organisationId) {
      const token = newToken()
      await deps.db.session.create({
        data: {
          id: newId(),
          tokenHash: hashToken(token),
          accountId,
          actingOrganisationId: organisationId ?? null,
          ip: '127.0.0.1',
          userAgent: 'test',
          lastSeenAt: now,
          expiresAt: new Date(now.getTime() + 365 * 86_400_000),
        },
      })
      return `${sessionCookie}=${token}`
    },
    request,
    async query(procedure, input, cookie) {
      const search = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify(input))}`
      return answer(await request(`/trpc/${procedure}${search}`, cookie ? { cookie } : {}))
    },
    async mutate(procedure, input, cookie) {
      const init = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(input ?? {}),
      }
      return answer(await request(`/trpc/${procedure}`, cookie ? { ...init, cookie } : init))
    },
    async close() {
      await boss.stop({ graceful: false, close: true })
      await database.close()
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
      await admin.end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
