import { systemActor } from '../../server/core/actor.ts'
import { newId } from '../../server/core/ids.ts'
import { fen } from '../../server/core/money.ts'
import { makeNumber, makeOrderNumber } from '../../server/core/order-number.ts'
import type { LedgerAccountRef, LedgerTransferKind } from '../../server/features/ledger/ledger.rules.ts'
import { postTransfers } from '../../server/features/ledger/post-transfers.ts'
import { inTransaction } from '../../server/platform/database.ts'
import type { MadePlan } from './enrolments.ts'
import { makePayee } from './orders.ts'
import type { MadeOrganisation } from './people.ts'
import { type Chance, type Confirmed, dayOf, daysAgo } from './reports-chance.ts'
import type { World } from './world.ts'

const system = systemActor('reports.test')

export async function order(
  world: World,
  chance: Chance,
  units: readonly MadeOrganisation[],
  plans: readonly MadePlan[],
  confirmed: ReadonlyMap<string, readonly Confirmed[]>,
): Promise<void> {
  for (const unit of units) {
    const payable = (confirmed.get(unit.id) ?? []).filter((one) => one.feeFen > 0)
    while (payable.length > 0) {
      const people = payable.splice(0, 1 + chance.whole(6)).filter(() => chance.in(0.85))
      if (people.length > 0) await orderFor(world, chance, unit, people)
    }
    if (chance.in(0.7)) await orderCards(world, chance, unit, chance.one(plans))
  }
}

async function orderFor(world: World, chance: Chance, unit: MadeOrganisation, people: readonly Confirmed[]) {
  const byPlan = Map.groupBy(people, (one) => one.plan)
  const items = [...byPlan].map(([plan, ones]) => ({
    planId: plan.id,
    quantity: ones.length,
    unitFen: plan.feePerLearnerFen,
  }))
  const made = await makeOrderRow(world, chance, unit, 'enrolments', items)
  if (made.state === 'open' || made.state === 'paid') {
    await world.deps.db.enrolment.updateMany({
      where: { id: { in: people.map((one) => one.id) } },
      data: { orderId: made.id },
    })
  }
  await world.deps.db.orderEnrolment.createMany({
    data: people.map((one) => ({ orderId: made.id, enrolmentId: one.id, feeFen: BigInt(one.feeFen) })),
  })
  await pay(world, chance, unit, made, people)
}

async function orderCards(world: World, chance: Chance, unit: MadeOrganisation, plan: MadePlan) {
  const made = await makeOrderRow(world, chance, unit, 'studyCards', [
    { planId: plan.id, quantity: 1, unitFen: 10_000 + chance.whole(90_000) },
  ])
  await pay(world, chance, unit, made, [])
}

type MadeRow = {
  id: string
  number: string
  amountFen: number
  state: 'open' | 'paid' | 'expired' | 'cancelled'
  createdAt: Date
}

async function makeOrderRow(
  world: World,
  chance: Chance,
  unit: MadeOrganisation,
  kind: 'enrolments' | 'studyCards',
  items: readonly { planId: string; quantity: number; unitFen: number }[],
): Promise<MadeRow> {
  const [only, ...others] = items
  const amountFen = items.reduce((sum, item) => sum + item.quantity * item.unitFen, 0)
  const id = newId()
  const state = chance.one(['open', 'open', 'paid', 'paid', 'paid', 'expired', 'cancelled'] as const)
  const number = makeOrderNumber(2026, crypto.getRandomValues(new Uint8Array(32)))
  if (!number) throw new Error('no number')
  const createdAt = daysAgo(world, chance.whole(100))
  await world.deps.db.order.create({
    data: {
      id,
      number,
      kind,
      planId: only && others.length === 0 ? only.planId : null,
      organisationId: unit.id,
      payeeAccountId: await makePayee(world),
      amountFen: BigInt(amountFen),
      state,
      expiresAt: createdAt,
      createdAt,
      createdById: newId(),
      items: {
        create: items.map((item, index) => ({
          id: newId(),
          planId: item.planId,
          position: index + 1,
          description: '报名费',
          quantity: item.quantity,
          unitFen: BigInt(item.unitFen),
          amountFen: BigInt(item.quantity * item.unitFen),
        })),
      },
    },
  })
  return { id, number, amountFen, state, createdAt }
}

