import { waitFor } from './worker-process.ts'
import type { World } from './world.ts'

/**
 * Waits until so many connections of the world's database stand in front of a lock; no longer than `work` takes, which may
 * need none.
 */
export async function untilBlocked(world: World, count: number, work?: Promise<unknown>): Promise<void> {
  let isDone = false
  const done = () => {
    isDone = true
  }
  work?.then(done, done)
  await waitFor(`${count} stand in front of a lock`, async () => {
    if (isDone) return true
    const rows = await world.deps.db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`
    return (rows[0]?.count ?? 0) >= count
  })
}
