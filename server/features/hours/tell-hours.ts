import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { announceToPeople, type PersonalAnnouncement } from '../notices/announce-to-people.ts'
import type { RecordUnder } from './hour-decisions.store.ts'
import { findShortCertificates, type LockedRecord, type ShortCertificate } from './hours.store.ts'

type TellDeps = Pick<Deps, 'clock' | 'jobs'>

/** How many names and titles a notice holds. */
const [mostNames, mostTitles] = [5, 3]

/**
 * Tells learners what became of their hours, and whoever recorded them: one notice for each person, plan and decision,
 * however many records it was about. What staff or a platform recorded has nobody to be told but the learner.
 */
export async function tellDecision(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  records: readonly RecordUnder[],
  { rejectedReason, byId }: { readonly rejectedReason: string | null; readonly byId: string },
): Promise<void> {
  const decidedAt = deps.clock.now().toISOString()
  const told: PersonalAnnouncement[] = []
  for (const group of groupBy(records, (record) => `${record.planId} ${record.learnerId}`)) {
    const [first] = group
    if (!first || first.learnerAccountId === null) continue
    const about = {
      organisationId: first.organisationId,
      organisationName: first.organisationName,
      learnerId: first.learnerId,
      accountId: first.learnerAccountId,
      personName: first.learnerName,
      email: '',
      planId: first.planId,
      planName: first.planName,
      hours: sumOf(group),
      trainings: [...new Set(group.map((record) => record.title))].slice(0, mostTitles),
      decidedAt,
    }
    told.push(
      rejectedReason === null
        ? { kind: 'hoursApproved', ...about }
        : { kind: 'hoursRejected', ...about, reason: rejectedReason },
    )
  }
  for (const group of groupBy(records, (record) => `${record.planId} ${record.createdById}`)) {
    const [first] = group
    // Who decides on what they know of needs no notice.
    if (!first || first.createdById === null || first.createdById === byId) continue
    const names = [...new Map(group.map((record) => [record.learnerId, record.learnerName])).values()]
    const about = {
      organisationId: first.organisationId,
      organisationName: first.organisationName,
      accountId: first.createdById,
      personName: first.createdByName,
      email: '',
      planId: first.planId,
      planName: first.planName,
      hours: sumOf(group),
      count: names.length,
      names: names.slice(0, mostNames),
      decidedAt,
    }
    told.push(
      rejectedReason === null
        ? { kind: 'recordedHoursApproved', ...about }
        : { kind: 'recordedHoursRejected', ...about, reason: rejectedReason },
    )
  }
  await announceToPeople(deps, tx, told)
}

/**
 * Tells reviewers of valid certificates whose hours no longer suffice, once for each plan. Nothing is revoked: whether a
 * certificate is, somebody decides. Answers them all.
 */
export async function tellShortCertificates(
  deps: TellDeps,
  tx: Transaction,
  records: readonly Pick<LockedRecord, 'learnerId' | 'planId'>[],
): Promise<ShortCertificate[]> {
  const short = await findShortCertificates(tx, records)
  for (const group of groupBy(short, (one) => one.planId)) {
    const [first] = group
    if (!first) continue
    await announce(deps, tx, {
      kind: 'certificatesShort',
      organisationId: null,
      organisationName: '',
      planId: first.planId,
      planName: first.planName,
      count: group.length,
      names: group.map((one) => one.learnerName).slice(0, mostNames),
      certificateNumber: first.number,
      changedAt: deps.clock.now().toISOString(),
    })
  }
  return short
}

const sumOf = (records: readonly { readonly hours: number }[]) => records.reduce((sum, { hours }) => sum + hours, 0)

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): T[][] {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group) group.push(row)
    else groups.set(key, [row])
  }
  return [...groups.values()]
}
