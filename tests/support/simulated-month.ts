import { makeOrderNumber } from '../../server/core/order-number.ts'
import type {
  LineFacts,
  MatchFacts,
  OrderFacts,
  PaymentFacts,
  VoucherFacts,
} from '../../server/features/reconciliation/matching.schema.ts'
import { type Chance, chanceFrom, groupNames, namesake, organisationName, personName } from './simulated-names.ts'
import { addStrangers, payOrder } from './simulated-payments.ts'

/** What a line truly paid: the orders with their amounts, nothing for money that is no fee of ours. */
export type TrueLine = {
  readonly lineId: string
  readonly kind: string
  readonly pays: readonly { readonly orderId: string; readonly amountFen: number }[]
  /** Over-payments and second payments, and whose they are; a stranger's money is nobody's (null). */
  readonly creditFen: number
  readonly creditOrderId: string | null
}

export type SimulatedMonth = { readonly facts: MatchFacts; readonly truth: readonly TrueLine[] }

export type DraftOrder = { -readonly [K in keyof OrderFacts]: OrderFacts[K] } & { readonly madeOnDay: number }
export type Unit = {
  id: string
  name: string
  path: string
  parentIds: string[]
  aliases: { payerNameKey: string; payerAccount: string; confirmed: true }[]
  account: string
  /** Who pays for it; three of four are above it in the tree, of the others only the 字号 tells. */
  group: { readonly name: string; readonly account: string } | null
}
export type Draft = {
  readonly chance: Chance
  readonly units: Unit[]
  readonly orders: DraftOrder[]
  readonly lines: LineFacts[]
  readonly truth: TrueLine[]
  readonly payments: PaymentFacts[]
  readonly vouchers: VoucherFacts[]
  readonly newName: () => string
  /** False when somebody has that name. */
  readonly takeName: (name: string) => boolean
  /** Another order of the same organisation that nobody has paid, made before the first is; it counts as paid now. */
  readonly another: (order: DraftOrder) => DraftOrder | null
}

/** What one person costs, in fen; four fifths of all orders are one of these for a few people. */
const prices = [120_000, 120_000, 160_000, 160_000, 80_000, 26_000, 68_000, 48_000]
const heads = [1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 10]

const monthStart = Date.UTC(2026, 2, 1)
export const dateAt = (day: number) => new Date(monthStart + day * 86_400_000).toISOString().slice(0, 10)

/**
 * A month of a training centre: organisations with much the same names, orders of much the same prices, and the lines of
 * its statements, some with slips that were handed in before. The same seed gives the same month.
 */
export function simulateMonth(seed: number, orderCount: number): SimulatedMonth {
  const draft = openDraft(chanceFrom(seed))
  makeUnits(draft, Math.ceil(orderCount * 0.55))
  makeOrders(draft, orderCount)
  const units = new Map(draft.units.map((unit) => [unit.id, unit]))
  for (const order of draft.orders) {
    const unit = units.get(order.organisationId)
    if (unit && draft.paying.delete(order)) payOrder(draft, unit, order)
  }
  addStrangers(draft, Math.round(orderCount * 0.02))
  return {
    facts: {
      lines: draft.lines,
      orders: draft.orders.map(({ madeOnDay: _drawn, ...order }) => order),
      payments: draft.payments,
      vouchers: draft.vouchers,
      organisations: draft.units.map(({ account: _account, group: _group, ...unit }) => unit),
      dismissed: [],
    },
    truth: draft.truth,
  }
}

function openDraft(
  chance: Chance,
): Draft & { readonly paying: Set<DraftOrder>; readonly byUnit: Map<string, DraftOrder[]> } {
  const names = new Set<string>()
  const paying = new Set<DraftOrder>()
  const byUnit = new Map<string, DraftOrder[]>()
  const takeName = (name: string) => !names.has(name) && names.add(name).size > 0
  return {
    chance,
    units: [],
    orders: [],
    lines: [],
    truth: [],
    payments: [],
    vouchers: [],
    paying,
    byUnit,
    takeName,
    newName: () => {
      for (let tries = 0; tries < 50; tries++) {
        const name = organisationName(chance)
        if (takeName(name)) return name
      }
      // Large months use the names up; numbered branches go on for ever.
      const name = `${organisationName(chance)}${names.size}部`
      names.add(name)
      return name
    },
    another: (order) => {
      const other = byUnit
        .get(order.organisationId)
        ?.find((one) => paying.has(one) && one.madeOnDay <= Math.max(0, order.madeOnDay))
      if (other) paying.delete(other)
      return other ?? null
    },
  }
}

type OpenDraft = ReturnType<typeof openDraft>

function makeUnits(draft: OpenDraft, count: number): void {
  const { chance, units } = draft
  const add = (name: string, parent: Unit | null, group: Unit['group']) => {
    const id = `unit-${chance.digits(4)}-${units.length}`
    const path = `${parent?.path ?? '/'}${id}/`
    const account = chance.digits(15 + chance.below(6))
    const unit: Unit = { id, name, path, parentIds: parent ? [parent.id] : [], aliases: [], account, group }
    units.push(unit)
    return unit
  }
  while (units.length < count) {
    if (chance.yes(0.06)) {
      const { parent, child } = groupNames(chance)
      if (!draft.takeName(parent) || !draft.takeName(child)) continue
      const inTree = chance.yes(0.75)
      const above = inTree ? add(parent, null, null) : null
      add(child, above, above ?? { name: parent, account: chance.digits(17) })
      continue
    }
    // One in twelve has a name that is hard to tell from another's.
    const near = units.length > 20 && chance.yes(0.08) ? namesake(chance, chance.of(units).name) : ''
    add(near && draft.takeName(near) ? near : draft.newName(), null, null)
  }
}

function makeOrders(draft: OpenDraft, count: number): void {
  const { chance, orders, units, paying, byUnit } = draft
  const numbers = new Set<string>()
  while (orders.length < count) {
    const number = makeOrderNumber(
      2026,
      Uint8Array.from({ length: 24 }, () => chance.below(256)),
    )
    if (!number || numbers.has(number)) continue
    numbers.add(number)
    // A few organisations send people every week.
    const unit = units[Math.floor(units.length * chance.next() ** 1.5)] ?? chance.of(units)
    const people = chance.of(heads)
    const amountFen = chance.yes(0.8) ? people * chance.of(prices) : 100 * (80 + chance.below(90_000))
    const madeOnDay = chance.below(62) - 35
    const order: DraftOrder = {
      id: `order-${chance.digits(4)}-${orders.length}`,
      number,
      organisationId: unit.id,
      amountFen,
      outstandingFen: amountFen,
      state: 'open',
      createdOn: dateAt(madeOnDay),
      mode: 'payFirst',
      peopleNames: Array.from({ length: people }, () => personName(chance)),
      madeOnDay,
    }
    orders.push(order)
    const fate = chance.next()
    if (fate < 0.04) Object.assign(order, { state: 'cancelled', outstandingFen: 0 })
    else if (fate < 0.1) Object.assign(order, { state: 'paid', outstandingFen: 0 })
    else {
      if (fate < 0.13) order.state = 'expired'
      // The rest is paid next month, or never.
      if (fate < 0.13 ? chance.yes(0.3) : chance.yes(0.88)) paying.add(order)
    }
    const own = byUnit.get(unit.id)
    if (own) own.push(order)
    else byUnit.set(unit.id, [order])
  }
}
