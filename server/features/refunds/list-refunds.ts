import type { AccountActor } from '../../core/actor.ts'
import { type Page, toPage } from '../../core/page.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { ListAllRefundsInput, ListRefundsInput, RefundListRow, WaitingRefunds } from './refunds.schema.ts'
import { countWaitingRefunds, findRefundPage } from './refunds-page.store.ts'
import { toListRow } from './view-refund.ts'

/** The refunds of the admin's subtree, the newest first. */
export async function listRefunds(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: ListRefundsInput,
): Promise<Page<RefundListRow>> {
  return pageOf(deps, { ...input, path: subtreeOf(actor) })
}

/** The refunds of the whole centre, the newest first. */
export async function listAllRefunds(deps: Pick<Deps, 'db'>, input: ListAllRefundsInput): Promise<Page<RefundListRow>> {
  return pageOf(deps, { ...input, path: null })
}

/** What waits for finance, for the desk's rail. */
export async function countRefunds(deps: Pick<Deps, 'db'>): Promise<WaitingRefunds> {
  return countWaitingRefunds(deps.db)
}

async function pageOf(
  deps: Pick<Deps, 'db'>,
  filter: ListAllRefundsInput & { path: string | null },
): Promise<Page<RefundListRow>> {
  const page = toPage(await findRefundPage(deps.db, filter), filter.limit, (row) => row.id)
  return { ...page, rows: page.rows.map(toListRow) }
}
