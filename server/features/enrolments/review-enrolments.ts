import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { fenFromBigint } from '../../core/money.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { searchLearners } from '../learners/search-learners.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { findReviewGroups, findReviewQueue } from './enrolment-review.store.ts'
import type { EnrolmentRow, ReviewGroup, ReviewGroupsInput, ReviewQueueInput } from './enrolments.schema.ts'
import { rowsOf } from './list-enrolments.ts'

/** What waits for review by plan and organisation, all of its units together, the earliest due first. */
export async function listReviewGroups(
  deps: Pick<Deps, 'db'>,
  { planId, search, cursor, limit }: ReviewGroupsInput,
): Promise<Page<ReviewGroup>> {
  const rows = await findReviewGroups(deps.db, {
    planId: planId ?? null,
    search: search ?? '',
    after: cursor ? readGroupCursor(cursor) : null,
    take: limit + 1,
  })
  const page = toPage(rows, limit, (row) => [row.dueAt.toISOString(), row.planId, row.organisationId].join('|'))
  return {
    rows: page.rows.map((row) => ({
      plan: { id: row.planId, number: row.planNumber, name: row.planName, capacity: row.capacity },
      organisation: { id: row.organisationId, name: row.organisationName },
      count: row.count,
      feeFen: fenFromBigint(row.feeFen),
      dueAt: row.dueAt.toISOString(),
      submittedAt: row.submittedAt.toISOString(),
    })),
    nextCursor: page.nextCursor,
  }
}

/** What waits for review one by one, by due time. Throws `notFound` for an organisation that is none. */
export async function listReviewQueue(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  { planId, organisationId, search, cursor, limit }: ReviewQueueInput,
): Promise<Page<EnrolmentRow>> {
  const [unit, found] = await Promise.all([
    organisationId === undefined ? null : loadOrganisation(deps, actor, organisationId),
    searchLearners(deps, search),
  ])
  const keys = await findReviewQueue(deps.db, {
    planId: planId ?? null,
    range: unit ? pathRange(unit.organisationPath) : null,
    search: found,
    after: cursor ? readCursor(cursor) : null,
    take: limit + 1,
  })
  const page = toPage(keys, limit, (row) => `${row.dueAt.toISOString()}|${row.id}`)
  return {
    rows: await rowsOf(
      deps,
      page.rows.map((row) => row.id),
      '/',
    ),
    nextCursor: page.nextCursor,
  }
}

function readCursor(cursor: string): { dueAt: Date; id: string } {
  const [time = '', id = ''] = cursor.split('|')
  return { dueAt: timeIn(time), id: idIn(id) }
}

function readGroupCursor(cursor: string): { dueAt: Date; planId: string; organisationId: string } {
  const [time = '', planId = '', organisationId = ''] = cursor.split('|')
  return { dueAt: timeIn(time), planId: idIn(planId), organisationId: idIn(organisationId) }
}

function timeIn(text: string): Date {
  const time = new Date(text)
  if (Number.isNaN(time.getTime())) throw new AppError('inputInvalid', { field: 'cursor' })
  return time
}

function idIn(text: string): string {
  if (!idSchema.safeParse(text).success) throw new AppError('inputInvalid', { field: 'cursor' })
  return text
}
