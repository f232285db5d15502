import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { countedHours } from '../hours/hours.rules.ts'
import { type LearnerPlace, type LearnerWalk, walkLearners } from '../learners/walk-learners.ts'
import { pathRange } from '../organisations/units.rules.ts'
import type { ArchiveFilter, ArchiveRow, ArchiveTotals, ListArchiveInput } from './archive.schema.ts'
import {
  type ArchiveKey,
  type ArchiveQuery,
  type ArchiveRecord,
  findArchiveKeys,
  findArchiveOf,
  findArchiveRows,
  findUnitNames,
  sumArchive,
} from './archive.store.ts'
import { actingFor, reportPath } from './report-scope.ts'
import { archiveStateOf, archiveWayOf, missingHours } from './reports.rules.ts'

/** Learners that are looked at one batch after the other until a page is full. */
const firstBatch = 150
const nextBatch = 1500
/** After so many learners who hold nothing of what is asked for, it is looked for where it stands. */
const mostWalked = 1500
const sumBatch = 5000

type Reading = Pick<Deps, 'db' | 'secrets'>

/** A filter made ready: whose, what, and the learners in their order. */
type Asked = {
  readonly path: string
  /** What the reader sees of the tree: names of units begin there. */
  readonly top: string
  readonly query: ArchiveQuery
  readonly walk: LearnerWalk
  readonly search: boolean
}

/**
 * 学习档案: learner × plan, by organisation, then by person. Throws `notAllowed`, `notFound` for a unit of another's, and
 * `inputInvalid` for what is no cursor of ours.
 */
export async function listArchive(
  deps: Reading,
  actor: AccountActor,
  input: ListArchiveInput,
): Promise<Page<ArchiveRow>> {
  const asked = await ask(deps, actor, input)
  const records = await findPage(deps, asked, input.cursor ? readCursor(input.cursor) : null, input.limit + 1)
  const { rows, nextCursor } = toPage(records, input.limit, cursorOf)
  return { rows: await toArchiveRows(deps, asked.top, rows), nextCursor }
}

/** All rows that a filter finds, read while they are used: some hundreds in memory, however many there are. */
export async function* readArchive(
  deps: Reading,
  actor: AccountActor,
  filter: ArchiveFilter,
): AsyncGenerator<ArchiveRow> {
  const { top, query, walk } = await ask(deps, actor, filter)
  let after: LearnerPlace | null = null
  for (;;) {
    const people: LearnerPlace[] = await walk(after, nextBatch)
    yield* await toArchiveRows(deps, top, await recordsOf(deps, query, people))
    after = people.at(-1) ?? null
    if (people.length < nextBatch || after === null) return
  }
}

/** The sums of everything that the same filter lists. */
export async function totalArchive(deps: Reading, actor: AccountActor, filter: ArchiveFilter): Promise<ArchiveTotals> {
  const { path, query, walk, search } = await ask(deps, actor, filter)
  if (!search) return sumArchive(deps.db, query, pathRange(path))
  const totals: ArchiveTotals = { count: 0, certified: 0, reached: 0, waiting: 0, counted: 0, pending: 0 }
  let after: LearnerPlace | null = null
  for (;;) {
    const people: LearnerPlace[] = await walk(after, sumBatch)
    if (people.length > 0) {
      const ids = people.map((one) => one.id)
      const sums = await sumArchive(deps.db, query, ids)
      for (const name of Object.keys(totals) as (keyof ArchiveTotals)[]) totals[name] += sums[name]
    }
    after = people.at(-1) ?? null
    if (people.length < sumBatch || after === null) return totals
  }
}

async function ask(deps: Reading, actor: AccountActor, filter: ArchiveFilter): Promise<Asked> {
  const { of, organisationId, search } = filter
  const path = await reportPath(deps, actor, of, organisationId)
  const walk = await walkLearners(deps, actingFor(actor, of), { organisationId, search })
  return {
    path,
    top: await reportPath(deps, actor, of, undefined),
    query: { planId: filter.planId ?? null, year: filter.year ?? null, state: filter.state ?? null },
    walk,
    search: search !== undefined && search !== '',
  }
}

