import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { shanghaiDay } from '../../../server/core/working-time.ts'
import type { Deps } from '../../../server/deps.ts'
import { correctLedger } from '../../../server/features/ledger/correct-ledger.ts'
import { payWithCredit } from '../../../server/features/payments/pay-with-credit.ts'
import { allocateLine } from '../../../server/features/reconciliation/allocate-line.ts'
import { undoAllocation } from '../../../server/features/reconciliation/undo-allocation.ts'
import { approveRefund } from '../../../server/features/refunds/decide-refund.ts'
import { requestRefund } from '../../../server/features/refunds/request-refund.ts'
import { closeCourse } from '../../../server/features/study-cards/close-course.ts'
import { endBatches } from '../../../server/features/study-cards/end-batches.ts'
import { openCourse } from '../../../server/features/study-cards/open-course.ts'
import { prolongBatch } from '../../../server/features/study-cards/prolong-batch.ts'
import { runOperation } from '../../../server/features/study-cards/run-operation.ts'
import { startOperation } from '../../../server/features/study-cards/start-operation.ts'
import {
  type Balances,
  batchName,
  courseFen,
  creditOf,
  type Lane,
  type LaneBatch,
  type LaneOrder,
  lookAtBatch,
  lookAtOrder,
  orderName,
  orderOf,
  walletName,
} from './ledger-lane.ts'

/** Numbers that a move chooses by: which order, batch and learner, and how much. */
export type Choice = { readonly a: number; readonly b: number; readonly amount: number }

/** Something that is about to be done; with one id, however often it is sent. */
export type Move = {
  readonly text: string
  /** Orders that it can touch besides the lane's credit, batches and wallets. */
  readonly orders: readonly LaneOrder[]
  /** Sends it. Throws what the use-case refuses. */
  send(deps: Deps): Promise<unknown>
  /** What it moves when it is done: asked once, with what was there before. */
  moved(before: Balances): Balances | Promise<Balances>
  /** Refusals that say that it was done before: the answer to the first was lost. */
  readonly doneBefore?: (error: AppError) => boolean | Promise<boolean>
  /** Takes note of it in the lane, once it is done. */
  done?(): void | Promise<void>
}

type Arrange = (lane: Lane, choice: Choice) => Promise<Move | null>

const add = (to: Map<string, number>, name: string, by: number) => to.set(name, (to.get(name) ?? 0) + by)
const pick = <T>(from: readonly T[], by: number): T | null =>
  from.length === 0 ? null : (from[by % from.length] ?? null)
const usable = (lane: Lane) => lane.batches.filter((batch) => !batch.isExpired)
const reason = '随机操作的测试'

/** A statement's line pays an order: in part, wholly, or too much; what is over becomes credit. */
const pay: Arrange = async (lane, { a, amount }) => {
  const order = await orderOf(lane, a, 500 + amount * 3)
  const [id, amountFen] = [newId(), 1 + amount * 2]
  let allocation = { id, order, toOrderFen: 0, toCreditFen: 0 }
  return {
    text: `pay ${order.id} ${amountFen}`,
    orders: [order],
    send: (deps) =>
      allocateLine(deps, lane.finance, {
        lineId: lane.lineId,
        parts: [{ allocationId: id, orderId: order.id, amountFen: fen(amountFen) }],
        otherAccountAccepted: true,
      }),
    async moved(before) {
      const lacks = order.isPaid ? 0 : order.amountFen - (before.get(orderName(order.id)) ?? 0)
      const toOrderFen = Math.min(lacks, amountFen)
      allocation = { ...allocation, toOrderFen, toCreditFen: amountFen - toOrderFen }
      const moved = new Map([
        [orderName(order.id), toOrderFen],
        [creditOf, amountFen - toOrderFen],
      ])
      await giveOut(lane, order, lacks > 0 && toOrderFen === lacks, moved)
      return moved
    },
    done: () => void lane.allocations.push(allocation),
  }
}

/** An order that has become paid gives out its cards. */
async function giveOut(lane: Lane, order: LaneOrder, isWhole: boolean, moved: Map<string, number>): Promise<void> {
  if (!isWhole) return
  await lookAtOrder(lane, order)
  if (!order.isPaid) throw new Error(`order ${order.id} has its amount and is not paid`)
  await lookAtBatch(lane, order)
  if (order.isCards) moved.set(batchName(order.batchId ?? ''), order.amountFen)
}

