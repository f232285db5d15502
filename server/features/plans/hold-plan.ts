import { AppError } from '../../core/app-error.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { PlanState } from './plans.rules.ts'
import { findPlan, lockPlanRow, type PlanRow } from './plans.store.ts'

/** What enrolments and orders are decided by. */
export type HeldPlan = {
  readonly id: string
  readonly number: string
  readonly name: string
  readonly state: PlanState
  readonly mode: 'online' | 'offline'
  readonly year: number
  readonly startsAt: Date
  readonly endsAt: Date
  readonly enrolmentOpensAt: Date | null
  readonly enrolmentClosesAt: Date | null
  readonly capacity: number | null
  readonly lateChangesAllowed: boolean
  readonly feePerLearnerFen: Fen
  /** 考核值 and what it is made of, in hundredths of an hour. */
  readonly requiredHours: number
  readonly compulsoryMin: number
  readonly compulsoryCap: number | null
  readonly electiveMin: number
  readonly electiveCap: number | null
  /** What opening it takes from a wallet; null: `feePerLearnerFen` where there are no subjects. */
  readonly openingFeeFen: Fen | null
  readonly certificates: boolean
  readonly certificateTitle: string
  readonly certificateNeedsPayment: boolean
  readonly place: string
  readonly version: number
  /** In their order, the retired ones last. */
  readonly subjects: { readonly id: string; readonly name: string; readonly feeFen: Fen; readonly retired: boolean }[]
}

/** A plan as enrolments read it, without holding it. Throws `notFound`. */
export async function findPlanTerms(db: Readable, id: string): Promise<HeldPlan> {
  return heldPlan(await findPlan(db, id))
}

/** Keeps the plan as it is until the transaction ends; others may keep it so too. Throws `notFound`. */
export async function holdPlan(tx: Transaction, id: string): Promise<HeldPlan> {
  return heldPlan(await lockPlanRow(tx, id, 'share'))
}

/**
 * Lets one transaction after the other count and take seats, and agree on fees: those of plans without a capacity too,
 * for they may be given one meanwhile. People may still be added. Throws `notFound`.
 */
export async function holdSeats(tx: Transaction, id: string): Promise<HeldPlan> {
  return heldPlan(await lockPlanRow(tx, id, 'change'))
}

function heldPlan(row: PlanRow | null): HeldPlan {
  if (!row) throw new AppError('notFound')
  const { stateSince, createdAt, publisher, copiedFromId, ...plan } = row
  return {
    ...plan,
    feePerLearnerFen: fenFromBigint(plan.feePerLearnerFen),
    openingFeeFen: plan.openingFeeFen === null ? null : fenFromBigint(plan.openingFeeFen),
    subjects: plan.subjects.map(({ id, name, feeFen, retiredAt }) => ({
      id,
      name,
      feeFen: fenFromBigint(feeFen),
      retired: retiredAt !== null,
    })),
  }
}
