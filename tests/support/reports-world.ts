import { systemActor } from '../../server/core/actor.ts'
import { newId } from '../../server/core/ids.ts'
import { fen } from '../../server/core/money.ts'
import { makeNumber, makeOrderNumber } from '../../server/core/order-number.ts'
import type { LedgerAccountRef, LedgerTransferKind } from '../../server/features/ledger/ledger.rules.ts'
import { postTransfers } from '../../server/features/ledger/post-transfers.ts'
import { inTransaction } from '../../server/platform/database.ts'
import { type MadePlan, makeEnrolment, makeOfflinePlan } from './enrolments.ts'
import { makePayee } from './orders.ts'
import { type MadeOrganisation, makeLearner, makeOrganisation } from './people.ts'
import type { World } from './world.ts'

/**
 * A centre with everything that reports count, by chance: a tree of units, plans with rules, enrolments in every state,
 * orders of one plan or several, money that came in every way, too much, late, wrong or back, hours of both kinds,
 * openings, certificates, invoices, and people who moved meanwhile. The tables are filled directly, money through the
 * ledger's own use-case. The same seed gives the same centre.
 */
export type ReportsWorld = {
  readonly tops: readonly MadeOrganisation[]
  readonly units: readonly MadeOrganisation[]
  readonly plans: readonly MadePlan[]
}

type Chance = {
  (): number
  /** 0 to `below` - 1. */
  whole(below: number): number
  one<T>(of: readonly T[]): T
  in(share: number): boolean
}

/** mulberry32 */
function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  return Object.assign(next, {
    whole: (below: number) => Math.floor(next() * below),
    one: <T>(of: readonly T[]): T => {
      const found = of[Math.floor(next() * of.length)]
      if (found === undefined) throw new Error('nothing to choose from')
      return found
    },
    in: (share: number) => next() < share,
  })
}

type Person = { readonly id: string; readonly home: MadeOrganisation }
type Confirmed = { readonly id: string; readonly learnerId: string; readonly plan: MadePlan; readonly feeFen: number }

export async function makeReportsWorld(world: World, seed: number): Promise<ReportsWorld> {
  const chance = chanceOf(seed)
  const { tops, units } = await makeTree(world, chance)
  const plans = await makePlans(world, chance)
  const people: Person[] = []
  for (let i = 0; i < 36; i++) {
    const home = chance.one(units)
    people.push({ id: (await makeLearner(world, home)).id, home })
  }
  const confirmed = await enrol(world, chance, people, plans)
  await order(world, chance, units, plans, confirmed)
  await open(world, chance, people, plans)
  await study(world, chance, people, plans)
  await certify(world, chance)
  for (const person of people) {
    if (!chance.in(0.25)) continue
    const to = chance.one(units)
    await world.deps.db.learner.update({
      where: { id: person.id },
      data: { organisationId: to.id, organisationPath: to.path },
    })
  }
  return { tops, units, plans }
}

async function makeTree(world: World, chance: Chance) {
  const tops: MadeOrganisation[] = []
  const units: MadeOrganisation[] = []
  for (let i = 0; i < 3; i++) {
    const top = await makeOrganisation(world)
    tops.push(top)
    units.push(top)
    for (let j = chance.whole(3); j > 0; j--) {
      const child = await makeOrganisation(world, { parent: top, billing: false })
      units.push(child)
      if (chance.in(0.5)) units.push(await makeOrganisation(world, { parent: child, billing: false }))
    }
  }
  return { tops, units }
}

async function makePlans(world: World, chance: Chance): Promise<MadePlan[]> {
  const plans: MadePlan[] = []
  for (let i = 0; i < 4; i++) {
    const plan = await makeOfflinePlan(world, { subjects: [], feePerLearnerFen: chance.one([0, 33_333, 80_000]) })
    const compulsoryMin = chance.one([0, 500, 1000])
    await world.deps.db.plan.update({
      where: { id: plan.id },
      data: {
        year: chance.one([2025, 2026]),
        requiredHours: 2000,
        compulsoryMin,
        compulsoryCap: chance.one([null, 1500]),
        electiveMin: chance.one([0, 300]),
        electiveCap: chance.one([null, 1200]),
      },
    })
    plans.push(plan)
  }
  return plans
}

