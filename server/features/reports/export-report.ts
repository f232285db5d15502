import type { AccountActor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import type { Page } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Prisma } from '../../platform/database.ts'
import type { SheetToWrite } from '../../platform/spreadsheets/sheet-to-write.ts'
import { writeTable } from '../../platform/spreadsheets/write-table.ts'
import { auditableFilter } from '../learners/learners.rules.ts'
import { readArchive } from './archive.ts'
import type { ExportReportInput } from './export-report.schema.ts'
import { listInvoiceReport } from './invoice-report.ts'
import { listMoneyReport } from './money-report.ts'
import { listPlanReport, listUnitReport } from './plan-report.ts'
import { reportPath } from './report-scope.ts'
import { reportFileName, reportSheet } from './report-sheets.ts'

const rowsAtOnce = 100

export type ReportWorkbook = {
  readonly fileName: string
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/**
 * A report as a workbook, all rows that its filter finds, read while they are being sent. Who took which report, by which
 * filter, is written down before the first row leaves. Throws what the report's own list throws.
 */
export async function exportReport(deps: Deps, actor: AccountActor, input: ExportReportInput): Promise<ReportWorkbook> {
  const { filter, report, locale } = input
  const unit = 'parentId' in filter ? filter.parentId : 'organisationId' in filter ? filter.organisationId : undefined
  // Refused before anything is sent, not in the middle of a file.
  await reportPath(deps, actor, filter.of, unit)
  await inTransaction(deps, (tx) =>
    writeAudit(tx, actor, {
      action: 'report.exported',
      subjectType: 'export',
      subjectId: newId(),
      organisationId: unit ?? (filter.of === 'own' ? (actor.organisation?.id ?? null) : null),
      after: { report, filter: auditable(filter) },
    }),
  )
  return {
    fileName: reportFileName(report, locale, deps.clock.now()),
    body: writeTable([sheetOf(deps, actor, input)]),
  }
}

function sheetOf(deps: Deps, actor: AccountActor, input: ExportReportInput): SheetToWrite {
  const { locale } = input
  const page = { limit: rowsAtOnce } as const
  switch (input.report) {
    case 'plans':
      return reportSheet(
        'plans',
        locale,
        allOf((cursor) => listPlanReport(deps, actor, { ...input.filter, ...page, cursor })),
      )
    case 'units':
      return reportSheet(
        'units',
        locale,
        allOf((cursor) => listUnitReport(deps, actor, { ...input.filter, limit: everything, cursor })),
      )
    case 'money':
      return reportSheet(
        'money',
        locale,
        allOf((cursor) => listMoneyReport(deps, actor, { ...input.filter, limit: everything, cursor })),
      )
    case 'invoices':
      return reportSheet(
        'invoices',
        locale,
        allOf((cursor) => listInvoiceReport(deps, actor, { ...input.filter, limit: everything, cursor })),
      )
    case 'archive':
      return reportSheet('archive', locale, readArchive(deps, actor, input.filter))
  }
}

/** These are summed as a whole for every page; some thousands of rows at most. */
const everything = 1_000_000

async function* allOf<Row>(pageAfter: (cursor: string | null) => Promise<Page<Row>>): AsyncGenerator<Row> {
  let cursor: string | null = null
  do {
    const page: Page<Row> = await pageAfter(cursor)
    yield* page.rows
    cursor = page.nextCursor
  } while (cursor !== null)
}

/** What could be a whole ID number is masked. */
function auditable(filter: ExportReportInput['filter']): Prisma.InputJsonObject {
  const { search } = auditableFilter({ search: 'search' in filter ? filter.search : undefined })
  return Object.fromEntries(Object.entries({ ...filter, search }).filter(([, value]) => value !== undefined))
}
