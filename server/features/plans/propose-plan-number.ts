import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { planNumberAt } from './plans.rules.ts'
import { isNumberTaken } from './plans.store.ts'

/** A number for a new plan, to be kept or typed over. */
export async function proposePlanNumber(deps: Pick<Deps, 'db' | 'clock'>): Promise<{ number: string }> {
  return { number: await freePlanNumber(deps.db, deps.clock.now()) }
}

/** The moment's number, or that of the first millisecond after it that no plan has. */
export async function freePlanNumber(db: Readable, now: Date): Promise<string> {
  for (let moment = now.getTime(); ; moment++) {
    const number = planNumberAt(new Date(moment))
    if (!(await isNumberTaken(db, number))) return number
  }
}
