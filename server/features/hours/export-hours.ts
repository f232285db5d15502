import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { writeTable } from '../../platform/spreadsheets/write-table.ts'
import { findHourPage, type HourQuery, sumHours } from './hour-lists.store.ts'
import { hourQuery } from './hour-scope.ts'
import { hourFileName, hourSheet } from './hour-sheet.ts'
import type { ExportHoursInput, HourRow } from './hours.schema.ts'
import { viewHours } from './view-hours.ts'

/** Rows read at a time: some megabytes, whatever the whole list weighs. */
const rowsAtOnce = 1000

export type HourWorkbook = {
  readonly fileName: string
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/**
 * The records that a filter finds as a workbook, read while it is being sent. Who took it, by which filter and how many
 * rows, is written down before the first one leaves. Throws `notAllowed` when somebody who is not staff asks for the
 * centre's, `notFound`.
 */
export async function exportHours(
  deps: Deps,
  actor: AccountActor,
  { of, filter, locale }: ExportHoursInput,
): Promise<HourWorkbook> {
  if (of === 'centre' && actor.staffRoles.length === 0) throw new AppError('notAllowed')
  const scope = of === 'centre' ? '/' : subtreeOf(actor)
  const query = await hourQuery(deps, actor, scope, filter)
  const { count } = await sumHours(deps.db, query)
  const said = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
  await inTransaction(deps, (tx) =>
    writeAudit(tx, actor, {
      action: 'hours.exported',
      subjectType: 'export',
      subjectId: newId(),
      organisationId: filter.organisationId ?? (of === 'own' ? (actor.organisation?.id ?? null) : null),
      after: { filter: said, count },
    }),
  )
  return {
    fileName: hourFileName(locale, deps.clock.now()),
    body: writeTable([hourSheet(locale, readAll(deps, actor, query, scope))]),
  }
}

async function* readAll(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  query: HourQuery,
  scope: string,
): AsyncGenerator<HourRow> {
  let after: string | null = null
  for (;;) {
    const keys: { id: string }[] = await findHourPage(deps.db, query, after, rowsAtOnce)
    yield* await viewHours(
      deps,
      actor,
      keys.map((key) => key.id),
      scope,
    )
    after = keys.at(-1)?.id ?? null
    if (keys.length < rowsAtOnce || after === null) return
  }
}
