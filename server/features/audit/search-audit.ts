import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { actionsOf, staffOnlyNouns } from '../../core/audit-actions.ts'
import { idSchema } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import { authorize, scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { changesOf, momentsOf, subjectNameOf } from './audit.rules.ts'
import type { AuditChange, AuditEntryView, AuditRole, AuditRow, SearchAuditInput } from './audit.schema.ts'
import {
  type AuditRecordRow,
  type EntryPlace,
  findActorIds,
  findEntry,
  findNames,
  findOrganisationPaths,
  type PathRange,
  searchEntries,
} from './audit-search.store.ts'

/**
 * The newest entries first. Staff see everything; organisation admins what happened to the organisations that are in
 * their subtree now, so that the history of one that was moved goes with it.
 */
export async function searchAudit(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: SearchAuditInput,
): Promise<Page<AuditRow>> {
  const scope = rangeOf(actor)
  const nothing: Page<AuditRow> = { rows: [], nextCursor: null }
  const isOrganisationAsked = input.organisation !== '' || Boolean(input.organisationId)
  const [actorIds, organisationPaths] = await Promise.all([
    actorsOf(deps, input),
    isOrganisationAsked
      ? findOrganisationPaths(deps.db, { scope, text: input.organisation, id: input.organisationId ?? null })
      : null,
  ])
  if (actorIds?.length === 0 || organisationPaths?.length === 0) return nothing
  const { since, before } = momentsOf(input.from ?? null, input.to ?? null)
  const rows = await searchEntries(deps.db, {
    scope,
    actorIds,
    actions: input.action ? [input.action] : input.noun ? actionsOf(input.noun) : null,
    withoutNouns: isStaff(actor) ? [] : staffOnlyNouns,
    subject: input.subjectType && input.subjectId ? { type: input.subjectType, id: input.subjectId } : null,
    within: organisationPaths?.map(pathRange) ?? null,
    since,
    before,
    after: placeOf(input.cursor ?? null),
    limit: input.limit + 1,
  })
  const page = toPage(rows, input.limit, (row) => `${row.at.getTime()}-${row.id}`)
  return { rows: page.rows.map((row) => rowOf(actor, row)), nextCursor: page.nextCursor }
}

/** What the actor's search is cut to; null is the whole centre. */
function rangeOf(actor: AccountActor): PathRange | null {
  const scope = scopeOf(actor)
  return scope === '/' ? null : pathRange(scope)
}

function placeOf(cursor: string | null): EntryPlace | null {
  const [at = '', id = ''] = cursor?.split('-') ?? []
  return cursor ? { at: new Date(Number(at)), id: BigInt(id) } : null
}

async function actorsOf(deps: Pick<Deps, 'db'>, input: SearchAuditInput): Promise<string[] | null> {
  const named = input.actor === '' ? null : await findActorIds(deps.db, input.actor)
  if (!input.actorId) return named
  return named && !named.includes(input.actorId) ? [] : [input.actorId]
}

/** One entry with what changed. Throws `notFound`, also for what lies outside the actor's subtree. */
export async function getAuditEntry(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { id }: { id: string },
): Promise<AuditEntryView> {
  const found = await findEntry(deps.db, BigInt(id))
  if (!found) throw new AppError('notFound')
  // What belongs to no organisation is the centre's own.
  const row = authorize(actor, { ...found, organisationPath: found.organisationPath ?? '/' })
  const [noun] = row.action.split('.')
  if (!isStaff(actor) && staffOnlyNouns.some((one) => one === noun)) throw new AppError('notFound')
  return {
    ...rowOf(actor, row),
    changes: await withNames(deps, rangeOf(actor), changesOf(row.before, row.after)),
    sealedAt: row.sealedAt?.toISOString() ?? null,
    hash: row.hash ? Buffer.from(row.hash).toString('hex') : null,
  }
}

const idKey = /(?:^|\.)(?:creditOf|\w+Id)$/

/** The id of a thing says nothing to people: its name or number does, where it is theirs to see. */
async function withNames(
  deps: Pick<Deps, 'db'>,
  scope: PathRange | null,
  changes: AuditChange[],
): Promise<AuditChange[]> {
  const ids = changes
    .filter((change) => idKey.test(change.key))
    .flatMap(({ before, after }) => [before, after].filter((id) => idSchema.safeParse(id).success).map(String))
  if (ids.length === 0) return changes
  const names = await findNames(deps.db, scope, ids)
  const named = (value: AuditChange['before']) => names.get(String(value)) ?? value
  return changes.map((change) =>
    idKey.test(change.key) ? { ...change, before: named(change.before), after: named(change.after) } : change,
  )
}

function isStaff(actor: AccountActor): boolean {
  return actor.staffRoles.length > 0
}

const staffRank = ['systemAdmin', 'reviewer', 'finance'] as const

function roleOf(row: AuditRecordRow): AuditRole {
  if (row.actorKind === 'system') return 'system'
  if (row.actorKind === 'applicant') return 'applicant'
  return (
    staffRank.find((role) => row.staffRoles?.includes(role)) ??
    (row.isAdmin ? 'organisationAdmin' : row.isLearner ? 'learner' : 'unknown')
  )
}

function rowOf(viewer: AccountActor, row: AuditRecordRow): AuditRow {
  const role = roleOf(row)
  const isOfStaff = staffRank.some((one) => one === role)
  return {
    id: String(row.id),
    at: row.at.toISOString(),
    action: row.action,
    subjectType: row.subjectType,
    subjectId: row.subjectId,
    subjectName: subjectNameOf(row.after, row.before, row.first),
    organisationId: row.organisationId,
    organisationName: row.organisationName,
    actorId: row.actorId,
    actorName: row.actorName,
    actorRole: role,
    ip: isOfStaff && !isStaff(viewer) ? null : row.ip,
    position: row.position === null ? null : String(row.position),
  }
}