/**
 * Walks the learners in their order until the page is full. Where what is asked for is rare, thousands would be walked for
 * one row: after some, it is looked for by its own indexes, and only its rows are put in order. A search has found its
 * learners already.
 */
async function findPage(
  deps: Reading,
  { path, query, walk, search }: Asked,
  after: ArchiveKey | null,
  take: number,
): Promise<ArchiveRecord[]> {
  const found: ArchiveRecord[] = []
  if (after) {
    // The page before may have ended among one learner's plans.
    const rest = await findArchiveOf(deps.db, query, [after.learnerId])
    found.push(...rest.filter((record) => record.path === after.path && record.planId > after.planId))
  }
  let last: LearnerPlace | null = after && { path: after.path, id: after.learnerId }
  const narrow = query.planId !== null || query.state !== null || query.year !== null
  for (let walked = 0; found.length < take; ) {
    if (narrow && !search && walked >= mostWalked) return findRare(deps, path, query, after, take)
    const batch = walked === 0 ? firstBatch : nextBatch
    const people: LearnerPlace[] = await walk(last, batch)
    found.push(...(await recordsOf(deps, query, people)))
    walked += people.length
    last = people.at(-1) ?? last
    if (people.length < batch) break
  }
  return found.slice(0, take)
}

async function findRare(
  deps: Reading,
  path: string,
  query: ArchiveQuery,
  after: ArchiveKey | null,
  take: number,
): Promise<ArchiveRecord[]> {
  return findArchiveRows(deps.db, await findArchiveKeys(deps.db, query, pathRange(path), after, take))
}

function recordsOf(deps: Reading, query: ArchiveQuery, people: readonly LearnerPlace[]): Promise<ArchiveRecord[]> {
  return findArchiveOf(
    deps.db,
    query,
    people.map((one) => one.id),
  )
}

async function toArchiveRows(deps: Reading, top: string, records: readonly ArchiveRecord[]): Promise<ArchiveRow[]> {
  const names = await findUnitNames(deps.db, [...new Set(records.map((one) => one.organisationId))], top)
  return records.map((record) => toArchiveRow(record, names.get(record.organisationId) ?? [record.organisationName]))
}

function toArchiveRow(record: ArchiveRecord, names: readonly string[]): ArchiveRow {
  const { learnerId, learnerName, idNumberMasked, organisationId, organisationName } = record
  const { planId, planNumber, planName, planYear, compulsoryApproved, electiveApproved } = record
  const { certificateId, certificateNumber, certificateState, issuedOn } = record
  const certificate =
    certificateId === null || certificateNumber === null || certificateState === null || issuedOn === null
      ? null
      : { id: certificateId, number: certificateNumber, state: certificateState, issuedOn }
  return {
    id: `${learnerId}:${planId}`,
    learner: { id: learnerId, name: learnerName, idNumberMasked },
    organisation: { id: organisationId, name: organisationName, names: [...names] },
    plan: { id: planId, number: planNumber, name: planName, year: planYear },
    way: archiveWayOf(record.enrolment, record.opened),
    compulsoryApproved,
    electiveApproved,
    compulsoryPending: record.compulsoryPending,
    electivePending: record.electivePending,
    counted: countedHours(record, compulsoryApproved, electiveApproved),
    required: record.requiredHours,
    missing: missingHours(record, record),
    state: archiveStateOf(record, record, certificate?.state === 'valid'),
    certificate,
  }
}

function cursorOf({ path, learnerId, planId }: ArchiveRecord): string {
  return Buffer.from(`${path} ${learnerId} ${planId}`).toString('base64url')
}

const isUuid = (text: string | undefined): text is string =>
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text ?? '')

function readCursor(cursor: string): ArchiveKey {
  const [path, learnerId, planId] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  if (path === undefined || !isUuid(learnerId) || !isUuid(planId))
    throw new AppError('inputInvalid', { field: 'cursor' })
  return { path, learnerId, planId }
}
