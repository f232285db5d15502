import type { TestProject } from 'vitest/node'
import { startTemplateServer, type TemplateServer } from './template.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server's maintenance database; tests make their own from `xueshi_template`. */
    databaseUrl: string
  }
}

type Shared = { server: Promise<TemplateServer>; users: number }

/** Each project loads this file anew, all in one process: what they share hangs on the process. */
const place = globalThis as { xueshiTemplate?: Shared }

/** One PostgreSQL for the whole run. Nothing of it outlives the run, so it need not wait for the disk. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  place.xueshiTemplate ??= {
    server: startTemplateServer(['fsync=off', 'synchronous_commit=off', 'full_page_writes=off']),
    users: 0,
  }
  const shared = place.xueshiTemplate
  shared.users++
  const server = await shared.server
  project.provide('databaseUrl', server.url)
  return async () => {
    shared.users--
    if (shared.users === 0) await server.stop()
  }
}
