import type { AccountActor } from '../../core/actor.ts'
import { fenFromBigint } from '../../core/money.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { searchLearners } from '../learners/search-learners.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { pathOf } from './list-people.ts'
import { findOpenings, type OpeningRow } from './openings.store.ts'
import type { ListOpeningsInput, Opening } from './study-cards.schema.ts'

/** The courses that were opened for people of the actor's subtree, the newest first. Throws `notFound` for a unit of another one. */
export async function listOpenings(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  { organisationId, search, ...input }: ListOpeningsInput,
): Promise<Page<Opening>> {
  const range = pathRange(await pathOf(deps, actor, organisationId))
  const rows = await findOpenings(deps.db, range, await searchLearners(deps, search), input)
  const page = toPage(rows, input.limit, (row) => row.id)
  return { rows: page.rows.map(toOpening), nextCursor: page.nextCursor }
}

export function toOpening(row: OpeningRow): Opening {
  return {
    id: row.id,
    learner: { id: row.learnerId, name: row.learnerName, idNumberMasked: row.idNumberMasked },
    organisation: { id: row.organisationId, name: row.organisationName },
    plan: { id: row.planId, number: row.planNumber, name: row.planName },
    amountFen: fenFromBigint(row.amountFen),
    operationId: row.operationId,
    openedByName: row.openedByName,
    openedAt: row.openedAt.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    closedReason: row.closedReason,
  }
}
