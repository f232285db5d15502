import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import { undoSeconds } from '../../core/undo-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { managesCentre } from '../organisations/units.rules.ts'
import {
  findHindrances,
  findHourDecision,
  type Hindrances,
  type HourDecision,
  insertHourDecision,
  putUnderDecision,
} from './hour-decisions.store.ts'
import { type DecidedHours, type DecideHoursInput, type HourSelection, mostDecidedHours } from './hour-review.schema.ts'
import { findGroupIds } from './hour-review.store.ts'
import { reviewScope } from './hour-scope.ts'
import { hoursSettle } from './hours.queues.ts'
import { findPlacesOf, lockHours, lockRows } from './hours.store.ts'

/** Twenty thousand records take some seconds. */
const timeoutMs = 120_000

/**
 * Notes a verdict on what waits, all or nothing: reviewers decide on anything, an organisation's admins on what their rule
 * leaves to a second admin, and never on what they recorded themselves. It takes effect ten seconds later, by a job that is
 * queued with it (`settleHours`); until then it can be undone, its records are nobody else's to decide on, and neither the
 * learners nor whoever recorded them see anything of it. The same decision sent again answers the same.
 *
 * Throws `notFound`, `hoursDecided` (name) and `hoursBeingDecided` (name, by, verdict) where somebody was faster,
 * `hoursNotYours` (why), `selectionChanged`, `idempotencyKeyReused`.
 */
export async function decideHours(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  input: DecideHoursInput,
): Promise<DecidedHours> {
  const made = await findHourDecision(deps.db, input.id)
  if (made) return answerAgain(made, actor, input)
  try {
    return await inTransaction(deps, (tx) => note(deps, tx, actor, input), { timeoutMs })
  } catch (error) {
    // It may have come twice at once: what the first one made is the answer to both.
    const meanwhile = await findHourDecision(deps.db, input.id)
    if (!meanwhile) throw error
    return answerAgain(meanwhile, actor, input)
  }
}

async function note(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  actor: AccountActor,
  input: DecideHoursInput,
): Promise<DecidedHours> {
  const ids = await lockSelected(tx, actor, input.selection)
  const hindrances = await findHindrances(tx, ids, managesCentre(actor) ? null : actor.accountId)
  await checkDecidable(tx, actor, hindrances)
  const [organisationId = null, ...others] = hindrances.rootIds
  // From here on it goes fast, however many they are: the ten seconds begin when the answer is on its way.
  const now = deps.clock.now()
  const decision = {
    id: input.id,
    verdict: input.verdict,
    reason: input.verdict === 'reject' ? input.reason : null,
    count: ids.length,
    organisationId: others.length === 0 ? organisationId : null,
    decidedById: actor.accountId,
    decidedByName: actor.name,
    byStaff: managesCentre(actor),
    decidedAt: now,
    effectiveAt: new Date(now.getTime() + undoSeconds * 1000),
  }
  await insertHourDecision(tx, decision)
  const count = await putUnderDecision(tx, ids, decision.id)
  if (count !== ids.length) throw new AppError('conflict')
  await writeAudit(tx, actor, {
    action: 'hourDecision.waiting',
    subjectType: 'hourDecision',
    subjectId: decision.id,
    organisationId: decision.organisationId,
    after: {
      verdict: decision.verdict,
      count,
      effectiveAt: decision.effectiveAt.toISOString(),
      ...(decision.reason === null ? {} : { reason: decision.reason }),
    },
  })
  await deps.jobs.send(tx, hoursSettle, { decisionId: decision.id }, { startAfter: decision.effectiveAt })
  return answerOf(decision)
}

/** What was selected, held. Throws `notFound`, `selectionChanged` (expectedCount, count). */
async function lockSelected(tx: Transaction, actor: AccountActor, selection: HourSelection): Promise<string[]> {
  const ids =
    'ids' in selection
      ? [...new Set(selection.ids)]
      : await findGroupIds(tx, selection.group, { ...reviewScope(actor), most: mostDecidedHours + 1 })
  if (!('ids' in selection) && ids.length !== selection.expectedCount) {
    throw new AppError('selectionChanged', { expectedCount: selection.expectedCount, count: ids.length })
  }
  const places = await findPlacesOf(tx, ids)
  if (places.reduce((sum, { count }) => sum + count, 0) !== ids.length) throw new AppError('notFound')
  for (const place of places) authorize(actor, place)
  await lockHours(tx, places)
  await lockRows(tx, ids)
  return ids
}

/** Throws `hoursDecided` (name), `hoursNotYours` (why), `hoursBeingDecided` (name, by, verdict). */
async function checkDecidable(tx: Transaction, actor: AccountActor, found: Hindrances): Promise<void> {
  if (found.decidedName !== null) throw new AppError('hoursDecided', { name: found.decidedName })
  if (found.own) throw new AppError('hoursNotYours', { why: 'own' })
  if (found.forStaff) throw new AppError('hoursNotYours', { why: 'staff' })
  if (found.takenById === null) return
  const decision = await findHourDecision(tx, found.takenById)
  if (!decision) throw new AppError('conflict')
  const { byStaff, decidedByName, verdict } = decision
  const by = byStaff && !managesCentre(actor) ? (await loadCentre(tx)).name : decidedByName
  throw new AppError('hoursBeingDecided', { name: found.takenName, by, verdict })
}

/** What the same decision answered. Throws `idempotencyKeyReused` where the id is another decision's. */
function answerAgain(made: HourDecision, actor: AccountActor, input: DecideHoursInput): DecidedHours {
  const { selection } = input
  const count = 'ids' in selection ? new Set(selection.ids).size : selection.expectedCount
  const same =
    made.decidedById === actor.accountId &&
    made.verdict === input.verdict &&
    made.reason === (input.verdict === 'reject' ? input.reason : null) &&
    made.count === count
  if (!same) throw new AppError('idempotencyKeyReused')
  return answerOf(made)
}

const answerOf = ({ id, count, effectiveAt }: Pick<HourDecision, 'id' | 'count' | 'effectiveAt'>): DecidedHours => ({
  decisionId: id,
  decided: count,
  effectiveAt: effectiveAt.toISOString(),
})
