import type { AccountActor, Authorized } from '../../core/actor.ts'
import { type Page, toPage } from '../../core/page.ts'
import { authorize, scopeOf } from '../../core/permission.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { pathRange } from '../organisations/units.rules.ts'
import {
  type BatchListRow,
  type BatchQuery,
  findBatches,
  findBatchRow,
  sumBatches as sumBatchRows,
  sumWallets,
} from './batches.store.ts'
import { isSpendable, mayManageAllCards, mayManageCards } from './study-cards.rules.ts'
import type { BatchFilter, BatchRow, BatchTotals, BatchView, ListBatchesInput } from './study-cards.schema.ts'

/** The batches of the actor's subtree, the newest first. Throws `notFound` for a unit of another one. */
export async function listBatches(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { cursor, limit, ...filter }: ListBatchesInput,
): Promise<Page<BatchRow>> {
  const rows = await findBatches(deps.db, await batchQuery(deps, actor, filter), cursor ?? null, limit + 1)
  const page = toPage(rows, limit, (row) => row.id)
  return { rows: page.rows.map(toBatchRow), nextCursor: page.nextCursor }
}

/** What they come to together. */
export async function sumBatches(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  filter: BatchFilter,
): Promise<BatchTotals> {
  const sums = await sumBatchRows(deps.db, await batchQuery(deps, actor, filter))
  return { count: sums.count, ...amountsOf(sums) }
}

async function batchQuery(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { organisationId, ...filter }: BatchFilter,
): Promise<BatchQuery> {
  const path =
    organisationId === undefined ? scopeOf(actor) : (await loadOrganisation(deps, actor, organisationId)).path
  return { range: pathRange(path), today: shanghaiDay(deps.clock.now()), filter }
}

/** A batch of the actor's subtree as it is now. Throws `notFound`. */
export async function loadBatch(
  deps: { readonly db: Readable } & Pick<Deps, 'clock'>,
  actor: AccountActor,
  id: string,
): Promise<Authorized<BatchListRow>> {
  return authorize(actor, await findBatchRow(deps.db, id, shanghaiDay(deps.clock.now())))
}

/** One batch with what became of what learners got of it. Throws `notFound`. */
export async function viewBatch(deps: Pick<Deps, 'db' | 'clock'>, actor: AccountActor, id: string): Promise<BatchView> {
  const row = await loadBatch(deps, actor, id)
  const { people, heldFen, spentFen, expiredFen } = await sumWallets(deps.db, id)
  const spendable = isSpendable(row.expiresOn, shanghaiDay(deps.clock.now()))
  const may = mayManageCards(actor) && spendable
  return {
    ...toBatchRow(row),
    people,
    heldFen: Number(heldFen),
    spentFen: Number(spentFen),
    expiredWithLearnersFen: Number(expiredFen),
    warnedAt: row.warnedAt?.toISOString() ?? null,
    expiredAt: row.expiredAt?.toISOString() ?? null,
    may: {
      recharge: may && row.leftFen > 0n,
      takeBack: may && heldFen > 0n,
      prolong: mayManageAllCards(actor),
    },
  }
}

export function toBatchRow(row: BatchListRow): BatchRow {
  return {
    id: row.id,
    order: { id: row.orderId, number: row.orderNumber },
    organisation: { id: row.organisationId, name: row.organisationName },
    plan: { id: row.planId, number: row.planNumber, name: row.planName },
    ...amountsOf(row),
    expiresOn: row.expiresOn,
    state: row.state,
    createdAt: row.createdAt.toISOString(),
  }
}

function amountsOf(row: { readonly rechargedFen: bigint; readonly leftFen: bigint; readonly expiredFen: bigint }) {
  return {
    valueFen: Number(row.rechargedFen + row.leftFen + row.expiredFen),
    rechargedFen: Number(row.rechargedFen),
    leftFen: Number(row.leftFen),
    expiredFen: Number(row.expiredFen),
  }
}
