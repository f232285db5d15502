import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { writeTable } from '../../platform/spreadsheets/write-table.ts'
import { linesSheet } from './line-sheets.ts'
import { linesOf } from './list-lines.ts'
import { loadFile } from './load-statements.ts'
import { countLines, findLinePage, type LinesOf } from './statement-lines.store.ts'
import type { ExportStatementLinesInput, StatementLineView } from './statements.schema.ts'

const rowsAtOnce = 1000

export type LinesWorkbook = { readonly fileName: string; readonly body: AsyncIterable<Uint8Array> }

/**
 * A list of lines as a workbook, read while it is being sent. Who took it and how many lines is written down before the
 * first one leaves. Throws `notFound`.
 */
export async function exportStatementLines(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  { locale, ...input }: ExportStatementLinesInput,
): Promise<LinesWorkbook> {
  const file = await loadFile(deps, input.fileId)
  const of = linesOf(file, input.scope)
  const count = await countLines(deps.db, of, input)
  const { fileId, ...filter } = input
  await inTransaction(deps, (tx) =>
    writeAudit(tx, actor, {
      action: 'statement.exported',
      subjectType: 'statement',
      subjectId: fileId,
      organisationId: null,
      after: { filter: Object.fromEntries(Object.entries(filter).filter(([, value]) => value != null)), lines: count },
    }),
  )
  const stem = file.originalName.replace(/\.[a-z0-9]{1,5}$/i, '')
  const fileName = `${stem}-${locale === 'en' ? 'lines' : '流水'}.xlsx`
  return { fileName, body: writeTable([linesSheet(locale, readAll(deps, of, input))]) }
}

async function* readAll(
  deps: Pick<Deps, 'db'>,
  of: LinesOf,
  filter: Omit<ExportStatementLinesInput, 'locale'>,
): AsyncGenerator<StatementLineView> {
  let after: { day: string; id: string } | null = null
  for (;;) {
    const page: StatementLineView[] = await findLinePage(deps.db, of, filter, after, rowsAtOnce)
    yield* page
    const last = page.at(-1)
    if (page.length < rowsAtOnce || !last) return
    after = { day: last.day, id: last.id }
  }
}
