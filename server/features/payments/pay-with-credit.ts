import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Fen, fen, subtractFen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, isUniqueViolation, type Transaction } from '../../platform/database.ts'
import { loadBalance } from '../ledger/load-balance.ts'
import { postTransfers } from '../ledger/post-transfers.ts'
import { announce } from '../notices/announce.ts'
import { loadOrder, lockOrder, settleOrder } from '../orders/load-order.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { statementsMatch } from '../statements/statements.queues.ts'
import { loadPaid } from './paid-online.ts'
import { outcomeOf } from './payments.rules.ts'
import { insertConfirmedPayment } from './payments.store.ts'
import { requestInvoice } from './request-invoice.ts'

export type CreditPayment = {
  /** Made by the client: the payment's id. */
  readonly id: string
  readonly orderId: string
  /** Whose credit pays: the order's unit, or one above it. */
  readonly organisationId: string
  readonly amountFen: number
}

/**
 * Pays an open order, whole or in part, from an organisation's credit 预存款, and never more than it still lacks. The
 * order is locked first and the two ledger accounts after it, so that of two payments at once the second sees what the
 * first left. The same id again pays once. An admin spends the credit of their own subtree; of staff, finance does.
 *
 * Throws `notFound`, `notAllowed`, `inputInvalid` (a unit that the order is not of), `amountInvalid`, `orderNotPayable`,
 * `creditTooLow`, `idempotencyKeyReused`.
 */
export async function payWithCredit(deps: Deps, actor: AccountActor, payment: CreditPayment): Promise<void> {
  const known = await loadOrder(deps, actor, payment.orderId)
  const organisation = await loadOrganisation(deps, actor, payment.organisationId)
  checkMaySpend(actor, organisation.path)
  if (!known.organisationPath.startsWith(organisation.path)) {
    throw new AppError('inputInvalid', { field: 'organisationId' })
  }
  try {
    await inTransaction(deps, (tx) => pay(deps, tx, actor, payment))
  } catch (error) {
    // The id is that of an attempt to pay online, whose money has not come.
    if (isUniqueViolation(error)) throw new AppError('idempotencyKeyReused')
    throw error
  }
}

async function pay(deps: Deps, tx: Transaction, actor: AccountActor, payment: CreditPayment): Promise<void> {
  const order = await lockOrder(tx, payment.orderId)
  if (await wasPaid(tx, payment)) return
  if (order.state !== 'open' || order.outstandingFen === 0) {
    throw new AppError('orderNotPayable', { state: order.state })
  }
  const amountFen = checkAmount(payment.amountFen, order.outstandingFen)
  const outcome = outcomeOf(amountFen, order)
  const now = deps.clock.now()
  await insertConfirmedPayment(tx, {
    id: payment.id,
    orderId: order.id,
    method: 'credit',
    amountFen,
    outcome,
    voucherId: null,
    movedAt: now,
    createdById: actor.accountId,
    now,
  })
  await spend(tx, actor, { ...payment, amountFen })
  const outstandingFen = subtractFen(order.outstandingFen, amountFen)
  await writeAudit(tx, actor, {
    action: 'payment.confirmed',
    subjectType: 'payment',
    subjectId: payment.id,
    organisationId: order.organisationId,
    after: { orderId: order.id, method: 'credit', amountFen, creditOf: payment.organisationId },
  })
  await settleOrder(deps, tx, actor, order)
  await requestInvoice(deps, tx, actor, order, { paymentId: payment.id, toOrderFen: amountFen })
  await announce(deps, tx, {
    kind: 'paymentReceived',
    paymentId: payment.id,
    orderId: order.id,
    orderNumber: order.number,
    method: 'credit',
    receivedFen: amountFen,
    creditFen: fen(0),
    outstandingFen,
    outcome,
    organisationId: order.organisationId,
    organisationName: order.organisationName,
  })
  await deps.jobs.send(tx, statementsMatch, {})
}

function checkMaySpend(actor: AccountActor, path: string): void {
  const own = actor.organisation !== null && path.startsWith(actor.organisation.path)
  const inFinance = actor.staffRoles.includes('finance') || actor.staffRoles.includes('systemAdmin')
  if (!own && !inFinance) throw new AppError('notAllowed')
}

function checkAmount(amount: number, outstandingFen: Fen): Fen {
  if (!Number.isSafeInteger(amount) || amount <= 0 || amount > outstandingFen) {
    throw new AppError('amountInvalid', { maxFen: outstandingFen })
  }
  return fen(amount)
}

/** Whether this very payment is there already; throws `idempotencyKeyReused` when its id is another's. */
async function wasPaid(tx: Transaction, payment: CreditPayment): Promise<boolean> {
  const paid = await loadPaid(tx, payment.id)
  if (!paid) return false
  if (paid.orderId !== payment.orderId || paid.method !== 'credit' || paid.receivedFen !== payment.amountFen) {
    throw new AppError('idempotencyKeyReused')
  }
  return true
}

async function spend(
  tx: Transaction,
  actor: AccountActor,
  { id, orderId, organisationId, amountFen }: CreditPayment & { readonly amountFen: Fen },
): Promise<void> {
  const credit = { kind: 'organisationCredit', ownerId: organisationId } as const
  try {
    await postTransfers(tx, actor, [
      {
        idempotencyKey: `payment:${id}:order`,
        kind: 'creditToOrder',
        debit: credit,
        credit: { kind: 'order', ownerId: orderId },
        amountFen,
        causeType: 'payment',
        causeId: id,
      },
    ])
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'balanceTooLow') throw error
    // The transfer stands in this transaction, which ends with the refusal: without it, so much was there.
    throw new AppError('creditTooLow', { balanceFen: (await loadBalance(tx, credit)) + amountFen })
  }
}
