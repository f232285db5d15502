import { newId } from '../../server/core/ids.ts'
import { fen } from '../../server/core/money.ts'
import {
  lockPayableEnrolments,
  releaseFromOrder,
  takeIntoOrder,
} from '../../server/features/enrolments/enrolments-in-orders.ts'
import { lockOrder } from '../../server/features/orders/load-order.ts'
import { itemsOf, sumOf } from '../../server/features/orders/order-items.rules.ts'
import { addOrder } from '../../server/features/orders/orders.store.ts'
import { outcomeOf } from '../../server/features/payments/payments.rules.ts'
import { merchantAccountId } from '../../server/features/payments/payments.store.ts'
import { postReceived } from '../../server/features/payments/post-received.ts'
import { requestInvoice } from '../../server/features/payments/request-invoice.ts'
import type { SeededEnrolments } from './enrolments.ts'
import type { SeededOrganisations } from './organisations.ts'
import type { SeededPeople } from './people.ts'
import { actorOf, type Scene } from './scene.ts'

type Entry = {
  readonly number: string
  readonly people: readonly string[]
  readonly daysAgo: number
  /** From now to its deadline, while it is open. */
  readonly hoursLeft?: number
  readonly mergedInto?: string
  readonly paid?: readonly { readonly by: 'card' | 'netbank'; readonly daysAgo: number; readonly time: string }[]
}

/**
 * Orders for people: two that were merged into a third, which waits to be paid; one for several people, paid by card; and
 * one that was paid twice, by card and by netbank, whose second payment became credit 预存款.
 */
const entries: readonly Entry[] = [
  { number: 'PX26BM7K2A', people: ['谢明辉 course'], daysAgo: 4, mergedInto: 'PX26BQ8R3D' },
  { number: 'PX26BN4T9C', people: ['韩雪梅 course', '高秀英 course'], daysAgo: 4, mergedInto: 'PX26BQ8R3D' },
  {
    number: 'PX26BQ8R3D',
    people: ['谢明辉 course', '韩雪梅 course', '高秀英 course'],
    daysAgo: 3,
    hoursLeft: 150,
  },
  {
    number: 'PX26C5W6EF',
    people: ['刘洋 knowledge', '周立新 knowledge', '何志强 knowledge', '徐建平 knowledge'],
    daysAgo: 11,
    paid: [{ by: 'card', daysAgo: 11, time: '15:12' }],
  },
  {
    number: 'PX26D7X8GH',
    people: ['郑雅文 knowledge', '谢明辉 knowledge'],
    daysAgo: 10,
    paid: [
      { by: 'card', daysAgo: 10, time: '16:02' },
      { by: 'netbank', daysAgo: 10, time: '16:09' },
    ],
  },
]

/** Our merchant number at the bank for trying out. */
const merchant = 'XUESHI0001'
const hourMs = 3_600_000
const weekMs = 168 * hourMs

