import type { AccountActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { makeOrderNumber } from '../../../server/core/order-number.ts'
import { shanghaiDay } from '../../../server/core/working-time.ts'
import type { Deps } from '../../../server/deps.ts'
import { makePayee, makePlan } from '../../support/orders.ts'
import { actorOf } from '../../support/paying.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { makeLine } from '../../support/statements.ts'
import type { World } from '../../support/world.ts'

/** What a course of a lane's plan costs. */
export const courseFen = 400
const dayMs = 86_400_000
/** The first orders are for study cards, each with a batch; enough of them, and few enough to look at after each move. */
const cardOrders = 4

export type LaneOrder = { id: string; amountFen: number; isCards: boolean; isPaid: boolean; batchId: string | null }
export type LaneBatch = {
  id: string
  expiresOn: string
  isExpired: boolean
  /** What ran out of it and of its wallets, by the name of the account, and comes back if it is prolonged. */
  ranOut: Map<string, number>
}
export type LaneOpening = { id: string; learnerId: string; paidFrom: Map<string, number> }
export type LaneAllocation = { id: string; order: LaneOrder; toOrderFen: number; toCreditFen: number }

/**
 * One organisation with its people, orders and cards, in which one thing happens after the other: what an account has to
 * hold afterwards is known to the fen. Several lanes move at the same time on one database.
 */
export type Lane = {
  readonly world: World
  /** As the product has it: rewritten for positive controls. */
  readonly deps: Deps
  readonly organisation: MadeOrganisation
  readonly admin: AccountActor
  readonly finance: AccountActor
  readonly planId: string
  readonly payeeAccountId: string
  readonly lineId: string
  readonly learnerIds: readonly string[]
  readonly orders: LaneOrder[]
  readonly batches: LaneBatch[]
  readonly openings: LaneOpening[]
  readonly allocations: LaneAllocation[]
  /** What each account held when it was last looked at; what is not in it holds nothing. */
  readonly holds: Map<string, number>
  /** How often a batch was given out. */
  given: number
  readonly log: string[]
}

export async function openLane(world: World, deps: Deps = world.deps): Promise<Lane> {
  const organisation = await makeOrganisation(world)
  const admin = actorOf(await makeAdmin(world, organisation), organisation)
  const staff = await makeStaff(world, 'finance')
  const planId = await makePlan(world)
  await world.deps.db.plan.update({ where: { id: planId }, data: { openingFeeFen: BigInt(courseFen) } })
  const learners = []
  for (let i = 0; i < 4; i++) learners.push(await makeLearner(world, organisation))
  const line = await makeLine(world, { amountFen: 50_000_000_000 })
  return {
    world,
    deps,
    organisation,
    admin,
    finance: {
      kind: 'account',
      accountId: staff.id,
      name: staff.name,
      ip: '127.0.0.1',
      staffRoles: ['finance'],
      organisation: null,
      learnerId: null,
    },
    planId,
    payeeAccountId: await makePayee(world),
    lineId: line.id,
    learnerIds: learners.map(({ id }) => id),
    orders: [],
    batches: [],
    openings: [],
    allocations: [],
    holds: new Map(),
    given: 0,
    log: [],
  }
}

/** An open order of the lane: made where the wanted one is not there, so that there is always something to pay. */
export async function orderOf(lane: Lane, wanted: number, amountFen: number): Promise<LaneOrder> {
  const known = lane.orders[wanted % (lane.orders.length + 1)]
  if (known) return known
  const order = { id: newId(), amountFen, isCards: lane.orders.length < cardOrders, isPaid: false, batchId: null }
  let number: string | null = null
  while (!number) number = makeOrderNumber(2026, crypto.getRandomValues(new Uint8Array(32)))
  await lane.world.deps.db.order.create({
    data: {
      id: order.id,
      number,
      kind: order.isCards ? 'studyCards' : 'enrolments',
      planId: lane.planId,
      organisationId: lane.organisation.id,
      payeeAccountId: lane.payeeAccountId,
      amountFen: BigInt(amountFen),
      expiresAt: new Date(lane.world.clock.now().getTime() + 30 * dayMs),
      createdById: lane.admin.accountId,
    },
  })
  lane.orders.push(order)
  // The oldest that are for people are left alone: they stay as they are, and the whole proof still looks at them.
  if (lane.orders.length > 10) lane.orders.splice(cardOrders, 1)
  return order
}

/** What the order's payment made of it. */
export async function lookAtOrder(lane: Lane, order: LaneOrder): Promise<void> {
  const { state } = await lane.world.deps.db.order.findUniqueOrThrow({
    where: { id: order.id },
    select: { state: true },
  })
  order.isPaid = state === 'paid'
}

/**
 * The batch that a paid order has given out, or its old one that is as good as new: each runs out on a day of its own, so
 * that it is known which is spent first.
 */
export async function lookAtBatch(lane: Lane, order: LaneOrder): Promise<void> {
  const batches = lane.world.deps.db.studyCardBatch
  const row = await batches.findUnique({ where: { orderId: order.id }, select: { id: true, expiredAt: true } })
  if (!row) return
  if (row.expiredAt) throw new Error(`order ${order.id} is paid, and its cards have run out`)
  const known = lane.batches.find(({ id }) => id === row.id)
  lane.given++
  const expiresOn = shanghaiDay(new Date(lane.world.clock.now().getTime() + (100 + lane.given) * dayMs))
  await batches.update({ where: { id: row.id }, data: { expiresOn: new Date(expiresOn) } })
  order.batchId = row.id
  if (known) Object.assign(known, { expiresOn, isExpired: false })
  else lane.batches.push({ id: row.id, expiresOn, isExpired: false, ranOut: new Map() })
}

export const creditOf = 'credit'
export const orderName = (id: string) => `order ${id}`
export const batchName = (id: string) => `batch ${id}`
export const walletName = (batchId: string, learnerId: string) => `wallet ${batchId} ${learnerId}`

/** Balances by the name of the account; one that is not there holds nothing. */
export type Balances = ReadonlyMap<string, number>

type Row = {
  kind: string
  ownerId: string
  batchId: string | null
  learnerId: string | null
  balance: bigint
  entries: bigint
}

/**
 * What the lane's accounts hold that a move can touch: its credit, its batches with their wallets, and the orders that are
 * named. Throws what must never be: a balance that is not the sum of its entries, or one below zero.
 */
export async function readBalances(lane: Lane, orders: readonly LaneOrder[]): Promise<Balances> {
  const batchIds = lane.batches.map(({ id }) => id)
  const rows = await lane.world.deps.db.$queryRaw<Row[]>`
    SELECT a.kind::text AS kind, a.owner_id AS "ownerId", w.batch_id AS "batchId", w.learner_id AS "learnerId", ledger_balance(a.id) AS balance,
           (SELECT coalesce(sum(e.credit_fen - e.debit_fen), 0)::bigint FROM ledger_entries e WHERE e.account_id = a.id) AS entries
    FROM (
      SELECT 'organisationCredit'::ledger_account_kind AS kind, ${lane.organisation.id}::uuid AS owner_id
      UNION ALL SELECT 'order', unnest(${orders.map(({ id }) => id)}::uuid[])
      UNION ALL SELECT 'cardBatch', unnest(${batchIds}::uuid[])
      UNION ALL SELECT 'wallet', id FROM study_card_wallets WHERE batch_id = ANY(${batchIds}::uuid[])) AS mine
    JOIN ledger_accounts a ON a.kind = mine.kind AND a.owner_id = mine.owner_id
    LEFT JOIN study_card_wallets w ON a.kind = 'wallet' AND w.id = a.owner_id`
  const balances = new Map<string, number>()
  for (const row of rows) {
    const name =
      row.kind === 'order'
        ? orderName(row.ownerId)
        : row.kind === 'cardBatch'
          ? batchName(row.ownerId)
          : row.kind === 'wallet'
            ? walletName(row.batchId ?? '', row.learnerId ?? '')
            : creditOf
    if (row.balance !== row.entries)
      throw new Error(`${name} holds ${row.balance}, its entries add up to ${row.entries}`)
    if (row.balance < 0n) throw new Error(`${name} holds ${row.balance}`)
    balances.set(name, Number(row.balance))
  }
  return balances
}

/** What an account holds otherwise than it should, in words; null when everything is to the fen as expected. */
export function difference(before: Balances, after: Balances, moved: Balances): string | null {
  for (const name of new Set([...after.keys(), ...moved.keys()])) {
    const expected = (before.get(name) ?? 0) + (moved.get(name) ?? 0)
    const found = after.get(name) ?? 0
    if (found !== expected)
      return `${name} should hold ${expected} and holds ${found} (before: ${before.get(name) ?? 0})`
  }
  return null
}