const payByCredit: Arrange = async (lane, { a, amount }) => {
  const order = await orderOf(lane, a, 500 + amount * 3)
  const [id, amountFen] = [newId(), 1 + amount]
  return {
    text: `credit ${order.id} ${amountFen}`,
    orders: [order],
    send: (deps) =>
      payWithCredit(deps, lane.admin, { id, orderId: order.id, organisationId: lane.organisation.id, amountFen }),
    async moved(before) {
      const moved = new Map([
        [orderName(order.id), amountFen],
        [creditOf, -amountFen],
      ])
      await giveOut(lane, order, (before.get(orderName(order.id)) ?? 0) + amountFen === order.amountFen, moved)
      return moved
    },
  }
}

/** A payment that was none is taken back; a paid order is open again, and its cards go. */
const undo: Arrange = async (lane, { a }) => {
  const allocation = pick(lane.allocations, a)
  if (!allocation) return null
  const { order, toOrderFen, toCreditFen } = allocation
  return {
    text: `undo ${allocation.id} of ${order.id} ${toOrderFen} + ${toCreditFen}`,
    orders: [order],
    send: (deps) => undoAllocation(deps, lane.finance, { allocationId: allocation.id, reason }),
    doneBefore: (error) => error.code === 'allocationUndone',
    moved() {
      const moved = new Map([
        [orderName(order.id), -toOrderFen],
        [creditOf, -toCreditFen],
      ])
      if (order.isPaid && toOrderFen > 0 && order.batchId) moved.set(batchName(order.batchId), -order.amountFen)
      return moved
    },
    async done() {
      lane.allocations.splice(lane.allocations.indexOf(allocation), 1)
      await lookAtOrder(lane, order)
    },
  }
}

/** A part of an order goes back to the credit, asked for by one and approved by another. */
const refund: Arrange = async (lane, { a, amount }) => {
  const order = pick(lane.orders, a)
  if (!order) return null
  const [id, amountFen] = [newId(), 1 + (amount % 700)]
  return {
    text: `refund ${order.id} ${amountFen}`,
    orders: [order],
    async send(deps) {
      const asked = await requestRefund(deps, lane.admin, {
        id,
        from: { kind: 'order', orderId: order.id },
        what: { kind: 'amount', amountFen: fen(amountFen) },
        to: { way: 'credit' },
        reason,
      })
      await approveRefund(deps, lane.finance, { id, version: asked.version, amountFen: fen(amountFen) })
    },
    moved() {
      const moved = new Map([
        [orderName(order.id), -amountFen],
        [creditOf, amountFen],
      ])
      if (order.batchId) moved.set(batchName(order.batchId), -amountFen)
      return moved
    },
  }
}

/** Some learners get as much each, or give it back; the worker does it. */
function cardOperation(kind: 'recharge' | 'takeBack'): Arrange {
  return async (lane, { a, b, amount }) => {
    const batch = pick(lane.batches, a)
    if (!batch) return null
    const people = lane.learnerIds.filter((_, index) => ((b % 15) + 1) & (1 << index))
    const eachFen = 1 + (amount % 400)
    const sign = kind === 'recharge' ? 1 : -1
    return {
      text: `${kind} ${batch.id} ${people.length} × ${eachFen}`,
      orders: [],
      send: sender(lane, kind, batch, people, eachFen),
      moved() {
        const moved = new Map([[batchName(batch.id), -sign * eachFen * people.length]])
        for (const learnerId of people) moved.set(walletName(batch.id, learnerId), sign * eachFen)
        return moved
      },
    }
  }
}

