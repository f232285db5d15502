import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
} from '@prisma/driver-adapter-utils'
import type { SchemaEngine } from '@prisma/schema-engine-wasm'
import pg from 'pg'

/** The WASM module has one memory for all engines and does not bear two at work at once: they follow each other. */
let previous: Promise<unknown> = Promise.resolve()

/**
 * Runs `work` with Prisma's own schema engine in its WASM form. The CLI downloads a native engine, which needs the internet; this one
 * comes with npm and keeps the same history (`_prisma_migrations`), so that a plain `prisma migrate deploy` agrees.
 */
export function withSchemaEngine<T>(databaseUrl: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  const run = previous.then(async () => {
    const engine = await openSchemaEngine(databaseUrl)
    try {
      return await work(engine)
    } finally {
      engine.free()
    }
  })
  previous = run.catch(() => undefined)
  return run
}

async function openSchemaEngine(databaseUrl: string): Promise<SchemaEngine> {
  const glue = await loadGlue()
  const factory: SqlMigrationAwareDriverAdapterFactory = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => openAdapter(databaseUrl),
    connectToShadowDb: () => openShadow(databaseUrl),
  }
  return glue.SchemaEngine.new({ datamodels: undefined }, () => undefined, bindMigrationAwareSqlAdapterFactory(factory))
}

/**
 * The adapter splits a script at every semicolon, also inside functions and comments; PostgreSQL's simple protocol takes
 * the whole script at once, and as one transaction.
 */
async function openAdapter(databaseUrl: string, afterwards?: () => Promise<void>): Promise<SqlDriverAdapter> {
  const pool = new pg.Pool({ connectionString: databaseUrl, Client: EngineClient, max: 1, idleTimeoutMillis: 100 })
  const adapter = await new PrismaPg(pool).connect()
  const queryRaw = adapter.queryRaw.bind(adapter)
  return Object.assign(adapter, {
    async queryRaw(query: SqlQuery) {
      const result = await queryRaw(query)
      const columnTypes = result.columnTypes.map((type) =>
        type === ColumnTypeEnum.CharacterArray ? ColumnTypeEnum.Character : type,
      )
      return { ...result, columnTypes }
    },
    async executeScript(script: string) {
      await pool.query(script)
    },
    async dispose() {
      await pool.end()
      await afterwards?.()
    },
  })
}

/** Migrations are replayed in an empty database beside the given one, which is dropped when its pool is closed. */
async function openShadow(databaseUrl: string): Promise<SqlDriverAdapter> {
  const name = `xueshi_shadow_${crypto.randomUUID().replaceAll('-', '')}`
  const admin = async (sql: string) => {
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    await client.query(sql).finally(() => client.end())
  }
  await admin(`CREATE DATABASE ${name}`)
  const url = new URL(databaseUrl)
  url.pathname = `/${name}`
  return openAdapter(url.href, () => admin(`DROP DATABASE ${name} WITH (FORCE)`))
}

/** OIDs of PostgreSQL's internal one-byte "char" and of an array of it. */
const internalCharOid = 18
const internalCharArrayOid = 1002

/**
 * The catalogues that the engine reads have columns of type "char", which the adapter does not know. It does know arrays
 * of them, which never occur there: they carry the type through the adapter, and `queryRaw` above names it.
 */
class EngineClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: pg declares query by overloads that a pass-through cannot repeat.
  override query(...args: any[]): any {
    const callback = args.at(-1)
    if (typeof callback === 'function') {
      args[args.length - 1] = (error: unknown, result: pg.QueryResult | undefined) => {
        for (const field of result?.fields ?? []) {
          if (field.dataTypeID === internalCharOid) field.dataTypeID = internalCharArrayOid
        }
        callback(error, result)
      }
    }
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    return (super.query as (...sent: any[]) => any)(...args)
  }
}

type Glue = typeof import('@prisma/schema-engine-wasm/schema_engine_bg')
let loaded: Promise<Glue> | undefined

/** The package expects a bundler to import its .wasm; Node does not, so it is instantiated by hand, once. */
function loadGlue(): Promise<Glue> {
  loaded ??= (async () => {
    const require = createRequire(import.meta.url)
    const gluePath = require.resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    const glue = (await import(gluePath)) as Glue
    const bytes = await readFile(gluePath.replace(/\.js$/, '.wasm'))
    // The engine reports its panics through this global; without it they are lost.
    Object.assign(globalThis, {
      PRISMA_WASM_PANIC_REGISTRY: {
        set_message(message: string) {
          throw new Error(`the schema engine panicked: ${message}`)
        },
      },
    })
    const imports = { './schema_engine_bg.js': glue } as never
    const { instance } = await WebAssembly.instantiate(bytes, imports)
    glue.__wbg_set_wasm(instance.exports)
    ;(instance.exports['__wbindgen_start'] as () => void)()
    return glue
  })()
  return loaded
}
