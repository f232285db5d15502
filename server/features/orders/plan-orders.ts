import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { addFen, type Fen, zeroFen } from '../../core/money.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { type PayableEnrolment, payableAmong, payableIds } from '../enrolments/enrolments-in-orders.ts'
import { loadOrganisation, type OrganisationFacts } from '../organisations/load-organisation.ts'
import { mostPeople, type PayableSelection } from './enrolment-orders.schema.ts'
import { mostOrdersAtOnce } from './make-orders.ts'
import { commonPath, itemsOf, type OrderItem, sumOf } from './order-items.rules.ts'
import type { NewOrder } from './orders.store.ts'

/** An order as it would be made: whom for, who pays it, and how its amount comes about. */
export type PlannedOrder = {
  readonly payer: OrganisationFacts
  readonly people: readonly PayableEnrolment[]
  readonly items: readonly OrderItem[]
  readonly amountFen: Fen
}

export type Chosen = {
  readonly rows: readonly PayableEnrolment[]
  /** Confirmed ones without a fee: there is nothing to order. */
  readonly free: readonly string[]
  /** Of those named, what cannot be ordered. */
  readonly other: readonly string[]
}

/** The enrolments that a selection means, as they are now; nothing is locked. Throws `selectionTooLarge`, `notFound`. */
export async function findChosen(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  selection: PayableSelection,
): Promise<Chosen> {
  const scope = scopeOf(actor)
  if ('ids' in selection) return payableAmong(deps.db, [...new Set(selection.ids)], scope)
  const { planId, organisationId } = selection
  const unit = organisationId === undefined ? null : await loadOrganisation(deps, actor, organisationId)
  const filter = { ...(planId === undefined ? {} : { planId }), ...(unit ? { organisationPath: unit.path } : {}) }
  const ids = await payableIds(deps.db, scope, filter, mostPeople + 1)
  if (ids.length > mostPeople) throw new AppError('selectionTooLarge', { most: mostPeople })
  return payableAmong(deps.db, ids, scope)
}

/**
 * Makes the plan of the orders: one, paid by the chosen unit, or one for each unit that people are of. Who pays is the
 * people's unit or one above it, within what the actor may see: by default the unit that an admin acts for, and for staff
 * the lowest that all people belong to. Throws `orderNothingToPay`, `ordersDiffer`, `notFound`, `selectionTooLarge`.
 */
export async function planOrders(
  deps: { readonly db: Readable },
  actor: AccountActor,
  people: readonly PayableEnrolment[],
  { payerId, split }: { payerId?: string | undefined; split: boolean },
): Promise<PlannedOrder[]> {
  if (people.length === 0) throw new AppError('orderNothingToPay')
  if (!split) {
    const payer = await loadOrganisation(deps, actor, payerId ?? defaultPayerId(actor, people))
    if (!people.every((person) => person.organisationPath.startsWith(payer.path))) throw new AppError('ordersDiffer')
    return [plannedOrder(payer, people)]
  }
  const byUnit = new Map<string, PayableEnrolment[]>()
  for (const person of people) {
    const ofUnit = byUnit.get(person.organisationPath)
    if (ofUnit) ofUnit.push(person)
    else byUnit.set(person.organisationPath, [person])
  }
  if (byUnit.size > mostOrdersAtOnce) throw new AppError('selectionTooLarge', { most: mostPeople })
  // By path, so that a unit stands before what is below it and the same request makes the same orders.
  const units = [...byUnit.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  const payers = await Promise.all(units.map(([path]) => loadOrganisation(deps, actor, lastOf(path))))
  return units.flatMap(([, ofUnit], index) => {
    const payer = payers[index]
    return payer ? [plannedOrder(payer, ofUnit)] : []
  })
}

function plannedOrder(payer: OrganisationFacts, people: readonly PayableEnrolment[]): PlannedOrder {
  const items = itemsOf(people)
  return { payer, people, items, amountFen: sumOf(items) }
}

function defaultPayerId(actor: AccountActor, people: readonly PayableEnrolment[]): string {
  const { organisation } = actor
  const paths = people.map((person) => person.organisationPath)
  if (organisation && paths.every((path) => path.startsWith(organisation.path))) return organisation.id
  const common = commonPath(paths)
  if (common === null) throw new AppError('ordersDiffer')
  return lastOf(common)
}

/** The unit that a path leads to. */
export function lastOf(path: string): string {
  return path.split('/').at(-2) ?? ''
}

/** What the store takes of a planned order; several plans in one order leave its own plan empty. */
export function contentOf({
  payer,
  items,
  amountFen,
}: PlannedOrder): Pick<NewOrder, 'kind' | 'planId' | 'organisationId' | 'amountFen' | 'items'> {
  const plans = new Set(items.map((item) => item.planId))
  const [planId = null] = plans
  return {
    kind: 'enrolments',
    planId: plans.size === 1 ? planId : null,
    organisationId: payer.id,
    amountFen,
    items: items.map(({ planName, ...item }) => ({ ...item, id: newId() })),
  }
}

export function totalOf(orders: readonly PlannedOrder[]): { peopleCount: number; amountFen: Fen } {
  return {
    peopleCount: orders.reduce((sum, order) => sum + order.people.length, 0),
    amountFen: addFen(zeroFen, ...orders.map((order) => order.amountFen)),
  }
}
