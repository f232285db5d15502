import type { Actor } from '../../core/actor.ts'
import type { ErrorDetails } from '../../core/app-error.ts'
import type { Fen } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { type OperationRow, setFailed } from './operations.store.ts'

type EndDeps = Pick<Deps, 'clock' | 'jobs'>

/** Nothing of an operation was done: says so and why. False when it has ended already. */
export async function failOperation(
  deps: EndDeps,
  tx: Transaction,
  actor: Actor,
  one: OperationRow,
  { code, details }: { readonly code: string; readonly details: ErrorDetails },
): Promise<boolean> {
  const now = deps.clock.now()
  if (!(await setFailed(tx, actor, one, { code, details }, now))) return false
  await announceEnd(deps, tx, one, code, now)
  return true
}

/** Tells the organisation that an operation is done, or failed with `code`. */
export async function announceEnd(
  deps: EndDeps,
  tx: Transaction,
  one: OperationRow,
  code: string | null,
  now: Date,
): Promise<void> {
  await announce(deps, tx, {
    kind: 'cardOperationEnded',
    organisationId: one.organisationId,
    organisationName: one.organisationName,
    planId: one.planId,
    planName: one.planName,
    operationId: one.id,
    operation: one.kind,
    people: one.people,
    amountFen: Number(one.totalFen) as Fen,
    code,
    endedAt: now.toISOString(),
  })
}
