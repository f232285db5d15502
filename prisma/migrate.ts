import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MigrationList, SchemasContainer } from '@prisma/schema-engine-wasm'
import { withSchemaEngine } from './engine.ts'

const prismaDir = path.dirname(fileURLToPath(import.meta.url))
const migrationsDir = path.join(prismaDir, 'migrations')
const noFilters = { externalTables: [], externalEnums: [] }

/** Applies what the database does not have yet; returns the names of what it applied. */
export async function deployMigrations(databaseUrl: string): Promise<string[]> {
  const migrationsList = await readMigrations()
  return withSchemaEngine(databaseUrl, async (engine) => {
    const applied = await engine.applyMigrations({ migrationsList, filters: noFilters })
    return applied.appliedMigrationNames
  })
}

/** SQL that leads from the migrations to the schema files; `-- This is an empty migration.` when they agree. */
export async function diffMigrationsToSchema(databaseUrl: string): Promise<string> {
  const [migrations, schema] = [await readMigrations(), await readSchema()]
  return withSchemaEngine(databaseUrl, async (engine) => {
    const result = await engine.diff({
      from: { tag: 'migrations', ...migrations },
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: null,
      filters: noFilters,
    })
    return result.stdout ?? ''
  })
}

async function readMigrations(): Promise<MigrationList> {
  const entries = await readdir(migrationsDir, { withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
  return {
    baseDir: migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(path.join(migrationsDir, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  }
}

async function readSchema(): Promise<SchemasContainer> {
  const dir = path.join(prismaDir, 'schema')
  const names = (await readdir(dir)).filter((name) => name.endsWith('.prisma')).sort()
  const files = await Promise.all(
    names.map(async (name) => ({
      path: path.join(dir, name),
      content: await readFile(path.join(dir, name), 'utf8'),
    })),
  )
  return { files }
}

/** `node prisma/migrate.ts deploy | diff | create NAME` on DATABASE_URL. */
async function main(args: readonly string[]): Promise<void> {
  const databaseUrl = process.env['DATABASE_URL']
  if (!databaseUrl) throw new Error('set DATABASE_URL to the database to work on')
  const [command, name] = args
  if (command === 'deploy') {
    const applied = await deployMigrations(databaseUrl)
    console.log(applied.length ? `applied: ${applied.join(', ')}` : 'nothing to apply')
  } else if (command === 'diff') {
    console.log(await diffMigrationsToSchema(databaseUrl))
  } else if (command === 'create' && name) {
    const sql = await diffMigrationsToSchema(databaseUrl)
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
    const dir = path.join(migrationsDir, `${stamp}_${name}`)
    await mkdir(dir, { recursive: true })
    await writeFile(path.join(dir, 'migration.sql'), sql)
    console.log(`written: prisma/migrations/${path.basename(dir)}/migration.sql`)
  } else {
    throw new Error('usage: node prisma/migrate.ts deploy | diff | create NAME')
  }
}

if (import.meta.main) await main(process.argv.slice(2))
