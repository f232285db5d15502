import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { markErrors, reasonHeadings } from '../../platform/spreadsheets/mark-errors.ts'
import { openRows } from './chunks.ts'
import { openFacts } from './file-facts.ts'
import { correctedKey, type StoredRow } from './import-rows.rules.ts'
import { findChunk, findChunksWith, type ImportRecord, sumIssues } from './imports.store.ts'
import { kindOf } from './kinds.ts'
import { correctedEnglish, reasonEnglish } from './sentences-en.rules.ts'
import { correctedChinese, reasonChinese } from './sentences-zh-cn.rules.ts'
import { openUpload } from './uploads.ts'
import { isMine, loadImport } from './view-import.ts'

export type Locale = 'zh-CN' | 'en'
export type Report = { readonly bytes: Uint8Array; readonly fileName: string }

/**
 * The person's own file with the wrong cells red and the reasons in a column behind. It has whole ID numbers, so it is
 * only for whoever uploaded it. Throws `notFound`, `importNotOpen` before it was read, `fileNotFound` when it was dropped.
 */
export async function openReport(
  deps: Pick<Deps, 'db' | 'files' | 'secrets'>,
  actor: AccountActor,
  input: { id: string; locale: Locale },
): Promise<Report> {
  const one = await loadImport(deps, actor, input.id)
  if (!isMine(actor, one)) throw new AppError('notAllowed')
  if ((one.state !== 'previewed' && one.state !== 'committed') || one.sheetName === null) {
    throw new AppError('importNotOpen', { state: one.state })
  }
  const bytes = await openUpload(deps, one)
  const chinese = input.locale === 'zh-CN'
  const marked = await markErrors(bytes, {
    fileName: one.fileName,
    sheet: one.sheetName,
    headerRow: one.headerRow ?? 0,
    errors: await errorsOf(deps, one, chinese),
    reasonHeading: reasonHeadings[chinese ? 0 : 1] ?? '',
  })
  await inTransaction(deps, (tx) =>
    writeAudit(tx, actor, {
      action: 'import.reportDownloaded',
      subjectType: 'import',
      subjectId: one.id,
      organisationId: one.organisationId,
      after: { errors: one.errorCount },
    }),
  )
  const name = one.fileName.replace(/\.[^.]*$/, '') || 'import'
  return { bytes: marked, fileName: `${name}-${chinese ? '错误报告' : 'errors'}.xlsx` }
}

async function errorsOf(
  deps: Pick<Deps, 'db' | 'secrets'>,
  one: ImportRecord,
  chinese: boolean,
): Promise<Map<number, { columns: number[]; reason: string }>> {
  const { fields } = kindOf(one.kind)
  const { columns } = openFacts(deps, one)
  const columnOf = new Map(fields.map(({ field }, index) => [field, columns[index] ?? null]))
  const keys = (await sumIssues(deps.db, one.id)).map(({ key }) => key)
  const wanted = keys.filter((key) => key === correctedKey || key.startsWith('error:'))
  const errors = new Map<number, { columns: number[]; reason: string }>()
  for (const firstRow of await findChunksWith(deps.db, one.id, wanted)) {
    const chunk = await findChunk(deps.db, one.id, firstRow)
    for (const row of chunk ? openRows(deps, one.id, chunk) : []) {
      if (row.outcome === 'error') errors.set(row.number, markOf(row, columnOf, chinese))
      else if (row.corrected) {
        errors.set(row.number, { columns: [], reason: chinese ? correctedChinese : correctedEnglish })
      }
    }
  }
  return errors
}

function markOf(row: StoredRow, columnOf: ReadonlyMap<string, number | null>, chinese: boolean) {
  const issues = (row.issues ?? []).filter((issue) => issue.level === 'error')
  const columns = new Set<number>()
  for (const { field } of issues) {
    // What is wrong with the person as a whole is shown at their number.
    const column = columnOf.get(field ?? 'idNumber') ?? null
    if (column !== null) columns.add(column)
  }
  return { columns: [...columns], reason: chinese ? reasonChinese(issues) : reasonEnglish(issues) }
}
