import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { formatHours } from '../../core/hours.ts'
import { addWorkingHours, shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { askForCertificates } from '../certificates/ask-for-certificates.ts'
import { pickLearners } from '../learners/pick-learners.ts'
import { hoursApprovalsOf } from '../organisations/hours-approval.ts'
import { managesCentre } from '../organisations/units.rules.ts'
import { holdPlan } from '../plans/hold-plan.ts'
import { checkRecordable, checkStudiedOn, reviewerOf, titleKey } from './hours.rules.ts'
import {
  findPlacesOfLearners,
  findRecords,
  findSimilar,
  insertRecords,
  type LockedRecord,
  lockHours,
  type RecordToInsert,
} from './hours.store.ts'
import type { RecordedHours, RecordHoursInput } from './record-hours.schema.ts'

/**
 * 线下档案: records one training of one or many people, all or nothing. What an organisation's admin records waits for
 * whom its rule names, or counts at once; what reviewers record counts at once. Sending it again answers as the first time.
 *
 * Throws `inputInvalid` for a day to come and for somebody who stands in it twice, `notFound` for a plan or for learners
 * outside of the own subtree, `planNotStarted` for a draft, `hoursPlanClosed` for a plan that takes no more records, `hoursKnown` (name, count) for people who
 * have the very same training already, `idempotencyKeyReused`.
 */
export async function recordHours(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'secrets'>,
  actor: AccountActor,
  input: RecordHoursInput,
): Promise<RecordedHours> {
  const now = deps.clock.now()
  const byStaff = managesCentre(actor)
  checkStudiedOn(input.studiedOn, shanghaiDay(now))
  const ids = input.people.map((one) => one.id)
  const learnerIds = input.people.map((one) => one.learnerId)
  if (new Set(ids).size !== ids.length || new Set(learnerIds).size !== learnerIds.length) {
    throw new AppError('inputInvalid', { field: 'people', rule: 'twice' })
  }
  const centre = await loadCentre(deps.db)
  const dueAt = addWorkingHours(now, centre.hoursReviewHours, centre.calendar).toISOString()

  return inTransaction(deps, async (tx) => {
    checkRecordable(await holdPlan(tx, input.planId), byStaff)
    const before = await findPlacesOfLearners(tx, learnerIds)
    await lockHours(
      tx,
      before.map(({ organisationPath }) => ({ planId: input.planId, organisationPath })),
    )
    const sent = await findRecords(tx, ids)
    if (sent.length > 0) return answerAgain(actor, input, sent, tx)
    await pickLearners(deps, tx, actor, { ids: learnerIds }, 'read')
    const places = new Map((await findPlacesOfLearners(tx, learnerIds)).map((place) => [place.learnerId, place]))
    await refuseKnown(tx, input, learnerIds)

    const approvals = await hoursApprovalsOf(
      tx,
      [...places.values()].map((place) => place.organisationId),
      actor.accountId,
    )
    const records = input.people.map(({ id, learnerId }): RecordToInsert => {
      const place = places.get(learnerId)
      const rule = place && approvals.get(place.organisationId)
      if (!place || !rule) throw new AppError('notFound')
      const waits = reviewerOf(rule.approval, { byStaff, otherAdmins: rule.admins }) !== null
      return {
        id,
        learnerId,
        planId: input.planId,
        organisationId: place.organisationId,
        organisationPath: place.organisationPath,
        kind: input.kind,
        source: 'offline',
        title: input.title,
        hours: input.hours,
        studiedOn: input.studiedOn,
        evidence: input.evidence,
        reason: '',
        correctsId: null,
        importId: null,
        statementId: null,
        state: waits ? 'pending' : 'approved',
        dueAt: waits ? dueAt : null,
        createdById: actor.accountId,
        createdByName: actor.name,
      }
    })
    await insertRecords(tx, records, now)
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
          state: record.state,
          ...(record.evidence === '' ? {} : { evidence: record.evidence }),
        },
      })),
    )
    const pending = records.filter((record) => record.state === 'pending').length
    if (pending < records.length) await askForCertificates(deps, tx, input.planId)
    return { approved: records.length - pending, pending, dueAt: pending > 0 ? dueAt : null }
  })
}

/** Throws `hoursKnown` (name, count). */
async function refuseKnown(tx: Transaction, input: RecordHoursInput, learnerIds: readonly string[]): Promise<void> {
  const key = titleKey(input.title)
  const known = (await findSimilar(tx, learnerIds, input)).filter((record) => titleKey(record.title) === key)
  const people = new Map(known.map((record) => [record.learnerId, record.learnerName]))
  const [name] = people.values()
  if (name !== undefined) throw new AppError('hoursKnown', { name, count: people.size })
}

/** What the same recording answered. Throws `idempotencyKeyReused` where these ids are something else's. */
async function answerAgain(
  actor: AccountActor,
  input: RecordHoursInput,
  sent: readonly LockedRecord[],
  tx: Transaction,
): Promise<RecordedHours> {
  const byId = new Map(sent.map((record) => [record.id, record]))
  const same = input.people.every(({ id, learnerId }) => {
    const record = byId.get(id)
    return (
      record !== undefined &&
      record.learnerId === learnerId &&
      record.planId === input.planId &&
      record.kind === input.kind &&
      record.title === input.title &&
      record.hours === input.hours &&
      record.studiedOn === input.studiedOn &&
      record.source === 'offline' &&
      record.createdById === actor.accountId
    )
  })
  if (!same) throw new AppError('idempotencyKeyReused')
  const waiting = await tx.hourRecord.findMany({
    where: { id: { in: [...byId.keys()] }, dueAt: { not: null } },
    select: { dueAt: true },
  })
  return {
    approved: sent.length - waiting.length,
    pending: waiting.length,
    dueAt: waiting[0]?.dueAt?.toISOString() ?? null,
  }
}
