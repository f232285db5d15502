import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { identifyLearners } from '../learners/identify-learners.ts'
import { actorKeyOf } from './learning-platforms.rules.ts'
import type { LearningPlatform } from './platforms.store.ts'
import { openBody } from './statement-bodies.ts'
import { findStored, findStoredPage } from './statements.store.ts'
import type { XapiActor } from './xapi-statement.schema.ts'

type Statement = Record<string, unknown>
type FindingDeps = Pick<Deps, 'db' | 'secrets'>

/** The most statements of one answer. */
export const mostStatements = 100

/**
 * One of a platform's own statements, as it came, with what was added. `voided` asks for one that was taken back, and for
 * such a one alone (1.0.3 part three 2.1.4). Throws `notFound`: also where retention has emptied it.
 */
export async function findStatement(
  deps: FindingDeps,
  platform: LearningPlatform,
  statementId: string,
  voided: boolean,
): Promise<{ statement: Statement; storedAt: Date }> {
  const row = await findStored(deps.db, platform.id, statementId, voided)
  const statement = row && openBody(deps, row)
  if (!row || !statement) throw new AppError('notFound')
  return { statement, storedAt: row.receivedAt }
}

export type StatementQuery = {
  readonly verb?: string | undefined
  readonly activity?: string | undefined
  readonly agent?: XapiActor | undefined
  readonly since?: Date | undefined
  readonly until?: Date | undefined
  readonly ascending: boolean
  /** 0: as many as there may be. */
  readonly limit: number
  /** The row after which the page begins. */
  readonly after?: string | undefined
}

/** A page of the platform's own statements, the newest first unless asked otherwise, and after which row the next begins. */
export async function findStatements(
  deps: FindingDeps,
  platform: LearningPlatform,
  { agent, limit, ...query }: StatementQuery,
): Promise<{ statements: Statement[]; nextAfter: string | null }> {
  const learnerId = agent === undefined ? undefined : await learnerOf(deps, platform, agent)
  if (learnerId === null) return { statements: [], nextAfter: null }
  const most = limit === 0 ? mostStatements : Math.min(limit, mostStatements)
  const rows = await findStoredPage(deps.db, platform.id, { ...query, learnerId }, most + 1)
  const shown = rows.slice(0, most)
  return {
    statements: shown.map((row) => openBody(deps, row)).filter((statement) => statement !== null),
    nextAfter: rows.length > most ? (shown.at(-1)?.id ?? null) : null,
  }
}

async function learnerOf(deps: FindingDeps, platform: LearningPlatform, agent: XapiActor): Promise<string | null> {
  const name = actorKeyOf(agent, platform.homePage)
  const [learner] = name ? await identifyLearners(deps, [name]) : []
  return typeof learner === 'object' ? learner.id : null
}
