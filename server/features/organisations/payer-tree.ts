import { nameKey } from '../../core/names.ts'
import type { Readable } from '../../platform/database.ts'
import { accountKey } from './organisation-names.ts'
import { findOrganisationsOfPayer, findPayerOrganisations, type PayerOrganisation } from './payer-tree.store.ts'

/** An organisation with the names and accounts that pay for it, and all that stand above it. */
export type PayerNode = PayerOrganisation & { readonly parentIds: readonly string[] }

const organisationsAtOnce = 5000

/** These organisations and everything above them in the tree: a parent often pays for its departments and subsidiaries. */
export async function loadPayerTree(db: Readable, organisationIds: Iterable<string>): Promise<PayerNode[]> {
  const nodes = new Map<string, PayerNode>()
  let wanted = [...new Set(organisationIds)]
  while (wanted.length > 0) {
    const above = new Set<string>()
    for (let from = 0; from < wanted.length; from += organisationsAtOnce) {
      for (const row of await findPayerOrganisations(db, wanted.slice(from, from + organisationsAtOnce))) {
        const parentIds = row.path.split('/').filter((part) => part !== '' && part !== row.id)
        nodes.set(row.id, { ...row, parentIds })
        for (const id of parentIds) above.add(id)
      }
    }
    wanted = [...above].filter((id) => !nodes.has(id))
  }
  return [...nodes.values()]
}

/** The organisations that this payer is, or has paid for before. */
export async function loadOrganisationsOfPayer(
  db: Readable,
  payer: { readonly name: string; readonly account: string },
): Promise<string[]> {
  const rows = await findOrganisationsOfPayer(db, nameKey(payer.name), accountKey(payer.account))
  return rows.map(({ id }) => id)
}
