import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { personNameKey } from '../../core/names.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { eraseLearner } from './erase-learner.ts'
import { findObstacles } from './erasure.store.ts'
import type { DataRequest, DataRequestRow, DecideErasureInput, ListRequestsInput } from './personal-data.schema.ts'
import {
  changeRequest,
  countOpenErasures,
  countWhatStays,
  findRequest,
  findRequests,
  lockRequest,
} from './requests.store.ts'

/** What learners asked for, the newest first. */
export async function listRequests(deps: Pick<Deps, 'db'>, input: ListRequestsInput): Promise<Page<DataRequestRow>> {
  const { kind, state, cursor, limit } = input
  const rows = await findRequests(deps.db, {
    kind: kind ?? null,
    state: state ?? null,
    cursor: cursor ?? null,
    limit,
  })
  return toPage(rows, limit, (row) => row.id)
}

/** One of them, with what stands in its way and what would stay. Throws `notFound`. */
export async function viewRequest(deps: Pick<Deps, 'db'>, { id }: { readonly id: string }): Promise<DataRequest> {
  const request = await findRequest(deps.db, id)
  if (!request) throw new AppError('notFound')
  const [obstacles, stays] = await Promise.all([
    request.state === 'requested' ? findObstacles(deps.db, request.learner.id) : [],
    countWhatStays(deps.db, request.learner.id),
  ])
  return { ...request, obstacles, stays }
}

export async function countWaiting(deps: Pick<Deps, 'db'>): Promise<{ erasures: number }> {
  return { erasures: await countOpenErasures(deps.db) }
}

/**
 * Erases the person, all at once and for good, or refuses with the reason. Who erases types the name again: `inputInvalid`
 * (name) where it is another. Throws `notFound`, `dataRequestDecided`, `erasureBlocked` (why).
 */
export async function decideErasure(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets' | 'jobs'>,
  actor: AccountActor,
  input: DecideErasureInput,
): Promise<DataRequest> {
  const { id, verdict, answer } = input
  await inTransaction(deps, async (tx) => {
    const request = await lockRequest(tx, id)
    if (!request || request.kind !== 'erasure') throw new AppError('notFound')
    if (request.state !== 'requested') throw new AppError('dataRequestDecided')
    if (verdict === 'erase' && personNameKey(input.name) !== personNameKey(request.learner.name)) {
      throw new AppError('inputInvalid', { field: 'name' })
    }
    const state = verdict === 'erase' ? 'done' : 'refused'
    // First, so that the erasure finds the request as it will stand.
    await changeRequest(tx, id, { state, answer, byId: actor.accountId, byName: actor.name, at: deps.clock.now() })
    await writeAudit(tx, actor, {
      action: state === 'done' ? 'dataRequest.done' : 'dataRequest.refused',
      subjectType: 'dataRequest',
      subjectId: id,
      organisationId: request.organisation.id,
      after: { learnerId: request.learner.id, ...(state === 'refused' ? { answer } : {}) },
    })
    if (verdict === 'erase') await eraseLearner(deps, tx, actor, request.learner.id)
  })
  return viewRequest(deps, { id })
}
