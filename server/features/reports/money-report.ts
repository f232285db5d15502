import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { findMoney, type MoneyQuery, type MoneyRecord } from './money-report.store.ts'
import {
  type ListMoneyReportInput,
  type MoneyReportFilter,
  type MoneyReportRow,
  type MoneyTotals,
  moneyFigureNames,
} from './money-reports.schema.ts'
import { reportPath } from './report-scope.ts'
import { addFigures, monthBounds } from './reports.rules.ts'

/** 对账报表: by month and plan. Throws what `reportPath` throws. */
export async function listMoneyReport(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: ListMoneyReportInput,
): Promise<Page<MoneyReportRow>> {
  const rows = (await findMoney(deps.db, await moneyQuery(deps, actor, input), input.group)).map(toRow)
  return toPage(rows.slice(startOf(rows, input.cursor)), input.limit, (row) => row.id)
}

/** The sums of all rows, and the months for a chart. */
export async function totalMoneyReport(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  filter: MoneyReportFilter,
): Promise<MoneyTotals> {
  const months = await findMoney(deps.db, await moneyQuery(deps, actor, filter), 'month')
  return {
    totals: addFigures(moneyFigureNames, months),
    months: months
      .map(({ month, transferFen, onlineFen, paidFen, refundedFen }) => ({
        month: month ?? '',
        transferFen,
        onlineFen,
        paidFen,
        refundedFen,
      }))
      .reverse(),
  }
}

export async function moneyQuery(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { of, organisationId, planId, from, to }: Omit<MoneyReportFilter, 'group'>,
): Promise<MoneyQuery> {
  return {
    range: pathRange(await reportPath(deps, actor, of, organisationId)),
    planId: planId ?? null,
    from: from === undefined ? null : monthBounds(from).first,
    before: to === undefined ? null : monthBounds(to).next,
  }
}

function toRow({ month, planId, planNumber, planName, ...figures }: MoneyRecord): MoneyReportRow {
  const plan =
    planId === null || planNumber === null || planName === null
      ? null
      : { id: planId, number: planNumber, name: planName }
  return { id: `${month ?? ''}_${planId ?? ''}`, month, plan, ...figures }
}

/**
 * All rows are summed anyway, some dozens a year: the cursor says after which one a page begins. Throws `inputInvalid`
 * where there is no such row any more.
 */
export function startOf(rows: readonly { readonly id: string }[], cursor: string | null | undefined): number {
  if (!cursor) return 0
  const at = rows.findIndex((row) => row.id === cursor)
  if (at < 0) throw new AppError('inputInvalid', { field: 'cursor' })
  return at + 1
}
