import type { TestProject } from 'vitest/node'
import { startTemplateServer } from './template.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server's maintenance database; tests make their own from `xueshi_template`. */
    databaseUrl: string
  }
}

/** One PostgreSQL for a project's tests. Nothing of it outlives the run, so it need not wait for the disk. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const server = await startTemplateServer(['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'])
  project.provide('databaseUrl', server.url)
  return () => server.stop()
}