async function pay(world: World, chance: Chance, unit: MadeOrganisation, made: MadeRow, people: readonly Confirmed[]) {
  const order: LedgerAccountRef = { kind: 'order', ownerId: made.id }
  const credit: LedgerAccountRef = { kind: 'organisationCredit', ownerId: unit.id }
  let balance = 0
  const receive = async (wanted: number, way: 'transfer' | 'card' | 'credit') => {
    const intoOrder =
      made.state === 'expired' || made.state === 'cancelled' ? 0 : Math.min(wanted, made.amountFen - balance)
    const over = wanted - intoOrder
    if (way === 'credit' && over > 0) return
    const movedAt = daysAgo(world, chance.whole(90))
    const paymentId = newId()
    const outcome =
      intoOrder === 0 ? 'late' : over > 0 ? 'over' : balance + intoOrder < made.amountFen ? 'under' : 'exact'
    const wrong = way === 'transfer' && made.state === 'open' && chance.in(0.15)
    await world.deps.db.payment.create({
      data: {
        id: paymentId,
        orderId: made.id,
        method: way,
        state: wrong ? 'reversed' : 'confirmed',
        amountFen: BigInt(wanted),
        receivedFen: BigInt(wanted),
        outcome,
        movedAt,
        ...(wrong ? { reversedReason: '错了' } : {}),
        ...(way === 'card'
          ? {
              provider: 'sandbox' as const,
              merchant: 'XUESHI0001',
              expiresAt: movedAt,
              tradeNo: `${made.number}${chance.whole(99)}${paymentId}`,
            }
          : {}),
      },
    })
    const from: LedgerAccountRef =
      way === 'credit'
        ? credit
        : way === 'card'
          ? { kind: 'gateway', ownerId: await merchantOf(world) }
          : { kind: 'bank', ownerId: await makePayee(world) }
    if (way === 'credit') {
      // What is in the credit now came from somewhere: another order's money that was too much.
      await post(
        world,
        'overpaymentToCredit',
        { kind: 'bank', ownerId: await makePayee(world) },
        credit,
        wanted,
        await oldPayment(world, made),
        dayOf(movedAt),
      )
      await post(world, 'creditToOrder', credit, order, intoOrder, paymentId, dayOf(movedAt))
    } else {
      if (intoOrder > 0) await post(world, 'paymentReceived', from, order, intoOrder, paymentId, dayOf(movedAt))
      if (over > 0) await post(world, 'overpaymentToCredit', from, credit, over, paymentId, dayOf(movedAt))
    }
    if (wrong) {
      if (intoOrder > 0)
        await post(world, 'paymentReversed', order, from, intoOrder, paymentId, dayOf(world.clock.now()))
      if (over > 0) await post(world, 'creditReversed', credit, from, over, paymentId, dayOf(world.clock.now()))
      return
    }
    balance += intoOrder
  }
  const ways = ['transfer', 'transfer', 'card', 'credit'] as const
  if (made.state === 'paid') {
    if (chance.in(0.3)) await receive(Math.ceil(made.amountFen / 3), chance.one(ways))
    while (balance < made.amountFen)
      await receive(made.amountFen - balance + (chance.in(0.2) ? 777 : 0), chance.one(['transfer', 'card'] as const))
  } else if (chance.in(0.5)) {
    await receive(Math.ceil(made.amountFen / 2), chance.one(ways))
  }
  if (made.state === 'paid') await refundSome(world, chance, unit, made, people)
  await invoice(world, chance, unit, made)
}

/** A payment of the same order that was all too much: where a credit comes from. */
async function oldPayment(world: World, made: MadeRow): Promise<string> {
  const id = newId()
  await world.deps.db.payment.create({
    data: {
      id,
      orderId: made.id,
      method: 'transfer',
      state: 'confirmed',
      amountFen: 1n,
      receivedFen: 1n,
      outcome: 'double',
      movedAt: made.createdAt,
    },
  })
  return id
}

async function merchantOf(world: World): Promise<string> {
  const known = await world.deps.db.gatewayMerchant.findFirst()
  if (known) return known.id
  const id = newId()
  await world.deps.db.gatewayMerchant.create({ data: { id, provider: 'sandbox', merchant: 'XUESHI0001' } })
  return id
}

async function post(
  world: World,
  kind: LedgerTransferKind,
  debit: LedgerAccountRef,
  credit: LedgerAccountRef,
  amountFen: number,
  causeId: string,
  bookedOn: string,
  causeType = 'payment',
) {
  await inTransaction(world.deps, (tx) =>
    postTransfers(tx, system, [
      { idempotencyKey: newId(), kind, debit, credit, amountFen: fen(amountFen), causeType, causeId, bookedOn },
    ]),
  )
}

