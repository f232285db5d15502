import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Prisma } from '../../platform/database.ts'
import { writeTable } from '../../platform/spreadsheets/write-table.ts'
import { cursorOf, keyOf, overviewQuery } from './list-overview.ts'
import type { ExportOverviewInput, OverviewFilter, OverviewRow } from './overview.schema.ts'
import { findOverviewPage, type OverviewKey, type OverviewQuery, sumOverview } from './overview.store.ts'
import { overviewFileName, overviewSheet } from './overview-sheet.ts'

/** Rows read at a time: some megabytes, whatever the whole list weighs. */
const rowsAtOnce = 1000

export type OverviewWorkbook = {
  readonly fileName: string
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/**
 * 对账报表: the list as a workbook, read while it is being sent. Who took it, by which filter and how many rows, is
 * written down before the first one leaves. Throws `notAllowed` when somebody who is not staff asks for the centre's.
 */
export async function exportOverview(
  deps: Deps,
  actor: AccountActor,
  { of, filter, locale }: ExportOverviewInput,
): Promise<OverviewWorkbook> {
  if (of === 'centre' && actor.staffRoles.length === 0) throw new AppError('notAllowed')
  const query = await overviewQuery(deps, actor, of, filter)
  const count = (await sumOverview(deps.db, query)).reduce((sum, row) => sum + row.count, 0)
  await inTransaction(deps, (tx) =>
    writeAudit(tx, actor, {
      action: 'reconciliation.exported',
      subjectType: 'export',
      subjectId: newId(),
      organisationId: filter.organisationId ?? (of === 'own' ? (actor.organisation?.id ?? null) : null),
      after: { filter: auditable(filter), count },
    }),
  )
  return {
    fileName: overviewFileName(locale, deps.clock.now()),
    body: writeTable([overviewSheet(locale, query.withStatement, readAll(deps, query))]),
  }
}

function auditable(filter: OverviewFilter): Prisma.InputJsonObject {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}

async function* readAll(deps: Pick<Deps, 'db'>, query: OverviewQuery): AsyncGenerator<OverviewRow> {
  let after: OverviewKey | null = null
  for (;;) {
    const rows: OverviewRow[] = (await findOverviewPage(deps.db, query, after, rowsAtOnce)).slice(0, rowsAtOnce)
    yield* rows
    const last = rows.at(-1)
    if (rows.length < rowsAtOnce || !last) return
    after = keyOf(cursorOf(last))
  }
}
