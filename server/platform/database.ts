import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { Prisma, PrismaClient } from '../../prisma/generated/client.ts'
import { AppError } from '../core/app-error.ts'
import type { Logger } from './logger.ts'

export type Database = PrismaClient
/** Inside `inTransaction`: the same tables, one commit. */
export type Transaction = Prisma.TransactionClient
/** For reads that may run in either. */
export type Readable = Database | Transaction

export type OpenDatabase = { db: Database; pool: pg.Pool; close(): Promise<void> }

/**
 * The name under which a connection keeps a statement with its plan: those that begin with a comment like this one,
 * `/* kept: ledger-post *\/`, and have the same text each time, whatever their values. Others are planned anew each
 * time. It is worth it where a statement of many parts touches few rows, thousands of times a minute; only in transactions.
 */
function keptName(sql: string): string {
  if (!sql.startsWith('/* kept: ')) return ''
  const known = keptNames.get(sql)
  if (known) return known
  const name = `${/^\/\* kept: ([a-z0-9-]+)/.exec(sql)?.[1] ?? 'kept'}-${keptNames.size}`
  keptNames.set(sql, name)
  return name
}

/** By their text: a name that stood for two would be refused. */
const keptNames = new Map<string, string>()

/** Opens a pool of at most `connections`; the statement time limit keeps a stuck query from holding one for ever. */
export function openDatabase(databaseUrl: string, connections = 10): OpenDatabase {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: connections,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 30_000,
    application_name: 'xueshi',
  })
  // An idle connection that the server closes must not end the process: the pool opens another.
  pool.on('error', () => undefined)
  const db = new PrismaClient({ adapter: new PrismaPg(pool, { statementNameGenerator: ({ sql }) => keptName(sql) }) })
  return {
    db,
    pool,
    async close() {
      await db.$disconnect()
      await pool.end()
    },
  }
}

/** Deadlocks and serialisation failures are PostgreSQL's way of saying "once more" (40P01, 40001; Prisma P2034). */
const onceMore = new Set(['40001', '40P01', 'P2034'])
const transactionTries = 4

/**
 * Runs `work` in one transaction (read committed, rows that are decided on are locked by the stores). Repeats it when
 * PostgreSQL asks for that, so `work` does nothing outside the database. Throws `unavailable` when the database is gone.
 * `timeoutMs` is for jobs that write a whole file: people do not wait longer than the default.
 */
export async function inTransaction<T>(
  deps: { db: Database },
  work: (tx: Transaction) => Promise<T>,
  { timeoutMs = 30_000 }: { timeoutMs?: number } = {},
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await deps.db.$transaction(work, { maxWait: 5_000, timeout: timeoutMs })
    } catch (error) {
      if (tries < transactionTries && onceMore.has(sqlStateOf(error) ?? '')) continue
      throw unavailableOr(error)
    }
  }
}

/**
 * Reads everything as it was at one moment, whatever is committed meanwhile. Statements in it may take as long as all of
 * it: for proofs and exports that nobody waits for. Throws `unavailable` when the database is gone.
 */
export async function atOneMoment<T>(
  deps: { readonly db: Database },
  work: (tx: Transaction) => Promise<T>,
  { timeoutMs }: { readonly timeoutMs: number },
): Promise<T> {
  try {
    return await deps.db.$transaction(
      async (tx) => {
        await tx.$executeRaw`SELECT set_config('statement_timeout', ${String(timeoutMs)}, true), set_config('transaction_read_only', 'on', true)`
        return work(tx)
      },
      { isolationLevel: 'RepeatableRead', maxWait: 5_000, timeout: timeoutMs },
    )
  } catch (error) {
    throw unavailableOr(error)
  }
}

/**
 * Does something in the transaction that must not undo the rest of it: what it wrote goes when it fails, the failure is
 * logged, and the transaction goes on. What PostgreSQL wants done once more, or a lost database, is thrown on all the same.
 */
export async function besides(
  deps: { readonly logger: Logger },
  tx: Transaction,
  event: string,
  work: () => Promise<unknown>,
): Promise<void> {
  await tx.$executeRaw`SAVEPOINT besides`
  try {
    // Not released: the commit does that.
    await work()
  } catch (error) {
    if (onceMore.has(sqlStateOf(error) ?? '') || (unavailableOr(error) as Partial<AppError>).code === 'unavailable')
      throw error
    deps.logger.error(event, error)
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT besides`
  }
}

type AdapterCause = { kind?: string; originalCode?: string }

/** What the driver adapter said, wherever Prisma put it. */
function adapterCauseOf(error: Error): AdapterCause {
  const meta =
    'meta' in error ? (error.meta as { driverAdapterError?: { cause?: AdapterCause } } | undefined) : undefined
  return meta?.driverAdapterError?.cause ?? (error.cause as AdapterCause | undefined) ?? {}
}

/** The SQLSTATE or Prisma code of a database error, if it is one. */
export function sqlStateOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const { originalCode } = adapterCauseOf(error)
  if (originalCode) return originalCode
  return 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** What is said while the database restarts: connection refused, closed or reset, shutting down, starting up. */
const goneStates = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  '57P01',
  '57P02',
  '57P03',
  '08000',
  '08003',
  '08006',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
])
const goneKinds = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections'])
const goneWords =
  /connection terminated|connection closed|server closed|timeout exceeded when trying to connect|not queryable|DatabaseNotReachable|ECONNREFUSED|ECONNRESET|SocketTimeout|ConnectionClosed/i

/** Turns a lost database into `unavailable` (try again in a moment); anything else passes through. */
export function unavailableOr(error: unknown): unknown {
  if (error instanceof AppError || !(error instanceof Error)) return error
  const state = sqlStateOf(error)
  const kind = adapterCauseOf(error).kind
  if ((state && goneStates.has(state)) || (kind && goneKinds.has(kind)) || goneWords.test(error.message))
    return new AppError('unavailable', {}, { cause: error })
  return error
}

/** Whether the error says that a unique key was taken already. */
export function isUniqueViolation(error: unknown): boolean {
  const state = sqlStateOf(error)
  return state === 'P2002' || state === '23505'
}

/** A UUIDv7 of this moment for rows that a statement makes, as `newId` makes them; PostgreSQL has its own from version 18 on. */
export const freshIdSql = Prisma.sql`encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
  PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid`

export { Prisma }
