import type { AccountActor } from '../../core/actor.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { peopleOfOrder } from '../enrolments/enrolments-in-orders.ts'
import { loadOrder } from './load-order.ts'
import type { ListPeopleInput, OrderPerson } from './orders.schema.ts'

/** Whom an order was made for, and for how much each. Throws `notFound` also for another organisation's order. */
export async function listPeople(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { id, cursor, limit }: ListPeopleInput,
): Promise<Page<OrderPerson>> {
  const order = await loadOrder(deps, actor, id)
  const people = await peopleOfOrder(deps.db, order.id, cursor ?? null, limit + 1)
  const page = toPage(people, limit, (person) => person.enrolmentId)
  return {
    ...page,
    rows: page.rows.map(({ state, subjectNames, ...person }) => ({
      ...person,
      subjects: [...subjectNames],
      enrolmentState: state,
    })),
  }
}
