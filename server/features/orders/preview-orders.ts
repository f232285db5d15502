import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { checkBillingReady, loadBillingFacts } from '../organisations/load-billing.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import type { OrdersPreview, PreviewOrdersInput } from './enrolment-orders.schema.ts'
import { commonPath } from './order-items.rules.ts'
import { expiresAt } from './orders.rules.ts'
import { findChosen, type PlannedOrder, planOrders, totalOf } from './plan-orders.ts'

/**
 * What orders a selection of enrolments would make, with their make-up, who can pay them, and what stands in the way.
 * Nothing is written. Throws `notFound`, `ordersDiffer`, `selectionTooLarge`.
 */
export async function previewOrders(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  input: PreviewOrdersInput,
): Promise<OrdersPreview> {
  const { rows, free, other } = await findChosen(deps, actor, input.selection)
  const orders = rows.length === 0 ? [] : await planOrders(deps, actor, rows, input)
  const [centre, payers, billingMissing] = await Promise.all([
    loadCentre(deps.db),
    findPayers(deps, actor, orders),
    findUnready(deps, orders),
  ])
  return {
    orders: orders.map(({ payer, people, items, amountFen }) => ({
      organisationId: payer.id,
      organisationName: payer.name,
      peopleCount: people.length,
      amountFen,
      items: [...items],
    })),
    ...totalOf(orders),
    freeCount: free.length,
    leftOutCount: other.length,
    payers,
    unitCount: new Set(rows.map((row) => row.organisationPath)).size,
    billingMissing,
    expiresAt: expiresAt(deps.clock.now(), centre.orderPaymentHours).toISOString(),
  }
}

type Unit = { id: string; name: string }

/** From the lowest unit that all people belong to up to where the actor's sight ends; the one that is chosen first. */
async function findPayers(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  orders: readonly PlannedOrder[],
): Promise<Unit[]> {
  const lowest = commonPath(orders.flatMap((order) => order.people.map((person) => person.organisationPath)))
  if (lowest === null) return []
  const scope = scopeOf(actor)
  const steps = lowest.split('/').filter((step) => step !== '')
  const ids = steps.filter((_, index) => `/${steps.slice(0, index + 1).join('/')}/`.startsWith(scope))
  const units = await Promise.all(ids.map((id) => loadOrganisation(deps, actor, id)))
  const chosen = orders.length === 1 ? orders[0]?.payer.id : undefined
  return units.map(({ id, name }) => ({ id, name })).sort((a, b) => Number(b.id === chosen) - Number(a.id === chosen))
}

/** The registered organisations whose billing profile keeps the orders from being made, each once. */
async function findUnready(deps: Pick<Deps, 'db'>, orders: readonly PlannedOrder[]): Promise<Unit[]> {
  const facts = await Promise.all(orders.map((order) => loadBillingFacts(deps.db, order.payer.id)))
  const unready = new Map<string, Unit>()
  for (const one of facts) {
    try {
      checkBillingReady(one)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      unready.set(one.owner.id, { id: one.owner.id, name: one.owner.name })
    }
  }
  return [...unready.values()]
}
