import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { searchLearners } from '../learners/search-learners.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { pathRange } from '../organisations/units.rules.ts'
import {
  countPeopleRows,
  findPeopleKeys,
  findPeopleRows,
  type PageKey,
  type PeopleQuery,
  type PersonRowFacts,
} from './people.store.ts'
import {
  type CountPeopleInput,
  type ListPeopleInput,
  mostInOperation,
  type PeopleCount,
  type PeopleFilter,
  type PersonRow,
} from './study-cards.schema.ts'

type ReadDeps = Pick<Deps, 'db' | 'secrets'>

/** 学员缴费: the people of the actor's subtree with what they have. Throws `notFound` for a unit of another one. */
export async function listPeople(
  deps: ReadDeps,
  actor: AccountActor,
  { cursor, limit, ...filter }: ListPeopleInput,
): Promise<Page<PersonRow>> {
  const query = await peopleQuery(deps, actor, filter)
  const keys = await findPeopleKeys(deps.db, query, cursor ? readCursor(cursor) : null, limit + 1)
  const { rows, nextCursor } = toPage(keys, limit, cursorOf)
  const found = await findPeopleRows(
    deps.db,
    rows.map((row) => row.id),
    scopeOf(actor),
    query,
  )
  return { rows: found.map(toPersonRow), nextCursor }
}

/** How many a filter finds: enough for a heading, or on to what one operation takes. */
export async function countPeople(
  deps: ReadDeps,
  actor: AccountActor,
  { exact, ...filter }: CountPeopleInput,
): Promise<PeopleCount> {
  const most = exact ? mostInOperation : mostCounted
  const count = await countPeopleRows(deps.db, await peopleQuery(deps, actor, filter), most)
  return { count: Math.min(count, most), capped: count > most }
}

/** Where counting for a heading stops. */
const mostCounted = 10_000

/** What a filter asks for, cut to what the actor may see. */
export async function peopleQuery(
  deps: { readonly db: Deps['db'] } & Pick<Deps, 'secrets'>,
  actor: AccountActor,
  filter: PeopleFilter,
): Promise<PeopleQuery> {
  if (filter.opened !== undefined && filter.planId === undefined) throw new AppError('inputInvalid', { field: 'plan' })
  return {
    range: pathRange(await pathOf(deps, actor, filter.organisationId)),
    search: await searchLearners(deps, filter.search),
    enabled: filter.enabled ?? null,
    planId: filter.planId ?? null,
    batchId: filter.batchId ?? null,
    balance: filter.balance ?? null,
    opened: filter.opened ?? null,
  }
}

/** The path of a unit that the actor may see, or of all that they may. Throws `notFound`. */
export async function pathOf(
  deps: { readonly db: Readable },
  actor: AccountActor,
  organisationId: string | undefined,
): Promise<string> {
  return organisationId === undefined ? scopeOf(actor) : (await loadOrganisation(deps, actor, organisationId)).path
}

const cursorOf = ({ path, id }: PageKey) => Buffer.from(`${path} ${id}`).toString('base64url')

function readCursor(cursor: string): PageKey {
  const [path, id] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  const parsed = idSchema.safeParse(id)
  if (path === undefined || !parsed.success) throw new AppError('inputInvalid', { field: 'cursor' })
  return { path, id: parsed.data }
}

function toPersonRow({
  organisationId,
  organisationName,
  organisationNames,
  balanceFen,
  ...row
}: PersonRowFacts): PersonRow {
  return {
    ...row,
    organisation: { id: organisationId, name: organisationName, names: organisationNames },
    balanceFen: Number(balanceFen),
  }
}
