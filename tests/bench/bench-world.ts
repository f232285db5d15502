import { startTemplateServer } from '../support/template.ts'
import { openWorldOn, type World } from '../support/world.ts'

/** A world on a PostgreSQL that waits for the disk as in real life. */
export async function withBenchWorld<T>(work: (world: World) => Promise<T>): Promise<T> {
  const server = await startTemplateServer([])
  const world = await openWorldOn(server.url)
  try {
    return await work(world)
  } finally {
    await world.close()
    await server.stop()
  }
}

/** The value below which `share` of the sorted values lie. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}
