import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { inboxRead } from './inbox.queues.ts'
import { judgeAgainst } from './inbox.rules.ts'
import type { InboxRow } from './inbox.schema.ts'
import {
  changeDroppedState,
  findDroppedFiles,
  findOpenRequest,
  holdInbox,
  listFilesOfInvoice,
  writeFindings,
} from './inbox.store.ts'
import { groupFiles } from './inbox-files.ts'
import { loadMatchFacts } from './match-inbox.ts'

/**
 * Says by hand which request an invoice is of; what speaks against it is shown, and nothing is issued yet. Throws
 * `notFound` when the invoice is no longer there, `conflict` when the request waits for none.
 */
export async function assignInbox(
  deps: Pick<Deps, 'db' | 'clock'>,
  _finance: AccountActor,
  { code, number, requestId }: { code: string; number: string; requestId: string },
): Promise<Pick<InboxRow, 'standing' | 'finding'>> {
  return inTransaction(deps, async (tx) => {
    await holdInbox(tx)
    const [group] = groupFiles(await listFilesOfInvoice(tx, { code, number }))
    if (!group) throw new AppError('notFound')
    const request = await findOpenRequest(tx, requestId)
    if (!request || group.reading.colour === 'red') throw new AppError('conflict', { requestId })
    const { standing, finding } = judgeAgainst(group, request, 'byHand', await loadMatchFacts(deps, tx, [group]))
    await writeFindings(
      tx,
      group.files.map(({ id }) => ({ id, requestId, redRequestId: null, standing, finding })),
    )
    return { standing, finding }
  })
}

/**
 * Puts files aside: they are nobody's invoice. What was put aside before stays so. Throws `conflict` for a file that is
 * an invoice's by now.
 */
export async function discardDropped(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'files'>,
  actor: AccountActor,
  { fileIds, reason }: { fileIds: readonly string[]; reason: string },
): Promise<{ discarded: number }> {
  const files = await findDroppedFiles(deps.db, fileIds)
  const discarded = await inTransaction(deps, async (tx) => {
    const done: typeof files = []
    for (const file of files) {
      if (file.state === 'discarded') continue
      const change = {
        id: file.id,
        from: file.state,
        to: 'discarded',
        at: deps.clock.now(),
        data: { standing: null },
      } as const
      if (!(await changeDroppedState(tx, change))) throw new AppError('conflict', { state: file.state })
      done.push(file)
      await writeAudit(tx, actor, {
        action: 'invoiceDrop.discarded',
        subjectType: 'invoiceDrop',
        subjectId: file.dropId,
        organisationId: null,
        after: { fileId: file.id, name: file.originalName, number: file.invoiceNumber, reason },
      })
    }
    if (done.length > 0) await deps.jobs.send(tx, inboxRead, {})
    return done
  })
  for (const { fileKey } of discarded) if (fileKey !== '') await deps.files.remove(fileKey)
  return { discarded: discarded.length }
}

/** Has everything in the inbox matched again: a request came, a setting changed. */
export async function matchInboxAgain(deps: Pick<Deps, 'db' | 'jobs'>): Promise<{ queued: true }> {
  await inTransaction(deps, (tx) => deps.jobs.send(tx, inboxRead, {}))
  return { queued: true }
}
