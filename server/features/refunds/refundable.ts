import type { Actor } from '../../core/actor.ts'
import type { Fen } from '../../core/money.ts'
import { zeroFen } from '../../core/money.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import { loadBalance } from '../ledger/load-balance.ts'
import { loadLockedBalance } from '../ledger/locked-balance.ts'
import { loadPaymentShares, type PaymentShare } from '../ledger/payment-shares.ts'
import { loadOrder, lockOrder } from '../orders/load-order.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { loadPaidOnline, type PaidOnline } from '../payments/paid-online.ts'
import type { LockedOrder } from './lock-refund.ts'
import { availableFen, sourceAvailableFen } from './refunds.rules.ts'
import type { RefundFrom } from './refunds.schema.ts'
import { sumClaimedOfPayments, sumRequested } from './refunds.store.ts'

/** What money there is to go back, and whose. */
export type Refundable = {
  readonly organisationId: string
  readonly organisationName: string
  readonly order: LockedOrder | null
  /** Paid for the order and not refunded, or the credit. */
  readonly heldFen: Fen
  readonly refundedFen: Fen
  readonly requestedFen: Fen
  readonly availableFen: Fen
}

/** Whose money it is, for those who may ask for it back. Throws `notFound`. */
export async function loadRefundable(deps: Pick<Deps, 'db'>, actor: Actor, from: RefundFrom): Promise<Refundable> {
  if (from.kind === 'order') return ofOrder(deps.db, await loadOrder(deps, actor, from.orderId))
  const organisation = await loadOrganisation(deps, actor, from.organisationId)
  const balance = await loadBalance(deps.db, { kind: 'organisationCredit', ownerId: organisation.id })
  return ofCredit(deps.db, organisation, balance)
}

/**
 * The same with the order, or the credit's account, locked until the transaction ends: two requests for the same money are
 * taken one after the other, and the second sees the first.
 */
export async function lockRefundable(tx: Transaction, actor: Actor, from: RefundFrom): Promise<Refundable> {
  if (from.kind === 'order') return ofOrder(tx, authorize(actor, await lockOrder(tx, from.orderId)))
  const organisation = await loadOrganisation({ db: tx }, actor, from.organisationId)
  const balance = await loadLockedBalance(tx, { kind: 'organisationCredit', ownerId: organisation.id })
  return ofCredit(tx, organisation, balance)
}

async function ofOrder(db: Readable, order: LockedOrder): Promise<Refundable> {
  const requestedFen = await sumRequested(db, { orderId: order.id })
  return {
    organisationId: order.organisationId,
    organisationName: order.organisationName,
    order,
    heldFen: order.paidFen,
    refundedFen: order.refundedFen,
    requestedFen,
    availableFen: availableFen(order.paidFen, requestedFen),
  }
}

async function ofCredit(
  db: Readable,
  organisation: { readonly id: string; readonly name: string },
  balanceFen: Fen,
): Promise<Refundable> {
  const requestedFen = await sumRequested(db, { creditOf: organisation.id })
  return {
    organisationId: organisation.id,
    organisationName: organisation.name,
    order: null,
    heldFen: balanceFen,
    refundedFen: zeroFen,
    requestedFen,
    availableFen: availableFen(balanceFen, requestedFen),
  }
}

export type RefundablePayment = PaidOnline & { readonly availableFen: Fen }

/** The online payments that brought this money, with what of each can go back the way it came. */
export async function findRefundablePayments(
  db: Readable,
  { organisationId, order, availableFen: available }: Refundable,
): Promise<RefundablePayment[]> {
  const payments = await loadPaidOnline(db, order ? { orderId: order.id } : { organisationId })
  const ids = payments.map((payment) => payment.id)
  const [shares, claimed] = await Promise.all([
    loadPaymentShares(db, ids),
    sumClaimedOfPayments(db, ids, order !== null),
  ])
  const isHere = (share: PaymentShare) =>
    order
      ? share.to === 'order' && share.ownerId === order.id
      : share.to === 'organisationCredit' && share.ownerId === organisationId
  return payments.flatMap((payment) => {
    const share = shares.find((one) => one.paymentId === payment.id && isHere(one))
    if (!share) return []
    const mostFen = sourceAvailableFen(share.amountFen, claimed.get(payment.id) ?? zeroFen, available)
    return [{ ...payment, availableFen: mostFen }]
  })
}
