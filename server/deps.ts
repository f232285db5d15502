import type { Env } from './env.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import { type Database, type OpenDatabase, openDatabase } from './platform/database.ts'
import { createFieldEncryption, type FieldEncryption } from './platform/field-encryption.ts'
import type { FileStore } from './platform/file-store.ts'
import { createInvoiceProvider } from './platform/invoice-providers/create-invoice-provider.ts'
import type { InvoiceProvider } from './platform/invoice-providers/invoice-provider.ts'
import { createJobSender, type JobSender, startBoss } from './platform/job-sender.ts'
import { createLogger, type Logger } from './platform/logger.ts'
import { openFileStore } from './platform/open-file-store.ts'
import { argon2Hasher, type PasswordHasher } from './platform/password-hasher.ts'
import { createPaymentProviders } from './platform/payment-providers/create-payment-providers.ts'
import type { PaymentProviders } from './platform/payment-providers/payment-providers.ts'

/** Everything that a use-case reaches the world through. */
export type Deps = {
  readonly db: Database
  readonly jobs: JobSender
  readonly clock: Clock
  readonly files: FileStore
  readonly logger: Logger
  readonly secrets: FieldEncryption
  readonly passwords: PasswordHasher
  readonly providers: PaymentProviders
  /** Null: staff issue on the tax platform and drop the files. */
  readonly invoiceProvider: InvoiceProvider | null
  readonly settings: Settings
}

export type Settings = {
  /** Without a trailing slash; null: take the host that was asked for. */
  readonly publicUrl: string | null
  /** Where links in mail lead, without a trailing slash. Never taken from a request: its Host header is anybody's. */
  readonly linkBase: string
  readonly trustProxy: boolean
  readonly staffTotp: 'optional' | 'required'
  /** Whether mail leaves at all: without SMTP_URL it stays in the outbox page. */
  readonly mailLeaves: boolean
  readonly metricsToken: string | null
}

export type OpenDeps = { deps: Deps; database: OpenDatabase; close(): Promise<void> }

/** Builds the server's dependencies; `close` lets go of them in reverse order. */
export async function openDeps(env: Env, service: string): Promise<OpenDeps> {
  // First: a key file that is wrong is a sentence, and nothing is left open behind it.
  const providers = createPaymentProviders(env)
  const invoiceProvider = createInvoiceProvider(env)
  const files = openFileStore(env)
  const logger = createLogger(service)
  const database = openDatabase(env.DATABASE_URL)
  const boss = await startBoss(env.DATABASE_URL, 'sender', logger)
  const deps: Deps = {
    db: database.db,
    jobs: createJobSender(boss),
    clock: systemClock,
    files,
    logger,
    secrets: createFieldEncryption(env.encryptionKeys),
    passwords: argon2Hasher,
    providers,
    invoiceProvider,
    settings: settingsOf(env),
  }
  return {
    deps,
    database,
    async close() {
      await boss.stop({ graceful: false, close: true })
      await database.close()
    },
  }
}

export function settingsOf(env: Env): Settings {
  const publicUrl = env.PUBLIC_URL?.replace(/\/$/, '') ?? null
  return {
    publicUrl,
    linkBase: publicUrl ?? `http://localhost:${env.PORT}`,
    trustProxy: env.TRUST_PROXY === '1',
    staffTotp: env.STAFF_TOTP,
    mailLeaves: env.SMTP_URL !== undefined,
    metricsToken: env.METRICS_TOKEN ?? null,
  }
}
