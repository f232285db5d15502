import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { Prisma, type Transaction } from '../../platform/database.ts'
import { clearRefund, findRefundable, setRefund } from './enrolment-money.store.ts'
import { changeStates, lockEnrolments } from './enrolments.store.ts'

/**
 * Keeps enrolments of a paid order for a refund that is asked for: no second refund takes them. The refund is written
 * already, and the order locked. Throws `notFound`, `enrolmentNotConfirmed` (name), `conflict` when another order or refund
 * has one of them.
 */
export async function holdForRefund(
  tx: Transaction,
  refundId: string,
  orderId: string,
  ids: readonly string[],
): Promise<{ id: string; learnerName: string; feeFen: Fen }[]> {
  const wanted = [...new Set(ids)]
  await lockEnrolments(tx, wanted, '/')
  const rows = await findRefundable(tx, orderId, wanted)
  if (rows.length !== wanted.length) throw new AppError('notFound')
  for (const { state, free, learnerName } of rows) {
    if (state !== 'confirmed') throw new AppError('enrolmentNotConfirmed', { name: learnerName })
    if (!free) throw new AppError('conflict')
  }
  await setRefund(tx, refundId, wanted)
  return rows.map(({ id, learnerName, feeFen }) => ({ id, learnerName, feeFen }))
}

/** Lets go of those whose refund was rejected, withdrawn or failed; answers their ids. */
export async function releaseFromRefund(tx: Transaction, refundId: string): Promise<string[]> {
  return clearRefund(tx, refundId)
}

/**
 * Ends enrolments whose fee went back: revoked, with the seats given back. Those that this refund ended already are left
 * alone. Nobody is told from here: the refund tells its organisation. Throws `conflict` when one of them is not the
 * refund's.
 */
export async function revokeForRefund(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  refundId: string,
  ids: readonly string[],
  reason: string,
): Promise<void> {
  const rows = await lockEnrolments(tx, [...new Set(ids)], '/')
  if (rows.some((row) => row.refundId !== refundId)) throw new AppError('conflict')
  const at = deps.clock.now()
  await changeStates(
    tx,
    actor,
    rows.filter((row) => row.state !== 'revoked'),
    {
      to: 'revoked',
      action: 'enrolment.revoked',
      at,
      set: Prisma.sql`reason = t.reason, refunded_at = ${at}`,
      reasonOf: () => reason,
      audit: () => ({ refundId }),
    },
  )
}
