import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { loadOrder } from '../orders/load-order.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import {
  type ListOverviewInput,
  type OverviewFilter,
  type OverviewOrder,
  type OverviewRow,
  type OverviewTotals,
  reviewStates,
} from './overview.schema.ts'
import { findOverviewPage, type OverviewKey, type OverviewQuery, sumOverview } from './overview.store.ts'
import { findOverviewOrder } from './overview-order.store.ts'

/** Whose rows: an admin's own subtree, or for staff the whole centre with what the bank's statement shows. */
export type OverviewScope = 'own' | 'centre'

/** 对账管理: claims, payments and what waits for one, the latest first. Throws `notFound` for a unit of another's. */
export async function listOverview(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  scope: OverviewScope,
  input: ListOverviewInput,
): Promise<Page<OverviewRow>> {
  const query = await overviewQuery(deps, actor, scope, input)
  const rows = await findOverviewPage(deps.db, query, input.cursor ? keyOf(input.cursor) : null, input.limit)
  return toPage(rows, input.limit, cursorOf)
}

/** The sums of everything that the same filter lists, whatever page is shown. */
export async function totalOverview(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  scope: OverviewScope,
  filter: OverviewFilter,
): Promise<OverviewTotals> {
  const found = await sumOverview(deps.db, await overviewQuery(deps, actor, scope, filter))
  const states = reviewStates.flatMap((state) => found.filter((row) => row.state === state))
  return {
    count: states.reduce((sum, row) => sum + row.count, 0),
    amountFen: states.reduce((sum, row) => sum + row.amountFen, 0),
    states,
  }
}

/** What of an order stands in other lists: its slips, invoices and statement lines. Throws `notFound`. */
export async function viewOverviewOrder(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { orderId }: { readonly orderId: string },
): Promise<OverviewOrder> {
  const order = await loadOrder(deps, actor, orderId)
  return findOverviewOrder(deps.db, order.id)
}

/** The filter with the subtree it is cut to. A unit is named by its id and has to be the actor's to see. */
export async function overviewQuery(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  scope: OverviewScope,
  { organisationId, ...filter }: OverviewFilter,
): Promise<OverviewQuery> {
  const own = scope === 'own' ? subtreeOf(actor) : null
  const unit = organisationId === undefined ? null : await loadOrganisation(deps, actor, organisationId)
  // Who is staff too sees every unit; on the organisation's page they act for the organisation alone.
  if (unit && own !== null && !unit.path.startsWith(own)) throw new AppError('notFound')
  return { ...filter, path: unit?.path ?? own, withStatement: scope === 'centre' }
}

export function cursorOf(row: Pick<OverviewRow, 'appliedAt' | 'id'>): string {
  return `${row.appliedAt}_${row.id}`
}

/** Throws `inputInvalid` for what is no cursor of ours. */
export function keyOf(cursor: string): OverviewKey {
  const [at = '', id = ''] = cursor.split('_')
  const appliedAt = new Date(at)
  if (Number.isNaN(appliedAt.getTime()) || !idSchema.safeParse(id).success) {
    throw new AppError('inputInvalid', { field: 'cursor' })
  }
  return { appliedAt, id }
}
