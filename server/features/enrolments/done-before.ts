import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { addFen, fenFromBigint, zeroFen } from '../../core/money.ts'
import type { Transaction } from '../../platform/database.ts'
import { findDone } from './enrolment-decisions.store.ts'
import type { Decided, DecideEnrolmentsInput, Pick as Picked, SubmitAnswer } from './enrolments.schema.ts'

/**
 * Does what is asked for, or gives the first answer again where the very same was done already and only its answer was
 * lost: everybody ticked is one version on, in the state that was asked for, by the same person. To be called in the
 * transaction, with `act` throwing `conflict` for another version than the page showed.
 */
export async function unlessDone<T>(act: () => Promise<T>, before: () => Promise<T | null>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error
    const answer = await before()
    if (answer === null) throw error
    return answer
  }
}

/** What the submission of these by this person answered; null when it was not so. */
export async function submittedBefore(
  tx: Transaction,
  actor: AccountActor,
  planId: string,
  picks: readonly Picked[],
): Promise<SubmitAnswer | null> {
  const rows = await findDone(tx, picks, { state: 'submitted', byId: actor.accountId })
  const [first] = rows
  if (!first?.dueAt || !areAll(picks, rows) || rows.some((row) => row.planId !== planId)) return null
  const feeFen = rows.reduce((sum, row) => addFen(sum, fenFromBigint(row.feeFen ?? 0n)), zeroFen)
  return { submitted: true, count: rows.length, feeFen, dueAt: first.dueAt.toISOString() }
}

/** What the decision on these by this person, with these reasons, answered; null when it was not so. */
export async function decidedBefore(
  tx: Transaction,
  actor: AccountActor,
  input: DecideEnrolmentsInput,
): Promise<Decided | null> {
  if ('all' in input) return null
  const byId = actor.accountId
  const confirmed = await findDone(tx, input.confirm, { state: 'confirmed', byId })
  const rejected = await findDone(tx, input.reject, { state: 'rejected', byId })
  const reasons = new Map(rejected.map((row) => [row.id, row.reason]))
  const isSame = areAll(input.confirm, confirmed) && input.reject.every(({ id, reason }) => reasons.get(id) === reason)
  return isSame ? { confirmed: confirmed.length, rejected: rejected.length } : null
}

const areAll = (picks: readonly Picked[], rows: readonly { readonly id: string }[]) =>
  rows.length === new Set(picks.map((pick) => pick.id)).size
