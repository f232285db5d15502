import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { inboxRead } from './inbox.queues.ts'
import { type DropProgress, droppedFileStates, standings } from './inbox.schema.ts'
import { closeDrop, findDrop, insertDrop } from './inbox.store.ts'
import { countDrop } from './inbox-lists.store.ts'

/**
 * Begins a drop: the files that staff let fall into the inbox at once. `issueAlone` has those whose every check passes
 * issued and mailed without anybody. The same id again is the same drop. Throws `idempotencyKeyReused`.
 */
export async function startDrop(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { id, issueAlone }: { id: string; issueAlone: boolean },
): Promise<DropProgress> {
  await inTransaction(deps, async (tx) => {
    const by = { createdById: actor.accountId, createdByName: actor.name, createdAt: deps.clock.now() }
    if (await insertDrop(tx, { id, issueAlone, ...by })) {
      await writeAudit(tx, actor, {
        action: 'invoiceDrop.received',
        subjectType: 'invoiceDrop',
        subjectId: id,
        organisationId: null,
        after: { issueAlone },
      })
      return
    }
    const known = await findDrop(tx, id)
    if (known?.createdById !== actor.accountId || known.issueAlone !== issueAlone)
      throw new AppError('idempotencyKeyReused')
  })
  return getDrop(deps, actor, { id })
}

/** Says that all files of the drop are there: only now are its invoices issued by themselves. Throws `notFound`. */
export async function finishDrop(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  { id }: { id: string },
): Promise<DropProgress> {
  if (!(await findDrop(deps.db, id))) throw new AppError('notFound')
  await inTransaction(deps, async (tx) => {
    if (await closeDrop(tx, id, deps.clock.now())) await deps.jobs.send(tx, inboxRead, {})
  })
  return getDrop(deps, actor, { id })
}

/** How far a drop is. Throws `notFound`. */
export async function getDrop(
  deps: Pick<Deps, 'db'>,
  _finance: AccountActor,
  { id }: { id: string },
): Promise<DropProgress> {
  const drop = await findDrop(deps.db, id)
  if (!drop) throw new AppError('notFound')
  const counts = await countDrop(deps.db, id)
  const filesIn = (state: string) =>
    counts.filter((count) => count.state === state).reduce((sum, { files }) => sum + files, 0)
  const standing = (wanted: string) =>
    counts.find((one) => one.state === 'read' && one.standing === wanted)?.invoices ?? 0
  const [ready, check, unmatched, waiting] = standings.map(standing)
  return {
    id,
    issueAlone: drop.issueAlone,
    closed: drop.closedAt !== null,
    files: Object.fromEntries(droppedFileStates.map((state) => [state, filesIn(state)])) as DropProgress['files'],
    invoices: {
      ready: ready ?? 0,
      check: check ?? 0,
      unmatched: unmatched ?? 0,
      waiting: waiting ?? 0,
      issued: counts.filter(({ state }) => state === 'attached').reduce((sum, { invoices }) => sum + invoices, 0),
    },
  }
}