/** Sends one operation, the same however often; throws what it ends with when nothing of it was done. */
function sender(
  lane: Lane,
  kind: 'recharge' | 'takeBack',
  batch: LaneBatch,
  people: readonly string[],
  eachFen: number,
): Move['send'] {
  const id = newId()
  const what = {
    id,
    batchId: batch.id,
    people: { ids: [...people] },
    amount: { eachFen: fen(eachFen) },
    leaveOut: false,
    expected: { people: people.length, totalFen: fen(eachFen * people.length) },
  }
  return async (deps) => {
    await startOperation(deps, lane.admin, kind === 'recharge' ? { kind, ...what } : { kind, reason, ...what })
    await runOperation(deps, { operationId: id, ip: '127.0.0.1' })
    const { state, errorCode } = await deps.db.cardOperation.findUniqueOrThrow({ where: { id } })
    if (state === 'failed') throw new AppError('conflict', { why: errorCode })
    if (state !== 'done') throw new Error(`the operation is ${state}`)
  }
}

const open: Arrange = async (lane, { b }) => {
  const learnerId = pick(lane.learnerIds, b) ?? ''
  const id = newId()
  let paidFrom = new Map<string, number>()
  return {
    text: `open for ${learnerId}`,
    orders: [],
    send: (deps) => openCourse(deps, lane.admin, { id, learnerId, planId: lane.planId, feeFen: fen(courseFen) }),
    moved(before) {
      // What runs out first is spent first.
      paidFrom = new Map()
      let left = courseFen
      for (const batch of usable(lane).toSorted((one, other) => (one.expiresOn < other.expiresOn ? -1 : 1))) {
        const name = walletName(batch.id, learnerId)
        const part = Math.min(left, before.get(name) ?? 0)
        if (part > 0) paidFrom.set(name, part)
        left -= part
      }
      return new Map([...paidFrom].map(([name, part]) => [name, -part]))
    },
    done: () => void lane.openings.push({ id, learnerId, paidFrom }),
  }
}

const close: Arrange = async (lane, { a }) => {
  const opening = pick(lane.openings, a)
  if (!opening) return null
  const batchOf = (name: string) => lane.batches.find((batch) => name.startsWith(`wallet ${batch.id}`))
  return {
    text: `close ${opening.id}`,
    orders: [],
    send: (deps) => closeCourse(deps, lane.finance, { id: opening.id, reason }),
    // What came from a batch that ran out runs out with it.
    moved: () => new Map([...opening.paidFrom].filter(([name]) => !batchOf(name)?.isExpired)),
    done() {
      lane.openings.splice(lane.openings.indexOf(opening), 1)
      for (const [name, part] of opening.paidFrom) {
        const batch = batchOf(name)
        if (batch?.isExpired) add(batch.ranOut, name, part)
      }
    },
  }
}

/** The last day of a batch is over: what is left of it and in its wallets is booked off. */
const expire: Arrange = async (lane, { a }) => {
  const batch = pick(usable(lane), a)
  if (!batch || a % 3 !== 0) return null
  const yesterday = shanghaiDay(new Date(lane.world.clock.now().getTime() - 86_400_000))
  await lane.world.deps.db.studyCardBatch.update({
    where: { id: batch.id },
    data: { expiresOn: new Date(yesterday) },
  })
  let gone = new Map<string, number>()
  return {
    text: `expire ${batch.id}`,
    orders: [],
    send: (deps) => endBatches(deps),
    moved(before) {
      const mine = [...before].filter(([name]) => name === batchName(batch.id) || name.startsWith(`wallet ${batch.id}`))
      gone = new Map(mine)
      return new Map(mine.map(([name, held]) => [name, -held]))
    },
    done() {
      batch.isExpired = true
      batch.expiresOn = yesterday
      for (const [name, held] of gone) add(batch.ranOut, name, held)
    },
  }
}

/** Prolonged after its end: exactly what ran out comes back. */
const revive: Arrange = async (lane, { a, b }) => {
  const batch = pick(
    lane.batches.filter(({ isExpired }) => isExpired),
    a,
  )
  if (!batch) return null
  const expiresOn = shanghaiDay(new Date(lane.world.clock.now().getTime() + (200 + (b % 1000)) * 86_400_000))
  const clash = lane.batches.some((one) => one.expiresOn === expiresOn)
  if (clash) return null
  return {
    text: `revive ${batch.id}`,
    orders: [],
    send: (deps) =>
      prolongBatch(deps, lane.finance, { id: batch.id, seenExpiresOn: batch.expiresOn, expiresOn, reason }),
    async doneBefore(error) {
      if (error.code !== 'conflict') return false
      const row = await lane.world.deps.db.studyCardBatch.findUniqueOrThrow({ where: { id: batch.id } })
      return row.expiresOn.toISOString().slice(0, 10) === expiresOn
    },
    moved: () => new Map(batch.ranOut),
    done() {
      batch.isExpired = false
      batch.expiresOn = expiresOn
      batch.ranOut.clear()
    },
  }
}

