import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Page, toPage } from '../../core/page.ts'
import { authorize, scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { loadLearner } from '../learners/view-learner.ts'
import {
  findCertificate,
  findHourPage,
  findHourRows,
  findIdsOfLearner,
  findTrailIds,
  sumHours,
} from './hour-lists.store.ts'
import { hourQuery } from './hour-scope.ts'
import type { HourFilter, HourRecordView, HourRow, HourTotals, LearnerHours, ListHoursInput } from './hours.schema.ts'
import { loadProgress } from './load-progress.ts'
import { viewHours } from './view-hours.ts'

type ListDeps = Pick<Deps, 'db' | 'secrets'>

/** The records within `scope` (a path prefix; `/` is the whole centre), the newest first. Throws `notFound`. */
export async function listHours(
  deps: ListDeps,
  actor: AccountActor,
  scope: string,
  { cursor, limit, ...filter }: ListHoursInput,
): Promise<Page<HourRow>> {
  const query = await hourQuery(deps, actor, scope, filter)
  const { rows, nextCursor } = toPage(
    await findHourPage(deps.db, query, cursor ?? null, limit + 1),
    limit,
    (row) => row.id,
  )
  return { rows: await viewHours(deps, actor, idsOf(rows), scope), nextCursor }
}

/** What a filter finds, in numbers. Throws `notFound`. */
export async function sumOfHours(
  deps: ListDeps,
  actor: AccountActor,
  scope: string,
  filter: HourFilter,
): Promise<HourTotals> {
  const sums = await sumHours(deps.db, await hourQuery(deps, actor, scope, filter))
  return {
    count: sums.count,
    people: sums.people,
    approved: sums.approved,
    pending: sums.pending,
    byState: {
      pending: sums.pendingCount,
      approved: sums.approvedCount,
      rejected: sums.rejectedCount,
      withdrawn: sums.withdrawnCount,
    },
  }
}

/** One record with what corrects it, and what its learner has in the plan. Throws `notFound`. */
export async function getHours(deps: Pick<Deps, 'db'>, actor: AccountActor, id: string): Promise<HourRecordView> {
  const scope = scopeOf(actor)
  const [found] = await findHourRows(deps.db, [id], scope)
  const row = authorize(actor, found ?? null)
  const trail = await viewHours(deps, actor, await findTrailIds(deps.db, row.correctsId ?? id), scope)
  const [progress, certificate] = await Promise.all([
    loadProgress(deps.db, row.learnerId, [row.planId]),
    findCertificate(deps.db, row.learnerId, row.planId),
  ])
  const own = trail.find((one) => one.id === id)
  const ofPlan = progress.find((one) => one.plan.id === row.planId)
  if (!own || !ofPlan) throw new AppError('notFound')
  return { ...own, trail, progress: ofPlan, certificate }
}

/**
 * All hours of a learner whom the actor may see, also those that another organisation recorded before: they count just the
 * same. Throws `notFound`.
 */
export async function hoursOfLearner(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { learnerId, planId }: { readonly learnerId: string; readonly planId?: string | undefined },
): Promise<LearnerHours> {
  await loadLearner(deps.db, actor, learnerId)
  const [progress, ids] = await Promise.all([
    loadProgress(deps.db, learnerId, planId === undefined ? null : [planId]),
    findIdsOfLearner(deps.db, learnerId, { planId: planId ?? null, year: null }),
  ])
  return {
    progress: planId === undefined ? progress : progress.filter((one) => one.plan.id === planId),
    records: await viewHours(deps, actor, ids, scopeOf(actor)),
  }
}

const idsOf = (rows: readonly { readonly id: string }[]) => rows.map((row) => row.id)
