import type { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { AppError, type ErrorCode } from '../../core/app-error.ts'
import type { AuditAction } from '../../core/audit-actions.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, Prisma, type Transaction } from '../../platform/database.ts'
import { loadFile } from './load-statements.ts'
import { readSample } from './preview-mapping.ts'
import { changeStatementFile, findOwnAccounts, type StatementFileRecord, saveLayout } from './statement-files.store.ts'
import { statementsRead } from './statements.queues.ts'
import type { chooseAccountInput, mapColumnsInput, StatementFileHandle } from './statements.schema.ts'

const putAway = 'statementDiscarded' satisfies ErrorCode

type TellDeps = Pick<Deps, 'db' | 'clock' | 'jobs'>

/** Says which account of ours a file is about, where it does not say so itself. Throws `notFound`, `conflict`. */
export async function chooseAccount(
  deps: TellDeps,
  actor: AccountActor,
  { fileId, payeeAccountId }: z.output<typeof chooseAccountInput>,
): Promise<StatementFileHandle> {
  const accounts = await findOwnAccounts(deps.db)
  if (!accounts.some(({ id }) => id === payeeAccountId)) throw new AppError('notFound')
  return inTransaction(deps, async (tx) => {
    const file = await loadFile({ db: tx }, fileId)
    if (file.state !== 'waiting' || file.reading?.waitingFor !== 'account') {
      throw new AppError('conflict', { state: file.state })
    }
    const action = 'statement.accountChosen'
    return readFrom(deps, tx, actor, file, { payeeAccountId }, { action, after: { payeeAccountId } })
  })
}

/**
 * Says which column means what, for this file and for every later one with the same header. Throws `notFound`,
 * `conflict` unless the file waits for that.
 */
export async function mapColumns(
  deps: TellDeps,
  actor: AccountActor,
  { fileId, mapping, name }: z.output<typeof mapColumnsInput>,
): Promise<StatementFileHandle> {
  const file = await loadFile(deps, fileId)
  // Read once here, so that what is remembered also knows the header by its words: banners grow and shrink.
  const read = await readSample(file, mapping)
  const remembered = read.mapping ?? mapping
  return inTransaction(deps, async (tx) => {
    if (file.headerSignature !== null) {
      await saveLayout(tx, {
        headerSignature: file.headerSignature,
        name: name || file.bank || file.originalName.slice(0, 60),
        mapping: remembered,
        createdById: actor.accountId,
        now: deps.clock.now(),
      })
    }
    const audit = { action: 'statement.mapped', after: { mapping: remembered } } as const
    return readFrom(deps, tx, actor, file, { mapping: remembered }, audit)
  })
}

/**
 * Reads a refused file once more, after its account was added or somebody's mapping was remembered; or a waiting one, from
 * the beginning. Throws `notFound`, `conflict` while it is read, or when its lines are taken in already.
 */
export async function readStatementAgain(
  deps: TellDeps,
  actor: AccountActor,
  { fileId }: { fileId: string },
): Promise<StatementFileHandle> {
  return inTransaction(deps, async (tx) => {
    const file = await loadFile({ db: tx }, fileId)
    if (file.state !== 'waiting' && file.state !== 'refused') throw new AppError('conflict', { state: file.state })
    const forgotten = { mapping: Prisma.DbNull, payeeAccountId: null }
    return readFrom(deps, tx, actor, file, forgotten, { action: 'statement.readAgain' })
  })
}

/**
 * Puts away a file that nobody has a use for: another's statement, or no statement at all. It wants nothing any more, and can
 * still be read again. Throws `notFound`, `conflict` while it is read, when it is taken in, or was put away already.
 */
export async function discardStatement(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { fileId }: { fileId: string },
): Promise<StatementFileHandle> {
  return inTransaction(deps, async (tx) => {
    const file = await loadFile({ db: tx }, fileId)
    const open = file.state === 'waiting' || (file.state === 'refused' && file.errorCode !== putAway)
    if (!open) throw new AppError('conflict', { state: file.state })
    await changeStatementFile(
      tx,
      file,
      { state: 'refused', stateSince: deps.clock.now(), errorCode: putAway, errorDetails: { name: actor.name } },
      { actor, record: { action: 'statement.discarded', before: { state: file.state } } },
    )
    return { id: fileId, state: 'refused' }
  })
}

async function readFrom(
  deps: TellDeps,
  tx: Transaction,
  actor: AccountActor,
  file: StatementFileRecord,
  change: Omit<Parameters<typeof changeStatementFile>[2], 'state' | 'stateSince'>,
  record: { readonly action: AuditAction; readonly after?: Prisma.InputJsonValue },
): Promise<StatementFileHandle> {
  await changeStatementFile(
    tx,
    file,
    {
      ...change,
      state: 'received',
      stateSince: deps.clock.now(),
      errorCode: null,
      errorDetails: Prisma.DbNull,
      rowsRead: 0,
      lineCount: null,
    },
    { actor, record: { ...record, before: { state: file.state } } },
  )
  await deps.jobs.send(tx, statementsRead, { fileId: file.id })
  return { id: file.id, state: 'received' }
}
