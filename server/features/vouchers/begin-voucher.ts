import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { loadOrder } from '../orders/load-order.ts'
import { checkOrderPayable } from './vouchers.rules.ts'
import { findOpenVoucherId, findVoucher, insertVoucher } from './vouchers.store.ts'

/**
 * Makes a draft under an id that the phone chose; the same again answers the same. Throws `notFound` for another
 * organisation's order, `orderNotPayable` when no money can be claimed for it, `idempotencyKeyReused` when the id is
 * another voucher's.
 */
export async function beginVoucher(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  input: { id: string; orderId: string },
): Promise<{ id: string }> {
  const existing = await findVoucher(deps.db, input.id)
  if (existing) {
    authorize(actor, existing)
    if (existing.orderId !== input.orderId) throw new AppError('idempotencyKeyReused')
    return { id: existing.id }
  }
  const order = await loadOrder(deps, actor, input.orderId)
  checkOrderPayable(order.state)
  const now = deps.clock.now()
  await inTransaction(deps, async (tx) => {
    const added = await insertVoucher(tx, {
      id: input.id,
      orderId: order.id,
      organisationId: order.organisationId,
      createdById: actor.accountId,
      now,
    })
    if (!added) {
      // The same request came twice at the same moment: the other one wrote it. Another order's voucher is another thing.
      const other = await findVoucher(tx, input.id)
      if (other?.orderId !== order.id) throw new AppError('idempotencyKeyReused')
      return
    }
    await writeAudit(tx, actor, {
      action: 'voucher.begun',
      subjectType: 'voucher',
      subjectId: input.id,
      organisationId: order.organisationId,
      after: { orderId: order.id },
    })
  })
  return { id: input.id }
}

/** The draft or rejected voucher that a person would go on with for this order, if there is one. */
export async function findOpenVoucher(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: { orderId: string },
): Promise<{ id: string | null }> {
  const order = await loadOrder(deps, actor, input.orderId)
  return { id: await findOpenVoucherId(deps.db, order.id) }
}
