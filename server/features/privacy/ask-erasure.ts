import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, isUniqueViolation } from '../../platform/database.ts'
import { findObstacles, lockPerson } from './erasure.store.ts'
import type { AskErasureInput, DataRequestRow, MyData, RecordErasureInput } from './personal-data.schema.ts'
import { changeRequest, countOwn, findLastErasure, findRequest, insertRequest, lockRequest } from './requests.store.ts'

/** 我的数据: what there is of a learner, what stands in the way of its erasure, and how far a wish for it is. */
export async function loadMyData(deps: Pick<Deps, 'db'>, actor: AccountActor): Promise<MyData> {
  const learnerId = ownLearnerOf(actor)
  const [counts, obstacles, erasure] = await Promise.all([
    countOwn(deps.db, learnerId, actor.accountId),
    findObstacles(deps.db, learnerId),
    findLastErasure(deps.db, learnerId),
  ])
  return { counts, obstacles, erasure }
}

/**
 * A learner asks for everything that names them to be erased (个人信息保护法 47); system admins decide. Throws
 * `erasureBlocked` (why) while something of theirs is under way, `dataRequestOpen` (since), `idempotencyKeyReused`.
 */
export async function askErasure(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  input: AskErasureInput,
): Promise<DataRequestRow> {
  return fileRequest(deps, actor, { ...input, learnerId: ownLearnerOf(actor) })
}

/** Staff record what somebody asked for by letter or at the counter. Throws as `askErasure`, and `notFound`. */
export async function recordErasure(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  input: RecordErasureInput,
): Promise<DataRequestRow> {
  return fileRequest(deps, actor, input)
}

async function fileRequest(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { id, learnerId, reason }: RecordErasureInput,
): Promise<DataRequestRow> {
  const same = await findRequest(deps.db, id)
  if (same) {
    if (same.learner.id !== learnerId) throw new AppError('idempotencyKeyReused')
    return same
  }
  try {
    await inTransaction(deps, async (tx) => {
      const person = await lockPerson(tx, learnerId)
      if (!person) throw new AppError('notFound')
      if (person.erasedAt !== null) throw new AppError('learnerErased')
      const [obstacle] = await findObstacles(tx, learnerId)
      if (obstacle) throw new AppError('erasureBlocked', obstacle)
      const at = deps.clock.now()
      const by = { byId: actor.accountId, byName: actor.name }
      await insertRequest(tx, { id, learnerId, kind: 'erasure', reason, ...by, at, done: false })
      await writeAudit(tx, actor, {
        action: 'dataRequest.requested',
        subjectType: 'dataRequest',
        subjectId: id,
        organisationId: person.organisationId,
        after: { learnerId, kind: 'erasure' },
      })
    })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    const open = await findLastErasure(deps.db, learnerId)
    throw new AppError('dataRequestOpen', { since: open?.createdAt ?? '' })
  }
  return requestOf(deps, id)
}

/** The learner changed their mind before anybody decided. Throws `notFound`, `dataRequestDecided`. */
export async function withdrawErasure(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { id }: { readonly id: string },
): Promise<DataRequestRow> {
  const learnerId = ownLearnerOf(actor)
  await inTransaction(deps, async (tx) => {
    const request = await lockRequest(tx, id)
    if (!request || request.learner.id !== learnerId) throw new AppError('notFound')
    const to = {
      state: 'refused',
      answer: '',
      byId: actor.accountId,
      byName: actor.name,
      at: deps.clock.now(),
    } as const
    if (!(await changeRequest(tx, id, to))) throw new AppError('dataRequestDecided')
    await writeAudit(tx, actor, {
      action: 'dataRequest.withdrawn',
      subjectType: 'dataRequest',
      subjectId: id,
      organisationId: request.organisation.id,
      after: { learnerId },
    })
  })
  return requestOf(deps, id)
}

async function requestOf(deps: Pick<Deps, 'db'>, id: string): Promise<DataRequestRow> {
  const request = await findRequest(deps.db, id)
  if (!request) throw new AppError('notFound')
  return request
}

export function ownLearnerOf(actor: AccountActor): string {
  if (actor.learnerId === null) throw new AppError('notAllowed')
  return actor.learnerId
}
