import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Fen, fen } from '../../core/money.ts'
import type { Transitions } from '../../core/transitions.ts'
import type { AmountInput, BatchState, NotOpenable, OperationState } from './study-cards.schema.ts'

/**
 *   waiting ──▶ running ──▶ done
 *      │           │
 *      └───────────┴──────▶ failed     nothing of it was done
 *
 * A worker that died while it was running is followed by another one, which finds nothing done, or everything.
 */
export const operationSteps: Transitions<OperationState> = {
  waiting: ['running', 'failed'],
  running: ['done', 'failed'],
  done: [],
  failed: [],
}

/** Whether a batch can be spent on a day in Shanghai (`2026-05-02`): until its last day is over. */
export function isSpendable(expiresOn: string, today: string): boolean {
  return today <= expiresOn
}

/** `expiring`: its last day is at most so many days ahead. */
export function batchStateOf(expiresOn: string, today: string, warningDays: number): BatchState {
  if (!isSpendable(expiresOn, today)) return 'expired'
  return addDays(expiresOn, -warningDays) <= today ? 'expiring' : 'usable'
}

/** The day so many days after `2026-05-02`; before it where they are negative. */
export function addDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** Throws `cardBatchExpired`. */
export function checkSpendable(batch: { readonly expiresOn: string }, today: string): void {
  if (!isSpendable(batch.expiresOn, today)) throw new AppError('cardBatchExpired', { expiresOn: batch.expiresOn })
}

/** Throws `cardBatchTooLow` with the numbers. */
export function checkLeft(leftFen: number, wantedFen: number): void {
  if (wantedFen > leftFen) {
    throw new AppError('cardBatchTooLow', { leftFen, wantedFen, missingFen: wantedFen - leftFen })
  }
}

/** A batch is prolonged to a later day, and to one that is not over. Throws `cardDayNotLater`. */
export function checkProlonged(expiresOn: string, wanted: string, today: string): void {
  if (wanted <= expiresOn || wanted < today) throw new AppError('cardDayNotLater', { expiresOn })
}

// --- 开通课程 ----------------------------------------------------------------------------------------------------------

export type OpenablePlan = {
  readonly state: 'draft' | 'published' | 'closed'
  readonly endsAt: Date
  readonly openingFeeFen: Fen | null
  readonly feePerLearnerFen: Fen
  readonly subjects: readonly { readonly retired: boolean }[]
}

/**
 * What opening a plan takes from a wallet: its own price for that, else the fee per learner where it has no subjects. A
 * plan that is not published, or over, cannot be opened, nor one with subjects that nobody set a price for.
 */
export function openingPrice(
  plan: OpenablePlan,
  now: Date,
): { readonly feeFen: Fen; readonly why: null } | { readonly feeFen: null; readonly why: NotOpenable } {
  if (plan.state !== 'published') return { feeFen: null, why: 'notPublished' }
  if (now >= plan.endsAt) return { feeFen: null, why: 'over' }
  if (plan.openingFeeFen !== null) return { feeFen: plan.openingFeeFen, why: null }
  const bySubject = plan.subjects.some((subject) => !subject.retired)
  return bySubject ? { feeFen: null, why: 'noPrice' } : { feeFen: plan.feePerLearnerFen, why: null }
}

/** Throws `courseNotOpenable` with the reason. */
export function checkOpenable(plan: OpenablePlan & { readonly name: string }, now: Date): Fen {
  const { feeFen, why } = openingPrice(plan, now)
  if (why !== null) throw new AppError('courseNotOpenable', { why, planName: plan.name })
  return feeFen
}

// --- Amounts -----------------------------------------------------------------------------------------------------

/** What each of `people` gets. Throws `inputInvalid` where there are not as many amounts as people. */
export function amountsOf(amount: AmountInput, people: number): Fen[] {
  if ('eachFen' in amount) return Array.from({ length: people }, () => amount.eachFen)
  if (amount.listFen.length !== people) throw new AppError('inputInvalid', { field: 'amount' })
  return amount.listFen
}

export function sumFen(amounts: readonly number[]): Fen {
  return fen(amounts.reduce((sum, one) => sum + one, 0))
}

// --- Who ---------------------------------------------------------------------------------------------------------

/** Who may move value of batches: an organisation's admins, and finance. Reviewers look. */
export function mayManageCards(actor: AccountActor): boolean {
  return actor.organisation !== null || mayManageAllCards(actor)
}

export function mayManageAllCards({ staffRoles }: Pick<AccountActor, 'staffRoles'>): boolean {
  return staffRoles.includes('finance') || staffRoles.includes('systemAdmin')
}
