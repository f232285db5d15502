import { matchLines } from '../../server/features/reconciliation/match-lines.rules.ts'
import {
  type MatchingRun,
  type MatchLines,
  matchStatements,
} from '../../server/features/reconciliation/run-matching.ts'
import type { World } from './world.ts'

/** The worker's job, with the rules thinking in this thread unless told otherwise. */
export function runMatching(
  world: World,
  think: MatchLines = async (facts) => matchLines(facts),
): Promise<MatchingRun | null> {
  return matchStatements({ ...world.deps, matchLines: think })
}

/** How many jobs of a queue were ever sent. */
export async function countJobs(world: World, queue: string): Promise<number> {
  const rows = await world.deps.db.$queryRaw<{ n: number }[]>`
    SELECT count(*)::int AS n FROM pgboss.job WHERE name = ${queue}`
  return rows[0]?.n ?? 0
}
