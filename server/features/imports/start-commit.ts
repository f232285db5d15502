import type { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, Prisma } from '../../platform/database.ts'
import { missingFields } from './columns.rules.ts'
import { openFacts } from './file-facts.ts'
import { importsCommit } from './imports.queues.ts'
import { checkCommittable, checkPreviewed } from './imports.rules.ts'
import type { commitInput, ImportHandle } from './imports.schema.ts'
import { changeImport, countsOf, lockImport } from './imports.store.ts'
import { judgeWhole } from './judge-whole.ts'
import { kindOf } from './kinds.ts'
import { loadImport } from './view-import.ts'

/**
 * Has the worker write what the preview shows. Throws `notFound`, `importNotOpen`, `conflict` when the rows changed since
 * they were seen, what stands in the way of all rows (`cardBatchTooLow`, `hoursPlanClosed`), `organisationNotActive`, `importNeedsMapping`, `importHasErrors`, `importNothingGood`.
 */
export async function startCommit(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'secrets'>,
  actor: AccountActor,
  { id, version, mode }: z.output<typeof commitInput>,
): Promise<ImportHandle> {
  return inTransaction(deps, async (tx) => {
    await loadImport({ db: tx }, actor, id)
    const one = await lockImport(tx, id)
    if (!one) throw new AppError('notFound')
    checkPreviewed(one, version)
    if (!one.organisationOpen) throw new AppError('organisationNotActive')
    const { columns } = openFacts(deps, one)
    checkCommittable({ counts: countsOf(one), missing: missingFields(columns, kindOf(one.kind).fields) }, mode)
    const blocked = await judgeWhole({ ...deps, db: tx }, actor, one)
    if (blocked) throw blocked
    const next = version + 1
    const changed = await changeImport(
      tx,
      { id, states: ['previewed'], version },
      {
        state: 'committing',
        stateSince: deps.clock.now(),
        version: next,
        mode,
        rowsDone: 0,
        errorCode: null,
        errorDetails: Prisma.DbNull,
      },
    )
    if (!changed) throw new AppError('conflict')
    await writeAudit(tx, actor, {
      action: 'import.commitStarted',
      subjectType: 'import',
      subjectId: id,
      organisationId: one.organisationId,
      after: { mode, ...countsOf(one) },
    })
    await deps.jobs.send(tx, importsCommit, {
      importId: id,
      version: next,
      accountId: actor.accountId,
      ip: actor.ip,
    })
    return { id, state: 'committing', version: next }
  })
}
