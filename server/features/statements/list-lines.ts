import { AppError } from '../../core/app-error.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { loadFile } from './load-statements.ts'
import type { StatementFileRecord } from './statement-files.store.ts'
import { findLinePage, type LinesOf } from './statement-lines.store.ts'
import type { ListStatementLinesInput, StatementLineView } from './statements.schema.ts'
import { dayOf } from './view-statement-file.ts'

/** The lines of a file in the order of time: those that it brought, or all of its account in its days. Throws `notFound`. */
export async function listStatementLines(
  deps: Pick<Deps, 'db'>,
  input: ListStatementLinesInput,
): Promise<Page<StatementLineView>> {
  const of = linesOf(await loadFile(deps, input.fileId), input.scope)
  const rows = await findLinePage(deps.db, of, input, afterOf(input.cursor ?? null), input.limit + 1)
  return toPage(rows, input.limit, (row) => `${row.day} ${row.id}`)
}

export function linesOf(file: StatementFileRecord, scope: ListStatementLinesInput['scope']): LinesOf {
  const { payeeAccountId } = file
  const [from, to] = [dayOf(file.firstDay), dayOf(file.lastDay)]
  if (scope === 'new' || payeeAccountId === null || from === null || to === null) return { fileId: file.id }
  return { payeeAccountId, from, to }
}

const cursorShape = /^(\d{4}-\d{2}-\d{2}) ([0-9a-f-]{36})$/

function afterOf(cursor: string | null): { day: string; id: string } | null {
  if (cursor === null) return null
  const [, day, id] = cursorShape.exec(cursor) ?? []
  if (day === undefined || id === undefined) throw new AppError('inputInvalid', { field: 'cursor' })
  return { day, id }
}
