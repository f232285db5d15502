import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { comparableOf } from './compare-statements.rules.ts'
import { actorOf, type Decision, decideStatements, type Item } from './decide-statements.ts'
import { parseDuration } from './durations.rules.ts'
import { actorKeyOf, isVoiding } from './learning-platforms.rules.ts'
import type { LearningPlatform } from './platforms.store.ts'
import { sealBody } from './statement-bodies.ts'
import { findKnown, insertStatements, type KnownStatement, type NewStatement } from './statements.store.ts'
import { findVoided, voidStatement } from './void-statement.ts'
import { momentOf, type XapiStatement } from './xapi-statement.schema.ts'

type StoringDeps = Pick<Deps, 'db' | 'clock' | 'jobs' | 'secrets' | 'settings'>

/** As it came, and as the standard's schema read it. */
export type ReceivedStatement = { readonly raw: Readonly<Record<string, unknown>>; readonly parsed: XapiStatement }

/** What somebody else wrote at this very moment: the transaction is done again and finds it. */
class CameInMeanwhile extends Error {}
const tries = 5

/**
 * Stores a platform's statements, all or none, and records the hours that they bring in the same transaction. What is known
 * already, and the same, changes nothing. Returns the statements' own ids in the order of the statements. Throws
 * `statementIdReused` (statementId) when one is known under its id and says something else.
 */
export async function storeStatements(
  deps: StoringDeps,
  platform: LearningPlatform,
  received: readonly ReceivedStatement[],
  version: '1.0.0' | '2.0.0',
): Promise<string[]> {
  const now = deps.clock.now()
  const prepared = received.map((one) => prepare(deps, platform, one, version, now))
  for (let attempt = 1; ; attempt++) {
    try {
      await inTransaction(deps, (tx) => storeAll(deps, tx, platform, prepared))
      return prepared.map(({ statementId }) => statementId)
    } catch (error) {
      if (!(error instanceof CameInMeanwhile)) throw error
      if (attempt === tries) throw new AppError('conflict')
    }
  }
}

type Prepared = Omit<NewStatement, 'learnerId' | 'courseId' | 'outcome' | 'reason'> & {
  readonly item: Item
  /** Whether it said itself when it happened. */
  readonly timed: boolean
}

function prepare(
  deps: StoringDeps,
  platform: LearningPlatform,
  { raw, parsed }: ReceivedStatement,
  version: string,
  now: Date,
): Prepared {
  const id = newId()
  const statementId = parsed.id ?? newId()
  const stored = now.toISOString()
  const body = {
    ...raw,
    id: statementId,
    timestamp: parsed.timestamp ?? stored,
    stored,
    authority: authorityOf(deps, platform),
    version: parsed.version ?? version,
  }
  const { verb, object } = parsed
  const facts = {
    verb: verb.id,
    activityId: 'id' in object && object.id !== undefined ? object.id : '',
    seconds: parsed.result?.duration === undefined ? null : parseDuration(parsed.result.duration),
    happenedAt: parsed.timestamp === undefined ? now : momentOf(parsed.timestamp),
  }
  return {
    id,
    platformId: platform.id,
    statementId,
    body: sealBody(deps, id, body),
    sha256: deps.secrets.hash(comparableOf(raw)),
    ...facts,
    receivedAt: now,
    timed: parsed.timestamp !== undefined,
    item: { id, ...facts, actor: actorKeyOf(parsed.actor, platform.homePage) },
  }
}

/** Who vouches for a statement: the platform whose key it came with (part two 2.4.9). */
function authorityOf(deps: StoringDeps, platform: LearningPlatform): object {
  return {
    objectType: 'Agent',
    name: platform.name,
    account: { homePage: deps.settings.linkBase, name: platform.accessKey },
  }
}

async function storeAll(
  deps: StoringDeps,
  tx: Transaction,
  platform: LearningPlatform,
  prepared: readonly Prepared[],
): Promise<void> {
  const known = new Map(
    (
      await findKnown(
        tx,
        platform.id,
        prepared.map(({ statementId }) => statementId),
      )
    ).map((row) => [row.statementId, row]),
  )
  for (const statement of prepared) refuseOther(statement, known.get(statement.statementId))
  const fresh = prepared.filter(({ statementId }) => !known.has(statementId))
  if (fresh.length === 0) return
  const voiding = fresh.filter(({ verb }) => isVoiding(verb))
  const others = fresh.filter(({ verb }) => !isVoiding(verb))
  const targets = await findVoided(
    tx,
    platform.id,
    voiding.map(({ activityId }) => activityId),
  )

  const decisions = await decideStatements(
    deps,
    tx,
    platform,
    others.map(({ item }) => item),
    targets.flatMap(({ learnerId }) => (learnerId === null ? [] : [learnerId])),
  )
  await insert(tx, others, decisions)
  // Voiding comes last: what it takes back may have come in the same batch.
  for (const statement of voiding) {
    const decision = await voidStatement(deps, tx, platform, statement.item, actorOf(platform))
    await insert(tx, [statement], [decision])
  }
}

function refuseOther(statement: Prepared, known: KnownStatement | undefined): void {
  if (!known) return
  // A time that the first did not have was given to it here.
  const assigned = known.happenedAt.getTime() === known.receivedAt.getTime()
  const sameTime = !statement.timed || assigned || statement.happenedAt.getTime() === known.happenedAt.getTime()
  if (known.sha256 !== statement.sha256 || !sameTime)
    throw new AppError('statementIdReused', { statementId: statement.statementId })
}

async function insert(tx: Transaction, statements: readonly Prepared[], decisions: readonly Decision[]): Promise<void> {
  const rows = statements.flatMap(({ item: _item, timed: _timed, ...statement }, at): NewStatement[] => {
    const decision = decisions[at]
    if (!decision) return []
    const { outcome, reason, learnerId, courseId } = decision
    return [{ ...statement, outcome, reason, learnerId, courseId }]
  })
  if ((await insertStatements(tx, rows)) < rows.length) throw new CameInMeanwhile()
}
