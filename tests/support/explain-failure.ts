import type { Page } from 'playwright-core'
import type { WorkerProcess } from './worker-process.ts'
import type { World } from './world.ts'

const mostCharacters = 4_000

/**
 * Prints where everything stood when a journey failed: a timeout in a CI log says only which text did not come, and the
 * machine on which it happened is gone by the time somebody asks.
 */
export async function explainFailure(world: World, worker: WorkerProcess, pages: readonly Page[]): Promise<void> {
  const parts = await Promise.all([
    part('vouchers', () => vouchersOf(world)),
    part('jobs that are not completed', () => jobsOf(world)),
    ...pages.map((page) => part(page.url(), () => visibleText(page))),
    part('the end of what the worker said', async () => worker.said().slice(-mostCharacters)),
  ])
  console.error(parts.join('\n\n'))
}

/** What cannot be asked any more (a closed page, a database that is gone) is part of the explanation. */
async function part(title: string, ask: () => Promise<string>): Promise<string> {
  const text = await ask().catch((error: unknown) => `not to be had: ${String(error)}`)
  return `--- ${title}\n${text || '(nothing)'}`
}

async function vouchersOf({ deps }: World): Promise<string> {
  const vouchers = await deps.db.voucher.findMany({
    select: {
      id: true,
      state: true,
      version: true,
      createdAt: true,
      checkedAt: true,
      files: { select: { id: true, state: true, stateSince: true, errorCode: true, removedAt: true } },
    },
  })
  return vouchers
    .flatMap(({ files, ...voucher }) => [
      JSON.stringify(voucher),
      ...files.map((file) => `  file ${JSON.stringify(file)}`),
    ])
    .join('\n')
}

async function jobsOf({ deps }: World): Promise<string> {
  const rows = await deps.db.$queryRaw<Record<string, unknown>[]>`
    SELECT name, state::text, retry_count, retry_limit, created_on, start_after, started_on, heartbeat_on, data, output
    FROM pgboss.job WHERE state <> 'completed' ORDER BY created_on`
  return rows.map((row) => JSON.stringify(row)).join('\n')
}

async function visibleText(page: Page): Promise<string> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is not shown explains nothing.
  return (await page.locator('body').innerText({ timeout: 5_000 })).slice(0, mostCharacters)
}
