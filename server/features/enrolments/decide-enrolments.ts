import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, Prisma, type Transaction } from '../../platform/database.ts'
import { askForCertificates } from '../certificates/ask-for-certificates.ts'
import { announce } from '../notices/announce.ts'
import { decidedBefore, unlessDone } from './done-before.ts'
import { findDecidedGroups } from './enrolment-decisions.store.ts'
import { enrolmentQuery } from './enrolment-query.ts'
import { checkDecisions } from './enrolments.rules.ts'
import type { Decided, DecideEnrolmentsInput } from './enrolments.schema.ts'
import { changeStates, holdLearners, type LockedEnrolment } from './enrolments.store.ts'
import { lockFound, lockPicks } from './pick-enrolments.ts'

type Locked = { readonly rows: readonly LockedEnrolment[]; readonly reasons: ReadonlyMap<string, string> }

/**
 * The review: confirms and rejects in one go, all or nothing. Whoever is confirmed keeps their identity from then on, so
 * the learners are held while it happens. Their organisations are told once for each plan. Ticked ones that this person has
 * decided just so are answered as the first time. Throws `conflict` when one of
 * them was decided, withdrawn or changed since the page was loaded, `selectionChanged`, `selectionEmpty`, `notFound`.
 */
export async function decideEnrolments(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'secrets'>,
  actor: AccountActor,
  input: DecideEnrolmentsInput,
): Promise<Decided> {
  const lock = await lockerOf(deps, actor, input)
  const decide = async (tx: Transaction): Promise<Decided> => {
    const { rows, reasons } = await lock(tx)
    if (rows.some((row) => row.state !== 'submitted')) throw new AppError('conflict')
    const at = deps.clock.now()
    const decided = Prisma.sql`decided_at = ${at}, decided_by_id = ${actor.accountId}::uuid, reason = t.reason`
    const confirmed = rows.filter((row) => !reasons.has(row.id))
    const rejected = rows.filter((row) => reasons.has(row.id))
    await holdLearners(
      tx,
      confirmed.map((row) => row.learnerId),
    )
    await changeStates(tx, actor, confirmed, { to: 'confirmed', action: 'enrolment.confirmed', at, set: decided })
    await changeStates(tx, actor, rejected, {
      to: 'rejected',
      action: 'enrolment.rejected',
      at,
      set: decided,
      reasonOf: (row) => reasons.get(row.id) ?? null,
    })
    await tell(deps, tx, confirmed, rejected, at)
    // What costs nothing is paid by being confirmed.
    const free = new Set(confirmed.filter((row) => row.feeFen === 0n).map((row) => row.planId))
    for (const planId of free) await askForCertificates(deps, tx, planId)
    return { confirmed: confirmed.length, rejected: rejected.length }
  }
  return inTransaction(deps, (tx) =>
    unlessDone(
      () => decide(tx),
      () => decidedBefore(tx, actor, input),
    ),
  )
}

/** What locks the enrolments that are decided on, with the reasons of those that are rejected. */
async function lockerOf(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  input: DecideEnrolmentsInput,
): Promise<(tx: Transaction) => Promise<Locked>> {
  if ('all' in input) {
    const { all, expectedCount, verdict } = input
    const query = await enrolmentQuery(deps, actor, '/', { ...all, state: 'submitted' })
    return async (tx) => {
      const rows = await lockFound(tx, '/', query, expectedCount)
      return { rows, reasons: new Map(verdict.kind === 'reject' ? rows.map((row) => [row.id, verdict.reason]) : []) }
    }
  }
  checkDecisions(input)
  const reasons = new Map(input.reject.map(({ id, reason }) => [id, reason]))
  return async (tx) => ({ rows: await lockPicks(tx, '/', [...input.confirm, ...input.reject]), reasons })
}

/** One notice for each plan and group of admins who read it: nobody reads one for each department. */
async function tell(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  confirmed: readonly LockedEnrolment[],
  rejected: readonly LockedEnrolment[],
  at: Date,
): Promise<void> {
  const decidedAt = at.toISOString()
  for (const group of await findDecidedGroups(tx, ids(confirmed))) {
    const { reasons: _, ...about } = group
    await announce(deps, tx, { kind: 'enrolmentsConfirmed', ...about, decidedAt })
  }
  for (const { reasons, feeFen: _, ...about } of await findDecidedGroups(tx, ids(rejected))) {
    await announce(deps, tx, { kind: 'enrolmentsRejected', ...about, reason: oneReason(reasons), decidedAt })
  }
}

const ids = (rows: readonly LockedEnrolment[]) => rows.map((row) => row.id)

const longestReason = 200

function oneReason(reasons: readonly string[]): string {
  const text = reasons.join('；')
  return text.length <= longestReason ? text : `${text.slice(0, longestReason - 1)}…`
}
