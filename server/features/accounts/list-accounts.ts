import { normaliseIdNumber } from '../../core/ids.ts'
import { toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import type { AccountPage, ListAccountsInput } from './accounts.schema.ts'
import { findAccounts } from './accounts.store.ts'
import { logInNameOf } from './log-in-names.rules.ts'

/** Accounts for system admins, the newest first. A whole ID number finds its account without being shown. */
export async function listAccounts(deps: Deps, input: ListAccountsInput): Promise<AccountPage> {
  const search = input.search ? input.search.normalize('NFKC') : null
  const idNumber =
    search && normaliseIdNumber(search).length >= 7 ? logInNameOf('idNumber', search, deps.secrets) : null
  const found = await findAccounts(deps.db, {
    search,
    idNumberHash: idNumber,
    kind: input.kind ?? null,
    enabled: input.enabled ?? null,
    after: input.cursor ?? null,
    take: input.limit + 1,
  })
  const { rows, nextCursor } = toPage(found, input.limit, (row) => row.id)
  return {
    rows: rows.map((row) => ({
      ...row,
      lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
      createdAt: row.createdAt.toISOString(),
    })),
    nextCursor,
  }
}
