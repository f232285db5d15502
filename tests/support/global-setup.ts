import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { deployMigrations } from '../../prisma/migrate.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.ts'
import { startBoss } from '../../server/platform/job-sender.ts'
import { createLogger } from '../../server/platform/logger.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server's maintenance database; tests make their own from `xueshi_template`. */
    databaseUrl: string
  }
}

/**
 * One real PostgreSQL for a project's tests. Its template database has all migrations and the job tables, so that a
 * test file gets a whole database of its own in a fraction of a second.
 */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xueshi-test-'))
  // The postgres user has to get in when the tests run as root.
  await (await import('node:fs/promises')).chmod(folder, 0o755)
  const postgres = await startEmbeddedPostgres(folder, ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'])
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query('CREATE DATABASE xueshi_template')
  await client.end()
  const template = new URL(postgres.url)
  template.pathname = '/xueshi_template'
  await deployMigrations(template.href)
  const boss = await startBoss(template.href, 'sender', createLogger('test'))
  await boss.stop({ graceful: false, close: true })
  project.provide('databaseUrl', postgres.url)
  return async () => {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