async function refundSome(
  world: World,
  chance: Chance,
  unit: MadeOrganisation,
  made: MadeRow,
  people: readonly Confirmed[],
) {
  if (!chance.in(0.4)) return
  const person = people[0]
  const amountFen = person?.feeFen ?? Math.ceil(made.amountFen / 4)
  const way = chance.one(['transfer', 'credit', 'waits'] as const)
  const refundId = newId()
  const number = makeNumber('RF', 2026, crypto.getRandomValues(new Uint8Array(32)))
  if (!number) throw new Error('no number')
  await world.deps.db.refund.create({
    data: {
      id: refundId,
      number,
      orderId: made.id,
      organisationId: unit.id,
      amountFen: BigInt(amountFen),
      way: way === 'credit' ? 'credit' : 'transfer',
      state: way === 'waits' ? 'approved' : 'done',
      reason: '不参加了',
      requestedById: newId(),
      requestedByName: '王芳',
      requestedByStaff: false,
      ...(way === 'transfer'
        ? {
            payeeName: '单位',
            payeeBank: '银行',
            payeeAccount: '62220000',
            transferSerial: 'S1',
            transferredOn: new Date(dayOf(world.clock.now())),
          }
        : {}),
      ...(way === 'waits' ? { payeeName: '单位', payeeBank: '银行', payeeAccount: '62220000' } : {}),
      decidedById: newId(),
      decidedByName: '李强',
      decidedAt: world.clock.now(),
    },
  })
  const aside: LedgerAccountRef = { kind: 'refund', ownerId: refundId }
  const today = dayOf(daysAgo(world, chance.whole(40)))
  await post(world, 'refundFromOrder', { kind: 'order', ownerId: made.id }, aside, amountFen, refundId, today, 'refund')
  if (way === 'waits') return
  const to: LedgerAccountRef =
    way === 'credit'
      ? { kind: 'organisationCredit', ownerId: unit.id }
      : { kind: 'bank', ownerId: await makePayee(world) }
  await post(world, way === 'credit' ? 'refundToCredit' : 'refundPaid', aside, to, amountFen, refundId, today, 'refund')
  if (!person) return
  await world.deps.db.enrolment.update({
    where: { id: person.id },
    data: { state: 'revoked', reason: '退费', refundId, refundedAt: world.clock.now() },
  })
}

async function invoice(world: World, chance: Chance, unit: MadeOrganisation, made: MadeRow) {
  if (!chance.in(0.6)) return
  const requestId = newId()
  const issued = chance.in(0.7)
  const createdAt = daysAgo(world, chance.whole(80))
  const kind = chance.one(['normal', 'special'] as const)
  await world.deps.db.invoiceRequest.create({
    data: {
      id: requestId,
      orderId: made.id,
      organisationId: unit.id,
      state: issued ? 'issued' : chance.one(['requested', 'approved', 'withdrawn'] as const),
      kind,
      title: unit.name,
      taxNumber: unit.creditCode,
      email: 'a@example.com',
      mobile: '13800000000',
      amountFen: BigInt(made.amountFen),
      createdAt,
    },
  })
  if (!issued) return
  const tax = chance.in(0.8) ? BigInt(Math.round((made.amountFen * 6) / 106)) : null
  const blue = await addInvoice(world, chance, {
    requestId,
    kind,
    colour: 'blue',
    amountFen: BigInt(made.amountFen),
    tax,
    blueInvoiceId: null,
  })
  if (chance.in(0.3)) {
    await addInvoice(world, chance, {
      requestId,
      kind,
      colour: 'red',
      amountFen: -BigInt(made.amountFen),
      tax: tax === null ? null : -tax,
      blueInvoiceId: blue,
    })
  }
}

async function addInvoice(
  world: World,
  chance: Chance,
  one: {
    requestId: string
    kind: 'normal' | 'special'
    colour: 'blue' | 'red'
    amountFen: bigint
    tax: bigint | null
    blueInvoiceId: string | null
  },
): Promise<string> {
  const { tax, ...values } = one
  const id = newId()
  await world.deps.db.invoice.create({
    data: {
      id,
      ...values,
      number: BigInt(`0x${id.replaceAll('-', '').slice(-16)}`)
        .toString()
        .padStart(20, '2')
        .slice(0, 20),
      issuedOn: new Date(dayOf(daysAgo(world, chance.whole(70)))),
      taxFen: tax,
    },
  })
  return id
}
