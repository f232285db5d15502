import type { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, Prisma } from '../../platform/database.ts'
import { openFacts, sealFacts } from './file-facts.ts'
import { importsRead } from './imports.queues.ts'
import { checkPreviewed } from './imports.rules.ts'
import type { chooseSheetInput, ImportHandle, remapInput } from './imports.schema.ts'
import { changeImport, type ImportRecord, lockImport } from './imports.store.ts'
import { kindOf } from './kinds.ts'
import { loadImport } from './view-import.ts'

type AgainDeps = Pick<Deps, 'db' | 'clock' | 'jobs' | 'secrets'>

/**
 * Reads the file again with other columns. Corrections that were made in its rows are lost. Throws `notFound`,
 * `importNotOpen`, `conflict`, `inputInvalid` for a field that the kind has not.
 */
export async function remapColumns(
  deps: AgainDeps,
  actor: AccountActor,
  input: z.output<typeof remapInput>,
): Promise<ImportHandle> {
  const { kind } = await loadImport(deps, actor, input.id)
  const fields = new Set(kindOf(kind).fields.map(({ field }) => field))
  const unknown = Object.keys(input.columns).find((field) => !fields.has(field))
  if (unknown !== undefined) throw new AppError('inputInvalid', { field: 'columns', rule: 'unknownField' })
  return readAgain(deps, actor, input, (one) => ({
    headerRow: input.headerRow ?? one.headerRow,
    columns: sealFacts(deps, one.id, { ...openFacts(deps, one), chosen: input.columns }).columns,
  }))
}

/** Reads another sheet of the file. Throws `notFound` also for a sheet that it has not, `importNotOpen`, `conflict`. */
export async function chooseSheet(
  deps: AgainDeps,
  actor: AccountActor,
  input: z.output<typeof chooseSheetInput>,
): Promise<ImportHandle> {
  const { sheets } = openFacts(deps, await loadImport(deps, actor, input.id))
  if (!sheets.includes(input.sheetName)) throw new AppError('notFound')
  return readAgain(deps, actor, input, () => ({
    sheetName: input.sheetName,
    headerRow: null,
    columns: Prisma.DbNull,
  }))
}

async function readAgain(
  deps: AgainDeps,
  actor: AccountActor,
  { id, version }: { id: string; version: number },
  change: (one: ImportRecord) => Parameters<typeof changeImport>[2],
): Promise<ImportHandle> {
  return inTransaction(deps, async (tx) => {
    await loadImport({ db: tx }, actor, id)
    const one = await lockImport(tx, id)
    if (!one) throw new AppError('notFound')
    checkPreviewed(one, version)
    const next = version + 1
    const changed = await changeImport(
      tx,
      { id, states: ['previewed'], version },
      {
        ...change(one),
        state: 'received',
        stateSince: deps.clock.now(),
        version: next,
        errorCode: null,
        errorDetails: Prisma.DbNull,
      },
    )
    if (!changed) throw new AppError('conflict')
    await writeAudit(tx, actor, {
      action: 'import.readAgain',
      subjectType: 'import',
      subjectId: id,
      organisationId: one.organisationId,
      after: { version: next },
    })
    await deps.jobs.send(tx, importsRead, { importId: id, version: next })
    return { id, state: 'received', version: next }
  })
}
