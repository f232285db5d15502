import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { searchLearners } from '../learners/search-learners.ts'
import { actorOf, type Decision, decideStatements, type Item } from './decide-statements.ts'
import { actorKeyOf, isVoiding } from './learning-platforms.rules.ts'
import type { TakenUp, TakeUpInput } from './learning-platforms.schema.ts'
import { findPlatform, type LearningPlatform } from './platforms.store.ts'
import { openBody } from './statement-bodies.ts'
import { findMended, findRefused, findStillRefused, findWanting, type RefusedKey } from './statement-lists.store.ts'
import { lockRefused, setOutcome } from './statements.store.ts'
import { findVoided, voidStatement } from './void-statement.ts'
import { actorSchema } from './xapi-statement.schema.ts'

type TakingDeps = Pick<Deps, 'db' | 'clock' | 'jobs' | 'secrets'>

/** What one click takes up: some seconds' work. */
export const mostTakenUp = 500
const perTransaction = 100

/** Decides refused statements again: chosen ones, or the oldest that a filter finds. What is no longer refused is passed over. */
export async function takeUpStatements(deps: Deps, actor: AccountActor, input: TakeUpInput): Promise<TakenUp> {
  const asked = 'ids' in input ? { ids: input.ids } : { filter: input.filter }
  const chosen = asked.ids
    ? await findStillRefused(deps.db, asked.ids)
    : await findRefused(
        deps.db,
        { ...asked.filter, people: await searchLearners(deps, asked.filter.search) },
        null,
        mostTakenUp + 1,
      )
  const taken = await takeUp(deps, chosen.slice(0, mostTakenUp))
  for (const [platformId, count] of countBy(chosen.slice(0, mostTakenUp).map((one) => one.platformId))) {
    await inTransaction(deps, (tx) =>
      writeAudit(tx, actor, {
        action: 'learningPlatform.statementsTakenUp',
        subjectType: 'learningPlatform',
        subjectId: platformId,
        organisationId: null,
        after: { count },
      }),
    )
  }
  return { ...taken, more: chosen.length > mostTakenUp }
}

/** A night's worth at most: what is left is found again the next time. */
const mostByJob = 20_000

/** The worker's part: what was refused for want of these activities, or else whatever was mended since. */
export async function takeUpMended(
  deps: TakingDeps,
  { platformId, activityIds }: { platformId?: string | undefined; activityIds?: string[] | undefined },
): Promise<TakenUp> {
  const sum = { recorded: 0, noted: 0, refused: 0 }
  let after: string | null = null
  for (let done = 0; done < mostByJob; ) {
    const next: RefusedKey[] =
      platformId && activityIds
        ? await findWanting(deps.db, platformId, activityIds, after, perTransaction)
        : await findMended(deps.db, after, perTransaction)
    if (next.length === 0) return { ...sum, more: false }
    const taken = await takeUp(deps, next)
    sum.recorded += taken.recorded
    sum.noted += taken.noted
    sum.refused += taken.refused
    done += next.length
    after = next.at(-1)?.id ?? null
  }
  return { ...sum, more: true }
}

async function takeUp(deps: TakingDeps, chosen: readonly RefusedKey[]): Promise<Omit<TakenUp, 'more'>> {
  const sum = { recorded: 0, noted: 0, refused: 0 }
  for (const platformId of new Set(chosen.map((one) => one.platformId))) {
    const ids = chosen.filter((one) => one.platformId === platformId).map((one) => one.id)
    for (let at = 0; at < ids.length; at += perTransaction) {
      const decisions = await inTransaction(deps, async (tx) => {
        const platform = await findPlatform(tx, platformId)
        return platform ? decideAgain(deps, tx, platform, ids.slice(at, at + perTransaction)) : []
      })
      for (const { outcome } of decisions) if (outcome !== 'voided') sum[outcome]++
    }
  }
  return sum
}

async function decideAgain(
  deps: TakingDeps,
  tx: Transaction,
  platform: LearningPlatform,
  ids: readonly string[],
): Promise<Decision[]> {
  const rows = await lockRefused(tx, ids)
  const items = rows.map((row): Item => {
    const actor = actorSchema.safeParse(openBody(deps, row)?.actor)
    return { ...row, actor: actor.success ? actorKeyOf(actor.data, platform.homePage) : null }
  })
  const voiding = items.filter((item) => isVoiding(item.verb))
  const others = items.filter((item) => !isVoiding(item.verb))
  const targets = await findVoided(
    tx,
    platform.id,
    voiding.map((item) => item.activityId),
  )
  const decisions = await decideStatements(
    deps,
    tx,
    platform,
    others,
    targets.flatMap(({ learnerId }) => (learnerId === null ? [] : [learnerId])),
  )
  for (const item of voiding) {
    others.push(item)
    decisions.push(await voidStatement(deps, tx, platform, item, actorOf(platform)))
  }
  for (const [at, { outcome, reason, learnerId, courseId }] of decisions.entries()) {
    const item = others[at]
    if (item) await setOutcome(tx, item.id, 'refused', { outcome, reason, learnerId, courseId })
  }
  return decisions
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return counts
}
