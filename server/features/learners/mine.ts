import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import type { MyLearner, UpdateMineInput } from './learners.schema.ts'
import { changeLearner, findLearner, findLearnerRows } from './learners.store.ts'
import { toLearnerRow } from './list-learners.ts'

/** What learners see of themselves. */
export async function loadMine(deps: Pick<Deps, 'db'>, actor: AccountActor): Promise<MyLearner> {
  const [row] = await findLearnerRows(deps.db, [learnerIdOf(actor)], '/')
  if (!row) throw new AppError('notFound')
  const { enabled: _, account: _account, lastSeenAt: _seen, createdAt: _created, ...shown } = toLearnerRow(row)
  return shown
}

/**
 * What learners change themselves. Name and ID number stand on certificates: they are the organisation's and the staff's
 * to change; mobile and e-mail open the account, so they are confirmed first (accounts). Throws `conflict`.
 */
export async function updateMine(
  deps: Deps,
  actor: AccountActor,
  { updatedAt, education }: UpdateMineInput,
): Promise<MyLearner> {
  const id = learnerIdOf(actor)
  await inTransaction(deps, async (tx) => {
    const before = await findLearner(tx, id)
    if (!before) throw new AppError('notFound')
    if (!(await changeLearner(tx, id, new Date(updatedAt), deps.clock.now(), { education })))
      throw new AppError('conflict')
    await writeAudit(tx, actor, {
      action: 'learner.updatedThemselves',
      subjectType: 'learner',
      subjectId: id,
      organisationId: before.organisationId,
      before: { education: before.education },
      after: { education },
    })
  })
  return loadMine(deps, actor)
}

function learnerIdOf(actor: AccountActor): string {
  if (actor.learnerId === null) throw new AppError('notAllowed')
  return actor.learnerId
}