/** Finance corrects: credit against the bank, either way, or a batch against one of its wallets. */
const correct: Arrange = async (lane, { a, b, amount }) => {
  const [id, amountFen] = [newId(), fen(1 + amount)]
  const credit = { kind: 'organisationCredit', ownerId: lane.organisation.id } as const
  const bank = { kind: 'bank', ownerId: lane.payeeAccountId } as const
  const batch = pick(usable(lane), a)
  const learnerId = pick(lane.learnerIds, b) ?? ''
  const wallet =
    batch && a % 2 === 1
      ? await lane.world.deps.db.studyCardWallet.findUnique({
          where: { learnerId_batchId: { learnerId, batchId: batch.id } },
          select: { id: true },
        })
      : null
  const to = b % 2 === 0
  if (batch && wallet) {
    const ends = [{ kind: 'cardBatch', ownerId: batch.id } as const, { kind: 'wallet', ownerId: wallet.id } as const]
    const [debit = credit, other = credit] = to ? ends : ends.toReversed()
    const sign = to ? 1 : -1
    return {
      text: `correct ${debit.kind} → ${other.kind} ${amountFen}`,
      orders: [],
      send: (deps) => correctLedger(deps, lane.finance, { id, debit, credit: other, amountFen, reason }),
      moved: () =>
        new Map([
          [batchName(batch.id), -sign * amountFen],
          [walletName(batch.id, learnerId), sign * amountFen],
        ]),
    }
  }
  return {
    text: `correct credit ${to ? '+' : '-'}${amountFen}`,
    orders: [],
    send: (deps) =>
      correctLedger(deps, lane.finance, {
        id,
        debit: to ? bank : credit,
        credit: to ? credit : bank,
        amountFen,
        reason,
      }),
    moved: () => new Map([[creditOf, to ? amountFen : -amountFen]]),
  }
}

/** Two recharges at the same moment that are too much together: what both move stays in the batch and its wallets. */
const race: Arrange = async (lane, { a }) => {
  const batch = pick(usable(lane), a)
  const [first = '', second = ''] = lane.learnerIds
  if (!batch) return null
  const row = await lane.world.deps.db.$queryRaw<{ left: bigint }[]>`
    SELECT ledger_balance(id) AS left FROM ledger_accounts WHERE kind = 'cardBatch' AND owner_id = ${batch.id}::uuid`
  const left = Number(row[0]?.left ?? 0n)
  if (left < 2) return null
  const eachFen = Math.floor(left / 2) + 1
  const sends = [first, second].map((learnerId) => sender(lane, 'recharge', batch, [learnerId], eachFen))
  let winners: boolean[] = []
  return {
    text: `race of two × ${eachFen} of ${left} in ${batch.id}`,
    orders: [],
    async send(deps) {
      const results = await Promise.allSettled(sends.map((send) => send(deps)))
      const lost = results.filter((one) => one.status === 'rejected').map((one) => one.reason as unknown)
      const failed = lost.find((error) => !(error instanceof AppError) || error.code === 'unavailable')
      if (failed) throw failed
      winners = results.map((one) => one.status === 'fulfilled')
    },
    moved() {
      const names = [first, second].map((learnerId) => walletName(batch.id, learnerId))
      const moved = new Map<string, number>()
      for (const [index, name] of names.entries()) {
        if (!winners[index]) continue
        moved.set(name, eachFen)
        add(moved, batchName(batch.id), -eachFen)
      }
      return moved
    },
  }
}

export const moves = {
  pay,
  payByCredit,
  undo,
  refund,
  recharge: cardOperation('recharge'),
  takeBack: cardOperation('takeBack'),
  open,
  close,
  expire,
  revive,
  correct,
  race,
} satisfies Record<string, Arrange>
export type MoveName = keyof typeof moves
