import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { fenFromBigint } from '../../core/money.ts'
import { type Page, toPage } from '../../core/page.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { searchLearners } from '../learners/search-learners.ts'
import { pathRange } from '../organisations/units.rules.ts'
import {
  type Entry,
  type EntryFilter,
  type EntryTotals,
  entryKinds,
  type ListEntriesInput,
  type MyEntriesInput,
} from './card-entries.schema.ts'
import { type EntryQuery, type EntryRow, findEntries, findWay, sumEntries } from './entries.store.ts'
import { pathOf } from './list-people.ts'

type ReadDeps = Pick<Deps, 'db' | 'secrets'>

/** 充值明细 of the actor's subtree, the newest first. Throws `notFound` for a unit of another one. */
export async function listEntries(
  deps: ReadDeps,
  actor: AccountActor,
  { cursor, limit, ...filter }: ListEntriesInput,
): Promise<Page<Entry>> {
  return pageOf(deps, await entryQuery(deps, actor, filter), scopeOf(actor), cursor ?? null, limit)
}

/** What learners see of it: their own. */
export async function listMyEntries(
  deps: ReadDeps,
  actor: AccountActor,
  { cursor, limit, planId }: MyEntriesInput,
): Promise<Page<Entry>> {
  if (actor.learnerId === null) throw new AppError('notAllowed')
  const filter = planId === undefined ? {} : { planId }
  const query = { range: null, learnerId: actor.learnerId, unit: null, search: null, filter }
  return pageOf(deps, query, '/', cursor ?? null, limit)
}

async function pageOf(
  deps: ReadDeps,
  query: EntryQuery,
  scope: string,
  cursor: string | null,
  limit: number,
): Promise<Page<Entry>> {
  const way = await findWay(deps.db, query)
  const rows = await findEntries(deps.db, query, way, cursor, limit + 1)
  const page = toPage(rows, limit, (row) => row.id)
  return { rows: page.rows.map((row) => toEntry(row, scope)), nextCursor: page.nextCursor }
}

/** What a filter finds comes to, by kind. */
export async function sumOfEntries(deps: ReadDeps, actor: AccountActor, filter: EntryFilter): Promise<EntryTotals> {
  const query = await entryQuery(deps, actor, filter)
  const sums = await sumEntries(deps.db, query, await findWay(deps.db, query))
  const kinds = entryKinds.flatMap((kind) => {
    const found = sums.find((sum) => sum.kind === kind)
    return found ? [{ kind, count: found.count, amountFen: Number(found.inFen - found.outFen) }] : []
  })
  return {
    count: sums.reduce((sum, { count }) => sum + count, 0),
    inFen: Number(sums.reduce((sum, { inFen }) => sum + inFen, 0n)),
    outFen: Number(sums.reduce((sum, { outFen }) => sum + outFen, 0n)),
    kinds,
  }
}

export async function entryQuery(deps: ReadDeps, actor: AccountActor, filter: EntryFilter): Promise<EntryQuery> {
  const { organisationId, learnerId, search, ...others } = filter
  const scope = scopeOf(actor)
  return {
    range: scope === '/' ? null : pathRange(scope),
    learnerId: learnerId ?? null,
    unit: organisationId === undefined ? null : pathRange(await pathOf(deps, actor, organisationId)),
    search: await searchLearners(deps, search),
    filter: others,
  }
}

/** The learner's organisation is named only to those who may see it. */
export function toEntry(row: EntryRow, scope: string): Entry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    bookedOn: row.bookedOn,
    kind: row.kind,
    learner: { id: row.learnerId, name: row.learnerName, idNumberMasked: row.idNumberMasked },
    organisation: row.organisationPath.startsWith(scope)
      ? { id: row.organisationId, name: row.organisationName }
      : null,
    plan: { id: row.planId, number: row.planNumber, name: row.planName },
    batch: { id: row.batchId, orderNumber: row.orderNumber, organisationName: row.payerName },
    amountFen: fenFromBigint(row.amountFen),
    operationId: row.operationId,
    byName: row.byName,
    reason: row.reason,
  }
}
