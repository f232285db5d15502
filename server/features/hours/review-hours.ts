import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { findWaitingDecisions } from './hour-decisions.store.ts'
import type { GroupRowsInput, HourGroupRow, HourReviewCounts, ReviewHoursInput } from './hour-review.schema.ts'
import { countReview, findGroupPage, findGroups } from './hour-review.store.ts'
import { rangeWithin, reviewScope } from './hour-scope.ts'
import type { HourReviewer, HourRow } from './hours.schema.ts'
import { toWaitingDecision, viewHours } from './view-hours.ts'

/**
 * What waits of each training and topmost organisation, the earliest due first. For reviewers in the whole centre; for an
 * organisation's admin in the own subtree, without what they recorded themselves. Throws `notFound`.
 */
export async function listReviewGroups(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  scope: string,
  { planId, organisationId, waitsFor, search, cursor, limit }: ReviewHoursInput,
): Promise<Page<HourGroupRow>> {
  const found = await findGroups(deps.db, {
    planId: planId ?? null,
    range: await rangeWithin(deps, actor, scope, organisationId),
    notById: scope === '/' ? null : actor.accountId,
    waitsFor: scope === '/' ? (waitsFor ?? null) : 'secondAdmin',
    search: search ?? '',
    after: cursor ? readCursor(cursor) : null,
    take: limit + 1,
  })
  const page = toPage(found, limit, (row) => `${row.dueAt.toISOString()}|${row.id}`)
  const decisions = await findWaitingDecisions(
    deps.db,
    page.rows.flatMap((row) => row.decisionIds),
  )
  const centreName = decisions.length > 0 && scope !== '/' ? (await loadCentre(deps.db)).name : null
  return {
    rows: page.rows.map((row) => ({
      planId: row.planId,
      organisationId: row.organisationId,
      kind: row.kind,
      title: row.title,
      studiedOn: row.studiedOn,
      importId: row.importId,
      waitsFor: row.waitsFor,
      plan: { id: row.planId, number: row.planNumber, name: row.planName },
      organisation: { id: row.organisationId, name: row.organisationName },
      count: row.count,
      hours: row.hours,
      free: row.free,
      freeHours: row.freeHours,
      decisions: decisions
        .filter((one) => row.decisionIds.includes(one.id))
        .map((one) => toWaitingDecision(one, actor.accountId, centreName)),
      from: row.from,
      to: row.to,
      adjustments: row.adjustments,
      evidence: row.evidence,
      createdByName: row.createdByName,
      createdAt: row.createdAt.toISOString(),
      dueAt: row.dueAt.toISOString(),
      own: row.byId === actor.accountId,
    })),
    nextCursor: page.nextCursor,
  }
}

/** The records that wait of a group, by whom the actor may decide on. */
export async function listGroupRows(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  scope: string,
  { group, cursor, limit }: GroupRowsInput,
): Promise<Page<HourRow>> {
  const found = await findGroupPage(deps.db, group, {
    ...(scope === '/' ? { range: null, notById: null } : reviewScope({ ...actor, staffRoles: [] })),
    after: cursor ?? null,
    take: limit + 1,
  })
  const { rows, nextCursor } = toPage(found, limit, (row) => row.id)
  const ids = rows.map((row) => row.id)
  return { rows: await viewHours(deps, actor, ids, scope), nextCursor }
}

/** How much waits for staff (or for a second admin: `waitsFor`), and how much of it is overdue. */
export async function countHourReview(
  deps: Pick<Deps, 'db' | 'clock'>,
  waitsFor: HourReviewer,
): Promise<HourReviewCounts> {
  return countReview(deps.db, { planId: null, range: null, notById: null, waitsFor }, deps.clock.now())
}

/** What waits for the actor as the second admin of their subtree. */
export async function countOwnHourReview(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
): Promise<HourReviewCounts> {
  const scope = reviewScope({ ...actor, staffRoles: [] })
  return countReview(deps.db, { planId: null, ...scope, waitsFor: 'secondAdmin' }, deps.clock.now())
}

function readCursor(cursor: string): { dueAt: Date; id: string } {
  const [time = '', id = ''] = cursor.split('|')
  const dueAt = new Date(time)
  if (Number.isNaN(dueAt.getTime()) || !idSchema.safeParse(id).success) {
    throw new AppError('inputInvalid', { field: 'cursor' })
  }
  return { dueAt, id }
}
