import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { loadOrderInvoices } from '../invoices/order-invoices.ts'
import { listAllOrders } from '../orders/list-orders.ts'
import { viewOrder } from '../orders/view-order.ts'
import { loadBillingFacts } from '../organisations/load-billing.ts'
import { findRefundablePayments, loadRefundable } from './refundable.ts'
import type { RefundFrom, RefundPreview } from './refunds.schema.ts'
import { findOrderPeople } from './refunds.store.ts'

/** So many open orders are offered; nobody chooses from more. */
const mostOrders = 50

/**
 * What can go back of an order or of an organisation's credit, of whom, and which ways are open. Throws `notFound`.
 */
export async function previewRefund(deps: Deps, actor: AccountActor, from: RefundFrom): Promise<RefundPreview> {
  const { db } = deps
  const money = await loadRefundable(deps, actor, from)
  const { order, organisationId } = money
  const [people, payments, invoices, cards, open, billing] = await Promise.all([
    order ? findOrderPeople(db, order.id) : [],
    findRefundablePayments(db, money),
    order ? loadOrderInvoices(db, order.id) : { issued: false, openRequestIds: [] },
    order?.kind === 'studyCards' ? viewOrder(deps, actor, order.id) : null,
    order ? listAllOrders(deps, { organisationId, state: 'open', limit: mostOrders }) : { rows: [] },
    loadBillingFacts(db, organisationId),
  ])
  // What a provider that is set up no more took in cannot go back through it.
  const reachable = payments.filter(({ online }) => deps.providers.some(({ name }) => name === online.provider))
  const { heldFen, refundedFen, requestedFen, availableFen } = money
  return {
    organisationId,
    organisationName: money.organisationName,
    order: order && { id: order.id, number: order.number, planName: order.planName, kind: order.kind },
    heldFen,
    refundedFen,
    requestedFen,
    availableFen,
    people: order?.state === 'paid' ? people : [],
    cardsLeftFen: cards?.cardBatch?.leftFen ?? null,
    payments: reachable.map(({ id, method, online, movedAt, receivedFen, availableFen }) => ({
      id,
      method,
      provider: online.provider,
      movedAt: movedAt?.toISOString() ?? null,
      receivedFen,
      availableFen,
    })),
    payee: {
      name: billing.profile?.title || billing.owner.name,
      bank: billing.profile?.bank ?? '',
      account: billing.profile?.bankAccount ?? '',
    },
    canCredit: order !== null,
    orders: open.rows
      .filter((row) => row.id !== order?.id && row.outstandingFen > 0)
      .map(({ id, number, planName, outstandingFen, expiresAt }) => ({
        id,
        number,
        planName,
        outstandingFen,
        expiresAt,
      })),
    needsRedInvoice: invoices.issued,
    openInvoiceRequest: invoices.openRequestIds.length > 0,
  }
}
