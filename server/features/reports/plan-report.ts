import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { startOf } from './money-report.ts'
import {
  findPlanIds,
  findReportPlan,
  findReportPlans,
  findUnitNames,
  type PlanKey,
  type PlanQuery,
  type ReportPlan,
  sumByPlan,
  sumByUnit,
} from './plan-report.store.ts'
import { reportPath } from './report-scope.ts'
import { addFigures, noFigures } from './reports.rules.ts'
import {
  type ListPlanReportInput,
  type ListUnitReportInput,
  type PlanFigures,
  type PlanReportFilter,
  type PlanReportRow,
  type PlanTotals,
  planFigureNames,
  type UnitReportFilter,
  type UnitReportHead,
  type UnitReportPage,
} from './reports.schema.ts'

/** 培训计划报表: a row for each published plan, of a unit those that it has something to do with; the latest year first. Throws what `reportPath` throws. */
export async function listPlanReport(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: ListPlanReportInput,
): Promise<Page<PlanReportRow>> {
  const path = await reportPath(deps, actor, input.of, input.organisationId)
  const range = pathRange(path)
  const after = input.cursor ? keyOf(input.cursor) : null
  const pageOf = async (ids: readonly string[] | null) =>
    toPage(
      await findReportPlans(deps.db, planQuery(input), ids, after, input.limit),
      input.limit,
      (plan) => `${plan.year}_${plan.id}`,
    )
  const rowsOf = (plans: readonly ReportPlan[], sums: ReadonlyMap<string, PlanFigures>) =>
    plans.map((plan) => ({ id: plan.id, plan, ...(sums.get(plan.id) ?? noFigures) }))
  if (path === '/') {
    const { rows, nextCursor } = await pageOf(null)
    const sums = await sumByPlan(deps.db, { range, planIds: rows.map((plan) => plan.id) })
    return { rows: rowsOf(rows, sums), nextCursor }
  }
  // A unit's report holds the plans that it has something to do with.
  const sums = await sumByPlan(deps.db, { range, planIds: await findPlanIds(deps.db, planQuery(input)) })
  const { rows, nextCursor } = await pageOf([...sums.keys()])
  return { rows: rowsOf(rows, sums), nextCursor }
}

/** The sums of all that the filter finds, whatever page is shown. */
export async function totalPlanReport(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  filter: PlanReportFilter,
): Promise<PlanTotals> {
  const path = await reportPath(deps, actor, filter.of, filter.organisationId)
  const planIds = await findPlanIds(deps.db, planQuery(filter))
  const sums = await sumByPlan(deps.db, { range: pathRange(path), planIds })
  const plans = path === '/' ? planIds.length : sums.size
  return { plans, ...addFigures(planFigureNames, [...sums.values()]) }
}

/** The units right below one, each with its subtree, the largest first; and the sums of all of them. */
export async function listUnitReport(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: ListUnitReportInput,
): Promise<UnitReportPage> {
  const path = await reportPath(deps, actor, input.of, input.parentId)
  const sums = await sumByUnit(deps.db, { range: pathRange(path), planIds: await plansOf(deps, input) }, path)
  const start = startOf(sums, input.cursor)
  const page = toPage(sums.slice(start, start + input.limit + 1), input.limit, (row) => row.id)
  return { ...page, totals: addFigures(planFigureNames, sums) }
}

/** What stands over the units: the plan, and the way down from the top. */
export async function headOfUnits(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { of, planId, parentId }: UnitReportFilter,
): Promise<UnitReportHead> {
  const [path, top] = await Promise.all([reportPath(deps, actor, of, parentId), reportPath(deps, actor, of, undefined)])
  const [plan, names] = await Promise.all([
    planId === undefined ? null : findReportPlan(deps.db, planId),
    path === '/' ? [] : findUnitNames(deps.db, path),
  ])
  if (planId !== undefined && plan === null) throw new AppError('notFound')
  return { plan, above: names.filter((unit) => unit.path.startsWith(top)).map(({ id, name }) => ({ id, name })) }
}

async function plansOf(deps: Pick<Deps, 'db'>, filter: UnitReportFilter): Promise<string[] | null> {
  const { planId, year, mode, state, search } = filter
  const all = planId === undefined && year === undefined && mode === undefined && state === undefined && !search
  return all ? null : findPlanIds(deps.db, planQuery(filter))
}

function planQuery(
  filter: Omit<PlanReportFilter, 'of' | 'organisationId'> & { planId?: string | undefined },
): PlanQuery {
  return {
    year: filter.year ?? null,
    mode: filter.mode ?? null,
    state: filter.state ?? null,
    search: filter.search || null,
    planId: filter.planId ?? null,
  }
}

function keyOf(cursor: string): PlanKey {
  const [year = '', id = ''] = cursor.split('_')
  if (!/^\d{4}$/.test(year) || !idSchema.safeParse(id).success) throw new AppError('inputInvalid', { field: 'cursor' })
  return { year: Number(year), id }
}
