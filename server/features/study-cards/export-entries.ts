import type { AccountActor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { writeTable } from '../../platform/spreadsheets/write-table.ts'
import type { Entry, ExportEntriesInput } from './card-entries.schema.ts'
import { type EntryQuery, findEntries, findWay } from './entries.store.ts'
import { entriesFileName, entriesSheet } from './entries-sheet.ts'
import { entryQuery, sumOfEntries, toEntry } from './list-entries.ts'

/** Rows read at a time: some megabytes, whatever the whole list weighs. */
const rowsAtOnce = 2000

export type EntriesWorkbook = {
  readonly fileName: string
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/**
 * 充值明细 as a workbook, read while it is being sent. Who took it, by which filter and how many rows, is written down before
 * the first one leaves. Throws `notFound` for a unit of another subtree.
 */
export async function exportEntries(
  deps: Deps,
  actor: AccountActor,
  { filter, locale }: ExportEntriesInput,
): Promise<EntriesWorkbook> {
  const query = await entryQuery(deps, actor, filter)
  const { count } = await sumOfEntries(deps, actor, filter)
  // What was searched for could be a whole ID number.
  const { search, ...named } = filter
  await inTransaction(deps, (tx) =>
    writeAudit(tx, actor, {
      action: 'cards.exported',
      subjectType: 'export',
      subjectId: newId(),
      organisationId: filter.organisationId ?? actor.organisation?.id ?? null,
      after: { filter: { ...named, ...(search ? { searched: true } : {}) }, count },
    }),
  )
  return {
    fileName: entriesFileName(locale, deps.clock.now()),
    body: writeTable([entriesSheet(locale, readAll(deps, query, scopeOf(actor)))]),
  }
}

async function* readAll(deps: Pick<Deps, 'db'>, query: EntryQuery, scope: string): AsyncGenerator<Entry> {
  const way = await findWay(deps.db, query)
  let before: string | null = null
  for (;;) {
    const rows = await findEntries(deps.db, query, way, before, rowsAtOnce)
    for (const row of rows) yield toEntry(row, scope)
    before = rows.at(-1)?.id ?? null
    if (rows.length < rowsAtOnce || before === null) return
  }
}
