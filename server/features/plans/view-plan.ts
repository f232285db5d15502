import { fenFromBigint } from '../../core/money.ts'
import { enrolmentWindow, takesOrders } from './plans.rules.ts'
import type { DeskPlanRow, PlanForm, PlanView } from './plans.schema.ts'
import type { PlanRow, PlanUse } from './plans.store.ts'

/** What organisations see of a plan. */
export function toPlanView(row: PlanRow, seatsTaken: number, now: Date): PlanView {
  const { stateSince, createdAt, copiedFromId, version, ...plan } = row
  const { open, why, until, late } = enrolmentWindow(plan, now)
  return {
    ...plan,
    ...toPlanForm(row),
    standard: 'hours',
    seatsLeft: plan.capacity === null ? null : Math.max(0, plan.capacity - seatsTaken),
    enrolment: { open, why, until: until.toISOString(), late },
    takesOrders: takesOrders(plan, now),
  }
}

const unused = { drafts: 0, submitted: 0, confirmed: 0, orders: 0 }

export function toDeskRow(row: PlanRow, use: PlanUse | undefined, now: Date): DeskPlanRow {
  const { drafts, submitted, confirmed, orders } = use ?? unused
  return {
    ...toPlanView(row, submitted + confirmed, now),
    version: row.version,
    counts: { drafts, submitted, confirmed, orders },
  }
}

/** The plan as its form says it, with the subjects that can be chosen. */
export function toPlanForm(plan: PlanRow): PlanForm {
  return {
    number: plan.number,
    name: plan.name,
    publisher: plan.publisher,
    year: plan.year,
    requiredHours: plan.requiredHours,
    compulsoryMin: plan.compulsoryMin,
    compulsoryCap: plan.compulsoryCap,
    electiveMin: plan.electiveMin,
    electiveCap: plan.electiveCap,
    startsAt: plan.startsAt.toISOString(),
    endsAt: plan.endsAt.toISOString(),
    mode: plan.mode,
    capacity: plan.capacity,
    lateChangesAllowed: plan.lateChangesAllowed,
    feePerLearnerFen: fenFromBigint(plan.feePerLearnerFen),
    openingFeeFen: plan.openingFeeFen === null ? null : fenFromBigint(plan.openingFeeFen),
    certificates: plan.certificates,
    certificateTitle: plan.certificateTitle,
    certificateNeedsPayment: plan.certificateNeedsPayment,
    enrolmentOpensAt: plan.enrolmentOpensAt?.toISOString() ?? null,
    enrolmentClosesAt: plan.enrolmentClosesAt?.toISOString() ?? null,
    place: plan.place,
    subjects: plan.subjects
      .filter(({ retiredAt }) => retiredAt === null)
      .map(({ id, name, feeFen }) => ({ id, name, feeFen: fenFromBigint(feeFen) })),
  }
}