async function enrol(world: World, chance: Chance, people: readonly Person[], plans: readonly MadePlan[]) {
  const confirmed = new Map<string, Confirmed[]>()
  for (const plan of plans) {
    for (const person of people) {
      if (!chance.in(0.6)) continue
      const state = chance.one([
        'draft',
        'submitted',
        'confirmed',
        'confirmed',
        'confirmed',
        'rejected',
        'withdrawn',
      ] as const)
      const made = await makeEnrolment(world, { plan, learner: person, organisation: person.home, state })
      if (state !== 'confirmed') continue
      const list = confirmed.get(person.home.id) ?? []
      confirmed.set(person.home.id, [...list, { id: made.id, learnerId: person.id, plan, feeFen: made.feeFen }])
    }
  }
  return confirmed
}

const system = systemActor('reports.test')

async function order(
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

const daysAgo = (world: World, days: number) => new Date(world.clock.now().getTime() - days * 86_400_000)
const dayOf = (at: Date) => new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10)

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

async function open(
  world: World,
  chance: Chance,
  people: readonly Person[],
  plans: readonly MadePlan[],
): Promise<void> {
  for (const plan of plans) {
    for (const person of people) {
      if (!chance.in(0.2)) continue
      const closed = chance.in(0.2)
      await world.deps.db.courseOpening.create({
        data: {
          id: newId(),
          learnerId: person.id,
          planId: plan.id,
          organisationId: person.home.id,
          organisationPath: person.home.path,
          amountFen: 0n,
          openedById: newId(),
          openedByName: '王芳',
          ...(closed ? { closedAt: world.clock.now(), closedReason: '错了' } : {}),
        },
      })
    }
  }
}

async function study(
  world: World,
  chance: Chance,
  people: readonly Person[],
  plans: readonly MadePlan[],
): Promise<void> {
  const records = plans.flatMap((plan) =>
    people
      .filter(() => chance.in(0.6))
      .flatMap((person) =>
        Array.from({ length: 1 + chance.whole(4) }, () => {
          const state = chance.one(['approved', 'approved', 'approved', 'pending', 'rejected'] as const)
          return {
            id: newId(),
            learnerId: person.id,
            planId: plan.id,
            organisationId: person.home.id,
            organisationPath: person.home.path,
            kind: chance.one(['compulsory', 'elective'] as const),
            source: 'offline' as const,
            title: '线下培训',
            hours: 100 * (1 + chance.whole(15)),
            studiedOn: new Date(dayOf(daysAgo(world, chance.whole(60)))),
            state,
            createdByName: '王芳',
            ...(state === 'rejected' ? { rejectedReason: '材料不全' } : {}),
          }
        }),
      ),
  )
  await world.deps.db.hourRecord.createMany({ data: records })
}

/** Most who have the hours and take part hold a certificate; some of these were revoked, and some of them issued anew. */
async function certify(world: World, chance: Chance): Promise<void> {
  const ready = await world.deps.db.$queryRaw<
    { learnerId: string; planId: string; organisationId: string; path: string }[]
  >`
    SELECT g.learner_id AS "learnerId", g.plan_id AS "planId", l.organisation_id AS "organisationId", l.organisation_path AS path
    FROM plan_progress g JOIN plans p ON p.id = g.plan_id JOIN learners l ON l.id = g.learner_id
    WHERE hours_reached(p, g.compulsory_approved, g.elective_approved) AND takes_part(g.learner_id, g.plan_id)
      AND NOT EXISTS (SELECT 1 FROM certificates c WHERE c.learner_id = g.learner_id AND c.plan_id = g.plan_id)
    ORDER BY g.learner_id, g.plan_id`
  for (const one of ready) {
    if (chance.in(0.2)) continue
    const revoked = chance.in(0.25)
    await addCertificate(world, one, revoked)
    if (revoked && chance.in(0.5)) await addCertificate(world, one, false)
  }
}

const codeLetters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'

async function addCertificate(
  world: World,
  one: { learnerId: string; planId: string; organisationId: string; path: string },
  revoked: boolean,
): Promise<void> {
  const id = newId()
  await world.deps.db.certificate.create({
    data: {
      id,
      number: `XS${id}`,
      code: Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => codeLetters[byte % 32]).join(''),
      learnerId: one.learnerId,
      planId: one.planId,
      organisationId: one.organisationId,
      organisationPath: one.path,
      organisationName: '单位',
      learnerName: '学员',
      idNumberMasked: '320101********1234',
      title: '培训合格证书',
      planNumber: '2026',
      planName: '培训',
      publisher: '',
      year: 2026,
      hours: 2000,
      compulsoryHours: 1000,
      electiveHours: 1000,
      centreName: '培训中心',
      issuedOn: new Date(dayOf(world.clock.now())),
      ...(revoked ? { state: 'revoked', revokedAt: world.clock.now(), revokedReason: '错了' } : {}),
    },
  })
}
