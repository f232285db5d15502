import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Readable } from '../../platform/database.ts'
import { centreSubjectId } from '../centre/centre.rules.ts'
import { checkKeepDays, outdatedBefore, retentionRules } from './retention.rules.ts'
import {
  type RetentionCategory,
  type RetentionPreview,
  type RetentionRow,
  retentionCategories,
  type SaveRetentionInput,
} from './retention.schema.ts'
import {
  countIdle,
  countImports,
  countPlain,
  countRejected,
  countUnusedSlips,
  findLastRuns,
  findRules,
  isPlain,
  saveRule,
} from './retention.store.ts'

/** How long each kind of data is kept, what the law asks for at least, and what was erased last. */
export async function listRetention(deps: Pick<Deps, 'db'>): Promise<RetentionRow[]> {
  const [rules, runs] = await Promise.all([findRules(deps.db), findLastRuns(deps.db)])
  return retentionCategories.map((category) => {
    const rule = rules.find((one) => one.category === category)
    const run = runs.find((one) => one.category === category)
    return {
      category,
      ...retentionRules[category],
      keepDays: keepDaysFrom(category, rule?.keepDays),
      changed: rule ? { byName: rule.updatedByName, at: rule.updatedAt.toISOString() } : null,
      lastRun: run ? { erased: run.erased, at: run.at.toISOString() } : null,
    }
  })
}

/** The days that hold for a kind of data now. */
export async function keepDaysOf(db: Readable, category: RetentionCategory): Promise<number> {
  const rule = (await findRules(db)).find((one) => one.category === category)
  return keepDaysFrom(category, rule?.keepDays)
}

/** Never less than the law asks for, whatever stands in the table. */
function keepDaysFrom(category: RetentionCategory, set: number | undefined): number {
  const { proposedDays, leastDays } = retentionRules[category]
  return Math.max(leastDays, set ?? proposedDays)
}

/** Sets how long a kind of data is kept, from the next night on. Throws `retentionTooShort` (category, leastDays). */
export async function saveRetention(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { category, keepDays }: SaveRetentionInput,
): Promise<RetentionRow[]> {
  checkKeepDays(category, keepDays)
  await inTransaction(deps, async (tx) => {
    const before = await keepDaysOf(tx, category)
    await saveRule(tx, {
      category,
      keepDays,
      updatedById: actor.accountId,
      updatedByName: actor.name,
      updatedAt: deps.clock.now(),
    })
    await writeAudit(tx, actor, {
      action: 'retention.changed',
      subjectType: 'centre',
      subjectId: centreSubjectId,
      organisationId: null,
      before: { category, keepDays: before },
      after: { category, keepDays },
    })
  })
  return listRetention(deps)
}

/** How many would go tonight if so many days held. Throws `retentionTooShort`. */
export async function previewRetention(
  deps: Pick<Deps, 'db' | 'clock'>,
  { category, keepDays }: SaveRetentionInput,
): Promise<RetentionPreview> {
  checkKeepDays(category, keepDays)
  const before = outdatedBefore(deps.clock.now(), keepDays)
  return { before: before.toISOString(), count: await countOutdated(deps.db, category, before) }
}

function countOutdated(db: Readable, category: RetentionCategory, before: Date): Promise<number> {
  if (isPlain(category)) return countPlain(db, category, before)
  switch (category) {
    case 'importFiles':
      return countImports(db, before)
    case 'rejectedRegistrations':
      return countRejected(db, before)
    case 'unusedSlips':
      return countUnusedSlips(db, before)
    case 'idleLearners':
      return countIdle(db, before)
  }
}
