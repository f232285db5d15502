import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { deployMigrations } from '../../prisma/migrate.ts'
import { startEmbeddedPostgres } from '../../server/platform/embedded-postgres.ts'
import { startBoss } from '../../server/platform/job-sender.ts'
import { createLogger } from '../../server/platform/logger.ts'

export type TemplateServer = { url: string; stop(): Promise<void> }

/**
 * A real PostgreSQL in a folder of its own, with a template database that has all migrations and the job tables: a test
 * file gets a whole database of its own from it in a fraction of a second.
 */
export async function startTemplateServer(settings: readonly string[]): Promise<TemplateServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'xueshi-test-'))
  // The postgres user has to get in when the tests run as root.
  await chmod(folder, 0o755)
  const postgres = await startEmbeddedPostgres(folder, settings)
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query('CREATE DATABASE xueshi_template')
  await client.end()
  const template = new URL(postgres.url)
  template.pathname = '/xueshi_template'
  await deployMigrations(template.href)
  const boss = await startBoss(template.href, 'sender', createLogger('test'))
  await boss.stop({ graceful: false, close: true })
  return {
    url: postgres.url,
    async stop() {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
