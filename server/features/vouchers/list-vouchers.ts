import type { AccountActor } from '../../core/actor.ts'
import { fenFromBigint } from '../../core/money.ts'
import { type Page, toPage } from '../../core/page.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { VoucherRow, VoucherState } from './vouchers.schema.ts'
import { listVouchersOf } from './vouchers.store.ts'

/** Vouchers of the actor's subtree, newest first. */
export async function listVouchers(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: {
    state?: VoucherState | null | undefined
    orderId?: string | null | undefined
    cursor?: string | null | undefined
    limit: number
  },
): Promise<Page<VoucherRow>> {
  const rows = await listVouchersOf(deps.db, {
    subtree: subtreeOf(actor),
    state: input.state ?? null,
    orderId: input.orderId ?? null,
    cursor: input.cursor ?? null,
    take: input.limit + 1,
  })
  const page = rows.map((row) => ({
    ...row,
    stateSince: row.stateSince.toISOString(),
    amountFen: row.amountFen === null ? null : fenFromBigint(row.amountFen),
    submittedAt: row.submittedAt?.toISOString() ?? null,
    dueAt: row.dueAt?.toISOString() ?? null,
  }))
  return toPage(page, input.limit, (row) => row.id)
}
