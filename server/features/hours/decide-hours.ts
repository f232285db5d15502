import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { formatHours } from '../../core/hours.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { askForCertificates } from '../certificates/ask-for-certificates.ts'
import { managesCentre } from '../organisations/units.rules.ts'
import { findGroupIds } from './hour-review.store.ts'
import { reviewScope } from './hour-scope.ts'
import {
  type ApproveHoursInput,
  type DecidedHours,
  type HourSelection,
  mostDecidedHours,
  type RejectHoursInput,
} from './hours.schema.ts'
import { decideRecords, findPlacesOf, type LockedRecord, lockHours, lockRecords } from './hours.store.ts'
import { tellDecision } from './tell-hours.ts'

type DecideDeps = Pick<Deps, 'db' | 'clock' | 'jobs'>

/** Twenty thousand records take some seconds, with their audit rows and notices. */
const timeoutMs = 120_000

/**
 * Approves what waits, all or nothing: reviewers anything, an organisation's admins what their rule leaves to a second
 * admin, and never what they recorded themselves. The learners and whoever recorded it are told, and certificates asked for.
 * Ticked ones that this person has approved already are answered as the first time.
 *
 * Throws `notFound`, `hoursDecided` (name) where somebody was faster, `hoursNotYours` (why), `selectionChanged`.
 */
export async function approveHours(
  deps: DecideDeps,
  actor: AccountActor,
  { selection }: ApproveHoursInput,
): Promise<DecidedHours> {
  return decide(deps, actor, selection, null)
}

/** Rejects what waits, with a reason that its recorder and the learners read. Throws what `approveHours` does. */
export async function rejectHours(
  deps: DecideDeps,
  actor: AccountActor,
  { selection, reason }: RejectHoursInput,
): Promise<DecidedHours> {
  return decide(deps, actor, selection, reason)
}

async function decide(
  deps: DecideDeps,
  actor: AccountActor,
  selection: HourSelection,
  rejectedReason: string | null,
): Promise<DecidedHours> {
  const state = rejectedReason === null ? 'approved' : 'rejected'
  return inTransaction(
    deps,
    async (tx) => {
      const records = await lockSelected(tx, actor, selection)
      if (isDoneAlready(actor, records, state, rejectedReason)) return { decided: records.length }
      checkDecidable(actor, records)
      const count = await decideRecords(
        tx,
        records.map((record) => record.id),
        { state, at: deps.clock.now(), byId: actor.accountId, byName: actor.name, rejectedReason },
      )
      if (count !== records.length) throw new AppError('conflict')
      await writeAudits(
        tx,
        actor,
        { action: state === 'approved' ? 'hours.approved' : 'hours.rejected', subjectType: 'hours' },
        records.map((record) => ({
          subjectId: record.id,
          organisationId: record.organisationId,
          before: { state: 'pending' },
          after: {
            state,
            studyHours: formatHours(record.hours),
            ...(rejectedReason === null ? {} : { reason: rejectedReason }),
          },
        })),
      )
      await tellDecision(deps, tx, records, { rejectedReason, byId: actor.accountId })
      if (state === 'approved') {
        for (const planId of new Set(records.map((record) => record.planId))) {
          await askForCertificates(deps, tx, planId)
        }
      }
      return { decided: records.length }
    },
    { timeoutMs },
  )
}

/** What was selected, held. Throws `notFound`, `selectionChanged` (expectedCount, count). */
async function lockSelected(tx: Transaction, actor: AccountActor, selection: HourSelection): Promise<LockedRecord[]> {
  const ids =
    'ids' in selection
      ? [...new Set(selection.ids)]
      : await findGroupIds(tx, selection.group, { ...reviewScope(actor), most: mostDecidedHours + 1 })
  if (!('ids' in selection) && ids.length !== selection.expectedCount) {
    throw new AppError('selectionChanged', { expectedCount: selection.expectedCount, count: ids.length })
  }
  const places = await findPlacesOf(tx, ids)
  if (places.length !== ids.length) throw new AppError('notFound')
  for (const place of places) authorize(actor, place)
  await lockHours(tx, places)
  return lockRecords(tx, ids)
}

/** Throws `hoursDecided` (name), `hoursNotYours` (why). */
function checkDecidable(actor: AccountActor, records: readonly LockedRecord[]): void {
  const decided = records.find((record) => record.state !== 'pending')
  if (decided) throw new AppError('hoursDecided', { name: decided.learnerName })
  if (managesCentre(actor)) return
  if (records.some((record) => record.createdById === actor.accountId)) {
    throw new AppError('hoursNotYours', { why: 'own' })
  }
  if (records.some((record) => record.waitsFor !== 'secondAdmin')) throw new AppError('hoursNotYours', { why: 'staff' })
}

/** Whether this very decision was made before by the same person, and only its answer was lost. */
function isDoneAlready(
  actor: AccountActor,
  records: readonly LockedRecord[],
  state: LockedRecord['state'],
  rejectedReason: string | null,
): boolean {
  return records.every(
    (record) =>
      record.state === state && record.decidedById === actor.accountId && record.rejectedReason === rejectedReason,
  )
}
