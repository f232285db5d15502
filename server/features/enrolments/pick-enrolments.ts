import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { countFound, type EnrolmentQuery, idsSql } from './enrolment-lists.store.ts'
import { enrolmentQuery } from './enrolment-query.ts'
import { type EnrolmentSelection, mostEnrolmentsAtOnce, type Pick as Picked } from './enrolments.schema.ts'
import { type LockedEnrolment, lockEnrolments } from './enrolments.store.ts'

/** Locks what was selected; to be called in the transaction that changes it. */
export type Picker = (tx: Transaction) => Promise<LockedEnrolment[]>

/**
 * Prepares a selection within `scope`. Ticked ones have to be as the page showed them: the picker throws `notFound` for
 * one that is not there, `conflict` for another version. What a filter finds has to be as many as the person saw, also
 * after waiting for others who change them: `selectionChanged` (expectedCount, count).
 */
export async function pickEnrolments(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  scope: string,
  selection: EnrolmentSelection,
): Promise<Picker> {
  if ('picks' in selection) return (tx) => lockPicks(tx, scope, selection.picks)
  const query = await enrolmentQuery(deps, actor, scope, selection.filter)
  return (tx) => lockFound(tx, scope, query, selection.expectedCount)
}

/** Throws `notFound`, `conflict`. */
export async function lockPicks(tx: Transaction, scope: string, picks: readonly Picked[]): Promise<LockedEnrolment[]> {
  const versions = new Map(picks.map((pick) => [pick.id, pick.version]))
  const rows = await lockEnrolments(tx, [...versions.keys()], scope)
  if (rows.length !== versions.size) throw new AppError('notFound')
  if (rows.some((row) => row.version !== versions.get(row.id))) throw new AppError('conflict')
  return rows
}

/** Throws `selectionEmpty`, `selectionChanged`. */
export async function lockFound(
  tx: Transaction,
  scope: string,
  query: EnrolmentQuery,
  expectedCount: number,
): Promise<LockedEnrolment[]> {
  if (expectedCount === 0) throw new AppError('selectionEmpty')
  const found = await tx.$queryRaw<{ id: string }[]>(idsSql(query, mostEnrolmentsAtOnce + 1))
  const refuse = async (): Promise<never> => {
    throw new AppError('selectionChanged', { expectedCount, count: await countFound(tx, query) })
  }
  if (found.length !== expectedCount) return refuse()
  const rows = await lockEnrolments(
    tx,
    found.map((row) => row.id),
    scope,
  )
  // Somebody whom this waited for may have changed some of them: then they are no longer what was asked for.
  const isStill = (row: LockedEnrolment) =>
    (query.state === null || row.state === query.state) && (query.planId === null || row.planId === query.planId)
  return rows.length === expectedCount && rows.every(isStill) ? rows : refuse()
}
