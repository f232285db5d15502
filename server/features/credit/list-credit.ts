import type { AccountActor } from '../../core/actor.ts'
import { addFen, zeroFen } from '../../core/money.ts'
import { type Page, toPage } from '../../core/page.ts'
import { scopeOf, subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { loadOrder } from '../orders/load-order.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import type { CreditBalances, CreditEntry, ListCreditEntriesInput, OrderCredit } from './credit.schema.ts'
import { findBalances, findBalancesAbove, findEntries } from './credit.store.ts'

/** 预存款 of every unit of the admin's subtree that has or had any. */
export async function listBalances(deps: Pick<Deps, 'db'>, actor: AccountActor): Promise<CreditBalances> {
  const found = await findBalances(deps.db, subtreeOf(actor))
  return {
    balances: found.map((one) => ({ ...one, changedAt: one.changedAt.toISOString() })),
    totalFen: addFen(zeroFen, ...found.map((one) => one.balanceFen)),
  }
}

/** What moved on one unit's credit, the newest first. Throws `notFound` also for another organisation's. */
export async function listEntries(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { organisationId, cursor, limit }: ListCreditEntriesInput,
): Promise<Page<CreditEntry>> {
  const organisation = await loadOrganisation(deps, actor, organisationId)
  const entries = await findEntries(deps.db, { organisationId: organisation.id, cursor: cursor ?? null, limit })
  return toPage(entries, limit, (entry) => entry.id)
}

/** Whose credit the actor can pay an order with: its unit's, and that of the units above it as far as they see. */
export async function findCreditForOrder(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  orderId: string,
): Promise<OrderCredit> {
  const order = await loadOrder(deps, actor, orderId)
  if (order.outstandingFen === 0) return { outstandingFen: 0, sources: [] }
  const found = await findBalancesAbove(deps.db, order.organisationPath, scopeOf(actor))
  return {
    outstandingFen: order.outstandingFen,
    sources: found.map(({ organisationId, organisationName, balanceFen }) => ({
      organisationId,
      organisationName,
      balanceFen,
    })),
  }
}
