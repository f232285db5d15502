import type { AccountActor } from '../../core/actor.ts'
import type { Readable } from '../../platform/database.ts'
import { findAccount, findAdministered } from './accounts.store.ts'

/**
 * The account as it may act now for the organisation with this path, for work that it asked for earlier: staff as such,
 * an admin for the nearest of their organisations above it. Null when it may not any more.
 */
export async function actFor(
  db: Readable,
  asked: {
    readonly accountId: string
    readonly organisationPath: string
    readonly ip: string
    /** Which staff may do it for everybody; reviewers unless it says otherwise. System admins always may. */
    readonly office?: 'reviewer' | 'finance'
  },
): Promise<AccountActor | null> {
  const account = await findAccount(db, asked.accountId)
  if (!account?.enabled) return null
  const administered = await findAdministered(db, account.id)
  const above = administered
    .filter((one) => one.open && asked.organisationPath.includes(`/${one.id}/`))
    .map((one) => ({ id: one.id, name: one.name, path: pathTo(asked.organisationPath, one.id) }))
    .toSorted((a, b) => b.path.length - a.path.length)
  const mayAlways = account.staffRoles.some((role) => role === (asked.office ?? 'reviewer') || role === 'systemAdmin')
  if (!mayAlways && above.length === 0) return null
  return {
    kind: 'account',
    accountId: account.id,
    name: account.name,
    ip: asked.ip,
    staffRoles: account.staffRoles,
    organisation: above[0] ?? null,
    learnerId: null,
  }
}

function pathTo(path: string, id: string): string {
  const end = path.indexOf(`/${id}/`)
  return path.slice(0, end + id.length + 2)
}
