import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { lockPayableEnrolments, takeIntoOrder } from '../enrolments/enrolments-in-orders.ts'
import type { CreateEnrolmentOrdersInput, MadeOrders } from './enrolment-orders.schema.ts'
import {
  addNewOrder,
  loadPayer,
  loadTerms,
  orderIdOf,
  orderIdsOf,
  randomBytes,
  withOrderNumbers,
} from './make-orders.ts'
import { findMade } from './order-lists.store.ts'
import type { OrderRow } from './orders.store.ts'
import { contentOf, findChosen, planOrders, totalOf } from './plan-orders.ts'
import { toListRows } from './view-order.ts'

/**
 * Makes one order, or one for each unit, for confirmed enrolments that nobody asks the fee of yet; the amounts are those
 * agreed at submission. The same id again gives the same orders. Whoever orders somebody a moment later than another hears
 * `enrolmentHasOrder`; a selection that is other than what the preview showed is `selectionChanged`.
 *
 * Throws besides `orderNothingToPay`, `enrolmentNotConfirmed`, `enrolmentPaid`, `ordersDiffer`, `organisationNotActive`,
 * `payeeAccountMissing`, what a billing profile lacks, and `idempotencyKeyReused`.
 */
export async function createEnrolmentOrders(
  deps: Deps,
  actor: AccountActor,
  input: CreateEnrolmentOrdersInput,
  random = randomBytes,
): Promise<MadeOrders> {
  const made = () => findSame(deps, actor, input)
  const before = await made()
  if (before) return { orders: await toListRows(deps.db, before) }

  const { rows, other } = await findChosen(deps, actor, input.selection)
  const wanted = [...rows.map((row) => row.id), ...other]
  const terms = await loadTerms(deps)
  const wasMade = async () => (await made()) !== null
  await withOrderNumbers(deps, { madeAt: terms.createdAt, wasMade, random }, async (tx, nextNumber) => {
    const people = await lockPayableEnrolments(tx, wanted, scopeOf(actor))
    const orders = await planOrders({ db: tx }, actor, people, input)
    const { peopleCount, amountFen } = totalOf(orders)
    if (peopleCount !== input.expected.peopleCount || amountFen !== input.expected.amountFen) {
      throw new AppError('selectionChanged', { expectedCount: input.expected.peopleCount, count: peopleCount })
    }
    for (const [index, order] of orders.entries()) {
      await loadPayer({ db: tx }, actor, order.payer.id)
      const id = orderIdOf(input.id, index)
      const created = {
        ...terms,
        ...contentOf(order),
        id,
        number: nextNumber(),
        mode: input.mode,
        createdById: actor.accountId,
      }
      await addNewOrder(deps, tx, actor, created, orders.length === 1 ? input.invoiceDetails : undefined)
      await takeIntoOrder(tx, id, order.people)
    }
  })
  const after = await made()
  if (!after) throw new AppError('internal')
  return { orders: await toListRows(deps.db, after) }
}

/**
 * The orders that this very request made before; null when it made none. Throws `idempotencyKeyReused` when its id made
 * something else.
 */
async function findSame(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: CreateEnrolmentOrdersInput,
): Promise<OrderRow[] | null> {
  const { orders, enrolmentIds } = await findMade(deps.db, input.split ? orderIdsOf(input.id) : [input.id])
  if (orders.length === 0) return null
  const { selection, expected, mode, payerId, split } = input
  const named = 'ids' in selection ? new Set(selection.ids) : null
  const same =
    orders.every(
      (order) =>
        order.kind === 'enrolments' &&
        order.createdById === actor.accountId &&
        order.mode === mode &&
        (split || payerId === undefined || order.organisationId === payerId),
    ) &&
    enrolmentIds.length === expected.peopleCount &&
    orders.reduce((sum, order) => sum + order.amountFen, 0) === expected.amountFen &&
    enrolmentIds.every((id) => named === null || named.has(id))
  if (!same) throw new AppError('idempotencyKeyReused')
  return orders
}
