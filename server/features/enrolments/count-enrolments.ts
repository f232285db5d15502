import type { AccountActor } from '../../core/actor.ts'
import { addFen, fenFromBigint, zeroFen } from '../../core/money.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { type CountRow, countByStates, countPlans, countReview } from './enrolment-counts.store.ts'
import { enrolmentQuery } from './enrolment-query.ts'
import type {
  CountEnrolmentsInput,
  EnrolmentCounts,
  PaymentStatus,
  PlanBadges,
  PlanBadgesInput,
  ReviewCounts,
} from './enrolments.schema.ts'

/** What the tabs of a list say, within `scope`. Throws `notFound` for an organisation outside of it. */
export async function countEnrolments(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  scope: string,
  input: CountEnrolmentsInput,
): Promise<EnrolmentCounts> {
  const rows = await countByStates(deps.db, await enrolmentQuery(deps, actor, scope, input))
  const byState = { draft: 0, submitted: 0, confirmed: 0, rejected: 0, withdrawn: 0, revoked: 0 }
  const byPayment = { none: 0, due: 0, underWay: 0, paid: 0, refunded: 0 }
  let [total, notOrdered, notOrderedFen] = [0, 0, zeroFen]
  for (const row of rows) {
    total += row.count
    byState[row.state] += row.count
    byPayment[paymentStatusOf(row)] += row.count
    if (row.state === 'confirmed' && !row.free && row.orderState === null) {
      notOrdered += row.count
      notOrderedFen = addFen(notOrderedFen, fenFromBigint(row.feeFen))
    }
  }
  return { total, byState, byPayment, notOrdered, notOrderedFen }
}

/** The same rule as `paymentStatusSql`. */
function paymentStatusOf({ state, refunded, free, orderState, underWay }: CountRow): PaymentStatus {
  if (refunded) return 'refunded'
  if (state !== 'confirmed') return 'none'
  if (free || orderState === 'paid') return 'paid'
  return underWay ? 'underWay' : 'due'
}

/** Badges for a page of plans, in the order of the plans that were asked for; drafts of the centre are left out. */
export async function countForPlans(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { planIds }: PlanBadgesInput,
): Promise<PlanBadges[]> {
  const rows = await countPlans(deps.db, planIds, pathRange(subtreeOf(actor)))
  const found = new Map(rows.map((row) => [row.planId, row]))
  return planIds.flatMap((planId) => {
    const row = found.get(planId)
    if (!row) return []
    const { capacity, taken, ...counts } = row
    const seats = capacity === null ? null : { capacity, left: Math.max(0, capacity - (taken ?? 0)) }
    return [{ ...counts, seats }]
  })
}

/** How many wait for review, and how many of them are late: for the desk's rail. */
export async function countForReview(deps: Pick<Deps, 'db' | 'clock'>): Promise<ReviewCounts> {
  return countReview(deps.db, deps.clock.now())
}
