import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { formatHours } from '../../core/hours.ts'
import type { Deps } from '../../deps.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import { askForCertificates } from '../certificates/ask-for-certificates.ts'
import type { HourKind } from './hours.schema.ts'
import { findPlacesOf, findPlacesOfLearners, insertRecords, lockHours, lockRecords } from './hours.store.ts'
import { tellShortCertificates } from './tell-hours.ts'

export type OnlineHours = {
  /** Made by the caller. */
  readonly id: string
  /** The statement of a learning platform that it comes from: one record each. */
  readonly statementId: string
  readonly learnerId: string
  readonly planId: string
  readonly kind: HourKind
  readonly title: string
  /** Hundredths of an hour, more than 0. */
  readonly hours: number
  /** `2026-05-08`, the day in Shanghai. */
  readonly studiedOn: string
  readonly evidence: string
}

type OnlineDeps = Pick<Deps, 'clock' | 'jobs'>

/**
 * Hours that a learning platform reported: they count at once, in the organisation that the learner is in now. A statement
 * that has a record already is a unique violation. Throws `notFound` for a learner who is none.
 */
export async function recordOnlineHours(
  deps: OnlineDeps,
  tx: Transaction,
  actor: Actor,
  rows: readonly OnlineHours[],
): Promise<void> {
  const places = await findPlacesOfLearners(tx, [...new Set(rows.map((row) => row.learnerId))])
  const placeOf = new Map(places.map((place) => [place.learnerId, place]))
  const records = rows.map((row) => {
    const place = placeOf.get(row.learnerId)
    if (!place) throw new AppError('notFound')
    return {
      ...row,
      organisationId: place.organisationId,
      organisationPath: place.organisationPath,
      source: 'online' as const,
      reason: '',
      correctsId: null,
      importId: null,
      state: 'approved' as const,
      dueAt: null,
      createdById: actor.kind === 'account' ? actor.accountId : null,
      createdByName: actor.name,
    }
  })
  // One record holds one row of sums and waits for nobody; several might wait in a ring with an import.
  if (records.length > 1) await lockHours(tx, records)
  await insertRecords(tx, records, deps.clock.now())
  await writeAudits(
    tx,
    actor,
    { action: 'hours.recorded', subjectType: 'hours' },
    records.map((record) => ({
      subjectId: record.id,
      organisationId: record.organisationId,
      after: {
        learnerId: record.learnerId,
        planId: record.planId,
        hourKind: record.kind,
        training: record.title,
        studiedOn: record.studiedOn,
        studyHours: formatHours(record.hours),
        source: 'online',
      },
    })),
  )
  for (const planId of new Set(rows.map((row) => row.planId))) await askForCertificates(deps, tx, planId)
}

/**
 * Takes away what is left of online hours whose statement a platform took back, by new rows; where nothing is left nothing
 * is done. Staff are told of certificates whose hours no longer suffice.
 */
export async function withdrawOnlineHours(
  deps: OnlineDeps,
  tx: Transaction,
  actor: Actor,
  withdrawals: readonly { readonly recordId: string /** Made by the caller. */; readonly adjustmentId: string }[],
  reason: string,
): Promise<void> {
  const ids = withdrawals.map((one) => one.recordId)
  await lockHours(tx, await findPlacesOf(tx, ids))
  const adjustmentOf = new Map(withdrawals.map((one) => [one.recordId, one.adjustmentId]))
  const found = (await lockRecords(tx, ids)).filter((record) => record.source === 'online' && record.left > 0)
  const adjustments = found.flatMap((record) => {
    const id = adjustmentOf.get(record.id)
    if (id === undefined) return []
    return [
      {
        id,
        learnerId: record.learnerId,
        planId: record.planId,
        organisationId: record.organisationId,
        organisationPath: record.organisationPath,
        kind: record.kind,
        source: 'adjustment' as const,
        title: record.title,
        hours: -record.left,
        studiedOn: record.studiedOn,
        evidence: '',
        reason,
        correctsId: record.id,
        importId: null,
        statementId: null,
        state: 'approved' as const,
        dueAt: null,
        createdById: actor.kind === 'account' ? actor.accountId : null,
        createdByName: actor.name,
      },
    ]
  })
  await insertRecords(tx, adjustments, deps.clock.now())
  await writeAudits(
    tx,
    actor,
    { action: 'hours.withdrawn', subjectType: 'hours' },
    found.map((record) => ({
      subjectId: record.id,
      organisationId: record.organisationId,
      before: { countsNow: formatHours(record.left) },
      after: { countsNow: formatHours(0), reason },
    })),
  )
  await tellShortCertificates(deps, tx, found)
}
