import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { formatHours } from '../../core/hours.ts'
import { authorize } from '../../core/permission.ts'
import { addWorkingHours } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit, writeAudits } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { askForCertificates } from '../certificates/ask-for-certificates.ts'
import { hoursApprovalsOf } from '../organisations/hours-approval.ts'
import { managesCentre } from '../organisations/units.rules.ts'
import { differenceFor, reviewerOf, whyNotCorrectable } from './hours.rules.ts'
import { withdrawnReason } from './hours.schema.ts'
import {
  findPlacesOf,
  giveUpRecords,
  insertRecords,
  type LockedRecord,
  lockHours,
  lockRecords,
  type RecordToInsert,
  type ShortCertificate,
} from './hours.store.ts'
import type { ChangedHours, CorrectHoursInput, WithdrawHoursInput } from './record-hours.schema.ts'
import { tellShortCertificates } from './tell-hours.ts'

type ChangeDeps = Pick<Deps, 'db' | 'clock' | 'jobs'>

/**
 * Makes a record that counts into more or fewer hours, by a row with the difference. Fewer count at once; more wait for
 * whom the organisation's rule names, as a new record would. Staff are told of a certificate whose hours no longer suffice;
 * it stays valid. Sending it again answers as the first time.
 *
 * Throws `notFound`, `hoursNotCorrectable` (why, name), `hoursUnchanged`, `idempotencyKeyReused`.
 */
export async function correctHours(
  deps: ChangeDeps,
  actor: AccountActor,
  input: CorrectHoursInput,
): Promise<ChangedHours> {
  const byStaff = managesCentre(actor)
  const now = deps.clock.now()
  const centre = await loadCentre(deps.db)
  return inTransaction(deps, async (tx) => {
    const [record] = await lockOwn(tx, actor, [input.correctsId])
    if (!record) throw new AppError('notFound')
    const [sent] = await lockRecords(tx, [input.id])
    if (sent) {
      if (sent.correctsId !== record.id || sent.createdById !== actor.accountId)
        throw new AppError('idempotencyKeyReused')
      return { changed: 1, pending: sent.state === 'pending' ? 1 : 0, short: [] }
    }
    const difference = named(record, () => differenceFor(record, input.hours, byStaff))
    const approvals = await hoursApprovalsOf(tx, [record.organisationId], actor.accountId)
    const rule = approvals.get(record.organisationId)
    const waits =
      difference > 0 && reviewerOf(rule?.approval ?? 'staff', { byStaff, otherAdmins: rule?.admins ?? 0 }) !== null
    const dueAt = waits ? addWorkingHours(now, centre.hoursReviewHours, centre.calendar).toISOString() : null
    const adjustment = adjustmentOf(actor, record, { id: input.id, hours: difference, reason: input.reason })
    await insertRecords(tx, [{ ...adjustment, state: waits ? 'pending' : 'approved', dueAt }], now)
    await writeAudit(tx, actor, {
      action: 'hours.corrected',
      subjectType: 'hours',
      subjectId: record.id,
      organisationId: record.organisationId,
      before: { countsNow: formatHours(record.left) },
      after: { countsNow: formatHours(input.hours), reason: input.reason, ...(waits ? { state: 'pending' } : {}) },
    })
    if (difference > 0 && !waits) await askForCertificates(deps, tx, record.planId)
    const short = difference < 0 ? await tellShortCertificates(deps, tx, [record]) : []
    return { changed: 1, pending: waits ? 1 : 0, short: toShort(short) }
  })
}

/**
 * Takes records back: what waits is given up, also while somebody is deciding on it, of what counts a new row takes all that is left away. All or nothing. Staff
 * are told of certificates whose hours no longer suffice; they stay valid. Sending it again answers as the first time.
 *
 * Throws `inputInvalid`, `notFound`, `hoursNotCorrectable` (why, name), `idempotencyKeyReused`.
 */
