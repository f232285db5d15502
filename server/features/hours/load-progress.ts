import type { Readable } from '../../platform/database.ts'
import type { PlanProgress } from './hours.schema.ts'
import { findProgress, type ProgressRow } from './hours.store.ts'

/**
 * What a learner has in each plan, with the plan's rule: in those where there are hours, and in those that are asked for
 * (zeros where there are none). One read of an index; whose hours they may see is the caller's to know.
 */
export async function loadProgress(
  db: Readable,
  learnerId: string,
  planIds: readonly string[] | null = null,
): Promise<PlanProgress[]> {
  return (await findProgress(db, learnerId, planIds)).map(toPlanProgress)
}

export function toPlanProgress(row: ProgressRow): PlanProgress {
  const { planId, number, name, year, changedAt, ...numbers } = row
  return {
    plan: { id: planId, number, name, year },
    rule: {
      requiredHours: numbers.requiredHours,
      compulsoryMin: numbers.compulsoryMin,
      compulsoryCap: numbers.compulsoryCap,
      electiveMin: numbers.electiveMin,
      electiveCap: numbers.electiveCap,
    },
    sums: {
      compulsoryApproved: numbers.compulsoryApproved,
      electiveApproved: numbers.electiveApproved,
      compulsoryPending: numbers.compulsoryPending,
      electivePending: numbers.electivePending,
    },
    changedAt: changedAt?.toISOString() ?? null,
  }
}
