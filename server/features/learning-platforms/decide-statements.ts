import { systemActor } from '../../core/actor.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { loadMinutesPerHour } from '../centre/minutes-per-hour.ts'
import { recordOnlineHours } from '../hours/record-online-hours.ts'
import { type Identified, identifyLearners } from '../learners/identify-learners.ts'
import { type CourseFacts, findCourseFacts } from './courses.store.ts'
import {
  type ActorKey,
  activityCandidates,
  addStudied,
  growthOf,
  type Judgement,
  judgeStatement,
  nothingStudied,
  reachedHours,
} from './learning-platforms.rules.ts'
import type { StatementOutcome, StatementReason } from './learning-platforms.schema.ts'
import type { LearningPlatform } from './platforms.store.ts'
import { findStandings, findTakingPart, holdLearners } from './statements.store.ts'

/** What of a statement decides about hours. */
export type Item = {
  /** The row's id, which is the hour record's too. */
  readonly id: string
  readonly verb: string
  readonly activityId: string
  readonly seconds: number | null
  readonly happenedAt: Date
  /** Null: somebody who cannot be ours. */
  readonly actor: ActorKey | null
  /** Who it is of where that was found out before: retention takes the name away. */
  readonly learnerId?: string | null
}

export type Decision = {
  readonly outcome: StatementOutcome
  readonly reason: StatementReason | null
  readonly learnerId: string | null
  readonly courseId: string | null
  readonly hours: number
}

export type DecidingDeps = Pick<Deps, 'clock' | 'jobs' | 'secrets'>

/** Who acts where a platform's statement does something. */
export function actorOf(platform: Pick<LearningPlatform, 'name'>) {
  return systemActor(platform.name)
}

/**
 * Decides about the statements in their order and records the hours that they bring, in the caller's transaction. The
 * learners are held from here to its end, `alsoHeld` with them, in the order of their ids: whoever else records for one of
 * them waits. The answer is in the order of the items.
 */
export async function decideStatements(
  deps: DecidingDeps,
  tx: Transaction,
  platform: LearningPlatform,
  items: readonly Item[],
  alsoHeld: readonly string[] = [],
): Promise<Decision[]> {
  const found = await findOut(deps, tx, platform, items)
  const learnerIds = found.flatMap(({ learner }) => (typeof learner === 'string' ? [] : [learner.id]))
  await holdLearners(tx, [...new Set([...learnerIds, ...alsoHeld])])
  const pairs = found.flatMap(({ learner, course }) =>
    typeof learner === 'string' || course === null
      ? []
      : [{ learnerId: learner.id, courseId: course.id, planId: course.planId }],
  )
  const takingPart = await findTakingPart(tx, pairs)
  const standings = await findStandings(tx, pairs)
  const minutesPerHour = await loadMinutesPerHour(tx)
  const now = deps.clock.now()

  const decisions = found.map(({ item, learner, course }): Decision => {
    const learnerId = typeof learner === 'string' ? null : learner.id
    const takesPart = learnerId !== null && course !== null && takingPart.has(`${learnerId} ${course.planId}`)
    const judged: Judgement = judgeStatement({ ...item, learner, course, takesPart }, now)
    const where = { learnerId, courseId: course?.id ?? null }
    if (judged.outcome !== 'counts' || learnerId === null || course === null) {
      const reason = judged.outcome === 'counts' ? 'noGrowth' : judged.reason
      return { outcome: judged.outcome === 'refused' ? 'refused' : 'noted', reason, ...where, hours: 0 }
    }
    const key = `${learnerId} ${course.id}`
    const before = standings.get(key) ?? { ...nothingStudied, recorded: 0 }
    const studied = addStudied(before, item.verb, item.seconds)
    const reached = reachedHours(studied, {
      meaning: platform.durationMeaning,
      minutesPerHour,
      courseHours: course.hours,
    })
    const growth = growthOf(reached, before.recorded, course.hours)
    standings.set(key, { ...studied, recorded: before.recorded + growth.hours })
    return { ...where, ...growth }
  })

  const rows = found.flatMap(({ item, course }, at) => {
    const decision = decisions[at]
    if (!decision?.learnerId || !course || decision.hours <= 0) return []
    return [
      {
        id: item.id,
        statementId: item.id,
        learnerId: decision.learnerId,
        planId: course.planId,
        kind: course.kind,
        title: course.title,
        hours: decision.hours,
        studiedOn: shanghaiDay(item.happenedAt),
        evidence: platform.name,
      },
    ]
  })
  if (rows.length > 0) await recordOnlineHours(deps, tx, actorOf(platform), rows)
  return decisions
}

type Found = { item: Item; learner: Identified | 'actorForeign'; course: CourseFacts | null }

/** Whom and what each is about. */
async function findOut(
  deps: DecidingDeps,
  tx: Transaction,
  platform: LearningPlatform,
  items: readonly Item[],
): Promise<Found[]> {
  const named = items.map((item): ActorKey | null => {
    if (item.actor) return item.actor
    return item.learnerId ? { kind: 'account', name: item.learnerId } : null
  })
  const people = await identifyLearners(
    { db: tx, secrets: deps.secrets },
    named.filter((name) => name !== null),
  )
  const courses = new Map(
    (
      await findCourseFacts(tx, platform.id, {
        activityIds: [...new Set(items.flatMap((item) => activityCandidates(item.activityId)))],
      })
    ).map((course) => [course.activityId, course]),
  )
  let next = 0
  return items.map((item, at) => ({
    item,
    learner: named[at] ? (people[next++] ?? 'learnerUnknown') : 'actorForeign',
    course:
      activityCandidates(item.activityId)
        .map((candidate) => courses.get(candidate))
        .find((course) => course !== undefined) ?? null,
  }))
}
