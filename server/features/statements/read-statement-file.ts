import { AppError, type ErrorDetails, isRetryable } from '../../core/app-error.ts'
import { inTransaction, Prisma } from '../../platform/database.ts'
import { readStored } from '../files/open-stored-file.ts'
import { importStatement } from './import-statement.ts'
import { recogniseAccount } from './own-account.rules.ts'
import { createProgressNote } from './progress-note.ts'
import { readStatement } from './read-statement.ts'
import { factsOf, importer, type ReadingFacts, type ReadingFile, type ReadStatementDeps } from './reading-job.ts'
import {
  changeStatementFile,
  findLayout,
  findOwnAccounts,
  findStatementFile,
  type StatementFileRecord,
} from './statement-files.store.ts'
import type { StatementReading } from './statement-reading.schema.ts'
import { keptRowErrors, type StoredReading, type WaitingFor } from './statements.schema.ts'
import { tellTrouble } from './tell-trouble.ts'

/**
 * Reads an uploaded statement and takes its lines in; or asks staff for what it cannot know (which column means what, which
 * account of ours it is about), or refuses it with the reason. Repeated from the start after a crash: until the end nothing
 * of it is there. A file that was decided otherwise meanwhile is left alone.
 */
export async function readStatementFile(deps: ReadStatementDeps, job: { fileId: string }): Promise<void> {
  const file = await findStatementFile(deps.db, job.fileId)
  if (!file || (file.state !== 'received' && file.state !== 'reading')) return
  const reading = await begin(deps, file)
  try {
    await readOn(deps, reading)
  } catch (error) {
    if (!(error instanceof AppError) || isRetryable(error) || error.kind === 'conflict') throw error
    await refuse(deps, reading, error.code, error.details, {})
  }
}

async function begin(deps: ReadStatementDeps, file: StatementFileRecord): Promise<ReadingFile> {
  const stateSince = deps.clock.now()
  await inTransaction(deps, (tx) =>
    changeStatementFile(
      tx,
      file,
      { state: 'reading', stateSince, rowsRead: 0, lineCount: null, errorCode: null, errorDetails: Prisma.DbNull },
      null,
    ),
  )
  return { ...file, state: 'reading', stateSince }
}

async function readOn(deps: ReadStatementDeps, file: ReadingFile): Promise<void> {
  const { reading, remembered } = await readAll(deps, file)
  const facts = factsOf(reading)
  const stored = storedOf(reading, remembered)
  const { problem } = reading
  if (problem?.code === 'statementSeveralAccounts' || problem?.code === 'statementNoLines') {
    return refuse(deps, file, problem.code, problem.details, { ...facts, reading: stored })
  }
  const columnsKnown = reading.confident && problem === null && reading.lines.length > 0
  if (!columnsKnown) return wait(deps, file, 'columns', facts, stored)

  const accounts = await findOwnAccounts(deps.db)
  const recognised = recogniseAccount(reading, accounts)
  if (recognised.kind === 'another') {
    const details = { account: reading.account, accountName: reading.accountName, bank: reading.bank }
    return refuse(deps, file, 'statementOtherAccount', details, { ...facts, reading: stored })
  }
  const payeeAccountId = recognised.kind === 'ours' ? recognised.id : file.payeeAccountId
  if (payeeAccountId === null) return wait(deps, file, 'account', facts, stored)
  await importStatement(deps, file, { payeeAccountId, reading, facts, stored })
}

/** What staff said for this file wins over what they said for its kind, and that over what its header seems to mean. */
async function readAll(
  deps: ReadStatementDeps,
  file: ReadingFile,
): Promise<{ reading: StatementReading; remembered: boolean }> {
  const bytes = await readStored(deps, file.fileKey)
  const progress = createProgressNote(deps, file)
  const options = { fileName: file.originalName, onProgress: (rows: number) => progress.note(rows) }
  try {
    if (file.mapping) {
      return { reading: await readStatement(bytes, { ...options, mapping: file.mapping }), remembered: false }
    }
    const guessed = await readStatement(bytes, options)
    const mapping = await findLayout(deps.db, guessed.headerSignature)
    if (!mapping) return { reading: guessed, remembered: false }
    return { reading: await readStatement(bytes, { ...options, mapping }), remembered: true }
  } finally {
    await progress.done()
  }
}

function storedOf(reading: StatementReading, remembered: boolean): StoredReading {
  return {
    waitingFor: null,
    headers: [],
    sample: [],
    guess: null,
    remembered,
    problem: reading.problem,
    rowErrors: reading.rowErrors.slice(0, keptRowErrors),
    rowErrorCount: reading.rowErrors.length,
    leftOutCount: reading.rowErrors.filter(({ leftOut }) => leftOut).length,
    otherRows: reading.otherRows,
    repeatedCount: 0,
    reversedMatched: 0,
    ...(reading.confident && reading.problem === null && reading.lines.length > 0 ? {} : tableOf(reading)),
  }
}

/** The table that staff say the columns of. */
function tableOf(reading: StatementReading): Pick<StoredReading, 'headers' | 'sample' | 'guess'> {
  return {
    headers: [...reading.headers],
    sample: reading.sample.map(({ row, cells }) => ({ row, cells: [...cells] })),
    guess: reading.mapping,
  }
}

async function wait(
  deps: ReadStatementDeps,
  file: ReadingFile,
  waitingFor: WaitingFor,
  facts: ReadingFacts,
  stored: StoredReading,
): Promise<void> {
  await inTransaction(deps, (tx) =>
    changeStatementFile(
      tx,
      file,
      { ...facts, state: 'waiting', stateSince: deps.clock.now(), reading: { ...stored, waitingFor } },
      { actor: importer, record: { action: 'statement.waiting', after: { waitingFor } } },
    ),
  )
}

async function refuse(
  deps: ReadStatementDeps,
  file: ReadingFile,
  errorCode: AppError['code'],
  errorDetails: ErrorDetails,
  facts: Partial<ReadingFacts> & { reading?: StoredReading },
): Promise<void> {
  await inTransaction(deps, async (tx) => {
    await changeStatementFile(
      tx,
      file,
      { ...facts, state: 'refused', stateSince: deps.clock.now(), errorCode, errorDetails: { ...errorDetails } },
      { actor: importer, record: { action: 'statement.refused', after: { errorCode } } },
    )
    await tellTrouble(deps, tx, file, { why: 'refused' })
  })
}
