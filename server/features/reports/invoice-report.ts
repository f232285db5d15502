import type { AccountActor } from '../../core/actor.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { findInvoiceSums, type InvoiceQuery, type InvoiceRecord } from './invoice-report.store.ts'
import { startOf } from './money-report.ts'
import {
  type InvoiceReportFilter,
  type InvoiceReportRow,
  type InvoiceTotals,
  invoiceFigureNames,
  type ListInvoiceReportInput,
} from './money-reports.schema.ts'
import { reportPath } from './report-scope.ts'
import { addFigures, monthBounds } from './reports.rules.ts'

/** 发票报表: by month and kind, by unit with all below it, or by plan. Throws what `reportPath` throws. */
export async function listInvoiceReport(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: ListInvoiceReportInput,
): Promise<Page<InvoiceReportRow>> {
  const rows = (await findInvoiceSums(deps.db, await invoiceQuery(deps, actor, input), input.group)).map(toRow)
  return toPage(rows.slice(startOf(rows, input.cursor)), input.limit, (row) => row.id)
}

/** The sums of all rows, and the months for a chart. */
export async function totalInvoiceReport(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  filter: InvoiceReportFilter,
): Promise<InvoiceTotals> {
  const months = await findInvoiceSums(deps.db, await invoiceQuery(deps, actor, filter), 'monthAlone')
  return {
    totals: addFigures(invoiceFigureNames, months),
    months: months.map(({ month, issuedFen, redFen }) => ({ month: month ?? '', issuedFen, redFen })).reverse(),
  }
}

async function invoiceQuery(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { of, organisationId, planId, kind, from, to }: InvoiceReportFilter,
): Promise<InvoiceQuery> {
  const path = await reportPath(deps, actor, of, organisationId)
  return {
    range: pathRange(path),
    path,
    planId: planId ?? null,
    kind: kind ?? null,
    from: from === undefined ? null : monthBounds(from).first,
    before: to === undefined ? null : monthBounds(to).next,
  }
}

function toRow(record: InvoiceRecord): InvoiceReportRow {
  const { month, kind, unitId, unitName, hasUnits, planId, planNumber, planName, ...figures } = record
  return {
    id: `${month ?? ''}_${kind ?? ''}_${unitId ?? planId ?? ''}`,
    month,
    kind,
    unit: unitId === null || unitName === null ? null : { id: unitId, name: unitName, hasUnits },
    plan:
      planId === null || planNumber === null || planName === null
        ? null
        : { id: planId, number: planNumber, name: planName },
    ...figures,
  }
}
