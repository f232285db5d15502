import type { Actor } from '../../core/actor.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import { lockOrder } from '../orders/load-order.ts'
import { outcomeOf, type Split } from './payments.rules.ts'
import { insertConfirmedPayment } from './payments.store.ts'
import { postReceived } from './post-received.ts'

export type TransferPayment = {
  /** Id of the payment and key of its transfers: made from the voucher by the caller, so that a repeat is the same one. */
  readonly paymentId: string
  readonly orderId: string
  readonly voucherId: string
  readonly amountFen: Fen
  /** When the bank moved the money, as the slip says. */
  readonly movedAt: Date | null
}

export type ConfirmedPayment = Split & { readonly outstandingFen: Fen }

/**
 * Records a bank transfer as received, in the caller's transaction: the payment, its ledger transfers (to the order as
 * far as it can take them, the rest to the organisation's credit) and the order's state. The order's row is locked, so
 * two payments of one order are settled one after the other.
 */
export async function confirmTransferPayment(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  payment: TransferPayment,
): Promise<ConfirmedPayment> {
  const order = await lockOrder(tx, payment.orderId)
  await insertConfirmedPayment(tx, {
    id: payment.paymentId,
    orderId: order.id,
    method: 'transfer',
    amountFen: payment.amountFen,
    voucherId: payment.voucherId,
    outcome: outcomeOf(payment.amountFen, order),
    movedAt: payment.movedAt,
    now: deps.clock.now(),
  })
  const posted = await postReceived(deps, tx, actor, order, {
    paymentId: payment.paymentId,
    amountFen: payment.amountFen,
    at: { kind: 'bank', ownerId: order.payee.id },
  })
  await writeAudit(tx, actor, {
    action: 'payment.confirmed',
    subjectType: 'payment',
    subjectId: payment.paymentId,
    organisationId: order.organisationId,
    after: {
      orderId: order.id,
      amountFen: payment.amountFen,
      toOrderFen: posted.toOrderFen,
      toCreditFen: posted.toCreditFen,
    },
  })
  return posted
}
