import { AppError } from '../../core/app-error.ts'
import { fenFromBigint } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { DeskPlan } from './plans.schema.ts'
import { countPlanUse, countSubjectUse, findPlan, type PlanUse } from './plans.store.ts'
import { toDeskRow } from './view-plan.ts'

/** One plan for the desk, with who uses it and its subjects. Throws `notFound`. */
export async function loadDeskPlan(deps: Pick<Deps, 'db' | 'clock'>, id: string): Promise<DeskPlan> {
  const plan = await findPlan(deps.db, id)
  if (!plan) throw new AppError('notFound')
  const [use, taken, source] = await Promise.all([
    countPlanUse(deps.db, [id]),
    countSubjectUse(deps.db, id),
    plan.copiedFromId === null ? null : findPlan(deps.db, plan.copiedFromId),
  ])
  const subjects = plan.subjects.map(({ id, name, feeFen, retiredAt }) => ({
    subject: { id, name, feeFen: fenFromBigint(feeFen), takenBy: taken.get(id) ?? 0 },
    retired: retiredAt !== null,
  }))
  return {
    ...toDeskRow(plan, use.get(id), deps.clock.now()),
    subjects: subjects.filter(({ retired }) => !retired).map(({ subject }) => subject),
    retiredSubjects: subjects.filter(({ retired }) => retired).map(({ subject }) => subject),
    relied: isRelied(use.get(id)),
    stateSince: plan.stateSince.toISOString(),
    createdAt: plan.createdAt.toISOString(),
    copiedFrom: source && { id: source.id, number: source.number, name: source.name },
  }
}

/** Somebody was told what it is, or pays for it. */
export function isRelied(use: PlanUse | undefined): boolean {
  return use !== undefined && (use.submitted + use.confirmed + use.revoked + use.orders > 0 || use.studied)
}
