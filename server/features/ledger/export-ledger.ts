import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Prisma } from '../../platform/database.ts'
import { writeTable } from '../../platform/spreadsheets/write-table.ts'
import type { LedgerAccountKind } from './ledger.rules.ts'
import type { EntryFilter, ExportLedgerInput, LedgerEntry } from './ledger.schema.ts'
import { findAccount } from './ledger-accounts.store.ts'
import { countEntries, type EntryKey, findEntries } from './ledger-entries.store.ts'
import { ledgerFileName, ledgerSheet } from './ledger-sheet.ts'

/**
 * Rows read at a time: some megabytes. Each turn sums the account up to its rows anew, so that few turns are better than
 * little memory.
 */
const rowsAtOnce = 20_000

export type LedgerWorkbook = {
  readonly fileName: string
  readonly body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

/**
 * An account's entries as a workbook, the first first, read while it is being sent. Who took it, by which filter and how
 * many rows, is written down before the first one leaves. Throws `notFound`.
 */
export async function exportLedger(
  deps: Deps,
  actor: AccountActor,
  { locale, ...filter }: ExportLedgerInput,
): Promise<LedgerWorkbook> {
  const account = await findAccount(deps.db, filter.accountId)
  if (!account) throw new AppError('notFound')
  const count = await countEntries(deps.db, filter)
  await inTransaction(deps, (tx) =>
    writeAudit(tx, actor, {
      action: 'ledger.exported',
      subjectType: 'ledger',
      subjectId: account.id,
      organisationId: account.links.organisationId,
      after: { filter: auditable(filter), count },
    }),
  )
  return {
    fileName: ledgerFileName(locale, account, deps.clock.now()),
    body: writeTable([ledgerSheet(locale, account, readAll(deps, account.kind, filter))]),
  }
}

function auditable(filter: EntryFilter): Prisma.InputJsonObject {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}

async function* readAll(
  deps: Pick<Deps, 'db'>,
  kind: LedgerAccountKind,
  filter: EntryFilter,
): AsyncGenerator<LedgerEntry> {
  let after: EntryKey | null = null
  for (;;) {
    const rows: LedgerEntry[] = await findEntries(deps.db, kind, filter, after, rowsAtOnce, 'oldestFirst')
    yield* rows
    const last = rows.at(-1)
    if (rows.length < rowsAtOnce || !last) return
    after = { at: last.at, id: last.id }
  }
}
