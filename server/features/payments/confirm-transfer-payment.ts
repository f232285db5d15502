import type { Actor } from '../../core/actor.ts'
import { addFen, type Fen, zeroFen } from '../../core/money.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import { loadPaymentShares } from '../ledger/payment-shares.ts'
import { lockOrder, type OrderRow } from '../orders/load-order.ts'
import { outcomeOf, type PaymentOutcome, type ShownPayment, type Split, shownBySlip } from './payments.rules.ts'
import { insertConfirmedPayment } from './payments.store.ts'
import { postReceived } from './post-received.ts'
import { giveVoucher, lockShownWithoutVoucher } from './shown-payments.store.ts'

export type TransferPayment = {
  /** Id of the payment and key of its transfers: made by the caller, so that a repeat is the same one. */
  readonly paymentId: string
  readonly orderId: string
  /** The slip that claims it; null where the bank's statement alone shows it. */
  readonly voucherId: string | null
  readonly amountFen: Fen
  /** When the bank moved the money, as the slip or the statement says. */
  readonly movedAt: Date | null
  /**
   * Where a line of the bank's statement is what books it: its day, and the account of ours that it came to. Else the
   * books have the day that the slip says, if that is believable, and the account that the order names.
   */
  readonly statement?: { readonly bookedOn: string; readonly payeeAccountId: string }
}

export type ConfirmedPayment = Split & {
  /** The payment that holds the money: another than was asked for where it was booked before. */
  readonly paymentId: string
  readonly outcome: PaymentOutcome
  readonly outstandingFen: Fen
  /** Booked here; else the statement had shown this very money before, and the slip was laid beside it. */
  readonly isNew: boolean
}

/** Days that a slip's date may be away for it to be the day of the books: farther off it is more likely misread. */
const believableDays = 92

/**
 * Records a bank transfer as received, in the caller's transaction: the payment, its ledger transfers (to the order as
 * far as it can take them, the rest to the organisation's credit) and the order's state. The order's row is locked, so
 * two payments of one order are settled one after the other. A slip that a reviewer approves for money that the statement
 * has shown already (`shownBySlip`) is laid beside that payment: one transfer is booked once. What a line books is always
 * a payment of its own: the line is new money, whatever other lines brought.
 */
export async function confirmTransferPayment(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: Actor,
  payment: TransferPayment,
): Promise<ConfirmedPayment> {
  const order = await lockOrder(tx, payment.orderId)
  const { voucherId, statement } = payment
  if (voucherId !== null && !statement) {
    const shown = shownBySlip(await lockShownWithoutVoucher(tx, order.id), payment.amountFen, order.outstandingFen)
    const [first] = shown
    if (first) return layBeside(tx, actor, order, [first, ...shown.slice(1)], voucherId)
  }
  const now = deps.clock.now()
  const outcome = outcomeOf(payment.amountFen, order)
  await insertConfirmedPayment(tx, {
    id: payment.paymentId,
    orderId: order.id,
    method: 'transfer',
    amountFen: payment.amountFen,
    voucherId,
    outcome,
    movedAt: payment.movedAt,
    now,
  })
  const said = payment.movedAt && isBelievable(payment.movedAt, now) ? shanghaiDay(payment.movedAt) : undefined
  const bookedOn = statement?.bookedOn ?? said
  const posted = await postReceived(deps, tx, actor, order, {
    paymentId: payment.paymentId,
    amountFen: payment.amountFen,
    at: { kind: 'bank', ownerId: statement?.payeeAccountId ?? order.payee.id },
    ...(bookedOn ? { bookedOn } : {}),
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
  return { ...posted, paymentId: payment.paymentId, outcome, isNew: true }
}

function isBelievable(movedAt: Date, now: Date): boolean {
  const days = (now.getTime() - movedAt.getTime()) / 86_400_000
  return days >= -1 && days <= believableDays
}

/** A slip lies beside one payment: of several that it is about together, beside the first. */
async function layBeside(
  tx: Transaction,
  actor: Actor,
  order: OrderRow,
  [shown, ...others]: readonly [ShownPayment, ...ShownPayment[]],
  voucherId: string,
): Promise<ConfirmedPayment> {
  await giveVoucher(tx, shown.id, voucherId)
  const shares = await loadPaymentShares(
    tx,
    [shown, ...others].map(({ id }) => id),
  )
  const to = (kind: 'order' | 'organisationCredit') =>
    addFen(...shares.filter((share) => share.to === kind).map((share) => share.amountFen))
  await writeAudit(tx, actor, {
    action: 'payment.confirmed',
    subjectType: 'payment',
    subjectId: shown.id,
    organisationId: order.organisationId,
    after: { orderId: order.id, voucherId },
  })
  return {
    paymentId: shown.id,
    outcome: shown.outcome,
    toOrderFen: to('order'),
    toCreditFen: to('organisationCredit'),
    outstandingFen: order.state === 'open' ? order.outstandingFen : zeroFen,
    isNew: false,
  }
}