export async function withdrawHours(
  deps: ChangeDeps,
  actor: AccountActor,
  { records: wanted, reason }: WithdrawHoursInput,
): Promise<ChangedHours> {
  const byStaff = managesCentre(actor)
  const adjustmentIds = new Map(wanted.map((one) => [one.id, one.adjustmentId]))
  if (adjustmentIds.size !== wanted.length) throw new AppError('inputInvalid', { field: 'records', rule: 'twice' })
  const now = deps.clock.now()
  return inTransaction(deps, async (tx) => {
    const records = await lockOwn(tx, actor, [...adjustmentIds.keys()])
    if (await isDoneAlready(tx, actor, records, adjustmentIds))
      return { changed: records.length, pending: 0, short: [] }
    const waiting = records.filter((record) => record.state === 'pending')
    const counting = records.filter((record) => record.state !== 'pending')
    for (const record of counting) {
      const why = whyNotCorrectable(record, byStaff)
      if (why !== null) throw new AppError('hoursNotCorrectable', { why, name: record.learnerName })
    }
    const by = { at: now, byId: actor.accountId, byName: actor.name, reason }
    const given = await giveUpRecords(tx, idsOf(waiting), by)
    if (given !== waiting.length) throw new AppError('conflict')
    await insertRecords(
      tx,
      counting.map((record) => ({
        ...adjustmentOf(actor, record, { id: adjustmentIds.get(record.id) ?? '', hours: -record.left, reason }),
        state: 'approved',
        dueAt: null,
      })),
      now,
    )
    await writeAudits(
      tx,
      actor,
      { action: 'hours.withdrawn', subjectType: 'hours' },
      records.map((record) => ({
        subjectId: record.id,
        organisationId: record.organisationId,
        before: { state: record.state, countsNow: formatHours(record.left) },
        after: { countsNow: formatHours(0), reason },
      })),
    )
    const short = await tellShortCertificates(deps, tx, counting)
    return { changed: records.length, pending: 0, short: toShort(short) }
  })
}

/** The records, held, that the actor may touch. Throws `notFound` where one is not there or somebody else's. */
async function lockOwn(tx: Transaction, actor: AccountActor, ids: readonly string[]): Promise<LockedRecord[]> {
  const places = await findPlacesOf(tx, ids)
  if (places.reduce((sum, { count }) => sum + count, 0) !== ids.length) throw new AppError('notFound')
  for (const place of places) authorize(actor, place)
  await lockHours(tx, places)
  return lockRecords(tx, ids)
}

/** Whether this very withdrawal was done before, and only its answer was lost. */
async function isDoneAlready(
  tx: Transaction,
  actor: AccountActor,
  records: readonly LockedRecord[],
  adjustmentIds: ReadonlyMap<string, string>,
): Promise<boolean> {
  const sent = new Map((await lockRecords(tx, [...adjustmentIds.values()])).map((one) => [one.correctsId, one]))
  const done = records.filter(
    (record) =>
      sent.get(record.id)?.createdById === actor.accountId ||
      (record.rejectedReason === withdrawnReason && record.decidedById === actor.accountId),
  )
  if (sent.size > 0 && done.length !== records.length) throw new AppError('idempotencyKeyReused')
  return done.length === records.length
}

function adjustmentOf(
  actor: AccountActor,
  record: LockedRecord,
  { id, hours, reason }: { readonly id: string; readonly hours: number; readonly reason: string },
): Omit<RecordToInsert, 'state' | 'dueAt'> {
  return {
    id,
    learnerId: record.learnerId,
    planId: record.planId,
    organisationId: record.organisationId,
    organisationPath: record.organisationPath,
    kind: record.kind,
    source: 'adjustment',
    title: record.title,
    hours,
    studiedOn: record.studiedOn,
    evidence: '',
    reason,
    correctsId: record.id,
    importId: null,
    statementId: null,
    createdById: actor.accountId,
    createdByName: actor.name,
  }
}

/** A refusal names the person whose record it is about. */
function named<T>(record: LockedRecord, decide: () => T): T {
  try {
    return decide()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    throw new AppError(error.code, { ...error.details, name: record.learnerName })
  }
}

const toShort = (short: readonly ShortCertificate[]): ChangedHours['short'] =>
  short.map(({ learnerName, number }) => ({ learnerName, number }))

const idsOf = (records: readonly LockedRecord[]) => records.map((record) => record.id)
