import type { AccountActor } from '../../core/actor.ts'
import type { ErrorDetails } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { columnName } from '../../platform/spreadsheets/table.ts'
import { missingFields } from './columns.rules.ts'
import { openFacts } from './file-facts.ts'
import { correctedKey, readIssueKey } from './import-rows.rules.ts'
import type { ImportView } from './imports.schema.ts'
import { sumIssues } from './imports.store.ts'
import { judgeWhole } from './judge-whole.ts'
import { kindOf } from './kinds.ts'
import { isMine, loadImport, maskSample, summaryOf } from './view-import.ts'

/** An import with its columns, notes and counts. Throws `notFound`. */
export async function getImport(
  deps: Pick<Deps, 'db' | 'secrets' | 'clock'>,
  actor: AccountActor,
  input: { id: string },
): Promise<ImportView> {
  const one = await loadImport(deps, actor, input.id)
  const kind = kindOf(one.kind)
  const facts = openFacts(deps, one)
  const mine = isMine(actor, one)
  const sums = await sumIssues(deps.db, one.id)
  const summary = summaryOf(actor, one)
  const { counts } = summary
  const missing = missingFields(facts.columns, kind.fields)
  const previewed = one.state === 'previewed'
  const blocked = previewed ? await judgeWhole(deps, actor, one) : null
  return {
    ...summary,
    fileKind: one.fileKind,
    sizeBytes: one.sizeBytes,
    sheetName: one.sheetName,
    sheets: facts.sheets,
    headerRow: one.headerRow,
    columns: facts.headings.map(({ column, heading, field }) => ({
      column,
      letter: columnName(column),
      heading,
      field,
      samples: (facts.samples[column] ?? []).map((text) => (mine ? text : maskSample(text))),
    })),
    fields: kind.fields.map(({ field, required }, index) => ({
      field,
      required,
      column: facts.columns[index] ?? null,
    })),
    notes: facts.notes,
    issues: sums
      .filter(({ key }) => key !== correctedKey)
      .map(({ key, count, repairable }) => readIssueKey(key, count, repairable)),
    mode: one.mode,
    errorCode: one.errorCode,
    errorDetails: (one.errorDetails ?? {}) as ErrorDetails,
    blocked: blocked && { code: blocked.code, details: blocked.details },
    canCommit:
      previewed && blocked === null && missing.length === 0 && counts.new + counts.changed + counts.unchanged > 0,
    needsMapping: previewed && missing.length > 0,
    hasReport: mine && one.fileKey !== null && counts.error > 0 && (previewed || one.state === 'committed'),
  }
}
