import type { AccountActor } from '../../core/actor.ts'
import { nameKey } from '../../core/names.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { loadOrderInvoices } from '../invoices/order-invoices.ts'
import { loadBalance } from '../ledger/load-balance.ts'
import { loadOrder } from '../orders/load-order.ts'
import { loadBillingFacts } from '../organisations/load-billing.ts'
import { loadPaid } from '../payments/paid-online.ts'
import { loadRefund } from './load-refund.ts'
import { availableFen } from './refunds.rules.ts'
import type { RefundListRow, RefundView } from './refunds.schema.ts'
import { findRefundPeople, type RefundRow, sumRequested } from './refunds.store.ts'

/** A refund as the page shows it. Throws `notFound` also for another organisation's. */
export async function viewRefund(deps: Pick<Deps, 'db'>, actor: AccountActor, id: string): Promise<RefundView> {
  const { db } = deps
  const refund = await loadRefund(deps, actor, id)
  const [people, payment, invoices, available, payeeKnown] = await Promise.all([
    findRefundPeople(db, refund.id),
    paymentOf(db, refund),
    refund.orderId === null ? { openRequestIds: [] } : loadOrderInvoices(db, refund.orderId),
    availableBeside(deps, actor, refund),
    isPayeeKnown(db, refund),
  ])
  const byTransfer = refund.way === 'transfer'
  return {
    ...toListRow(refund),
    requestedById: refund.requestedById,
    decidedByName: refund.decidedByName,
    decidedAt: refund.decidedAt?.toISOString() ?? null,
    decisionNote: refund.decisionNote,
    payment,
    targetOrder:
      refund.targetOrderId === null ? null : { id: refund.targetOrderId, number: refund.targetOrderNumber ?? '' },
    payee: byTransfer ? { name: refund.payeeName, bank: refund.payeeBank, account: refund.payeeAccount } : null,
    payeeKnown,
    transfer: transferOf(refund),
    providerRefundNo: refund.providerRefundNo,
    nextQueryAt: refund.nextQueryAt?.toISOString() ?? null,
    queryCount: refund.queryCount,
    people,
    openInvoiceRequestIds: [...invoices.openRequestIds],
    availableFen: available,
    may: rightsOn(actor, refund),
  }
}

function rightsOn(actor: AccountActor, refund: RefundRow): RefundView['may'] {
  const finance = actor.staffRoles.includes('finance') || actor.staffRoles.includes('systemAdmin')
  const own = refund.requestedById === actor.accountId
  const undecided = refund.state === 'requested'
  return {
    withdraw: undecided && own,
    decide: undecided && finance && !own,
    samePerson: undecided && finance && own,
    record: finance && refund.way === 'transfer' && refund.state === 'sent',
    askAgain: finance && refund.way === 'source' && (refund.state === 'approved' || refund.state === 'sent'),
  }
}

async function paymentOf(db: Readable, refund: RefundRow): Promise<RefundView['payment']> {
  const paid = refund.paymentId === null ? null : await loadPaid(db, refund.paymentId)
  if (!paid) return null
  return {
    id: paid.id,
    method: paid.method,
    provider: paid.online?.provider ?? null,
    tradeNo: paid.online?.tradeNo ?? null,
    movedAt: paid.movedAt?.toISOString() ?? null,
    receivedFen: paid.receivedFen,
  }
}

function transferOf(refund: RefundRow): RefundView['transfer'] {
  const { transferSerial, transferredOn, payeeAccountId, ourName, ourBank, ourAccount } = refund
  if (transferSerial === null || transferredOn === null || payeeAccountId === null) return null
  const account = { id: payeeAccountId, name: ourName ?? '', bank: ourBank ?? '', account: ourAccount ?? '' }
  return { serial: transferSerial, transferredOn, account }
}

/** What could still be asked for besides this one. */
async function availableBeside(deps: Pick<Deps, 'db'>, actor: AccountActor, refund: RefundRow) {
  const { db } = deps
  if (refund.orderId === null) {
    const balance = await loadBalance(db, { kind: 'organisationCredit', ownerId: refund.organisationId })
    return availableFen(balance, await sumRequested(db, { creditOf: refund.organisationId }))
  }
  const order = await loadOrder(deps, actor, refund.orderId)
  return availableFen(order.paidFen, await sumRequested(db, { orderId: order.id }))
}

/** Money goes to the organisation that paid; another name is for finance to ask about. */
async function isPayeeKnown(db: Readable, refund: RefundRow): Promise<boolean> {
  if (refund.way !== 'transfer') return true
  const { owner, profile } = await loadBillingFacts(db, refund.organisationId)
  const names = [refund.organisationName, owner.name, profile?.title ?? '']
  return names.some((name) => name !== '' && nameKey(name) === nameKey(refund.payeeName))
}

/** Over the wire times are ISO strings; the path, by which subtrees are cut, stays here. */
export function toListRow(refund: RefundRow): RefundListRow {
  const { id, number, state, version, way, amountFen, organisationId, organisationName, orderId, orderNumber } = refund
  const { planName, peopleCount, reason, requestedByName, requestedByStaff, needsRedInvoice } = refund
  return {
    id,
    number,
    state,
    stateSince: refund.stateSince.toISOString(),
    version,
    way,
    amountFen,
    organisationId,
    organisationName,
    orderId,
    orderNumber,
    planName,
    peopleCount,
    reason,
    requestedByName,
    requestedByStaff,
    createdAt: refund.createdAt.toISOString(),
    needsRedInvoice,
  }
}
