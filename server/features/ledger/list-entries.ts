import { z } from 'zod'
import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import type { LedgerEntry, ListEntriesInput } from './ledger.schema.ts'
import { findAccount } from './ledger-accounts.store.ts'
import { type EntryKey, findEntries } from './ledger-entries.store.ts'

/** What moved an account, the last first: how much, to or from where, why, who, and what it held then. Throws `notFound`. */
export async function listEntries(
  deps: Pick<Deps, 'db'>,
  { cursor, limit, ...filter }: ListEntriesInput,
): Promise<Page<LedgerEntry>> {
  const account = await findAccount(deps.db, filter.accountId)
  if (!account) throw new AppError('notFound')
  const after = cursor ? keyOf(cursor) : null
  const rows = await findEntries(deps.db, account.kind, filter, after, limit + 1, 'newestFirst')
  return toPage(rows, limit, entryCursor)
}

export function entryCursor(row: Pick<LedgerEntry, 'at' | 'id'>): string {
  return `${row.at}_${row.id}`
}

/** Throws `inputInvalid` for what is no cursor of ours. */
export function keyOf(cursor: string): EntryKey {
  const [at, id] = cursor.split('_')
  const parsed = z.object({ at: z.iso.datetime(), id: idSchema }).safeParse({ at, id })
  if (!parsed.success) throw new AppError('inputInvalid', { field: 'cursor' })
  return parsed.data
}