export async function seedEnrolmentOrders(
  scene: Scene,
  payeeAccountId: string,
  organisations: SeededOrganisations,
  enrolments: SeededEnrolments,
  people: SeededPeople,
): Promise<void> {
  const { tx, now, at, idAt, note } = scene
  const madeAt = (entry: Entry) => new Date(at(entry.daysAgo, '14:30').getTime() + entries.indexOf(entry) * 60_000)
  const made = new Map(entries.map((entry) => [entry.number, idAt(madeAt(entry))]))
  for (const entry of entries) {
    const id = made.get(entry.number) ?? ''
    const createdAt = madeAt(entry)
    for (const old of entries.filter((one) => one.mergedInto === entry.number)) {
      await releaseFromOrder(tx, made.get(old.number) ?? '')
    }
    const rows = await lockPayableEnrolments(
      tx,
      entry.people.map((name) => enrolments.get(name)?.id ?? ''),
      '/',
    )
    const items = itemsOf(rows)
    const planIds = [...new Set(items.map((item) => item.planId))]
    const amountFen = sumOf(items)
    const order = {
      id,
      number: entry.number,
      kind: 'enrolments',
      mode: 'payFirst',
      planId: planIds.length === 1 ? (planIds[0] ?? null) : null,
      organisationId: organisations.zhongzheng.id,
      payeeAccountId,
      amountFen,
      expiresAt: entry.hoursLeft
        ? new Date(now.getTime() + entry.hoursLeft * hourMs)
        : new Date(createdAt.getTime() + weekMs),
      createdById: people.zhongzhengAdmin.id,
      createdAt,
    } as const
    await addOrder(tx, { ...order, items: items.map(({ planName, ...item }) => ({ ...item, id: newId() })) })
    await takeIntoOrder(tx, id, rows)
    note(createdAt, actorOf(people.zhongzhengAdmin), {
      action: 'order.created',
      subjectType: 'order',
      subjectId: id,
      organisationId: order.organisationId,
      after: { number: order.number, kind: order.kind, mode: order.mode, planId: order.planId, amountFen },
    })
    for (const [index, payment] of (entry.paid ?? []).entries()) {
      await seedOnlinePayment(scene, people, { id, number: entry.number, amountFen }, payment, index + 1)
    }
    for (const old of entries.filter((one) => one.mergedInto === entry.number)) {
      await endMerged(scene, people, made.get(old.number) ?? '', order)
    }
  }
}

async function endMerged(
  { tx, note }: Scene,
  people: SeededPeople,
  oldId: string,
  into: { readonly id: string; readonly organisationId: string; readonly createdAt: Date },
): Promise<void> {
  await tx.order.update({
    where: { id: oldId },
    data: { state: 'cancelled', stateSince: into.createdAt, replacedById: into.id },
  })
  note(into.createdAt, actorOf(people.zhongzhengAdmin), {
    action: 'order.merged',
    subjectType: 'order',
    subjectId: oldId,
    organisationId: into.organisationId,
    before: { state: 'open' },
    after: { state: 'cancelled', replacedById: into.id },
  })
}

/** An attempt at the bank for trying out that was paid: its money goes where the rules put it. */
async function seedOnlinePayment(
  { deps, tx, at, idAt }: Scene,
  people: SeededPeople,
  order: { readonly id: string; readonly number: string; readonly amountFen: number },
  { by, daysAgo, time }: { readonly by: 'card' | 'netbank'; readonly daysAgo: number; readonly time: string },
  attempt: number,
): Promise<void> {
  const cashier = { kind: 'system' as const, name: 'payment.notice', ip: null }
  const paidAt = at(daysAgo, time)
  const past = { ...deps, clock: { now: () => paidAt } }
  const paymentId = idAt(paidAt)
  const amountFen = fen(order.amountFen)
  const locked = await lockOrder(tx, order.id)
  const tradeNo = `${order.number}${String(attempt).padStart(2, '0')}`
  await tx.payment.create({
    data: {
      id: paymentId,
      orderId: order.id,
      method: by,
      state: 'confirmed',
      stateSince: paidAt,
      amountFen: BigInt(amountFen),
      receivedFen: BigInt(amountFen),
      outcome: outcomeOf(amountFen, locked),
      provider: 'sandbox',
      merchant,
      tradeNo,
      providerTradeNo: `SB${tradeNo}`,
      expiresAt: new Date(paidAt.getTime() + hourMs / 2),
      closedAt: paidAt,
      movedAt: paidAt,
      createdById: people.zhongzhengAdmin.id,
      createdAt: new Date(paidAt.getTime() - 180_000),
    },
  })
  const merchantId = await merchantAccountId(tx, 'sandbox', merchant)
  const posted = await postReceived(past, tx, cashier, locked, {
    paymentId,
    amountFen,
    at: { kind: 'gateway', ownerId: merchantId },
  })
  await requestInvoice(past, tx, cashier, locked, { paymentId, toOrderFen: posted.toOrderFen })
}
