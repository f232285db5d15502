import { fen } from '../../server/core/money.ts'
import { invoiceDetailsSchema } from '../../server/features/invoices/invoices.schema.ts'
import { postTransfers } from '../../server/features/ledger/post-transfers.ts'
import { lockOrder, settleOrder } from '../../server/features/orders/load-order.ts'
import { outcomeOf } from '../../server/features/payments/payments.rules.ts'
import { insertConfirmedPayment } from '../../server/features/payments/payments.store.ts'
import type { SeededOrders } from './orders.ts'
import { billingOf, type SeededOrganisations } from './organisations.ts'
import type { SeededPeople } from './people.ts'
import { actorOf, type Scene } from './scene.ts'

type InvoiceState = 'requested' | 'approved' | 'issuing' | 'issued' | 'delivered' | 'rejected'

/** Orders that were paid otherwise than by voucher, and how far their invoices are. A part payment has none yet. */
const entries: readonly {
  readonly order: string
  readonly paidFen: number
  readonly method: 'netbank' | 'card'
  readonly daysAgo: number
  readonly invoice?: InvoiceState
}[] = [
  { order: 'PX26T5NKA9', paidFen: 600_000, method: 'netbank', daysAgo: 5 },
  { order: 'PX2648GEXM', paidFen: 720_000, method: 'netbank', daysAgo: 32, invoice: 'delivered' },
  { order: 'PX26HN93WT', paidFen: 1_920_000, method: 'netbank', daysAgo: 13, invoice: 'approved' },
  { order: 'PX26YC47FA', paidFen: 480_000, method: 'card', daysAgo: 10, invoice: 'issuing' },
  { order: 'PX26E9XD2K', paidFen: 320_000, method: 'card', daysAgo: 7, invoice: 'requested' },
  { order: 'PX26GW5QTB', paidFen: 1_440_000, method: 'netbank', daysAgo: 24, invoice: 'issued' },
  { order: 'PX26U7PMH6', paidFen: 260_000, method: 'card', daysAgo: 16, invoice: 'rejected' },
]

const hourMs = 3_600_000

export async function seedPayments(
  scene: Scene,
  orders: SeededOrders,
  organisations: SeededOrganisations,
  people: SeededPeople,
): Promise<void> {
  const { deps, tx, at, idAt } = scene
  const cashier = { kind: 'system' as const, name: 'payment.notice', ip: null }
  for (const { order: number, paidFen, method, daysAgo, invoice } of entries) {
    const order = orders.get(number)
    if (!order) throw new Error(`the demo has no order ${number}`)
    const paidAt = at(daysAgo, '10:42')
    const past = { ...deps, clock: { now: () => paidAt } }
    const paymentId = idAt(paidAt)
    const amountFen = fen(paidFen)
    const locked = await lockOrder(tx, order.id)
    await insertConfirmedPayment(tx, {
      id: paymentId,
      orderId: order.id,
      method,
      amountFen,
      voucherId: null,
      outcome: outcomeOf(amountFen, locked),
      movedAt: paidAt,
      now: paidAt,
    })
    await postTransfers(tx, cashier, [
      {
        idempotencyKey: `payment:${paymentId}:order`,
        kind: 'paymentReceived',
        debit: { kind: 'bank', ownerId: order.payeeAccountId },
        credit: { kind: 'order', ownerId: order.id },
        amountFen,
        causeType: 'payment',
        causeId: paymentId,
      },
    ])
    await settleOrder(past, tx, cashier, locked)
    if (invoice) await seedInvoiceRequest(scene, order, organisations, people, paidAt, invoice)
  }
}

/** Fully digital invoices 数电票 have numbers of 20 digits: year, province 32, channel, and a running number. */
let runningNumber = 4_520_117
function nextInvoiceNumber(issuedAt: Date): string {
  const year = String(issuedAt.getUTCFullYear() % 100)
  return `${year}322${String(runningNumber++).padStart(15, '0')}`
}

async function seedInvoiceRequest(
  { tx, idAt, note }: Scene,
  order: {
    readonly id: string
    readonly organisation: keyof SeededOrganisations
    readonly organisationId: string
    readonly amountFen: number
  },
  organisations: SeededOrganisations,
  people: SeededPeople,
  requestedAt: Date,
  state: InvoiceState,
): Promise<void> {
  const details = invoiceDetailsSchema.parse({ kind: 'normal', ...billingOf(organisations[order.organisation]) })
  const stateSince = state === 'requested' ? requestedAt : new Date(requestedAt.getTime() + 26 * hourMs)
  const id = idAt(requestedAt)
  const rejectedReason = state === 'rejected' ? '接收邮箱退信，请核对后重新申请。' : null
  await tx.invoiceRequest.create({
    data: {
      ...details,
      id,
      orderId: order.id,
      organisationId: order.organisationId,
      state,
      stateSince,
      amountFen: BigInt(order.amountFen),
      rejectedReason,
      createdAt: requestedAt,
    },
  })
  const about = { subjectType: 'invoiceRequest', subjectId: id, organisationId: order.organisationId }
  const opened = {
    state: 'requested',
    orderId: order.id,
    amountFen: order.amountFen,
    title: details.title,
    taxNumber: details.taxNumber,
  }
  note(requestedAt, actorOf(people.finance), { ...about, action: 'invoiceRequest.opened', after: opened })
  if (state !== 'requested') {
    const after = { state, ...(rejectedReason === null ? {} : { reason: rejectedReason }) }
    note(stateSince, actorOf(people.finance), {
      ...about,
      action: `invoiceRequest.${state}`,
      before: { state: 'requested' },
      after,
    })
  }
  if (state !== 'issued' && state !== 'delivered') return
  await tx.invoice.create({
    data: {
      id: idAt(stateSince),
      requestId: id,
      number: nextInvoiceNumber(stateSince),
      kind: 'normal',
      issuedOn: new Date(stateSince.toISOString().slice(0, 10)),
      amountFen: BigInt(order.amountFen),
      issuedById: people.finance.id,
      createdAt: stateSince,
    },
  })
}
