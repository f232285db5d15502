import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import {
  lockPayableEnrolments,
  type PayableEnrolment,
  releaseFromOrder,
  takeIntoOrder,
} from '../enrolments/enrolments-in-orders.ts'
import { withdrawRequests } from '../invoices/withdraw-requests.ts'
import type { MadeOrders, MergeOrdersInput, SplitOrderInput } from './enrolment-orders.schema.ts'
import { loadOrder } from './load-order.ts'
import {
  addNewOrder,
  loadPayer,
  loadTerms,
  orderIdOf,
  orderIdsOf,
  randomBytes,
  withOrderNumbers,
} from './make-orders.ts'
import { findMade, findReplacedIds } from './order-lists.store.ts'
import type { OrderMode } from './orders.rules.ts'
import type { OrderView } from './orders.schema.ts'
import { changeOrderState, findOrdersForUpdate, hasVoucherInReview, type OrderRow } from './orders.store.ts'
import { contentOf, type PlannedOrder, planOrders } from './plan-orders.ts'
import { toListRows, viewOrder } from './view-order.ts'

/**
 * Makes one order of several that are open and unpaid: they are cancelled, and the new one asks for the fees of all their
 * people. An attempt that is under way for one of them ends; what it brings all the same is credit. The same id again
 * gives the same order. Throws `ordersDiffer` (not of one organisation, or for study cards), `orderNotPayable`,
 * `orderHasMoney`, `orderHasVoucherInReview`, `orderHasInvoice`, `orderNothingToPay`, `idempotencyKeyReused`, and what
 * `loadPayer` throws.
 */
export async function mergeOrders(
  deps: Deps,
  actor: AccountActor,
  input: MergeOrdersInput,
  random = randomBytes,
): Promise<OrderView> {
  const orderIds = [...new Set(input.orderIds)]
  const wasMade = async () => (await findSame(deps, actor, [input.id], orderIds, input.mode)) !== null
  if (await wasMade()) return viewOrder(deps, actor, input.id)
  const orders = await Promise.all(orderIds.map((id) => loadOrder(deps, actor, id)))
  const [first] = orders
  const alike = orders.every((order) => order.kind === 'enrolments' && order.organisationId === first?.organisationId)
  if (!first || orders.length < 2 || !alike) throw new AppError('ordersDiffer')
  await replaceOrders(
    deps,
    actor,
    { orderIds, by: 'merged', mode: input.mode, id: input.id, wasMade, random },
    (tx, people) => planOrders({ db: tx }, actor, people, { payerId: first.organisationId, split: false }),
  )
  return viewOrder(deps, actor, input.id)
}

/**
 * Makes of one open and unpaid order one for each unit that its people are of, which then pays itself; otherwise as
 * `mergeOrders`. Throws besides `orderOneUnit` when there is nothing to split.
 */
export async function splitOrder(
  deps: Deps,
  actor: AccountActor,
  input: SplitOrderInput,
  random = randomBytes,
): Promise<MadeOrders> {
  const made = () => findSame(deps, actor, orderIdsOf(input.id), [input.orderId], null)
  const before = await made()
  if (before) return { orders: await toListRows(deps.db, before) }
  const order = await loadOrder(deps, actor, input.orderId)
  if (order.kind !== 'enrolments') throw new AppError('orderOneUnit')
  const wasMade = async () => (await made()) !== null
  const { id, mode } = { id: input.id, mode: order.mode }
  await replaceOrders(
    deps,
    actor,
    { orderIds: [order.id], by: 'split', mode, id, wasMade, random },
    async (tx, people) => {
      const parts = await planOrders({ db: tx }, actor, people, { split: true })
      if (parts.length < 2) throw new AppError('orderOneUnit')
      return parts
    },
  )
  return { orders: await toListRows(deps.db, (await made()) ?? []) }
}

type Replacing = {
  readonly orderIds: readonly string[]
  readonly by: 'merged' | 'split'
  readonly mode: OrderMode
  /** The request's: of the first new order, and the others' are derived from it. */
  readonly id: string
  readonly wasMade: () => Promise<boolean>
  readonly random: () => Uint8Array
}

async function replaceOrders(
  deps: Deps,
  actor: AccountActor,
  { orderIds, by, mode, id, wasMade, random }: Replacing,
  plan: (tx: Transaction, people: readonly PayableEnrolment[]) => Promise<PlannedOrder[]>,
): Promise<void> {
  const terms = await loadTerms(deps)
  await withOrderNumbers(deps, { madeAt: terms.createdAt, wasMade, random }, async (tx, nextNumber) => {
    const old = await lockUnpaid(tx, orderIds)
    for (const order of old) await withdrawRequests(deps, tx, actor, order.id)
    const freed: string[] = []
    for (const order of old) freed.push(...(await releaseFromOrder(tx, order.id)))
    if (freed.length === 0) throw new AppError('orderNothingToPay')
    const orders = await plan(tx, await lockPayableEnrolments(tx, freed, scopeOf(actor)))
    for (const [index, order] of orders.entries()) {
      await loadPayer({ db: tx }, actor, order.payer.id)
      const orderId = orderIdOf(id, index)
      const content = contentOf(order)
      const created = { ...terms, ...content, id: orderId, number: nextNumber(), mode, createdById: actor.accountId }
      await addNewOrder(deps, tx, actor, created)
      await takeIntoOrder(tx, orderId, order.people)
    }
    for (const order of old) {
      await changeOrderState(tx, actor, order, 'cancelled', terms.createdAt, { replacedById: id, by })
    }
  })
}

/** Locks orders that are open and that nobody has paid for, in part or by a slip that waits for its review. */
async function lockUnpaid(tx: Transaction, ids: readonly string[]): Promise<OrderRow[]> {
  const orders = await findOrdersForUpdate(tx, ids)
  for (const order of orders) {
    if (order.state !== 'open') throw new AppError('orderNotPayable', { state: order.state })
    if (order.paidFen > 0) throw new AppError('orderHasMoney', { paidFen: order.paidFen })
    if (await hasVoucherInReview(tx, order.id)) throw new AppError('orderHasVoucherInReview')
  }
  return orders
}

/** The orders that this very request made before, or null; throws `idempotencyKeyReused` when its id made something else. */
async function findSame(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  ids: readonly string[],
  replacedIds: readonly string[],
  mode: OrderMode | null,
): Promise<OrderRow[] | null> {
  const { orders } = await findMade(deps.db, ids)
  const [first] = orders
  if (!first) return null
  const replaced = await findReplacedIds(deps.db, first.id)
  const same =
    orders.every((order) => order.createdById === actor.accountId && (mode === null || order.mode === mode)) &&
    replaced.length === replacedIds.length &&
    replaced.every((id) => replacedIds.includes(id))
  if (!same) throw new AppError('idempotencyKeyReused')
  return orders
}
