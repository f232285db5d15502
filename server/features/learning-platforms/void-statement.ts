import type { Actor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Transaction } from '../../platform/database.ts'
import { loadMinutesPerHour } from '../centre/minutes-per-hour.ts'
import { recordOnlineHours, withdrawOnlineHours } from '../hours/record-online-hours.ts'
import { findCourseFacts } from './courses.store.ts'
import type { DecidingDeps, Decision, Item } from './decide-statements.ts'
import { growthOf, isVoiding, nothingStudied, reachedHours } from './learning-platforms.rules.ts'
import type { LearningPlatform } from './platforms.store.ts'
import { findKnown, findStandings, findToppedUp, type KnownStatement, setOutcome } from './statements.store.ts'

/** The statements that are to be taken back, as far as they are known. */
export async function findVoided(
  tx: Transaction,
  platformId: string,
  statementIds: readonly string[],
): Promise<KnownStatement[]> {
  return statementIds.length === 0 ? [] : findKnown(tx, platformId, statementIds)
}

/**
 * A statement that takes another of the same platform back (part two 2.3.2): the hours that came from it are withdrawn. What the
 * learner's other statements still say is recorded anew where it was counted by the voided one, so that what is left is
 * what it would be had that one never come. The voided one's learner is held by the caller.
 */
export async function voidStatement(
  deps: DecidingDeps,
  tx: Transaction,
  platform: LearningPlatform,
  item: Item,
  actor: Actor,
): Promise<Decision> {
  const nothing = { learnerId: null, courseId: null, hours: 0 }
  const [target] = await findVoided(tx, platform.id, [item.activityId])
  if (!target) return { outcome: 'refused', reason: 'voidTargetUnknown', ...nothing }
  const { learnerId, courseId } = target
  const about = { learnerId, courseId, hours: 0 }
  // A voiding statement cannot be voided.
  if (isVoiding(target.verb)) return { outcome: 'noted', reason: 'notVoidable', ...about }
  if (target.outcome === 'voided') return { outcome: 'noted', reason: 'alreadyVoided', ...about }
  if (!(await setOutcome(tx, target.id, target.outcome, { outcome: 'voided', reason: target.reason })))
    return { outcome: 'noted', reason: 'alreadyVoided', ...about }
  const withdraw = (recordIds: readonly string[]) =>
    withdrawOnlineHours(
      deps,
      tx,
      actor,
      recordIds.map((recordId) => ({ recordId, adjustmentId: newId() })),
      `${platform.name}撤回了这条学习记录`,
    )
  if (target.outcome === 'recorded') await withdraw([target.id])
  if (!learnerId || !courseId || target.outcome === 'refused') return { outcome: 'noted', reason: 'voids', ...about }

  const [course] = await findCourseFacts(tx, platform.id, { ids: [courseId] })
  if (!course) return { outcome: 'noted', reason: 'voids', ...about }
  // What earlier ones were given in others' place is counted anew with the rest.
  const toppedUp = await findToppedUp(tx, learnerId, courseId)
  if (toppedUp.length > 0) await withdraw(toppedUp)
  for (const id of toppedUp) await setOutcome(tx, id, 'recorded', { outcome: 'noted', reason: 'voids' })
  const standing = (await findStandings(tx, [{ learnerId, courseId }])).get(`${learnerId} ${courseId}`) ?? {
    ...nothingStudied,
    recorded: 0,
  }
  const minutesPerHour = await loadMinutesPerHour(tx)
  const rule = { meaning: platform.durationMeaning, minutesPerHour, courseHours: course.hours }
  const { hours } = growthOf(reachedHours(standing, rule), standing.recorded, course.hours)
  if (hours <= 0) return { outcome: 'noted', reason: 'voids', ...about }
  await recordOnlineHours(deps, tx, actor, [
    {
      id: item.id,
      statementId: item.id,
      learnerId,
      planId: course.planId,
      kind: course.kind,
      title: course.title,
      hours,
      studiedOn: shanghaiDay(target.happenedAt),
      evidence: platform.name,
    },
  ])
  return { outcome: 'recorded', reason: null, ...about, hours }
}
