import { AppError } from '../../core/app-error.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { loadGaps } from './refresh-gaps.ts'
import {
  countAttention,
  findOwnAccounts,
  findStatementFile,
  findStatementFiles,
  type StatementFileRecord,
} from './statement-files.store.ts'
import { sumLines } from './statement-lines.store.ts'
import type {
  ListStatementFilesInput,
  PayeeAccountRef,
  StatementFileRow,
  StatementFileView,
} from './statements.schema.ts'
import { dayOf, rowOf } from './view-statement-file.ts'

/** A statement's file. Throws `notFound`. */
export async function loadFile(deps: { readonly db: Readable }, fileId: string): Promise<StatementFileRecord> {
  const file = await findStatementFile(deps.db, fileId)
  if (!file) throw new AppError('notFound')
  return file
}

/** The files of all statements, the newest first. */
export async function listStatementFiles(
  deps: Pick<Deps, 'db'>,
  input: ListStatementFilesInput,
): Promise<Page<StatementFileRow>> {
  const rows = await findStatementFiles(deps.db, input, input.limit + 1)
  return toPage(rows.map(rowOf), input.limit, (row) => row.id)
}

/** How many files want something from staff, and the accounts that lists can be cut to. */
export async function loadStatementsOverview(
  deps: Pick<Deps, 'db'>,
): Promise<{ readonly attention: number; readonly accounts: readonly PayeeAccountRef[] }> {
  const [attention, accounts] = await Promise.all([countAttention(deps.db), findOwnAccounts(deps.db)])
  return { attention, accounts }
}

/** One file: how far it is, what is asked about it, what could not be read, and where the balance breaks. Throws `notFound`. */
export async function getStatementFile(
  deps: Pick<Deps, 'db'>,
  { fileId }: { fileId: string },
): Promise<StatementFileView> {
  const file = await loadFile(deps, fileId)
  const row = rowOf(file)
  const { reading, payeeAccountId } = file
  const [firstDay, lastDay] = [dayOf(file.firstDay), dayOf(file.lastDay)]
  const imported = file.state === 'imported' && payeeAccountId !== null && firstDay !== null && lastDay !== null
  const checked = imported && file.gapCount !== null
  const [gaps, totals, accounts] = await Promise.all([
    checked ? loadGaps(deps.db, { payeeAccountId, firstDay, lastDay }) : [],
    imported ? sumLines(deps.db, fileId) : [],
    row.waitingFor === 'account' ? findOwnAccounts(deps.db) : null,
  ])
  return {
    ...row,
    remembered: reading?.remembered ?? false,
    columns:
      row.waitingFor === 'columns' && reading
        ? { headers: reading.headers, sample: reading.sample, mapping: reading.guess, problem: reading.problem }
        : null,
    accounts,
    rowErrors: reading?.rowErrors ?? [],
    leftOutCount: reading?.leftOutCount ?? 0,
    otherRows: reading?.otherRows ?? 0,
    repeatedCount: reading?.repeatedCount ?? 0,
    reversedMatched: reading?.reversedMatched ?? 0,
    gaps,
    totals,
  }
}
